"""The ways people word a question about how a figure went: which measure, of whom, how long."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot import phrases
from bot.words import Phrase, fold
from models.figures.figure import DEFINITIONS
from models.vocabulary import Measure, words

MOST_WEEKS = 520

_MOST_WORDS = 9
"""No measure is called by more words than this."""


@dataclass(frozen=True, slots=True)
class Trend:
    """How a question about a trend can be read: the words of its name, its measure, its weeks."""

    name: Phrase
    about: str | None
    weeks: int | None


_TREND = re.compile(r"\b(?:trend ?lines?|trends?|over time|history)\b")
_HOW = re.compile(
    r"how (?:has|have|had|did|is|are|was|were) (?P<what>.+?) (?:been )?"
    r"(?:chang(?:e|ed|es|ing)|gone|going|go|develop(?:ed|ing)?|mov(?:e|ed|ing)|evolv(?:ed|ing))"
    r"(?: (?P<rest>.+))?"
)
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
         "twelve"), start=1
    )
} | {"a": 1, "an": 1, "half a": 0.5}  # fmt: skip
_UNITS = {"week": 1.0, "month": 52 / 12, "quarter": 13.0, "year": 52.0}
_PERIOD = (
    r"(?:(?:over|in|for|during|within|since|of|the|recent)(?: |$)){0,4}"
    rf"(?:(?P<last>last|past|previous) )?(?:(?P<n>\d{{1,3}}|{'|'.join(_NUMBERS)}) )?"
    r"(?P<unit>week|month|quarter|year)s?(?: ago| back)?"
)
_PERIOD_LAST = re.compile(rf"(?:^| ){_PERIOD}$")
_PERIOD_FIRST = re.compile(rf"^{_PERIOD}(?: |$)")
_EACH_WEEK = re.compile(
    r"(?:^| )(?:weekly|monthly|(?:by|per|each|every) (?:week|month)|week by week)$"
)
_LINK = re.compile(r"(?:of|in|for|on|at|within|across|from|with|by|the)(?: |$)")
_OF_SOMETHING = re.compile(r"of (?P<about>.+?) for (?P<name>.+)")
_MOST_LINKS = 4
_COMMAND = re.compile(r"(?:caseload|staffing|workforce)")


def trends(asked: Phrase) -> Iterator[Trend]:
    """How a question can be read as one about a trend, likeliest first; not at all if it is none.

    A period of weeks, months or years is taken off first; then also left on, in case a name ends
    in one.
    """
    parted = _parted(asked)
    if parted is None:
        return
    before, after = parted
    bare = [piece.before(_EACH_WEEK) for piece in parted]
    short, weeks = _without_period(bare)
    if weeks is not None or bare != [before, after]:
        yield from _readings(short, weeks)
    yield from _readings([before, after], None)


OF_A_WORKER = frozenset({Measure.CASELOAD, Measure.CASELOAD_PER_FTE, Measure.ALLOWANCE})
"""What is one person's; of a team they are its average."""


def may_be_own(about: str | None) -> bool:
    """Whether a question without a name may be about the asker's own cases."""
    return about is None or measure_called(about) in OF_A_WORKER


def measure_called(text: str) -> Measure | None:
    """The measure that somebody calls so; None for what is none."""
    folded = _UNNEEDED.sub("", fold(text))
    if folded in _BY_NAME:
        return _BY_NAME[folded]
    return next((measure for measure, called in _CALLED if called.fullmatch(folded)), None)


def _parted(asked: Phrase) -> tuple[Phrase, Phrase] | None:
    """What stands before the word that asks for a trend, and after it."""
    folded = asked.folded
    if how := _HOW.fullmatch(folded):
        rest = asked.within(*how.span("rest")) if how["rest"] else asked.within(0, 0)
        return asked.within(*how.span("what")), rest
    found = _TREND.search(folded)
    if found is None:
        return None
    before = asked.within(0, found.start())
    if found[0] == "history" and before.words and not _measures(before):
        return None  # a name, rather
    ends = found.end() == len(folded)
    return before, asked.within(0, 0) if ends else asked.within(found.end() + 1, len(folded))


def _without_period(pieces: list[Phrase]) -> tuple[list[Phrase], int | None]:
    for number in (1, 0):
        piece = pieces[number]
        for pattern in (_PERIOD_LAST, _PERIOD_FIRST):
            found = pattern.search(piece.folded)
            if found is None or not (found["n"] or found["last"]):
                continue  # "Early Years" is no period
            rest = piece.before(pattern) if pattern is _PERIOD_LAST else piece.after(pattern)
            others = [rest if place == number else pieces[place] for place in (0, 1)]
            return others, _weeks(found)
    return pieces, None


def _weeks(found: re.Match[str]) -> int:
    said = found["n"] or "1"
    number = _NUMBERS[said] if said in _NUMBERS else int(said)
    return min(MOST_WEEKS, max(1, round(number * _UNITS[found["unit"]])))


def _readings(pieces: list[Phrase], weeks: int | None) -> Iterator[Trend]:
    nothing = pieces[0].within(0, 0)
    befores, afters = (_splits(piece) for piece in pieces)
    for about, name in befores:
        for other_about, other_name in afters:
            if name.words and other_name.words:
                continue
            if about and other_about and not _COMMAND.fullmatch(about):
                continue
            whose = name if name.words else other_name if other_name.words else nothing
            yield Trend(whose, other_about or about, weeks)


def _splits(piece: Phrase) -> list[tuple[str | None, Phrase]]:
    """A measure and a name, the one before the other; or one of them; or something for a name."""
    if not piece.words:
        return [(None, piece)]
    found: list[tuple[str | None, Phrase]] = list(_measures(piece))
    if not found and (something := _OF_SOMETHING.fullmatch(piece.folded)):
        found.append((something["about"], piece.within(*something.span("name"))))
    return [*found, (None, piece)]


def _measures(piece: Phrase) -> list[tuple[str | None, Phrase]]:
    """The readings of a piece in which a measure stands at its beginning or at its end."""
    found: list[tuple[str | None, Phrase]] = []
    for bare in _with_fewer_links(piece):
        number = len(bare.words)
        for size in range(min(number, _MOST_WORDS), 0, -1):
            for inside, rest in (
                (bare.words[:size], bare.words[size:]),
                (bare.words[number - size :], bare.words[:-size]),
            ):
                called = Phrase(bare.text, inside).folded
                if measure_called(called):
                    *_, name = _with_fewer_links(Phrase(bare.text, rest))
                    found.append((called, Phrase(bare.text, rest) if name.words else name))
    return found


def _with_fewer_links(piece: Phrase) -> list[Phrase]:
    """The piece, then without "of", then without "the" … at its beginning."""
    found = [piece]
    while len(found) < _MOST_LINKS and _LINK.match(found[-1].folded):
        found.append(found[-1].after(_LINK))
    return found


_UNNEEDED = re.compile(
    r"^(?:(?:the|our|a|any|(?:number|count|level|total|share|amount) of|how many|total|current)"
    r" ){1,4}"
)
_WORKERS = (
    r"(?:(?:social )?(?:workers?|people|staff|colleagues) )?(?:(?:who|that) )?(?:(?:is|are) )?"
)
_AGENCY = r"(?:agency|locums?)(?: (?:social workers?|workers?|staff|people))?"

_CALLED: list[tuple[Measure, re.Pattern[str]]] = [
    (measure, re.compile(pattern))
    for measure, pattern in (
        (Measure.CASELOAD, r"(?:case ?lo(?:ad|da)s?|caselaods?|cases)"),
        (
            Measure.AVERAGE_CASELOAD,
            r"(?:dfe )?(?:averages?|mean)(?: (?:case ?loads?|cases))?"
            r"(?: (?:per|for each) (?:fte|worker|social worker))?",
        ),
        (Measure.CASELOAD_PER_FTE, r"(?:case ?loads?|cases) (?:per|for each) (?:fte|worker)"),
        (Measure.WORKING_AVERAGE_CASELOAD, r"working averages?(?: (?:case ?loads?))?"),
        (Measure.MEDIAN_CASELOAD, r"medians?(?: (?:case ?loads?|cases))?"),
        (
            Measure.HIGHEST_CASELOAD,
            r"(?:highest|max|maximum|most|largest|biggest)(?: (?:case ?loads?|cases))?",
        ),
        (
            Measure.AT_20_OR_MORE,
            rf"{_WORKERS}(?:(?:with|at|holding|having|over) )?20(?: (?:or more|plus|and over))?"
            r"(?: cases)?(?: or more)?",
        ),
        (Measure.OVER_LIMIT, rf"{_WORKERS}{phrases.OVER}"),
        (Measure.OVER_LIMIT, r"(?:(?:over|above)(?: (?:the|their))? )?limits?|overload"),
        (Measure.NOBODY_AT_WORK, r"(?:cases )?(?:held by )?nobody at work"),
        (Measure.UNALLOCATED, rf"(?:cases )?{phrases.UNALLOCATED}(?: cases)?"),
        (Measure.NOT_SEEN, rf"(?:children |cases )?{phrases.NOT_SEEN}(?: children| cases)?"),
        (Measure.OPEN_CASES, r"(?:open|all) cases|demand|children"),
        (Measure.OPENED, r"opened|opening|openings|new cases|cases opened|referrals"),
        (Measure.CLOSED, r"closed|closing|closures|closed cases|cases closed"),
        (Measure.IN_POST_FTE, r"staffing|workforce|staff|social workers?|ftes?|in post|employed"),
        (Measure.IN_POST_HEADCOUNT, r"head ?counts?|people"),
        (Measure.POSTS_FTE, r"posts?|establishment"),
        (Measure.BASE_POSTS_FTE, r"base(?: funded)? posts?"),
        (Measure.TIME_LIMITED_POSTS_FTE, r"time limited(?: posts?)?|temporary posts?"),
        (Measure.UNFUNDED_POSTS_FTE, r"unfunded(?: posts?)?"),
        (Measure.VACANT_FTE, r"vacanc(?:y|ies)|(?:vacant|unfilled|empty) posts?|vacant"),
        (Measure.VACANCY_RATE, r"vacanc(?:y|ies) rates?"),
        (Measure.AGENCY_FTE, rf"{_AGENCY}(?: fte)?"),
        (Measure.AGENCY_HEADCOUNT, rf"{_AGENCY} (?:head ?count|numbers?)"),
        (Measure.AGENCY_RATE, rf"{_AGENCY} (?:rates?|share|percentage)"),
        (Measure.AGENCY_VACANCY_FTE, rf"{_AGENCY} (?:covering|cover for) (?:a )?vacanc(?:y|ies)"),
        (Measure.AGENCY_ABSENCE_FTE, rf"{_AGENCY} (?:covering|cover for) (?:an )?absences?"),
        (Measure.SUPERNUMERARY_FTE, rf"supernumerar(?:y|ies)(?: {_AGENCY})?"),
        (Measure.AGENCY_WEEKLY_COST, rf"{_AGENCY} (?:(?:weekly )?costs?|spend(?:ing)?)"),
        (Measure.AGENCY_WEEKLY_PREMIUM, rf"{_AGENCY} (?:weekly )?premium"),
        (Measure.PERMANENT_SHARE, r"permanent(?: (?:staff|workers|social workers|rate))?"),
        (Measure.MANAGERS_PERMANENT_SHARE, r"permanent managers|managers permanent(?: share)?"),
        (Measure.TURNOVER_RATE, r"(?:staff )?turnover(?: rates?)?|retention"),
        (Measure.LEAVERS_FTE, r"leavers?"),
        (Measure.STARTERS_FTE, r"starters?|joiners?"),
        (
            Measure.UNDER_TWO_YEARS_SHARE,
            r"(?:in)?experienced?|under (?:two|2) years(?: experience)?",
        ),
        (Measure.NEWLY_QUALIFIED, r"newly qualified(?: (?:social )?workers?)?|asyes?|nqsws?"),
    )
]


def _names() -> Iterator[tuple[str, Measure]]:
    for measure in Measure:
        label = DEFINITIONS[measure].label
        for text in (words(measure), words(measure).removesuffix(" fte"), label):
            yield fold(text), measure
        yield fold(label.removesuffix(" (DfE)")), measure


_BY_NAME = {name: measure for name, measure in [*_names()] if name}

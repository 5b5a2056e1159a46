"""Reads a plan as people write it, its parts in any order, into the numbers that were said."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from alerts.plans.plan import EXAMPLE, Input, PlanRefused
from alerts.plans.starting import AGENCY_TARGET, AVERAGE, BUDGET, BUDGET_YEAR

MAX_TEXT = 500


@dataclass(frozen=True, slots=True)
class PlanAsked:
    """A plan as it was asked for: what was said, and about whom; no name is the widest scope."""

    given: Mapping[str, Input]
    name: str | None


def read_plan(text: str, names: Collection[str] = ()) -> PlanAsked:
    """The numbers and the name in a plan's words.

    `names` are those that may be asked about; a known name is taken out before numbers are looked
    for, so that "Assessment 2" is one. PlanRefused with an example for words that mean nothing, and
    for a thing that is said twice.
    """
    rest = _plain(text)
    if len(rest) > MAX_TEXT:
        raise PlanRefused(f"That is longer than a plan can be. Say for example {EXAMPLE}.")
    rest, known = _known_name(rest, names)
    given: dict[str, Input] = {}
    for pattern, meanings in _PATTERNS:
        while match := pattern.search(rest):
            for name, value in meanings(match):
                _keep(given, name, Input(value, given=True, source=match[0].strip(" ,")))
            rest = f"{rest[: match.start()]}|{rest[match.end() :]}"
    unknown = [part for each in rest.split("|") if (part := _EDGES.sub("", each).strip(" ,.;"))]
    if known and unknown:
        raise _not_understood(unknown)
    return PlanAsked(given, known or _name(unknown))


_UNITS = {"": 1.0, "k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9}
_WORDS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    *("nineteen", "twenty"),
)
_PLAIN = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_SIGN = r"(?:(?<![\w)])-\s*|minus )"
_NUMBER = rf"(?:(?:(?:{_SIGN})?(?:{_PLAIN}))(?![\d.]*\d)|\b(?:{'|'.join(_WORDS)})\b)"
_RANGE = rf"(?P<low>{_PLAIN})(?:\s*-\s*|\s+to\s+)(?P<high>{_PLAIN})"
_MONEY = rf"(?P<n>(?:{_SIGN})?£?\s?(?:{_SIGN})?(?:{_PLAIN}))\s?(?P<unit>k|m|bn|thousand|million)?\b"
_POUNDS = rf"(?P<n>(?:{_SIGN})?£\s?(?:{_SIGN})?(?:{_PLAIN}))\s?(?P<unit>k|m|bn|thousand|million)?\b"

_YEARLY = r"(?:\s*(?:a|per|each|every|/)\s*year|\s+yearly|\s+annually|\s+p\.?a\b\.?)"
_WEEKLY = r"(?:\s*(?:a|per|each|every|/)\s*week|\s+weekly)"
_PER_POST = r"\s*(?:a|per|each|for each|/)\s*post(?:" + _YEARLY + r")?"
_WORKER = r"(?:social )?(?:workers?|staff)"
_MORE = r"(?:extra |more |new |additional |temporary |further )*"


def _number(text: str) -> float:
    """ "1,346", "-65", "minus 65", "five"."""
    plain = text.lower().replace(",", "").replace("£", "").replace("minus", "-").replace(" ", "")
    return float(_WORDS.index(plain)) if plain in _WORDS else float(plain)


_Meaning = Callable[[re.Match[str]], Iterator[tuple[str, float]]]


def _is(name: str) -> _Meaning:
    """The number itself."""

    def meaning(match: re.Match[str]) -> Iterator[tuple[str, float]]:
        unit = (match.groupdict().get("unit") or "").lower()
        yield name, _number(match["n"]) * _UNITS[unit]

    return meaning


def _fewer(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    """A change of so many cases a year; of a range the middle."""
    parts = match.groupdict()
    if parts.get("low"):
        size = (_number(match["low"]) + _number(match["high"])) / 2
    else:
        size = _number(match["n"])
    down = parts.get("down") or parts.get("sign")
    yield "cases_change", -size if down else size


def _band(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    yield "promise_low", _number(match["low"])
    yield "promise_high", _number(match["high"])


def _weeks(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    weeks = {"week": 1, "month": 52 / 12, "year": 52}[match["every"].lower()]
    yield "recruit_weeks", _number(match["n"]) * weeks


def _of_which(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    """ "70 posts of which 20 support staff"."""
    yield "posts", _number(match["n"]) - _number(match["support"])
    yield "support", _number(match["support"])


def _not_told_apart(match: re.Match[str]) -> NoReturn:
    """Staff who hold no cases lower nobody's caseload, so their number has to be said."""
    raise PlanRefused(
        f"`{match[0]}` needs to say how many hold cases. Say for example "
        "`50 social workers and 20 support staff`."
    )


def _from_to(match: re.Match[str]) -> Iterator[tuple[str, float]]:
    if match["n"]:
        yield "agency_fte", _number(match["n"])
    yield AGENCY_TARGET, _number(match["target"])


def _pattern(text: str, meaning: _Meaning) -> tuple[re.Pattern[str], _Meaning]:
    """`N` stands for a number; a pattern begins and ends at the edge of a word."""
    written = text.replace("<N>", f"(?P<n>{_NUMBER})")
    return re.compile(rf"(?<![\w£]){written}(?![\w%])", re.IGNORECASE), meaning


_DOWN = r"(?P<down>fall(?:ing|s)?|drop(?:ping|s)?|down|go(?:ing)? down|decreas(?:e|es|ing)|fewer)"
_UP = r"(?:ris(?:e|es|ing)|up|go(?:ing)? up|grow(?:ing|s)?|increas(?:e|es|ing))"
_CASES = r"(?:open )?cases"
_OF_AGENCY = rf"(?:\s+(?:agency|supernumerary)(?: {_WORKER})?)"
_INTO = r"(?:\s+(?:in)?to permanent)?"

_EACH = r" each| per (?:worker|fte|full-time worker)"

_PATTERNS = (
    # Money first: its numbers are those of nothing else.
    _pattern(rf"(?:agency )?premium(?: of| at)?\s+{_MONEY}(?:{_WEEKLY})?", _is("agency_premium")),
    _pattern(rf"{_POUNDS}(?:{_WEEKLY})?\s+premium", _is("agency_premium")),
    _pattern(
        rf"agency(?: at| costs?| costing)?\s+{_POUNDS}(?:{_WEEKLY})?", _is("agency_weekly_cost")
    ),
    _pattern(rf"(?:at |cost(?:s|ing)? )?{_MONEY}{_PER_POST}", _is("cost_per_post")),
    _pattern(rf"(?:for |at |cost(?:s|ing)? )?{_POUNDS}{_YEARLY}", _is(BUDGET_YEAR)),
    _pattern(rf"(?:for |at |cost(?:s|ing)? )?{_POUNDS}(?: in (?:all|total))?", _is(BUDGET)),
    # "Hold 15 cases" is no number of cases.
    _pattern(
        rf"(?:to|hold(?:ing)?|reach(?:ing)?)\s+<N>\s+{_CASES}(?:{_EACH})?"
        rf"(?!\s*[-+\d]|\s+(?:minus|{_DOWN}|{_UP}))",
        _is("target"),
    ),
    # Cases, whose yearly change is told from their number by a sign, a verb or "a year".
    _pattern(rf"{_CASES}(?: to)?\s+{_DOWN}(?: by)?\s+{_RANGE}(?:{_YEARLY})?", _fewer),
    _pattern(rf"{_CASES}(?: to)?\s+{_DOWN}(?: by)?\s+<N>(?:{_YEARLY})?", _fewer),
    _pattern(rf"{_CASES}(?: to)?\s+{_UP}(?: by)?\s+<N>(?:{_YEARLY})?", _fewer),
    _pattern(rf"{_RANGE}\s+{_DOWN}\s+{_CASES}(?:{_YEARLY})?", _fewer),
    _pattern(rf"<N>\s+{_DOWN}\s+{_CASES}(?:{_YEARLY})?", _fewer),
    _pattern(rf"<N>\s+more\s+{_CASES}(?:{_YEARLY})?", _fewer),
    _pattern(rf"{_CASES}\s*(?P<sign>-)\s*{_RANGE}(?:{_YEARLY})?", _fewer),
    _pattern(
        rf"{_CASES}(?: by)?\s*(?P<n>[-+]\s*(?:{_PLAIN})|minus (?:{_PLAIN}))(?:{_YEARLY})?", _fewer
    ),
    _pattern(rf"(?P<n>[-+]\s*(?:{_PLAIN}))\s+{_CASES}(?:{_YEARLY})?", _fewer),
    _pattern(rf"{_CASES}(?: by)?\s+<N>{_YEARLY}", _fewer),
    _pattern(rf"<N>\s+{_CASES}{_YEARLY}", _fewer),
    _pattern(rf"<N>\s+{_CASES}(?: now)?", _is("cases")),
    _pattern(rf"{_CASES}(?: now)?\s+<N>", _is("cases")),
    # Posts.
    _pattern(rf"taper(?:ing|ed|s)?(?: by| of)?\s+<N>(?: posts)?(?:{_YEARLY})?", _is("taper")),
    _pattern(rf"<N>\s+(?:posts )?(?:fewer|less)(?: posts)?{_YEARLY}", _is("taper")),
    _pattern(
        r"absorb(?:ing|ed)?\s+<N>(?: posts)?(?: in(?:to)? (?:\w+ ?){1,4}vacanc(?:y|ies)|"
        r" in(?:to)? vacancies)?",
        _is("absorbed"),
    ),
    _pattern(
        rf"<N>\s+{_MORE}posts?,?\s+(?:of which|including|with)\s+(?P<support>{_NUMBER})"
        rf"\s+(?:are )?support(?: staff| workers| posts)?",
        _of_which,
    ),
    _pattern(rf"<N>\s+{_MORE}social workers?(?:,? and |/)support staff", _not_told_apart),
    _pattern(rf"<N>\s+{_MORE}support(?: staff| workers| posts)", _is("support")),
    _pattern(rf"<N>\s+{_MORE}(?:temporary )?teams?", _is("teams")),
    # Agency.
    _pattern(
        rf"(?:convert|replac)(?:e|ing)?\s+<N>{_OF_AGENCY}?{_INTO}(?:{_YEARLY})?", _is("convert")
    ),
    _pattern(
        rf"(?:end|ending|releas(?:e|ing)|let(?:ting)? go(?: of)?)\s+<N>{_OF_AGENCY}(?:{_YEARLY})?",
        _is("end"),
    ),
    _pattern(
        r"(?:supernumerary|agency)\s+hold(?:s|ing)?\s+<N>\s*(?:%|per ?cent)(?: of cases)?",
        _is("agency_holding"),
    ),
    _pattern(
        rf"agency(?: fte| {_WORKER})?\s+(?:from )?(?:<N>(?: fte)? )?to (?P<target>{_NUMBER})",
        _from_to,
    ),
    _pattern(rf"agency(?: fte| {_WORKER})?(?: now)?\s+<N>(?: fte)?", _is("agency_fte")),
    _pattern(rf"<N>(?: fte)?{_OF_AGENCY}(?: now)?", _is("agency_fte")),
    # Rates and times.
    _pattern(r"turnover now(?: at| of)?\s+<N>\s*(?:%|per ?cent)?", _is("turnover_now")),
    _pattern(
        rf"turnover(?: {_DOWN}| cut)?(?: at| of| to)?\s+<N>\s*(?:%|per ?cent)?", _is("turnover")
    ),
    _pattern(r"<N>\s*(?:%|per ?cent)\s+turnover", _is("turnover")),
    _pattern(
        r"(?:time to )?recruit(?:ed|ing|ment|s)?(?: them)?(?: in| within| takes| time)?(?: of)?"
        r"\s+<N>\s+(?P<every>week|month|year)s?",
        _weeks,
    ),
    _pattern(r"<N>\s+(?P<every>week|month|year)s?\s+to recruit", _weeks),
    _pattern(r"(?:over|for|in|during|within)?\s*(?:the next )?<N>\s+years?", _is("years")),
    # Averages.
    _pattern(rf"promise(?: of)?\s+{_RANGE}", _band),
    _pattern(r"promise(?: of)?(?: up)?(?: to)?\s+<N>", _is("promise_high")),
    _pattern(rf"(?:to|hold(?:ing)?|reach(?:ing)?)\s+{_RANGE}", _band),
    _pattern(r"average(?: of| now)?\s+<N>", _is(AVERAGE)),
    _pattern(
        rf"(?:target(?: of)?|(?:down )?to(?: reach| hold)?|hold(?:ing)?|reach(?:ing)?)\s+<N>"
        rf"(?:{_EACH})?",
        _is("target"),
    ),
    _pattern(r"<N>\s+(?:case-holding )?fte(?: (?:now|holding cases))?", _is("fte")),
    _pattern(r"fte(?: now)?\s+<N>", _is("fte")),
    _pattern(rf"<N>\s+{_MORE}(?:social )?(?:posts?|workers?)", _is("posts")),
    _pattern(r"(?:add |adding )?posts\s+<N>", _is("posts")),
)

_FILLER = (
    r"(?:plan|please|what|would|will|does|do|it|take|takes|get|gets|bring|brings|if|we|i|with|and"
    r"|then|plus|the|a|an|add|added|adding|had|have|having|by|per worker|each|from|for|in|of|to"
    r"|team|service|at|over|is|are|cost|costs|\?|,|\.|;|:|-)"
)
_BEFORE_NAME = r"(?:\b(?:for|in|at) )?(?:\bthe )?(?:\b(?:team|service) )?"
_EDGES = re.compile(
    rf"^(?:\s*{_FILLER}(?=[\s,.;:?-]|$))+|(?:(?:^|(?<=\s)){_FILLER}\s*)+$", re.IGNORECASE
)


def _plain(text: str) -> str:
    """One space, and the many dashes as one."""
    shown = unicodedata.normalize("NFKC", text).replace("|", " ")
    for dash in "‐‑‒–—−":
        shown = shown.replace(dash, "-")
    return " ".join(shown.split())


def _known_name(text: str, names: Collection[str]) -> tuple[str, str | None]:
    """The text without the longest known name in it, and that name as it is written."""
    lower = text.lower()
    for name in sorted(names, key=len, reverse=True):
        wanted = _plain(name)
        if wanted.lower() not in lower:
            continue
        pattern = rf"{_BEFORE_NAME}(?<!\w){re.escape(wanted)}(?!\w)"
        if wanted and (match := re.search(pattern, text, re.IGNORECASE)):
            return f"{text[: match.start()]}|{text[match.end() :]}", name
    return text, None


def _name(unknown: list[str]) -> str | None:
    """What is left over, if it can be a name; PlanRefused if not."""
    if not unknown:
        return None
    if len(unknown) > 1 or re.search(r"[\d£%]", unknown[0]):
        raise _not_understood(unknown)
    return unknown[0]


def _not_understood(unknown: list[str]) -> PlanRefused:
    listed = ", ".join(f'"{part[:60]}"' for part in unknown[:3])
    return PlanRefused(f"I did not understand {listed}. Say for example {EXAMPLE}.")


def _keep(given: dict[str, Input], name: str, said: Input) -> None:
    if name in given:
        raise PlanRefused(
            f"`{given[name].source}` and `{said.source}` say the same thing twice. Say it once, "
            f"for example {EXAMPLE}."
        )
    given[name] = said

"""What a question asks: its topic and the name in it, decided by fixed rules."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, product

from bot import phrases, staffing_phrases
from bot.trend_phrases import Trend, trends
from bot.words import Phrase, fold, mentions_later, phrase_of, tidy

MAX_QUESTION = 200
MAX_NAME = 80

# Beyond this a text is not even tidied, so that the time to answer stays bounded. Slack's tokens
# make a short question longer than it looks, hence the space above MAX_QUESTION.
_MAX_TYPED = 1_000

_TOO_LONG = (
    f"That is longer than a question can be ({MAX_QUESTION} characters). Ask one thing at a time, "
    "for example `who is over`; `/caseload help` shows what I can answer."
)
_NO_WORDS = "I found no question in that. `/caseload help` shows what I can answer."
_MENTION = (
    "I can't look up a mention of a person or a channel. Write the name of the worker, team or "
    "service instead; `/caseload help` shows what I can answer."
)
_NO_TOPIC = (
    "I did not understand that question. Try the name of a team, service or worker; "
    "`/caseload help` shows what I can answer."
)


class Topic(StrEnum):
    """What can be asked."""

    CASELOAD = "caseload"
    ME = "me"
    OVER = "over"
    ROOM = "room"
    UNALLOCATED = "unallocated"
    NOT_SEEN = "not_seen"
    ALERTS = "alerts"
    REGISTER = "register"
    STAFFING = "staffing"
    AGENCY = "agency"
    VACANCIES = "vacancies"
    POSTS = "posts"
    TURNOVER = "turnover"
    EXPERIENCE = "experience"
    TARGETS = "targets"
    TREND = "trend"
    COMPARE = "compare"
    RETURN = "return"  # to the workforce census
    PLAN = "plan"
    PLANS = "plans"  # those that were saved
    COMPARE_PLAN = "compare_plan"
    DIGEST = "digest"  # the weekly one, now
    RULES = "rules"
    HELP = "help"


class NameKind(StrEnum):
    """What the asker said the name is; `ANY` if they did not say."""

    ANY = "any"
    TEAM = "team"
    SERVICE = "service"
    WORKER = "worker"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question understood.

    Without a name, `ANY` is whatever the asker may see, `AUTHORITY` the whole authority, and
    `TEAM` or `SERVICE` the asker's own. `text` is the tidied question, at most `MAX_QUESTION`
    characters. A comparison and a plan have no name; what they are `about` is left in words. Of
    a saved plan it is the name, of a trend the measure; a trend of `WORKER` without a name is the
    asker's own.
    """

    topic: Topic
    name: str | None
    name_kind: NameKind
    text: str
    about: str | None = None
    weeks: int | None = None


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A text that is no question: what to do instead, and the tidied text, cut if long."""

    sentence: str
    text: str


_WORDINGS = [
    (Topic.OVER, phrases.wordings(phrases.OVER)),
    (Topic.ROOM, phrases.wordings(phrases.ROOM)),
    (Topic.UNALLOCATED, phrases.wordings(phrases.UNALLOCATED)),
    (Topic.NOT_SEEN, phrases.wordings(phrases.NOT_SEEN)),
    (Topic.REGISTER, phrases.wordings(phrases.REGISTER)),
    (Topic.DIGEST, phrases.wordings(phrases.DIGEST)),
    (Topic.RULES, phrases.wordings(phrases.RULES)),
    (Topic.ALERTS, phrases.wordings(phrases.ALERTS)),
    (Topic.AGENCY, phrases.wordings(staffing_phrases.AGENCY)),
    (Topic.VACANCIES, phrases.wordings(staffing_phrases.VACANCIES)),
    (Topic.POSTS, phrases.wordings(staffing_phrases.POSTS)),
    (Topic.TURNOVER, phrases.wordings(staffing_phrases.TURNOVER)),
    (Topic.EXPERIENCE, phrases.wordings(staffing_phrases.EXPERIENCE)),
    (Topic.TARGETS, phrases.wordings(staffing_phrases.TARGETS)),
    (Topic.CASELOAD, phrases.CASELOAD),
    (Topic.STAFFING, phrases.wordings(staffing_phrases.STAFFING)),
]


def parse(text: str, names: Collection[str] = ()) -> Asked | NotUnderstood:
    """What the text asks; never raises.

    `names` are the names that may be asked about. A known name wins over a word of the grammar:
    a text that is a known name asks for its caseload ("Over 11s Team", "Room 4"), and where a
    question can be read in several ways, the first whose name is known counts. Names are compared
    folded and with or without "team" or "service". Only "help" is help whatever the names are.
    """
    if not text.strip():
        return Asked(Topic.CASELOAD, None, NameKind.ANY, "")
    if len(text) > _MAX_TYPED:
        return NotUnderstood(_TOO_LONG, tidy(text[:MAX_QUESTION])[:MAX_QUESTION])
    question = tidy(text)
    if len(question) > MAX_QUESTION:
        return NotUnderstood(_TOO_LONG, question[:MAX_QUESTION])
    whole = phrase_of(question)
    if not whole.words and set(question) != {"?"}:
        return NotUnderstood(_NO_WORDS, question)
    known = {folded for name in names for folded in (fold(name), phrases.kindless(fold(name)))}
    understood = _with_known_name(whole, known) or _plainly(whole)
    if isinstance(understood, Asked) and _only_mentions(understood, text):
        return NotUnderstood(_MENTION, question)
    return understood


def possible_names(text: str) -> frozenset[str]:
    """Whatever `parse` could take for a name, as it is written: what is looked up for it."""
    if len(text) > _MAX_TYPED:
        return frozenset()
    whole = phrase_of(tidy(text))
    parts = chain.from_iterable(_parts(topic, name) for topic, name, _ in _all_readings(whole))
    return frozenset(part.written() for part, _ in parts if part.words)


def _with_known_name(whole: Phrase, known: Collection[str]) -> Asked | None:
    if whole.folded in phrases.ALWAYS_HELP:
        return None
    if not any(name in whole.folded for name in known):
        return None  # every part of a reading stands in the text, so none of them is known
    for topic, name, trend in _all_readings(whole):
        for part, kind in _parts(topic, name):
            if part.words and part.folded in known:
                return _about(whole, topic, part.written(), kind, trend)
    return None


def _all_readings(whole: Phrase) -> Iterator[tuple[Topic, Phrase, Trend | None]]:
    """The topics that the question may have where its name is known, likeliest first."""
    asked = (whole, _asked(whole))  # a name may be a word of politeness: a service called "Now"
    others = chain.from_iterable(map(_readings, asked))
    yield Topic.CASELOAD, whole, None
    yield from ((Topic.TREND, trend.name, trend) for each in asked for trend in trends(each))
    yield from ((topic, name, None) for topic, name in others)


def _about(
    whole: Phrase, topic: Topic, name: str | None, kind: NameKind, trend: Trend | None
) -> Asked:
    """A question about a scope, a trend's with its measure and its weeks."""
    about, weeks = (trend.about, trend.weeks) if trend is not None else (None, None)
    return Asked(topic, name, kind, whole.text, about, weeks)


def _plainly(whole: Phrase) -> Asked | NotUnderstood:
    """The likeliest reading, when no name is known."""
    if of_saved := _about_saved_plans(whole):
        return of_saved
    if compared_or_planned := _about_no_scope(_asked(whole)):
        return compared_or_planned
    trend = next(trends(_asked(whole)), None)
    topic, name = (Topic.TREND, trend.name) if trend else next(_readings(_asked(whole)))
    parts = list(_parts(topic, name))
    for part, _ in parts:
        if phrases.ASKER.fullmatch(part.folded):
            own_trend = _about(whole, topic, None, NameKind.WORKER, trend)
            return own_trend if trend else Asked(Topic.ME, None, NameKind.ANY, whole.text)
        if phrases.AUTHORITY.fullmatch(part.folded):
            return _about(whole, topic, None, NameKind.AUTHORITY, trend)
        if phrases.WE.fullmatch(part.folded):
            return _about(whole, topic, None, NameKind.ANY, trend)
        if own := phrases.OWN.fullmatch(part.folded):
            return _about(whole, topic, None, NameKind(own["kind"]), trend)
    shortest, kind = parts[-1]
    written = shortest.written()
    if len(written) > MAX_NAME or phrases.SENTENCE.fullmatch(name.folded):
        return NotUnderstood(_NO_TOPIC, whole.text)
    return _about(whole, topic, written or None, kind, trend)


def _about_saved_plans(whole: Phrase) -> Asked | None:
    """The list of plans, or one of them by a name that may end in "now" or "please" as well."""
    begun = whole.after(phrases.POLITE_START)
    for rest in (_after_command(begun), _after_command(begun.before(phrases.POLITE_END))):
        if match := staffing_phrases.SAVED_PLANS.fullmatch(rest.folded):
            name = _as_typed(rest, match)
            topic = Topic.COMPARE_PLAN if name else Topic.PLANS
            return Asked(topic, None, NameKind.ANY, whole.text, name)
    return None


def _about_no_scope(asked: Phrase) -> Asked | None:
    """A comparison, a census return or a plan: a measure, a year, or what is planned."""
    rest = _after_command(asked)
    if planned := staffing_phrases.PLAN.fullmatch(rest.folded):
        return Asked(Topic.PLAN, None, NameKind.ANY, asked.text, _as_typed(rest, planned))
    if returned := staffing_phrases.RETURN.fullmatch(rest.folded):
        return Asked(Topic.RETURN, None, NameKind.ANY, asked.text, returned["name"])
    if staffing_phrases.COMPARE.fullmatch(rest.folded):
        unneeded = staffing_phrases.NOT_A_MEASURE.fullmatch
        measure = " ".join(word for word in rest.folded.split() if not unneeded(word))
        return Asked(Topic.COMPARE, None, NameKind.ANY, asked.text, measure or None)
    return None


def _as_typed(rest: Phrase, match: re.Match[str]) -> str | None:
    """The name of a match with the signs and punctuation in it: "-20 posts"."""
    return rest.within(*match.span("name")).as_typed_after(rest) if match["name"] else None


def _after_command(asked: Phrase) -> Phrase:
    return asked.after(phrases.CASELOAD_WORD).after(staffing_phrases.STAFFING_WORD)


def _asked(whole: Phrase) -> Phrase:
    return whole.after(phrases.POLITE_START).before(phrases.POLITE_END)


def _readings(asked: Phrase) -> Iterator[tuple[Topic, Phrase]]:
    """The topics that the question may have, each with the words of its name, likeliest first."""
    rest = _after_command(asked)
    # Where no command is typed the two are the same words.
    phrased = [(each, each.folded) for each in dict.fromkeys((rest, asked))]
    about_staffing = staffing_phrases.STAFFING_WORD.match(asked.folded) is not None
    nothing = asked.within(0, 0)
    if not asked.words or phrases.HELP.fullmatch(rest.folded):
        yield Topic.HELP, nothing
    if any(phrases.ME.fullmatch(folded) for _, folded in phrased):
        yield Topic.ME, nothing
    if match := phrases.CASELOAD_FOR.fullmatch(asked.folded):
        yield Topic.CASELOAD, asked.within(*match.span("name"))
    for topic, patterns in _WORDINGS:
        for (phrase, folded), pattern in product(phrased, patterns):
            if topic is Topic.CASELOAD and about_staffing:
                continue
            if match := pattern.fullmatch(folded):
                yield topic, phrase.within(*match.span("name")) if match["name"] else nothing
    yield Topic.STAFFING if about_staffing else Topic.CASELOAD, rest


def _parts(topic: Topic, name: Phrase) -> Iterator[tuple[Phrase, NameKind]]:
    """The name as it was typed, then with less and less around it."""
    yield name, NameKind.ANY
    if topic is not Topic.CASELOAD:
        name = name.after(phrases.COUNTED)
        yield name, NameKind.ANY
    for unneeded in (phrases.BEFORE_NAME, phrases.ARTICLE):
        name = name.after(unneeded)
        yield name, NameKind.ANY
    if not name.ends_text():
        name = name.owner()
        yield name, NameKind.ANY
    if match := phrases.KIND_BEFORE.match(name.folded):
        yield name.after(phrases.KIND_BEFORE), NameKind(match["kind"])
    elif match := phrases.KIND_AFTER.search(name.folded):
        yield name.before(phrases.KIND_AFTER), NameKind(match["kind"])


def _only_mentions(asked: Asked, text: str) -> bool:
    unnamed = asked.name is None and asked.name_kind is NameKind.ANY
    return unnamed and asked.topic not in {Topic.ME, Topic.HELP} and mentions_later(text)

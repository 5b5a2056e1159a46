"""The present course in words: what will happen by when, and what the path asks for by then."""

from collections import Counter
from collections.abc import Callable, Collection
from datetime import date

from models.figures.figure import shown
from models.staffing.events import Event, Happening
from models.staffing.projection import Projection
from models.staffing.targets import Path
from models.vocabulary import Employment, Measure

CLEAR_MONTHS = 10
"""A month's name alone is clear for so many months ahead."""

# What happens, to one and to several.
_SAID = {
    Happening.CONTRACT_ENDS: ("{n} contract ends", "{n} contracts end"),
    Happening.AGENCY_STARTS: ("{n} agency worker starts", "{n} agency workers start"),
    Happening.LEAVES: ("{n} leaver", "{n} leavers"),
    Happening.STARTS: ("{n} {terms} starter", "{n} {terms} starters"),
    Happening.FUNDING_ENDS: ("{n} time-limited post ends", "{n} time-limited posts end"),
    Happening.POST_ENDS: ("{n} post is deleted", "{n} posts are deleted"),
    Happening.ENDS_WITH_TEAM: ("{n} post ends with its team", "{n} posts end with their team"),
    Happening.POST_BEGINS: ("{n} new post", "{n} new posts"),
}
Kind = tuple[str, str]
"""What happens, as it is said of one and of several."""

_TERMS = {Employment.PERMANENT: "permanent", Employment.FIXED_TERM: "fixed-term"}


def said_events(
    events: Collection[Event],
    today: date,
    among: Collection[Event] = (),
    by_then: str = "by then",
) -> str:
    """ "2 contracts end in December, 1 permanent starter in February"; empty without events.

    Money that ends on one day is said with the day: "20 time-limited posts end on 31 March".
    Where `among` has more of a kind in a month, a month's name would be of them all, so that all
    of the kind are said "by then": "2 contracts end by then".
    """
    known = Counter(_group(event, today) for event in among)
    groups = Counter(_group(event, today) for event in events)
    in_part = {kind for (kind, when), number in groups.items() if known[kind, when] > number}
    said: Counter[tuple[Kind, str]] = Counter()
    for (kind, when), number in groups.items():
        said[kind, by_then if kind in in_part else when] += number
    return ", ".join(
        f"{(one if number == 1 else many).format(n=number)} {when}".rstrip()
        for ((one, many), when), number in said.items()
    )


def present_course(projection: Projection, path: Path) -> str | None:
    """Where a measure is going beside its path, in a sentence; None where the path is kept.

    Off target today: "On the present course 12 is reached on 1 January: 2 contracts end in
    December." Later: "On the present course 12 is reached on 1 January: 2 contracts end in
    December; the path says 1 December."
    """
    today = projection.points[0].day
    miss = projection.first_miss(path)
    if miss is None:
        return None
    say = value_words(projection.measure)
    target, on = say(miss.target), said_day(miss.day, today)
    step = path.step_on(miss.day)
    if miss.day > today and (step is None or step.from_on < miss.day):
        return f"On the present course it is {say(miss.value)} on {on}; the target is {target}."
    says = f"; the path says {on}" if miss.day > today else ""
    reached = projection.reaches(miss.target, path.direction, miss.day)
    if reached is None:
        last = say(projection.points[-1].value)
        until = said_day(projection.until, today)
        return f"On the present course {target} is not reached by {until}: it is {last} then{says}."
    known = projection.events_to(projection.until)
    causes = said_events(projection.events_to(reached), today, known)
    because = f": {causes}" if causes else ""
    return (
        f"On the present course {target} is reached on {said_day(reached, today)}{because}{says}."
    )


def value_words(measure: Measure) -> Callable[[float | None], str]:
    """How values of a measure are said: "12", "9.1 %", "£2,600"."""
    if measure.value.endswith(("_rate", "_share")):
        return lambda value: f"{shown(value)} %"
    if measure in (Measure.AGENCY_WEEKLY_COST, Measure.AGENCY_WEEKLY_PREMIUM):
        return lambda value: f"£{shown(value, 0)}"
    return shown


def said_day(day: date, today: date) -> str:
    """ "1 March", with the year where the month alone would not be clear."""
    return f"{day.day} {_month(day, today)}"


def _month(day: date, today: date) -> str:
    months = (day.year - today.year) * 12 + day.month - today.month
    return f"{day:%B}" if abs(months) <= CLEAR_MONTHS else f"{day:%B %Y}"


def _group(event: Event, today: date) -> tuple[Kind, str]:
    """What is said of such an event, and when."""
    if event.team is not None:
        ends = f"{event.team.name} ends"
        return (ends, ends), f"on {said_day(event.on, today)}"
    one, many = _SAID[event.happening]
    if event.happening is Happening.STARTS and event.worker is not None:
        terms = _TERMS.get(event.worker.employment, "")
        one, many = one.format(n="{n}", terms=terms), many.format(n="{n}", terms=terms)
    if event.happening is Happening.FUNDING_ENDS:
        return (one, many), f"on {said_day(event.on, today)}"
    return (one, many), f"in {_month(event.on, today)}"

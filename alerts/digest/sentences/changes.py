"""What got better or worse since last week, where it changed enough to matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alerts.digest.digest import Turn
from alerts.digest.facts import DigestFacts, Measured, TeamFacts
from alerts.digest.sentences.phrasing import listed_few, numbered
from alerts.digest.sentences.shares import mostly
from alerts.digest.sentences.waiting import is_held_by_nobody
from alerts.rules.kinds import URGENT_KINDS
from alerts.wording import promise, sentence
from models.figures.figure import shown
from models.staffing.course import value_words
from models.staffing.targets import DIRECTIONS, Direction
from models.vocabulary import Measure

MOST = 4
"""Of each side; who reads more than four does not remember the first."""

CLEAR: Mapping[Measure, float] = {
    Measure.AVERAGE_CASELOAD: 0.3,  # fewer than a case for every third worker
    Measure.WORKING_AVERAGE_CASELOAD: 0.3,
    Measure.OVER_LIMIT: 2,  # one worker goes over and back with one family
    Measure.AT_20_OR_MORE: 2,
    Measure.UNALLOCATED: 3,  # a family of siblings arrives together
    Measure.NOT_SEEN: 5,  # visits are written up in batches
    Measure.NOBODY_AT_WORK: 5,
    Measure.AGENCY_FTE: 1,  # a person
    Measure.SUPERNUMERARY_FTE: 1,
    Measure.VACANCY_RATE: 0.5,  # a worker of two hundred
    Measure.PERMANENT_SHARE: 0.5,
    Measure.TURNOVER_RATE: 0.5,
}
"""The least change that is one; smaller is the wobble of any week."""

CLEAR_SHARE = 0.1
"""Of a count also a tenth of what it was, so that a county's wobble is not news either."""

TEAM_CLEAR = 0.3
"""How far a team's average must have moved for its crossing of the promise to be told."""

TEAM_JUMP = 1.5
"""A rise of a team's average in one week that is told wherever the promise is."""

SINGLY = 2
"""Teams that crossed their promise in the same direction are named with figures up to so many."""

_RATES = {
    Measure.VACANCY_RATE: "Vacancy rate",
    Measure.PERMANENT_SHARE: "Permanent share",
    Measure.TURNOVER_RATE: "Turnover over twelve months",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence, and whether it is good news."""

    said: str
    turn: Turn


def turn_of(measured: Measured) -> Turn:
    """How a figure moved since last week; unknown where another limit counts it now."""
    now, then = measured.now, measured.week_ago
    clear, direction = CLEAR.get(measured.measure), DIRECTIONS.get(measured.measure)
    if now is None or then is None or clear is None or direction is None:
        return Turn.UNKNOWN
    if not measured.is_comparable:
        return Turn.UNKNOWN
    share = abs(then) * CLEAR_SHARE if measured.measure in _COUNTS else 0.0
    change = round(now - then, 6)
    if abs(change) < max(clear, share):
        return Turn.SAME
    return Turn.BETTER if (change < 0) is (direction is Direction.AT_MOST) else Turn.WORSE


_COUNTS = frozenset(
    {
        Measure.OVER_LIMIT,
        Measure.AT_20_OR_MORE,
        Measure.UNALLOCATED,
        Measure.NOT_SEEN,
        Measure.NOBODY_AT_WORK,
    }
)


def changes(facts: DigestFacts) -> list[Change]:
    """The most important first; none where the data is too old or there was no last week."""
    if facts.is_stale:
        return []
    return [change for tell in _IN_ORDER for change in tell(facts)]


def of_turn(found: Sequence[Change], turn: Turn) -> tuple[str, ...]:
    """The sentences of one side, as many as a digest shows."""
    return tuple(change.said for change in found if change.turn is turn)[:MOST]


def beyond(found: Sequence[Change]) -> tuple[str, ...]:
    """What a digest has no room for, worse before better: it goes to the thread."""
    return tuple(
        f"{turn.value.capitalize()}: {change.said}"
        for turn in (Turn.WORSE, Turn.BETTER)
        for change in [change for change in found if change.turn is turn][MOST:]
    )


def _urgent(facts: DigestFacts) -> list[Change]:
    """Children without a worker are told as a decision while there are any."""
    then = facts.urgent_week_ago
    now = sum(part.cases for part in facts.waiting if part.kind in URGENT_KINDS)
    if now or not then:
        return []
    said = (
        "No child-protection or looked-after case is without a worker; last week "
        f"{numbered(then, 'was', 'were')}."
    )
    return [Change(said, Turn.BETTER)]


def _workers(facts: DigestFacts) -> list[Change]:
    """ "Workers over their limit 11 → 9; those at 20 or more 14 → 12."."""
    over, many = (facts.measures.get(m) for m in (Measure.OVER_LIMIT, Measure.AT_20_OR_MORE))
    turn = Turn.UNKNOWN if over is None else turn_of(over)
    turn_of_many = Turn.UNKNOWN if many is None else turn_of(many)
    found = []
    if over is not None and turn in _TOLD:
        said = f"Workers over their limit {_moved(over)}{mostly(facts, over)}"
        if many is not None and turn_of_many is turn:
            said += f"; those at 20 or more {_moved(many)}"
        found.append(Change(f"{said}.", turn))
    if many is not None and turn_of_many in _TOLD and turn_of_many is not turn:
        found.append(Change(f"Workers with 20 cases or more {_moved(many)}.", turn_of_many))
    return found


def _promises(facts: DigestFacts) -> list[Change]:
    """Teams that crossed their promise, or whose average jumped; of many only how many."""
    above, back, jumped = _moves(facts.teams)
    return [
        *_crossed(above, "now above", Turn.WORSE),
        *_crossed(back, "back within", Turn.BETTER),
        *_jumped(jumped),
    ]


def _moves(
    teams: Sequence[TeamFacts],
) -> tuple[list[TeamFacts], list[TeamFacts], list[TeamFacts]]:
    above: list[TeamFacts] = []
    back: list[TeamFacts] = []
    jumped: list[TeamFacts] = []
    for team in teams:
        if team.average is None or team.average_week_ago is None:
            continue
        change = round(team.average - team.average_week_ago, 6)
        high = team.promise.high if team.promise else None
        was_above = high is not None and team.average_week_ago > high
        if team.above and not was_above and change >= TEAM_CLEAR:
            above.append(team)
        elif was_above and not team.above and change <= -TEAM_CLEAR:
            back.append(team)
        elif change >= TEAM_JUMP:
            jumped.append(team)
    return above, back, jumped


def _crossed(teams: Sequence[TeamFacts], how: str, turn: Turn) -> list[Change]:
    if len(teams) > SINGLY:
        names = listed_few([team.name for team in teams], SINGLY)
        number = sentence(numbered(len(teams), "team"))
        return [Change(f"{number} are {how} their promise: {names}.", turn)]
    return [
        Change(
            f"{team.name} is {how} its promise of {promise(team.promise)}: "
            f"average {_from_to(team)}.",
            turn,
        )
        for team in teams
    ]


def _jumped(teams: Sequence[TeamFacts]) -> list[Change]:
    """ "Safeguarding East: average 20.3 → 21.8."."""
    if len(teams) > SINGLY:
        names = listed_few([team.name for team in teams], SINGLY)
        return [Change(f"Averages up by {TEAM_JUMP:g} or more: {names}.", Turn.WORSE)]
    return [Change(f"{team.name}: average {_from_to(team)}.", Turn.WORSE) for team in teams]


def _from_to(team: TeamFacts) -> str:
    return f"{shown(team.average_week_ago)} → {shown(team.average)}"


def _average(facts: DigestFacts) -> list[Change]:
    return _one(facts, Measure.AVERAGE_CASELOAD, "Average caseload")


def _unallocated(facts: DigestFacts) -> list[Change]:
    return _one(facts, Measure.UNALLOCATED, "Cases without a worker")


def _not_seen(facts: DigestFacts) -> list[Change]:
    return _one(facts, Measure.NOT_SEEN, f"Children not seen within {facts.not_seen_days} days")


def _nobody(facts: DigestFacts) -> list[Change]:
    """Unless they are many enough to need a decision, which says the same."""
    if is_held_by_nobody(facts):
        return []
    return _one(facts, Measure.NOBODY_AT_WORK, "Cases held by nobody at work")


def _agency(facts: DigestFacts) -> list[Change]:
    return _one(facts, Measure.AGENCY_FTE, "Agency social workers", " FTE")


def _rates(facts: DigestFacts) -> list[Change]:
    """Where agency has been told already, the permanent share would say it twice."""
    twice = bool(_agency(facts))
    return [
        change
        for measure, name in _RATES.items()
        if not (twice and measure is Measure.PERMANENT_SHARE)
        for change in _one(facts, measure, name)
    ]


def _one(facts: DigestFacts, measure: Measure, what: str, unit: str = "") -> list[Change]:
    measured = facts.measures.get(measure)
    if measured is None or (turn := turn_of(measured)) not in _TOLD:
        return []
    return [Change(f"{what} {_moved(measured)}{unit}{mostly(facts, measured)}.", turn)]


def _moved(measured: Measured) -> str:
    """ "11 → 9", "12.1 % → 11.4 %"."""
    say = value_words(measured.measure)
    return f"{say(measured.week_ago)} → {say(measured.now)}"


_TOLD = (Turn.BETTER, Turn.WORSE)
_IN_ORDER = (
    _urgent,
    _workers,
    _promises,
    _not_seen,
    _unallocated,
    _average,
    _nobody,
    _agency,
    _rates,
)

"""What needs a decision about staffing: targets, the present course, money and teams that end."""

from collections.abc import Mapping
from datetime import timedelta

from alerts.digest.facts import DigestFacts, TeamEnd
from alerts.digest.sentences.phrasing import listed_few
from alerts.rules.judging.staffing import OFF_TARGET
from alerts.staffing_words import target_words
from alerts.wording import count, sentence
from models.figures.figure import DEFINITIONS, shown
from models.staffing.course import present_course, said_day, value_words
from models.staffing.measures import MEASURES, value_of
from models.staffing.targets import Direction
from models.vocabulary import Measure, RuleKind

MOST_ENDS = 2
"""Days on which money ends that are told; later ones come nearer."""

COURSE_AHEAD = timedelta(weeks=12)
"""A quarter, as the rule: the notice that most permanent staff give."""

MOST_OFF = 4
"""Targets named of those that are missed; the thread's table has them all."""

_DECIDED_BY: Mapping[Measure, RuleKind] = {
    measure: kind for kind, measures in OFF_TARGET.items() for measure in measures
}
"""The kind of alert in which somebody decides about a missed target."""


def agency_above(facts: DigestFacts) -> list[str]:
    """ "Agency is 14 FTE, against a target of 12 since 1 October; on the present course …"."""
    measure, now = Measure.AGENCY_FTE, facts.value(Measure.AGENCY_FTE)
    if now is None or not _is_missed(facts, measure):
        return []
    path = facts.paths[measure]
    step = path.step_on(facts.today)
    since = f" since {said_day(step.from_on, facts.today)}" if step else ""
    return [
        f"Agency is {shown(now)} FTE{_extra(facts)}, against a target of "
        f"{shown(facts.target(measure))}{since}{_extra_target(facts)}{_course(facts, measure)}."
    ]


def _extra(facts: DigestFacts) -> str:
    extra = facts.value(Measure.SUPERNUMERARY_FTE)
    return f", {shown(extra)} of it supernumerary" if extra else ""


def _extra_target(facts: DigestFacts) -> str:
    """ " (supernumerary 0)": only where it is missed."""
    missed = facts.value(Measure.SUPERNUMERARY_FTE) and _is_missed(facts, Measure.SUPERNUMERARY_FTE)
    return f" (supernumerary {shown(facts.target(Measure.SUPERNUMERARY_FTE))})" if missed else ""


def _course(facts: DigestFacts, measure: Measure) -> str:
    """ "; on the present course 12 is reached on 1 March: 2 contracts end in December"."""
    projection = facts.staffing.projections.get(measure)
    path = facts.staffing.paths.get(measure)
    if projection is None or path is None:
        return ""
    miss = projection.first_miss(path)
    reached = miss and projection.reaches(miss.target, path.direction, miss.day)
    if facts.is_stale and reached and reached <= facts.today:
        return ""  # whether it was reached is what nobody knows
    said = present_course(projection, path) or ""
    if miss and miss.day <= facts.today:  # "since" has said it
        said = said.replace(f"; the path says {said_day(miss.day, facts.day)}", "")
    return f"; {said[0].lower()}{said[1:].rstrip('.')}" if said else ""


def money_ends(facts: DigestFacts) -> list[str]:
    """ "20 time-limited posts end on 31 March; without those in them today's average …"."""
    if facts.is_decided(RuleKind.FUNDING_ENDS):
        return []
    found = []
    for end in facts.staffing.money_ends[:MOST_ENDS]:
        posts = count(end.posts, "time-limited post")
        is_over = end.last_day < facts.today
        verb = "ended" if is_over else "ends" if end.posts == 1 else "end"
        without = (
            f"; without those in {'it' if end.posts == 1 else 'them'} today's average would be "
            f"{shown(end.average_without)}"
            if end.average_without is not None and not is_over
            else ""
        )
        found.append(f"{posts} {verb} on {said_day(end.last_day, facts.day)}{without}.")
    return found


def teams_end(facts: DigestFacts) -> list[str]:
    """ "Assessment Backlog, a temporary team, ends on 25 December and holds 57 open cases."."""
    return [
        _team_ends(end, facts)
        for end in facts.staffing.team_ends
        if end.open_cases and not facts.is_decided(RuleKind.TEAM_ENDS, end.team)
    ]


def _team_ends(end: TeamEnd, facts: DigestFacts) -> str:
    cases, on = count(end.open_cases, "open case"), said_day(end.last_day, facts.day)
    if end.last_day < facts.today:
        held = f"held {cases} on {said_day(facts.day, facts.today)}"
        return f"{end.team}, a temporary team, ended on {on} and {held}."
    return f"{end.team}, a temporary team, ends on {on} and holds {cases}."


def off_target(facts: DigestFacts) -> list[str]:
    """ "Off target: average caseload 18.2 against 18 and vacancy rate 12.1 % against 10 %."."""
    told = {Measure.AGENCY_FTE, Measure.SUPERNUMERARY_FTE} if agency_above(facts) else set()
    said = [
        _beside_target(facts, measure)
        for measure in facts.paths
        if _is_missed(facts, measure) and not (measure in told and facts.value(measure))
    ]
    return [f"Off target: {listed_few(said, MOST_OFF, 'measure')}."] if said else []


def going_off(facts: DigestFacts) -> list[str]:
    """Targets that are met today and will be missed by what is known."""
    if facts.is_decided(RuleKind.TARGET_MISSED):
        return []
    found = []
    for measure, projection in facts.staffing.projections.items():
        path = facts.staffing.paths[measure]
        miss, now = projection.first_miss(path), projection.points[0].value
        if miss is None or now is None or path.off_target(now, facts.today):
            continue
        course = present_course(projection, path)
        if course and facts.today < miss.day <= facts.day + COURSE_AHEAD:
            label = sentence(DEFINITIONS[measure].label)
            found.append(f"{label}: {course[0].lower()}{course[1:]}")
    return found


def _is_missed(facts: DigestFacts, measure: Measure) -> bool:
    """Whether a figure as it is printed is off its target and nobody has decided about it."""
    value, kind = _value(facts, measure), _DECIDED_BY.get(measure)
    if value is None or (kind is not None and facts.is_decided(kind)):
        return False
    return facts.paths[measure].off_target(value, facts.today) if measure in facts.paths else False


def _value(facts: DigestFacts, measure: Measure) -> float | None:
    """Also of what may not be said itself, as alerts do: that it is off target is known."""
    if measure in facts.measures or measure not in MEASURES:
        return facts.value(measure)
    return value_of(measure, facts.staffing.now)


def _beside_target(facts: DigestFacts, measure: Measure) -> str:
    path, target = facts.paths[measure], facts.target(measure)
    assert target is not None
    label = DEFINITIONS[measure].label.removesuffix(" (DfE)")
    value = _value(facts, measure)
    if value is None or (measure in facts.staffing.few and measure not in facts.measures):
        side = "above" if path.direction is Direction.AT_MOST else "below"
        return f"{label} {side} {value_words(measure)(target)}"
    return f"{label} {value_words(measure)(value)} against {target_words(path, target)}"

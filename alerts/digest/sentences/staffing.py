"""What needs a decision about staffing: targets, the present course, money and teams that end."""

from datetime import timedelta

from alerts.digest.facts import DigestFacts
from alerts.digest.sentences.phrasing import listed
from alerts.staffing_words import target_words
from alerts.wording import count, sentence
from models.figures.figure import DEFINITIONS, shown
from models.staffing.course import present_course, said_day, value_words
from models.staffing.targets import Path
from models.vocabulary import Measure, RuleKind

MOST_ENDS = 2
"""Days on which money ends that are told; later ones come nearer."""

COURSE_AHEAD = timedelta(weeks=12)
"""A quarter, as the rule: the notice that most permanent staff give."""

CLEARLY_OFF: dict[Measure, float] = {
    Measure.VACANCY_RATE: 0.5,
    Measure.PERMANENT_SHARE: 0.5,
    Measure.TURNOVER_RATE: 0.5,
    Measure.UNDER_TWO_YEARS_SHARE: 0.5,
}
"""Percentage points off the target: half a point is one worker of two hundred."""


def agency_above(facts: DigestFacts) -> list[str]:
    """ "Agency is 14 FTE, against a target of 12 since 1 October; on the present course …"."""
    found = facts.measures.get(Measure.AGENCY_FTE)
    if found is None or found.path is None or found.now is None:
        return []
    path = found.path
    if not path.off_target(found.now, facts.day) or facts.is_decided(RuleKind.AGENCY_ABOVE):
        return []
    step = path.step_on(facts.day)
    since = f" since {said_day(step.from_on, facts.day)}" if step else ""
    return [
        f"Agency is {shown(found.now)} FTE{_extra(facts)}, against a target of "
        f"{shown(path.value_on(facts.day))}{since}{_course(facts, Measure.AGENCY_FTE)}."
    ]


def _extra(facts: DigestFacts) -> str:
    extra = facts.value(Measure.SUPERNUMERARY_FTE)
    return f", {shown(extra)} of it supernumerary" if extra else ""


def _course(facts: DigestFacts, measure: Measure) -> str:
    """ "; on the present course 12 is reached on 1 March: 2 contracts end in December"."""
    projection = facts.staffing.projections.get(measure)
    path = facts.staffing.paths.get(measure)
    if projection is None or path is None:
        return ""
    said = present_course(projection, path)
    return f"; {said[0].lower()}{said[1:].rstrip('.')}" if said else ""


def money_ends(facts: DigestFacts) -> list[str]:
    """ "20 time-limited posts end on 31 March; without them the average would be 19.8."."""
    if facts.is_decided(RuleKind.FUNDING_ENDS):
        return []
    found = []
    for end in facts.staffing.money_ends[:MOST_ENDS]:
        posts = count(end.posts, "time-limited post")
        verb = "ends" if end.posts == 1 else "end"
        without = (
            f"; without {'it' if end.posts == 1 else 'them'} the average would be "
            f"{shown(end.average_without)}"
            if end.average_without is not None
            else ""
        )
        found.append(f"{posts} {verb} on {said_day(end.last_day, facts.day)}{without}.")
    return found


def teams_end(facts: DigestFacts) -> list[str]:
    """ "Assessment Backlog, a temporary team, ends on 25 December and holds 57 open cases."."""
    return [
        f"{end.team}, a temporary team, ends on {said_day(end.last_day, facts.day)} and holds "
        f"{count(end.open_cases, 'open case')}."
        for end in facts.staffing.team_ends
        if end.open_cases and not facts.is_decided(RuleKind.TEAM_ENDS, end.team)
    ]


def off_target(facts: DigestFacts) -> list[str]:
    """ "The vacancy rate is 12.1 % against a target of 10 %, turnover 15.2 % against 14 %."."""
    said = []
    for measure, clearly in CLEARLY_OFF.items():
        found = facts.measures.get(measure)
        path = None if found is None else found.path
        if found is None or found.now is None or path is None or _has_decision(facts, measure):
            continue
        if (path.gap(found.now, facts.day) or 0) >= clearly:
            said.append(_beside_target(measure, found.now, path, facts))
    return [f"Off target: {listed(said)}."] if said else []


def going_off(facts: DigestFacts) -> list[str]:
    """Targets that are met today and will be missed by what is known."""
    if facts.is_decided(RuleKind.TARGET_MISSED):
        return []
    found = []
    for measure, projection in facts.staffing.projections.items():
        path = facts.staffing.paths[measure]
        miss, now = projection.first_miss(path), projection.points[0].value
        if miss is None or now is None or path.off_target(now, facts.day):
            continue
        course = present_course(projection, path)
        if course and miss.day <= facts.day + COURSE_AHEAD:
            label = sentence(DEFINITIONS[measure].label)
            found.append(f"{label}: {course[0].lower()}{course[1:]}")
    return found


def _has_decision(facts: DigestFacts, measure: Measure) -> bool:
    kind = {
        Measure.VACANCY_RATE: RuleKind.VACANCY_OFF,
        Measure.PERMANENT_SHARE: RuleKind.PERMANENT_OFF,
        Measure.TURNOVER_RATE: RuleKind.TURNOVER_OFF,
    }.get(measure)
    return kind is not None and facts.is_decided(kind)


def _beside_target(measure: Measure, value: float, path: Path, facts: DigestFacts) -> str:
    target = path.value_on(facts.day)
    assert target is not None
    label = DEFINITIONS[measure].label.removesuffix(" (DfE)")
    return f"{label} {value_words(measure)(value)} against {target_words(path, target)}"

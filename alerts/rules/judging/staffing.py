"""Staffing measures against their targets: off today, or on the way to be."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from alerts.readings import Reading
from alerts.rules.judging.off_since import off_since
from alerts.rules.judging.staffing_day import StaffingDay, Standing, standings
from alerts.rules.judging.staffing_more import more_of
from alerts.rules.rule import Rule
from alerts.staffing_subjects import PAST_END, subject_of_path, target_of
from alerts.staffing_words import (
    amount,
    measure_words,
    standing_of_few,
    standing_words,
    target_words,
)
from alerts.wording import count
from models.staffing.agency import supernumerary_past_end
from models.staffing.assumptions import starters_without_post
from models.staffing.course import present_course, said_day, said_events
from models.staffing.few import COUNTS_PEOPLE, FEWEST, few_in
from models.staffing.projection import Miss
from models.vocabulary import Measure, RuleKind

OFF_TARGET: Mapping[RuleKind, tuple[Measure, ...]] = {
    RuleKind.AGENCY_ABOVE: (Measure.AGENCY_FTE, Measure.AGENCY_HEADCOUNT, Measure.AGENCY_RATE),
    RuleKind.SUPERNUMERARY_PAST_END: (Measure.SUPERNUMERARY_FTE,),
    RuleKind.VACANCY_OFF: (Measure.VACANT_FTE, Measure.VACANCY_RATE),
    RuleKind.PERMANENT_OFF: (Measure.PERMANENT_SHARE, Measure.MANAGERS_PERMANENT_SHARE),
    RuleKind.TURNOVER_OFF: (Measure.TURNOVER_RATE, Measure.LEAVERS_FTE),
}
"""The measures that each rule holds against their targets."""

_HAS_ITS_OWN = frozenset(measure for measures in OFF_TARGET.values() for measure in measures)

_WEEK = timedelta(days=7)


def judge_targets(rules: Mapping[RuleKind, Rule], day: StaffingDay) -> list[Reading]:
    """The readings of a place's targets; `rules` are those that decide there."""
    found: list[Reading] = []
    known = standings(day)
    for kind, measures in OFF_TARGET.items():
        if rule := rules.get(kind):
            of_kind = [standing for standing in known if standing.path.measure in measures]
            found += read_off_target(rule, of_kind, day.watched)
            found += _gone(rule, measures, known, day)
    if rule := rules.get(RuleKind.SUPERNUMERARY_PAST_END):
        found += _past_end(rule, day)
    if rule := rules.get(RuleKind.TARGET_MISSED):
        found += _to_be_missed(rule, known, day)
        found += _gone(rule, tuple(Measure), known, day)
    return found


def read_off_target(
    rule: Rule, known: Sequence[Standing], watched: Collection[str] = ()
) -> list[Reading]:
    """Each target that is missed by more than the rule tolerates, or is spoken of already."""
    found = []
    for standing in known:
        gap, subject = standing.gap, subject_of_path(standing.path)
        over = gap is not None and gap > rule.limit
        if over or subject in watched:
            found.append(
                Reading(
                    subject=subject,
                    rule=rule.name,
                    over=over,
                    clear=gap is None or gap <= rule.limit - rule.margin,
                    value=gap or 0,
                    limit=standing.path.value_on(standing.day),
                    since=_since(standing, rule) if over else None,
                    name=measure_words(standing.path.measure, standing.name),
                    said=_stands(standing),
                    said_to_all=_of_few(standing),
                    more=more_of(standing) if over else (),
                )
            )
    return found


def _since(standing: Standing, rule: Rule) -> date | None:
    """None where the days before were not looked up: the alert counts from the first look."""
    if not standing.history:
        return None
    return off_since(standing.path, standing.history, standing.day, rule.limit)


def _stands(standing: Standing) -> str:
    path = standing.path
    if standing.value is None:
        return f"{measure_words(path.measure, standing.name)}: there is no figure any more"
    return standing_words(path, standing.name, standing.value, standing.day)


def _of_few(standing: Standing) -> str:
    """What is said where others read it, should the figure be of one or two people."""
    path = standing.path
    if standing.value is None or path.measure not in few_in(standing.parts):
        return ""
    return standing_of_few(path, standing.name, standing.day, off=(standing.gap or 0) > 0)


def _gone(
    rule: Rule, measures: Sequence[Measure], known: Sequence[Standing], day: StaffingDay
) -> list[Reading]:
    """Whatever an alert speaks of and nobody has set a target for any more."""
    there = {subject_of_path(standing.path) for standing in known}
    found = []
    for subject in sorted(day.watched - there - day.elsewhere):
        target = target_of(subject)
        if target is not None and target.measure in measures:
            name = measure_words(target.measure, day.service_names.get(target.service_id or 0, ""))
            found.append(
                _no_more(rule, subject, name, f"{name}: no target is set any more", limit=None)
            )
    return found


def _past_end(rule: Rule, day: StaffingDay) -> list[Reading]:
    """Supernumerary agency workers who hold cases after their last day, as one reading."""
    if day.staffing is None or day.caseload is None:
        return []
    caseloads = {h.worker_id: h.caseload for h in day.caseload.holders if h.caseload}
    workers = supernumerary_past_end(day.staffing, caseloads)
    over = len(workers) > rule.limit
    if not over and PAST_END not in day.watched:
        return []
    who = count(len(workers), "supernumerary agency worker")
    cases = count(sum(caseloads[worker.worker_id] for worker in workers), "case")
    said = (
        f"{who} whose last day has passed still {'holds' if len(workers) == 1 else 'hold'} {cases}"
        if workers
        else "No supernumerary agency worker holds cases past the last day any more"
    )
    return [
        Reading(
            subject=PAST_END,
            rule=rule.name,
            over=over,
            clear=len(workers) <= max(0.0, rule.limit - rule.margin),
            value=len(workers),
            name="Supernumerary agency past the last day",
            said=said,
        )
    ]


def _to_be_missed(rule: Rule, known: Sequence[Standing], day: StaffingDay) -> list[Reading]:
    """Each target that is met today, and on the present course will not be within some weeks."""
    until = day.day + rule.limit * _WEEK
    found = []
    for standing in known:
        course, subject = standing.projection, subject_of_path(standing.path)
        miss = None if course is None else course.first_miss(standing.path)
        if miss is not None and miss.day <= until and not _is_told_as_off(standing):
            found.append(_missed(rule, standing, miss))
        elif subject in day.watched:
            name = measure_words(standing.path.measure, standing.name)
            said = f"{name}: on the present course its target is met in the next weeks"
            limit = standing.path.value_on(day.day)
            if _is_told_as_off(standing):
                said = f"{name}: off its target today, of which an alert of its own tells"
            found.append(_no_more(rule, subject, name, said, limit=limit))
    return found


def _is_told_as_off(standing: Standing) -> bool:
    """A measure that is off today is told by the rule on that measure, where there is one."""
    return (standing.gap or 0) > 0 and standing.path.measure in _HAS_ITS_OWN


def _missed(rule: Rule, standing: Standing, miss: Miss) -> Reading:
    path, today = standing.path, standing.day
    name = measure_words(path.measure, standing.name)
    return Reading(
        subject=subject_of_path(path),
        rule=rule.name,
        over=True,
        clear=False,
        value=path.gap(miss.value, miss.day) or 0,
        limit=miss.target,
        name=name,
        said=f"{name}: on the present course {amount(path.measure, miss.value)} on "
        f"{said_day(miss.day, today)}, {_asked(standing, miss)}",
        said_to_all=_missed_by_few(standing, miss, name),
        more=_until_then(standing, miss),
    )


def _missed_by_few(standing: Standing, miss: Miss, name: str) -> str:
    measure = standing.path.measure
    coming = 0 < miss.value < FEWEST and measure in COUNTS_PEOPLE
    if not coming and measure not in few_in(standing.parts):
        return ""
    return (
        f"{name}: on the present course off target on {said_day(miss.day, standing.day)}, "
        f"{_asked(standing, miss)}"
    )


def _until_then(standing: Standing, miss: Miss) -> tuple[str, ...]:
    """ "16.0 FTE today; by then 2 contracts end in December.", and when a new step is met.

    Of vacancies also which starters the course does not count, since no post is theirs.
    """
    course = standing.projection
    if course is None or standing.value is None:
        return ()
    coming = course.events_to(miss.day)
    known = course.events_to(course.until)
    events = said_events(coming, standing.day, known, by_then="")
    of_vacancies = standing.path.measure in OFF_TARGET[RuleKind.VACANCY_OFF]
    loose = starters_without_post(standing.book, coming) if of_vacancies else ()
    first = f"{amount(standing.path.measure, standing.value)} today"
    reached = present_course(course, standing.path) if _begins(standing, miss) else None
    return (
        f"{first}; by then {events}." if events else f"{first}.",
        *(f"{each}." for each in loose),
        *([reached] if reached else []),
    )


def _begins(standing: Standing, miss: Miss) -> bool:
    """Whether it is missed by a step that begins then, and not by what happens within one."""
    step = standing.path.step_on(miss.day)
    return step is not None and step.from_on == miss.day and miss.day > standing.day


def _asked(standing: Standing, miss: Miss) -> str:
    """ "and the path says 12 from then"; a target that does not change is only named."""
    target = target_words(standing.path, miss.target)
    if _begins(standing, miss):
        return f"and the path says {target} from then"
    return f"target {target}"


def _no_more(rule: Rule, subject: str, name: str, said: str, limit: float | None) -> Reading:
    return Reading(
        subject=subject,
        rule=rule.name,
        over=False,
        clear=True,
        value=0,
        limit=limit,
        name=name,
        said=said,
    )

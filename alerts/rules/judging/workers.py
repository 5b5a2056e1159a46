"""Workers over their allowance, and workers away who still hold cases."""

from collections.abc import Set
from dataclasses import replace
from datetime import date

from alerts.readings import Reading
from alerts.rules.judging.day import TeamDay
from alerts.rules.rule import Rule
from alerts.wording import allowance_words, count
from models.figures.holders import Holder
from models.figures.limits import PLACES

LEFT = "left"
ABSENT = "absent"


def subject_of(worker_id: int) -> str:
    """What a worker is called as a member of an alert."""
    return f"worker:{worker_id}"


def worker_of(subject: str) -> int | None:
    """The worker whom a subject of an alert is; None of any other subject."""
    kind, _, worker_id = subject.partition(":")
    return int(worker_id) if kind == "worker" else None


def _watched_workers(day: TeamDay) -> Set[int | None]:
    return {worker_of(subject) for subject in day.watched}


def read_over(usual: Rule | None, newly_qualified: Rule | None, day: TeamDay) -> list[Reading]:
    """Workers at work against their allowance, each by the rule for workers like them."""
    found, watched = [], _watched_workers(day)
    for holder in day.book.holders:
        rule = (newly_qualified or usual) if holder.newly_qualified else usual
        if rule is not None:
            excess = _excess(holder)
            over = excess is not None and excess > rule.limit and holder.at_work
            if over or holder.worker_id in watched:
                found.append(_against_allowance(rule, holder, excess, day, over=over))
    return found


def _excess(holder: Holder) -> float | None:
    """How many cases above the allowance, less than none below it; None where there is none."""
    allowance = holder.allowance
    return None if allowance is None else round(holder.caseload - allowance, PLACES)


def _against_allowance(
    rule: Rule, holder: Holder, excess: float | None, day: TeamDay, *, over: bool
) -> Reading:
    clear = excess is None or excess <= rule.limit - rule.margin or holder.caseload == 0
    return Reading(
        subject=subject_of(holder.worker_id),
        rule=rule.name,
        over=over,
        clear=not over and (clear or not holder.at_work),
        value=holder.caseload,
        limit=holder.allowance,
        worker_id=holder.worker_id,
        name=holder.name,
        said=_cases_and_limit(holder),
        gone=_gone(holder, day),
    )


def read_absent(rule: Rule, day: TeamDay) -> list[Reading]:
    """Absent workers by the cases they hold, since the first day of the absence."""
    found, watched = [], _watched_workers(day)
    for holder in day.book.holders:
        if holder.at_work and holder.worker_id not in watched:
            continue
        gone = _gone(holder, day)
        over = gone == ABSENT and holder.caseload > rule.limit
        if over or holder.worker_id in watched:
            since = day.away.absent_from.get(holder.worker_id) if gone == ABSENT else None
            reading = _holding(rule, holder, gone == ABSENT, since)
            found.append(replace(reading, gone=LEFT if gone == LEFT else None))
    return found


def read_leavers(rule: Rule, day: TeamDay) -> list[Reading]:
    """Workers who have left by the cases they still hold, since their last day of work."""
    found, watched = [], _watched_workers(day)
    for holder in day.book.holders:
        if holder.in_post and holder.worker_id not in watched:
            continue
        left = _gone(holder, day) == LEFT
        over = left and holder.caseload > rule.limit
        if over or holder.worker_id in watched:
            since = day.away.left_on.get(holder.worker_id) if left else None
            found.append(_holding(rule, holder, left, since))
    return found


def _holding(rule: Rule, holder: Holder, away: bool, since: date | None) -> Reading:
    """A worker who is, or is no longer, away in the sense of the rule, by the cases held."""
    over = away and holder.caseload > rule.limit
    state = "at work" if holder.at_work else "absent" if holder.in_post else "has left"
    return Reading(
        subject=subject_of(holder.worker_id),
        rule=rule.name,
        over=over,
        clear=not away or holder.caseload <= rule.limit - rule.margin,
        value=holder.caseload,
        worker_id=holder.worker_id,
        since=since,
        name=holder.name,
        said=f"{state}, with {count(holder.caseload, 'case')}",
    )


def read_moved(rule: Rule, day: TeamDay) -> list[Reading]:
    """Workers whom an alert speaks of and who work in another team now: no breach here."""
    return [_elsewhere(rule, subject, holder) for subject, holder in day.moved.items()]


def _elsewhere(rule: Rule, subject: str, holder: Holder) -> Reading:
    return Reading(
        subject=subject,
        rule=rule.name,
        over=False,
        clear=True,
        value=holder.caseload,
        limit=holder.allowance,
        worker_id=holder.worker_id,
        name=holder.name,
        said=f"now works in {holder.team}",
    )


def _gone(holder: Holder, day: TeamDay) -> str | None:
    """Why a worker cannot be judged: left, or absent; None too for whoever is yet to start."""
    if not holder.in_post:
        left_on = day.away.left_on.get(holder.worker_id)
        return LEFT if left_on is not None and left_on < day.day else None
    return ABSENT if holder.absent else None


def _cases_and_limit(holder: Holder) -> str:
    """ "26 cases, limit 18": how a worker stands, without the name."""
    held = count(holder.caseload, "case")
    return f"{held}, limit {allowance_words(holder)}" if holder.limit else f"{held}, no limit set"

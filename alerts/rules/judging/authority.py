"""What is judged once for the whole authority: the feeds, held loads, and unknown workers."""

from collections import defaultdict
from hashlib import sha256

from alerts.freshness import WORKFORCE_STALE_AFTER, is_stale
from alerts.readings import Reading
from alerts.rules.judging.day import AuthorityDay
from alerts.rules.rule import Rule
from alerts.wording import count, moment, not_loaded, number_word
from models.extracts.held import HeldLoad
from models.figures.book import Unmatched

ALLOCATIONS = "feed:allocations"
WORKFORCE = "feed:workforce"


def read_data_late(rule: Rule, found: AuthorityDay) -> list[Reading]:
    """The age of each feed in working days, if it is too old or spoken of already."""
    return [*_allocations_late(rule, found), *_workforce_late(rule, found)]


def _allocations_late(rule: Rule, found: AuthorityDay) -> list[Reading]:
    age = found.calendar.working_days(found.day, found.today)
    late = age >= rule.limit
    if not late and ALLOCATIONS not in found.watched:
        return []
    return [
        Reading(
            subject=ALLOCATIONS,
            rule=rule.name,
            over=late,
            clear=not late,
            value=age,
            limit=rule.limit,
            name="the allocations",
            said=f"The caseload figures are {_old(age)}. No alert on cases is raised or closed "
            "until a new load arrives."
            if late
            else "New allocations have been loaded.",
        )
    ]


def _workforce_late(rule: Rule, found: AuthorityDay) -> list[Reading]:
    """By the limit at which staffing is judged no more; the rule's own is that of the cases."""
    as_at = found.workforce_as_at
    if as_at is None:
        return []
    day = as_at.astimezone(found.zone).date()
    late = is_stale(day, found.today, found.calendar)
    if not late and WORKFORCE not in found.watched:
        return []
    age = found.calendar.working_days(day, found.today)
    at = moment(as_at, found.zone, found.today)
    return [
        Reading(
            subject=WORKFORCE,
            rule=rule.name,
            over=late,
            clear=not late,
            value=age,
            limit=WORKFORCE_STALE_AFTER,
            name="the workforce list",
            said=f"The workforce list is {_old(age)}. Staffing alerts are held until a new one "
            "arrives."
            if late
            else "A new workforce list has been loaded.",
            more=(f"Last workforce list: {at}." if late else f"Workforce list as at {at}.",),
        )
    ]


def _old(age: int) -> str:
    return f"{number_word(age)} working {'day' if age == 1 else 'days'} old"


def read_held(rule: Rule, found: AuthorityDay) -> list[Reading]:
    """Each load that waits for somebody's decision, by the working days it has waited."""
    readings = []
    for load in found.held:
        since = load.held_at.astimezone(found.zone).date()
        waited = found.calendar.working_days(since, found.today)
        subject = f"load:{load.id}"
        over = waited >= rule.limit
        if over or subject in found.watched:
            readings.append(
                Reading(
                    subject=subject,
                    rule=rule.name,
                    over=over,
                    clear=not over,
                    value=waited,
                    since=since,
                    name=load.file,
                    said=_not_loaded(load, found),
                )
            )
    return readings


def _not_loaded(load: HeldLoad, found: AuthorityDay) -> str:
    """ "Friday's allocations were not loaded: open cases fell from 2,014 to 1,297 (−36 %)"."""
    described = load.as_at.astimezone(found.zone).date()
    return not_loaded(load.kind, described, load.reasons, found.today)


def read_unmatched(rule: Rule, found: AuthorityDay) -> list[Reading]:
    """People the allocations name who are not in the workforce list, by the cases they hold."""
    people: dict[str, list[Unmatched]] = defaultdict(list)
    for part in found.unmatched:
        people[part.worker_ref].append(part)
    readings = []
    for worker_ref, parts in people.items():
        subject = unmatched_subject(worker_ref)
        cases = sum(part.cases for part in parts)
        over = cases > rule.limit
        if over or subject in found.watched:
            readings.append(
                Reading(
                    subject=subject,
                    rule=rule.name,
                    over=over,
                    clear=cases <= rule.limit - rule.margin,
                    value=cases,
                    limit=rule.limit,
                    name=worker_ref,
                    said=f"{count(cases, 'case')}, {parts[0].reason}",
                )
            )
    return readings


def unmatched_subject(worker_ref: str) -> str:
    """Whom it is about, without the name: a subject outlives the load that named somebody."""
    return f"unmatched:{sha256(worker_ref.encode()).hexdigest()[:16]}"

"""A past day as rules find it: judged by the figures that were kept of it, as far as they go.

Kept of a day are each worker's cases, FTE and limit. A worker's name and last day of work, and the
teams' promises with the days they hold for, are as the newest workforce gives them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, func, select
from sqlmodel import Session, col

from alerts.calendar import WorkingCalendar
from alerts.rules.gathering import team_places
from alerts.rules.in_force import TeamPlace, rules_for
from alerts.rules.judging.day import TeamDay
from alerts.rules.judging.judge import judge
from alerts.rules.past_staffing import BY_TARGET_ONLY, try_past_staffing
from alerts.rules.past_staffing import JUDGED as JUDGED_STAFFING
from alerts.rules.rule import Rule
from alerts.rules.trying import Found, found_by, in_order
from alerts.wording import day as day_words
from alerts.wording import start_of_day
from models.errors import NotFound
from models.figures.book import Book, Waiting
from models.figures.holders import Holder, in_post
from models.figures.limits import AppliedLimit, LimitsInForce
from models.figures.queries import limits_on
from models.history import TeamSnapshot, WorkerSnapshot
from models.vocabulary import SOCIAL_WORKER_ROLES, LimitScope, Role, RuleKind
from models.workforce import Worker

JUDGED = frozenset(
    {RuleKind.WORKER_OVER, RuleKind.NEWLY_QUALIFIED_OVER, RuleKind.TEAM_ABOVE_PROMISE}
)
"""What the workers' own figures of a past day can answer. A preview judges more kinds, by what is
kept of each day of the last months: see `previewing`."""


@dataclass(frozen=True, slots=True)
class PastTrial:
    """What rules find in the figures of a past day."""

    day: date  # of the figures: the newest kept by the day asked for
    found: tuple[Found, ...]
    not_judged: tuple[Rule, ...]  # on, and of a kind that those figures cannot answer
    staffing_day: date | None = None  # of the staffing; None: none was kept by then
    by_target_only: tuple[Rule, ...] = ()  # on, and judged without what was known of workers


def try_past_day(
    session: Session,
    rules: Mapping[str, Rule],
    day: date,
    *,
    zone: ZoneInfo,
    calendar: WorkingCalendar,
    whole: str = "",
) -> PastTrial:
    """Judge the newest figures kept by the end of that day; NotFound where none were kept by then.

    `whole` is what the authority is called. How long it had lasted is not judged: that takes the
    days before.
    """
    kept = _newest_kept(session, day)
    found: list[Found] = []
    for team_day in _past_days(session, kept, zone, calendar):
        here = rules_for(rules, team_day.place)
        here = {kind: rule for kind, rule in here.items() if kind in JUDGED}
        found += found_by(here.values(), judge(here, team_day), team_day.place.name)
    staffing = try_past_staffing(session, rules, day, zone=zone, whole=whole)
    judged = JUDGED if staffing.day is None else JUDGED | JUDGED_STAFFING
    on = [rule for rule in rules.values() if rule.is_on]
    return PastTrial(
        kept,
        in_order([*found, *staffing.found]),
        tuple(rule for rule in on if rule.kind not in judged),
        staffing.day,
        tuple(rule for rule in on if rule.kind in judged & BY_TARGET_ONLY),
    )


def _newest_kept(session: Session, day: date) -> date:
    first, newest = session.execute(
        select(
            func.min(col(TeamSnapshot.day)),
            func.max(col(TeamSnapshot.day)).filter(col(TeamSnapshot.day) <= day),
        )
    ).one()
    if isinstance(newest, date):
        return _with_workers(session, newest)
    since = f"the first are of {day_words(first, day)}" if first else "nothing was loaded yet"
    asked = day_words(day, first or date.min)  # with its year where that is another
    raise NotFound(f"No figures were kept by {asked}: {since}. Choose a later day.")


def _with_workers(session: Session, day: date) -> date:
    """The newest day by this one of which workers' own figures are kept still.

    Of days long ago those are kept once a week, and longer ago not at all. NotFound then.
    """
    kept = col(WorkerSnapshot.day)
    newest = session.scalars(select(func.max(kept)).where(kept <= day)).one()
    first = None if newest else session.scalars(select(func.min(kept))).one()
    if first is None:
        return newest or day
    raise NotFound(
        f"What each worker held on {day_words(day, first)} is no longer kept: the first day it is "
        f"kept of is {day_words(first, day)}. Choose a later day."
    )


def _past_days(
    session: Session, day: date, zone: ZoneInfo, calendar: WorkingCalendar
) -> Iterable[TeamDay]:
    places, limits = team_places(session), limits_on(session, day)
    holders: dict[int, list[Holder]] = defaultdict(list)
    for row in session.execute(_kept_of(day)):
        holders[row.team_id].append(_holder(row, places[row.team_id], limits, day))
    for team_id, there in holders.items():
        yield TeamDay(
            team_id=team_id,
            place=places[team_id],
            book=book_of(team_id, places[team_id].name, day, zone, holders=there),
            promise=limits.promise(team_id=team_id, kind=places[team_id].kind),
            calendar=calendar,
        )


def _kept_of(day: date) -> Select[*tuple[Any, ...]]:
    kept = WorkerSnapshot
    return (
        select(
            *(col(column) for column in (kept.worker_id, kept.team_id, kept.caseload, kept.fte)),
            *(col(column) for column in (kept.limit_cases, kept.at_work, kept.in_average)),
            col(kept.in_post),
            *(col(column) for column in (Worker.staff_id, Worker.name, Worker.role)),
            *(col(column) for column in (Worker.employment, Worker.started_on, Worker.left_on)),
            col(Worker.newly_qualified_until),
        )
        .join(Worker, col(kept.worker_id) == col(Worker.id))
        .where(col(kept.day) == day)
        .order_by(col(Worker.name), col(Worker.staff_id))
    )


def _holder(row: Row[Any], place: TeamPlace, limits: LimitsInForce, day: date) -> Holder:
    newly_qualified = row.newly_qualified_until is not None and day <= row.newly_qualified_until
    there = was_in_post(row, day)
    applied = limits.for_worker(
        worker_id=row.worker_id,
        team_id=row.team_id,
        kind=place.kind,
        newly_qualified=newly_qualified,
    )
    return Holder(
        worker_id=row.worker_id,
        staff_id=row.staff_id,
        name=row.name,
        team_id=row.team_id,
        team=place.name,
        role=_role(row),
        fte=row.fte,
        employment=row.employment,
        caseload=row.caseload,
        in_post=there,
        absent=there and not row.at_work,
        newly_qualified=newly_qualified,
        limit=_limit(row.limit_cases, applied),
    )


def was_in_post(row: Row[Any], day: date) -> bool:
    """As it was kept; of days before that was kept, by what else is known of the worker."""
    if row.in_post is not None:
        return bool(row.in_post)
    if row.at_work or row.in_average:
        return True
    return in_post(started_on=row.started_on, left_on=row.left_on, day=day)


def _role(row: Row[Any]) -> Role:
    """The newest role, unless the day's average says that it was another one."""
    role: Role = row.role
    could_count = row.caseload > 0 and row.fte > 0 and row.at_work
    if row.in_average and role not in SOCIAL_WORKER_ROLES:
        return Role.CASE_HOLDER
    if could_count and not row.in_average and role in SOCIAL_WORKER_ROLES:
        return Role.OTHER
    return role


def _limit(cases: float | None, newest: AppliedLimit | None) -> AppliedLimit | None:
    """The limit as it was kept, with the reason why where that is still the same."""
    if cases is None:
        return None
    if newest is not None and newest.cases == cases:
        return newest
    return AppliedLimit(cases, LimitScope.AUTHORITY, "the limit in force on that day")


def book_of(
    team_id: int,
    name: str,
    day: date,
    zone: ZoneInfo,
    *,
    holders: Iterable[Holder] = (),
    waiting: Iterable[Waiting] = (),
) -> Book:
    """A team's book of what was kept of it: of single cases nothing is."""
    as_at = start_of_day(day, zone)
    return Book(
        day=day,
        as_at=as_at,
        workforce_as_at=as_at,
        team_names={team_id: name},
        holders=tuple(holders),
        held=(),
        waiting=tuple(waiting),
        unmatched=(),
        flows=(),
        not_seen_days=0,
    )

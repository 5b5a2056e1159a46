"""Reads who holds how many cases: as much of a book as rules are judged by, of every team."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Executable, and_, bindparam, case, func, or_, select
from sqlmodel import Session, col

from alerts.rules.judging.day import Unseen
from models.cases import Case
from models.figures.book import Book, Waiting
from models.figures.holders import Holder, absent, in_post
from models.figures.limits import LimitsInForce
from models.figures.queries import limits_on, newest_loads, unmatched_workers
from models.figures.statements import HOLDERS, TEAMS_LISTED
from models.rows import rows
from models.workforce import Worker

UnseenByTeam = Mapping[int | None, tuple[Unseen, ...]]

_OPEN = col(Case.closed_on).is_(None)
_NAMED = col(Case.worker_ref).is_not(None)


@dataclass(frozen=True, slots=True)
class Counts:
    """The whole authority's day as rules ask for it."""

    book: Book  # without what no rule asks for: the kinds of cases held, and flows
    open_cases: Mapping[int | None, int]  # by team
    limits: LimitsInForce


def gather_counts(session: Session, not_seen_days: int) -> Counts:
    """Everybody with the cases they hold; raises NoData before both feeds were loaded."""
    loaded = newest_loads(session)
    day = loaded.allocations.as_at_day
    limits = limits_on(session, day)
    caseloads, waiting, open_cases = _cases(session)
    book = Book(
        day=day,
        as_at=loaded.allocations.as_at,
        workforce_as_at=loaded.workforce.as_at,
        team_names={team_id: name for team_id, name, _ in rows(session, TEAMS_LISTED)},
        holders=tuple(_holders(rows(session, HOLDERS), caseloads, limits, day)),
        held=(),
        waiting=waiting,
        unmatched=unmatched_workers(session, None),
        flows=(),
        not_seen_days=not_seen_days,
    )
    return Counts(book, open_cases, limits)


def _caseloads() -> Executable:
    """Cases by worker first, and where each works after that: one pass over one index."""
    held = (
        select(col(Case.worker_id), func.count().label("cases"))
        .where(_OPEN, col(Case.worker_id).is_not(None))
        .group_by(col(Case.worker_id))
        .subquery()
    )
    return select(held.c.worker_id, col(Worker.team_id), held.c.cases).join(
        Worker, held.c.worker_id == col(Worker.id)
    )


def _nobodys() -> Executable:
    parts = (col(Case.team_id), col(Case.kind), col(Case.unallocated_since), _NAMED)
    query = select(*parts, func.count()).where(_OPEN, col(Case.worker_id).is_(None))
    return query.group_by(*parts)


_CASELOADS, _NOBODYS = _caseloads(), _nobodys()


def _cases(
    session: Session,
) -> tuple[dict[int, int], tuple[Waiting, ...], dict[int | None, int]]:
    """Cases by worker, those that wait, and how many are open in each team."""
    open_cases: dict[int | None, int] = defaultdict(int)
    caseloads: dict[int, int] = {}
    for worker_id, team_id, cases in rows(session, _CASELOADS):
        caseloads[worker_id] = cases
        open_cases[team_id] += cases
    waiting = []
    for team_id, kind, since, is_named, cases in rows(session, _NOBODYS):
        open_cases[team_id] += cases
        if not is_named:
            waiting.append(Waiting(team_id, kind, since, cases))
    waiting.sort(key=lambda each: (each.team_id or 0, each.kind, each.since or date.min))
    return caseloads, tuple(waiting), open_cases


def _holders(
    found: Sequence[Any], caseloads: Mapping[int, int], limits: LimitsInForce, day: date
) -> Iterable[Holder]:
    for row in found:
        worker_id, staff_id, name, role, fte, employment, *dates, team_id, team, kind = row
        started_on, left_on, absent_from, absent_until, newly_until = dates
        newly = newly_until is not None and day <= newly_until
        yield Holder(
            *(worker_id, staff_id, name, team_id, team, role, fte, employment),
            caseload=caseloads.get(worker_id, 0),
            in_post=in_post(started_on=started_on, left_on=left_on, day=day),
            absent=absent(absent_from=absent_from, absent_until=absent_until, day=day),
            newly_qualified=newly,
            limit=limits.for_worker(
                worker_id=worker_id, team_id=team_id, kind=kind, newly_qualified=newly
            ),
        )


def gather_unseen(
    session: Session, day: date, days: Collection[int], *, no_team: bool = False
) -> dict[int, UnseenByTeam]:
    """Who has children not seen for longer than these numbers of days, for each of them.

    All in one pass over the cases; with `no_team` only those that belong to no team.
    """
    if not days:
        return {}
    before = {f"before_{n}": day - timedelta(days=each) for n, each in enumerate(days)}
    query = _unseen(len(days), no_team=no_team)
    seen = rows(session, query, **before, before_any=max(before.values()))
    found: dict[int, dict[int | None, list[Unseen]]] = {each: defaultdict(list) for each in days}
    for team_id, worker_id, is_allocated, longest, *numbers in seen:
        for each, children in zip(days, numbers, strict=True):
            if children:
                part = Unseen(worker_id, bool(is_allocated), children, longest)
                found[each][team_id].append(part)
    return {each: {t: tuple(parts) for t, parts in of.items()} for each, of in found.items()}


@cache
def _unseen(numbers: int, *, no_team: bool) -> Executable:
    """By team and worker, who was last seen before each of so many days: one as a rule has it."""
    place = func.coalesce(col(Worker.team_id), col(Case.team_id))
    allocated = or_(col(Case.worker_id).is_not(None), _NAMED)
    parts = (place, col(Case.worker_id), allocated)
    seen = col(Case.last_seen_on)
    longer = [seen < bindparam(f"before_{n}", type_=Date) for n in range(numbers)]
    query = (
        select(*parts, func.min(seen), *map(_number, longer))
        .select_from(Case)
        .outerjoin(Worker, col(Case.worker_id) == col(Worker.id))
        .where(_OPEN, seen < bindparam("before_any", type_=Date))
        .group_by(*parts)
    )
    if no_team:
        query = query.where(and_(col(Case.worker_id).is_(None), col(Case.team_id).is_(None)))
    return query


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))

"""The queries that fill a book: a few set-based looks, whatever the size of the scope."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from models.errors import NoData
from models.figures import statements
from models.figures.book import Book, Flow, Held, Unmatched, Waiting
from models.figures.holders import Holder, absent, in_post
from models.figures.limits import LimitsInForce
from models.loads import Load
from models.rows import rows
from models.vocabulary import FEEDS, CaseKind, ExtractKind, LoadStatus, TeamKind

Teams = Collection[int] | None
"""The teams that a look is at; None is the whole authority."""


@dataclass(frozen=True, slots=True)
class InForce:
    """What is known of a load that figures stand on; `reasons` is what was doubted of it."""

    id: int
    kind: ExtractKind
    as_at: datetime
    as_at_day: date
    loaded_at: datetime
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The newest load of each feed: what every figure is as at."""

    allocations: InForce
    workforce: InForce


def newest_loads(session: Session, read: Sequence[Any] | None = None) -> Loaded:
    """The loads the figures stand on; NoData when one of the two feeds was never loaded.

    `read` are their rows, where somebody has read them.
    """
    found = loads_in_force(session, read)
    allocations = found.get(ExtractKind.ALLOCATIONS)
    workforce = found.get(ExtractKind.WORKFORCE)
    if allocations is None or workforce is None:
        missing = " and ".join(kind.value for kind in FEEDS if kind not in found)
        raise NoData(
            f"There are no figures yet: no {missing} extract has been loaded. "
            "An administrator loads one with `caseload import`."
        )
    return Loaded(allocations, workforce)


def loads_in_force(
    session: Session, read: Sequence[Any] | None = None
) -> Mapping[ExtractKind, InForce]:
    """The newest load of each feed that was loaded; `read` are their rows, as before."""
    read = rows(session, statements.NEWEST_LOADS) if read is None else read
    found = (InForce(*row) for row in read)
    return {load.kind: load for load in found}


def newest_load(session: Session, kind: ExtractKind) -> Load | None:
    """The load of this kind that is in force, if there is one."""
    return session.scalars(_NEWEST_LOAD, {"kind": kind}).first()


_NEWEST_LOAD = (
    select(Load)
    .where(col(Load.kind) == bindparam("kind"), col(Load.status) == LoadStatus.LOADED)
    # Not by the row alone: a load that was held comes into force when it is accepted.
    .order_by(col(Load.as_at_day).desc(), col(Load.loaded_at).desc(), col(Load.id).desc())
    .limit(1)
)


def loads_of(session: Session, kind: ExtractKind, digest: str) -> Sequence[Load]:
    """Every load of just these records, in force or overtaken since; the newest first."""
    query = select(Load).where(
        col(Load.kind) == kind, col(Load.status) == LoadStatus.LOADED, col(Load.digest) == digest
    )
    return session.scalars(query.order_by(col(Load.id).desc())).all()


def accepted_doubts(
    session: Session,
    feeds: Collection[ExtractKind] = FEEDS,
    loads: Sequence[Any] | None = None,
) -> list[str]:
    """What was doubted of the loads in force and accepted by hand, as clauses for a warning."""
    return _doubts(loads_in_force(session, loads), feeds)


def _doubts(
    found: Mapping[ExtractKind, InForce], feeds: Collection[ExtractKind] = FEEDS
) -> list[str]:
    return [
        f"the {kind.value} {verb} accepted by hand although {load.reasons[0]}"
        for kind, verb in ((ExtractKind.ALLOCATIONS, "were"), (ExtractKind.WORKFORCE, "was"))
        if kind in feeds and (load := found.get(kind)) is not None and load.reasons
    ]


@dataclass(frozen=True, slots=True)
class Gathered:
    """A book, and what was read to make it."""

    book: Book
    limits: LimitsInForce  # at least those of the book's teams
    kinds: Mapping[int, TeamKind]  # of the book's teams
    doubts: tuple[str, ...]  # see `accepted_doubts`


def gather_book(session: Session, *, team_ids: Teams, not_seen_days: int) -> Book:
    """The newest day's book for these teams, or with None for the whole authority.

    Raises NoData before the first load of both feeds.
    """
    return gather(session, team_ids=team_ids, not_seen_days=not_seen_days).book


def gather(
    session: Session,
    *,
    team_ids: Teams,
    not_seen_days: int,
    worker_id: int | None = None,
    loads: Sequence[Any] | None = None,
) -> Gathered:
    """The same, with what else was read for it; `loads` are those in force, where they are read.

    With `worker_id` only this worker and their own cases are in the book, beside the teams' names:
    of the team it tells nothing.
    """
    loaded = newest_loads(session, loads)
    day = loaded.allocations.as_at_day
    days = {
        "day": day,
        "week_ago": day - timedelta(days=7),
        "cutoff": day - timedelta(days=not_seen_days),
    }
    found = _read(session, team_ids, worker_id, days)
    cases, limits = _cases(found["cases"]), LimitsInForce(found["limits"], day)
    book = Book(
        day=day,
        as_at=loaded.allocations.as_at,
        workforce_as_at=loaded.workforce.as_at,
        team_names={team_id: name for team_id, name, _ in found["teams"]},
        holders=tuple(
            _holder(row, day, limits, cases.caseloads.get(row.id, 0)) for row in found["holders"]
        ),
        held=tuple(cases.held),
        waiting=tuple(cases.waiting),
        unmatched=tuple(Unmatched(*row) for row in found["unmatched"]),
        flows=tuple(Flow(*place, *flow) for place, flow in cases.flows.items()),
        not_seen_days=not_seen_days,
    )
    kinds = {team_id: kind for team_id, _, kind in found["teams"]}
    doubts = _doubts({load.kind: load for load in (loaded.allocations, loaded.workforce)})
    return Gathered(book, limits, kinds, tuple(doubts))


def _read(
    session: Session, teams: Teams, worker_id: int | None, days: Mapping[str, date]
) -> Mapping[str, Sequence[Any]]:
    """One statement for some teams; of the whole authority each list is too long for that."""
    if teams is not None and worker_id is not None:
        return statements.OF_WORKER.read(session, teams=list(teams), worker=worker_id, **days)
    if teams is not None:
        return statements.IN_TEAMS.read(session, teams=list(teams), **days)
    known = {"cases": days}
    return {
        name: rows(session, statement, **known.get(name, {}))
        for name, statement in statements.ALL.items()
    }


@dataclass(slots=True)
class _Cases:
    """What one pass over the cases gives: those that are open, and those of the last week."""

    held: list[Held] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    flows: dict[tuple[int | None, CaseKind], tuple[int, int]] = field(default_factory=dict)
    caseloads: dict[int, int] = field(default_factory=dict)  # by worker


def _cases(rows_of_cases: Iterable[Any]) -> _Cases:
    found, nobodys = _Cases(), dict[tuple[int | None, bool, CaseKind], list[Held]]()
    for team_id, worker_id, allocated, kind, since, *counts, oldest in rows_of_cases:
        cases, unseen, undated, opened, closed = counts
        if opened or closed:
            before = found.flows.get((team_id, kind), (0, 0))
            found.flows[team_id, kind] = (before[0] + opened, before[1] + closed)
        if not cases:
            continue
        held = Held(
            *(team_id, worker_id, worker_id is not None or not allocated, bool(allocated), kind),
            *(cases, unseen, undated, oldest),
        )
        if worker_id is not None:
            found.caseloads[worker_id] = found.caseloads.get(worker_id, 0) + cases
            found.held.append(held)
            continue
        nobodys.setdefault((team_id, held.allocated, kind), []).append(held)
        if not allocated:
            found.waiting.append(Waiting(team_id, kind, since, cases))
    found.held += map(_together, nobodys.values())
    found.waiting.sort(key=_since)
    return found


def _together(parts: Sequence[Held]) -> Held:
    """One of several that differ only in since when they wait."""
    oldest = [part.longest_unseen for part in parts if part.longest_unseen is not None]
    return replace(
        parts[0],
        cases=sum(part.cases for part in parts),
        not_seen=sum(part.not_seen for part in parts),
        never_dated=sum(part.never_dated for part in parts),
        longest_unseen=min(oldest, default=None),
    )


def _since(waiting: Waiting) -> tuple[int, str, date]:
    """What is of no team, or waits since nobody knows when, comes first."""
    return waiting.team_id or 0, waiting.kind, waiting.since or date.min


def _holder(row: Any, day: date, limits: LimitsInForce, caseload: int) -> Holder:
    newly_qualified = row.newly_qualified_until is not None and day <= row.newly_qualified_until
    return Holder(
        worker_id=row.id,
        staff_id=row.staff_id,
        name=row.name,
        team_id=row.team_id,
        team=row.team,
        role=row.role,
        fte=row.fte,
        employment=row.employment,
        caseload=caseload,
        in_post=in_post(started_on=row.started_on, left_on=row.left_on, day=day),
        absent=absent(absent_from=row.absent_from, absent_until=row.absent_until, day=day),
        newly_qualified=newly_qualified,
        limit=limits.for_worker(
            worker_id=row.id,
            team_id=row.team_id,
            kind=row.team_kind,
            newly_qualified=newly_qualified,
        ),
    )


def unmatched_workers(session: Session, team_ids: Teams) -> tuple[Unmatched, ...]:
    """Whom the newest allocations name and nobody knows, in the order of their names."""
    found = (Unmatched(*row) for row in rows(session, statements.UNMATCHED))
    return tuple(each for each in found if team_ids is None or each.team_id in team_ids)


def limits_on(session: Session, day: date) -> LimitsInForce:
    """The limits and promises in force on a day."""
    return LimitsInForce(rows(session, statements.LIMITS), day)


def team_kinds(session: Session) -> dict[int, TeamKind]:
    """What each team does, by the team's id."""
    return dict(rows(session, statements.KINDS))

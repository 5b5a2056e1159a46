"""A day's figures written down with each load, so that weeks and years can be compared."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from math import fsum

from sqlalchemy import Date, bindparam, delete, func, select
from sqlmodel import Session, col

from models.cases import Case
from models.figures.book import Book, Waiting
from models.figures.holders import Holder
from models.figures.limits import PLACES
from models.figures.measures import held_by_nobody_at_work, over, total_fte
from models.figures.statements import PLACE
from models.history import AuthoritySnapshot, TeamSnapshot, WorkerSnapshot
from models.inserting import insert_all
from models.nearest import NEAR, nearest
from models.rows import change, rows
from models.vocabulary import CaseKind, Employment
from models.workforce import Worker

WEEK = timedelta(days=7)

UNSEEN_FROM = 14
"""Days since a child was last seen from which on it is kept: no rule asks for fewer."""

SINCE_UNKNOWN = ""
"""In place of the day since, for cases without a worker of which nobody knows it."""

_DAY = bindparam("day", type_=Date)
_FORGET = tuple(
    delete(table).where(col(table.day) == _DAY)
    for table in (WorkerSnapshot, TeamSnapshot, AuthoritySnapshot)
)
_UNSEEN = (
    select(PLACE, col(Case.kind), col(Case.last_seen_on), func.count())
    .select_from(Case)
    .outerjoin(Worker, col(Case.worker_id) == col(Worker.id))
    .where(
        col(Case.closed_on).is_(None),
        col(Case.last_seen_on) <= bindparam("until", type_=Date),
        PLACE.is_not(None),
    )
    .group_by(PLACE, col(Case.kind), col(Case.last_seen_on))
    .order_by(col(Case.last_seen_on).desc())
)


def write_snapshots(session: Session, book: Book) -> None:
    """Replace the day's snapshots by what this whole-authority book says."""
    for forget in _FORGET:
        change(session, forget, day=book.day)
    workers = [_worker_row(holder, book.day) for holder in book.holders if _kept(holder)]
    unseen = _unseen(session, book.day)
    teams = [
        {
            "team_id": team_id,
            **_counts(of_team),
            **_counts_of_workers(of_team),
            "waiting": _waiting(of_team.waiting),
            "unseen": unseen.get(team_id, {}),
        }
        for team_id, of_team in book.by_team().items()
    ]
    insert_all(session, AuthoritySnapshot, [_counts(book)])
    insert_all(session, WorkerSnapshot, workers)
    insert_all(session, TeamSnapshot, teams)


def kept_a_week_before(session: Session, day: date) -> date | None:
    """The kept day that stands for a week before one; None where there is none."""
    about = day - WEEK
    kept = select(col(AuthoritySnapshot.day)).where(
        col(AuthoritySnapshot.day).between(about - NEAR, about + NEAR)
    )
    return nearest(session.scalars(kept), about)


def averages_a_week_before(session: Session, day: date) -> dict[int, tuple[float, float]]:
    """Cases and FTE of the DfE average by team, about a week before the day; empty if unknown."""
    before = kept_a_week_before(session, day)
    if before is None:
        return {}
    query = (
        select(
            col(WorkerSnapshot.team_id),
            func.sum(col(WorkerSnapshot.caseload)),
            func.sum(col(WorkerSnapshot.fte)),
        )
        .where(
            col(WorkerSnapshot.day) == before,
            col(WorkerSnapshot.in_average).is_(True),
        )
        .group_by(col(WorkerSnapshot.team_id))
    )
    return {
        team_id: (float(cases), round(float(fte), PLACES))
        for team_id, cases, fte in session.execute(query)
    }


def _kept(holder: Holder) -> bool:
    """In post, or still holding cases; a leaver with none has no day to remember."""
    return holder.in_post or holder.caseload > 0


def _worker_row(holder: Holder, day: date) -> dict[str, object]:
    return {
        "day": day,
        "worker_id": holder.worker_id,
        "team_id": holder.team_id,
        "caseload": holder.caseload,
        "fte": holder.fte,
        "limit_cases": None if holder.limit is None else holder.limit.cases,
        "at_work": holder.at_work,
        "in_average": holder.in_dfe_average,
        "in_post": holder.in_post,
    }


def _counts(book: Book) -> dict[str, object]:
    social_workers = [h for h in book.holders if h.social_worker and h.in_post]
    agency = [h for h in social_workers if h.employment is Employment.AGENCY]
    return {
        "day": book.day,
        "open_cases": book.open_cases,
        "unallocated": book.unallocated,
        "opened": book.opened,
        "closed": book.closed,
        "not_seen": sum(held.not_seen for held in book.held),
        "in_post_fte": round(fsum((total_fte(social_workers), -total_fte(agency))), PLACES),
        "agency_fte": total_fte(agency),
    }


def _counts_of_workers(book: Book) -> dict[str, object]:
    in_post = [holder for holder in book.holders if holder.in_post]
    averaged = [holder for holder in in_post if holder.in_dfe_average]
    working = [holder for holder in in_post if holder.in_working_average]
    spread = Counter(holder.caseload for holder in in_post if holder.caseload > 0)
    return {
        "in_post": len(in_post),
        "average_cases": sum(holder.caseload for holder in averaged),
        "average_fte": total_fte(averaged),
        "working_cases": sum(holder.caseload for holder in working),
        "working_fte": total_fte(working),
        "over_limit": len(over(book)),
        "nobody_at_work": held_by_nobody_at_work(book),
        "spread": {str(cases): workers for cases, workers in sorted(spread.items())},
    }


def _waiting(waiting: Iterable[Waiting]) -> dict[str, dict[str, int]]:
    """Cases without a worker by kind and the day since."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for part in waiting:
        since = SINCE_UNKNOWN if part.since is None else part.since.isoformat()
        found[part.kind.value][since] += part.cases
    return {kind: dict(days) for kind, days in found.items()}


def _unseen(session: Session, day: date) -> Mapping[int, dict[str, dict[str, int]]]:
    """Open cases by team, kind and days since the child was last seen, from two weeks on."""
    found: dict[int, dict[CaseKind, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for team_id, kind, seen_on, cases in rows(
        session, _UNSEEN, until=day - timedelta(days=UNSEEN_FROM)
    ):
        found[team_id][kind][str((day - seen_on).days)] = cases
    return {
        team_id: {kind.value: days for kind, days in kinds.items()}
        for team_id, kinds in found.items()
    }

"""Files that were refused: administrators are told at once of each, and when a later one is loaded.

This is no rule, because there is nothing to set: what was refused is not in the figures.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from alerts.authority import Authority
from alerts.notices.refusals import Refusal, loaded_since, refused
from alerts.outbox_apart import end_apart, put_apart
from alerts.routes import gather_routes
from models.database import Database
from models.loads import Load, LoadProblem
from models.outbox import OutboxRow
from models.vocabulary import Deed, ExtractKind, LoadStatus, ToldTo

TOLD_WITHIN = timedelta(days=3)
"""Older refusals are no news: the service was down, or is new here."""

WATCHED_FOR = timedelta(days=28)
"""So long a notice waits for a later load to end it."""

_OF_A_LOAD = 24  # characters of a token; the rest is of the place


def tell_refusals(database: Database, authority: Authority, now: datetime) -> bool:
    """Tell of what was refused, once for each place, and edit what a later load has ended.

    Safe to repeat, and by several at once. False while a notice that is to be ended is on its way
    to Slack: then the next tick has to look again.
    """
    with database.look() as session:
        found = gather_refusals(session, now - WATCHED_FOR)
    if not found:
        return True
    with database.transaction() as session:
        return _tell(session, found, authority, now)


def gather_refusals(session: Session, since: datetime) -> list[Refusal]:
    """What was refused since, oldest first.

    A file refused again for the same, with nothing loaded between, is one with the first time.
    """
    loads = session.scalars(_refused(since).order_by(col(Load.id))).all()
    if not loads:
        return []
    problems = _first_problems(session, since)
    later = _loaded_after(session, loads[0].id)
    found: list[Refusal] = []
    said: set[tuple[object, ...]] = set()
    for load in loads:
        if load.id not in problems:
            continue  # refused for what is wrong with another file of the same import
        first, number = problems[load.id]
        came_with = [o.file for o in loads if o.loaded_at == load.loaded_at and o.id != load.id]
        before = sum(_is_of(other, load.kind) and other.id < load.id for other in later)
        what = (before, load.kind, load.file, first.file, first.sheet, first.row, first.column)
        if (*what, first.message, number) in said:
            continue
        said.add((*what, first.message, number))
        since_then = [o for o in later if _is_of(o, load.kind) and o.id > load.id]
        found.append(_refusal(load, first, number, came_with, since_then))
    return found


def _refused(since: datetime) -> Select[Load]:
    return select(Load).where(
        col(Load.status) == LoadStatus.REFUSED,
        col(Load.decided_at).is_(None),  # by what was wrong with it, not by somebody
        col(Load.loaded_at) >= since,
    )


def _first_problems(session: Session, since: datetime) -> dict[int, tuple[LoadProblem, int]]:
    """The first problem of each refused load, and how many it has."""
    load_id, problem_id = col(LoadProblem.load_id), col(LoadProblem.id)
    first = (
        select(func.min(problem_id).label("id"), func.count(problem_id).label("number"))
        .where(load_id.in_(_refused(since).with_only_columns(col(Load.id))))
        .group_by(load_id)
        .subquery()
    )
    query = select(LoadProblem, first.c.number).join(first, problem_id == first.c.id)
    return {problem.load_id: (problem, number) for problem, number in session.execute(query)}


def _loaded_after(session: Session, load_id: int) -> Sequence[Load]:
    query = select(Load).where(col(Load.status) == LoadStatus.LOADED, col(Load.id) > load_id)
    return session.scalars(query.order_by(col(Load.id))).all()


def _is_of(load: Load, kind: ExtractKind | None) -> bool:
    """Whether it takes the place of a file of that kind; nobody knows what kind a stranger is."""
    return kind is None or load.kind is kind


def _refusal(
    load: Load,
    first: LoadProblem,
    problems: int,
    came_with: Sequence[str],
    loaded: Sequence[Load],
) -> Refusal:
    return Refusal(
        load_id=load.id,
        file=first.file,
        kind=load.kind,
        at=load.loaded_at,
        sheet=first.sheet,
        row=first.row,
        column=first.column,
        message=first.message,
        problems=problems,
        came_with=tuple(came_with),
        loaded_at=min((each.decided_at or each.loaded_at for each in loaded), default=None),
    )


def _tell(session: Session, found: Sequence[Refusal], authority: Authority, now: datetime) -> bool:
    settled = True
    today = now.astimezone(authority.zone).date()
    targets = gather_routes(session, authority, today).targets(ToldTo.ADMINISTRATORS, None)
    for refusal in found:
        if refusal.loaded_at is not None:
            notice = loaded_since(refusal, refusal.loaded_at, authority.zone, today)
            for row in _told(session, refusal):
                token = _token("over", row.token)
                settled &= end_apart(session, row, notice, token=token, now=now)
        elif now - refusal.at <= TOLD_WITHIN:
            notice = refused(refusal, authority.zone, today)
            for target in targets:
                put_apart(
                    session, target=target, notice=notice, now=now,
                    token=_told_token(refusal, target), due_at=authority.hours.next_moment(now),
                )  # fmt: skip
    return settled


def _told(session: Session, refusal: Refusal) -> Sequence[OutboxRow]:
    """The notices of it, wherever they were told: administrators and their channel change."""
    start = _token("refused", str(refusal.load_id))[:_OF_A_LOAD]
    query = select(OutboxRow).where(
        col(OutboxRow.token) >= start,
        col(OutboxRow.token) <= start + "g",  # after every token that begins so
        col(OutboxRow.deed) == Deed.POST,
    )
    return session.scalars(query).all()


def _told_token(refusal: Refusal, target: str) -> str:
    start = _token("refused", str(refusal.load_id))[:_OF_A_LOAD]
    return start + _token(target)[: 32 - _OF_A_LOAD]


def _token(*parts: str) -> str:
    return sha256(" ".join(parts).encode()).hexdigest()[:32]

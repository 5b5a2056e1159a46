"""Where the cases of workers in alerts went, from the counts that every load leaves behind."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.endings import Outflow, Receiver
from alerts.life import Life
from models.figures.holders import Holder
from models.moves import CaseMove
from models.vocabulary import Leaving

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class _Span:
    """The days of one worker's breach: after the first, and up to the last if it has ended."""

    since: date
    until: date

    def __or__(self, other: "_Span") -> "_Span":
        return _Span(min(self.since, other.since), max(self.until, other.until))

    def __contains__(self, day: date) -> bool:
        return self.since < day <= self.until


def gather_outflows(
    session: Session, lives: Sequence[Life], holders: Iterable[Holder]
) -> dict[int, Outflow]:
    """By worker, from the first day the worker was over to the last; empty without workers."""
    spans: dict[int, _Span] = {}
    for life in lives:
        for member in life.members:
            if member.worker_id is not None:
                span = _Span(member.since, member.ended_on or date.max)
                spans[member.worker_id] = spans.get(member.worker_id, span) | span
    if not spans:
        return {}
    moves = _moves(session, spans)
    by_id = {holder.worker_id: holder for holder in holders}
    return {worker_id: outflow_of(moves[worker_id], by_id) for worker_id in moves}


def _moves(session: Session, spans: Mapping[int, _Span]) -> dict[int, list[CaseMove]]:
    found: dict[int, list[CaseMove]] = {}
    workers = sorted(spans)
    for start in range(0, len(workers), _AT_ONCE):
        chunk = workers[start : start + _AT_ONCE]
        query = select(CaseMove).where(
            col(CaseMove.from_worker_id).in_(chunk),
            col(CaseMove.day) > min(spans[worker].since for worker in chunk),
        )
        for move in session.scalars(query):
            if move.day in spans[move.from_worker_id]:
                found.setdefault(move.from_worker_id, []).append(move)
    return found


def outflow_of(moves: Iterable[CaseMove], holders: Mapping[int, Holder]) -> Outflow:
    """The moves of one worker added up; a receiver stands as the newest data has it."""
    closed = unallocated = elsewhere = 0
    taken: Counter[int] = Counter()
    for move in moves:
        if move.how is Leaving.CLOSED:
            closed += move.cases
        elif move.how is Leaving.UNALLOCATED:
            unallocated += move.cases
        elif move.to_worker_id in holders:
            taken[move.to_worker_id or 0] += move.cases
        else:
            elsewhere += move.cases
    receivers = tuple(_receiver(holders[worker], cases) for worker, cases in taken.most_common())
    return Outflow(closed, unallocated, elsewhere, receivers)


def _receiver(holder: Holder, cases: int) -> Receiver:
    return Receiver(
        name=holder.name,
        team_id=holder.team_id,
        team=holder.team,
        cases=cases,
        caseload=holder.caseload,
        allowance=holder.allowance,
    )

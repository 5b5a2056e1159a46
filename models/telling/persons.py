"""Who is meant by an email and staff ids: a worker's rows, and what else the tables call them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from models.alerts import Decision
from models.cases import Case
from models.folding import folded
from models.loads import UnmatchedWorker
from models.people import Person
from models.staffing.book import last_day_in_post
from models.telling.identifiers import Who
from models.workforce import Spell, Worker

A_MOVE = timedelta(days=31)
"""As in `models.staffing.persons`: rows so close in time, under one name, are one person's."""


@dataclass(frozen=True, slots=True)
class Meant:
    """One person, and who else has their name."""

    who: Who
    workers: tuple[Worker, ...]  # their rows, whether listed or not
    others: tuple[Worker, ...]  # rows of the same name that may be somebody else's

    @property
    def listed(self) -> tuple[Worker, ...]:
        """Their rows that the newest workforce extract has."""
        return tuple(worker for worker in self.workers if worker.dropped_on is None)

    @property
    def name(self) -> str:
        """What to call them: by name where that is known."""
        return next(iter(sorted(self.who.names)), "") or next(iter(sorted(self.who.emails)), "")


def person_meant(session: Session, email: str | None, staff_ids: Sequence[str]) -> Meant:
    """The person with this email, these staff ids, or both; nothing is found of a stranger.

    A staff id is a worker's, or what cases call somebody who is not in the workforce. Rows without
    an email that the staffing figures take for the same person belong to them too.
    """
    emails = {email.strip().lower()} if email else set()
    workers = _workers(session, emails, staff_ids)
    emails |= {worker.email for worker in workers if worker.email}
    named, workers = _linked(session, workers)
    names = {worker.name for worker in workers} | _signed(session, emails)
    accounts = select(col(Person.slack_id)).where(col(Person.email).in_(emails))
    known = {worker.id for worker in workers}
    who = Who(
        worker_ids=frozenset(known),
        emails=frozenset(emails),
        names=frozenset(names),
        staff_ids=frozenset(worker.staff_id for worker in workers) | _refs(session, staff_ids),
        slack_ids=frozenset(session.scalars(accounts)),
        marks=frozenset(f"worker:{worker_id}" for worker_id in known),
    )
    others = tuple(worker for worker in named if worker.id not in known)
    return Meant(who, tuple(workers), others)


def open_cases_naming(session: Session, who: Who) -> int:
    """Open cases that the newest allocations give them; the next load would name them again."""
    unmatched = col(Case.worker_id).is_(None) & col(Case.worker_ref).is_not(None)
    parts = (col(Case.worker_id), col(Case.worker_ref))
    rows = session.execute(
        select(*parts, func.count())
        .where(
            col(Case.closed_on).is_(None),
            or_(col(Case.worker_id).in_(who.worker_ids), unmatched),
        )
        .group_by(*parts)
    )
    return sum(
        cases
        for worker_id, ref, cases in rows
        if worker_id in who.worker_ids or who.is_told_by(ref or "")
    )


def _workers(session: Session, emails: set[str], staff_ids: Sequence[str]) -> list[Worker]:
    rows = session.execute(
        select(col(Worker.id), col(Worker.staff_id)).where(col(Worker.forgotten_on).is_(None))
    )
    wanted = {folded(each) for each in staff_ids} - {""}
    ids = [row.id for row in rows if folded(row.staff_id) in wanted] if wanted else []
    query = select(Worker).where(
        col(Worker.email).in_(emails) | col(Worker.id).in_(ids), col(Worker.forgotten_on).is_(None)
    )
    return list(session.scalars(query.order_by(col(Worker.id))))


def _refs(session: Session, staff_ids: Sequence[str]) -> frozenset[str]:
    """Those by which cases or the unmatched call somebody; another text is nobody's id."""
    wanted = {folded(each) for each in staff_ids} - {""}
    columns = (col(Case.worker_ref), col(UnmatchedWorker.worker_ref))
    found = (session.scalars(select(column).distinct()) for column in columns) if wanted else ()
    return frozenset(ref for refs in found for ref in refs if ref and folded(ref) in wanted)


def _linked(session: Session, workers: list[Worker]) -> tuple[list[Worker], list[Worker]]:
    """Everybody of the same name, and those of them who are taken for the same person."""
    query = select(Worker).where(
        col(Worker.folded_name).in_({worker.folded_name for worker in workers}),
        col(Worker.forgotten_on).is_(None),
    )
    named = list(session.scalars(query.order_by(col(Worker.id))))
    spells = select(Spell).where(col(Spell.worker_id).in_([worker.id for worker in named]))
    earlier: dict[int, list[Spell]] = {}
    for spell in session.scalars(spells):
        earlier.setdefault(spell.worker_id, []).append(spell)
    found = {worker.id: worker for worker in workers}
    while True:
        more = [
            other
            for other in named
            if other.id not in found
            and any(_is_same(other, one, earlier) for one in found.values())
        ]
        if not more:
            return named, [found[worker_id] for worker_id in sorted(found)]
        found |= {worker.id: worker for worker in more}


def _is_same(one: Worker, other: Worker, earlier: dict[int, list[Spell]]) -> bool:
    if one.folded_name != other.folded_name or (one.email and other.email):
        return False
    times = [_times(worker, earlier.get(worker.id, ())) for worker in (one, other)]
    return any(
        (end_b is None or start_a is None or start_a - end_b <= A_MOVE)
        and (end_a is None or start_b is None or start_b - end_a <= A_MOVE)
        for start_a, end_a in times[0]
        for start_b, end_b in times[1]
    )


def _times(worker: Worker, spells: Iterable[Spell]) -> list[tuple[date | None, date | None]]:
    now = (worker.started_on, last_day_in_post(worker.left_on, worker.dropped_on))
    return [now, *((spell.started_on, spell.left_on) for spell in spells)]


def _signed(session: Session, emails: set[str]) -> set[str]:
    """The names under which they decided, where no worker's row has one any more."""
    query = select(col(Decision.by_name)).where(col(Decision.by).in_(emails)).distinct()
    return {name for name in session.scalars(query) if name.lower() not in emails}

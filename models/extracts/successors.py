"""A staff id given to somebody else parts two people: the earlier keeps a row of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from models.extracts.records import WorkerRecord
from models.extracts.stored_workers import StoredWorker, stored_workers
from models.folding import folded, folded_name
from models.staffing.book import A_DAY, last_day_in_post
from models.workforce import Worker


@dataclass(frozen=True, slots=True)
class Successor:
    """Somebody who has the staff id that another had until a day."""

    staff_id: str
    earlier: str  # names
    later: str
    last_day: date  # of the earlier one


def part_successors(
    session: Session, records: Sequence[WorkerRecord], day: date
) -> list[Successor]:
    """Give everybody whose staff id now is another's a row of their own, as a leaver.

    The row is called "S4 until 2026-09-30" and stays as it was, so that its cases, spells and
    alerts are not the successor's. Should a later extract have the earlier person under the id
    again, the row counts as nobody who ever came.
    """
    workers = stored_workers(session)
    found = []
    for record in records:
        worker = workers.get(folded(record.staff_id))
        if worker is None or worker.name == record.name:
            continue
        last = replaced_after(worker, record)
        if last is not None:
            found.append(Successor(worker.staff_id, worker.name, record.name, last))
            _part(session, workers, worker, last, day)
        elif folded_name(worker.name) != folded_name(record.name):
            _take_back(session, workers, record)
    session.flush()
    return found


def replaced_after(was: StoredWorker, now: WorkerRecord) -> date | None:
    """The last day of the stored worker where the extract's is somebody else; None: the same.

    Somebody else has another name and another email, and starts after the stored worker did and,
    where that is known, left. Whoever marries keeps the day on which they started.
    """
    same_name = folded_name(was.name) == folded_name(now.name)
    same_email = not (was.email and now.email) or folded(was.email) == folded(now.email)
    if same_name or same_email or now.started_on is None:
        return None
    if was.started_on is not None and now.started_on <= was.started_on:
        return None
    last = last_day_in_post(was.left_on, was.dropped_on)
    if last is not None and now.started_on <= last:
        return None
    return now.started_on - A_DAY if last is None else last


def _part(
    session: Session,
    workers: Mapping[str, StoredWorker],
    known: StoredWorker,
    last: date,
    day: date,
) -> None:
    own_id = f"{known.staff_id} until {last.isoformat()}"
    number = 2
    while folded(own_id) in workers:
        own_id = f"{known.staff_id} until {last.isoformat()}, {number}"
        number += 1
    worker = session.get_one(Worker, known.id)
    worker.staff_id, worker.left_on = own_id, last
    worker.dropped_on = worker.dropped_on or day


def _take_back(session: Session, workers: Mapping[str, StoredWorker], record: WorkerRecord) -> None:
    """Somebody never came whose row was made by a mistake that this record puts right."""
    made_for = f"{folded(record.staff_id)} until "
    for own_id, known in workers.items():
        if own_id.startswith(made_for) and folded_name(known.name) == folded_name(record.name):
            worker = session.get_one(Worker, known.id)
            worker.started_on = (worker.left_on or record.started_on or date.max - A_DAY) + A_DAY

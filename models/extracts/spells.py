"""An extract that tells of a new time of somebody known leaves the earlier one as a spell."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session

from models.extracts.records import WorkerRecord
from models.extracts.stored_workers import StoredWorker, stored_workers
from models.folding import folded
from models.staffing.book import A_DAY, last_day_in_post
from models.vocabulary import Employment
from models.workforce import Spell


def keep_spells(session: Session, records: Sequence[WorkerRecord]) -> int:
    """Write down the times these records bring to an end, before the workers are overwritten.

    Gives how many there were. No spell is ever taken back: one that the worker's own days cover,
    as when an extract is put right, is passed over by who reads it, for as long as they do.
    """
    workers = stored_workers(session)
    ended = [
        _row(worker, last)
        for record in records
        if (worker := workers.get(folded(record.staff_id))) is not None
        and (last := ended_on(worker, record)) is not None
    ]
    if not ended:
        return 0
    kept = {(spell.worker_id, spell.left_on): spell for spell in session.scalars(select(Spell))}
    rows = []
    for row in ended:
        spell = kept.get((row["worker_id"], row["left_on"]))
        if spell is None:
            rows.append(row)
        else:
            spell.sqlmodel_update(row)
    if rows:
        session.execute(insert(Spell), rows)
    return len(ended)


def ended_on(was: StoredWorker, now: WorkerRecord) -> date | None:
    """The last day of the time that the stored row tells of, where the extract's is a later one.

    It is later where it starts after the recorded last day, or where somebody of an agency is
    employed from a new day on, or the other way round: such a person left one and started the
    other. A leaving date that only vanished, or a start on or before it, is a correction.
    """
    if now.started_on is None:
        return None
    last = last_day_in_post(was.left_on, was.dropped_on)
    if last is None or now.started_on <= last:
        if _of_agency(was.employment) == _of_agency(now.employment):
            return None
        last = now.started_on - A_DAY
    if was.started_on is not None and was.started_on > last:
        return None
    return last


def _of_agency(employment: Employment) -> bool:
    return employment is Employment.AGENCY


def _row(worker: StoredWorker, last: date) -> dict[str, Any]:
    return {
        "worker_id": worker.id,
        "team_id": worker.team_id,
        "role": worker.role,
        "fte": worker.fte,
        "employment": worker.employment,
        "started_on": worker.started_on,
        "left_on": last,
    }

"""Workers as they stand before an extract is written: rows, as an extract names very many."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol, cast

from sqlalchemy import select
from sqlmodel import Session, col

from models.folding import folded
from models.rows import rows
from models.vocabulary import Employment, Role
from models.workforce import Worker

_WORKERS = select(
    *(col(column) for column in (Worker.id, Worker.staff_id, Worker.name, Worker.email)),
    *(col(column) for column in (Worker.team_id, Worker.role, Worker.fte)),
    *(col(column) for column in (Worker.employment, Worker.started_on, Worker.left_on)),
    col(Worker.dropped_on),
).where(col(Worker.forgotten_on).is_(None))


class StoredWorker(Protocol):
    """What tells a worker from others, and the terms on which they are here."""

    @property
    def id(self) -> int: ...
    @property
    def staff_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str | None: ...
    @property
    def team_id(self) -> int: ...
    @property
    def role(self) -> Role: ...
    @property
    def fte(self) -> float: ...
    @property
    def employment(self) -> Employment: ...
    @property
    def started_on(self) -> date | None: ...
    @property
    def left_on(self) -> date | None: ...
    @property
    def dropped_on(self) -> date | None: ...


def stored_workers(session: Session) -> Mapping[str, StoredWorker]:
    """Everybody who was not forgotten, by staff id as it compares."""
    return {folded(row.staff_id): cast("StoredWorker", row) for row in rows(session, _WORKERS)}

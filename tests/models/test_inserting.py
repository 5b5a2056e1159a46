"""Very many rows are written as SQLAlchemy would write them, on both databases."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from models.cases import Case
from models.database import Database
from models.history import TeamSnapshot
from models.inserting import AT_ONCE, insert_all, insert_rows
from models.organisation import Service, Team
from models.vocabulary import CaseKind, TeamKind

DAY = date(2026, 11, 20)
COLUMNS = ("case_hash", "kind", "worker_ref", "opened_on", "weight")


def _rows(many: int) -> Iterator[tuple[Any, ...]]:
    for number in range(many):
        opened = DAY if number % 2 else None
        yield f"{number:032}", CaseKind.CHILD_IN_NEED, 'a\t"b"\n\\N', opened, 0.5


def test_rows_are_written_as_they_were_given(database: Database) -> None:
    with database.transaction() as session:
        insert_rows(session, Case, COLUMNS, _rows(2))
    with database.look() as session:
        cases = session.scalars(select(Case).order_by(col(Case.case_hash))).all()
    assert [(c.kind, c.worker_ref, c.opened_on, c.weight, c.team_id) for c in cases] == [
        (CaseKind.CHILD_IN_NEED, 'a\t"b"\n\\N', None, 0.5, None),
        (CaseKind.CHILD_IN_NEED, 'a\t"b"\n\\N', DAY, 0.5, None),
    ]
    assert all(case.id for case in cases)


def test_more_rows_than_are_handed_over_at_once_are_all_written(database: Database) -> None:
    with database.transaction() as session:
        insert_rows(session, Case, COLUMNS, _rows(AT_ONCE + 1))
    with database.look() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == AT_ONCE + 1


def test_what_the_session_has_not_written_yet_comes_first(database: Database) -> None:
    with database.transaction() as session:
        service = Service(name="Court")
        session.add(service)
        session.flush()
        session.add(Team(id=7, name="North", service_id=service.id, kind=TeamKind.COURT))
        counts = {"open_cases": 1, "unallocated": 0, "opened": 0, "closed": 0, "not_seen": 0}
        day = {"day": DAY, "team_id": 7, **counts, "in_post_fte": 1.0, "agency_fte": 0.0}
        insert_all(session, TeamSnapshot, [{**day, "spread": {"14": 2}, "waiting": None}])
    with database.look() as session:
        kept = session.get_one(TeamSnapshot, (DAY, 7))
        nothing = select(func.count()).where(col(TeamSnapshot.waiting).is_(None))
        assert (kept.spread, kept.waiting, session.scalar(nothing)) == ({"14": 2}, None, 1)


def test_no_rows_are_no_statement(database: Database) -> None:
    with database.transaction() as session:
        insert_all(session, Case, [])
        insert_rows(session, Case, COLUMNS, ())


def test_what_the_database_refuses_is_said_as_everywhere_else(database: Database) -> None:
    with database.transaction() as session:
        insert_rows(session, Case, COLUMNS, _rows(1))
    with pytest.raises(IntegrityError), database.transaction() as session:
        insert_rows(session, Case, COLUMNS, _rows(1))
    with database.look() as session:
        assert session.scalar(select(func.count()).select_from(Case)) == 1

"""A statement in a transaction of its own."""

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from models.database import Database
from models.organisation import Service
from models.people import AuditEntry
from tests.conftest import NOW

ADD = insert(Service)


def names(database: Database) -> list[str]:
    with database.look() as session:
        return list(session.scalars(select(col(Service.name)).order_by(col(Service.name))))


def test_it_is_there_for_everybody_when_it_is_done(database: Database) -> None:
    database.write(ADD, {"name": "Court"})
    assert names(database) == ["Court"]


def test_what_the_database_refuses_leaves_nothing_and_nobody_waiting(database: Database) -> None:
    database.write(ADD, {"name": "Court"})
    with pytest.raises(IntegrityError):
        database.write(ADD, {"name": "Court"})
    database.write(ADD, {"name": "Fostering"})
    assert names(database) == ["Court", "Fostering"]


@pytest.mark.parametrize(
    "name",
    ["O'Brien's", 'say "no"', "back\\slash", "100 % of %(it)s", "a; DROP TABLE teams --", "Zoë"],
)
def test_a_value_stays_a_value_whatever_stands_in_it(database: Database, name: str) -> None:
    database.write(ADD, {"name": name})
    assert names(database) == [name]


def test_days_moments_and_what_is_nested_are_kept_as_they_are(database: Database) -> None:
    detail = {"topic": "caseload", "said": ["it's", None, 1.5]}
    entry = {"at": NOW, "who": "sam", "deed": "asked", "scope_kind": None, "detail": detail}
    database.write(insert(AuditEntry).inline(), entry)
    with database.look() as session:
        (kept,) = session.scalars(select(AuditEntry))
    assert (kept.at, kept.scope_kind, kept.detail) == (NOW, None, detail)


def test_a_look_sees_one_moment_whatever_is_written_beside_it(database: Database) -> None:
    counted = select(func.count(col(Service.id)))
    with database.look() as session:
        assert session.scalar(counted) == 0
        database.write(ADD, {"name": "Court"})
        assert session.scalar(counted) == 0
    assert names(database) == ["Court"]


def test_postgresql_shows_no_value_of_it_to_its_administrators(
    postgres_database: Database,
) -> None:
    """They see each connection's last statement; the audit's have names of people in them."""
    postgres_database.write(ADD, {"name": "Sam Example"})
    shown = text("SELECT count(*) FROM pg_stat_activity WHERE query LIKE :part")
    with postgres_database.look() as session:
        connection = session.connection()
        assert connection.execute(shown, {"part": "INSERT INTO services%"}).scalar() == 1
        assert connection.execute(shown, {"part": "%Sam Example%"}).scalar() == 0

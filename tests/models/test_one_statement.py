"""A statement in a transaction of its own."""

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from models.database import Database
from models.organisation import Service

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


def test_a_look_sees_one_moment_whatever_is_written_beside_it(database: Database) -> None:
    counted = select(func.count(col(Service.id)))
    with database.look() as session:
        assert session.scalar(counted) == 0
        database.write(ADD, {"name": "Court"})
        assert session.scalar(counted) == 0
    assert names(database) == ["Court"]

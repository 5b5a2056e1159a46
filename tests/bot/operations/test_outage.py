"""What the log says of a database that is away: little, and when it is over."""

import sqlite3

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.failures import failure_of
from bot.operations.outage import EVERY, Outage
from models.away import is_away, said_by


def of_sqlite(code: int, said: str = "said") -> OperationalError:
    error = sqlite3.OperationalError(said)
    error.sqlite_errorcode = code
    return OperationalError("SELECT 1", {}, error)


def of_postgresql(kind: type[psycopg.Error], *, cut_off: bool = False) -> DBAPIError:
    return OperationalError("SELECT 1", {}, kind("said"), connection_invalidated=cut_off)


REFUSED = OperationalError(
    "SELECT 1", {}, psycopg.OperationalError("connection failed: refused.\nIs it running?")
)


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (REFUSED, True),
        (of_postgresql(psycopg.errors.AdminShutdown), True),
        (of_postgresql(psycopg.errors.CannotConnectNow), True),
        (of_postgresql(psycopg.errors.TooManyConnections), True),
        (of_postgresql(psycopg.errors.LockNotAvailable), False),
        (of_postgresql(psycopg.errors.QueryCanceled), False),
        (
            InterfaceError("", {}, psycopg.InterfaceError("closed"), connection_invalidated=True),
            True,
        ),
        (ProgrammingError("", {}, psycopg.errors.UndefinedTable("no such")), False),
        (PoolTimeout("all in use"), True),
        (of_sqlite(sqlite3.SQLITE_CANTOPEN), True),
        (of_sqlite(sqlite3.SQLITE_IOERR_READ), True),
        (of_sqlite(sqlite3.SQLITE_BUSY), True),
        (of_sqlite(sqlite3.SQLITE_ERROR, "no such table: loads"), False),
        (ValueError("3"), False),
    ],
)
def test_a_database_is_away_when_it_cannot_work_at_all(error: Exception, away: bool) -> None:
    assert is_away(error) is away


def test_what_the_database_said_is_one_line_without_the_query() -> None:
    assert said_by(REFUSED) == "connection failed: refused"
    assert said_by(PoolTimeout("all in use")) == "no connection is free"


def test_it_is_told_once_then_once_a_minute_and_when_it_is_over(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    now = 1_000.0
    outage = Outage(lambda: now)
    for _ in range(121):  # every half a second for a minute
        assert outage.explains(REFUSED)
        now += EVERY / 120
    for _ in range(2):
        outage.answered()
    assert outage.explains(REFUSED)  # from a connection that was cut off with the others
    outage.answered()
    assert [record.getMessage() for record in caplog.records] == [
        "the database does not answer: connection failed: refused",
        "the database still does not answer, asked 120 times: connection failed: refused",
        "the database answers again",
    ]


def test_an_error_of_another_kind_is_for_somebody_else_to_tell(
    caplog: pytest.LogCaptureFixture,
) -> None:
    outage = Outage()
    assert not outage.explains(of_sqlite(sqlite3.SQLITE_ERROR, "no such table: loads"))
    outage.answered()
    assert caplog.records == []


def test_a_question_that_found_it_away_is_one_line_with_its_reference(
    caplog: pytest.LogCaptureFixture,
) -> None:
    failure = failure_of(REFUSED)
    (record,) = caplog.records
    assert record.getMessage() == (
        f"request failed, reference {failure.reference}: the database does not answer "
        "(connection failed: refused)"
    )
    assert record.exc_info is None

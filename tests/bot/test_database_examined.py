"""The doctor says how many copies PostgreSQL has room for, and whether it goes with them."""

from datetime import datetime, timedelta

import pytest

from alerts.calendar import WorkingCalendar
from bot.clock import utc_now
from bot.database_examined import (
    clock_finding,
    connections_finding,
    examine_connections,
    version_finding,
)
from bot.findings import Level
from bot.services import Services
from bot.settings import read_settings
from models.database import Database


def services_on(database: Database, now: datetime | None = None) -> Services:
    clock = utc_now if now is None else lambda: now
    return Services(database, read_settings(_env_file=None), clock, WorkingCalendar())


def test_a_fresh_postgresql_is_well(postgres_database: Database) -> None:
    found = list(examine_connections(services_on(postgres_database)))
    assert [each.level for each in found] == [Level.GOOD] * 3
    assert "has 97 connections for Caseload" in found[1].what
    assert found[1].what.endswith("a copy opens up to 20, so that 4 copies fit.")


def test_a_clock_that_stands_still_is_found_out(postgres_database: Database, now: datetime) -> None:
    assert list(examine_connections(services_on(postgres_database, now)))[-1].level is Level.BAD


def test_sqlite_has_no_connections_to_run_out_of(sqlite_database: Database) -> None:
    assert list(examine_connections(services_on(sqlite_database))) == []


@pytest.mark.parametrize(
    ("connections", "pool", "level", "ending"),
    [
        (24, 20, Level.BAD, "not even one fits."),
        (25, 20, Level.ADVICE, "one fits, and no second one, not even for an upgrade."),
        (44, 20, Level.ADVICE, "one fits, and no second one, not even for an upgrade."),
        (45, 20, Level.GOOD, "2 copies fit."),
        (197, 20, Level.GOOD, "9 copies fit."),
        (3, 20, Level.BAD, "not even one fits."),
    ],
)
def test_copies_fit_as_long_as_each_can_open_its_pool(
    connections: int, pool: int, level: Level, ending: str
) -> None:
    found = connections_finding(connections, pool)
    assert (found.level, bool(found.mend)) == (level, level is not Level.GOOD)
    assert found.what.endswith(ending)


@pytest.mark.parametrize(
    ("version", "level", "said"),
    [
        (120019, Level.BAD, "PostgreSQL is version 12.19, which is too old"),
        (130000, Level.GOOD, "PostgreSQL is version 13.0."),
        (180001, Level.GOOD, "PostgreSQL is version 18.1."),
    ],
)
def test_the_version_is_named_as_people_name_it(version: int, level: Level, said: str) -> None:
    found = version_finding(version)
    assert found.level is level
    assert found.what.startswith(said)


@pytest.mark.parametrize(
    ("seconds", "level", "said"),
    [
        (2, Level.GOOD, "agree"),
        (-2, Level.GOOD, "agree"),
        (3, Level.ADVICE, "3 seconds ahead of this machine's"),
        (-60, Level.ADVICE, "60 seconds behind this machine's"),
        (61, Level.BAD, "61 seconds ahead of"),
    ],
)
def test_clocks_may_differ_by_two_seconds(seconds: int, level: Level, said: str) -> None:
    found = clock_finding(timedelta(seconds=seconds))
    assert found.level is level
    assert said in found.what

"""Ticking: what time brings is done, and an error of one tick is not the end of the others."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.clock import utc_now
from bot.scheduler import Ticker
from bot.services import Services, make_services
from bot.settings import read_settings
from models.extracts.lock import import_lock
from models.outbox import OutboxRow
from models.people import Grant, GrantRole
from models.rules import CheckMark
from models.slots import Slot
from models.vocabulary import Deed
from tests.bot.slack.persona import MONDAY
from tests.waiting import until


class MovedClock:
    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now


def services_on(path: Path, clock: Callable[[], datetime]) -> Services:
    url = f"sqlite:///{path}"
    return make_services(read_settings(_env_file=None, CASELOAD_DATABASE_URL=url), clock)


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock()


@pytest.fixture
def services(demo_template: Path, tmp_path: Path, clock: MovedClock) -> Iterator[Services]:
    path = tmp_path / "caseload.db"
    shutil.copyfile(demo_template, path)
    found = services_on(path, clock)
    yield found
    found.database.close()


def checked_at(services: Services) -> datetime | None:
    with services.database.look() as session:
        mark = session.scalars(select(CheckMark)).first()
        return None if mark is None else mark.at


def test_a_tick_checks_what_the_day_brought_and_wakes_who_delivers(services: Services) -> None:
    Ticker(services).tick()
    assert checked_at(services) == MONDAY
    assert services.bell.is_set()


def test_a_tick_without_news_does_nothing(services: Services, clock: MovedClock) -> None:
    ticker = Ticker(services)
    ticker.tick()
    services.bell.clear()
    clock.now += timedelta(minutes=1)
    ticker.tick()
    assert checked_at(services) == MONDAY
    assert not services.bell.is_set()


def test_what_is_due_at_night_is_done_at_night(services: Services, clock: MovedClock) -> None:
    ticker = Ticker(services)
    for hours in (0, 12, 24):
        clock.now = MONDAY + timedelta(hours=hours)
        ticker.tick()
    with services.database.look() as session:
        query = select(col(Slot.schedule)).where(col(Slot.late))
        assert set(session.scalars(query)) >= {"remove old names", "delete old rows"}
    counted = {"schedule": "delete old rows", "late": "yes"}
    assert services.meters.registry.get_sample_value("caseload_slots_total", counted) == 1


def test_what_waits_for_an_import_is_no_error_and_is_done_a_minute_later(
    services: Services, clock: MovedClock, caplog: pytest.LogCaptureFixture
) -> None:
    ticker = Ticker(services)
    ticker.tick()
    clock.now = MONDAY + timedelta(days=1)
    with import_lock(services.database):
        ticker.tick()
    assert "failed" not in caplog.text
    counted = {"schedule": "forget leavers", "late": "yes"}
    found = []
    for seconds in (30, 31):
        clock.now += timedelta(seconds=seconds)
        ticker.tick()
        found.append(services.meters.registry.get_sample_value("caseload_slots_total", counted))
    assert found == [None, 1]


def digests(services: Services) -> list[str]:
    """Where the digests go that were written."""
    with services.database.look() as session:
        rows = session.scalars(select(OutboxRow).where(col(OutboxRow.deed) == Deed.POST))
        return sorted(row.lane for row in rows if row.digest is not None)


def test_on_monday_the_digests_are_written(services: Services, clock: MovedClock) -> None:
    ticker = Ticker(services)
    for days in (0, 7):
        clock.now = MONDAY + timedelta(days=days)
        ticker.tick()
    services_channels = ("court-and-looked-after", "help-and-protection")
    assert digests(services) == sorted(
        [
            *(f"channel:#{name}" for name in (*services_channels, "specialist-and-leaving-care")),
            *(f"person:{email}" for email in leadership(services)),
        ]
    )


def test_a_digest_that_cannot_be_made_is_tried_again_a_minute_later(
    services: Services, clock: MovedClock, caplog: pytest.LogCaptureFixture
) -> None:
    ticker = Ticker(services)
    ticker.tick()
    clock.now = MONDAY + timedelta(days=7)
    rename(services, "alert_events", "elsewhere")
    for seconds in (0, 5, 54, 1):
        clock.now += timedelta(seconds=seconds)
        ticker.tick()
    assert caplog.text.count("digest authority failed, reference") == 2
    assert digests(services) == []
    rename(services, "elsewhere", "alert_events")
    clock.now += timedelta(minutes=2)
    ticker.tick()
    assert len(digests(services)) > 3


def rename(services: Services, table: str, other: str) -> None:
    with services.database.transaction() as session:
        session.connection().exec_driver_sql(f"ALTER TABLE {table} RENAME TO {other}")


def leadership(services: Services) -> list[str]:
    with services.database.look() as session:
        query = select(col(Grant.email)).where(col(Grant.role) == GrantRole.LEADERSHIP)
        return list(session.scalars(query))


def test_an_error_is_logged_with_a_reference_and_the_next_tick_tries_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """There are no tables yet."""
    services = services_on(tmp_path / "new.db", utc_now)
    ticker = Ticker(services, every=0.02)
    ticker.start()
    assert until(lambda: caplog.text.count("a check failed, reference") >= 2)
    ticker.close()
    services.database.close()
    assert "looking for what is due failed, reference" in caplog.text


def test_a_database_that_is_away_is_one_line_until_it_is_back(
    tmp_path: Path, demo_template: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "caseload.database")
    services = services_on(tmp_path / "there" / "caseload.db", lambda: MONDAY)
    ticker = Ticker(services)
    for _ in range(3):
        ticker.tick()
    (tmp_path / "there").mkdir()
    shutil.copyfile(demo_template, tmp_path / "there" / "caseload.db")
    ticker.tick()
    services.database.close()
    said = [each.getMessage() for each in caplog.records if each.name == "caseload.database"]
    assert said == [
        "the database does not answer: unable to open database file",
        "the database answers again",
    ]
    assert "failed, reference" not in caplog.text


def test_the_first_tick_comes_at_once(services: Services) -> None:
    ticker = Ticker(services, every=3600)
    ticker.start()
    assert until(lambda: checked_at(services) == MONDAY)
    ticker.close()

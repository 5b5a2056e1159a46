"""What is gathered for metrics and the sign of life: the same on SQLite and PostgreSQL."""

from datetime import date, timedelta
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from alerts.calendar import WorkingCalendar
from alerts.checking.gathering import seen_now
from alerts.checking.marks import write_mark
from bot.operations.facts import ALLOWED, Facts, gather_facts
from bot.operations.gathered import Gathered
from bot.services import Services
from bot.settings import read_settings
from models.database import Database
from models.loads import Load
from models.outbox import OutboxRow
from models.rules import ParkedRule
from models.slots import Slot
from models.vocabulary import Deed, ExtractKind, LoadStatus, OutboxState
from tests.conftest import NOW

FRIDAY = NOW - timedelta(days=2, hours=14, minutes=45)  # 18:00
TODAY = NOW.date()


def services_of(database: Database) -> Services:
    return Services(database, read_settings(_env_file=None), lambda: NOW, WorkingCalendar())


def a_load(kind: ExtractKind | None, **given: Any) -> Load:
    values: dict[str, Any] = {
        "kind": kind,
        "status": LoadStatus.LOADED,
        "file": "cases.csv",
        "as_at": FRIDAY,
        "as_at_day": FRIDAY.date(),
        "loaded_at": NOW - timedelta(minutes=20),
        **given,
    }
    return Load(**values)


def a_row(token: str, **given: Any) -> OutboxRow:
    values: dict[str, Any] = {
        "token": token,
        "lane": "channel:court-north",
        "deed": Deed.POST,
        "notice": {},
        "state": OutboxState.WAITING,
        "made_at": NOW - timedelta(hours=1),
        "due_at": NOW - timedelta(minutes=20),
        **given,
    }
    return OutboxRow(**values)


def a_slot(late: bool, days_ago: int) -> Slot:
    at = NOW - timedelta(days=days_ago, hours=1)
    return Slot(schedule="daily", slot_at=at, target="", done_at=at, late=late)


@pytest.fixture
def facts(database: Database) -> Facts:
    with database.transaction() as session:
        session.add_all(
            [
                a_load(ExtractKind.ALLOCATIONS),
                a_load(ExtractKind.WORKFORCE, as_at_day=date(2026, 11, 16)),
                a_load(None, status=LoadStatus.REFUSED),
                a_row("1"),
                a_row("2", state=OutboxState.PARKED),
                a_slot(late=True, days_ago=0),
                a_slot(late=True, days_ago=2),
                ParkedRule(name="A rule", since=NOW, error="KeyError"),
            ]
        )
    return gather_facts(services_of(database), [])


def test_what_stands_in_the_tables_is_what_prometheus_is_told(facts: Facts) -> None:
    registry = CollectorRegistry()
    registry.register(Gathered(lambda: facts))

    def value(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(f"caseload_{name}", labels)

    assert value("database_up") == 1
    assert value("outbox_rows", state="waiting") == 1
    assert value("outbox_rows", state="sending") == 0
    assert value("outbox_rows", state="parked") == 1
    assert value("outbox_lag_seconds") == 20 * 60
    assert value("outbox_overdue_rows") == 1
    assert value("newest_check_age_seconds") is None  # there was none
    assert value("check_waiting_seconds") == 20 * 60
    assert value("slots_late") == 1
    assert value("rules_parked") == 1
    assert value("data_age_seconds", kind="allocations") == (NOW - FRIDAY).total_seconds()
    assert value("data_age_working_days", kind="allocations") == 1
    assert value("data_age_working_days", kind="workforce") == 5
    assert value("loads", kind="allocations", status="loaded") == 1
    assert value("loads", kind="unknown", status="refused") == 1
    assert value("loads_held") == 0


def test_of_empty_tables_there_is_little_to_say(sqlite_database: Database) -> None:
    facts = gather_facts(services_of(sqlite_database), [])
    assert (facts.checked_at, facts.unchecked_since, facts.data, facts.loads) == (
        None,
        None,
        {},
        {},
    )


def test_what_was_checked_since_it_came_waits_for_no_check(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        session.add_all([a_load(ExtractKind.ALLOCATIONS), a_load(ExtractKind.WORKFORCE)])
        session.flush()
        write_mark(session, seen_now(session, TODAY), TODAY, NOW - ALLOWED)
    services = services_of(sqlite_database)
    found = gather_facts(services, [])
    assert (found.checked_at, found.unchecked_since) == (NOW - ALLOWED, None)


def test_a_new_day_is_to_be_checked_from_its_beginning(sqlite_database: Database) -> None:
    yesterday = NOW - timedelta(days=1)
    with sqlite_database.transaction() as session:
        for kind in (ExtractKind.ALLOCATIONS, ExtractKind.WORKFORCE):
            session.add(a_load(kind, loaded_at=yesterday))
        session.flush()
        write_mark(session, seen_now(session, yesterday.date()), yesterday.date(), yesterday)
    found = gather_facts(services_of(sqlite_database), [])
    assert found.unchecked_since == NOW.replace(hour=0, minute=0)

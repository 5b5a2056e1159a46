"""Alerts that are over go after their time, all is done at night or at once, and figures stay."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel, col

from alerts.calendar import WorkingCalendar
from alerts.register import register_rows
from alerts.retention import AT_ONCE, chores, expire_alerts, nightly_jobs, purge
from alerts.slots import run_due
from models.alerts import Alert, AlertEvent, AlertMember, Decision
from models.database import Database
from models.errors import ImportRunning
from models.extracts.applying_workforce import known_workers
from models.extracts.lock import import_lock
from models.kept import Kept
from models.outbox import Lane, OutboxRow, Posting
from models.people import AuditEntry
from models.slots import Slot
from models.vocabulary import AlertState, Deed, ExtractKind, LoadStatus, OutboxState
from models.workforce import Worker
from tests.build import a_decision, a_load, a_member, a_team, a_worker, an_alert, loaded, saved
from tests.conftest import NOW

LONDON = ZoneInfo("Europe/London")
KEPT = Kept(register=timedelta(days=2190))
A_SECOND = timedelta(seconds=1)
TABLES = (Alert, AlertMember, AlertEvent, Decision, Posting, OutboxRow)


def numbers(database: Database, *tables: type[SQLModel]) -> list[int]:
    with database.look() as session:
        return [session.execute(select(func.count()).select_from(t)).scalar_one() for t in tables]


def an_alert_with_all(database: Database, name: str, **given: object) -> int:
    """An alert with a member, an event, a decision, a message and its receipt."""
    with database.transaction() as session:
        team = a_team(session, name)
        life = an_alert(session, team, a_member(a_worker(session, team)), **given)
        assert life.id is not None
        session.add(AlertEvent(alert_id=life.id, at=NOW, event="fire", state="firing"))
        a_decision(session, life)
        posting = saved(session, Posting(alert_id=life.id, target="channel:court"))
        receipt = OutboxRow(
            token=name, lane="channel:court", posting_id=posting.id, deed=Deed.POST, notice={},
            state=OutboxState.SENT, made_at=NOW, due_at=NOW, sent_at=NOW,
        )  # fmt: skip
        session.add(receipt)
        return life.id


def ended(age: timedelta) -> dict[str, object]:
    return {"state": AlertState.RESOLVED, "resolved_at": NOW - age}


def test_an_alert_goes_with_all_that_was_said_and_decided_once_it_is_over_for_so_long(
    database: Database,
) -> None:
    an_alert_with_all(database, "gone", **ended(KEPT.register + A_SECOND))
    stays = [
        an_alert_with_all(database, "kept", **ended(KEPT.register)),
        an_alert_with_all(database, "open since ever", opened_at=NOW - 2 * KEPT.register),
    ]
    with database.transaction() as session:
        assert expire_alerts(session, NOW, KEPT) == {"decisions": 1, "alerts": 1}
    with database.look() as session:
        assert list(session.scalars(select(col(Alert.id)).order_by(col(Alert.id)))) == stays
        assert len(register_rows(session, zone=LONDON)) == 2
    assert numbers(database, *TABLES) == [2] * len(TABLES)


@pytest.fixture
def old(database: Database) -> Database:
    """One thing too old of each of several kinds, and a lane nobody is told in any more."""
    an_alert_with_all(database, "gone", **ended(2 * KEPT.register))
    with database.transaction() as session:
        loaded(session)
        long_ago = NOW - timedelta(days=5_000)
        session.add(AuditEntry(at=long_ago, who="ada@example.org", deed="asked"))
        a_worker(session, a_team(session), "Sam Example", dropped_on=long_ago.date())
        session.add(Lane(name="person:sam@example.org", ready_at=long_ago))
        session.add(Lane(name="readers:C1", ready_at=long_ago))
        a_load(session, ExtractKind.WORKFORCE, NOW.date(), status=LoadStatus.REFUSED)
    return database


def test_a_rehearsal_counts_what_the_deed_then_does_and_changes_nothing(old: Database) -> None:
    before = numbers(old, *TABLES, AuditEntry, Lane, Worker)
    todo = chores(LONDON, KEPT)
    counted = purge(old, todo, NOW, dry_run=True)
    assert numbers(old, *TABLES, AuditEntry, Lane, Worker) == before
    done = purge(old, todo, NOW, dry_run=False)
    assert done == counted
    found = {name: number for name, number in done.items() if number}
    assert found == {
        "decisions": 1, "alerts": 1, "audit_entries": 1, "leavers": 1, "lanes": 1,
    }  # fmt: skip
    assert not any(purge(old, todo, NOW, dry_run=False).values())
    with old.look() as session:
        assert list(session.scalars(select(col(Lane.name)))) == ["readers:C1"]  # no lane at all
        assert known_workers(session, NOW.date()).find("Sam Example").key is None


def test_old_names_go_in_portions_between_which_others_may_write(
    sqlite_database: Database,
) -> None:
    with sqlite_database.transaction() as session:
        team = a_team(session)
        for _ in range(AT_ONCE + 1):
            life = an_alert(session, team, **ended(2 * KEPT.names))
            session.get_one(Alert, life.id).notice = {"headline": "Sam Example"}
    names = chores(LONDON, KEPT)[0]
    with sqlite_database.look() as session:
        assert len(list(names.portions(session, NOW))) == 2
    assert purge(sqlite_database, [names], NOW, dry_run=False)["texts_forgotten"] == AT_ONCE + 1
    with sqlite_database.look() as session:
        assert not list(names.portions(session, NOW))


def test_a_night_does_what_purge_does(old: Database) -> None:
    jobs, now = nightly_jobs(LONDON, KEPT), NOW - timedelta(days=1)
    for _ in range(2):
        run_due(old, jobs, now, WorkingCalendar(), _unexpected)
        now += timedelta(days=1)
    assert numbers(old, *TABLES, AuditEntry) == [0] * (len(TABLES) + 1)
    assert numbers(old, Slot) == [2 * len(jobs)]


def test_what_an_import_may_bring_back_goes_at_night_once_none_runs(
    sqlite_database: Database,
) -> None:
    jobs, now = nightly_jobs(LONDON, KEPT), NOW - timedelta(days=1)
    waited: list[str] = []

    def failed(name: str, error: Exception) -> None:
        assert isinstance(error, ImportRunning)
        waited.append(name)

    run_due(sqlite_database, jobs, now, WorkingCalendar(), _unexpected)
    with import_lock(sqlite_database):
        run_due(sqlite_database, jobs, NOW, WorkingCalendar(), failed)
    assert waited == ["delete old loads", "delete old cases", "forget leavers"]
    done = run_due(sqlite_database, jobs, NOW, WorkingCalendar(), _unexpected)
    assert [ran.schedule for ran in done] == waited


def _unexpected(name: str, error: Exception) -> None:
    raise AssertionError(name) from error

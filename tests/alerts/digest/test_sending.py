"""Each slot's digest is sent once, with the tables of its thread; a failure is told to somebody."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

from alerts.backlog import drop, requeue
from alerts.delivery.taking import Outcome
from alerts.digest.digest import Digest
from alerts.digest.schedules import Change, change_schedule
from alerts.digest.sending import Make, digest_jobs, put_asked_for
from alerts.slots import Ran, run_due
from models.access import Scope, ScopeKind
from models.database import Database
from models.errors import NoData
from models.organisation import Service
from models.people import AuditEntry, Grant, GrantRole
from models.vocabulary import OutboxState
from tests.alerts.delivery.office import AUTHORITY, Office
from tests.alerts.delivery.slack import dies, fails
from tests.alerts.digest.handmade import DIGEST, handmade
from tests.alerts.nights import remove_names
from tests.build import a_team, granted, saved

FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)
DUE = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
DIANA, ADMIN, HETTY = "diana@x.example", "ruth@x.example", "hetty@x.example"
WEEK = timedelta(days=7)

MESSAGE = [DIGEST.headline, *(f"> {sheet.title}" for sheet in DIGEST.thread)]


@pytest.fixture
def office(database: Database) -> Office:
    """Leadership, an administrator, one service with its head; the schedules were seen Friday."""
    office = Office(database)
    with office.database.transaction() as session:
        service = saved(session, Service(name="Court"))
        a_team(session, "Court North", service=service)
        granted(session, DIANA, GrantRole.LEADERSHIP)
        granted(session, ADMIN, GrantRole.ADMINISTRATOR)
        granted(session, HETTY, GrantRole.HEAD, service_id=service.id)
    office.clock.now = FRIDAY
    tick(office)
    return office


def tick(office: Office, make: Make = handmade) -> list[Ran]:
    now = office.clock.now
    jobs = digest_jobs(office.database, AUTHORITY, now, make)
    return run_due(office.database, jobs, now, AUTHORITY.calendar, lambda _name, _error: None)


def raising(error: Exception) -> Make:
    def make(*_given: Any) -> Digest:
        raise error

    return make


def to(office: Office, email: str) -> list[str]:
    return office.slack.texts(f"person:{email}")


def lateness(office: Office) -> set[str]:
    """What the messages say of it."""
    return {row.digest["late"] for row in office.rows() if row.digest and "late" in row.digest}


def at_due(office: Office, **later: float) -> None:
    office.clock.now = DUE + timedelta(**later)


def test_on_monday_leadership_and_each_head_get_theirs_with_its_thread(office: Office) -> None:
    at_due(office)
    for _ in range(3):
        tick(office)
        office.clock.move(minutes=1)
    office.drain()
    assert to(office, DIANA) == to(office, HETTY) == MESSAGE
    assert to(office, ADMIN) == []
    root, *replies = [m for m in office.slack.messages.items() if m[1].target.endswith(DIANA)]
    assert {said.thread_ts for _, said in replies} == {root[0]}
    digests = {
        row.lane: row.digest["scope"]
        for row in office.rows()
        if row.digest and "scope" in row.digest
    }
    assert digests == {f"person:{DIANA}": "service None", f"person:{HETTY}": "service 1"}


def test_after_three_weeks_of_rest_only_the_newest_is_sent_and_says_so(office: Office) -> None:
    office.clock.now = DUE + 3 * WEEK + timedelta(hours=2)
    tick(office)
    assert office.drain() == [Outcome.SENT] * 6
    stands = "It stands for the one due Mon 7 Dec 08:30 too, which was not sent."
    assert lateness(office) == {f"Late: due Mon 08:30 {stands}"}


@pytest.mark.parametrize(("minutes", "late"), [(60, ""), (61, "Late: due Mon 08:30")])
def test_within_the_hour_it_was_not_missed(
    sqlite_database: Database, minutes: int, late: str
) -> None:
    office = Office(sqlite_database)
    office.clock.now = FRIDAY
    tick(office)
    with sqlite_database.transaction() as session:
        granted(session, DIANA, GrantRole.LEADERSHIP)
    at_due(office, minutes=minutes)
    tick(office)
    assert lateness(office) == {late}


def test_what_could_not_be_made_is_told_once_and_sent_late_when_it_can(office: Office) -> None:
    at_due(office)
    for _ in range(3):
        tick(office, raising(ZeroDivisionError()))
        office.clock.move(minutes=30)
    office.drain()
    assert to(office, ADMIN) == [
        "The weekly digest of Northmere that was due on Mon 23 Nov could not be made.",
        "The weekly digest of Court that was due on Mon 23 Nov could not be made.",
    ]
    assert to(office, DIANA) == []
    tick(office)
    office.drain()
    assert to(office, DIANA) == MESSAGE
    assert lateness(office) == {"Late: due Mon 08:30"}


def test_without_data_nothing_is_sent_and_administrators_are_told_once(office: Office) -> None:
    for week in range(3):
        office.clock.now = DUE + week * WEEK
        tick(office, raising(NoData("Nothing is loaded.")))
        office.drain()
    told = to(office, ADMIN)
    assert len(told) == 2  # of the authority's, and of the service's
    assert set(told) == {"The weekly digest is not sent yet: there is no data to make it from."}
    assert to(office, DIANA) == to(office, HETTY) == []


def test_a_digest_that_slack_refuses_takes_its_thread_along(office: Office) -> None:
    at_due(office)
    switch_off(office, "service:1")
    tick(office)
    office.slack.before = fails("users_not_found", permanent=True, why="nobody has this email")
    office.drain()
    assert to(office, DIANA) == []
    assert to(office, ADMIN) == [
        f"Caseload could not send the weekly digest to {DIANA}: nobody has this email."
    ]
    parked = office.rows(OutboxState.PARKED)
    assert [row.deed.value for row in parked] == ["post", "in_thread", "in_thread"]
    with office.database.transaction() as session:
        assert requeue(session, parked[1].id, who="test", now=office.clock.now) == [
            row.id for row in parked
        ]
    office.drain()
    assert to(office, DIANA) == MESSAGE


def test_a_digest_that_is_dropped_takes_its_thread_along(office: Office) -> None:
    at_due(office)
    switch_off(office, "service:1")
    tick(office)
    with office.database.transaction() as session:
        drop(session, office.rows()[0].id, who="test", now=office.clock.now)
    assert office.drain() == []
    assert {row.state for row in office.rows()} == {OutboxState.DROPPED}


@pytest.mark.parametrize("hook", ["before", "after"])
@pytest.mark.parametrize("sent", range(3))
def test_a_process_that_dies_on_the_way_loses_and_doubles_nothing(
    office: Office, hook: str, sent: int
) -> None:
    at_due(office)
    switch_off(office, "service:1")
    tick(office)
    for _ in range(sent):
        office.deliver()
    setattr(office.slack, hook, dies())
    office.killed()
    office.clock.move(minutes=10)
    office.drain()
    assert to(office, DIANA) == MESSAGE


def test_while_the_message_is_refused_for_a_time_its_thread_waits(office: Office) -> None:
    at_due(office)
    switch_off(office, "service:1")
    tick(office)
    office.slack.before = fails("no_answer", times=2, refused=True)
    for _ in range(5):
        office.drain()
        office.clock.move(seconds=5)
    assert to(office, DIANA) == MESSAGE


def test_who_may_not_see_it_any_more_is_not_sent_it(office: Office) -> None:
    with office.database.transaction() as session:
        change = Change(scope="service:1", audience=HETTY)
        change_schedule(session, AUTHORITY, change, by=ADMIN, now=FRIDAY)
    tick(office)
    at_due(office)
    tick(office)
    forget(office, HETTY)
    office.drain()
    assert to(office, HETTY) == []
    assert [text for text in to(office, ADMIN) if HETTY in text]


def test_at_night_a_late_digest_waits_for_the_morning_and_is_made_then(office: Office) -> None:
    switch_off(office, "service:1")
    at_due(office, hours=14)
    assert tick(office) == []
    assert office.rows() == []
    at_due(office, hours=24)
    (done,) = tick(office)
    assert done.slot_at == DUE
    office.drain()
    assert to(office, DIANA) == MESSAGE
    assert lateness(office) == {"Late: due Mon 08:30"}


def test_up_again_at_the_weekend_one_digest_stands_for_both(office: Office) -> None:
    switch_off(office, "service:1")
    for hours in (5 * 24, 7 * 24 - 0.5, 7 * 24, 7 * 24 + 0.5):
        at_due(office, hours=hours)
        tick(office)
    office.drain()
    assert to(office, DIANA) == MESSAGE
    assert lateness(office) == {
        "This digest stands for the one due Mon 23 Nov 08:30 too, which was not sent."
    }


def test_whoever_asks_gets_it_at_once_and_not_twice_for_two_presses(office: Office) -> None:
    office.clock.now = DUE + timedelta(hours=14)
    scope = Scope(ScopeKind.SERVICE, 1, "Court", None)
    sent = []
    for seconds in (0, 1, 58, 2, 59):
        office.clock.move(seconds=seconds)
        with office.database.transaction() as session:
            sent.append(put_asked_for(session, DIGEST, scope, HETTY, office.clock.now))
    assert sent == [True, False, False, True, False]
    office.drain()
    assert to(office, HETTY) == MESSAGE * 2


def test_a_digest_is_forgotten_with_the_texts_of_its_time(office: Office) -> None:
    at_due(office)
    tick(office)
    office.drain()
    with office.database.transaction() as session:
        remove_names(session, DUE + timedelta(days=30), DUE + timedelta(days=60))
    assert {(row.digest is None, row.notice["headline"]) for row in office.rows()} == {(True, "")}


def test_a_digest_that_could_not_be_sent_for_so_long_is_given_up_with_its_text(
    office: Office,
) -> None:
    at_due(office)
    tick(office)
    office.slack.before = fails("not_in_channel", times=2, permanent=True)
    for _ in range(2):
        office.deliver()  # parked; the rest waits
    said = len(office.rows(OutboxState.SENT))
    for _ in range(2):
        with office.database.transaction() as session:
            remove_names(session, DUE + timedelta(days=30), DUE + timedelta(days=60))
    assert {(row.digest is None, row.notice["headline"]) for row in office.rows()} == {(True, "")}
    dropped = office.rows(OutboxState.DROPPED)
    assert (len(dropped) + said, said) == (len(office.rows()), 0)
    assert sum(row.error == "not_in_channel" for row in dropped) >= 1
    with office.database.look() as session:
        entries = session.scalars(select(AuditEntry)).all()
    assert [(entry.who, entry.deed, entry.detail["outbox"]) for entry in entries] == [
        ("Caseload", "dropped", row.id) for row in dropped
    ]


def switch_off(office: Office, scope: str) -> None:
    with office.database.transaction() as session:
        change = Change(scope=scope, is_on=False)
        change_schedule(session, AUTHORITY, change, by=ADMIN, now=office.clock.now)


def forget(office: Office, email: str) -> None:
    with office.database.transaction() as session:
        session.execute(delete(Grant).where(col(Grant.email) == email))

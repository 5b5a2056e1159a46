"""The threads that deliver: soon, through errors, standing still when asked, and to the end."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from alerts.calendar import WorkingCalendar
from alerts.delivery.parcel import Parcel
from alerts.outbox import put_message
from bot.deliverers import REST, Deliverers
from bot.services import Services
from bot.settings import read_settings
from models.database import Database
from models.schema import upgrade
from models.vocabulary import OutboxState
from tests.alerts.delivery.office import AT_ONCE, COURT, Office, a_notice
from tests.waiting import PATIENCE, until


def services_of(office: Office) -> Services:
    settings = read_settings(_env_file=None)
    return Services(office.database, settings, office.clock, WorkingCalendar())


@contextmanager
def delivering(office: Office, services: Services, threads: int = 3) -> Iterator[Deliverers]:
    found = Deliverers(services, office.slack, pace=AT_ONCE, threads=threads, after_error=0.01)
    found.start()
    try:
        yield found
    finally:
        found.close()


def put(office: Office, target: str = COURT, *, due_in: float = 0) -> None:
    alert = office.alert()
    office.put(put_message, due_in=due_in, alert_id=alert, target=target, notice=a_notice())


class Stuck:
    """A hook that holds a sending up until told otherwise."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()

    def __call__(self, _parcel: Parcel) -> None:
        self.begun.set()
        assert self.go_on.wait(PATIENCE)


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    return Office(sqlite_database)


def test_what_another_process_wrote_is_found_without_being_woken(office: Office) -> None:
    with delivering(office, services_of(office)):
        put(office)
        assert until(lambda: office.slack.texts() == ["2 workers are over"])


def test_who_is_woken_does_not_rest_first(office: Office) -> None:
    services = services_of(office)
    with delivering(office, services, threads=1):
        time.sleep(REST / 5)  # now it rests
        put(office)
        services.wake()
        assert until(lambda: len(office.slack.texts()) == 1)


def test_all_of_a_backlog_is_sent_once(office: Office) -> None:
    for number in range(20):
        put(office, f"channel:{number % 5}")
    with delivering(office, services_of(office)):
        assert until(lambda: len(office.rows(OutboxState.SENT)) == 20)
    assert len(office.slack.calls) == 20


def test_closing_waits_for_what_is_being_sent_and_begins_nothing_new(office: Office) -> None:
    stuck = Stuck()
    office.slack.before = stuck
    for _ in range(2):
        put(office)  # one channel: the second waits for the first
    services = services_of(office)
    deliverers = Deliverers(services, office.slack, pace=AT_ONCE, threads=1)
    deliverers.start()
    assert stuck.begun.wait(PATIENCE)
    closing = threading.Thread(target=deliverers.close)
    closing.start()
    assert until(services.bell.is_set)  # it has been told to close
    assert closing.is_alive()
    stuck.go_on.set()
    closing.join(PATIENCE)
    assert not closing.is_alive()
    assert office.states() == ["post sent", "post waiting"]


def test_standing_still_begins_when_what_is_being_sent_has_ended(office: Office) -> None:
    stuck = Stuck()
    office.slack.before = stuck
    put(office)
    with delivering(office, services_of(office)) as deliverers:
        assert stuck.begun.wait(PATIENCE)
        threading.Timer(0.05, stuck.go_on.set).start()
        with deliverers.standing_still():
            assert office.states() == ["post sent"]
            put(office)
            time.sleep(REST * 1.5)
            assert office.states() == ["post sent", "post waiting"]
        assert until(lambda: office.states() == ["post sent", "post sent"])


def test_a_database_that_fails_is_tried_again(
    tmp_path_factory: pytest.TempPathFactory, caplog: pytest.LogCaptureFixture
) -> None:
    """Its tables come later than the service."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('late')}/caseload.db")
    office = Office(database)
    with delivering(office, services_of(office)):
        assert until(lambda: "failed, reference" in caplog.text)
        upgrade(database)
        put(office)
        assert until(lambda: len(office.slack.texts()) == 1)
    database.close()


def test_at_rest_one_thread_looks_for_all_when_somebody_commits(office: Office) -> None:
    who: list[int] = []

    def note(_: object) -> None:
        if threading.current_thread() is not threading.main_thread():
            who.append(threading.get_ident())

    event.listen(office.database.engine, "begin", note)

    def looks_alone() -> bool:
        looks = len(who)
        put(office, due_in=3_600)
        return until(lambda: len(who) > looks) and len(set(who[-3:])) == 1

    with delivering(office, services_of(office), threads=6):
        assert until(lambda: len(set(who)) == 6)  # each has looked for itself, and found nothing
        assert until(looks_alone)


def test_what_is_due_later_is_sent_in_time_though_nobody_commits(office: Office) -> None:
    put(office, due_in=3_600)
    with delivering(office, services_of(office)):
        time.sleep(REST * 2)  # now it is known when the next is due
        office.clock.move(hours=1)
        assert until(lambda: len(office.slack.texts()) == 1, within=1)

"""Who reads a channel is looked at again: after an event, at the start, and each hour."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from sqlalchemy import event, update

from bot.app import build
from bot.practice.faults import Fault
from bot.reader_watch import ReaderWatch, Rhythm
from bot.serve import at_work
from models.alerts import Alert
from models.database import Database
from tests.bot.delivery.workplace import COURT, LEAD, NOTICE, OUTSIDE, TO_MIA, Workplace
from tests.waiting import until

NAME = "Sam Low"
QUICK = Rhythm(apart=0, pauses=(0.02,))


def watch_of(court: Workplace, rhythm: Rhythm = QUICK) -> ReaderWatch:
    sender = court.sender
    return ReaderWatch(court.services, sender.client, sender.team_id, sender.bot_user_id, rhythm)


@contextmanager
def watching(court: Workplace, rhythm: Rhythm = QUICK) -> Iterator[ReaderWatch]:
    """As in the running service, after its first look at everything."""
    watch = watch_of(court, rhythm)
    look(watch)
    watch.start()
    with closing(watch):
        yield watch


def look(watch: ReaderWatch) -> None:
    """Everything that is due."""
    while watch.do_next():
        pass


def asked(court: Workplace, act: Callable[[], object]) -> list[int]:
    """How often Slack was asked about the channel, its members and a person because of this."""
    methods = ("conversations.info", "conversations.members", "users.info")
    before = [court.calls(method) for method in methods]
    act()
    return [court.calls(method) - old for method, old in zip(methods, before, strict=True)]


def comes(court: Workplace, who: str, channel: str = LEAD) -> None:
    """Somebody joins; no event is heard."""
    court.server.administration.add_member(channel, who)


@contextmanager
def locked(database: Database) -> Iterator[None]:
    """Another process writes and writes, and nobody waits long for it."""

    def be_impatient(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA busy_timeout = 5")

    event.listen(database.engine, "connect", be_impatient)
    database.close()  # the connections that would wait longer
    with closing(sqlite3.connect(database.path() or "", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
    event.remove(database.engine, "connect", be_impatient)
    database.close()


@pytest.fixture
def named(court: Workplace) -> Workplace:
    """Names stand in the leadership's channel, for Mia; a moment has passed since."""
    court.alert(f"channel:{LEAD}")
    with court.services.database.transaction() as session:
        session.execute(update(Alert).values(notice=NOTICE.as_json()))
    court.drain()
    court.clock.move(1)
    assert NAME in court.said(LEAD)
    return court


def test_an_event_takes_the_names_out_and_the_manager_has_them(named: Workplace) -> None:
    with watching(named) as watch:
        comes(named, "U0SAM")
        watch.changed(LEAD)
        assert until(named.drain)
    named.drain()
    assert NAME not in named.said(LEAD)
    assert NAME in named.said(TO_MIA)


def test_an_event_that_finds_the_database_locked_is_tried_until_it_is_not(
    named: Workplace, caplog: pytest.LogCaptureFixture
) -> None:
    with watching(named) as watch:
        with locked(named.services.database):
            comes(named, "U0SAM")
            watch.changed(LEAD)
            assert until(lambda: caplog.text.count("looking at readers failed, reference") > 2)
        assert until(named.drain)
    assert NAME not in named.said(LEAD)


def test_what_a_process_that_died_had_to_do_is_done_at_the_next_start(named: Workplace) -> None:
    """It heard the event, and wrote nothing down."""
    comes(named, "U0SAM")
    watch_of(named).changed(LEAD)
    look(watch_of(named))
    named.drain()
    assert NAME not in named.said(LEAD)


def test_the_service_does_so_by_itself_when_it_starts(named: Workplace) -> None:
    comes(named, "U0SAM")
    caseload = build(named.services)
    with closing(caseload), at_work(caseload):
        assert until(lambda: NAME not in named.said(LEAD))


def test_the_next_hour_finds_who_became_a_guest_without_an_event(named: Workplace) -> None:
    with watching(named, Rhythm(every=0.05, apart=0)):
        named.server.administration.make_guest("U0MIA")
        named.clock.move(600)
        assert until(named.drain)
    assert NAME not in named.said(LEAD)


def test_where_nobody_came_nothing_is_edited(named: Workplace) -> None:
    look(watch_of(named))
    comes(named, "U0RUTH")
    watch = watch_of(named)
    watch.changed(LEAD)
    look(watch)
    assert named.drain() == []


def test_what_was_edited_is_not_edited_again(named: Workplace) -> None:
    comes(named, "U0SAM")
    for _ in range(3):
        look(watch_of(named))
        named.drain()
    assert named.calls("chat.update") == 1


def test_a_channel_is_looked_at_once_however_many_come(named: Workplace) -> None:
    watch = watch_of(named)
    look(watch)
    for who in ("U0SAM", "U0RUTH", "U0GUEST"):
        comes(named, who)
        watch.changed(LEAD)
    assert asked(named, lambda: look(watch)) == [1, 1, 3]


def test_slack_is_not_asked_about_a_channel_without_names(named: Workplace) -> None:
    watch = watch_of(named)
    look(watch)
    watch.changed(COURT)
    assert asked(named, lambda: look(watch)) == [0, 0, 0]


def test_all_channels_are_looked_at_one_after_the_other(named: Workplace) -> None:
    """Each asks Slack about all its readers, and Slack counts by the minute."""
    named.server.administration.add_app(OUTSIDE)
    named.alert(f"channel:{OUTSIDE}")
    named.drain()
    watch = watch_of(named, Rhythm())
    assert asked(named, lambda: look(watch)) == [1, 1, 0]


def test_slack_s_wish_to_wait_is_heeded(named: Workplace) -> None:
    with watching(named) as watch:
        named.server.faults.add(Fault("rate_limited", "conversations.info", times=1, seconds=1))
        comes(named, "U0SAM")
        begun = time.monotonic()
        watch.changed(LEAD)
        assert until(named.drain)
    assert time.monotonic() - begun >= 1
    assert NAME not in named.said(LEAD)


@pytest.mark.parametrize(
    ("fault", "times"),
    [
        (Fault("refusal", "conversations.info", code="channel_not_found"), 1),
        (Fault("server_error", "conversations.info", times=2), 3),
    ],
    ids=["the app was put out", "a bad moment"],
)
def test_what_slack_refuses_for_good_is_left_until_the_next_hour(
    named: Workplace, fault: Fault, times: int
) -> None:
    watch = watch_of(named)
    look(watch)
    named.server.faults.add(fault)
    before = named.calls("conversations.info")
    watch.changed(LEAD)
    assert until(lambda: not watch.do_next() and watch.is_idle)
    assert named.calls("conversations.info") - before == times


def test_names_come_back_when_a_channel_is_no_longer_shared(named: Workplace) -> None:
    watch, administration = watch_of(named), named.server.administration
    for shared in (True, False):
        administration.share(LEAD, ext=shared)
        watch.changed(LEAD, fewer=not shared)
        look(watch)
        named.drain()
        assert (NAME in named.said(LEAD)) is not shared


def test_closing_does_not_wait_for_what_is_due_later(named: Workplace) -> None:
    begun = time.monotonic()
    with watching(named):
        pass
    assert time.monotonic() - begun < 5

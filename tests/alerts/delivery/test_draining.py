"""Many at once drain the outbox: each row once, each lane in order and by one at a time."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text

from alerts.delivery.delivering import deliver_one
from alerts.delivery.queue import head_of, lock_lane, open_lanes
from alerts.delivery.turns import Turns
from alerts.outbox import put_edit, put_message
from models.database import Database
from models.vocabulary import OutboxState
from tests.alerts.delivery.office import AUTHORITY, COURT, MONDAY, Office, a_notice, an_alert

THREADS = 6
ROWS = 300
LANES = 10


def filled(office: Office) -> None:
    with office.database.transaction() as session:
        for number in range(ROWS):
            put_message(
                session,
                alert_id=an_alert(session),
                target=f"channel:team-{number % LANES}",
                notice=a_notice(f"{number:03d}"),
                now=MONDAY,
                due_at=MONDAY,
            )


def drain_until(office: Office, done: threading.Event) -> None:
    """One worker among several: tries until all is said."""
    own = Database(office.database.url.render_as_string(hide_password=False))
    turns = Turns(own)
    while not done.is_set():
        outcome = deliver_one(
            turns,
            office.slack,
            clock=office.clock,
            pace=office.pace,
            authority_in=lambda _: AUTHORITY,
            who="one",
        )
        if outcome is None and not office.rows(OutboxState.WAITING):
            break
    own.close()


def test_six_at_once_send_three_hundred_rows_once_each_and_in_order(office: Office) -> None:
    filled(office)
    done = threading.Event()
    with ThreadPoolExecutor(THREADS) as pool:
        workers = [pool.submit(drain_until, office, done) for _ in range(THREADS)]
        for worker in workers:
            worker.result(timeout=120)
    said = [headline for _, _, headline in office.slack.calls]
    assert Counter(said) == Counter(f"{number:03d}" for number in range(ROWS))
    for lane in range(LANES):
        in_lane = office.slack.texts(f"channel:team-{lane}")
        assert in_lane == sorted(in_lane)
    assert office.slack.most_together == 1
    assert {row.state for row in office.rows()} == {OutboxState.SENT}
    assert office.slack.looked == 0


def test_no_edit_is_lost_while_others_are_sent(office: Office) -> None:
    alert_id = office.posted("0")
    done = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        workers = [pool.submit(drain_until_told, office, done) for _ in range(2)]
        for number in range(1, 61):
            office.put(put_edit, alert_id=alert_id, notice=a_notice(str(number)))
        done.set()
        for worker in workers:
            worker.result(timeout=60)
    office.drain()
    assert office.slack.texts() == ["60"]


def test_a_lane_from_which_another_takes_is_passed_over(postgres_database: Database) -> None:
    office = Office(postgres_database)
    for headline in ("1", "2"):
        office.put(put_message, alert_id=office.alert(), target=COURT, notice=a_notice(headline))
    open_lanes(office.database)
    with ThreadPoolExecutor(1) as pool:
        with office.database.transaction() as session:
            assert lock_lane(session, COURT, MONDAY)
            head = head_of(session, COURT, MONDAY)
            assert head is not None
            head.row.state = OutboxState.SENDING
            head.row.lease_until = MONDAY + office.pace.lease
            session.flush()
            assert pool.submit(office.deliver).result(timeout=10) is None
        assert pool.submit(office.deliver).result(timeout=10) is None
    assert office.slack.calls == []


def test_what_is_changed_while_it_is_taken_is_sent_as_changed(postgres_database: Database) -> None:
    office = Office(postgres_database)
    alert_id = office.alert()
    office.put(put_message, alert_id=alert_id, target=COURT, notice=a_notice("old"))
    with ThreadPoolExecutor(1) as pool:
        with office.database.transaction() as session:
            new = a_notice("new")
            put_edit(session, alert_id=alert_id, notice=new, now=MONDAY, due_at=MONDAY)
            delivery = pool.submit(office.deliver)
            while not somebody_waits_for_a_lock(office.database):
                assert not delivery.done()
        delivery.result(timeout=10)
    assert office.drain() == []
    assert office.slack.texts() == ["new"]


def somebody_waits_for_a_lock(database: Database) -> bool:
    query = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    with database.look() as session:
        return bool(session.execute(query).scalar_one())


def drain_until_told(office: Office, done: threading.Event) -> None:
    while not done.is_set():
        office.deliver()

"""Two people who answer one alert at the same moment: one of them does, and the other is told."""

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier

import pytest

from alerts.deeds import Answer, DeedRefused, Doing, acknowledge, snooze
from models.access import Asker
from models.alerts import Decision
from models.database import Database
from models.people import AuditEntry
from models.vocabulary import AlertState, DecisionKind
from tests.alerts.desk import ANSWER, TOMORROW, Desk, set_up
from tests.alerts.place import NEXT_WED

TOO_LATE = ("Somebody was faster.", "This alert changed at the very same moment.")


@pytest.fixture
def desk(database: Database) -> Desk:
    with database.transaction() as session:
        return set_up(session, database)


def refused(done: Future[None]) -> str | None:
    error = done.exception(timeout=60)
    assert error is None or isinstance(error, DeedRefused)
    return None if error is None else str(error)


def test_of_two_who_press_at_once_one_decides(desk: Desk) -> None:
    barrier = Barrier(2)

    def press(who: Asker) -> None:
        doing = desk.doing(who)
        answer = Answer(DecisionKind.OTHER, f"by {who.name}", TOMORROW)
        barrier.wait(timeout=30)
        with desk.database.transaction() as session:
            acknowledge(session, doing, answer)

    with ThreadPoolExecutor(2) as pool:
        pressed = [pool.submit(press, who) for who in (desk.mia, desk.hal)]
        outcomes = [refused(done) for done in pressed]
    (told,) = [sentence for sentence in outcomes if sentence is not None]
    assert told.startswith(TOO_LATE)
    (decision,) = desk.rows(Decision)
    winner = (desk.mia, desk.hal)[outcomes.index(None)]
    assert (decision.by, decision.note) == (winner.email, f"by {winner.name}")
    assert [row.who for row in desk.rows(AuditEntry)] == [winner.email]
    assert desk.now_stored().version == desk.life.version + 1


def test_whoever_waits_for_another_to_finish_is_told_and_changes_nothing(desk: Desk) -> None:
    """The second begins while the first has written and not yet committed."""
    begun = Barrier(2)
    first, second = desk.doing(desk.mia), desk.doing(desk.hal)

    def snoozes(doing: Doing) -> None:
        begun.wait(timeout=30)
        with desk.database.transaction() as session:
            snooze(session, doing, NEXT_WED)

    with ThreadPoolExecutor(1) as pool:
        with desk.database.transaction() as session:
            acknowledge(session, first, ANSWER)
            late: Future[None] = pool.submit(snoozes, second)
            begun.wait(timeout=30)
        told = refused(late)
    assert told is not None
    assert told.startswith(TOO_LATE)
    life = desk.now_stored()
    assert (life.state, life.acknowledged_by, life.snoozed_until) == (
        AlertState.ACKNOWLEDGED,
        "mia@example.org",
        None,
    )

"""Lanes whose turn it is: each for one thread of a process, and anew after a moment."""

import pytest

from alerts.delivery.queue import open_lanes
from alerts.delivery.turns import Turns
from alerts.outbox import put_message
from models.database import Database
from tests.alerts.delivery.office import Office, a_notice


@pytest.fixture
def office(sqlite_database: Database) -> Office:
    return Office(sqlite_database)


def put(office: Office, *names: str) -> None:
    for name in names:
        office.put(
            put_message, alert_id=office.alert(), target=f"channel:{name}", notice=a_notice()
        )
    open_lanes(office.database)


def next_of(turns: Turns, office: Office, times: int) -> list[str | None]:
    return [turns.next(office.clock.now) for _ in range(times)]


def test_each_lane_is_given_once_in_the_order_of_its_first_row(office: Office) -> None:
    put(office, "b", "a", "b", "c")
    turns = Turns(office.database)
    assert next_of(turns, office, 3) == ["channel:b", "channel:a", "channel:c"]
    assert turns.next(office.clock.now) == "channel:b"  # found anew: nobody has taken it


def test_nothing_waits(office: Office) -> None:
    assert Turns(office.database).next(office.clock.now) is None


@pytest.mark.parametrize("seconds", [0.1, -1])
def test_what_was_found_is_used_for_a_moment_alone(office: Office, seconds: float) -> None:
    """A clock that is set back makes it no younger."""
    put(office, "a", "b")
    turns = Turns(office.database)
    office.clock.move(seconds=2)
    assert turns.next(office.clock.now) == "channel:a"
    assert office.deliver() is not None  # by another process
    office.clock.move(seconds=seconds)
    assert next_of(turns, office, 2) == ["channel:b", "channel:b"]


def test_what_is_forgotten_is_found_anew(office: Office) -> None:
    put(office, "a", "b")
    turns = Turns(office.database)
    assert turns.next(office.clock.now) == "channel:a"
    turns.forget()
    assert turns.next(office.clock.now) == "channel:a"

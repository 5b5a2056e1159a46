"""A Home is drawn by one thread at a time, and last from what is newest."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

import pytest

from bot.home.turns import Turns
from tests.waiting import PATIENCE, until


def test_what_is_opened_while_it_is_drawn_is_drawn_once_more_by_the_same_thread() -> None:
    turns, begun, go_on = Turns(), Event(), Event()
    drawn: list[tuple[str, str | None]] = []

    def slow(told: str | None) -> None:
        begun.set()
        assert go_on.wait(PATIENCE)
        drawn.append(("old", told))

    def new(number: int, told: str | None) -> None:
        drawn.append((f"new {number}", told))

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(turns.draw, "U1", None, slow)
        assert begun.wait(PATIENCE)
        for number in range(5):
            turns.draw("U1", None, partial(new, number))
        assert drawn == []
        go_on.set()
        first.result(PATIENCE)
    assert drawn == [("old", None), ("new 4", None)]


def test_what_was_done_is_still_told_when_the_home_is_opened_meanwhile() -> None:
    turns = Turns()
    drawn: list[str | None] = []

    def draw(told: str | None) -> None:
        if not drawn:
            drawn.append(told)
            turns.draw("U1", None, drawn.append)
            turns.draw("U1", "Snoozed.", drawn.append)
        else:
            drawn.append(told)

    turns.draw("U1", "Saved.", draw)
    assert drawn == ["Saved.", "Saved. Snoozed."]
    turns.draw("U1", None, drawn.append)
    assert drawn[-1] is None


def test_one_persons_home_does_not_wait_for_another_persons() -> None:
    turns, go_on = Turns(), Event()
    drawn: list[str] = []

    def wait(_told: str | None) -> None:
        assert go_on.wait(PATIENCE)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(turns.draw, "U1", None, wait)
        turns.draw("U2", None, lambda _told: drawn.append("U2"))
        assert drawn == ["U2"]
        go_on.set()


def test_a_drawing_that_failed_is_raised_and_the_next_opening_is_drawn() -> None:
    turns = Turns()
    drawn: list[str] = []

    def fail(_told: str | None) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        turns.draw("U1", None, fail)
    turns.draw("U1", None, lambda _told: drawn.append("again"))
    assert drawn == ["again"]


def test_a_failure_is_forgotten_when_the_drawing_after_it_succeeds() -> None:
    turns = Turns()
    drawn: list[str] = []

    def fail(_told: str | None) -> None:
        turns.draw("U1", None, lambda _told: drawn.append("newer"))
        raise ConnectionError

    turns.draw("U1", None, fail)
    assert until(lambda: drawn == ["newer"])

"""Which mood strikes which call, decided without any wire."""

import threading
from typing import Any

import pytest

from bot.practice.faults import Fault, FaultSwitch

FITTING = [
    ("*", None, "chat.update", "C1", True),
    ("*", None, "response_url", None, True),
    ("chat.*", None, "chat.postMessage", "C1", True),
    ("chat.*", None, "conversations.info", "C1", False),
    ("chat.update", None, "chat.postMessage", "C1", False),
    ("chat.*", "C1", "chat.update", "C1", True),
    ("chat.*", "C1", "chat.update", "C2", False),
    ("*", "C1", "users.info", None, False),
]


@pytest.mark.parametrize(("pattern", "only", "method", "channel", "fits"), FITTING)
def test_a_mood_strikes_the_calls_it_is_for(
    pattern: str, only: str | None, method: str, channel: str | None, fits: bool
) -> None:
    switch = FaultSwitch()
    switch.add(Fault("reset", pattern, only))
    assert (switch.draw(method, channel) is not None) is fits


def test_a_mood_strikes_as_often_as_told_and_is_then_spent() -> None:
    switch = FaultSwitch()
    placed = switch.add(Fault("reset", times=2))
    drawn = [switch.draw("chat.update", None) is not None for _ in range(4)]
    assert drawn == [True, True, False, False]
    assert switch.struck(placed.id) == 2
    assert [each.spent for each in switch.listed()] == [True]


def test_the_oldest_mood_that_fits_strikes_first() -> None:
    switch = FaultSwitch()
    first, second = Fault("reset", "chat.*", times=1), Fault("timeout")
    switch.add(first)
    switch.add(second)
    drawn = [switch.draw(method, None) for method in ("users.info", "chat.update", "chat.update")]
    assert drawn == [second, first, second]


def test_an_outage_comes_before_every_other_mood() -> None:
    switch = FaultSwitch()
    switch.add(Fault("latency"))
    outage = switch.add(Fault("outage"))
    downs = [switch.outage]
    assert switch.draw("auth.test", None) == Fault("outage")
    assert switch.clear(outage.id)
    downs.append(switch.outage)
    assert downs == [True, False]
    assert switch.draw("auth.test", None) == Fault("latency")


def test_what_is_cleared_strikes_no_more() -> None:
    switch = FaultSwitch()
    gone, kept = switch.add(Fault("reset", "a")), switch.add(Fault("reset", "b"))
    assert switch.clear(gone.id)
    assert not switch.clear(gone.id)
    assert [each.id for each in switch.listed()] == [kept.id]
    assert switch.clear()
    assert switch.listed() == []
    with pytest.raises(KeyError):
        switch.struck(kept.id)


IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    ({"kind": "grumpy"}, "There is no mood grumpy."),
    ({"kind": "reset", "times": 0}, "How many times must be 1 or more."),
    ({"kind": "reset", "method": ""}, "Say which method is meant"),
    ({"kind": "latency", "seconds": -1}, "Seconds must be 0 or more."),
    ({"kind": "latency", "seconds": float("nan")}, "Seconds must be 0 or more."),
    ({"kind": "server_error", "status": 404}, "The status of a server error"),
    ({"kind": "refusal", "code": ""}, "Say which error code"),
    ({"kind": "outage", "times": 3}, "An outage is for every call"),
    ({"kind": "outage", "method": "chat.*"}, "An outage is for every call"),
]


@pytest.mark.parametrize(("fields", "sentence"), IMPOSSIBLE)
def test_a_mood_that_cannot_be_is_refused(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        Fault(**fields)


def fates(seed: int, share: float, calls: int = 400) -> list[str | None]:
    switch = FaultSwitch()
    switch.random(seed, share, [Fault("reset"), Fault("timeout"), Fault("reset", after=True)])
    drawn = (switch.draw("chat.postMessage", "C1") for _ in range(calls))
    return [fault.kind if fault else None for fault in drawn]


def test_random_moods_follow_from_their_seed() -> None:
    assert fates(7, 0.3) == fates(7, 0.3)
    assert fates(7, 0.3) != fates(8, 0.3)


@pytest.mark.parametrize(("share", "least", "most"), [(0, 0, 0), (0.25, 60, 140), (1, 400, 400)])
def test_random_moods_strike_their_share_of_calls(share: float, least: int, most: int) -> None:
    struck = sum(fate is not None for fate in fates(7, share))
    assert least <= struck <= most


def test_the_fate_of_a_call_does_not_hang_on_the_calls_beside_it() -> None:
    switch = FaultSwitch()
    switch.random(7, 0.3, [Fault("reset"), Fault("timeout"), Fault("reset", after=True)])
    mixed = []
    for turn in range(400):
        fault = switch.draw("chat.postMessage", "C1")
        mixed.append(fault.kind if fault else None)
        switch.draw("chat.postMessage", f"D{turn}")
        switch.draw("users.info", None)
    assert mixed == fates(7, 0.3)


def test_random_moods_keep_to_their_methods_and_are_counted() -> None:
    switch = FaultSwitch()
    switch.random(1, 1, [Fault("reset", "chat.*")])
    assert switch.draw("users.info", None) is None
    assert switch.draw("chat.update", None) == Fault("reset", "chat.*")
    assert switch.dice is not None
    assert switch.dice.struck == 1
    switch.clear()
    assert switch.draw("chat.update", None) is None


@pytest.mark.parametrize(
    ("share", "faults"),
    [(1.1, [Fault("reset")]), (-0.1, [Fault("reset")]), (0.5, []), (0.5, [Fault("outage")])],
)
def test_random_moods_that_cannot_be_are_refused(share: float, faults: list[Fault]) -> None:
    with pytest.raises(ValueError, match=r"share of calls|one mood or more"):
        FaultSwitch().random(1, share, faults)


def test_many_threads_together_get_a_mood_exactly_as_often_as_told() -> None:
    switch = FaultSwitch()
    switch.add(Fault("reset", times=100))
    struck: list[bool] = []

    def ask() -> None:
        struck.extend(switch.draw("chat.update", None) is not None for _ in range(50))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(struck) == 100

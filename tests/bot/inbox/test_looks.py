"""A thing is taken when it has not changed for a while, together with what arrives beside it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.inbox.looks import Mark, Seen, abandoned, complete, look

BEGAN = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)

Sizes = dict[str, int | None]
"""By name: how long a file is at a look, and None where it is not there."""


def looked(looks: list[tuple[int, Sizes]]) -> tuple[dict[str, Seen], datetime]:
    """After looks at so many seconds."""
    seen: dict[str, Seen] = {}
    at = BEGAN
    for seconds, sizes in looks:
        at = BEGAN + timedelta(seconds=seconds)
        marks: dict[str, Mark] = {name: (size,) for name, size in sizes.items() if size is not None}
        seen = look(seen, marks, at)
    return seen, at


@pytest.mark.parametrize(
    ("looks", "taken"),
    [
        ([], []),
        ([(0, {"a": 1})], []),
        ([(0, {"a": 1}), (5, {"a": 1})], []),
        ([(0, {"a": 1}), (8, {"a": 1})], []),
        ([(0, {"a": 1}), (9, {"a": 1})], ["a"]),
        ([(0, {"a": 1}), (5, {"a": 2}), (10, {"a": 2})], []),
        ([(0, {"a": 1}), (5, {"a": 2}), (10, {"a": 2}), (15, {"a": 2})], ["a"]),
        # Taken away and put in again.
        ([(0, {"a": 1}), (5, {}), (10, {"a": 1})], []),
        # The second arrives while the first is quiet: both wait, and go together.
        ([(0, {"a": 1}), (5, {"a": 1, "b": 1}), (10, {"a": 1, "b": 1})], []),
        ([(0, {"a": 1}), (5, {"a": 1, "b": 1}), (14, {"a": 1, "b": 1})], ["a", "b"]),
        # What grows for long is not waited for any more.
        ([(0, {"a": 1, "b": 1}), (68, {"a": 1, "b": 2})], []),
        ([(0, {"a": 1, "b": 1}), (69, {"a": 1, "b": 2})], ["a"]),
    ],
)
def test_what_is_complete_is_taken_together(
    looks: list[tuple[int, Sizes]], taken: list[str]
) -> None:
    assert complete(*looked(looks)) == taken


def test_a_clock_that_is_put_back_does_not_keep_a_file_waiting() -> None:
    assert complete(*looked([(3600, {"a": 1}), (0, {"a": 1}), (9, {"a": 1})])) == ["a"]


@pytest.mark.parametrize(
    ("looks", "left"),
    [
        ([(0, {"t": 1}), (119, {"t": 1})], []),
        ([(0, {"t": 1}), (120, {"t": 1})], ["t"]),
        ([(0, {"t": 1}), (100, {"t": 2}), (200, {"t": 2})], []),
    ],
)
def test_a_taking_is_left_when_nobody_has_worked_on_it_for_two_minutes(
    looks: list[tuple[int, Sizes]], left: list[str]
) -> None:
    assert abandoned(*looked(looks)) == left

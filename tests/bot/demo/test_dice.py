"""Chance and sharing out, from which the demo authority is made."""

import pytest

from bot.demo.dice import Dice
from bot.demo.roster import shared_out


def test_a_shuffle_keeps_everything() -> None:
    assert sorted(Dice(1, "cards").shuffled(range(50))) == list(range(50))


def test_whole_numbers_reach_both_ends_and_no_further() -> None:
    dice = Dice(1, "ends")
    assert {dice.whole(2, 4) for _ in range(200)} == {2, 3, 4}


def test_a_walk_begins_at_nothing_and_stays_within_its_bound() -> None:
    values = Dice(1, "walk").walk(500, 0.05, 0.2)
    assert values[0] == 0
    assert max(abs(value) for value in values) <= 0.2


def test_subjects_do_not_disturb_one_another() -> None:
    assert Dice(1, "names").number(0, 1) != Dice(1, "cases").number(0, 1)


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (10, [("a", 1.0), ("b", 1.0)], {"a": 5, "b": 5}),
        (10, [("a", 1.0), ("b", 0.5)], {"a": 7, "b": 3}),
        (1, [("a", 1.0), ("b", 1.0)], {"a": 1, "b": 0}),
        (0, [("a", 1.0)], {"a": 0}),
        (5, [], {}),
    ],
)
def test_shares_add_up_to_the_whole(
    total: int, weights: list[tuple[str, float]], shares: dict[str, int]
) -> None:
    assert shared_out(total, weights) == shares

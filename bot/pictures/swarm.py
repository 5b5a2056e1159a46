"""Marks side by side along a line, none over another."""

import math
from collections.abc import Sequence

Mark = tuple[float, float]
"""Where along the line a mark is, and its radius, in pixels."""

_APART = 1.5


def swarm(marks: Sequence[Mark]) -> list[float]:
    """How far each mark moves across the line, up negative: the least that keeps them apart.

    The same marks give the same places. From the left to the right each takes the nearest free
    place, up before down.
    """
    across = [0.0] * len(marks)
    placed: list[int] = []
    for number in sorted(range(len(marks)), key=lambda each: (*marks[each], each)):
        near = [each for each in placed if _reach(marks, number, each) > 0]
        choices = {0.0}
        for other in near:
            reach = _reach(marks, number, other)
            choices |= {across[other] - reach, across[other] + reach}
        across[number] = min(
            (y for y in choices if _free(marks, across, near, (number, y))),
            key=lambda y: (abs(y), y),
        )
        placed.append(number)
    return across


def _reach(marks: Sequence[Mark], one: int, other: int) -> float:
    """How far across two marks must be apart; 0 where they are apart along the line."""
    (x, radius), (other_x, other_radius) = marks[one], marks[other]
    square = (radius + other_radius + _APART) ** 2 - (x - other_x) ** 2
    return math.sqrt(square) if square > 0 else 0.0


def _free(
    marks: Sequence[Mark], across: Sequence[float], near: Sequence[int], at: tuple[int, float]
) -> bool:
    number, y = at
    return all(abs(y - across[each]) >= _reach(marks, number, each) - 1e-6 for each in near)

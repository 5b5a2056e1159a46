"""Chance that falls the same way on every machine and in every version of Python."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Seeded chance; it uses only `Random.random`, the one method promised never to change."""

    def __init__(self, seed: int, subject: str) -> None:
        """One stream for each subject, so that a change in one leaves the others alone."""
        self._random = Random(f"{seed}:{subject}")

    def happens(self, chance: float) -> bool:
        return self._random.random() < chance

    def number(self, low: float, high: float) -> float:
        return low + (high - low) * self._random.random()

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def one_of(self, things: Sequence[T]) -> T:
        return things[int(self._random.random() * len(things))]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        left = list(things)
        for last in range(len(left) - 1, 0, -1):
            other = int(self._random.random() * (last + 1))
            left[last], left[other] = left[other], left[last]
        return left

    def weighted(self, weights: Sequence[tuple[T, float]]) -> T:
        """One of the things, the likelier the greater its weight."""
        point = self._random.random() * sum(weight for _, weight in weights)
        for thing, weight in weights:
            point -= weight
            if point < 0:
                return thing
        return weights[-1][0]

    def walk(self, steps: int, step: float, bound: float) -> list[float]:
        """A slow wander of `steps` values that begins at 0 and stays within ±`bound`."""
        values = [0.0]
        while len(values) < steps:
            nearer = values[-1] + self.number(-step, step)
            values.append(min(bound, max(-bound, nearer)))
        return values

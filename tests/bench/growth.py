"""How a time grows with the data: the exponent, and how many times as long ten times takes."""

from collections.abc import Sequence
from math import fsum, log

Point = tuple[float, float]
"""How much data, and how long it took."""


def exponent(points: Sequence[Point]) -> float:
    """k of "takes c·nᵏ", by least squares over the logarithms.

    0 is a time that does not grow, 1 one that grows as the data does. ValueError of fewer than two
    amounts of data.
    """
    if len({amount for amount, _ in points}) < 2:
        raise ValueError("growth needs two amounts of data or more")
    logs = [(log(amount), log(took)) for amount, took in points]
    across = fsum(x for x, _ in logs) / len(logs)
    up = fsum(y for _, y in logs) / len(logs)
    spread = fsum((x - across) ** 2 for x, _ in logs)
    return fsum((x - across) * (y - up) for x, y in logs) / spread


def grown(points: Sequence[Point], factor: float = 10) -> float:
    """How many times as long it takes with so many times the data, by the fitted line."""
    return float(factor ** exponent(points))

"""Finds a free place for words among lines and other words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
_FINE = 4.0  # pixels between the points that stand for a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, point: Point, margin: float = 0) -> bool:
        """Whether a point is within it or nearer to it than `margin`."""
        x, y = point
        across = self.left - margin < x < self.right + margin
        return across and self.top - margin < y < self.bottom + margin

    def meets(self, other: "Box") -> bool:
        """Whether two share a point."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


class Taken:
    """What words may not stand on."""

    def __init__(self) -> None:
        self._points: list[Point] = []
        self._boxes: list[Box] = []

    def copy(self) -> "Taken":
        """The same, to be added to on its own."""
        other = Taken()
        other._points, other._boxes = list(self._points), list(self._boxes)
        return other

    def add_line(self, through: Sequence[Point]) -> None:
        """Keeps words off a line through points."""
        for (x, y), (to_x, to_y) in pairwise(through):
            steps = int(max(abs(to_x - x), abs(to_y - y)) // _FINE) + 1
            self._points += [
                (x + (to_x - x) * n / steps, y + (to_y - y) * n / steps) for n in range(steps + 1)
            ]

    def add_box(self, box: Box) -> None:
        """Keeps words off other words."""
        self._boxes.append(box)

    def free(self, box: Box, margin: float = 9) -> bool:
        """Whether nothing is there."""
        return not any(box.meets(each) for each in self._boxes) and not any(
            box.holds(point, margin) for point in self._points
        )

    def first_free(self, candidates: Iterable[Box]) -> Box | None:
        """The first candidate where nothing is, which is taken then."""
        found = next((box for box in candidates if self.free(box)), None)
        if found is not None:
            self.add_box(found)
        return found

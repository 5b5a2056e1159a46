"""How much of each part is shown, and by which clock: what every part is drawn with."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Shown:
    """At most so many items of a part and rows of a table."""

    most: int
    rows: int
    zone: ZoneInfo
    today: date

"""A digest as a plain value: what is said, drawn and laid in the thread, before anything of Slack.

Nothing in it names a worker, so it says the same to whoever may read it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from alerts.digest.pictures import Picture, picture_from_json


class Turn(StrEnum):
    """How a figure moved since last week, by which way is better for it."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNKNOWN = "unknown"  # nothing to compare with, or neither way is better


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One figure of the digest's table, each cell as it is printed; "" where there is none."""

    measure: str  # its name as people say it
    now: str
    last_week: str
    yardstick: str  # the target or promise
    year_ago: str
    turn: Turn = Turn.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table of the thread: its title is a finding, its first row of cells the headings."""

    title: str
    lines: tuple[str, ...] = ()  # sentences before the table, or instead of one
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    footer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One digest, of one scope and week; sentences are plain text without markup."""

    scope: str  # the authority's or the service's name
    headline: str
    late: str = ""  # that it is sent late, and since when it was due
    decisions: tuple[str, ...] = ()  # what needs a decision, most pressing first
    better: tuple[str, ...] = ()
    worse: tuple[str, ...] = ()
    rows: tuple[FigureRow, ...] = ()
    pictures: tuple[Picture, ...] = ()
    health: tuple[str, ...] = ()  # how far the figures and alerts can be trusted
    as_at: str = ""
    thread: tuple[Sheet, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Digest":
        sentences = ("decisions", "better", "worse", "health")
        return cls(
            **{
                **stored,
                **{name: tuple(stored.get(name, ())) for name in sentences},
                "rows": tuple(_row(each) for each in stored.get("rows", ())),
                "pictures": tuple(picture_from_json(each) for each in stored.get("pictures", ())),
                "thread": tuple(sheet_from_json(each) for each in stored.get("thread", ())),
            }
        )


def _row(stored: Mapping[str, Any]) -> FigureRow:
    return FigureRow(**{**stored, "turn": Turn(stored["turn"])})


def sheet_from_json(stored: Mapping[str, Any]) -> Sheet:
    """The sheet that was stored."""
    tuples = {name: tuple(stored.get(name, ())) for name in ("lines", "headings")}
    rows = tuple(tuple(row) for row in stored.get("rows", ()))
    return Sheet(**{**stored, **tuples, "rows": rows})

"""One case of the demo authority, and the row the case management system writes of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.demo.dice import Dice
from models.vocabulary import CaseKind

KEPT_AFTER_CLOSING = timedelta(weeks=26)
UNALLOCATED = ""

_SEEN_LATE = 0.025


@dataclass(slots=True)
class Case:
    ref: str
    kind: CaseKind
    team: str
    worker: str  # staff id, or UNALLOCATED
    opened_on: date
    allocated_on: date | None
    seen_on: date | None
    next_seen_on: date
    waits_long: bool = False
    closed_on: date | None = None
    row: dict[str, str] | None = None  # as last written; None after a change

    def give(self, team: str, worker: str, day: date) -> None:
        """Allocated on `day`, for the first time or to somebody else."""
        self.team, self.worker, self.allocated_on, self.row = team, worker, day, None

    def close(self, day: date) -> None:
        self.closed_on, self.row = day, None

    def is_kept(self, day: date) -> bool:
        """Whether a closed case still stands in the extracts."""
        return self.closed_on is not None and day - self.closed_on <= KEPT_AFTER_CLOSING

    def see(self, day: date, dice: Dice) -> None:
        """Every visit up to `day` that was due."""
        while self.next_seen_on <= day:
            self.seen_on = self.next_seen_on
            self.next_seen_on += timedelta(days=_until_next_visit(self.kind, dice))
            self.row = None

    def written(self, worker_name: str) -> dict[str, str]:
        """Its row of `cases.csv`; shared until the case changes, so read only."""
        if self.row is None:
            self.row = {
                "case_ref": self.ref,
                "kind": self.kind.value,
                "team": self.team,
                "worker": worker_name,
                "opened_on": self.opened_on.isoformat(),
                "allocated_on": _written(self.allocated_on),
                "closed_on": _written(self.closed_on),
                "last_seen_on": _written(self.seen_on),
                "weight": "1",
            }
        return self.row


def _until_next_visit(kind: CaseKind, dice: Dice) -> int:
    if kind is CaseKind.CARE_LEAVER:
        return dice.whole(35, 60)
    if dice.happens(_SEEN_LATE):
        return dice.whole(29, 60)
    return dice.whole(7, 26)


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""

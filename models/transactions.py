"""What transactions are for, and how much patience with each PostgreSQL is told to have."""

from dataclasses import dataclass
from enum import StrEnum

POOL = 20
"""The most connections of one process, where nobody says otherwise."""


class Kind(StrEnum):
    """What a transaction is for."""

    LOOK = "look"
    CHANGE = "change"
    LONG_CHANGE = "long change"


@dataclass(frozen=True, slots=True)
class Limits:
    """In seconds, after which PostgreSQL gives up a transaction of ours.

    At the size of England an import computes for up to 13 seconds between two statements, and the
    transaction that holds its lock says nothing for the 54 seconds that it lasts (measured on two
    busy processors; alone it takes 15); everything else comes far below a second.
    """

    pause: int = 20  # between two statements of a change: its client is taken for lost
    long_pause: int = 15 * 60  # the same of an import, an upgrade or a look
    lock: int = 30  # that a change waits for a lock: longer than `pause`, to outlive a lost holder

    def pause_of(self, kind: Kind) -> int:
        return self.pause if kind is Kind.CHANGE else self.long_pause


KIND = "caseload_kind"
"""The execution option that says which kind an engine begins."""

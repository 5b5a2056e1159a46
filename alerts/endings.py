"""Why a breach is over: what became of the worker, the limit or the cases."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from alerts.members import Member
from alerts.readings import Reading
from models.vocabulary import Ending


@dataclass(frozen=True, slots=True)
class Receiver:
    """A colleague who took cases over, and how they stand now."""

    name: str
    cases: int  # taken over
    caseload: int  # now
    allowance: float | None


@dataclass(frozen=True, slots=True)
class Outflow:
    """Where a worker's cases went since a day; no case is named."""

    closed: int = 0
    unallocated: int = 0
    elsewhere: int = 0  # to somebody who is not in the workforce list
    receivers: Sequence[Receiver] = field(default_factory=tuple)  # most cases first

    @property
    def moved(self) -> int:
        return self.elsewhere + sum(receiver.cases for receiver in self.receivers)


NO_OUTFLOW = Outflow()


def ending_of(member: Member, reading: Reading | None, outflow: Outflow, *, listed: bool) -> Ending:
    """Which kind of end this is, the surest first; `listed`: the workforce has this worker."""
    if reading is None:
        gone = member.worker_id is not None and not listed
        return Ending.LEFT if gone else Ending.FELL
    if reading.gone is not None:
        return Ending.LEFT if reading.gone == "left" else Ending.ABSENT
    if _limit_rose(member, reading):
        return Ending.LIMIT_CHANGED
    return Ending.MOVED if outflow.moved else Ending.FELL


def _limit_rose(member: Member, reading: Reading) -> bool:
    """It would still be over by the limit of the day before."""
    return (
        member.limit is not None
        and reading.limit is not None
        and reading.limit > member.limit
        and reading.value > member.limit
    )

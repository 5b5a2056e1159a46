"""How one subject stands to a rule on the day of the data: what every rule is evaluated to."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One worker, kind of case, team or load, judged by one rule.

    `over` and `clear` are never both true. A reading that is neither lies in the margin: whoever
    is in an alert stays in it, and nobody joins.
    """

    subject: str  # "worker:12", "kind:child_protection", "team:3", "load:7", "measure:agency_fte"
    rule: str  # the rule's name
    over: bool
    clear: bool
    value: float  # what worsens as it rises: cases, days, children
    limit: float | None = None  # the yardstick it was judged against: an allowance, a promise
    worker_id: int | None = None
    since: date | None = None  # where the data itself says since when; else the alert counts
    name: str = ""  # who or what: "Sam Example", "child protection"
    said: str = ""  # how it stands: "26 cases, limit 18 (newly qualified)"; no worker's name
    said_to_all: str = ""  # where `said` is of one or two people: the same without the figure
    more: tuple[str, ...] = ()  # further sentences about it; no worker's name
    gone: str | None = None  # why a worker cannot be judged any more: "left" or "absent"

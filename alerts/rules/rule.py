"""A rule as a plain value: what it looks for, where, how long, and who is told."""

from dataclasses import dataclass
from datetime import datetime

from models.vocabulary import RuleKind, ToldTo

EVERYWHERE = "authority"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule as in force at one moment."""

    name: str  # unique: "worker-over-limit"
    kind: RuleKind
    applies_to: str = EVERYWHERE  # or "service:NAME", "kind:KIND", "team:NAME"
    is_on: bool = True
    limit: float = 0  # what it counts depends on the kind, see alerts.rules.kinds
    for_days: int = 0  # working days a breach lasts before it is told
    margin: float = 0  # below the limit by this much before it is over
    step: float = 0  # worse by this much is told anew; 0: never
    remind_days: int = 0  # working days without a word; 0: never
    escalate_days: int = 0  # working days without an acknowledgement; 0: never
    told_to: ToldTo = ToldTo.TEAM
    urgent: bool = False  # told outside working hours too
    from_at: datetime | None = None  # None: as shipped

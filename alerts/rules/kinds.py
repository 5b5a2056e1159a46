"""What each kind of rule looks for, what its limit counts, and what it is judged by."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from models.vocabulary import CaseKind, RuleKind

URGENT_KINDS = frozenset({CaseKind.CHILD_PROTECTION, CaseKind.LOOKED_AFTER})
"""Kinds of case that must always have a worker."""


class JudgedBy(Enum):
    """What a kind of rule is judged by, and so whether late data holds its alerts."""

    ALLOCATIONS = "allocations"
    CLOCK = "clock"  # and by which loads there are


class Over(Enum):
    """How a value stands to the limit when it is over."""

    ABOVE = "above"  # at the limit is still within it
    FROM = "from"  # at the limit is over: "for ten working days"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """One kind of rule in words, and how its numbers are to be read."""

    looks_for: str  # continues "Tells when …"
    counts: str  # what the limit counts: "cases above the allowance"
    unit: str  # of limit and margin, after a number other than 1
    over: Over = Over.ABOVE
    whole: bool = True  # whether the limit is a whole number
    names_workers: bool = False  # its members are people
    judged_by: JudgedBy = JudgedBy.ALLOCATIONS
    whole_authority: bool = False  # cannot be narrowed to a team, kind of team or service
    has_margin: bool = True
    may_reach_below: bool = False  # a margin may go below a limit of 0: there is room to fall
    step_unit: str = "cases"  # what worsens by a step


KINDS: Mapping[RuleKind, About] = {
    RuleKind.WORKER_OVER: About(
        looks_for="a worker at work holds more cases than their allowance",
        counts="cases above the allowance",
        unit="cases",
        whole=False,
        names_workers=True,
        may_reach_below=True,
    ),
    RuleKind.NEWLY_QUALIFIED_OVER: About(
        looks_for="a newly qualified worker at work holds more cases than their allowance",
        counts="cases above the allowance",
        unit="cases",
        whole=False,
        names_workers=True,
        may_reach_below=True,
    ),
    RuleKind.TEAM_ABOVE_PROMISE: About(
        looks_for="a team's average caseload is above the upper end of its promise",
        counts="cases per FTE above the promise's upper end",
        unit="cases per FTE",
        whole=False,
        may_reach_below=True,
        step_unit="cases per FTE",
    ),
    RuleKind.URGENT_UNALLOCATED: About(
        looks_for="a child-protection or looked-after case has no worker",
        counts="working days without a worker",
        unit="working days",
        over=Over.FROM,
        has_margin=False,
    ),
    RuleKind.UNALLOCATED: About(
        looks_for="a case has no worker for long",
        counts="working days without a worker",
        unit="working days",
        over=Over.FROM,
        has_margin=False,
    ),
    RuleKind.ABSENT_HOLDING: About(
        looks_for="an absent worker holds cases",
        counts="cases held",
        unit="cases",
        names_workers=True,
    ),
    RuleKind.LEAVER_HOLDING: About(
        looks_for="a worker who has left still holds cases",
        counts="cases held",
        unit="cases",
        names_workers=True,
    ),
    RuleKind.NOT_SEEN: About(
        looks_for="a child has not been seen for long",
        counts="days since the child was last seen",
        unit="days",
        names_workers=True,
        has_margin=False,
        step_unit="children",
    ),
    RuleKind.DATA_LATE: About(
        looks_for="no new allocations have come in",
        counts="working days since the newest allocations",
        unit="working days",
        over=Over.FROM,
        judged_by=JudgedBy.CLOCK,
        whole_authority=True,
        has_margin=False,
        step_unit="working days",
    ),
    RuleKind.LOAD_HELD: About(
        looks_for="a load is held until somebody decides about it",
        counts="working days held",
        unit="working days",
        over=Over.FROM,
        judged_by=JudgedBy.CLOCK,
        whole_authority=True,
        has_margin=False,
        step_unit="working days",
    ),
    RuleKind.UNMATCHED: About(
        looks_for="cases are held by somebody who is not in the workforce list",
        counts="cases held",
        unit="cases",
        names_workers=True,
        whole_authority=True,
    ),
}


def host(kind: RuleKind) -> RuleKind:
    """The kind of alert that a rule's members belong to: newly qualified workers share theirs."""
    return RuleKind.WORKER_OVER if kind is RuleKind.NEWLY_QUALIFIED_OVER else kind


def waits_for_data(kind: RuleKind) -> bool:
    """Whether alerts of this kind are held while the allocations are late."""
    return KINDS[kind].judged_by is JudgedBy.ALLOCATIONS

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
    # Held while the staff list is stale, which comes monthly; late allocations do not hold these.
    WORKFORCE = "workforce"
    CLOCK = "clock"  # and by which loads there are


class Over(Enum):
    """How a value stands to the limit when it is over."""

    ABOVE = "above"  # at the limit is still within it
    FROM = "from"  # at the limit is over: "for ten working days"
    WITHIN = "within"  # what comes up to the limit is over: "within eight weeks"


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


_OF_A_MEASURE = "FTE, people or percentage points"


def _off_target(looks_for: str, counts: str = f"above the target ({_OF_A_MEASURE})") -> About:
    return About(
        looks_for=looks_for,
        counts=counts,
        unit=_OF_A_MEASURE,
        whole=False,
        judged_by=JudgedBy.WORKFORCE,
        may_reach_below=True,
        step_unit=_OF_A_MEASURE,
    )


def _coming(looks_for: str, *, step_unit: str, whole_authority: bool = False) -> About:
    return About(
        looks_for=looks_for,
        counts="weeks ahead",
        unit="weeks",
        over=Over.WITHIN,
        judged_by=JudgedBy.WORKFORCE,
        whole_authority=whole_authority,
        has_margin=False,
        step_unit=step_unit,
    )


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
        looks_for="no new allocations have come in, or the workforce list is out of date",
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
    RuleKind.AGENCY_ABOVE: _off_target("agency social workers are above their target"),
    RuleKind.SUPERNUMERARY_PAST_END: _off_target(
        "supernumerary agency workers are above their target, or hold cases past their last day"
    ),
    RuleKind.VACANCY_OFF: _off_target("vacant posts are above their target"),
    RuleKind.PERMANENT_OFF: _off_target(
        "the permanent share is below its target", "below the target (percentage points)"
    ),
    RuleKind.TURNOVER_OFF: _off_target("turnover is above its target"),
    RuleKind.TARGET_MISSED: _coming(
        "a staffing target will be missed by what is known of starters, leavers and end dates",
        step_unit=_OF_A_MEASURE,
    ),
    RuleKind.FUNDING_ENDS: _coming(
        "the money for time-limited posts is about to end", step_unit="posts", whole_authority=True
    ),
    RuleKind.TEAM_ENDS: _coming("a temporary team is about to end", step_unit="cases"),
}


OFF_TARGET = frozenset(
    {
        RuleKind.AGENCY_ABOVE,
        RuleKind.SUPERNUMERARY_PAST_END,
        RuleKind.VACANCY_OFF,
        RuleKind.PERMANENT_OFF,
        RuleKind.TURNOVER_OFF,
    }
)
"""What is off its target today; a value is how far off, and its limit is the target."""

OF_STAFFING = frozenset(
    kind for kind, about in KINDS.items() if about.judged_by is JudgedBy.WORKFORCE
)
"""What the workforce tells; a reading's first line is a whole one, with what it is about."""


def host(kind: RuleKind) -> RuleKind:
    """The kind of alert that a rule's members belong to: newly qualified workers share theirs."""
    return RuleKind.WORKER_OVER if kind is RuleKind.NEWLY_QUALIFIED_OVER else kind


def waits_for_data(kind: RuleKind) -> bool:
    """Whether alerts of this kind are held while the allocations are late."""
    return KINDS[kind].judged_by is JudgedBy.ALLOCATIONS


def waits_for_workforce(kind: RuleKind) -> bool:
    """Whether alerts of this kind are held while the workforce is stale."""
    return KINDS[kind].judged_by is JudgedBy.WORKFORCE

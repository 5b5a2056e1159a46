"""Which decisions fit an alert of which kind, and what each is called there."""

from collections.abc import Mapping

from alerts.rules.kinds import OF_STAFFING
from models.vocabulary import DecisionKind, RuleKind, words

NEEDS_A_NOTE = frozenset({DecisionKind.AGREED_EXCEPTION, DecisionKind.OTHER})
"""Decisions that say nothing by themselves to whoever reads the register."""

_WITHOUT_A_WORKER = frozenset({RuleKind.UNALLOCATED, RuleKind.URGENT_UNALLOCATED})

_MOVED, _EXCEPTION = DecisionKind.CASES_BEING_MOVED, DecisionKind.AGREED_EXCEPTION
_PUT_RIGHT = DecisionKind.BEING_PUT_RIGHT

_OF_A_CASELOAD = (DecisionKind.NO_NEW_ALLOCATIONS, _MOVED, _EXCEPTION)

_FITTING: Mapping[RuleKind, tuple[DecisionKind, ...]] = {
    RuleKind.WORKER_OVER: _OF_A_CASELOAD,
    RuleKind.NEWLY_QUALIFIED_OVER: _OF_A_CASELOAD,
    RuleKind.TEAM_ABOVE_PROMISE: _OF_A_CASELOAD,
    RuleKind.ABSENT_HOLDING: _OF_A_CASELOAD,
    RuleKind.UNALLOCATED: (_MOVED, _EXCEPTION),
    # A child who must always have a worker is no exception that anybody can agree.
    RuleKind.URGENT_UNALLOCATED: (_MOVED,),
    RuleKind.LEAVER_HOLDING: (_MOVED,),
    RuleKind.NOT_SEEN: (DecisionKind.VISIT_BOOKED, _EXCEPTION),
    RuleKind.DATA_LATE: (_PUT_RIGHT,),
    RuleKind.LOAD_HELD: (_PUT_RIGHT,),
    RuleKind.UNMATCHED: (_PUT_RIGHT,),
    **dict.fromkeys(OF_STAFFING, (_EXCEPTION,)),
    RuleKind.FUNDING_ENDS: (),
    RuleKind.TEAM_ENDS: (_MOVED,),
}
"""Beside OTHER, which always fits; of the kinds that are not here an exception can be agreed."""

_OTHER: Mapping[RuleKind, str] = dict.fromkeys(
    OF_STAFFING, "what is being done about it (say so in the note)"
)


def fitting_decisions(kind: RuleKind) -> dict[DecisionKind, str]:
    """The decisions offered about an alert of this kind, each as a form words it."""
    fitting = _FITTING.get(kind, (_EXCEPTION,))
    found = {decision: decision_words(kind, decision) for decision in fitting}
    return {**found, DecisionKind.OTHER: _OTHER.get(kind, "other (say what in the note)")}


def decision_words(kind: RuleKind, decision: DecisionKind) -> str:
    """ "being allocated": what a decision that was made about an alert of this kind is called."""
    if decision is _MOVED and kind in _WITHOUT_A_WORKER:
        return "being allocated"
    return words(decision)

"""Which kinds of rule can be laid over the past, by what was kept of it, and why others cannot."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from alerts.rules.rule import Rule
from models.figures.snapshots import UNSEEN_FROM
from models.vocabulary import RuleKind


class Source(StrEnum):
    """What is kept of each day that rules can be judged by."""

    OVER = "workers' caseloads and limits"
    AWAY = "who was away, and what they held"
    PROMISE = "teams' average caseloads"
    WAITING = "since when cases had no worker"
    UNSEEN = "for how long children had not been seen"
    STAFFING = "teams' staffing"


SOURCES: Mapping[RuleKind, Source] = {
    RuleKind.WORKER_OVER: Source.OVER,
    RuleKind.NEWLY_QUALIFIED_OVER: Source.OVER,
    RuleKind.ABSENT_HOLDING: Source.AWAY,
    RuleKind.LEAVER_HOLDING: Source.AWAY,
    RuleKind.TEAM_ABOVE_PROMISE: Source.PROMISE,
    RuleKind.URGENT_UNALLOCATED: Source.WAITING,
    RuleKind.UNALLOCATED: Source.WAITING,
    RuleKind.NOT_SEEN: Source.UNSEEN,
    RuleKind.AGENCY_ABOVE: Source.STAFFING,
    RuleKind.SUPERNUMERARY_PAST_END: Source.STAFFING,
    RuleKind.VACANCY_OFF: Source.STAFFING,
    RuleKind.PERMANENT_OFF: Source.STAFFING,
    RuleKind.TURNOVER_OFF: Source.STAFFING,
}
"""Kinds of one source are judged together: some decide with regard to each other."""

_ABOUT_FEEDS = "It looks at which loads there were and when, and not at a day's figures."
_COMING = "What was known on a past day of starters, contracts and money still to come is not kept."

CANNOT: Mapping[RuleKind, str] = {
    RuleKind.DATA_LATE: _ABOUT_FEEDS,
    RuleKind.LOAD_HELD: _ABOUT_FEEDS,
    RuleKind.UNMATCHED: "Who was not in the workforce list on a past day is not kept.",
    RuleKind.TARGET_MISSED: _COMING,
    RuleKind.FUNDING_ENDS: _COMING,
    RuleKind.TEAM_ENDS: "Since when a team's end had been known is not kept.",
}
"""Why the others are not previewed, as sentences."""

_NOT_SAID: Mapping[RuleKind, tuple[str, ...]] = {
    RuleKind.ABSENT_HOLDING: (
        "An absence counts from the day the workforce list gives now, else from the first day "
        "kept of it.",
    ),
    RuleKind.LEAVER_HOLDING: ("Last days of work are as the workforce list gives them now.",),
    RuleKind.TEAM_ABOVE_PROMISE: ("Promises are as the newest workforce list dates them.",),
    RuleKind.URGENT_UNALLOCATED: ("Cases that are in no team are left out.",),
    RuleKind.UNALLOCATED: ("Cases that are in no team are left out.",),
    RuleKind.NOT_SEEN: (
        "Whose children these were is not kept: a team counts as one, and a further worker in an "
        "alert is told of only where the children are more by the step.",
    ),
    RuleKind.SUPERNUMERARY_PAST_END: (
        "Only the target is looked at: who held cases past their last day is not kept.",
    ),
}
_OF_STAFFING = "Targets and the teams of a service are as the newest workforce list has them."
_OF_WORKERS = "Whoever has been removed from what is stored is not counted."


def why_not(rule: Rule) -> str | None:
    """Why a rule cannot be laid over the past, as a sentence; None where it can."""
    if rule.kind is RuleKind.NOT_SEEN and rule.limit < UNSEEN_FROM:
        return (
            f"Children last seen fewer than {UNSEEN_FROM} days before are not kept of past days. "
            f"Write {UNSEEN_FROM} or more to look back."
        )
    return CANNOT.get(rule.kind)


def not_said(kind: RuleKind) -> tuple[str, ...]:
    """What a preview of this kind leaves out or takes as it is now, as sentences."""
    found = _NOT_SAID.get(kind, ())
    if SOURCES.get(kind) is Source.STAFFING:
        return (*found, _OF_STAFFING)
    return (*found, _OF_WORKERS) if SOURCES.get(kind) in {Source.OVER, Source.AWAY} else found


def kinds_of(source: Source) -> Collection[RuleKind]:
    """The kinds that are judged together by one source."""
    return frozenset(kind for kind, of in SOURCES.items() if of is source)

"""The rules as shipped: sensible for an English authority, each in force until it is changed."""

from collections.abc import Mapping

from alerts.rules.rule import Rule
from models.vocabulary import RuleKind, TeamKind, ToldTo

_OFF_TARGET = tuple(
    Rule(
        name=name,
        kind=kind,
        for_days=5,  # one extract with a starter or leaver missing is mended within a week
        step=2,
        remind_days=20,  # people are not found in a week
        escalate_days=10,
        told_to=ToldTo.SERVICE,  # a service's and a team's own target; the authority's: leadership
    )
    for name, kind in (
        ("agency-above-target", RuleKind.AGENCY_ABOVE),
        ("supernumerary-past-end", RuleKind.SUPERNUMERARY_PAST_END),
        ("vacancy-off-target", RuleKind.VACANCY_OFF),
        ("permanent-share-off-target", RuleKind.PERMANENT_OFF),
        ("turnover-off-target", RuleKind.TURNOVER_OFF),
    )
)

_RULES = (
    Rule(
        name="worker-over-limit",
        kind=RuleKind.WORKER_OVER,
        for_days=2,  # a case that is handed over passes through two caseloads for a day
        margin=1,  # at the limit is not yet clear of it
        step=2,
        remind_days=5,
        escalate_days=3,
    ),
    Rule(
        name="newly-qualified-over-limit",
        kind=RuleKind.NEWLY_QUALIFIED_OVER,
        for_days=1,
        # No margin: of a limit of 16.2 the fraction is margin enough.
        step=1,
        remind_days=5,
        escalate_days=2,
    ),
    Rule(
        name="team-above-promise",
        kind=RuleKind.TEAM_ABOVE_PROMISE,
        for_days=5,
        margin=0.5,
        step=1,
        remind_days=20,  # an average is mended in months
        told_to=ToldTo.SERVICE,
    ),
    Rule(
        name="urgent-case-unallocated",
        kind=RuleKind.URGENT_UNALLOCATED,
        limit=1,
        step=1,
        remind_days=1,
        escalate_days=1,
        urgent=True,
    ),
    Rule(
        name="case-unallocated",
        kind=RuleKind.UNALLOCATED,
        limit=10,
        step=3,
        remind_days=5,
        escalate_days=5,
    ),
    Rule(
        name="absent-worker-holding-cases",
        kind=RuleKind.ABSENT_HOLDING,
        for_days=3,  # a cold is not worth handing cases over for
        step=3,
        remind_days=5,
        escalate_days=5,
    ),
    Rule(
        name="leaver-holding-cases",
        kind=RuleKind.LEAVER_HOLDING,
        step=1,
        remind_days=2,
        escalate_days=2,
    ),
    Rule(
        name="child-not-seen",
        kind=RuleKind.NOT_SEEN,
        limit=28,  # four weeks, the longest that practice standards allow
        for_days=2,  # a visit is often written up a day or two later
        step=2,
        remind_days=5,
        escalate_days=5,
    ),
    Rule(
        name="care-leaver-not-seen",
        kind=RuleKind.NOT_SEEN,
        applies_to=f"kind:{TeamKind.CARE_LEAVERS.value}",
        limit=56,  # the statutory guidance on leaving care: at least every two months
        for_days=2,
        step=2,
        remind_days=5,
        escalate_days=5,
    ),
    Rule(
        name="data-late",
        kind=RuleKind.DATA_LATE,
        limit=2,  # a load is expected every working day, and one may be late
        remind_days=2,
        told_to=ToldTo.ADMINISTRATORS,
    ),
    Rule(
        name="load-held",
        kind=RuleKind.LOAD_HELD,
        remind_days=1,
        told_to=ToldTo.ADMINISTRATORS,
    ),
    Rule(
        name="unmatched-workers",
        kind=RuleKind.UNMATCHED,
        for_days=1,  # a starter's cases often come a day before the starter
        step=5,
        remind_days=10,
        told_to=ToldTo.ADMINISTRATORS,
    ),
    *_OFF_TARGET,
    Rule(
        name="target-will-be-missed",
        kind=RuleKind.TARGET_MISSED,
        limit=12,  # a quarter: the notice that most permanent staff give
        step=2,
        remind_days=20,
        escalate_days=10,
        told_to=ToldTo.SERVICE,
    ),
    Rule(
        name="funding-ends",
        kind=RuleKind.FUNDING_ENDS,
        limit=16,  # a committee's round, and then the time to recruit or to give notice
        step=1,
        remind_days=20,
        told_to=ToldTo.LEADERSHIP,
    ),
    Rule(
        name="team-ends",
        kind=RuleKind.TEAM_ENDS,
        limit=8,  # time to hand every case over at a visit
        remind_days=10,
        told_to=ToldTo.SERVICE,
    ),
)

SHIPPED: Mapping[str, Rule] = {rule.name: rule for rule in _RULES}
"""By name; of each kind there is one for the whole authority, and the first of its kind is that."""


def shipped_of(kind: RuleKind) -> Rule:
    """The shipped rule of a kind, whose values an authority's own rule begins with."""
    return next(rule for rule in _RULES if rule.kind is kind)

"""A change of a rule that takes somebody out of an open alert is said in its message."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from alerts.members import Judged
from alerts.notice import Notice
from alerts.notices.facts import RuleChange
from alerts.notices.message import message
from models.vocabulary import AlertState, Ending, RuleKind
from tests.alerts.notices.samples import SUBJECTS
from tests.alerts.notices.saying import JO, SAM, a_worker, ended, facts

PRIYA = RuleChange(datetime(2026, 11, 20, 8, 12, tzinfo=UTC), "Priya Analyst")
BY_PRIYA = "The rule was changed by Priya Analyst, Fri 20 Nov 08:12"


@pytest.mark.parametrize(
    ("kind", "change", "how", "said", "plain"),
    [
        (
            RuleKind.WORKER_OVER,
            PRIYA,
            Ending.RULE_CHANGED,
            f"{BY_PRIYA}: 1 worker is no longer counted here.",
            "The rule was changed, Fri 20 Nov 08:12: 1 worker is no longer counted here.",
        ),
        (
            RuleKind.WORKER_OVER,
            replace(PRIYA, by=None),
            Ending.RULE_CHANGED,
            "The rule was changed, Fri 20 Nov 08:12: 1 worker is no longer counted here.",
            "The rule was changed, Fri 20 Nov 08:12: 1 worker is no longer counted here.",
        ),
        (
            RuleKind.UNMATCHED,
            PRIYA,
            Ending.RULE_CHANGED,
            f"{BY_PRIYA}: 1 person is no longer counted here.",
            "The rule was changed, Fri 20 Nov 08:12: 1 person is no longer counted here.",
        ),
        (
            RuleKind.UNALLOCATED,
            PRIYA,
            Ending.RULE_CHANGED,
            f"{BY_PRIYA}: less is counted here now.",
            "The rule was changed, Fri 20 Nov 08:12: less is counted here now.",
        ),
        (RuleKind.WORKER_OVER, PRIYA, Ending.FELL, "", ""),
    ],
)
def test_who_leaves_an_open_alert_by_a_change_of_its_rule_is_said_with_who_changed_it(
    kind: RuleKind, change: RuleChange, how: Ending, said: str, plain: str
) -> None:
    first, second = SUBJECTS[kind]
    gone = ended(second, how)
    judged = Judged((first[0], gone[0]), ended=(gone[0].subject,))
    notice = message(facts(kind, first, gone, judged=judged, rule_change=change))
    assert (notice.rule_changed, notice.rule_changed_plain) == (said, plain)


def test_that_a_rule_was_changed_stays_in_the_message_until_the_alert_ends() -> None:
    before = Notice(
        alert_id=7,
        headline="Court North: 2 workers are over their limit",
        rule_changed=f"{BY_PRIYA}.",
        rule_changed_plain="The rule was changed.",
    )
    for later in ((), ("worker:2",)):
        subjects = a_worker(1, SAM, "26 cases, limit 18"), ended(a_worker(2, JO, ""), Ending.FELL)
        judged = Judged((), ended=later)
        notice = message(
            facts(RuleKind.WORKER_OVER, *subjects, life={"notice": before}, judged=judged)
        )
        assert notice.rule_changed == before.rule_changed
    over = {"notice": before, "state": AlertState.RESOLVED, "ending": Ending.FELL}
    assert message(facts(RuleKind.WORKER_OVER, subjects[1], life=over)).rule_changed == ""

"""How long cases wait for a worker, and which children have not been seen."""

from datetime import date
from typing import Any

import pytest

from alerts.calendar import WorkingCalendar
from alerts.rules.judging.day import TeamDay, Unseen
from alerts.rules.judging.judge import judge
from models.figures.book import Waiting
from models.vocabulary import CaseKind, RuleKind
from tests.build import FRIDAY, a_holder, a_rule, a_team_day

URGENT, USUAL = RuleKind.URGENT_UNALLOCATED, RuleKind.UNALLOCATED
CHILD_PROTECTION = CaseKind.CHILD_PROTECTION


def waiting(*parts: tuple[CaseKind, date | None, int], **given: Any) -> TeamDay:
    found = tuple(Waiting(1, kind, since, cases) for kind, since, cases in parts)
    return a_team_day(book={"waiting": found}, **given)


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (date(2026, 11, 16), "1 case, for 4 working days"),
        (date(2026, 11, 19), "1 case, for 1 working day"),
        (date(2026, 11, 20), None),
        (None, None),
    ],
)
def test_an_urgent_case_is_told_from_its_first_working_day_without_a_worker(
    since: date | None, said: str | None
) -> None:
    readings = judge({URGENT: a_rule(URGENT)}, waiting((CHILD_PROTECTION, since, 1)))
    assert [reading.said for reading in readings] == ([said] if said else [])


def test_cases_of_a_kind_are_one_reading_of_those_that_waited_too_long() -> None:
    day = waiting(
        (CHILD_PROTECTION, date(2026, 11, 16), 1),
        (CHILD_PROTECTION, date(2026, 11, 18), 1),
        (CHILD_PROTECTION, FRIDAY, 5),
        (CaseKind.LOOKED_AFTER, date(2026, 11, 18), 2),
    )
    readings = judge({URGENT: a_rule(URGENT)}, day)
    assert [(r.subject, r.name, r.said, r.value) for r in readings] == [
        (
            "kind:child_protection",
            "child protection",
            "2 cases, the longest for 4 working days",
            2,
        ),
        ("kind:looked_after", "looked after", "2 cases, the longest for 2 working days", 2),
    ]


@pytest.mark.parametrize(
    ("since", "is_over"),
    [
        (date(2026, 11, 6), True),  # ten working days
        (date(2026, 11, 9), False),  # nine
    ],
)
def test_a_case_waits_too_long_from_ten_working_days_on(since: date, is_over: bool) -> None:
    readings = judge({USUAL: a_rule(USUAL)}, waiting((CaseKind.CHILD_IN_NEED, since, 1)))
    assert bool(readings) is is_over


def test_bank_holidays_are_no_working_days_of_a_wait() -> None:
    # Christmas Day, and Boxing Day's substitute on the Monday.
    day = waiting((CHILD_PROTECTION, date(2026, 12, 24), 1))
    later = {"day": date(2026, 12, 29), "waiting": day.book.waiting}
    (reading,) = judge({URGENT: a_rule(URGENT)}, a_team_day(book=later))
    assert reading.said == "1 case, for 1 working day"


def test_a_closing_day_of_the_authority_is_no_working_day_of_a_wait() -> None:
    day = waiting((CHILD_PROTECTION, date(2026, 11, 19), 1), calendar=WorkingCalendar([FRIDAY]))
    assert judge({URGENT: a_rule(URGENT)}, day) == []


@pytest.mark.parametrize(
    ("kinds", "by"),
    [({URGENT, USUAL}, "urgent-case-unallocated"), ({USUAL}, "case-unallocated")],
)
def test_urgent_kinds_are_judged_by_the_usual_rule_while_their_own_is_off(
    kinds: set[RuleKind], by: str
) -> None:
    day = waiting((CHILD_PROTECTION, date(2026, 10, 1), 1))
    (reading,) = judge({kind: a_rule(kind) for kind in kinds}, day)
    assert reading.rule == by


def test_a_kind_that_an_alert_speaks_of_is_clear_once_its_cases_have_workers() -> None:
    day = waiting(watched=frozenset({"kind:child_protection"}))
    (reading,) = judge({URGENT: a_rule(URGENT)}, day)
    assert (reading.over, reading.clear, reading.value) == (False, True, 0)


# Not seen.

NOT_SEEN = RuleKind.NOT_SEEN
SEEN = date(2026, 10, 15)


def unseen_day(*unseen: Unseen, **given: Any) -> TeamDay:
    return a_team_day(a_holder(caseload=5), **{"unseen": {28: unseen}, **given})


def test_children_not_seen_are_read_by_worker_with_the_longest() -> None:
    day = unseen_day(Unseen(1, True, 1, date(2026, 10, 20)), Unseen(1, True, 2, SEEN))
    (reading,) = judge({NOT_SEEN: a_rule(NOT_SEEN)}, day)
    assert (reading.subject, reading.name) == ("worker:1", "Worker 1")
    assert (reading.value, reading.limit) == (3, 28)
    assert reading.said == "3 children, the longest not seen for 36 days"
    assert reading.since == date(2026, 11, 13)  # the day after the 28th


@pytest.mark.parametrize(
    ("unseen", "subject", "name"),
    [
        (Unseen(None, False, 1, SEEN), "nobody", "no worker"),
        (Unseen(None, True, 1, SEEN), "unmatched", "not in the workforce list"),
        (Unseen(99, True, 1, SEEN), "unmatched", "not in the workforce list"),
    ],
)
def test_children_without_a_worker_of_ours_are_read_too(
    unseen: Unseen, subject: str, name: str
) -> None:
    (reading,) = judge({NOT_SEEN: a_rule(NOT_SEEN)}, unseen_day(unseen))
    assert (reading.subject, reading.name, reading.worker_id) == (subject, name, None)
    assert reading.said == "1 child, not seen for 36 days"


def test_each_rule_is_judged_by_its_own_number_of_days() -> None:
    day = unseen_day(unseen={28: (), 42: (Unseen(1, True, 1, SEEN),)})
    assert judge({NOT_SEEN: a_rule(NOT_SEEN)}, day) == []
    assert len(judge({NOT_SEEN: a_rule(NOT_SEEN, limit=42)}, day)) == 1


@pytest.mark.parametrize("subject", ["worker:1", "nobody", "unmatched"])
def test_whoever_an_alert_speaks_of_is_clear_once_every_child_was_seen(subject: str) -> None:
    day = unseen_day(watched=frozenset({subject, "kind:looked_after", "worker:99"}))
    (reading,) = judge({NOT_SEEN: a_rule(NOT_SEEN)}, day)
    assert (reading.subject, reading.clear, reading.value) == (subject, True, 0)

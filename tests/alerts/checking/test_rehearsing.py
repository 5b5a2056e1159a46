"""What a file of rules would change if it were in force now; nothing is changed or told."""

from datetime import date
from typing import Any

import pytest

from alerts.checking.rehearsing import Change, Effect, Rehearsal, rehearse
from alerts.rules.defaults import SHIPPED
from alerts.rules.rule import Rule
from models.errors import NoData
from models.outbox import OutboxRow
from models.vocabulary import Ending, RuleKind
from tests.alerts.checking.court import Court
from tests.alerts.place import FRI, MON, NEXT_TUE, THU, TUE, half_past_eight
from tests.build import a_rule


def rehearsed(court: Court, day: date = THU, *others: Rule, **given: Any) -> Rehearsal:
    """With the rule about workers over their limit changed, and others."""
    rules = {**SHIPPED, **{rule.name: rule for rule in (a_rule(**given), *others)}}
    with court.database.look() as session:
        return rehearse(session, rules, court.authority, half_past_eight(day))


def about(found: Rehearsal, kind: RuleKind = RuleKind.WORKER_OVER) -> Change:
    (change,) = [change for change in found.changes if change.kind is kind]
    return change


def test_the_rules_in_force_change_nothing(court: Court) -> None:
    court.firing()
    before = len(court.rows(OutboxRow))
    found = rehearsed(court)
    assert {change.effect for change in found.changes} == {Effect.STAYS}
    assert len(court.rows(OutboxRow)) == before
    assert not found.late


def test_an_alert_is_told_now_that_waits_by_the_rules_in_force(court: Court) -> None:
    court.evening(MON, sam=3)
    court.morning(TUE)
    change = about(rehearsed(court, TUE, for_days=0))
    assert (change.effect, change.place, change.told) == (Effect.CHANGES, "Court North", 1)


ENDS = [
    ({"limit": 2}, Ending.RULE_CHANGED),
    ({"is_on": False}, Ending.SWITCHED_OFF),
]


@pytest.mark.parametrize(("given", "ending"), ENDS)
def test_an_alert_ends_by_rules_that_find_nothing_over(
    sqlite_court: Court, given: dict[str, Any], ending: Ending
) -> None:
    sqlite_court.firing()
    newly = a_rule(RuleKind.NEWLY_QUALIFIED_OVER, **given)
    change = about(rehearsed(sqlite_court, THU, newly, **given))
    assert (change.effect, change.ending, change.leaves) == (Effect.ENDS, ending, 1)


@pytest.mark.parametrize(
    ("for_days", "told", "waiting", "in_days"), [(0, 1, 0, 0), (3, 1, 0, 0), (4, 0, 1, 1)]
)
def test_a_rule_that_was_off_opens_alerts_told_now_or_in_some_days(
    sqlite_court: Court, for_days: int, told: int, waiting: int, in_days: int
) -> None:
    """Sam has been absent since Monday, three working days before the data."""
    court = sqlite_court
    court.rule(RuleKind.ABSENT_HOLDING, is_on=False)
    with court.database.transaction() as session:
        session.merge(court.sam).absent_from = MON
    court.evening(MON, sam=1)
    court.evening(THU)
    court.morning(FRI)
    rule = a_rule(RuleKind.ABSENT_HOLDING, for_days=for_days)
    change = about(rehearsed(court, FRI, rule), RuleKind.ABSENT_HOLDING)
    assert (change.effect, change.told, change.waiting) == (Effect.OPENS, told, waiting)
    assert change.in_days == in_days


def test_who_joins_and_who_leaves_is_counted(sqlite_court: Court) -> None:
    """By the rules in force Sam and Jo are over; by a limit of two more, only Jo is."""
    court = sqlite_court
    court.evening(MON, sam=3, jo=6)
    court.evening(THU)
    court.morning(FRI)
    change = about(rehearsed(court, FRI, limit=2, margin=0))
    assert (change.effect, change.joins, change.leaves) == (Effect.CHANGES, 0, 1)


def test_what_is_over_by_the_rules_is_shown_and_whether_it_is_told(sqlite_court: Court) -> None:
    found = rehearsed(sqlite_court.firing())
    (over,) = [each for each in found.found if each.rule.kind is RuleKind.WORKER_OVER]
    assert [reading.said for reading in over.readings] == ["3 cases, limit 2"]
    subject = over.readings[0].subject
    assert ("worker-over-limit", "Court North", subject) in found.told


def test_while_the_data_is_late_nothing_opens_or_ends(sqlite_court: Court) -> None:
    sqlite_court.firing()
    found = rehearsed(sqlite_court, NEXT_TUE, limit=5)
    assert found.late
    assert about(found).effect is Effect.STAYS


def test_before_the_first_load_there_is_nothing_to_try(sqlite_court: Court) -> None:
    with pytest.raises(NoData):
        rehearsed(sqlite_court)

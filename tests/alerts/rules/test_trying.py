"""How a trial of rules is told: what each finds in each place, the worst first."""

from alerts.rules.trying import found_by, in_order
from models.vocabulary import RuleKind
from tests.build import a_reading, a_rule

OVER, PROMISE = a_rule(), a_rule(RuleKind.TEAM_ABOVE_PROMISE)


def test_what_is_over_by_a_rule_is_found_with_the_worst_first() -> None:
    readings = [
        a_reading(1, value=20),
        a_reading(2, value=26),
        a_reading(3, value=18, over=False),
    ]
    (found,) = found_by([OVER, PROMISE], readings, "Court North")
    assert (found.rule, found.place) == (OVER, "Court North")
    assert [reading.worker_id for reading in found.readings] == [2, 1]


def test_rules_come_by_kind_and_the_place_with_most_over_first() -> None:
    average = a_reading(subject="team:1", rule=PROMISE.name)
    found = [
        *found_by([PROMISE], [average], "Court North"),
        *found_by([OVER], [a_reading(1)], "Court North"),
        *found_by([OVER], [a_reading(2), a_reading(3)], "Court South"),
    ]
    assert [(each.rule.name, each.place) for each in in_order(found)] == [
        (OVER.name, "Court South"),
        (OVER.name, "Court North"),
        (PROMISE.name, "Court North"),
    ]

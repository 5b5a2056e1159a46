"""A campaign's account of the rules says what the product makes of the same file."""

from random import Random

import pytest

from alerts.rules.in_force import TeamPlace, rules_for
from alerts.rules.toml_file import read_rules
from alerts.rules.validity import Places
from models.vocabulary import RuleKind, TeamKind
from tests.chaos.rulebook import LIMIT, OWN_TEAM, OwnRule, Rulebook, another
from tests.chaos.town import TEAMS

PLACES = Places(teams=TEAMS, services=())
OFF = OwnRule(allowed=3, is_on=False)


@pytest.mark.parametrize(
    ("rules", "team", "most"),
    [
        (Rulebook(), OWN_TEAM, LIMIT),
        (Rulebook(allowed=1), OWN_TEAM, LIMIT + 1),
        (Rulebook(is_on=False), OWN_TEAM, None),
        (Rulebook(own=OwnRule(allowed=3, is_on=True)), OWN_TEAM, LIMIT + 3),
        (Rulebook(is_on=False, own=OwnRule(allowed=3, is_on=True)), OWN_TEAM, LIMIT + 3),
        (Rulebook(own=OFF), OWN_TEAM, None),
        (Rulebook(own=OFF), TEAMS[0], LIMIT),
        (Rulebook(urgent=False), TEAMS[0], LIMIT),
    ],
)
def test_the_file_of_rules_means_what_the_account_says(
    rules: Rulebook, team: str, most: int | None
) -> None:
    read = read_rules(rules.as_file(), PLACES)
    assert read.problems == ()
    place = TeamPlace(team, TeamKind.COURT, "Service")
    found = rules_for({rule.name: rule for rule in read.rules}, place)
    over = found.get(RuleKind.WORKER_OVER)
    assert rules.most_held(team) == most == (None if over is None else LIMIT + over.limit)
    assert (RuleKind.URGENT_UNALLOCATED in found) is rules.urgent


def test_a_change_is_one() -> None:
    chance, rules = Random(1), Rulebook()
    for _ in range(100):
        changed = another(chance, rules)
        assert changed != rules
        rules = changed

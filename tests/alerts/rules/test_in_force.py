"""Which rules are in force when, and which of them decides where."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from alerts.rules.defaults import SHIPPED, shipped_of
from alerts.rules.in_force import ServicePlace, TeamPlace, rules_at, rules_for
from alerts.rules.kinds import KINDS, OF_STAFFING, host, waits_for_data
from alerts.rules.rule import Rule
from models.rules import RuleVersion
from models.vocabulary import RuleKind, TeamKind, ToldTo
from tests.build import a_rule

COURT = TeamPlace("Court North", TeamKind.COURT, "Court Service")
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_version(name: str = "worker-over-limit", **given: Any) -> RuleVersion:
    values = {
        "name": name,
        "kind": RuleKind.WORKER_OVER,
        "applies_to": "authority",
        "is_on": True,
        "limit": 3,
        "for_days": 2,
        "margin": 1,
        "step": 2,
        "remind_days": 5,
        "escalate_days": 3,
        "told_to": ToldTo.TEAM,
        "urgent": False,
        "from_at": NOON,
        "until_at": None,
        "changed_by": "admin@example.gov.uk",
        **given,
    }
    return RuleVersion(**values)


def test_what_nobody_changed_is_as_shipped() -> None:
    assert rules_at([], NOON) == SHIPPED


@pytest.mark.parametrize(
    ("at", "limit"),
    [(NOON - HOUR, 0), (NOON, 3), (NOON + HOUR, 5), (NOON + 2 * HOUR, 0)],
)
def test_a_stored_version_replaces_the_shipped_rule_while_it_is_in_force(
    at: datetime, limit: float
) -> None:
    versions = [
        a_version(until_at=NOON + HOUR),
        a_version(limit=5, from_at=NOON + HOUR, until_at=NOON + 2 * HOUR),
    ]
    assert rules_at(versions, at)["worker-over-limit"].limit == limit


def test_an_authority_may_have_rules_of_its_own() -> None:
    found = rules_at([a_version("court-over", applies_to="kind:court")], NOON)
    assert set(found) == {*SHIPPED, "court-over"}
    assert found["court-over"].from_at == NOON


def named(*rules: Rule) -> dict[str, Rule]:
    return {rule.name: rule for rule in rules}


EVERYWHERE = a_rule()
BY_SERVICE = a_rule(name="s", applies_to="service:Court Service")
BY_KIND = a_rule(name="k", applies_to="kind:court")
BY_TEAM = a_rule(name="t", applies_to="team:Court North")
ELSEWHERE = a_rule(name="e", applies_to="team:Court South")


@pytest.mark.parametrize(
    ("rules", "deciding"),
    [
        ((EVERYWHERE,), "worker-over-limit"),
        ((BY_SERVICE, EVERYWHERE), "s"),
        ((EVERYWHERE, BY_SERVICE, BY_KIND), "k"),
        ((BY_TEAM, EVERYWHERE, BY_SERVICE, BY_KIND), "t"),
        ((EVERYWHERE, ELSEWHERE), "worker-over-limit"),
        ((ELSEWHERE,), None),
    ],
)
def test_the_most_specific_rule_decides(rules: tuple[Rule, ...], deciding: str | None) -> None:
    found = rules_for(named(*rules), COURT).get(RuleKind.WORKER_OVER)
    assert (found.name if found else None) == deciding


def test_where_the_deciding_rule_is_off_the_kind_is_off() -> None:
    off = a_rule(name="t", applies_to="team:Court North", is_on=False)
    assert rules_for(named(EVERYWHERE, off), COURT).get(RuleKind.WORKER_OVER) is None


def test_outside_every_team_only_the_authoritys_rules_decide() -> None:
    found = rules_for(named(EVERYWHERE, BY_TEAM), None)
    assert found == {RuleKind.WORKER_OVER: EVERYWHERE}


@pytest.mark.parametrize(("service", "deciding"), [("Court Service", "s"), ("Law", "e")])
def test_of_a_service_itself_its_own_rule_decides_and_no_team_s(
    service: str, deciding: str
) -> None:
    everywhere = a_rule(name="e")
    rules = named(everywhere, BY_SERVICE, BY_TEAM)
    assert rules_for(rules, ServicePlace(service))[RuleKind.WORKER_OVER].name == deciding


def test_every_kind_of_rule_is_described_and_shipped_once_for_the_whole_authority() -> None:
    assert set(KINDS) == set(RuleKind)
    everywhere = [rule for rule in SHIPPED.values() if rule.applies_to == "authority"]
    assert [rule.kind for rule in everywhere] == list(RuleKind)
    assert all(shipped_of(rule.kind) is rule for rule in everywhere)
    assert shipped_of(RuleKind.DATA_LATE).name == "data-late"


def test_care_leavers_are_seen_every_eight_weeks_and_children_every_four() -> None:
    limits = {
        kind: rules_for(SHIPPED, TeamPlace("A team", kind, "A service"))[RuleKind.NOT_SEEN]
        for kind in (TeamKind.CARE_LEAVERS, TeamKind.COURT)
    }
    assert [rule.limit for rule in limits.values()] == [56, 28]


def test_newly_qualified_workers_are_members_of_their_colleagues_alert() -> None:
    assert host(RuleKind.NEWLY_QUALIFIED_OVER) is RuleKind.WORKER_OVER
    assert host(RuleKind.NOT_SEEN) is RuleKind.NOT_SEEN


def test_only_what_tells_of_loads_or_staffing_is_judged_while_the_allocations_are_late() -> None:
    told = {kind for kind in RuleKind if not waits_for_data(kind)}
    assert told == {RuleKind.DATA_LATE, RuleKind.LOAD_HELD, *OF_STAFFING}

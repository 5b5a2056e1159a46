"""Changing the rules in force: versions, who did it and why, and two administrators at once."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from alerts.rules.changes import changes
from alerts.rules.defaults import SHIPPED
from alerts.rules.in_force import rules_at
from alerts.rules.rule import Rule
from alerts.rules.storing import (
    RuleChanged,
    apply_rules,
    change_rule,
    places,
    rules_now,
    rules_on,
    stored_versions,
)
from alerts.rules.words import change_words
from models.database import Database
from models.errors import NotFound
from models.people import AuditEntry
from models.vocabulary import ToldTo
from tests.build import FRIDAY, a_rule, a_service, a_team

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
MIA, NED = "mia@example.gov.uk", "ned@example.gov.uk"

LOOSER = a_rule(limit=2)
OWN = a_rule(name="court-over", applies_to="kind:court", limit=4)


WITHOUT_IT = [rule for rule in SHIPPED.values() if rule.name != LOOSER.name]


def wanted(*rules: Rule) -> list[Rule]:
    """The shipped rules with some replaced or added."""
    return list({**SHIPPED, **{rule.name: rule for rule in rules}}.values())


def apply(session: Session, rules: Iterable[Rule], now: datetime = NOON) -> list[str]:
    done = apply_rules(session, list(rules), by=MIA, now=now, reason="agreed on Monday")
    return [change.name for change in done]


def test_the_shipped_rules_change_nothing(database: Database) -> None:
    with database.transaction() as session:
        assert apply(session, wanted()) == []
        assert stored_versions(session) == []


def test_a_changed_rule_is_in_force_from_now_with_who_and_why(database: Database) -> None:
    with database.transaction() as session:
        assert apply(session, wanted(LOOSER)) == ["worker-over-limit"]
    with database.look() as session:
        (version,) = stored_versions(session)
        assert rules_now(session, NOON)["worker-over-limit"] == replace(LOOSER, from_at=NOON)
        assert (version.changed_by, version.reason) == (MIA, "agreed on Monday")
        assert rules_at([version], NOON - HOUR) == SHIPPED


def test_applying_the_same_again_changes_nothing(database: Database) -> None:
    with database.transaction() as session:
        apply(session, wanted(LOOSER, OWN))
        assert apply(session, wanted(LOOSER, OWN), NOON + HOUR) == []
        assert len(stored_versions(session)) == 2


def test_a_second_change_ends_the_first_version(database: Database) -> None:
    with database.transaction() as session:
        apply(session, wanted(LOOSER))
        apply(session, wanted(a_rule(limit=3)), NOON + HOUR)
        versions = stored_versions(session)
    assert [rules_at(versions, NOON + n * HOUR)["worker-over-limit"].limit for n in (-1, 0, 1)] == [
        0,
        2,
        3,
    ]


def test_two_changes_in_one_moment_follow_one_another(database: Database) -> None:
    with database.transaction() as session:
        apply(session, wanted(LOOSER))
        apply(session, wanted(a_rule(limit=3)))
        assert rules_now(session, NOON)["worker-over-limit"].limit == 3


def test_a_rule_left_out_goes_back_to_the_shipped_one(database: Database) -> None:
    with database.transaction() as session:
        apply(session, wanted(LOOSER))
        assert apply(session, WITHOUT_IT, NOON + HOUR) == ["worker-over-limit"]
        assert rules_now(session, NOON + HOUR) == SHIPPED


def test_an_own_rule_left_out_is_removed_so_that_wider_rules_decide_again(
    database: Database,
) -> None:
    with database.transaction() as session:
        apply(session, wanted(OWN))
        assert apply(session, wanted(), NOON + HOUR) == ["court-over"]
        assert "court-over" not in rules_now(session, NOON + HOUR)
        assert apply(session, wanted(OWN), NOON + 2 * HOUR) == ["court-over"]


def test_every_change_is_audited_with_what_it_was_before(database: Database) -> None:
    with database.transaction() as session:
        apply(session, wanted(LOOSER))
        (entry,) = session.scalars(select(AuditEntry).order_by(col(AuditEntry.id)))
    assert (entry.who, entry.deed) == (MIA, "changed a rule")
    assert entry.detail == {
        "rule": "worker-over-limit",
        "before": {"limit": 0},
        "after": {"limit": 2},
        "reason": "agreed on Monday",
    }


# One rule, by one of two administrators.


def test_one_rule_is_changed_and_the_others_stay(database: Database) -> None:
    with database.transaction() as session:
        apply(session, wanted(OWN))
        (change,) = change_rule(session, LOOSER, expected=None, by=NED, now=NOON + HOUR)
        assert change.name == "worker-over-limit"
        assert rules_now(session, NOON + HOUR)["court-over"].limit == 4


@pytest.mark.parametrize("expected", [None, NOON - HOUR])
def test_a_change_of_a_rule_that_somebody_changed_meanwhile_is_refused(
    database: Database, expected: datetime | None
) -> None:
    with database.transaction() as session:
        apply(session, wanted(LOOSER))
    mine = a_rule(limit=5)
    with database.transaction() as session, pytest.raises(RuleChanged) as caught:
        change_rule(session, mine, expected=expected, by=NED, now=NOON + HOUR)
    assert (caught.value.by, caught.value.at, caught.value.rule.limit) == (MIA, NOON, 2)
    assert "mia@example.gov.uk changed the rule worker-over-limit" in str(caught.value)


def test_a_rule_that_went_back_to_the_shipped_one_was_changed_too(database: Database) -> None:
    with database.transaction() as session:
        apply(session, wanted(LOOSER))
        apply(session, WITHOUT_IT, NOON + HOUR)
        with pytest.raises(RuleChanged):
            change_rule(session, a_rule(limit=5), expected=NOON, by=NED, now=NOON + HOUR)
        change_rule(session, a_rule(limit=5), expected=None, by=NED, now=NOON + 2 * HOUR)
        assert rules_now(session, NOON + 2 * HOUR)["worker-over-limit"].limit == 5


def test_a_rule_that_was_removed_cannot_be_changed(database: Database) -> None:
    with database.transaction() as session, pytest.raises(NotFound):
        change_rule(session, OWN, expected=None, by=NED, now=NOON)


def test_of_two_administrators_at_the_same_moment_one_is_refused(database: Database) -> None:
    barrier, refused = Barrier(2), []

    def change(who: str, limit: float) -> None:
        barrier.wait()
        try:
            with database.transaction() as session:
                change_rule(session, a_rule(limit=limit), expected=None, by=who, now=NOON)
        except RuleChanged:
            refused.append(who)

    threads = [Thread(target=change, args=each) for each in ((MIA, 2), (NED, 3))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.look() as session:
        (version,) = stored_versions(session)
    assert {version.changed_by, *refused} == {MIA, NED}


def test_a_rule_may_apply_to_teams_and_services_that_are_listed(database: Database) -> None:
    with database.transaction() as session:
        court = a_service(session, "Court")
        a_team(session, "Court North", court)
        a_team(session, "Court Old", court, dropped_on=FRIDAY)
        found = places(session)
    assert (list(found.teams), list(found.services)) == (["Court North"], ["Court"])


# In words.


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ([], [LOOSER], "worker-over-limit: limit 0 → 2"),
        (
            [],
            [a_rule(is_on=False, told_to=ToldTo.SERVICE)],
            "worker-over-limit: on yes → no, told to team → service",
        ),
        (
            [LOOSER],
            [],
            "worker-over-limit: back to the shipped rule, limit 2 → 0",
        ),
        ([OWN], [], "court-over: removed; wider rules decide again where it did"),
    ],
)
def test_a_change_is_said_in_one_line(before: list[Rule], after: list[Rule], words: str) -> None:
    current = {rule.name: rule for rule in wanted(*before)}
    left_out = {rule.name for rule in before}
    (change,) = changes(current, [rule for rule in wanted(*after) if rule.name not in left_out])
    assert change_words(change) == words


def test_a_new_rule_is_said_with_all_it_says() -> None:
    (change,) = changes(SHIPPED, wanted(OWN))
    assert change_words(change) == (
        "court-over: new. Tells when a worker at work holds more cases than their allowance "
        "(court teams): more than 4 cases above the allowance; told after 2 working days; ends "
        "1 case below the limit; told anew when worse by 2 cases; reminder after 5 working days; "
        "head of service after 3 working days; to the team's channel"
    )


LONDON = ZoneInfo("Europe/London")
MIDNIGHT = datetime(2026, 7, 11, tzinfo=LONDON)
"""In summer, when it is still the day before in UTC."""


@pytest.mark.parametrize(
    ("changed_at", "limit"),
    [
        (MIDNIGHT - timedelta(microseconds=1), 2),
        (MIDNIGHT, 0),
        (MIDNIGHT + timedelta(hours=1), 0),  # midnight in UTC
    ],
)
def test_the_rules_of_a_day_are_those_at_its_end_in_the_authority_s_zone(
    sqlite_database: Database, changed_at: datetime, limit: float
) -> None:
    with sqlite_database.transaction() as session:
        apply(session, wanted(LOOSER), changed_at)
        assert rules_on(session, date(2026, 7, 10), LONDON)[LOOSER.name].limit == limit


def test_a_rule_changed_since_is_as_it_was_on_the_day(database: Database) -> None:
    with database.transaction() as session:
        apply(session, wanted(LOOSER, OWN), NOON)
        apply(session, wanted(a_rule(limit=5)), NOON + 48 * HOUR)
        then, now = (rules_on(session, day, LONDON) for day in (FRIDAY, date(2026, 11, 22)))
        assert (then[LOOSER.name].limit, now[LOOSER.name].limit) == (2, 5)
        assert (OWN.name in then, OWN.name in now) == (True, False)

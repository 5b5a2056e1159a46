"""A history lived through by a rule: when it fires, for how long, and what holds or moves it."""

from datetime import date
from typing import Any

import pytest

from alerts.rules.rule import Rule
from tests.alerts.rules.previewing.histories import a_day, lived, november
from tests.build import a_rule

NEVER: list[tuple[date, date, date | None, int]] = []
"""Of each episode: since, told by the data of, until, working days."""

THU_24_DEC, TUE_29_DEC, WED_30_DEC = date(2026, 12, 24), date(2026, 12, 29), date(2026, 12, 30)


def days(*cases: int, first: int = 2) -> list[tuple[date, int]]:
    """The cases of one worker whose limit is 18, working day by working day from Monday on."""
    working = [november(day) for day in range(first, 31) if november(day).weekday() < 5]
    return list(zip(working, cases, strict=False))


@pytest.mark.parametrize(
    ("terms", "held", "told"),
    [
        pytest.param({}, days(18, 18, 18, 18), NEVER, id="at the limit is not over it"),
        pytest.param({}, days(19, 19, 17), NEVER, id="over for one working day of two"),
        pytest.param(
            {},
            days(19, 19, 19, 17),
            [(november(2), november(4), november(5), 3)],
            id="over for two working days",
        ),
        pytest.param(
            {"for_days": 0},
            days(19, 17),
            [(november(2), november(2), november(3), 1)],
            id="told at once",
        ),
        pytest.param(
            {},
            days(19, 19, 19, 18, 17),
            [(november(2), november(4), november(6), 4)],
            id="in the margin it goes on",
        ),
        pytest.param(
            {"margin": 0},
            days(19, 19, 19, 18, 17),
            [(november(2), november(4), november(5), 3)],
            id="without a margin it ends at the limit",
        ),
        pytest.param(
            {},
            days(19, 18, 19, 19),
            NEVER,
            id="whoever was not told of leaves at the limit, and begins anew",
        ),
        pytest.param(
            {"limit": 1},
            days(19, 19, 19, 20, 20, 20),
            [(november(5), november(9), None, 2)],
            id="the rule's own limit comes on top",
        ),
        pytest.param(
            {},
            days(19, 19, 19, first=6),
            [(november(6), november(10), None, 2)],
            id="a weekend has no working days",
        ),
        pytest.param(
            {},
            [(THU_24_DEC, 19), (TUE_29_DEC, 19), (WED_30_DEC, 19)],
            [(THU_24_DEC, WED_30_DEC, None, 2)],
            id="nor have bank holidays",
        ),
        pytest.param(
            {},
            [(november(2), 19), (november(9), 19)],
            [(november(2), november(9), None, 5)],
            id="in a gap nothing fires, and after it what has lasted is told",
        ),
        pytest.param(
            {"for_days": 0},
            [(november(2), 19), (november(9), 17)],
            [(november(2), november(2), november(9), 5)],
            id="in a gap nothing ends",
        ),
        pytest.param(
            {"for_days": 0},
            days(19, 17, 17, 19),
            [(november(2), november(2), november(3), 1), (november(5), november(5), None, 0)],
            id="over again is another episode",
        ),
    ],
)
def test_one_worker_day_by_day(
    terms: dict[str, Any],
    held: list[tuple[date, int]],
    told: list[tuple[date, date, date | None, int]],
) -> None:
    history = [a_day(day, {(1, 1): cases}) for day, cases in held]
    found = lived(a_rule(**terms), *history)
    assert [(e.since, e.fired_on, e.until, e.working_days) for e in found] == told


def test_another_who_joins_is_told_in_the_same_alert_and_so_is_whoever_gets_worse() -> None:
    found = lived(
        a_rule(for_days=0, step=2),
        a_day(november(2), {(1, 1): 19}),
        a_day(november(3), {(1, 1): 20, (2, 1): 22}),
        a_day(november(4), {(1, 1): 21, (2, 1): 22}),
        a_day(november(5), {(1, 1): 21, (2, 1): 17}),
    )
    (episode,) = found
    assert (episode.members, episode.notices, episode.until) == (2, 3, None)
    assert (episode.value, episode.limit) == (22, 18)


def test_where_all_who_were_told_of_leave_those_who_wait_fire_in_an_alert_of_their_own() -> None:
    found = lived(
        a_rule(),
        *(a_day(november(day), {(1, 1): 19}) for day in (2, 3)),
        a_day(november(4), {(1, 1): 19, (2, 1): 19}),
        *(a_day(november(day), {(2, 1): 19}) for day in (5, 6)),
    )
    assert [(e.since, e.until, e.members) for e in found] == [
        (november(2), november(5), 1),
        (november(4), None, 1),
    ]


def test_whoever_changes_teams_is_over_there_since_the_first_day() -> None:
    found = lived(
        a_rule(),
        *(a_day(november(day), {(1, 1): 19}) for day in (2, 3, 4)),
        a_day(november(5), {(1, 2): 19}),
    )
    assert [(e.place, e.since, e.fired_on, e.until) for e in found] == [
        ("team:1", november(2), november(4), november(5)),
        ("team:2", november(2), november(5), None),
    ]


def test_a_team_whose_cases_are_all_missing_is_held() -> None:
    found = lived(
        a_rule(for_days=0),
        a_day(november(2), {(1, 1): 19}),
        a_day(november(3), {}, emptied=[1]),
        a_day(november(4), {(1, 1): 19}),
    )
    assert [(e.since, e.until, e.notices) for e in found] == [(november(2), None, 1)]


@pytest.mark.parametrize(
    "rule", [a_rule(is_on=False), a_rule(applies_to="team:Court South", name="court-south")]
)
def test_a_rule_that_is_off_or_for_elsewhere_tells_nothing_here(rule: Rule) -> None:
    assert lived(rule, *(a_day(november(day), {(1, 1): 30}) for day in (2, 3, 4))) == []

"""What happens in Court North in the four weeks after the last day."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from alerts.calendar import WorkingCalendar
from bot.demo.authority import Evening
from bot.demo.cast import cast_member
from bot.demo.coming_days import ComingDays
from bot.demo.story import DAYS
from tests.bot.demo.reading import LAST_DAY, Row, caseloads, day_of, open_cases

CALENDAR = WorkingCalendar()


@pytest.fixture(scope="module")
def told(coming: Callable[[], ComingDays]) -> list[Evening]:
    """The evenings of the story; the first, at 0, is the last day's."""
    told = coming()
    days = [LAST_DAY + timedelta(days=ahead) for ahead in range(2 * DAYS)]
    return [told.evening(day) for day in days if CALENDAR.is_working_day(day)][: DAYS + 1]


def held(evening: Evening, key: str) -> int:
    return caseloads(evening)[cast_member(key).name]


def staff_row(evening: Evening, key: str) -> Row:
    assert evening.workforce is not None
    email = cast_member(key).email
    return next(row for row in evening.workforce["Staff"] if row["email"] == email)


@pytest.mark.parametrize(
    ("key", "cases"),
    [
        ("worker", {0: 26, 6: 26, 7: 17, 11: 17, 12: 18, 20: 18}),
        ("newly_qualified", {0: 17, 7: 17, 8: 15, 16: 15, 17: 17, 20: 17}),
        ("half_time", {0: 11, 7: 11, 8: 8, 20: 8}),
        ("with_room", {0: 15, 2: 15, 3: 11, 4: 12, 6: 12, 7: 18, 20: 18}),
        ("exception", {0: 22, 20: 22}),
        ("court_agency", {0: 18, 3: 18, 4: 19, 8: 19, 9: 17, 14: 17, 15: 6, 17: 6, 18: 0}),
        ("court_steady", {0: 18, 1: 20, 5: 20, 6: 23, 8: 23, 9: 17, 20: 17}),
        ("court_small", {0: 9, 13: 9, 14: 0, 20: 0}),
        ("court_smallest", {0: 7, 20: 7}),
    ],
)
def test_each_worker_holds_what_the_story_says(
    told: list[Evening], key: str, cases: dict[int, int]
) -> None:
    assert {at: held(told[at], key) for at in cases} == cases


def test_six_of_samirs_cases_go_to_kit_and_three_close(told: list[Evening]) -> None:
    samir, kit = (cast_member(key).name for key in ("worker", "with_room"))
    before = {row["case_ref"] for row in open_cases(told[6]) if row["worker"] == samir}
    after = {row["case_ref"]: row for row in told[7].cases if row["case_ref"] in before}
    assert sum(row["worker"] == kit for row in after.values()) == 6
    closed = [row for row in after.values() if row["closed_on"]]
    assert [row["closed_on"] for row in closed] == [told[7].day.isoformat()] * 3


def test_a_child_on_a_protection_plan_has_no_worker_for_two_days(told: list[Evening]) -> None:
    def waiting(evening: Evening) -> int:
        return sum(
            row["kind"] == "child_protection" and not row["worker"] for row in open_cases(evening)
        )

    assert [waiting(told[at]) for at in (1, 2, 3, 4)] == [0, 1, 1, 0]


def test_ravi_is_away_while_cases_are_his_and_comes_back(told: list[Evening]) -> None:
    away = [
        at for at, evening in enumerate(told) if staff_row(evening, "court_small")["absent_from"]
    ]
    assert away == list(range(11, 18))
    assert [held(told[at], "court_small") for at in (11, 13, 14)] == [9, 9, 0]


def test_delia_leaves_with_six_cases_that_her_successor_takes(told: list[Evening]) -> None:
    assert staff_row(told[14], "court_agency")["left_on"] == ""
    assert day_of(staff_row(told[15], "court_agency")["left_on"]) == told[15].day
    assert [held(told[at], "court_agency") for at in (15, 16, 17, 18)] == [6, 6, 6, 0]
    sheets = told[18].workforce
    assert sheets is not None
    (successor,) = [
        row
        for row in sheets["Staff"]
        if row["team"] == "Court North" and row["started_on"] > told[14].day.isoformat()
    ]
    assert caseloads(told[18])[successor["name"]] == 6


def test_nobody_in_the_team_is_over_when_the_team_has_acted(told: list[Evening]) -> None:
    limits = {"worker": 18, "newly_qualified": 16.2, "half_time": 9, "with_room": 18}
    limits |= {"exception": 22, "court_agency": 18, "court_steady": 18, "court_small": 9}
    for at in range(9, 17):
        over = [key for key, limit in limits.items() if held(told[at], key) > limit]
        assert over == []


@pytest.mark.parametrize("seed", [1, 2])
def test_the_story_can_be_told_of_every_seed(seed: int) -> None:
    coming = ComingDays(seed, LAST_DAY, CALENDAR)
    evening = coming.evening(LAST_DAY + timedelta(days=28))
    assert held(evening, "newly_qualified") == 17

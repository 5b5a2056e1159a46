"""The days after the demo's two years: as deterministic, and as ordinary, as the two years."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice, pairwise

import pytest

from alerts.calendar import WorkingCalendar
from bot.demo.authority import DemoHistory, Evening
from bot.demo.coming_days import ComingDays
from bot.demo.organisation import TEMPORARY_TEAM
from tests.bot.demo.reading import (
    LAST_DAY,
    SEED,
    agency,
    average,
    caseloads,
    day_of,
    fte,
    holding_social_workers,
    in_post,
    open_cases,
)

CALENDAR = WorkingCalendar()
SIXTY = 60
YEARS = 420
"""Working days: longer than those who have left stay in the lists."""


def working_days() -> Iterator[date]:
    """Those after the last day, without end."""
    day = LAST_DAY
    while True:
        day += timedelta(days=1)
        if CALENDAR.is_working_day(day):
            yield day


@pytest.fixture(scope="module")
def evenings(coming: Callable[[], ComingDays]) -> list[Evening]:
    days = coming()
    return [days.evening(day) for day in islice(working_days(), SIXTY)]


def staff_of(evening: Evening) -> list[dict[str, str]]:
    assert evening.workforce is not None
    return evening.workforce["Staff"]


def test_the_last_day_is_as_the_history_left_it(
    history: DemoHistory, coming: Callable[[], ComingDays]
) -> None:
    last = history.weeks[-1]
    drawn = coming().evening(LAST_DAY)
    assert drawn.cases == last.cases
    assert drawn.as_at == last.as_at


def test_the_same_seed_gives_the_same_days_however_they_are_come_to(
    evenings: list[Evening],
) -> None:
    at_once = ComingDays(SEED, LAST_DAY, CALENDAR)
    assert at_once.evening(evenings[-1].day) == evenings[-1]


def test_another_seed_gives_other_days(evenings: list[Evening]) -> None:
    other = ComingDays(8, LAST_DAY, CALENDAR).evening(evenings[0].day)
    assert other.cases != evenings[0].cases


def test_days_that_are_over_do_not_come_again(coming: Callable[[], ComingDays]) -> None:
    days = coming()
    days.evening(LAST_DAY + timedelta(days=4))
    with pytest.raises(ValueError, match="is over"):
        days.evening(LAST_DAY + timedelta(days=3))


def test_over_sixty_days_the_figures_keep_their_shape(evenings: list[Evening]) -> None:
    for evening in evenings:
        staff = staff_of(evening)
        assert 1_900 <= len(open_cases(evening)) <= 2_100, evening.day
        assert 17.0 <= average(staff, evening) <= 19.0, evening.day
        assert 94 <= fte(holding_social_workers(staff, evening)) <= 108, evening.day
        waiting = [row for row in open_cases(evening) if not row["worker"]]
        assert 11 <= len(waiting) <= 23, evening.day


def test_no_day_looks_like_a_half_loaded_file(evenings: list[Evening]) -> None:
    for before, after in pairwise(evenings):
        assert abs(len(open_cases(after)) - len(open_cases(before))) <= 40, after.day


def test_cases_open_close_and_are_seen_all_the_time(evenings: list[Evening]) -> None:
    for before, after in pairwise(evenings[::5]):
        earlier = {row["case_ref"]: row for row in open_cases(before)}
        later = {row["case_ref"]: row for row in open_cases(after)}
        both = earlier.keys() & later.keys()
        assert 25 <= len(earlier.keys() - later.keys()) <= 100
        assert 15 <= len(later.keys() - earlier.keys()) <= 100
        seen = sum(earlier[ref]["last_seen_on"] != later[ref]["last_seen_on"] for ref in both)
        assert seen > 300


def test_moves_happen(evenings: list[Evening]) -> None:
    moved = 0
    for before, after in pairwise(evenings):
        earlier = {row["case_ref"]: row["worker"] for row in open_cases(before)}
        moved += sum(earlier.get(row["case_ref"], "") not in ("", row["worker"])
                     for row in open_cases(after))  # fmt: skip
    assert 60 <= moved <= 400


def test_dates_of_a_case_follow_one_another_and_none_lies_ahead(evenings: list[Evening]) -> None:
    for evening in evenings[::7]:
        started = {row["name"]: row["started_on"] for row in staff_of(evening)}
        for row in evening.cases:
            opened = date.fromisoformat(row["opened_on"])
            later = [day_of(row[name]) for name in ("allocated_on", "closed_on", "last_seen_on")]
            assert all(each is None or opened <= each <= evening.day for each in later), row
            assert bool(row["worker"]) == bool(row["allocated_on"]), row
            assert not row["worker"] or started.get(row["worker"], "") <= row["allocated_on"]


def test_whoever_leaves_has_passed_their_cases_on_but_for_the_story(
    evenings: list[Evening],
) -> None:
    for evening in evenings[20:]:
        held = caseloads(evening)
        here = {row["name"] for row in in_post(staff_of(evening), evening.day)}
        assert {name for name in held if name not in here} == {"Toby Lenham"}, evening.day


def test_the_temporary_team_is_empty_when_it_ends(evenings: list[Evening]) -> None:
    before, after = evenings[0], evenings[25]
    assert sum(row["team"] == TEMPORARY_TEAM for row in open_cases(before)) > 50
    assert not any(row["team"] == TEMPORARY_TEAM for row in open_cases(after))


def test_agency_comes_down_to_its_target(evenings: list[Evening]) -> None:
    figures = [fte(agency(staff_of(evening), evening.day)) for evening in evenings]
    assert figures[0] == 14.0
    assert figures == sorted(figures, reverse=True)
    assert figures[-1] <= 12.0


def test_each_case_holder_who_leaves_for_good_has_a_successor(evenings: list[Evening]) -> None:
    staff = staff_of(evenings[-1])
    starters = [row for row in staff if row["started_on"] > LAST_DAY.isoformat()]
    held = caseloads(evenings[-1])
    assert len(starters) >= 6
    assert sum(1 for row in starters if held[row["name"]] >= 8) >= 5
    for column in ("staff_id", "name", "email"):
        assert len({row[column] for row in staff}) == len(staff)


def test_after_years_the_sheets_still_refer_only_to_what_they_hold(
    coming: Callable[[], ComingDays],
) -> None:
    evening = coming().evening(next(islice(working_days(), YEARS, None)))
    sheets = evening.workforce
    assert sheets is not None
    teams = {row["team"] for row in sheets["Teams"]}
    emails = {row["email"] for row in sheets["Staff"]}
    ids = {row["staff_id"] for row in sheets["Staff"]}
    assert TEMPORARY_TEAM not in teams
    assert {row["team"] for row in sheets["Staff"] + sheets["Posts"]} <= teams
    assert {row["manager"] for row in sheets["Teams"]} <= emails
    assert {row["held_by"] for row in sheets["Posts"]} - {""} <= ids
    assert {row["team"] for row in open_cases(evening)} <= teams
    assert 17.0 <= average(sheets["Staff"], evening) <= 19.5

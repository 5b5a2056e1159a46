"""The demo authority's last week has the shape it promises."""

from collections import Counter
from datetime import date, timedelta
from statistics import median

import pytest

from bot.demo.authority import DemoHistory, Evening, make_history
from bot.demo.cast import cast_member
from tests.bot.demo.reading import (
    LAST_DAY,
    SEED,
    SOCIAL_WORKERS,
    Row,
    agency,
    average,
    caseloads,
    employed_social_workers,
    fte,
    holding_social_workers,
    in_post,
    open_cases,
    posts_on,
    sheets_at,
)

A_YEAR = timedelta(days=365)


@pytest.fixture(scope="module")
def week(history: DemoHistory) -> Evening:
    return history.weeks[-1]


@pytest.fixture(scope="module")
def staff(week: Evening) -> list[Row]:
    assert week.workforce is not None
    return week.workforce["Staff"]


@pytest.fixture(scope="module")
def posts(week: Evening) -> list[Row]:
    assert week.workforce is not None
    return week.workforce["Posts"]


def held_by_cast(week: Evening, key: str) -> int:
    return caseloads(week)[cast_member(key).name]


def test_there_are_twelve_teams_over_three_services(week: Evening) -> None:
    assert week.workforce is not None
    teams = week.workforce["Teams"]
    assert len(teams) == 12
    assert {team["service"] for team in teams} == {
        service["service"] for service in week.workforce["Services"]
    }
    assert len(week.workforce["Services"]) == 3


@pytest.mark.parametrize(
    ("seed", "last_day", "weeks"),
    [(SEED, LAST_DAY, 104), (1, date(2027, 1, 8), 3), (2, date(2026, 5, 29), 30)],
)
def test_court_north_has_the_figures_of_the_samples(seed: int, last_day: date, weeks: int) -> None:
    history = make_history(seed, last_day, weeks)
    week = history.weeks[-1]
    staff = sheets_at(history, len(history.weeks) - 1)["Staff"]
    held = caseloads(week)
    workers = holding_social_workers(staff, week, "Court North")
    cases = sorted(held[row["name"]] for row in workers)
    ours = [row for row in open_cases(week) if row["team"] == "Court North"]
    assert (len(workers), fte(workers), sum(cases)) == (9, 7.4, 143)
    assert round(average(staff, week, "Court North"), 1) == 19.3
    assert (median(cases), max(cases)) == (17, 26)
    assert sum(1 for row in ours if not row["worker"]) == 2
    assert len(ours) == 143 + 2 + 1


@pytest.mark.parametrize(
    ("key", "cases", "full_time", "limit"),
    [
        ("worker", 26, 1.0, 18.0),
        ("newly_qualified", 17, 1.0, 16.2),
        ("half_time", 11, 0.5, 18.0),
        ("with_room", 15, 1.0, 18.0),
        ("exception", 22, 1.0, 22.0),
        ("court_agency", 18, 1.0, 18.0),
        ("court_steady", 18, 1.0, 18.0),
        ("court_small", 9, 0.5, 18.0),
        ("court_smallest", 7, 0.4, 18.0),
    ],
)
def test_three_of_court_north_are_over_their_limit(
    week: Evening, staff: list[Row], key: str, cases: int, full_time: float, limit: float
) -> None:
    row = next(row for row in staff if row["email"] == cast_member(key).email)
    assert held_by_cast(week, key) == cases
    assert float(row["fte"]) == full_time
    is_over = cases > limit * full_time
    assert is_over == (key in ("worker", "newly_qualified", "half_time"))


def test_the_senior_practitioner_of_court_north_has_an_agreed_limit(
    week: Evening, staff: list[Row]
) -> None:
    assert week.workforce is not None
    email = cast_member("exception").email
    staff_id = next(row["staff_id"] for row in staff if row["email"] == email)
    limits = {row["applies_to"]: row for row in week.workforce["Limits"]}
    assert limits[f"staff:{staff_id}"]["limit"] == "22"
    assert date.fromisoformat(limits[f"staff:{staff_id}"]["until"]) > LAST_DAY


def test_promises_and_limits_are_those_of_the_design(week: Evening) -> None:
    assert week.workforce is not None
    rows = {row["applies_to"]: row for row in week.workforce["Limits"]}

    def promise(scope: str) -> tuple[str, str, str]:
        row = rows[scope]
        return row["promise_low"], row["promise_high"], row["limit"]

    assert promise("authority") == ("12", "15", "18")
    assert promise("kind:care_leavers") == ("18", "21", "24")
    assert promise("team:Disabled Children Review") == ("30", "33", "36")
    assert promise("newly_qualified") == ("", "", "90%")


def test_about_2000_cases_are_open(week: Evening) -> None:
    assert 1_950 <= len(open_cases(week)) <= 2_100


def test_about_110_full_time_equivalents_hold_cases(week: Evening, staff: list[Row]) -> None:
    held = caseloads(week)
    holding = [row for row in in_post(staff, week.day) if held[row["name"]]]
    assert 108 <= fte(holding) <= 112


def test_the_average_is_near_18_with_two_pockets_above_21(week: Evening, staff: list[Row]) -> None:
    assert 17.5 <= average(staff, week) <= 18.5
    teams = {row["team"] for row in holding_social_workers(staff, week)}
    high = {team for team in teams if average(staff, week, team) > 21}
    assert high == {"Safeguarding East", "Looked After West", "Disabled Children Review"}


def test_the_reviewing_workers_hold_33_to_36(week: Evening, staff: list[Row]) -> None:
    held = caseloads(week)
    team = holding_social_workers(staff, week, "Disabled Children Review")
    assert sorted(held[row["name"]] for row in team) == [33, 34, 35, 36]


def test_personal_advisers_hold_the_care_leavers(week: Evening, staff: list[Row]) -> None:
    held = caseloads(week)
    advisers = [row for row in in_post(staff, week.day) if row["role"] == "personal_adviser"]
    assert fte(advisers) == 7.0
    assert 18 <= sum(held[row["name"]] for row in advisers) / fte(advisers) <= 21


def test_ten_workers_are_newly_qualified(week: Evening, staff: list[Row]) -> None:
    protected = [
        row
        for row in in_post(staff, week.day)
        if row["newly_qualified_until"]
        and date.fromisoformat(row["newly_qualified_until"]) > week.day
    ]
    assert len(protected) == 10


def test_a_quarter_qualified_less_than_two_years_ago(week: Evening, staff: list[Row]) -> None:
    employed = employed_social_workers(staff, week.day)
    recent = [
        row
        for row in employed
        if date.fromisoformat(row["qualified_on"]) > week.day - timedelta(days=730)
    ]
    assert 0.23 <= fte(recent) / fte(employed) <= 0.27


def test_four_absent_workers_hold_cases_and_more_hold_none(week: Evening, staff: list[Row]) -> None:
    held = caseloads(week)
    away = [row for row in in_post(staff, week.day) if row["absent_from"]]
    holding = [row for row in away if held[row["name"]]]
    assert len(holding) == 4
    assert len(away) - len(holding) == 6


def test_one_leaver_still_holds_three_cases(week: Evening, staff: list[Row]) -> None:
    held = caseloads(week)
    here = {row["name"] for row in in_post(staff, week.day)}
    gone = [row["name"] for row in staff if row["name"] not in here and held[row["name"]]]
    assert [held[name] for name in gone] == [3]


def test_twenty_cases_have_no_worker_two_of_them_looked_after(week: Evening) -> None:
    waiting = [row for row in open_cases(week) if not row["worker"]]
    kinds = Counter(row["kind"] for row in waiting)
    assert len(waiting) == 20
    assert (kinds["looked_after"], kinds["child_protection"]) == (2, 0)
    days = {
        (week.day - date.fromisoformat(row["opened_on"])).days
        for row in waiting
        if row["kind"] == "looked_after"
    }
    assert days == {4}
    longest = max((week.day - date.fromisoformat(row["opened_on"])).days for row in waiting)
    assert 14 < longest <= 52


def test_one_person_in_the_allocations_is_in_no_workforce_list(
    week: Evening, staff: list[Row]
) -> None:
    known = {row["name"] for row in staff}
    cases = [row for row in open_cases(week) if row["worker"] and row["worker"] not in known]
    assert len({row["worker"] for row in cases}) == 1
    assert sorted(row["team"] for row in cases) == ["Court North", "Looked After East"]


def test_fourteen_agency_workers_are_left_of_thirty_four(
    history: DemoHistory, week: Evening, staff: list[Row]
) -> None:
    first = history.weeks[0]
    before = sheets_at(history, 0)["Staff"]
    assert fte(agency(before, first.day)) == 34.0
    assert fte(agency(before, first.day, "supernumerary")) == 14.0
    assert fte(agency(staff, week.day)) == 14.0
    assert fte(agency(staff, week.day, "supernumerary")) == 5.0
    assert fte(agency(staff, week.day, "vacancy", "absence")) == 9.0
    rate = 14.0 / (14.0 + fte(employed_social_workers(staff, week.day)))
    assert round(100 * rate, 1) == 9.1


def test_agency_falls_all_the_way(history: DemoHistory) -> None:
    quarters = [
        fte(agency(sheets_at(history, at)["Staff"], history.weeks[at].day))
        for at in (0, 26, 52, 78, 103)
    ]
    assert quarters == sorted(quarters, reverse=True)


def test_the_agency_target_is_12_with_none_extra_since_october(week: Evening) -> None:
    assert week.workforce is not None
    steps = {
        (row["measure"], row["from"]): row["value"]
        for row in week.workforce["Targets"]
        if row["scope"] == "authority"
    }
    assert steps["agency_fte", "2026-10-01"] == "12"
    assert steps["supernumerary_fte", "2026-10-01"] == "0"
    assert max(start for measure, start in steps if measure == "agency_fte") == "2026-10-01"


def test_one_service_has_a_path_of_its_own_that_it_keeps(week: Evening, staff: list[Row]) -> None:
    assert week.workforce is not None
    path = [row for row in week.workforce["Targets"] if row["scope"] != "authority"]
    assert {row["scope"] for row in path} == {"service:Court and Looked After"}
    ours = {
        row["team"] for row in week.workforce["Teams"] if row["service"] == "Court and Looked After"
    }
    here = [row for row in agency(staff, week.day) if row["team"] in ours]
    in_force = [row for row in path if row["from"] <= week.day.isoformat()]
    assert fte(here) <= float(in_force[-1]["value"])
    assert float(path[-1]["value"]) < float(in_force[-1]["value"])


def test_twenty_posts_end_with_the_financial_year(week: Evening, posts: list[Row]) -> None:
    limited = [row for row in posts_on(posts, week.day) if row["funding"] == "time_limited"]
    assert fte(limited) == 20.0
    assert {row["funded_until"] for row in limited} == {"2027-03-31"}


def test_posts_fell_in_a_year_as_588_stands_to_643(week: Evening, posts: list[Row]) -> None:
    now, before = fte(posts_on(posts, week.day)), fte(posts_on(posts, week.day - A_YEAR))
    assert now / before == pytest.approx(588 / 643, abs=0.01)


def test_vacancies_were_filled_in_the_year_as_agency_workers_left(
    history: DemoHistory, week: Evening, staff: list[Row]
) -> None:
    before = sheets_at(history, 51)["Staff"]
    day = history.weeks[51].day
    here, then = employed_social_workers(staff, week.day), employed_social_workers(before, day)
    assert (len(here), fte(here)) == (148, 140.3)
    assert (len(then), fte(then)) == (144, 136.3)
    assert fte(agency(before, day)) - fte(agency(staff, week.day)) >= 8


def test_the_newly_qualified_and_those_under_two_years_became_fewer_together(
    history: DemoHistory, week: Evening, staff: list[Row]
) -> None:
    before, day = sheets_at(history, 51)["Staff"], history.weeks[51].day
    then, now = new_on(before, day), new_on(staff, week.day)
    assert 14 <= then[0] <= 18
    assert now[0] == 10
    assert 0.28 <= then[1] <= 0.33
    assert now[1] < then[1] - 0.03


def new_on(staff: list[Row], day: date) -> tuple[int, float]:
    """How many are newly qualified on a day, and the share of FTE under two years."""
    employed = employed_social_workers(staff, day)
    new = [row for row in employed if row["newly_qualified_until"] > day.isoformat()]
    since = (day - timedelta(days=730)).isoformat()
    recent = [row for row in employed if row["qualified_on"] > since]
    return len(new), fte(recent) / fte(employed)


def test_twelve_posts_of_social_workers_are_vacant_for_weeks_to_more_than_a_year(
    history: DemoHistory, week: Evening, posts: list[Row]
) -> None:
    vacant = [
        row
        for row in posts_on(posts, week.day)
        if not row["held_by"] and row["role"] in SOCIAL_WORKERS
    ]
    assert fte(vacant) == 12.0
    a_year_ago = {row["post_id"]: row["held_by"] for row in sheets_at(history, 51)["Posts"]}
    then_vacant = [row for row in vacant if not a_year_ago[row["post_id"]]]
    assert 1 <= len(then_vacant) < len(vacant)


def test_the_temporary_team_ends_within_six_weeks(week: Evening) -> None:
    assert week.workforce is not None
    ends = [row["ends_on"] for row in week.workforce["Teams"] if row["ends_on"]]
    assert len(ends) == 1
    assert week.day < date.fromisoformat(ends[0]) <= week.day + timedelta(weeks=6)


def test_turnover_is_12_to_15_percent(week: Evening, staff: list[Row]) -> None:
    leavers = [
        row
        for row in staff
        if row["left_on"]
        and row["role"] in SOCIAL_WORKERS
        and row["employment"] != "agency"
        and week.day - A_YEAR < date.fromisoformat(row["left_on"]) <= week.day
    ]
    assert 0.12 <= fte(leavers) / fte(employed_social_workers(staff, week.day)) <= 0.15


def test_some_leave_and_some_start_after_the_last_day(week: Evening, staff: list[Row]) -> None:
    leaving = [row for row in staff if row["left_on"] > week.day.isoformat()]
    assert {row["employment"] for row in leaving} == {"permanent", "fixed_term", "agency"}
    assert sum(1 for row in staff if row["started_on"] > week.day.isoformat()) == 2


def test_most_children_were_seen_within_twenty_working_days(week: Evening) -> None:
    late = [
        row
        for row in open_cases(week)
        if row["kind"] != "care_leaver"
        and (week.day - date.fromisoformat(row["last_seen_on"] or row["opened_on"])).days > 28
    ]
    assert 15 <= len(late) <= 80

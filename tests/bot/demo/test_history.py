"""The demo authority's two years hang together."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.demo.authority import DemoHistory, Evening, make_history
from models.vocabulary import CaseKind
from tests.bot.demo.reading import LAST_DAY, SEED, Row, day_of, open_cases, sheets_at


def unallocated(week: Evening) -> int:
    return sum(1 for row in open_cases(week) if not row["worker"])


def every_case_of_some_weeks(history: DemoHistory) -> Iterator[tuple[date, Row]]:
    for week in (*history.weeks[::17], history.weeks[-1]):
        for row in week.cases:
            yield week.day, row


def test_the_same_seed_gives_the_same_history() -> None:
    assert make_history(SEED, LAST_DAY, 6) == make_history(SEED, LAST_DAY, 6)


def test_another_seed_gives_another_history() -> None:
    one, other = make_history(1, LAST_DAY, 2), make_history(2, LAST_DAY, 2)
    assert one.weeks[-1].cases != other.weeks[-1].cases


def test_weeks_run_friday_by_friday_to_the_last_day(history: DemoHistory) -> None:
    days = [week.day for week in history.weeks]
    assert len(days) == 104
    assert days[-1] == LAST_DAY
    assert {after - before for before, after in pairwise(days)} == {timedelta(weeks=1)}


def test_a_week_is_as_at_six_in_the_evening_in_england(history: DemoHistory) -> None:
    for week in history.weeks:
        assert week.as_at.astimezone(ZoneInfo("Europe/London")).hour == 18
        assert week.as_at.date() == week.day


@pytest.mark.parametrize(
    ("last_day", "weeks", "words"),
    [
        (date(2026, 11, 19), 104, "not a Friday"),
        (LAST_DAY, 0, "1 to 104"),
        (LAST_DAY, 105, "1 to 104"),
    ],
)
def test_a_history_that_cannot_be_made_is_refused(last_day: date, weeks: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make_history(SEED, last_day, weeks)


@pytest.mark.parametrize("seed", [SEED, 3])
def test_no_week_looks_like_a_half_loaded_file(seed: int) -> None:
    for before, after in pairwise(make_history(seed, LAST_DAY).weeks):
        opened, opened_before = len(open_cases(after)), len(open_cases(before))
        assert abs(opened - opened_before) <= opened_before / 5
        waiting, waiting_before = unallocated(after), unallocated(before)
        assert abs(waiting - waiting_before) <= min(4, waiting_before / 5)


def test_the_number_of_workers_changes_slowly(history: DemoHistory) -> None:
    extracts = [week.workforce for week in history.weeks if week.workforce]
    for before, after in pairwise(extracts):
        assert abs(len(after["Staff"]) - len(before["Staff"])) <= len(before["Staff"]) / 5


def test_the_workforce_is_new_in_about_one_week_of_three(history: DemoHistory) -> None:
    extracts = [week for week in history.weeks if week.workforce is not None]
    assert 28 <= len(extracts) <= 42
    assert history.weeks[0].workforce is not None
    assert history.weeks[-1].workforce is not None
    for before, after in pairwise(extracts):
        assert before.workforce != after.workforce


def test_dates_of_a_case_follow_one_another(history: DemoHistory) -> None:
    for day, row in every_case_of_some_weeks(history):
        opened = date.fromisoformat(row["opened_on"])
        later = [day_of(row[name]) for name in ("allocated_on", "closed_on", "last_seen_on")]
        assert all(each is None or opened <= each <= day for each in later), row
        allocated, closed, _ = later
        assert allocated is None or closed is None or allocated <= closed, row


def test_a_case_has_a_worker_exactly_when_it_has_been_allocated(history: DemoHistory) -> None:
    for _, row in every_case_of_some_weeks(history):
        assert bool(row["worker"]) == bool(row["allocated_on"]), row


def test_closed_cases_stay_for_26_weeks(history: DemoHistory) -> None:
    for week in history.weeks[::17]:
        closed = [week.day - date.fromisoformat(row["closed_on"])
                  for row in week.cases if row["closed_on"]]  # fmt: skip
        assert timedelta(weeks=25) < max(closed) <= timedelta(weeks=26)


def test_cases_open_close_and_move_every_week(history: DemoHistory) -> None:
    for before, after in list(pairwise(history.weeks))[::9]:
        earlier = {row["case_ref"]: row for row in open_cases(before)}
        later = {row["case_ref"]: row for row in open_cases(after)}
        both = earlier.keys() & later.keys()
        moved = sum(1 for ref in both if earlier[ref]["worker"] != later[ref]["worker"])
        assert earlier.keys() - later.keys()
        assert later.keys() - earlier.keys()
        assert 0 < moved < len(both) / 10


def test_each_reference_stands_in_one_row_and_never_returns(history: DemoHistory) -> None:
    closed: set[str] = set()
    for week in history.weeks[::8]:
        references = [row["case_ref"] for row in week.cases]
        assert len(references) == len(set(references))
        assert not closed & {row["case_ref"] for row in open_cases(week)}
        closed |= {row["case_ref"] for row in week.cases if row["closed_on"]}


def test_rows_use_the_words_of_the_vocabulary_and_the_teams_of_the_week(
    history: DemoHistory,
) -> None:
    for at in (0, 40, 85, 103):
        teams = {row["team"] for row in sheets_at(history, at)["Teams"]}
        for row in history.weeks[at].cases:
            assert row["kind"] in set(CaseKind)
            assert row["team"] in teams
            assert row["weight"] == "1"


def test_everybody_with_cases_but_one_is_in_the_newest_workforce(history: DemoHistory) -> None:
    for at, week in enumerate(history.weeks):
        known = {row["name"] for row in sheets_at(history, at)["Staff"]}
        unknown = {row["worker"] for row in week.cases if row["worker"]} - known
        assert unknown <= {"Toby Lenham"}, week.day


def test_nobody_is_allocated_a_case_before_starting(history: DemoHistory) -> None:
    for at in (0, 30, 60, 103):
        started = {
            row["name"]: date.fromisoformat(row["started_on"])
            for row in sheets_at(history, at)["Staff"]
        }
        for row in open_cases(history.weeks[at]):
            if row["worker"] in started:
                assert started[row["worker"]] <= date.fromisoformat(row["allocated_on"]), row


def test_staff_are_told_apart_by_id_name_and_email(history: DemoHistory) -> None:
    rows = sheets_at(history, 103)["Staff"]
    for column in ("staff_id", "name", "email"):
        assert len({row[column] for row in rows}) == len(rows)


def test_sheets_refer_only_to_what_they_hold(history: DemoHistory) -> None:
    for week in history.weeks:
        if week.workforce is None:
            continue
        sheets = week.workforce
        ids = {row["staff_id"] for row in sheets["Staff"]}
        emails = {row["email"] for row in sheets["Staff"]}
        teams = {row["team"] for row in sheets["Teams"]}
        services = {row["service"] for row in sheets["Services"]}
        assert {row["team"] for row in sheets["Staff"] + sheets["Posts"]} <= teams
        assert {row["service"] for row in sheets["Teams"]} == services
        assert {row["manager"] for row in sheets["Teams"]} <= emails
        assert {row["head"] for row in sheets["Services"]} <= emails
        assert {row["held_by"] for row in sheets["Posts"]} - {""} <= ids


def test_dates_of_the_workforce_follow_one_another(history: DemoHistory) -> None:
    for row in sheets_at(history, 103)["Staff"]:
        started = date.fromisoformat(row["started_on"])
        left, qualified = day_of(row["left_on"]), day_of(row["qualified_on"])
        away, back = day_of(row["absent_from"]), day_of(row["absent_until"])
        assert left is None or left > started
        assert qualified is None or qualified <= started
        assert back is None or (away is not None and away < back)


def test_only_agency_workers_have_a_basis(history: DemoHistory) -> None:
    for row in sheets_at(history, 103)["Staff"]:
        assert bool(row["agency_basis"]) == (row["employment"] == "agency")

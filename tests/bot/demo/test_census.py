"""The demo authority's census return says of 30 September what its own lists say."""

from datetime import date
from pathlib import Path

import pytest

from bot.demo.authority import DemoHistory
from bot.demo.census import write_return
from models.census.parts import CensusParts, count_return
from models.census.reading import read_return
from tests.bot.demo.reading import (
    SOCIAL_WORKERS,
    agency,
    caseloads,
    employed_social_workers,
    fte,
    in_post,
    posts_on,
    sheets_at,
)

DAY = date(2026, 9, 30)
A_YEAR_BEFORE = date(2025, 9, 30)


@pytest.fixture(scope="module")
def written(history: DemoHistory, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_return(history, "852", tmp_path_factory.mktemp("return"))


@pytest.fixture(scope="module")
def parts(written: Path) -> CensusParts:
    return count_return(read_return(written.read_bytes()))


def test_the_return_is_of_the_last_30_september_and_read_without_a_note(written: Path) -> None:
    said = read_return(written.read_bytes())
    assert (said.year, said.authority_code, said.reference_on) == (2026, "852", DAY)
    assert said.notes == ()


def test_the_return_counts_the_workers_and_vacancies_of_the_day(
    history: DemoHistory, parts: CensusParts
) -> None:
    sheets = sheets_at(history, len(history.weeks) - 1)
    staff = sheets["Staff"]
    employed = employed_social_workers(staff, DAY)
    assert (parts.in_post_headcount, parts.in_post_fte) == (len(employed), fte(employed))
    assert parts.agency_fte == fte(agency(staff, DAY))
    assert parts.covering_fte == fte(agency(staff, DAY, "vacancy"))
    posts = [row for row in posts_on(sheets["Posts"], DAY) if row["role"] in SOCIAL_WORKERS]
    assert parts.vacant_fte == round(fte(posts) - fte(employed), 1)


def test_the_return_has_the_leavers_and_starters_of_its_year(
    history: DemoHistory, parts: CensusParts
) -> None:
    staff = sheets_at(history, len(history.weeks) - 1)["Staff"]
    before, now = employed_social_workers(staff, A_YEAR_BEFORE), employed_social_workers(staff, DAY)
    still_here = {row["staff_id"] for row in now}
    were_here = {row["staff_id"] for row in before}
    left = [row for row in before if row["staff_id"] not in still_here]
    assert parts.leavers_fte == fte(left)
    assert parts.starters_fte == fte(row for row in now if row["staff_id"] not in were_here)


def test_the_cases_are_those_of_social_workers_in_the_week_before(
    history: DemoHistory, parts: CensusParts
) -> None:
    week = [week for week in history.weeks if week.day <= DAY][-1]
    staff = sheets_at(history, len(history.weeks) - 1)["Staff"]
    held = caseloads(week)
    workers = [row for row in in_post(staff, DAY) if row["role"] in SOCIAL_WORKERS]
    assert parts.cases == sum(held[row["name"]] for row in workers)
    assert 17 < parts.cases / parts.holders_fte < 19


def test_the_rates_of_the_return_are_believable(parts: CensusParts) -> None:
    assert 0.015 < parts.days_lost / (parts.in_post_fte * 253) < 0.04
    assert 5 <= parts.newly_qualified <= 20


def test_nothing_in_the_return_tells_who_a_worker_is(history: DemoHistory, written: Path) -> None:
    text = written.read_text(encoding="utf-8")
    for person in history.workforce.people.values():
        assert person.name not in text
        assert person.staff_id not in text

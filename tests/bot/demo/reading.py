"""Counts the demo authority's rows by hand, so that the tests lean on nothing of the product."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from bot.demo.authority import DemoHistory, Evening

Row = dict[str, str]

SEED = 7
LAST_DAY = date(2026, 11, 20)
SOCIAL_WORKERS = {
    "senior_manager",
    "middle_manager",
    "first_line_manager",
    "senior_practitioner",
    "case_holder",
    "qualified_without_cases",
}


def day_of(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def sheets_at(history: DemoHistory, at: int) -> dict[str, list[Row]]:
    """The newest workforce extract of week `at` or before it."""
    sheets = [week.workforce for week in history.weeks[: at + 1] if week.workforce is not None]
    return sheets[-1]


def open_cases(week: Evening) -> list[Row]:
    return [row for row in week.cases if not row["closed_on"]]


def caseloads(week: Evening) -> Counter[str]:
    return Counter(row["worker"] for row in open_cases(week) if row["worker"])


def in_post(staff: Iterable[Row], day: date) -> list[Row]:
    return [
        row
        for row in staff
        if date.fromisoformat(row["started_on"]) <= day
        and (not row["left_on"] or date.fromisoformat(row["left_on"]) > day)
    ]


def fte(rows: Iterable[Row]) -> float:
    return round(sum(float(row["fte"]) for row in rows), 1)


def agency(staff: Iterable[Row], day: date, *bases: str) -> list[Row]:
    return [
        row
        for row in in_post(staff, day)
        if row["employment"] == "agency" and (not bases or row["agency_basis"] in bases)
    ]


def employed_social_workers(staff: Iterable[Row], day: date) -> list[Row]:
    return [
        row
        for row in in_post(staff, day)
        if row["role"] in SOCIAL_WORKERS and row["employment"] != "agency"
    ]


def holding_social_workers(staff: Iterable[Row], week: Evening, team: str = "") -> list[Row]:
    """Social workers in post with at least one case, agency included."""
    held = caseloads(week)
    return [
        row
        for row in in_post(staff, week.day)
        if held[row["name"]] and row["role"] in SOCIAL_WORKERS and team in ("", row["team"])
    ]


def average(staff: list[Row], week: Evening, team: str = "") -> float:
    """The average caseload by the Department's definition."""
    held = caseloads(week)
    workers = holding_social_workers(staff, week, team)
    return sum(held[row["name"]] for row in workers) / fte(workers)


def posts_on(posts: Iterable[Row], day: date) -> list[Row]:
    return [
        row
        for row in posts
        if date.fromisoformat(row["created_on"]) <= day
        and (not row["deleted_on"] or date.fromisoformat(row["deleted_on"]) > day)
    ]

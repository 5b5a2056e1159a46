"""Somebody who comes back, and what becomes of the time before."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.database import Database
from models.extracts.records import Place, WorkerRecord
from models.extracts.spells import ended_on
from models.staffing.parts import parts_on
from models.staffing.queries import gather_staffing
from models.vocabulary import Employment, LoadStatus, Role
from models.workforce import Worker
from tests.models.extracts.authority import (
    FRIDAY,
    MONDAY,
    STAFF,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Authority,
    Row,
    worker,
)

DAY = timedelta(days=1)
CAME, LEFT, BACK = date(2020, 1, 6), date(2026, 5, 29), date(2026, 9, 1)
AGENCY, PERMANENT = Employment.AGENCY, Employment.PERMANENT

USUAL: dict[str, Any] = {
    "staff_id": "W1",
    "name": "Sam Example",
    "email": None,
    "role": Role.CASE_HOLDER,
    "fte": 1.0,
    "employment": PERMANENT,
    "agency_basis": None,
    "started_on": CAME,
    "left_on": None,
    "qualified_on": None,
    "newly_qualified_until": None,
    "absent_from": None,
    "absent_until": None,
    "weekly_cost": None,
}


def stored(**given: object) -> Worker:
    return Worker(**{**USUAL, "team_id": 1, **given})


def listed(**given: object) -> WorkerRecord:
    values: dict[str, Any] = {**USUAL, "team": "Court", "place": Place("workforce"), **given}
    return WorkerRecord(**values)


#  the row as it was, the extract's row: the last day of the time that ended
COMEBACKS = [
    pytest.param({"left_on": LEFT}, {"started_on": BACK}, LEFT, id="back after leaving"),
    pytest.param({"left_on": LEFT}, {"started_on": LEFT + DAY}, LEFT, id="the next day"),
    pytest.param(
        {"left_on": LEFT, "started_on": None}, {"started_on": BACK}, LEFT, id="came nobody knows"
    ),
    pytest.param(
        {"left_on": LEFT},
        {"started_on": BACK, "left_on": BACK + 90 * DAY},
        LEFT,
        id="back for three months",
    ),
    pytest.param({"left_on": LEFT}, {"left_on": LEFT}, None, id="as it was"),
    pytest.param({"left_on": LEFT}, {}, None, id="the leaving date was wrong"),
    pytest.param({"left_on": LEFT}, {"left_on": BACK}, None, id="the leaving date was another"),
    pytest.param({"left_on": LEFT}, {"started_on": None}, None, id="no start is given"),
    pytest.param({"left_on": LEFT}, {"started_on": LEFT}, None, id="starts again on the last day"),
    pytest.param({"left_on": LEFT}, {"started_on": CAME + DAY}, None, id="the start was wrong"),
    pytest.param({}, {"started_on": BACK}, None, id="another start, and never left"),
    pytest.param(
        {"dropped_on": LEFT}, {"started_on": BACK}, LEFT - DAY, id="gone from the list, and back"
    ),
    pytest.param(
        {"dropped_on": BACK, "left_on": LEFT}, {"started_on": BACK}, LEFT, id="left, then gone"
    ),
    pytest.param({"dropped_on": LEFT}, {}, None, id="missing from the list for once"),
    pytest.param(
        {"started_on": BACK, "dropped_on": LEFT},
        {"started_on": BACK + DAY},
        None,
        id="gone before the first day",
    ),
    pytest.param(
        {"employment": AGENCY}, {"started_on": BACK}, BACK - DAY, id="agency, then employed"
    ),
    pytest.param(
        {"employment": AGENCY, "left_on": BACK + DAY},
        {"started_on": BACK},
        BACK - DAY,
        id="employed before the contract's end",
    ),
    pytest.param(
        {"employment": AGENCY, "left_on": LEFT},
        {"started_on": BACK},
        LEFT,
        id="employed some time after the contract",
    ),
    pytest.param(
        {}, {"employment": AGENCY, "started_on": BACK}, BACK - DAY, id="employed, then agency"
    ),
    pytest.param({"employment": AGENCY}, {}, None, id="never was agency"),
    pytest.param(
        {"employment": AGENCY}, {"started_on": CAME - DAY}, None, id="never was agency, and earlier"
    ),
    pytest.param(
        {"employment": Employment.FIXED_TERM},
        {"started_on": BACK},
        None,
        id="a fixed term made permanent goes on",
    ),
]


@pytest.mark.parametrize(("was", "now", "last"), COMEBACKS)
def test_a_time_has_ended_when_a_later_one_begins(
    was: Mapping[str, object], now: Mapping[str, object], last: date | None
) -> None:
    assert ended_on(stored(**was), listed(**now)) == last


GONE: Row = worker("W1", started_on="2020-01-06", left_on="2026-05-29", fte="0.6")
HERE_AGAIN: Row = worker("W1", started_on="2026-09-01", team="Court South", fte="0.8")


def flows(database: Database, day: date = FRIDAY) -> dict[str, float]:
    with database.look() as session:
        parts = asdict(parts_on(gather_staffing(session), day))
    return {name: parts[name] for name in ("leavers_fte", "starters_fte", "in_post_fte")}


def spells(authority: Authority) -> list[tuple[int, float, date | None, date]]:
    with authority.database.look() as session:
        counted = gather_staffing(session).spells
    return [(s.worker_id, s.fte, s.started_on, s.left_on) for s in counted if s.left_on]


def test_a_leaver_who_comes_back_under_the_same_staff_id_stays_a_leaver(
    authority: Authority,
) -> None:
    authority.workforce(GONE, *STAFF[1:], day=MONDAY)
    number = authority.worker("W1").id
    back = authority.workforce(HERE_AGAIN, *STAFF[1:], day=TUESDAY)
    assert back.changes["workers"] == {"added": 0, "changed": 1, "removed": 0, "started_anew": 1}
    again = authority.workforce(HERE_AGAIN, *STAFF[1:-1], worker("W4", fte=0.5), day=WEDNESDAY)
    assert again.changes["workers"] == {"added": 0, "changed": 1, "removed": 0}
    assert spells(authority) == [(number, 0.6, CAME, LEFT)]
    assert flows(authority.database) == {
        "leavers_fte": 0.6,
        "starters_fte": 0.8,
        "in_post_fte": 3.3,
    }
    assert flows(authority.database, date(2026, 1, 5))["in_post_fte"] == 3.1
    assert flows(authority.database, LEFT + DAY)["in_post_fte"] == 2.5


#  what the list says of W1 from day to day: spells, leavers and starters
STORIES = [
    pytest.param((GONE, HERE_AGAIN, GONE), 0, (0.6, 0), id="the return was a mistake"),
    pytest.param((GONE, HERE_AGAIN, GONE, HERE_AGAIN), 1, (0.6, 0.8), id="and was none"),
    pytest.param(
        (GONE, worker("W1", started_on="2020-01-06", fte="0.6")),
        0,
        (0, 0),
        id="the leaving date was a mistake",
    ),
    pytest.param(
        (GONE, worker("W1", started_on="2026-06-15")), 1, (0, 0), id="back within a month: a move"
    ),
    pytest.param(
        (GONE, HERE_AGAIN, {**HERE_AGAIN, "started_on": "2009-09-01"}, HERE_AGAIN),
        1,
        (0.6, 0.8),
        id="the start was mistyped once",
    ),
    pytest.param(
        (GONE, HERE_AGAIN, {**GONE, "left_on": "2026-06-05", "fte": "0.5"}, HERE_AGAIN),
        1,
        (0.5, 0.8),
        id="and then the leaving date was another",
    ),
    pytest.param(
        (GONE, HERE_AGAIN, {**GONE, "fte": "0.5"}, HERE_AGAIN),
        1,
        (0.5, 0.8),
        id="and then the FTE was another",
    ),
    pytest.param((GONE, None, HERE_AGAIN), 1, (0.6, 0.8), id="off the list meanwhile"),
    pytest.param(
        (GONE, {**HERE_AGAIN, "left_on": "2026-10-02"}, worker("W1", started_on="2026-11-16")),
        2,
        (1.4, 1.8),
        id="gone twice and back twice",
    ),
    pytest.param(
        (
            worker("W1", started_on="2026-03-02", employment="agency", agency_basis="vacancy"),
            worker("W1", started_on="2026-09-01"),
        ),
        1,
        (0, 1),
        id="agency, then permanent: a starter alone",
    ),
    pytest.param(
        (
            worker("W1", started_on="2020-01-06"),
            worker("W1", started_on="2026-09-01", employment="agency", agency_basis="vacancy"),
        ),
        1,
        (1, 0),
        id="permanent, then agency: a leaver",
    ),
]


@pytest.mark.parametrize(("rows", "number", "expected"), STORIES)
def test_leavers_and_starters_follow_the_list_from_day_to_day(
    sqlite_database: Database,
    tmp_path: Path,
    rows: tuple[Row | None, ...],
    number: int,
    expected: tuple[float, float],
) -> None:
    authority = Authority(sqlite_database, tmp_path)
    for row, day in zip(rows, (MONDAY, TUESDAY, WEDNESDAY, THURSDAY), strict=False):
        load = authority.workforce(*([row] if row else []), *STAFF[1:], day=day, accept=True)
        assert load.status is LoadStatus.LOADED
    assert len(spells(authority)) == number
    found = flows(sqlite_database)
    assert (found["leavers_fte"], found["starters_fte"]) == expected


def test_a_name_is_compared_by_what_the_newest_extract_says(authority: Authority) -> None:
    for name, compared in (("O’Hara,  Sam", "sam o'hara"), ("Sam Ｏther", "sam other")):
        authority.workforce(worker("W1", name), *STAFF[1:])
        assert authority.worker("W1").folded_name == compared

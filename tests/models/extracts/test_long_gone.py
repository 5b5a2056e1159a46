"""No load brings back the workers who left longer ago than they are kept."""

from datetime import date, timedelta
from typing import Any

import pytest

from models.database import Database
from models.expiring import expire_leavers
from models.kept import AS_SHIPPED
from models.vocabulary import LoadStatus
from models.workforce import Worker
from tests.conftest import NOW
from tests.models.extracts.authority import FRIDAY, STAFF, Authority, Row, post, team, worker

LAST_KEPT = FRIDAY - AS_SHIPPED.leavers
A_DAY = timedelta(days=1)


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """What is left out is decided before any database is asked."""
    return sqlite_database


def leaver(left_on: date = LAST_KEPT - A_DAY) -> Row:
    return worker("W9", started_on=date(2020, 1, 1), left_on=left_on)


def listed(authority: Authority) -> list[str]:
    return [row.staff_id for row in authority.rows(Worker) if row.dropped_on is None]


@pytest.mark.parametrize(("left_on", "there"), [(LAST_KEPT, True), (LAST_KEPT - A_DAY, False)])
def test_who_left_longer_ago_than_is_kept_is_left_out_and_the_report_says_so(
    staffed: Authority, left_on: date, there: bool
) -> None:
    load = staffed.workforce(*STAFF, leaver(left_on))
    assert ("W9" in listed(staffed)) is there
    assert (load.counts["workers"], load.status) == (4 + there, LoadStatus.LOADED)
    said = "1 worker left more than 760 days ago and is not kept (CASELOAD_LEAVERS_KEPT_DAYS)."
    assert (said in load.notes) is not there


@pytest.mark.parametrize(
    "named",
    [
        {"posts": [post("P1", held_by="W9")]},
        {"teams": [team("Court North", manager="w9@example.org"), team("Court South")]},
        {"services": [{"service": "Court", "head": "Name of W9"}]},
        {"limits": [{"applies_to": "staff:W9", "limit": 9}]},
    ],
    ids=["in a post", "as a manager", "as a head", "by a limit"],
)
def test_who_is_still_named_stays(staffed: Authority, named: dict[str, Any]) -> None:
    staffed.workforce(*STAFF, leaver(), **named)
    assert "W9" in listed(staffed)


def test_who_was_forgotten_is_not_loaded_again_night_after_night(staffed: Authority) -> None:
    staffed.workforce(*STAFF, leaver(LAST_KEPT))
    later = FRIDAY + A_DAY
    files = staffed.staff_files(*STAFF, leaver(LAST_KEPT))
    for _ in range(2):
        assert staffed.load(files, day=later, now=NOW + A_DAY).problems == ()
        with staffed.database.transaction() as session:
            expire_leavers(session, later, AS_SHIPPED)
    rows = [row for row in staffed.rows(Worker) if row.staff_id not in listed(staffed)]
    assert [(row.forgotten_on, row.left_on) for row in rows] == [(later, LAST_KEPT)]

"""How long a past day's figures are kept: of workers for a time, of teams for good."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlmodel import Session, col

from models.database import Database
from models.figures.keeping import (
    DAILY_KEPT,
    dropped_days,
    forget_single_days,
    thin_workers_days,
)
from models.figures.queries import gather_book
from models.figures.snapshots import SINCE_UNKNOWN, write_snapshots
from models.figures.trends import history
from models.history import TeamSnapshot, WorkerSnapshot
from models.vocabulary import CaseKind, Measure
from tests.build import FRIDAY, a_case, a_team, a_worker, cases, loaded

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
KEPT = timedelta(days=730)
OLD_MONDAY = FRIDAY - 30 * WEEK - 4 * DAY


def snapshot(session: Session, day: date = FRIDAY) -> None:
    loaded(session, day)
    write_snapshots(session, gather_book(session, team_ids=None, not_seen_days=28))


def days_of_workers(session: Session) -> list[date]:
    return sorted(set(session.scalars(select(col(WorkerSnapshot.day)))))


@pytest.mark.parametrize(
    ("days_ago", "goes"),
    [
        pytest.param([0, 1, 2], [], id="this week"),
        pytest.param([187, 188, 189], [], id="half a year and a margin ago"),
        pytest.param([190, 191, 192, 193], [191, 192, 193], id="only the week's last day stays"),
        pytest.param([192], [], id="a weekly load on another day of the week"),
        pytest.param([188, 190], [190], id="a week whose last day is younger"),
        pytest.param([729, 731, 732], [], id="the last kept day; what is older goes at once"),
    ],
)
def test_older_than_half_a_year_each_weeks_last_day_stays(
    days_ago: list[int], goes: list[int]
) -> None:
    # FRIDAY is day 0, so 189 days ago is a Friday too, and 190 to 193 its Thursday to Monday.
    days = {FRIDAY - n * DAY: n for n in days_ago}
    assert sorted(days[day] for day in dropped_days(days, FRIDAY, KEPT)) == goes


def test_workers_rows_thin_out_and_their_teams_counts_stay(database: Database) -> None:
    older = [OLD_MONDAY - 100 * WEEK, OLD_MONDAY, OLD_MONDAY + DAY]
    with database.transaction() as session:
        team = a_team(session)
        cases(session, 3, a_worker(session, team))
        for day in (*older, FRIDAY):
            snapshot(session, day)
        before = history(session, [team.id], [Measure.MEDIAN_CASELOAD], older[0], FRIDAY)
        for _ in range(2):
            thin_workers_days(session, FRIDAY, KEPT)
        after = history(session, [team.id], [Measure.MEDIAN_CASELOAD], older[0], FRIDAY)
        left = days_of_workers(session)
    assert left == [older[2], FRIDAY]
    assert after == before
    assert len(after[Measure.MEDIAN_CASELOAD]) == 4


def test_a_day_of_an_earlier_version_gets_its_counts_before_its_workers_rows_go(
    database: Database,
) -> None:
    with database.transaction() as session:
        team = a_team(session)
        a_team(session)
        cases(session, 3, a_worker(session, team, fte=0.5))
        cases(session, 4, a_worker(session, team, absent_from=OLD_MONDAY - 120 * WEEK))
        for day in (OLD_MONDAY - 100 * WEEK, FRIDAY):
            snapshot(session, day)
        names = ("average_cases", "average_fte", "working_cases", "working_fte", "nobody_at_work")
        session.execute(update(TeamSnapshot).values(dict.fromkeys(names)))
        thin_workers_days(session, FRIDAY, KEPT)
        session.expire_all()
        rows = session.scalars(select(TeamSnapshot).order_by(col(TeamSnapshot.team_id))).all()
        left = days_of_workers(session)
    assert left == [FRIDAY]
    assert [[getattr(row, name) for name in names] for row in rows] == [
        *[[7, 1.5, 3, 0.5, 4]] * 2,
        *[[0, 0, 0, 0, 0]] * 2,
    ]


def test_a_day_without_workers_rows_or_counts_stays_a_gap(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        a_team(session)
        snapshot(session)
        session.execute(update(TeamSnapshot).values(average_cases=None))
        thin_workers_days(session, FRIDAY, KEPT)
        session.expire_all()
        (row,) = session.scalars(select(TeamSnapshot))
    assert row.average_cases is None


def test_since_when_cases_waited_is_kept_for_half_a_year(database: Database) -> None:
    with database.transaction() as session:
        team = a_team(session)
        sam = a_worker(session, team)
        for since in (FRIDAY, FRIDAY, None):
            a_case(session, team=team, unallocated_since=since)
        for days in (13, 14, 14, 31):
            seen = FRIDAY - days * DAY
            a_case(session, sam, kind=CaseKind.LOOKED_AFTER, last_seen_on=seen)
        a_case(session, sam)
        snapshot(session)
        kept = session.scalars(select(TeamSnapshot)).one()
        waiting, unseen = kept.waiting, kept.unseen
        told = []
        for days_later in (0, 1):
            forget_single_days(session, FRIDAY + DAILY_KEPT + days_later * DAY)
            session.expire_all()
            row = session.scalars(select(TeamSnapshot)).one()
            told.append((row.waiting, row.unseen))
    assert waiting == {"child_in_need": {FRIDAY.isoformat(): 2, SINCE_UNKNOWN: 1}}
    assert unseen == {"looked_after": {"14": 2, "31": 1}}
    assert told == [(waiting, unseen), (None, None)]

"""A day's figures written down with each load, and the week before found again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from models.database import Database
from models.figures.queries import gather_book
from models.figures.snapshots import averages_a_week_before, write_snapshots
from models.history import AuthoritySnapshot, TeamSnapshot, WorkerSnapshot
from models.organisation import Team
from models.vocabulary import Employment, Role
from tests.build import (
    FRIDAY,
    a_case,
    a_limit_row,
    a_team,
    a_worker,
    cases,
    loaded,
    saved,
)


def snapshot(session: Session, day: date = FRIDAY) -> None:
    loaded(session, day)
    write_snapshots(session, gather_book(session, team_ids=None, not_seen_days=28))


def worker_rows(session: Session) -> list[WorkerSnapshot]:
    return list(session.scalars(select(WorkerSnapshot).order_by(col(WorkerSnapshot.worker_id))))


def team_row(session: Session, team: Team) -> TeamSnapshot:
    found = session.get(TeamSnapshot, (FRIDAY, team.id))
    assert found is not None
    return found


def test_a_worker_is_written_with_caseload_fte_and_the_limit_of_the_day(
    database: Database,
) -> None:
    with database.transaction() as session:
        sam = a_worker(session, a_team(session), fte=0.5)
        cases(session, 3, sam)
        saved(session, a_limit_row(cases=18))
        snapshot(session)
        (row,) = worker_rows(session)
    assert (row.worker_id, row.team_id) == (sam.id, sam.team_id)
    assert (row.caseload, row.fte, row.limit_cases) == (3, 0.5, 18)
    assert row.at_work
    assert row.in_average


def test_a_leaver_is_written_only_while_still_holding_cases(database: Database) -> None:
    yesterday = FRIDAY - timedelta(days=1)
    with database.transaction() as session:
        team = a_team(session)
        a_worker(session, team, left_on=yesterday)
        holding = a_worker(session, team, left_on=yesterday)
        a_case(session, holding)
        snapshot(session)
        (row,) = worker_rows(session)
    assert (row.worker_id, row.at_work, row.in_average) == (holding.id, False, False)


def test_a_team_is_written_with_its_counts_and_its_social_workers_fte(
    database: Database,
) -> None:
    with database.transaction() as session:
        team = a_team(session)
        sam = a_worker(session, team, fte=0.6)
        a_worker(session, team, fte=0.5, employment=Employment.AGENCY)
        a_worker(session, team, role=Role.BUSINESS_SUPPORT)
        a_worker(session, team, left_on=FRIDAY - timedelta(days=1))
        cases(session, 2, sam, opened_on=FRIDAY, last_seen_on=FRIDAY - timedelta(days=29))
        a_case(session, sam, closed_on=FRIDAY)
        a_case(session, team=team)
        snapshot(session)
        row = team_row(session, team)
    assert (row.open_cases, row.unallocated, row.opened, row.closed) == (3, 1, 2, 1)
    assert (row.not_seen, row.in_post_fte, row.agency_fte) == (2, 0.6, 0.5)


def test_a_team_without_anybody_is_written_too(database: Database) -> None:
    with database.transaction() as session:
        team = a_team(session)
        snapshot(session)
        row = team_row(session, team)
    assert (row.open_cases, row.in_post_fte, row.agency_fte) == (0, 0, 0)


def test_the_authority_has_the_cases_that_are_in_no_team_too(database: Database) -> None:
    with database.transaction() as session:
        a_case(session, a_worker(session, a_team(session), fte=0.6))
        a_case(session)
        snapshot(session)
        (row,) = session.scalars(select(AuthoritySnapshot))
    assert (row.open_cases, row.unallocated, row.in_post_fte) == (2, 1, 0.6)


def test_a_second_load_of_a_day_replaces_the_days_snapshots(database: Database) -> None:
    with database.transaction() as session:
        sam = a_worker(session, a_team(session))
        snapshot(session)
        cases(session, 4, sam)
        snapshot(session)
        (row,) = worker_rows(session)
    assert row.caseload == 4


@pytest.mark.parametrize(
    ("days_before", "is_last_week"),
    [
        pytest.param(3, False, id="three days ago is this week"),
        pytest.param(4, True, id="a load some days late"),
        pytest.param(7, True, id="seven days ago"),
        pytest.param(10, True, id="a load some days early"),
        pytest.param(11, False, id="eleven days ago is the week before"),
    ],
)
def test_last_week_is_about_a_week_before_the_day(
    database: Database, days_before: int, is_last_week: bool
) -> None:
    with database.transaction() as session:
        team = a_team(session)
        cases(session, 8, a_worker(session, team, fte=0.5))
        snapshot(session, FRIDAY - timedelta(days=days_before))
        found = averages_a_week_before(session, FRIDAY)
    assert found == ({team.id: (8.0, 0.5)} if is_last_week else {})


def test_last_weeks_average_is_of_the_nearest_day_that_is_a_week_ago(
    database: Database,
) -> None:
    with database.transaction() as session:
        team = a_team(session)
        sam = a_worker(session, team)
        for days, number in ((10, 1), (8, 1), (2, 1)):
            cases(session, number, sam)
            snapshot(session, FRIDAY - timedelta(days=days))
        assert averages_a_week_before(session, FRIDAY) == {team.id: (2.0, 1.0)}


def test_last_weeks_average_is_of_whom_the_dfe_average_counts(database: Database) -> None:
    with database.transaction() as session:
        team = a_team(session)
        cases(session, 5, a_worker(session, team, fte=0.1))
        cases(session, 5, a_worker(session, team, fte=0.2))
        cases(session, 9, a_worker(session, team, role=Role.PERSONAL_ADVISER))
        a_worker(session, team)
        snapshot(session, FRIDAY - timedelta(days=7))
        assert averages_a_week_before(session, FRIDAY) == {team.id: (10.0, 0.3)}

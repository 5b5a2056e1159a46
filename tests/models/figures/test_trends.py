"""How figures went: each point is what the figure of that day was, of whatever was kept of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import update
from sqlmodel import Session

from models.database import Database
from models.figures.measures import scope_figures
from models.figures.queries import gather_book
from models.figures.snapshots import write_snapshots
from models.figures.trends import (
    KEPT,
    KEPT_OF_CASES,
    Point,
    about,
    history,
    worker_history,
)
from models.history import TeamSnapshot
from models.staffing.measures import staffing_figures
from models.staffing.queries import gather_staffing
from models.staffing.snapshots import write_staffing
from models.vocabulary import Employment, Measure
from tests.build import FRIDAY, a_case, a_limit_row, a_team, a_worker, cases, loaded, saved
from tests.models.figures.some_authority import SomeAuthority, authorities, written

WEEK = timedelta(days=7)
AVERAGE = Measure.AVERAGE_CASELOAD


@contextmanager
def undone(database: Database) -> Iterator[Session]:
    """Rows that are there for one example alone."""
    with Session(database.engine) as session:
        yield session
        session.rollback()


def snapshot(session: Session, day: date = FRIDAY) -> None:
    loaded(session, day)
    write_snapshots(session, gather_book(session, team_ids=None, not_seen_days=28))


@settings(max_examples=7, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(authority=authorities)
def test_on_the_loads_day_a_trend_ends_in_the_live_figure_of_every_measure_and_scope(
    database: Database, authority: SomeAuthority
) -> None:
    with undone(database) as session:
        teams = written(session, authority)
        snapshot(session)
        write_staffing(session, gather_staffing(session))
        for scope in (None, *([team.id] for team in teams), [team.id for team in teams[:2]]):
            book = gather_book(session, team_ids=scope, not_seen_days=28)
            live = [*scope_figures(book), *staffing_figures(gather_staffing(session, scope))]
            kept = history(session, scope, KEPT, FRIDAY - WEEK, FRIDAY)
            for figure in live:
                if figure.measure in KEPT:
                    assert list(kept[figure.measure]) == [
                        Point(FRIDAY, figure.value, figure.numerator, figure.denominator)
                    ], figure.measure
    assert {figure.measure for figure in live} - KEPT == {Measure.STARTERS_FTE}


def test_a_team_that_is_no_longer_listed_stays_in_the_authoritys_past(database: Database) -> None:
    with database.transaction() as session:
        north, south = a_team(session), a_team(session)
        cases(session, 4, a_worker(session, north))
        cases(session, 2, a_worker(session, south))
        snapshot(session, FRIDAY - WEEK)
        south.dropped_on = FRIDAY
        kept = history(session, None, [AVERAGE, Measure.OPEN_CASES], FRIDAY - WEEK, FRIDAY)
        of_north = history(session, [north.id], [AVERAGE], FRIDAY - WEEK, FRIDAY)
    assert kept[AVERAGE] == [Point(FRIDAY - WEEK, 3, 6, 2)]
    assert kept[Measure.OPEN_CASES] == [Point(FRIDAY - WEEK, 6, 6, None)]
    assert of_north[AVERAGE] == [Point(FRIDAY - WEEK, 4, 4, 1)]


def test_of_days_before_the_teams_counts_were_kept_the_workers_rows_tell_what_they_can(
    database: Database,
) -> None:
    with database.transaction() as session:
        team = a_team(session)
        cases(session, 3, a_worker(session, team, fte=0.5))
        cases(session, 5, a_worker(session, team, absent_from=FRIDAY - WEEK))
        snapshot(session)
        names = ("in_post", "average_cases", "average_fte", "working_cases", "working_fte",
                 "over_limit", "nobody_at_work", "spread")  # fmt: skip
        session.execute(update(TeamSnapshot).values(dict.fromkeys(names)))
        kept = history(session, [team.id], KEPT_OF_CASES, FRIDAY, FRIDAY)
    assert kept[AVERAGE] == [Point(FRIDAY, 5.3, 8, 1.5)]
    assert kept[Measure.WORKING_AVERAGE_CASELOAD] == [Point(FRIDAY, 6, 3, 0.5)]
    assert kept[Measure.NOBODY_AT_WORK] == [Point(FRIDAY, 5, 5, 8)]
    gaps = {measure for measure, points in kept.items() if not points}
    assert gaps == {
        Measure.OVER_LIMIT,
        Measure.MEDIAN_CASELOAD,
        Measure.HIGHEST_CASELOAD,
        Measure.AT_20_OR_MORE,
    }


def test_a_history_begins_and_ends_on_the_days_asked_for(sqlite_database: Database) -> None:
    days = [FRIDAY - n * WEEK for n in (3, 2, 1, 0)]
    with sqlite_database.transaction() as session:
        a_worker(session, a_team(session), employment=Employment.AGENCY)
        for day in days:
            snapshot(session, day)
            write_staffing(session, gather_staffing(session))
        wanted = [Measure.OPEN_CASES, Measure.AGENCY_FTE]
        kept = history(session, None, wanted, days[1], days[2])
    assert [[point.day for point in kept[measure]] for measure in wanted] == [days[1:3]] * 2


def test_starters_have_no_history(sqlite_database: Database) -> None:
    with sqlite_database.look() as session, pytest.raises(KeyError, match="starters"):
        history(session, None, [Measure.STARTERS_FTE], FRIDAY, FRIDAY)


def test_a_workers_history_has_the_limit_of_each_day(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        sam = a_worker(session, a_team(session), fte=0.5)
        a_case(session, sam)
        limit = saved(session, a_limit_row(cases=18))
        snapshot(session, FRIDAY - WEEK)
        limit.cases = 16
        snapshot(session)
        earlier, now = worker_history(session, sam.id, FRIDAY - WEEK, FRIDAY)
    assert (earlier.caseload, earlier.per_fte, earlier.allowance) == (1, 2, 9)
    assert (now.day, now.limit_cases, now.allowance) == (FRIDAY, 16, 8)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        pytest.param(0, FRIDAY, id="a load of the day"),
        pytest.param(3, FRIDAY, id="a few days after it"),
        pytest.param(4, None, id="half a week without a load"),
        pytest.param(-3, FRIDAY, id="a few days before it"),
        pytest.param(-4, FRIDAY - WEEK, id="nearer to the load before"),
    ],
)
def test_about_a_day_is_the_load_nearest_to_it(days: int, found: date | None) -> None:
    points = [Point(day, 1, 1, None) for day in (FRIDAY - WEEK, FRIDAY)]
    near = about(points, FRIDAY + timedelta(days=days))
    assert (near and near.day) == found

"""Figures of random small authorities against counts by hand in SQL, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import BindParameter, Date, Integer, bindparam, text
from sqlmodel import Session

from models.database import Database
from models.figures.measures import scope_figures
from models.figures.queries import gather_book
from models.organisation import Team
from models.vocabulary import Measure
from tests.build import FRIDAY
from tests.models.figures.some_authority import SomeAuthority, authorities, written

NOT_SEEN_DAYS = 28

IN_POST = """
    workers.dropped_on IS NULL
    AND (workers.started_on IS NULL OR workers.started_on <= :day)
    AND (workers.left_on IS NULL OR workers.left_on >= :day)
"""
ABSENT = """
    workers.absent_from <= :day
    AND (workers.absent_until IS NULL OR workers.absent_until >= :day)
"""
OPEN_IN_SCOPE = """
    FROM cases LEFT JOIN workers ON workers.id = cases.worker_id
    WHERE cases.closed_on IS NULL
    AND (:team IS NULL OR COALESCE(workers.team_id, cases.team_id) = :team)
"""
HOLDING = f"""
    SELECT workers.fte, workers.role, COUNT(*) AS caseload,
        COALESCE(
            (SELECT cases FROM limits WHERE scope = 'staff' AND worker_id = workers.id),
            (SELECT cases FROM limits WHERE scope = 'team' AND team_id = workers.team_id),
            (SELECT cases FROM limits WHERE scope = 'kind' AND kind = teams.kind),
            (SELECT cases FROM limits WHERE scope = 'authority')
        ) AS usual_limit,
        CASE WHEN workers.newly_qualified_until >= :day THEN
            (SELECT percent FROM limits WHERE scope = 'newly_qualified')
        END AS percent
    FROM workers
    JOIN teams ON teams.id = workers.team_id
    JOIN cases ON cases.worker_id = workers.id AND cases.closed_on IS NULL
    WHERE {IN_POST} AND (:team IS NULL OR workers.team_id = :team)
    GROUP BY workers.id, workers.fte, workers.role, workers.team_id, teams.kind,
        workers.newly_qualified_until
"""
SOCIAL_WORKERS = """
    ('senior_manager', 'middle_manager', 'first_line_manager', 'senior_practitioner',
     'case_holder', 'qualified_without_cases')
"""
COUNTS = {
    Measure.OPEN_CASES: f"SELECT COUNT(*) {OPEN_IN_SCOPE}",
    Measure.UNALLOCATED: f"""
        SELECT COUNT(*) {OPEN_IN_SCOPE}
        AND cases.worker_id IS NULL AND cases.worker_ref IS NULL
    """,
    Measure.NOT_SEEN: f"SELECT COUNT(*) {OPEN_IN_SCOPE} AND cases.last_seen_on < :cutoff",
    Measure.NOBODY_AT_WORK: f"""
        SELECT COUNT(*) {OPEN_IN_SCOPE}
        AND cases.worker_id IS NOT NULL AND (NOT ({IN_POST}) OR ({ABSENT}))
    """,
    Measure.HIGHEST_CASELOAD: f"SELECT MAX(caseload) FROM ({HOLDING}) AS holding",
    Measure.AT_20_OR_MORE: f"SELECT COUNT(*) FROM ({HOLDING}) AS holding WHERE caseload >= 20",
    # FTE in hundredths and limits in tenths are whole numbers, which compare without drift.
    Measure.OVER_LIMIT: f"""
        SELECT COUNT(*) FROM ({HOLDING}) AS holding
        WHERE caseload * 1000 >
            ROUND(usual_limit * COALESCE(percent, 100) / 10) * ROUND(fte * 100)
    """,
    Measure.OPENED: """
        SELECT COUNT(*) FROM cases LEFT JOIN workers ON workers.id = cases.worker_id
        WHERE (:team IS NULL OR COALESCE(workers.team_id, cases.team_id) = :team)
        AND cases.opened_on > :week_ago AND cases.opened_on <= :day
    """,
    Measure.CLOSED: """
        SELECT COUNT(*) FROM cases LEFT JOIN workers ON workers.id = cases.worker_id
        WHERE (:team IS NULL OR COALESCE(workers.team_id, cases.team_id) = :team)
        AND cases.closed_on > :week_ago AND cases.closed_on <= :day
    """,
}
AVERAGE_PARTS = f"""
    SELECT COALESCE(SUM(caseload), 0), COALESCE(SUM(fte), 0) FROM ({HOLDING}) AS holding
    WHERE fte > 0 AND role IN {SOCIAL_WORKERS}
"""


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(authority=authorities)
def test_every_figure_is_what_a_count_by_hand_in_sql_gives(
    database: Database, authority: SomeAuthority
) -> None:
    with forgotten(database) as session:
        teams = written(session, authority)
        for team in (None, *teams):
            team_ids = None if team is None else {team.id}
            book = gather_book(session, team_ids=team_ids, not_seen_days=NOT_SEEN_DAYS)
            found = {figure.measure: figure for figure in scope_figures(book)}
            for measure, statement in COUNTS.items():
                (by_hand,) = asked_by_hand(session, statement, team)
                assert (found[measure].value, measure) == (by_hand, measure)
            cases, fte = asked_by_hand(session, AVERAGE_PARTS, team)
            average = found[Measure.AVERAGE_CASELOAD]
            assert average.numerator == cases
            assert average.denominator == pytest.approx(fte)
            assert average.value == (pytest.approx(cases / fte, abs=0.051) if fte else None)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(authority=authorities)
def test_a_case_counts_in_one_team_at_most_and_the_teams_add_up(
    database: Database, authority: SomeAuthority
) -> None:
    with forgotten(database) as session:
        teams = written(session, authority)
        whole = gather_book(session, team_ids=None, not_seen_days=NOT_SEEN_DAYS)
        asked = [
            gather_book(session, team_ids={team.id}, not_seen_days=NOT_SEEN_DAYS) for team in teams
        ]
    cut = [whole.of_team(team.id) for team in teams]
    nowhere = sum(part.cases for part in whole.held if part.team_id is None)
    assert sum(book.open_cases for book in asked) + nowhere == whole.open_cases
    for one, other in zip(asked, cut, strict=True):
        assert set(one.held) == set(other.held)
        assert set(one.waiting) == set(other.waiting)
        assert one.holders == other.holders
        assert one.flows == other.flows


@contextmanager
def forgotten(database: Database) -> Iterator[Session]:
    """A session whose rows are there to be counted and then never were."""
    with database.transaction() as session:
        yield session
        session.rollback()


def asked_by_hand(session: Session, statement: str, team: Team | None) -> tuple[Any, ...]:
    statement = statement.replace(":team", "CAST(:team AS INTEGER)")
    values: dict[str, tuple[object, type]] = {
        "team": (team.id if team else None, Integer),
        "day": (FRIDAY, Date),
        "cutoff": (FRIDAY - timedelta(days=NOT_SEEN_DAYS), Date),
        "week_ago": (FRIDAY - timedelta(days=7), Date),
    }
    named: list[BindParameter[object]] = [
        bindparam(name, value, type_=kind)
        for name, (value, kind) in values.items()
        if f":{name}" in statement
    ]
    row = session.execute(text(statement).bindparams(*named)).one()
    return tuple(None if value is None else float(value) for value in row)

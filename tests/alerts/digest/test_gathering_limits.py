"""Since when a team is above its promise, and whose limit changed, by what was kept."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from alerts.digest.facts import LimitChange
from alerts.digest.gathering_limits import Above, gather_above, gather_limit_change
from models.database import Database
from models.figures.queries import gather_book
from models.history import AuthoritySnapshot, TeamSnapshot, WorkerSnapshot
from models.organisation import Team
from models.vocabulary import LimitScope, TeamKind
from tests.build import FRIDAY, a_limit_row, a_team, a_worker, loaded, saved

COUNTS: dict[str, Any] = {"open_cases": 60, "unallocated": 0, "not_seen": 0}
COUNTS |= {"opened": 0, "closed": 0, "in_post_fte": 4.0, "agency_fte": 0.0}


def weeks_ago(weeks: float) -> date:
    return FRIDAY - timedelta(days=round(7 * weeks))


def kept(session: Session, team: Team, day: date, average: float | None) -> None:
    """A day of a team; of one without an average nothing of workers was kept."""
    of_workers: dict[str, Any] = {}
    if average is not None:
        of_workers = {"average_cases": round(average * 10), "average_fte": 10.0}
    session.add(TeamSnapshot(day=day, team_id=team.id, **COUNTS, **of_workers))


@pytest.mark.parametrize(
    ("averages", "found"),
    [
        # By weeks back, from the newest day.
        ((16.0, 15.1, 15.0, 17.0), Above(weeks_ago(1), before=False)),
        ((16.0, 15.1, 15.9, 17.0), Above(weeks_ago(3), before=True)),
        ((16.0, 15.1, None, 17.0), Above(weeks_ago(3), before=True)),
        ((16.0, None, None, None, None, 17.0), Above(weeks_ago(0), before=True)),
        ((15.0, 17.0), None),
        ((), None),
    ],
)
def test_a_team_is_above_its_promise_since_the_first_day_of_an_unbroken_run(
    sqlite_database: Database, averages: tuple[float | None, ...], found: Above | None
) -> None:
    with sqlite_database.transaction() as session:
        team = a_team(session)
        saved(session, a_limit_row(promise_low=12, promise_high=15))
        for weeks, average in enumerate(averages):
            kept(session, team, weeks_ago(weeks), average)
        session.flush()
        above = gather_above(session, {team.id: TeamKind.COURT}, [team.id], FRIDAY)
        assert above == ({} if found is None else {team.id: found})


def test_each_day_is_laid_beside_the_promise_of_that_day(database: Database) -> None:
    """Up to 15 since two weeks, up to 18 before: 17 is above for two weeks."""
    with database.transaction() as session:
        team = a_team(session)
        until = weeks_ago(2) - timedelta(days=1)
        saved(session, a_limit_row(promise_high=18, until_on=until))
        saved(session, a_limit_row(promise_high=15, from_on=weeks_ago(2)))
        saved(session, a_limit_row(scope=LimitScope.NEWLY_QUALIFIED, cases=12))
        for weeks in range(5):
            kept(session, team, weeks_ago(weeks), 17.0)
        session.flush()
        assert gather_above(session, {team.id: TeamKind.COURT}, [team.id], FRIDAY) == {
            team.id: Above(weeks_ago(2), before=False)
        }


@pytest.mark.parametrize(
    ("then", "found"),
    [
        ((18, 18, 18, 18), None),
        ((16.2, 16.2, 18, 18), None),  # two whose protected year ended
        ((16.2, 16.2, 16.2, 18), LimitChange(workers=3, of=4)),
        ((None, None, None, None), LimitChange(workers=4, of=4)),
    ],
)
def test_limits_changed_if_more_than_a_few_workers_have_another(
    sqlite_database: Database, then: tuple[float | None, ...], found: LimitChange | None
) -> None:
    with sqlite_database.transaction() as session:
        loaded(session)
        team, elsewhere = a_team(session), a_team(session, "Elsewhere")
        saved(session, a_limit_row(cases=18))
        session.add(AuthoritySnapshot(day=weeks_ago(1), **COUNTS))
        for limit in then:
            _worked(session, a_worker(session, team).id, team.id, limit)
        for _ in range(5):  # who moved has the new team's limit
            _worked(session, a_worker(session, elsewhere).id, team.id, 12)
        session.flush()
        book = gather_book(session, team_ids=None, not_seen_days=28)
        assert gather_limit_change(session, book) == found


def _worked(session: Session, worker_id: int, team_id: int, limit: float | None) -> None:
    session.add(
        WorkerSnapshot(
            day=weeks_ago(1),
            worker_id=worker_id,
            team_id=team_id,
            caseload=15,
            fte=1.0,
            limit_cases=limit,
            at_work=True,
            in_average=True,
        )
    )

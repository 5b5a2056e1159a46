"""No answer changes by what is deleted at night."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from alerts.retention import chores, purge
from models.cases import Case
from models.database import Database
from models.kept import AS_SHIPPED
from models.workforce import Worker
from tests.bot.questions.conftest import Ask
from tests.build import FRIDAY, a_case, a_decision, a_member, a_team, a_worker, an_alert
from tests.conftest import NOW

QUESTIONS = (
    "caseload",
    "staffing",
    "turnover",
    "register",
    "trend of turnover",
    "demand",
    "alerts",
)


@pytest.fixture
def long_past(database: Database) -> Database:
    """Leavers of the last year, of the year before and of longer ago; cases closed as long ago."""
    with database.transaction() as session:
        team = a_team(session, "Court North")
        worker = a_worker(session, team, "Ada Present")
        for days in (30, 300, 700, 761, 1_500):
            last = FRIDAY - timedelta(days=days)
            a_worker(session, team, f"Left {days}", left_on=last, dropped_on=FRIDAY)
        for days in (3, 390, 402, 900):
            a_case(session, worker, closed_on=FRIDAY - timedelta(days=days))
        a_case(session, worker, opened_on=FRIDAY - timedelta(days=2))
        a_decision(session, an_alert(session, team, a_member(worker)))
    return database


def test_every_answer_is_the_same_after_a_night(long_past: Database, asked: Ask) -> None:
    before = {question: asked(question) for question in QUESTIONS}
    purge(long_past, chores(ZoneInfo("Europe/London"), AS_SHIPPED), NOW, dry_run=False)
    with long_past.look() as session:
        names = select(func.count()).select_from(Worker).where(Worker.name.like("Left%"))  # type: ignore[attr-defined]
        cases = session.execute(select(func.count()).select_from(Case)).scalar_one()
        assert (session.execute(names).scalar_one(), cases) == (3, 3)
    assert {question: asked(question) for question in QUESTIONS} == before

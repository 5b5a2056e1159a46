"""One worker's answer: whose limit it is and why, and no limit where none is meant."""

from datetime import timedelta

import pytest

from bot.questions.answer import Outcome
from models.database import Database
from models.vocabulary import LimitScope, Role
from tests.bot.questions.conftest import Ask
from tests.build import FRIDAY, a_limit_row, a_team, a_worker, cases, saved

SAM = "sam@example.gov.uk"


@pytest.mark.parametrize(
    ("fte", "protected", "own", "expected"),
    [
        (1.0, False, None, "the authority's limit is 18 – agreed in May"),
        (0.5, False, None, "the authority's limit is 18 (9 at half time) – agreed in May"),
        (1.0, True, None, "limit 16.2, newly qualified: 90 % of 18"),
        (1.0, False, 22.0, "your own limit is 22"),
    ],
)
def test_the_limit_says_whose_it_is_and_why(
    database: Database, asked: Ask, fte: float, protected: bool, own: float | None, expected: str
) -> None:
    with database.transaction() as session:
        saved(session, a_limit_row(cases=18, reason="agreed in May"))
        saved(session, a_limit_row(scope=LimitScope.NEWLY_QUALIFIED, percent=90))
        until = FRIDAY if protected else None
        team = a_team(session)
        sam = a_worker(session, team, email=SAM, fte=fte, newly_qualified_until=until)
        cases(session, 3, sam)
        if own is not None:
            saved(session, a_limit_row(scope=LimitScope.STAFF, worker_id=sam.id, cases=own))
    assert asked("me", SAM).lines[0].endswith(f" · {expected}")


@pytest.mark.parametrize(
    ("role", "headline"),
    [
        (Role.CASE_HOLDER, "You hold no cases, limit 18"),
        (Role.FIRST_LINE_MANAGER, "You hold no cases"),
    ],
)
def test_a_manager_without_cases_is_not_told_a_limit(
    database: Database, asked: Ask, role: Role, headline: str
) -> None:
    with database.transaction() as session:
        saved(session, a_limit_row(cases=18))
        a_worker(session, a_team(session), email=SAM, role=role)
    assert asked("me", SAM).headline == headline


def test_a_worker_not_in_post_is_addressed_as_you(database: Database, asked: Ask) -> None:
    with database.transaction() as session:
        tomorrow = FRIDAY + timedelta(days=5)
        sam = a_worker(session, a_team(session), email=SAM, started_on=tomorrow)
        cases(session, 2, sam)
    assert asked("me", SAM).headline == "You hold 2 cases and are not in post"


def test_a_name_that_ends_in_s_has_its_apostrophe_alone(database: Database, asked: Ask) -> None:
    with database.transaction() as session:
        a_worker(session, a_team(session, "Care Leavers"), email=SAM)
    assert "Care Leavers' totals" in [step.label for step in asked("me", SAM).next]


@pytest.mark.parametrize("typed", ["Sam O'Brien", "Sam OBrien", "who is over for Sam O’Brien"])
def test_two_names_that_differ_in_a_sign_alone_are_asked_about(
    database: Database, asked: Ask, typed: str
) -> None:
    """One of them may be written exactly so, and the other one be meant."""
    with database.transaction() as session:
        team = a_team(session)
        for name in ("Sam O'Brien", "Sam OBrien"):
            a_worker(session, team, name)
    answer = asked(typed)
    assert answer.outcome is Outcome.NOT_FOUND
    assert {"Sam O'Brien", "Sam OBrien"} <= {step.label for step in answer.next}

"""How often an answer asks the database: each time is a wait, and none of them needs to be more."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event

from models.database import Database
from tests.bot.questions.conftest import DIRECTOR, Ask
from tests.build import a_service, a_team, a_worker, cases, managed

SAM, MANAGER = "sam@example.gov.uk", "manager@example.gov.uk"


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """Everything that is said to the database meanwhile, but for how transactions begin and end."""
    said: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            said.append(statement)

    event.listen(database.engine, "before_cursor_execute", hear)
    yield said
    event.remove(database.engine, "before_cursor_execute", hear)


@pytest.mark.parametrize(
    ("who", "typed", "times"),
    [
        # Who asks, what it is about, and that it was asked.
        (SAM, "me", 3),
        (MANAGER, "", 3),
        (MANAGER, "who has room in Court North", 3),
        (MANAGER, "Sam Example", 3),
        ("stranger@example.gov.uk", "caseload", 2),
        # Of the whole authority a list each: teams, cases, holders, limits, unmatched, last week.
        (DIRECTOR, "", 8),
        # Teams and workers of such a name; where there is a worker, others of nearly that name.
        (DIRECTOR, "Court North", 5),
        (DIRECTOR, "Sam Example", 6),
    ],
)
def test_an_answer_asks_as_often_as_it_needs(
    database: Database, asked: Ask, statements: list[str], who: str, typed: str, times: int
) -> None:
    with database.transaction() as session:
        team = a_team(session, "Court North", a_service(session, "Court"))
        managed(session, team, a_worker(session, team, email=MANAGER))
        cases(session, 3, a_worker(session, team, "Sam Example", email=SAM))
    statements.clear()
    asked(typed, who)
    assert len(statements) == times

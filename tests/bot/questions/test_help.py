"""What is said where there is no answer: help, suggestions, and what is for others."""

import pytest

from models.database import Database
from tests.bot.questions.conftest import Ask
from tests.build import a_team, a_worker, managed

SAM = "sam@example.gov.uk"


def test_a_stranger_is_told_first_how_to_be_known(asked: Ask) -> None:
    lines = asked("help", "Alex@Example.gov.uk").lines
    assert lines[0].startswith("I don't know you yet")
    assert "add alex@example.gov.uk; then this works:" in lines[0]
    assert lines[1].startswith("• `caseload me`")


def test_a_managers_own_caseload_comes_last_in_their_help(database: Database, asked: Ask) -> None:
    with database.transaction() as session:
        team = a_team(session, "East")
        managed(session, team, a_worker(session, team, email=SAM))
    examples = [line for line in asked("help", SAM).lines if line.startswith("•")]
    assert examples[0].startswith("• `caseload for team East`")
    assert examples[-1].startswith("• `caseload me`")
    assert not any("my team" in example for example in examples)


@pytest.mark.parametrize(
    ("teams", "question"),
    [
        ([], "`/caseload help` shows what I can answer."),
        (["Court North"], "Did you mean Court North?"),
        (["Court North", "Court South"], "Did you mean one of these?"),
    ],
)
def test_one_suggestion_is_named_and_several_are_offered(
    database: Database, asked: Ask, teams: list[str], question: str
) -> None:
    with database.transaction() as session:
        for name in teams:
            a_team(session, name)
    headline = asked("team court nth").headline
    assert headline == f'I don\'t know a team called "court nth". {question}'


def test_a_worker_is_told_whom_a_list_is_for(database: Database, asked: Ask) -> None:
    with database.transaction() as session:
        a_worker(session, a_team(session, "East"), email=SAM)
    assert asked("unallocated", SAM).headline == (
        "The list of unallocated cases is for the team's manager, the head of service and "
        "leadership. You can ask for the team's totals and for your own caseload."
    )

"""Plans asked for in Slack: who may plan what, and what the answer says it was made from."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.blocks.answers import answer_blocks
from bot.practice.block_kit.check import check_blocks
from bot.questions.answer import Outcome
from models.database import Database
from models.organisation import Team
from models.people import GrantRole
from models.vocabulary import LimitScope
from tests.bot.questions.conftest import Ask
from tests.build import a_limit_row, a_service, a_team, a_worker, cases, granted, headed, managed

HEAD, MANAGER = "hal@example.gov.uk", "mia@example.gov.uk"
TAPERING = "plan 4 posts taper 1 a year cases -5 a year"


@pytest.fixture(autouse=True)
def _two_services(database: Database) -> None:
    """Court North holds 80 cases with 4 workers, Duty 10 with one; the promise is 12-15."""
    with database.transaction() as session:
        court, other = a_service(session, "Court"), a_service(session, "Front Door")
        north, duty = a_team(session, "Court North", court), a_team(session, "Duty", other)
        for number in range(4):
            cases(session, 20, a_worker(session, north, f"Worker {number}"))
        cases(session, 10, a_worker(session, duty))
        headed(session, court, a_worker(session, duty, "Hal Head", email=HEAD))
        managed(session, north, a_worker(session, duty, "Mia Manager", email=MANAGER))
        session.add(a_limit_row(scope=LimitScope.AUTHORITY, promise_low=12, promise_high=15))


def test_leadership_plans_for_the_authority(asked: Ask) -> None:
    answer = asked(TAPERING)
    assert answer.headline.startswith("The authority: 18 cases per full-time worker now")
    assert answer.table is not None
    years = [row["year_words"] for row in answer.table.rows]
    assert years == ["now", "1", "2", "3", "4", "after"]
    assert answer.table.rows[0]["cases_words"] == "90"
    numbers = [answer.table.rows[1][name] for name in ("year", "posts", "cases", "average", "cost")]
    assert all(isinstance(number, int | float) for number in numbers)
    assert answer.chart is not None
    assert answer.chart.labels == ("Now", "Year 1", "Year 2", "Year 3", "Year 4", "After")
    assert [column.heading for column in answer.table.columns[:3]] == [
        *("Year", "Average", "In promise")
    ]
    assert "You said: cases −5 a year; 4 extra posts; 1 fewer each year." in answer.lines
    assert "Today: 90 cases; 5 FTE; turnover 0 % a year; promise 12–15." in answer.lines
    assert answer.footer is not None
    assert answer.footer.startswith("Starts from data as at Fri 20 Nov")


def test_a_head_of_service_plans_for_the_service_and_its_teams(asked: Ask) -> None:
    assert asked("plan to 15", by=HEAD).headline.startswith("Court: 2 extra posts to hold 15")
    named = asked("plan team Court North to 15", by=HEAD)
    assert named.headline.startswith("Court North: 2 extra posts to hold 15")


def test_a_head_who_also_manages_teams_plans_for_the_service(
    asked: Ask, database: Database
) -> None:
    with database.transaction() as session:
        for team_id in session.scalars(select(col(Team.id))).all():
            granted(session, HEAD, GrantRole.MANAGER, team_id=team_id)
    assert asked("plan to 15", by=HEAD).headline.startswith("Court: 2 extra posts")


def test_another_services_team_is_not_there_for_a_head(asked: Ask) -> None:
    answer = asked("plan Duty to 15", by=HEAD)
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.headline.startswith('I don\'t know a team or service called "Duty".')


@pytest.mark.parametrize("text", ["plan", TAPERING, "plan Court North to 15"])
def test_a_manager_is_told_whose_plans_are(asked: Ask, text: str) -> None:
    answer = asked(text, by=MANAGER)
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.headline.startswith("Plans are for leadership and heads of service.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("plan", "Say what is planned"),
        ("plan 20 posts 30 posts", "`20 posts` and `30 posts` say the same thing twice."),
        ("plan -20 posts", "Extra posts that hold cases cannot be -20."),
        ("plan turnover 400 %", "Turnover in the plan cannot be 400."),
    ],
)
def test_what_cannot_be_planned_gets_a_sentence_and_examples(
    asked: Ask, text: str, sentence: str
) -> None:
    answer = asked(text)
    assert answer.outcome is Outcome.NOT_UNDERSTOOD
    assert answer.headline.startswith(sentence)
    assert answer.next[0].question == "plan to 15"


def test_slack_takes_a_plan(asked: Ask) -> None:
    assert check_blocks(answer_blocks(asked(TAPERING)), "message") == []

"""The census return asked for in Slack: what `caseload return` says, for those it is for."""

from datetime import date

import pytest

from bot.blocks.answers import answer_blocks
from bot.practice.block_kit.check import check_blocks
from bot.questions.answer import Outcome
from models.census.parts import count_return, parts_as_json
from models.census.reading import read_return
from models.database import Database
from models.people import GrantRole
from models.published import CensusReturn
from tests.bot.questions.conftest import DIRECTOR, Ask
from tests.build import a_service, a_team, a_worker, cases, granted, headed
from tests.conftest import NOW
from tests.models.census.returns import VACANCIES, message, worker

ANALYST, HEAD, SAM = "analyst@example.gov.uk", "head@example.gov.uk", "sam@example.gov.uk"


@pytest.fixture
def returned(database: Database) -> Database:
    """One return with three employed workers and an agency worker, and two workers today."""
    said = read_return(message(VACANCIES, *[worker()] * 3, worker(AgencyWorker=1)).encode())
    with database.transaction() as session:
        service = a_service(session, "Court")
        team = a_team(session, "Court North", service=service)
        cases(session, 15, a_worker(session, team, email=SAM, started_on=date(2020, 1, 1)))
        headed(session, service, a_worker(session, team, email=HEAD))
        granted(session, ANALYST, GrantRole.ADMINISTRATOR)
        session.add(
            CensusReturn(
                year=said.year,
                authority_code=said.authority_code,
                reference_on=said.reference_on,
                parts=parts_as_json(count_return(said)),
                warnings=list(said.notes),
                file="csww.xml",
                loaded_at=NOW,
            )
        )
    return database


@pytest.mark.usefixtures("returned")
@pytest.mark.parametrize("by", [DIRECTOR, ANALYST])
def test_leadership_and_administrators_see_the_return_beside_the_others(
    asked: Ask, by: str
) -> None:
    answer = asked("census return", by)
    assert answer.headline == (
        "Census return 2025: 12 cases per full-time worker, agency 25.0 %, vacancies 45.5 %, "
        "turnover 0.0 %"
    )
    assert answer.table is not None
    rows = {row["measure"]: row for row in answer.table.rows}
    average = rows["average_caseload"]
    assert (average["return"], average["live"], average["published"]) == (12.0, 15.0, 14.3)
    assert any("the cases that were put in for each worker" in line for line in answer.lines)
    assert check_blocks(answer_blocks(answer), "message") == []


@pytest.mark.usefixtures("returned")
@pytest.mark.parametrize("by", [HEAD, SAM])
def test_the_return_is_for_nobody_else(asked: Ask, by: str) -> None:
    answer = asked("census return", by)
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.headline.startswith("The census return is for leadership")
    assert answer.table is None


def test_without_a_return_the_next_step_is_said(asked: Ask) -> None:
    answer = asked("csww")
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.headline.startswith("No census return has been imported yet.")


@pytest.mark.usefixtures("returned")
def test_a_year_without_a_return_is_answered_by_those_there_are(asked: Ask) -> None:
    assert asked("our return of 2019").headline == (
        "There is no return of 2019. Imported are those of 2025."
    )

"""What an answer warns of beside its figures."""

from sqlalchemy import update
from sqlmodel import col

from models.database import Database
from models.loads import Load
from models.vocabulary import ExtractKind
from tests.bot.questions.conftest import Ask

DOUBT = "open cases fell from 2,040 to 1,256 (−38 %)"


def test_an_answer_says_that_its_load_was_accepted_by_hand(database: Database, asked: Ask) -> None:
    before = asked("caseload").footer or ""
    with database.transaction() as session:
        doubted = col(Load.kind) == ExtractKind.ALLOCATIONS
        session.execute(update(Load).where(doubted).values(reasons=[DOUBT]))
    after = asked("caseload").footer or ""
    assert "by hand" not in before
    assert f"the allocations were accepted by hand although {DOUBT}" in after

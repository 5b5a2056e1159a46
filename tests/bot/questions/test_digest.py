"""`digest now`: who gets which digest by direct message, and who is told that it is not theirs."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.database import Database
from models.outbox import OutboxRow
from models.people import AuditEntry, GrantRole
from models.vocabulary import Deed
from tests.bot.questions.conftest import DIRECTOR, Ask
from tests.build import a_service, a_team, a_worker, granted, headed

HEAD, SAM = "hetty@example.gov.uk", "sam@example.gov.uk"
NOT_YOURS = (
    "The digest is for leadership, and for heads of service about their own. You can ask for the "
    "caseload of your team."
)


@pytest.fixture
def database(database: Database) -> Database:
    """Two services; Hetty heads both of Court and Care, and Sam works in Court."""
    with database.transaction() as session:
        court, care = a_service(session, "Court"), a_service(session, "Care")
        north = a_team(session, "Court North", court)
        a_team(session, "Leavers", care)
        a_worker(session, north, "Sam Low", email=SAM)
        headed(session, court, a_worker(session, north, "Hetty Head", email=HEAD))
        granted(session, HEAD, GrantRole.HEAD, service_id=care.id)
    return database


def sent(database: Database) -> list[tuple[str, str]]:
    """To whom which digests were put into the outbox."""
    with database.look() as session:
        query = select(OutboxRow).where(col(OutboxRow.deed) == Deed.POST)
        rows = session.scalars(query.order_by(col(OutboxRow.id)))
        return [(row.lane, str((row.digest or {})["scope"])) for row in rows]


def test_leadership_gets_the_authoritys_and_a_second_press_sends_no_second(
    database: Database, asked: Ask
) -> None:
    assert asked("digest now").headline == ("Your digest is on its way to your direct messages.")
    assert asked("digest now").headline == (
        "Your digest is on its way already: you asked for it a moment ago."
    )
    assert sent(database) == [(f"person:{DIRECTOR}", "the authority")]
    with database.look() as session:
        entries = session.scalars(select(AuditEntry)).all()
        assert [(each.who, each.scope_name, each.detail["topic"]) for each in entries] == [
            (DIRECTOR, "the authority", "digest")
        ] * 2


def test_a_head_gets_each_own_service_or_the_one_that_is_named(
    database: Database, asked: Ask
) -> None:
    assert asked("digest for Care", HEAD).headline == (
        "Care's digest is on its way to your direct messages."
    )
    assert asked("my weekly digest", HEAD).headline == (
        "Your 2 digests are on their way to your direct messages."
    )
    assert sent(database) == [(f"person:{HEAD}", "Care"), (f"person:{HEAD}", "Court")]


@pytest.mark.parametrize(
    ("question", "by", "says"),
    [
        ("digest now", SAM, NOT_YOURS),
        ("digest for Court", SAM, NOT_YOURS),
        ("digest for service Nowhere", DIRECTOR, "I don't know a service called"),
        ("digest for Court North", DIRECTOR, "A digest is made of the whole authority or of"),
        ("digest for everyone", HEAD, "The whole authority's figures are for"),
        ("digest now", "stranger@example.gov.uk", "I don't know you yet"),
    ],
)
def test_whoever_may_not_see_it_gets_none(
    database: Database, asked: Ask, question: str, by: str, says: str
) -> None:
    answer = asked(question, by)
    assert not answer.answered
    assert answer.headline.startswith(says)
    assert sent(database) == []

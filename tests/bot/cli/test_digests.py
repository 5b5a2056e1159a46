"""`caseload digest`: what it would say, when it is sent to whom, and sending it by hand."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.database import Database
from models.outbox import OutboxRow
from models.people import AuditEntry, GrantRole
from models.vocabulary import Deed
from tests.bot.cli.command_line import CommandLine
from tests.build import a_service, a_team, granted, loaded

DIANA, HETTY = "diana@example.gov.uk", "hetty@example.gov.uk"


@pytest.fixture
def database(caseload: CommandLine) -> Iterator[Database]:
    """Leadership, two services, the head of one of them."""
    found = Database(f"sqlite:///{caseload.database}")
    with found.transaction() as session:
        loaded(session)
        court = a_service(session, "Court")
        a_team(session, "Court North", court)
        a_team(session, "Leavers", a_service(session, "Care"))
        granted(session, DIANA, GrantRole.LEADERSHIP)
        granted(session, HETTY, GrantRole.HEAD, service_id=court.id)
    yield found
    found.close()


def sent(database: Database) -> list[tuple[str, str]]:
    with database.look() as session:
        rows = session.scalars(select(OutboxRow).where(col(OutboxRow.deed) == Deed.POST))
        return [(row.lane, str((row.digest or {})["scope"])) for row in rows]


def test_a_preview_prints_the_digest_and_sends_nothing(
    caseload: CommandLine, database: Database
) -> None:
    shown = caseload("digest", "--preview", "--service", "court")
    assert shown.status == 0
    assert "Court" in shown.out.splitlines()[0]
    told = caseload("digest", "--preview", "--json").json
    assert told["scope"] == "the authority"
    assert set(told) >= {"headline", "decisions", "better", "worse", "rows", "health", "thread"}
    assert sent(database) == []


@pytest.mark.usefixtures("database")
def test_the_schedules_say_when_and_to_whom(caseload: CommandLine) -> None:
    shown = caseload("digest", "schedules")
    for expected in ("Mondays 08:30 (Europe/London)", DIANA, HETTY, "nobody: name a head"):
        assert expected in shown.out
    authority, care, court = caseload("digest", "schedules", "--json").json
    assert (authority["to"], care["to"], court["to"]) == ([DIANA], [], [HETTY])
    assert authority | {"next": ""} == {
        "scope": {"kind": "authority", "name": "the authority"},
        "audience": None,
        "to": [DIANA],
        "day": "Monday",
        "at": "08:30",
        "zone": "Europe/London",
        "on": True,
        "next": "",
        "changed_at": None,
        "changed_by": None,
    }


def test_a_schedule_is_changed_doubled_and_switched_off(
    caseload: CommandLine, database: Database
) -> None:
    changed = caseload("digest", "schedule", "Court", "--day", "tue", "--at", "09:00")
    assert changed.out.startswith("The digest of Court is sent on Tuesdays 09:00 (Europe/London)")
    another = caseload("digest", "schedule", "authority", "--to", "#Heads")
    assert "is sent to #heads on Mondays 08:30" in another.out
    off = caseload("digest", "schedule", "authority", "--off")
    assert off.out == "The digest of the authority is not sent any more.\n"
    listed = caseload("digest", "schedules", "--json").json
    assert [(each["scope"]["name"], each["audience"], each["on"]) for each in listed] == [
        ("the authority", None, False),
        ("the authority", "channel:#heads", True),
        ("Care", None, True),
        ("Court", None, True),
    ]
    with database.look() as session:
        entries = session.scalars(select(AuditEntry)).all()
        assert {entry.deed for entry in entries} == {"changed a digest's schedule"}
        assert all(entry.who.startswith("command line") for entry in entries)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("digest",), "Say `caseload digest --preview`"),
        (("digest", "--preview", "--service", "Nowhere"), "There are: Care, Court."),
        (("digest", "schedule", "authority", "--day", "sat"), "is no working day"),
        (("digest", "schedule", "authority", "--at", "8 o'clock"), "Write it like 08:30"),
        (("digest", "now", "--to", HETTY), "may not see the authority"),
        (("digest", "now", "--to", "who@example.gov.uk"), "I don't know you yet"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    caseload: CommandLine, arguments: tuple[str, ...], says: str
) -> None:
    refused = caseload(*arguments)
    assert refused.status != 0
    assert says in refused.error


def test_a_digest_is_sent_by_hand_to_whoever_may_see_it(
    caseload: CommandLine, database: Database
) -> None:
    ran = caseload("digest", "now", "--to", HETTY.upper(), "--service", "Court")
    assert ran.out == f"The digest of Court is on its way to {HETTY}.\n"
    again = caseload("digest", "now", "--to", HETTY, "--service", "Court", "--json").json
    assert again == {"to": HETTY, "scope": "Court", "sent": False}
    assert sent(database) == [(f"person:{HETTY}", "Court")]

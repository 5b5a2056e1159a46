"""`caseload choices`: what is chosen in Slack, where everything comes from, and taking it back."""

from collections.abc import Iterator

import pytest

from alerts.choices import choose
from models.database import Database
from models.people import AuditEntry
from tests.bot.cli.command_line import CommandLine
from tests.conftest import NOW
from tests.models.extracts.authority import STAFF, Authority, team

PRIYA = "priya@example.org"


@pytest.fixture
def authority(caseload: CommandLine) -> Iterator[Authority]:
    database = Database(f"sqlite:///{caseload.database}")
    found = Authority(database, caseload.folder)
    teams = [team("Court North", slack_channel="#court-north"), team("Duty")]
    assert caseload("import", found.staff_files(*STAFF, teams=teams)).status == 0
    with database.transaction() as session:
        choose(session, "leadership_channel", "C0LEAD001 leadership", by=PRIYA, now=NOW)
        choose(session, "working_hours", "09:00-17:00", by=PRIYA, now=NOW)
    yield found
    database.close()


def test_every_channel_and_the_hours_are_listed_with_where_they_come_from(
    caseload: CommandLine, authority: Authority
) -> None:
    listed = caseload("choices", "--json", CASELOAD_ADMINISTRATORS_CHANNEL="#performance").json
    found = {row["for"]: (row["value"], row["from"], row["changed_by"]) for row in listed}
    assert found["leadership"] == ("C0LEAD001", "chosen", PRIYA)
    assert found["administrators"] == ("performance", "setting", None)
    assert found["working hours"] == ("09:00-17:00", "chosen", PRIYA)
    assert found["Court North"] == ("court-north", "workforce", None)
    assert found["Duty"] == (None, "nowhere", None)
    words = caseload("choices").out
    assert "#leadership" in words
    assert f"chosen by {PRIYA}, Mon 23 Nov 08:45" in words
    assert "not set (slack_channel of Duty in the sheet Teams)" in words
    assert len(authority.rows(AuditEntry)) >= 2


def test_a_choice_is_taken_back_and_the_setting_holds_again(
    caseload: CommandLine, authority: Authority
) -> None:
    ran = caseload("choices", "forget", "working_hours")
    assert ran.out == "working hours: 08:00-18:00 again, as CASELOAD_WORKING_HOURS has it.\n"
    entry = max(authority.rows(AuditEntry), key=lambda row: row.id)
    assert entry.who.startswith("command line")
    assert entry.detail["after"] is None


@pytest.mark.parametrize("name", ["working hours", "administrators_channel", "channel:team:999"])
def test_what_is_not_chosen_cannot_be_taken_back(
    caseload: CommandLine, authority: Authority, name: str
) -> None:
    ran = caseload("choices", "forget", name)
    assert ran.status != 0
    assert "is not chosen in Slack" in ran.error
    assert authority.rows(AuditEntry)

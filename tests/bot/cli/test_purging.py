"""`caseload purge`: what goes is counted before, done once, and written down."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from bot.cli.purging import WORDS
from models.database import Database
from models.extracts.lock import import_lock
from models.people import AuditEntry
from tests.bot.cli.command_line import CommandLine


def test_a_rehearsal_counts_and_the_deed_does_it_once(caseload: CommandLine) -> None:
    database = Database(f"sqlite:///{caseload.database}")
    long_ago = datetime(2001, 1, 1, tzinfo=UTC)
    with database.transaction() as session:
        session.add(AuditEntry(at=long_ago, who="ada@example.org", deed="asked"))
    rehearsed = caseload("purge", "--dry-run")
    assert "1 │ entries of who asked and did what" in rehearsed.out
    assert "This was a rehearsal: nothing was changed." in rehearsed.out
    done = caseload("purge", "--json").json
    assert done["dry_run"] is False
    assert {name: number for name, number in done["counts"].items() if number} == {
        "audit_entries": 1
    }
    with database.look() as session:
        (entry,) = session.scalars(select(AuditEntry)).all()
    assert (entry.deed, entry.detail) == ("purged", {"audit_entries": 1})
    assert caseload("purge").out == "Nothing is older than it is kept.\n"
    assert done["counts"].keys() == WORDS.keys()
    database.close()


def test_nothing_is_deleted_beside_an_import(caseload: CommandLine) -> None:
    database = Database(f"sqlite:///{caseload.database}")
    with import_lock(database):
        refused = caseload("purge")
        assert caseload("purge", "--dry-run").status == 0
    assert (refused.status, refused.error.count("\n")) == (2, 1)
    assert "Another import is running. Nothing was changed; try again" in refused.error
    assert caseload("purge").status == 0
    database.close()


def test_an_inbox_that_is_gone_is_told_and_the_rest_is_done(
    caseload: CommandLine, tmp_path: Path
) -> None:
    ran = caseload("purge", CASELOAD_INBOX=str(tmp_path / "nowhere"))
    assert ran.status == 1
    assert ran.out == "Nothing is older than it is kept.\n"
    assert "The inbox was left as it is." in ran.error
    assert "CASELOAD_INBOX" in ran.error

"""`caseload import` takes the Department's files, and holds open cases against what they say."""

from collections.abc import Iterator

import pytest

from models.database import Database
from tests.bot.cli.command_line import CommandLine
from tests.models.extracts.authority import Authority, cases_of
from tests.models.reference.files import SOUTHAMPTON, row, text_of, write


@pytest.fixture
def authority(caseload: CommandLine) -> Iterator[Authority]:
    """Writes the extracts; the command line loads them."""
    database = Database(f"sqlite:///{caseload.database}")
    yield Authority(database, caseload.folder)
    database.close()


def test_a_published_file_is_reported_like_every_extract(
    caseload: CommandLine, authority: Authority
) -> None:
    text = text_of(row(SOUTHAMPTON, 2025), row(SOUTHAMPTON, 2016))
    path = write(authority.folder, "csww_indicators.csv", text)
    (load,) = caseload("import", path, "--json").json["loads"]
    assert load == {
        "file": "csww_indicators.csv",
        "kind": "indicators",
        "as_at": "2025-09-30",
        "counts": {"rows": 2, "areas": 1, "years": 2},
        "changes": {"rows_added": 1, "rows_changed": 1},
    }
    said = caseload("import", path).out
    assert "csww_indicators.csv: indicators unchanged, as at" in said
    assert "the same figures are already loaded" in said


def test_cases_far_from_the_published_children_in_need_are_held(
    caseload: CommandLine, authority: Authority
) -> None:
    """Southampton had 1,971 children in need on 31 March 2025."""
    files = (authority.staff_files(), authority.cases_file(*cases_of("W1", 8)))
    ran = caseload("import", *files, "--json", CASELOAD_AUTHORITY_CODE="852")
    assert (ran.status, ran.json["status"]) == (3, "held")
    (reason,) = ran.json["problems"]
    assert reason["message"].startswith(
        "8 open cases are 0.00 of the authority's 1,971 published children in need"
    )
    assert caseload("import", *files).status == 0

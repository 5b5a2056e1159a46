"""`caseload check`, and the check after an import."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.clock import utc_now
from models.database import Database
from tests.bot.cli.command_line import CommandLine
from tests.models.extracts.authority import Authority, cases_of

TODAY = utc_now().date()
"""The data has to be fresh by the clock of the machine that runs the command."""


@pytest.fixture
def authority(caseload: CommandLine) -> Iterator[Authority]:
    database = Database(f"sqlite:///{caseload.database}")
    yield Authority(database, caseload.folder)
    database.close()


def load(caseload: CommandLine, authority: Authority, cases: int, days_ago: int = 0) -> str:
    files = (authority.staff_files(), authority.cases_file(*cases_of("W1", cases)))
    ran = caseload("import", *files, "--as-at", (TODAY - timedelta(days=days_ago)).isoformat())
    assert ran.status == 0
    return ran.out


def test_a_check_of_an_empty_database_says_what_to_load(caseload: CommandLine) -> None:
    ran = caseload("check")
    assert (ran.status, ran.out) == (
        0,
        "There is nothing to check yet: load cases and workforce first.\n",
    )


def test_an_import_says_which_alerts_came_of_it(
    caseload: CommandLine, authority: Authority
) -> None:
    assert load(caseload, authority, 26).splitlines()[-1].startswith("1 alert pending")


def test_what_the_import_checked_is_not_news_to_a_check(
    caseload: CommandLine, authority: Authority
) -> None:
    load(caseload, authority, 26)
    ran = caseload("check")
    assert (ran.status, ran.out) == (0, "No alert has changed.\n")


def test_an_import_without_news_says_nothing_of_alerts(
    caseload: CommandLine, authority: Authority
) -> None:
    assert "alert" not in load(caseload, authority, 8)


def test_a_check_as_json_has_the_documented_keys(
    caseload: CommandLine, authority: Authority
) -> None:
    load(caseload, authority, 26)
    assert caseload("check", "--json").json == {
        **{"told": 0, "pending": 0, "over": 0, "held": 0, "late": False, "left": 0},
        "parked": [],
    }

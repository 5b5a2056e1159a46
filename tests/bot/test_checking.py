"""What a check did, in words; and a check that fails beside a load that does not."""

from pathlib import Path

import pytest

from alerts.checking.check import CheckReport
from bot.checking import check_after_load, check_words, checked_as_json, checked_words
from bot.clock import utc_now
from bot.failures import Failure
from bot.services import make_services
from bot.settings import read_settings


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (CheckReport(looked=True), ""),
        (CheckReport(looked=True, changed=4), ""),
        (CheckReport(looked=True, fired=3, pending=2), "3 alerts to tell, 2 pending."),
        (CheckReport(looked=True, fired=1, resolved=2), "1 alert to tell, 2 ended."),
        (CheckReport(looked=True, pending=1), "1 alert pending."),
        (CheckReport(looked=True, resolved=2), "2 alerts ended."),
        (
            CheckReport(looked=True, held=5, late=True),
            "5 alerts held. "
            "The data is late: no alert is raised or closed until a new load arrives.",
        ),
        (
            CheckReport(looked=True, parked=("worker_over",)),
            'Not evaluated: "worker_over"; the log says why.',
        ),
        (
            CheckReport(looked=True, left=2),
            "2 places changed meanwhile; the next tick looks again.",
        ),
    ],
)
def test_a_report_is_one_line(report: CheckReport, words: str) -> None:
    assert check_words(report) == words


def test_after_a_load_it_is_no_news_that_the_data_is_late_still() -> None:
    assert checked_words(CheckReport(looked=True, late=True)) == ""


def test_a_check_that_fails_is_said_and_undoes_nothing(tmp_path: Path) -> None:
    """There are no tables, so that no check can be made."""
    settings = read_settings(_env_file=None, CASELOAD_DATABASE_URL=f"sqlite:///{tmp_path}/new.db")
    services = make_services(settings, utc_now)
    checked = check_after_load(services)
    services.database.close()
    assert isinstance(checked, Failure)
    assert checked_as_json(checked) is None
    assert checked_words(checked) == (
        f"The alerts could not be looked at (reference {checked.reference} in the log). A running "
        "service does it by itself; otherwise run: caseload check"
    )

"""The doctor names what is wrong with checks, ticking, rules and the outbox."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alerts.checking.check import check
from alerts.slots import FIRST_SEEN
from bot.alerts_examined import examine_alerts
from bot.findings import Finding, Level
from bot.services import Services, make_services
from bot.settings import read_settings
from models.rules import ParkedRule
from models.slots import Slot
from tests.bot.slack.persona import MONDAY
from tests.build import a_service, a_team

HOUR = timedelta(hours=1)


@pytest.fixture
def services(demo_template: Path, tmp_path: Path) -> Iterator[Services]:
    path = tmp_path / "caseload.db"
    shutil.copyfile(demo_template, path)
    settings = read_settings(_env_file=None, CASELOAD_DATABASE_URL=f"sqlite:///{path}")
    found = make_services(settings, lambda: MONDAY)
    yield found
    found.database.close()


def examined(services: Services, subject: str) -> list[Finding]:
    with services.database.look() as session:
        found = list(examine_alerts(services, session))
    return [each for each in found if each.subject == subject]


def slot(services: Services, slot_at: datetime, *, ago: timedelta, late: bool = False) -> None:
    with services.database.transaction() as session:
        done_at = MONDAY - ago
        session.add(
            Slot(schedule="nightly", target="", slot_at=slot_at, done_at=done_at, late=late)
        )


def test_a_day_that_nobody_has_checked_is_named(services: Services) -> None:
    (found,) = examined(services, "alerts")
    assert found.level is Level.ADVICE
    assert found.what == (
        "Alerts were last checked Fri 20 Nov 19:00; since then the data, the rules or the day "
        "have changed."
    )
    assert found.mend.startswith("caseload check")


def test_after_a_check_nothing_is_new(services: Services) -> None:
    check(services.database, services.authority, MONDAY)
    (found,) = examined(services, "alerts")
    assert found.level is Level.GOOD
    assert found.what == "Alerts were last checked Mon 23 Nov 08:45; nothing is new since."


def test_that_no_service_ever_ran_is_named(services: Services) -> None:
    (found,) = examined(services, "ticking")
    assert (found.level, found.what) == (
        Level.ADVICE,
        "No service has run on this database yet.",
    )


@pytest.mark.parametrize(
    ("hours", "level", "words"),
    [
        (25, Level.GOOD, "The service is at work: last Sun 22 Nov 07:45."),
        (27, Level.BAD, "Nothing that is due every night was done since Sun 22 Nov 05:45."),
    ],
)
def test_a_service_that_no_longer_ticks_is_named(
    services: Services, hours: int, level: Level, words: str
) -> None:
    slot(services, MONDAY - hours * HOUR, ago=hours * HOUR)
    (found,) = examined(services, "ticking")
    assert (found.level, found.what) == (level, words)


def test_a_service_that_has_just_begun_ticks(services: Services) -> None:
    slot(services, FIRST_SEEN, ago=HOUR)
    assert [each.level for each in examined(services, "ticking")] == [Level.GOOD]


def test_due_times_that_came_late_are_counted(services: Services) -> None:
    for days in (1, 3, 9):
        slot(services, MONDAY - timedelta(days=days, hours=3), ago=timedelta(days=days), late=True)
    assert examined(services, "ticking")[-1].what == (
        "In the last seven days 2 due times came late."
    )


def test_a_rule_that_could_not_be_evaluated_is_named(services: Services) -> None:
    with services.database.transaction() as session:
        session.add(ParkedRule(name="child_not_seen", since=MONDAY - HOUR, error="ValueError 7QK2"))
    (found,) = examined(services, "rules")
    assert found.what == (
        'The rule "child_not_seen" could not be evaluated since Mon 23 Nov 07:45 '
        "(ValueError 7QK2), and tells nothing."
    )
    assert found.level is Level.BAD


def test_a_digest_that_goes_to_nobody_is_named(services: Services) -> None:
    assert examined(services, "digests") == []
    with services.database.transaction() as session:
        a_team(session, "Night", a_service(session, "Out of hours"))
    (found,) = examined(services, "digests")
    assert found.what == "The weekly digest of Out of hours goes to nobody."
    assert found.level is Level.ADVICE

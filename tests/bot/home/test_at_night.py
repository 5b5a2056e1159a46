"""Which Homes lose their names at night."""

from datetime import timedelta

import pytest

from bot.listeners.home import OPENED
from bot.listeners.home_at_night import MISSED, old_homes
from models.database import Database
from models.people import AuditEntry, Person
from tests.build import a_team, a_worker
from tests.conftest import NOW

KEPT = timedelta(days=30)
SAM = "sam@example.org"
SECOND = timedelta(seconds=1)

UNKNOWN, LONG_AGO = "I don't know you yet.", "last opened more than 30 days ago"


@pytest.mark.parametrize(
    ("opened", "is_known", "is_active", "says"),
    [
        (timedelta(), True, True, None),
        (KEPT, True, True, None),
        (KEPT + SECOND, True, True, LONG_AGO),
        (KEPT + MISSED, True, True, LONG_AGO),
        (KEPT + MISSED + SECOND, True, True, None),
        (timedelta(), False, True, UNKNOWN),
        (timedelta(), True, False, UNKNOWN),
        (KEPT + MISSED + SECOND, False, True, None),
    ],
)
def test_a_home_is_emptied_when_its_role_ended_or_when_it_was_long_not_opened(
    sqlite_database: Database,
    opened: timedelta,
    is_known: bool,
    is_active: bool,
    says: str | None,
) -> None:
    with sqlite_database.transaction() as session:
        a_worker(session, a_team(session), email=SAM if is_known else "else@example.org")
        session.add(Person(slack_id="U1", email=SAM, active=is_active, checked_at=NOW))
        for at in (NOW - opened, NOW - KEPT - MISSED):
            if at <= NOW - opened:
                session.add(AuditEntry(at=at, who=SAM, deed=OPENED))
    with sqlite_database.look() as session:
        found = list(old_homes(session, NOW, KEPT, NOW.date()))
    assert [account for account, _ in found] == ([] if says is None else ["U1"])
    assert all(says is not None and says in sentence for _, sentence in found)


def test_each_home_is_told_of_once_by_its_last_opening(database: Database) -> None:
    with database.transaction() as session:
        a_worker(session, a_team(session), email=SAM)
        for account, email in (("U1", SAM), ("U2", "gone@example.org"), ("U3", None)):
            session.add(Person(slack_id=account, email=email, active=True, checked_at=NOW))
        for email in (SAM, "gone@example.org", "nobody@example.org"):
            for days in (31, 2, 1):
                at = NOW - timedelta(days=days)
                session.add(AuditEntry(at=at, who=email, deed=OPENED))
    with database.look() as session:
        assert [each for each, _ in old_homes(session, NOW, KEPT, NOW.date())] == ["U2"]

"""When digests are due and for whom, as shipped and as changed."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlmodel import Session

from alerts.digest.schedules import Change, Due, change_schedule, schedules_now, targets_of
from alerts.routes import gather_routes
from alerts.schedules import slots_between
from models.database import Database
from models.digests import DigestSchedule
from models.errors import CaseloadError, NotFound
from models.organisation import Service
from models.people import AuditEntry, GrantRole
from tests.alerts.delivery.office import AUTHORITY
from tests.build import a_team, granted, saved

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)  # a Wednesday
DIANA, ADMIN, HETTY = "diana@x.example", "ruth@x.example", "hetty@x.example"


def fill(session: Session) -> None:
    court = saved(session, Service(name="Court"))
    care = saved(session, Service(name="Care", slack_channel="#Care-Leads"))
    gone = saved(session, Service(name="Gone", dropped_on=date(2026, 10, 1)))
    for name, service in (("North", court), ("South", court), ("Leavers", care), ("Old", gone)):
        a_team(session, name, service=service)
    saved(session, Service(name="Without a team"))
    granted(session, ADMIN, GrantRole.ADMINISTRATOR)
    granted(session, HETTY, GrantRole.HEAD, service_id=court.id)


def places(session: Session, dues: tuple[Due, ...]) -> dict[str, list[str]]:
    routes = gather_routes(session, AUTHORITY, NOW.date())
    return {due.scope.name: targets_of(due, routes) for due in dues}


def changed(session: Session, scope: str = "authority", **change: Any) -> Due:
    given = Change(scope=scope, **change)
    return change_schedule(session, AUTHORITY, given, by=ADMIN, now=NOW)


def test_as_shipped_the_authority_and_each_service_with_teams_have_one(database: Database) -> None:
    with database.transaction() as session:
        fill(session)
        dues = schedules_now(session, AUTHORITY)
        assert [due.scope_key for due in dues] == ["authority", "service:2", "service:1"]
        assert {(due.weekday, due.at, due.zone.key, due.is_on) for due in dues} == {
            (0, time(8, 30), "Europe/London", True)
        }
        assert places(session, dues) == {
            "Northmere": [f"person:{ADMIN}"],  # there is nobody in leadership
            "Care": ["channel:#care-leads"],
            "Court": [f"person:{HETTY}"],
        }
        granted(session, DIANA, GrantRole.LEADERSHIP)
        assert places(session, dues)["Northmere"] == [f"person:{DIANA}"]


def test_a_change_is_kept_with_who_and_when_and_another_audience_is_one_more(
    database: Database,
) -> None:
    with database.transaction() as session:
        fill(session)
        changed(session, weekday=1, at=time(9), zone="Europe/Dublin")
        changed(session, audience="#Heads")
        changed(session, "service:1", is_on=False)
        authority, heads, care, court = schedules_now(session, AUTHORITY)
        assert (authority.weekday, authority.at, authority.zone.key) == (
            1,
            time(9),
            "Europe/Dublin",
        )
        assert (authority.changed_at, authority.changed_by) == (NOW, ADMIN)
        assert (heads.audience, heads.weekday) == ("channel:#heads", 0)
        assert (care.is_on, court.is_on) == (True, False)
        entries = session.scalars(select(AuditEntry)).all()
        assert [(entry.who, entry.scope_name) for entry in entries] == [
            (ADMIN, "Northmere"),
            (ADMIN, "Northmere"),
            (ADMIN, "Court"),
        ]
        changed(session, audience="channel:#heads")  # nothing is another
        assert len(session.scalars(select(AuditEntry)).all()) == 3


def test_a_change_makes_nothing_due_that_would_have_been_before_it(
    sqlite_database: Database,
) -> None:
    with sqlite_database.transaction() as session:
        due = changed(session, weekday=1)
        week = datetime(2026, 11, 16, tzinfo=UTC), datetime(2026, 11, 25, tzinfo=UTC)
        slots = slots_between(due.schedule(), *week, AUTHORITY.calendar)
        assert slots == [datetime(2026, 11, 24, 8, 30, tzinfo=UTC)]
        assert due.schedule().zone == ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"weekday": 5}, "Choose Monday to Friday"),
        ({"weekday": -1}, "Choose Monday to Friday"),
        ({"zone": "Europe/Nowhere"}, "There is no time zone"),
        ({"zone": "../etc/passwd"}, "There is no time zone"),
        ({"at": time(7, 59)}, "between 08:00 and 18:00"),
        ({"at": time(18)}, "between 08:00 and 18:00"),
        ({"audience": "two words"}, "neither a channel nor an email"),
        ({"audience": "team:court"}, "neither a channel nor an email"),
        ({"audience": "D0SAM"}, "is a direct message"),
        ({"audience": "channel:D0SAM"}, "is a direct message"),
        ({"audience": HETTY}, "may not see Northmere"),
        ({"audience": "stranger@x.example"}, "may not see Northmere"),
        ({"scope": "service:3"}, "There is no such service"),  # which is no longer listed
        ({"scope": "team:1"}, "There is no such service"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_changes_nothing(
    sqlite_database: Database, change: dict[str, Any], says: str
) -> None:
    with sqlite_database.transaction() as session:
        fill(session)
        with pytest.raises(CaseloadError, match=says):
            changed(session, **{"scope": "authority", **change})
        assert session.scalars(select(AuditEntry)).all() == []
        assert {due.changed_by for due in schedules_now(session, AUTHORITY)} == {None}


def test_a_head_may_be_sent_their_own_services(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        fill(session)
        assert changed(session, "service:1", audience=HETTY.upper()).audience == f"person:{HETTY}"
        with pytest.raises(NotFound):
            changed(session, "service:2", audience=HETTY)


NARROW = replace(AUTHORITY, hours=replace(AUTHORITY.hours, opens=time(10), closes=time(16)))


def test_an_hour_that_stays_as_it_was_is_in_nobodys_way(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        fill(session)
        changed(session, "service:1", at=time(3), zone="America/New_York")
        for scope, at in (("authority", time(8, 30)), ("service:1", time(3))):
            for given in (
                Change(scope=scope, at=at, is_on=False),
                Change(scope=scope, at=at, weekday=2),
            ):
                change_schedule(session, NARROW, given, by=ADMIN, now=NOW)
        change = Change(scope="authority", at=time(9))
        with pytest.raises(CaseloadError, match="between 10:00 and 16:00"):
            change_schedule(session, NARROW, change, by=ADMIN, now=NOW)


def test_what_could_not_be_chosen_any_more_can_be_switched_off(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        fill(session)
        for audience in ("channel:D0SAM", "person:gone@x.example"):
            saved(session, DigestSchedule(scope="authority", audience=audience))
            assert not changed(session, audience=audience, is_on=False).is_on

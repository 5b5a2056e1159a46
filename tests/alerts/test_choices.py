"""What administrators choose in Slack comes first, holds at once, and can be taken back."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlmodel import Session

from alerts.authority import Authority
from alerts.calendar import WorkingCalendar
from alerts.checking.gathering import seen_now
from alerts.choices import (
    ADMINISTRATORS,
    HOURS,
    LEADERSHIP,
    SERVICE,
    TEAM,
    Choices,
    Chosen,
    as_chosen,
    choose,
    mark_done,
    read_choices,
)
from alerts.hours import WorkingHours
from alerts.routes import gather_routes
from models.database import Database
from models.errors import CaseloadError
from models.people import AuditEntry
from models.vocabulary import ToldTo
from tests.build import a_service, a_team
from tests.conftest import NOW

LONDON = ZoneInfo("Europe/London")
PRIYA = "priya@example.org"
SET = Authority(
    name="Northmere",
    zone=LONDON,
    calendar=WorkingCalendar(),
    hours=WorkingHours(time(8), time(18), LONDON, WorkingCalendar()),
    leadership_channel="leadership",
)
TODAY = NOW.date()


def chosen(**values: str) -> Choices:
    return Choices({name: Chosen(value, NOW, PRIYA) for name, value in values.items()})


@pytest.mark.parametrize(
    ("choices", "leadership", "administrators", "opens"),
    [
        (chosen(), "leadership", None, time(8)),
        (chosen(leadership_channel="C0LEAD001 lead"), "C0LEAD001", None, time(8)),
        (chosen(administrators_channel="C0ADMIN01"), "leadership", "C0ADMIN01", time(8)),
        (chosen(working_hours="09:30-16:00"), "leadership", None, time(9, 30)),
    ],
)
def test_a_choice_comes_before_the_setting_and_the_setting_where_there_is_none(
    choices: Choices, leadership: str | None, administrators: str | None, opens: time
) -> None:
    found = as_chosen(SET, choices)
    assert found.leadership_channel == leadership
    assert found.administrators_channel == administrators
    assert found.hours.opens == opens


def test_routes_follow_a_choice_at_once_and_what_was_before_when_it_is_taken_back(
    database: Database,
) -> None:
    with database.transaction() as session:
        court = a_service(session, "Court", slack_channel="#court")
        north = a_team(session, "North", court, slack_channel="#north")
        for name, value in (
            (f"{TEAM}{north.id}", "C0NORTH01 north-new"),
            (f"{SERVICE}{court.id}", "C0COURT01"),
            (LEADERSHIP, "C0LEAD001 lead"),
        ):
            assert choose(session, name, value, by=PRIYA, now=NOW)
    with database.transaction() as session:
        assert told(session, ToldTo.TEAM, north.id) == ["channel:C0NORTH01"]
        assert told(session, ToldTo.SERVICE, north.id) == ["channel:C0COURT01"]
        assert told(session, ToldTo.LEADERSHIP, None) == ["channel:C0LEAD001"]
        for name in (f"{TEAM}{north.id}", f"{SERVICE}{court.id}", LEADERSHIP):
            assert choose(session, name, None, by=PRIYA, now=NOW)
    with database.look() as session:
        assert told(session, ToldTo.TEAM, north.id) == ["channel:#north"]
        assert told(session, ToldTo.SERVICE, north.id) == ["channel:#court"]
        assert told(session, ToldTo.LEADERSHIP, None) == ["channel:#leadership"]


def told(session: Session, to: ToldTo, team_id: int | None) -> Sequence[str]:
    return gather_routes(session, SET, TODAY).targets(to, team_id)


def test_a_check_follows_a_choice_and_not_a_step_of_setting_up(sqlite_database: Database) -> None:
    seen = []
    with sqlite_database.transaction() as session:
        for deed in (
            lambda: None,
            lambda: mark_done(session, "test", by=PRIYA, now=NOW),
            lambda: choose(session, LEADERSHIP, "C0LEAD001", by=PRIYA, now=NOW),
            lambda: choose(session, LEADERSHIP, "C0LEAD002", by=PRIYA, now=later(1)),
            lambda: choose(session, LEADERSHIP, None, by=PRIYA, now=later(2)),
        ):
            deed()
            session.flush()
            seen.append(seen_now(session, TODAY))
    assert seen[0] == seen[1] == seen[4]
    assert len(set(seen)) == 3


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("name", "first", "second", "is_new"),
    [
        (LEADERSHIP, "C0LEAD001 lead", "C0LEAD001 lead", False),
        (LEADERSHIP, "C0LEAD001 lead", "C0LEAD001 leaders", False),  # renamed
        (LEADERSHIP, "C0LEAD001 lead", "C0LEAD002 lead", True),
        (ADMINISTRATORS, None, None, False),
        (ADMINISTRATORS, "C0ADMIN01", None, True),
        (HOURS, "08:00-18:00", "08:00-18:00", False),
        (HOURS, "08:00-18:00", "08:00-17:00", True),
    ],
)
def test_choosing_the_same_again_changes_nothing(
    sqlite_database: Database, name: str, first: str | None, second: str | None, is_new: bool
) -> None:
    with sqlite_database.transaction() as session:
        choose(session, name, first, by=PRIYA, now=NOW)
    with sqlite_database.transaction() as session:
        assert choose(session, name, second, by=PRIYA, now=later(1)) is is_new


@pytest.mark.parametrize("hours", ["", "8-18", "18:00-08:00", "08:00-08:00", "25:00-26:00"])
def test_hours_that_cannot_be_are_refused(sqlite_database: Database, hours: str) -> None:
    with (
        pytest.raises(CaseloadError, match="such as 08:00-18:00"),
        sqlite_database.transaction() as session,
    ):
        choose(session, HOURS, hours, by=PRIYA, now=NOW)
    with sqlite_database.look() as session:
        assert read_choices(session).of == {}


@pytest.mark.parametrize(
    ("hours", "is_long_enough"),
    [
        ("00:00-00:01", False),
        ("23:58-23:59", False),
        ("08:00-11:59", False),
        ("08:00-12:00", True),
        ("00:00-23:59", True),
    ],
)
def test_working_hours_are_four_hours_at_least(
    sqlite_database: Database, hours: str, is_long_enough: bool
) -> None:
    refused = pytest.raises(CaseloadError, match="at least four hours between")
    with nullcontext() if is_long_enough else refused, sqlite_database.transaction() as session:
        choose(session, HOURS, hours, by=PRIYA, now=NOW)
    with sqlite_database.look() as session:
        assert (HOURS in read_choices(session).of) is is_long_enough


def test_who_chose_what_and_what_was_before_is_in_the_audit(database: Database) -> None:
    with database.transaction() as session:
        choose(session, HOURS, "08:00-18:00", by=PRIYA, now=NOW)
        choose(session, HOURS, "09:00-17:00", by="tom@example.org", now=later(5))
    with database.look() as session:
        first, second = session.scalars(select(AuditEntry).order_by("id")).all()
        assert read_choices(session).of[HOURS] == Chosen("09:00-17:00", later(5), "tom@example.org")
    assert (first.who, first.detail["before"]) == (PRIYA, None)
    assert (second.who, second.deed) == ("tom@example.org", "chose")
    assert second.detail == {"name": HOURS, "before": "08:00-18:00", "after": "09:00-17:00"}

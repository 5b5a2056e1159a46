"""Many alerts written at once: each is told once, and what others changed meanwhile is theirs."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from alerts.checking.check import CheckReport, check
from models.alerts import Alert, AlertEvent
from models.database import Database
from models.loads import Load
from models.organisation import Team
from models.outbox import OutboxRow, Posting
from models.vocabulary import AlertState, Deed, OutboxState, RuleKind
from tests.alerts.checking.court import Court
from tests.alerts.place import FRI, LONDON
from tests.build import a_team, a_worker, an_alert, cases, loaded

NOW = datetime(2026, 11, 23, 9, tzinfo=LONDON)
TEAMS = 5


@pytest.fixture
def teams(database: Database) -> Court:
    """Five teams with a channel each and a worker over the limit, which is told at once."""
    court = Court(database)
    court.rule(RuleKind.WORKER_OVER, for_days=0)
    with database.transaction() as session:
        for number in range(TEAMS):
            team = a_team(session, f"Team {number}", court.service, slack_channel=f"#team-{number}")
            cases(session, 3 + number, a_worker(session, team), last_seen_on=FRI)
        loaded(session)
    return court


def checked(court: Court, meanwhile: Callable[[Session], object] | None = None) -> CheckReport:
    """A check; somebody does something between its look and its first writing."""
    once = [meanwhile] if meanwhile else []

    def progress(_done: int, _total: int) -> None:
        if once:
            with court.database.transaction() as session:
                once.pop()(session)

    return check(court.database, court.authority, NOW, progress)


def sent(court: Court) -> None:
    """Slack has all that was to be said."""
    with court.database.transaction() as session:
        for posting in session.scalars(select(Posting)):
            posting.ts, posting.channel_id = "1.1", "C1"
        for row in session.scalars(select(OutboxRow)):
            row.state, row.ts = OutboxState.SENT, "1.1"


def reloaded(court: Court) -> None:
    """The same data as at an hour later."""
    with court.database.transaction() as session:
        for load in session.scalars(select(Load)):
            load.as_at += timedelta(hours=1)


def test_each_is_told_once_in_its_own_channel(teams: Court) -> None:
    report = checked(teams)
    assert (report.opened, report.fired, report.left) == (TEAMS, TEAMS, 0)
    lives = teams.alerts()
    assert {life.state for life in lives} == {AlertState.FIRING}
    assert sorted(
        (row.lane, row.notice["alert_id"], row.notice["subject"]) for row in teams.rows(OutboxRow)
    ) == [(f"channel:#team-{n}", lives[n].id, f"Team {n}") for n in range(TEAMS)]
    assert [life.notice.alert_id for life in lives if life.notice] == [life.id for life in lives]
    assert [event.alert_id for event in teams.rows(AlertEvent)] == [life.id for life in lives]
    assert checked(teams) == CheckReport(looked=True)


def test_one_that_somebody_opened_meanwhile_is_theirs(teams: Court) -> None:
    def open_one(session: Session) -> None:
        team = next(place for place in teams_of(session) if place.name == "Team 2")
        an_alert(session, team, state=AlertState.PENDING, fired_at=None, told_at=None)

    report = checked(teams, open_one)
    assert (report.opened, report.fired, report.left) == (TEAMS - 1, TEAMS, 0)
    assert len(teams.alerts()) == TEAMS
    lanes = sorted(row.lane for row in teams.rows(OutboxRow))
    assert lanes == [f"channel:#team-{number}" for number in range(TEAMS)]


def teams_of(session: Session) -> list[Team]:
    return list(session.scalars(select(Team).order_by(col(Team.id))))


def test_newer_data_changes_every_message_and_tells_nobody(teams: Court) -> None:
    checked(teams)
    sent(teams)
    reloaded(teams)
    report = checked(teams)
    assert (report.changed, report.fired, report.left) == (TEAMS, 0, 0)
    edits = [row for row in teams.rows(OutboxRow) if row.deed is Deed.EDIT]
    assert [row.notice["footer"] for row in edits] == ["Data as at Fri 20 Nov 19:00"] * TEAMS
    assert {row.due_at for row in edits} == {NOW + timedelta(minutes=2)}
    assert {life.version for life in teams.alerts()} == {2}
    assert checked(teams) == CheckReport(looked=True)


def test_one_that_somebody_answered_meanwhile_keeps_the_answer(teams: Court) -> None:
    checked(teams)
    sent(teams)
    reloaded(teams)
    first = teams.alerts()[0]

    def snooze(session: Session) -> None:
        alert = session.get(Alert, first.id)
        assert alert is not None
        alert.state, alert.snoozed_until, alert.version = AlertState.SNOOZED, NOW.date(), 2

    report = checked(teams, snooze)
    assert report.left == 0
    states = [life.version for life in teams.alerts()]
    assert states[1:] == [2] * (TEAMS - 1)
    assert states[0] > 2

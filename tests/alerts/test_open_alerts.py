"""Open alerts as rows: those of some teams or of all, with whom they are about."""

from dataclasses import replace

from alerts.calendar import WorkingCalendar
from alerts.notice import Notice
from alerts.open_alerts import open_alert_rows
from alerts.places import Within
from alerts.when import When
from models.database import Database
from models.vocabulary import AlertState, RuleKind
from tests.build import (
    FRIDAY,
    a_member,
    a_service,
    a_services_alert,
    a_team,
    a_worker,
    an_alert,
)
from tests.conftest import NOW

WHEN = When(NOW, NOW.date(), FRIDAY, WorkingCalendar())


def test_a_row_says_where_what_and_whom_it_is_about(database: Database) -> None:
    with database.transaction() as session:
        team = a_team(session, "Court North")
        sam, jo = a_worker(session, team, "Sam Example"), a_worker(session, team, "Jo Placeholder")
        life = an_alert(
            session,
            team,
            a_member(jo, value=17, limit=16.2),
            a_member(sam),
            notice=Notice(alert_id=1, headline="Court North: 2 workers are over their limit"),
        )
        (row,) = open_alert_rows(session, WHEN, Within({team.id}))
    assert (row.id, row.team) == (life.id, "Court North")
    assert row.headline == "Court North: 2 workers are over their limit"
    assert row.about == ("Sam Example: 26 cases, limit 18", "Jo Placeholder: 17 cases, limit 16.2")
    assert row.state_words == "since Mon 16 Nov, 4 working days; not acknowledged"
    assert (row.working_days, row.unanswered, row.told, row.held) == (4, True, True, False)


def test_before_its_first_message_an_alert_says_what_its_rule_looks_for(
    database: Database,
) -> None:
    with database.transaction() as session:
        team = a_team(session, "Court North")
        waiting = replace(a_member(a_worker(session, team, "Sam")), told_value=None, told_at=None)
        an_alert(session, team, waiting, state=AlertState.PENDING, fired_at=None, told_at=None)
        (row,) = open_alert_rows(session, WHEN)
    assert row.headline == "Court North: worker over limit"
    assert row.about == ("Sam: 26 cases, limit 18",)
    assert not row.told
    assert not row.unanswered


def test_whoever_is_over_but_not_told_yet_is_marked_and_whoever_is_no_more_is_left_out(
    database: Database,
) -> None:
    with database.transaction() as session:
        team = a_team(session)
        told = a_member(a_worker(session, team, "Sam"))
        new = a_member(a_worker(session, team, "Jo"), value=30, told_value=None)
        ended = a_member(a_worker(session, team, "Ana"), ended_on=FRIDAY)
        an_alert(session, team, told, new, ended)
        (row,) = open_alert_rows(session, WHEN)
    assert row.about == (
        "Sam: 26 cases, limit 18",
        "Jo: 30 cases, limit 18 (not told yet)",
    )


def test_whoever_answered_is_named_or_else_their_email_is_given(database: Database) -> None:
    with database.transaction() as session:
        team = a_team(session, "East")
        a_worker(session, team, "Mia Manager", email="mia@example.gov.uk")
        an_alert(
            session,
            team,
            state=AlertState.ACKNOWLEDGED,
            acknowledged_by="mia@example.gov.uk",
            review_on=NOW.date(),
        )
        an_alert(
            session,
            team,
            kind=RuleKind.NOT_SEEN,
            state=AlertState.SNOOZED,
            acknowledged_by="mia@example.gov.uk",
            snoozed_by="ruth@example.gov.uk",
            snoozed_until=NOW.date(),
        )
        first, second = open_alert_rows(session, WHEN)
    assert first.state_words == "acknowledged by Mia Manager, review Mon 23 Nov"
    assert second.state_words == "snoozed by ruth@example.gov.uk until Mon 23 Nov"


def test_only_the_authority_as_a_whole_has_alerts_of_no_team(database: Database) -> None:
    with database.transaction() as session:
        east, west = a_team(session, "East"), a_team(session, "West", dropped_on=FRIDAY)
        an_alert(session, east)
        an_alert(session, west, state=AlertState.HELD, held_from=AlertState.FIRING)
        an_alert(session, None, kind=RuleKind.DATA_LATE)
        an_alert(session, east, kind=RuleKind.NOT_SEEN, state=AlertState.RESOLVED)
        everything = open_alert_rows(session, WHEN)
        of_east = open_alert_rows(session, WHEN, Within({east.id}))
        of_nothing = open_alert_rows(session, WHEN, Within(()))
    assert [row.team for row in everything] == ["East", "West", None]
    assert [row.headline for row in everything][-1] == "Data late"
    assert [row.team for row in of_east] == ["East"]
    assert of_nothing == []
    assert [row.held for row in everything] == [False, True, False]


def test_a_services_own_alerts_are_among_those_of_the_service(database: Database) -> None:
    with database.transaction() as session:
        court, law = a_service(session, "Court"), a_service(session, "Law")
        east = a_team(session, "East", court)
        an_alert(session, east)
        a_services_alert(session, court)
        a_services_alert(session, law)
        found = open_alert_rows(session, WHEN, Within({east.id}, {court.id}))
        of_team = open_alert_rows(session, WHEN, Within({east.id}))
    assert [(row.team, row.service) for row in found] == [("East", "Court"), (None, "Court")]
    assert found[1].headline == "Court: agency above target"
    assert [row.team for row in of_team] == ["East"]

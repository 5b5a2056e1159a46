"""Somebody is forgotten: no table and no message tells of them, and no figure changes."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import col

from alerts.forgetting import Forgotten, forget, person_known
from alerts.outbox import put_message, put_reply
from alerts.rules.judging.authority import unmatched_subject
from alerts.shared_answers import note_said
from models.access import Scope, ScopeKind
from models.alerts import Alert, AlertMember, Decision
from models.cases import Case
from models.database import Database
from models.organisation import Team
from models.outbox import OutboxRow
from models.people import AuditEntry, GrantRole
from models.stored.register import EVERY_TABLE
from models.telling.identifiers import NOBODY
from models.telling.rows import rows_telling
from models.vocabulary import DecisionKind, RuleKind
from models.workforce import Worker
from tests.alerts.delivery.office import COURT, Office, a_notice
from tests.alerts.delivery.slack import Said
from tests.alerts.test_housekeeping import NamingSlack
from tests.build import (
    FRIDAY,
    a_case,
    a_team,
    a_worker,
    an_unmatched_worker,
    granted,
    saved,
)
from tests.conftest import NOW
from tests.databases import ON_SQLITE
from tests.models.telling.every_row import EMAIL, NAME, STAFF_ID, fill, still_told, the_worker

LONDON = ZoneInfo("Europe/London")


def forgotten(database: Database, now: datetime = NOW) -> Forgotten:
    with database.transaction() as session:
        meant = person_known(session, EMAIL, ())
        return forget(session, meant, by="command line: ida", now=now, zone=LONDON)


def test_no_column_of_any_table_tells_of_somebody_forgotten(database: Database) -> None:
    fill(database)
    naming = {
        f"{stored.name}.{name}"
        for stored in EVERY_TABLE
        for name, told in stored.columns.items()
        if told.names
    }
    with database.look() as session:
        meant = person_known(session, EMAIL, ())
        found = {each.stored.name for each in rows_telling(session, meant.who)}
    assert {line.partition(":")[0] for line in still_told(database)} == naming
    assert found >= {column.partition(".")[0] for column in naming}
    done = forgotten(database)
    assert still_told(database) == []
    with database.look() as session:
        assert the_worker(session).forgotten_on == NOW.date()
        again = person_known(session, EMAIL, [STAFF_ID])
        assert rows_telling(session, again.who) == []
        entry = session.scalars(select(AuditEntry).order_by(col(AuditEntry.id).desc())).first()
    assert entry is not None
    assert (entry.who, entry.deed) == ("command line: ida", "forgot somebody")
    assert entry.detail["rows"] == dict(done.rows)


ZOE = f"person:{EMAIL}"
LOUD = a_notice(
    "1 is over",
    named=("Zoe Ash-Fell 26 cases",),
    plain=("1 worker",),
    confidential=True,
    decided="Zoë Ash-Fell: no new cases.",
    decided_plain="Acknowledged.",
)
TEAM = Scope(ScopeKind.TEAM, 1, "Court", frozenset({1}))


def told_of(office: Office) -> int:
    """An alert told in a channel, in a reply and to the person, who left; and a shared answer."""
    office.slack.named_channels = {ZOE: "D1"}
    office.slack.messages["0"] = Said("channel:C1", "shared", "Court: Zoe Ash-Fell 26", named=True)
    alert_id = office.alert(notice=LOUD.as_json())
    with office.database.transaction() as session:
        team = session.scalars(select(Team)).one()
        given = {"staff_id": STAFF_ID, "email": EMAIL}
        zoe = a_worker(session, team, NAME, **given)
        saved(session, AlertMember(alert_id=alert_id, subject=f"worker:{zoe.id}", worker_id=zoe.id,
              rule="over", since=FRIDAY, value=26))  # fmt: skip
        saved(session, Decision(alert_id=alert_id, at=NOW, by="mia@example.org", by_name="Mia",
              decision=DecisionKind.OTHER, note="Zoë gets none", review_on=FRIDAY))  # fmt: skip
        granted(session, EMAIL, GrantRole.LEADERSHIP)
        note_said(session, channel_id="C1", ts="0", scope=TEAM, now=office.clock.now,
                  without_names=a_notice("Court: 1 over"))  # fmt: skip
    for target in (COURT, ZOE):
        office.put(put_message, alert_id=alert_id, target=target, notice=LOUD)
    office.drain()
    office.put(put_reply, alert_id=alert_id, root=LOUD, reply=replace(LOUD, headline="Now also"))
    office.put(put_message, alert_id=alert_id, target="channel:later", notice=LOUD, due_in=60)
    office.drain()
    return zoe.id


def leave(database: Database, worker_id: int) -> None:
    with database.transaction() as session:
        zoe = session.get_one(Worker, worker_id)
        zoe.dropped_on, zoe.left_on = FRIDAY, FRIDAY


@ON_SQLITE
def test_their_name_goes_from_what_stands_in_slack_and_from_what_waits(
    database: Database,
) -> None:
    office = Office(database, slack=NamingSlack())
    leave(database, told_of(office))
    assert any("Ash-Fell" in text for text in office.slack.texts())
    done = forgotten(database, office.clock.now)
    office.clock.move(minutes=2)
    office.drain()
    assert still_told(database) == []
    with database.look() as session:
        assert session.scalars(select(col(Alert.version))).one() > 1  # a check looks again
        decision = session.scalars(select(Decision)).one()
        assert (decision.by_name, decision.note) == ("Mia", f"{NOBODY} gets none")
    said = office.slack.texts()
    assert [text for text in said if "ash" in text.lower()] == []
    assert "This alert is no longer yours to see." in " ".join(said)
    assert done.messages_edited == len(said) - 1  # one was not sent yet


@ON_SQLITE
def test_a_name_of_one_word_goes_from_sentences_of_alerts_about_them_and_stays_in_others(
    database: Database,
) -> None:
    office = Office(database, slack=NamingSlack())
    loud = replace(LOUD, named=("Sukarno 26 cases", "Kit 24 cases"))
    about, other = (
        office.alert(kind=kind, notice=loud.as_json())
        for kind in (RuleKind.WORKER_OVER, RuleKind.ABSENT_HOLDING)
    )
    office.put(put_message, alert_id=about, target=COURT, notice=loud)
    office.drain()
    with database.transaction() as session:
        gone = a_worker(session, a_team(session), "Sukarno", staff_id="W7", dropped_on=FRIDAY)
        saved(session, AlertMember(alert_id=about, subject=f"worker:{gone.id}", worker_id=gone.id,
              rule="over", since=FRIDAY, value=26))  # fmt: skip
        meant = person_known(session, None, ["W7"])
        forget(session, meant, by="command line", now=NOW, zone=LONDON)
    with database.look() as session:
        said = {each.id: each.notice for each in session.scalars(select(Alert))}
        sent = [row.notice.get("named") for row in session.scalars(select(OutboxRow))]
    assert (said[about] or {})["named"] == [f"{NOBODY} 26 cases", "Kit 24 cases"]
    assert (said[other] or {})["named"][0] == "Sukarno 26 cases"
    assert "Sukarno" not in repr(sent)


@ON_SQLITE
def test_somebody_the_workforce_never_knew_is_forgotten_by_name_of_the_case_system(
    database: Database,
) -> None:
    office = Office(database, slack=NamingSlack())
    alert_id = office.alert(kind=RuleKind.UNMATCHED, team_id=None, place="authority")
    with database.transaction() as session:
        team = a_team(session)
        kit = a_worker(session, team, "Kit Dummy")
        an_unmatched_worker(session, "AG-77", team)
        a_case(session, kit, team, worker_ref="AG-77")
        subject = unmatched_subject("AG-77")
        saved(session, AlertMember(alert_id=alert_id, subject=subject, rule="unmatched",
              since=FRIDAY, value=5))  # fmt: skip
        meant = person_known(session, None, ["ag-77"])
        done = forget(session, meant, by="command line", now=NOW, zone=LONDON)
    assert done.rows == {"cases": 1, "unmatched_workers": 1}
    with database.look() as session:
        refs = list(session.scalars(select(col(Case.worker_ref)).order_by(col(Case.id))))
        member = session.scalars(select(AlertMember)).one()
    assert refs == [NOBODY, "AG-77"]  # the second is of somebody who is in the workforce
    assert member.subject == unmatched_subject(NOBODY)

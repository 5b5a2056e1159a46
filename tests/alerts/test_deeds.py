"""What people do about an alert: what is kept of it, and why something is refused."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from alerts.deeds import (
    MOST_DAYS,
    MOST_SNOOZED,
    NOTE_LENGTH,
    SENT_AGAIN,
    Answer,
    DeedRefused,
    look,
)
from alerts.lifecycle import Event
from models.alerts import AlertEvent, Decision
from models.database import Database
from models.errors import NotFound
from models.outbox import OutboxRow
from models.people import AuditEntry
from models.vocabulary import AlertState, DecisionKind, Deed
from tests.alerts.desk import ANSWER, NOW, TODAY, TOMORROW, Desk, set_up
from tests.alerts.place import FRI, NEXT_WED
from tests.alerts.test_permission import NOBODY
from tests.build import a_member


@pytest.fixture
def desk(database: Database) -> Desk:
    with database.transaction() as session:
        return set_up(session, database)


def test_an_acknowledgement_is_kept_with_who_when_what_and_until_when(desk: Desk) -> None:
    desk.acknowledge()
    life = desk.now_stored()
    assert (life.state, life.version) == (AlertState.ACKNOWLEDGED, desk.life.version + 1)
    assert (life.acknowledged_at, life.acknowledged_by) == (NOW, "mia@example.org")
    assert life.review_on == NEXT_WED


def test_its_message_says_so_in_place_of_the_buttons(desk: Desk) -> None:
    desk.acknowledge()
    notice = desk.now_stored().notice
    assert notice is not None
    said = "Mia Manager, Mon 23 Nov 08:30: cases being moved – two to Kit. Review Wed 25 Nov."
    assert notice.decided == said
    assert notice.decided_plain == "Acknowledged. Review Wed 25 Nov."
    (row,) = desk.rows(OutboxRow)
    assert row.deed is Deed.POST  # not said before: it goes out as it is now
    assert row.notice["decided"] == said


def test_the_register_the_history_and_the_audit_each_have_a_line(desk: Desk) -> None:
    desk.acknowledge()
    (decision,) = desk.rows(Decision)
    assert (decision.by, decision.by_name, decision.at) == ("mia@example.org", "Mia Manager", NOW)
    assert (decision.decision, decision.note) == (DecisionKind.CASES_BEING_MOVED, "two to Kit")
    assert (decision.review_on, decision.ended_at) == (NEXT_WED, None)
    (member,) = desk.life.members
    assert decision.about == [{"subject": member.subject, "value": 26, "limit": 18}]
    (event,) = desk.rows(AlertEvent)
    assert (event.event, event.state, event.who) == (
        "acknowledged",
        "acknowledged",
        "mia@example.org",
    )
    (audit,) = desk.rows(AuditEntry)
    assert (audit.who, audit.deed, audit.scope_name) == (
        "mia@example.org",
        "acknowledged",
        "Court North",
    )
    assert audit.detail == {"alert": desk.life.id, "rule": "worker_over_limit"}


def test_the_register_is_about_those_who_were_told_and_are_over(desk: Desk) -> None:
    gone = a_member(subject="worker:98", ended_on=FRI)
    waiting = a_member(subject="worker:99", told_value=None)
    desk.change(members=(*desk.life.members, gone, waiting))
    desk.acknowledge()
    (decision,) = desk.rows(Decision)
    assert [part["subject"] for part in decision.about] == [desk.life.members[0].subject]


def test_a_later_decision_replaces_the_earlier_one(desk: Desk) -> None:
    desk.acknowledge()
    later = NOW + timedelta(hours=1)
    other = Answer(DecisionKind.NO_NEW_ALLOCATIONS, "", TOMORROW)
    desk.acknowledge(other, desk.doing(desk.hal, now=later))
    first, second = desk.rows(Decision)
    assert (first.ended_at, first.outcome) == (later, "Replaced by a later decision.")
    assert (second.by, second.ended_at, second.outcome) == ("hal@example.org", None, None)
    life = desk.now_stored()
    assert (life.acknowledged_by, life.review_on) == ("hal@example.org", TOMORROW)


def test_a_snooze_says_until_when_and_an_answer_ends_it(desk: Desk) -> None:
    desk.snooze()
    life = desk.now_stored()
    assert (life.state, life.snoozed_until, life.snoozed_by) == (
        AlertState.SNOOZED,
        NEXT_WED,
        "mia@example.org",
    )
    assert life.notice is not None
    assert life.notice.decided == "Mia Manager, Mon 23 Nov 08:30: snoozed until Wed 25 Nov."
    assert life.notice.decided_plain == "Snoozed until Wed 25 Nov."
    desk.acknowledge()
    life = desk.now_stored()
    assert (life.state, life.snoozed_until, life.snoozed_by) == (
        AlertState.ACKNOWLEDGED,
        None,
        None,
    )


def test_a_held_alert_may_be_answered_and_stays_held(desk: Desk) -> None:
    desk.change(state=AlertState.HELD, held_from=AlertState.FIRING)
    desk.acknowledge()
    life = desk.now_stored()
    assert (life.state, life.held_from) == (AlertState.HELD, AlertState.ACKNOWLEDGED)


REFUSED_ANSWERS = [
    (
        Answer(DecisionKind.CASES_BEING_MOVED, "", TODAY),
        "review_on",
        "The review lies in the past; choose a day after today.",
    ),
    (
        Answer(DecisionKind.CASES_BEING_MOVED, "", TODAY + timedelta(days=MOST_DAYS + 1)),
        "review_on",
        "Choose a review within a year.",
    ),
    (
        Answer(DecisionKind.CASES_BEING_MOVED, "x" * (NOTE_LENGTH + 1), TOMORROW),
        "note",
        "Say it in 500 characters at most.",
    ),
    (
        Answer(DecisionKind.OTHER, " \n", TOMORROW),
        "note",
        "Say what was agreed, for whoever reads the register.",
    ),
    (
        Answer(DecisionKind.AGREED_EXCEPTION, "", TOMORROW),
        "note",
        "Say what was agreed, for whoever reads the register.",
    ),
]


@pytest.mark.parametrize(("answer", "field", "sentence"), REFUSED_ANSWERS)
def test_an_answer_that_says_too_little_or_too_much_is_refused(
    sqlite_database: Database, answer: Answer, field: str, sentence: str
) -> None:
    with sqlite_database.transaction() as session:
        desk = set_up(session, sqlite_database)
    with pytest.raises(DeedRefused) as refusal:
        desk.acknowledge(answer)
    assert (str(refusal.value), refusal.value.field) == (sentence, field)
    assert desk.now_stored() == desk.life
    assert desk.rows(Decision) == desk.rows(AuditEntry) == []


@pytest.mark.parametrize(
    "answer",
    [
        Answer(DecisionKind.NO_NEW_ALLOCATIONS, "", TOMORROW),
        Answer(DecisionKind.NO_NEW_ALLOCATIONS, "", TODAY + timedelta(days=MOST_DAYS)),
        Answer(DecisionKind.OTHER, "x" * NOTE_LENGTH, TOMORROW),
    ],
)
def test_an_answer_on_the_edge_of_what_is_accepted_is_kept(
    sqlite_database: Database, answer: Answer
) -> None:
    with sqlite_database.transaction() as session:
        desk = set_up(session, sqlite_database)
    assert desk.acknowledge(answer).state is AlertState.ACKNOWLEDGED


def test_a_decision_of_another_kind_is_said_in_its_own_words(desk: Desk) -> None:
    desk.acknowledge(Answer(DecisionKind.OTHER, "the court waits for one report.", TOMORROW))
    notice = desk.now_stored().notice
    assert notice is not None
    assert notice.decided == (
        "Mia Manager, Mon 23 Nov 08:30: the court waits for one report. Review Tue 24 Nov."
    )


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (0, "Choose a day after today."),
        (-1, "Choose a day after today."),
        (1, None),
        (MOST_SNOOZED, None),
        (MOST_SNOOZED + 1, "An alert can be snoozed for three months at most."),
    ],
)
def test_a_snooze_lasts_from_a_day_to_three_months(
    desk: Desk, days: int, sentence: str | None
) -> None:
    until = TODAY + timedelta(days=days)
    if sentence is None:
        assert desk.snooze(until).snoozed_until == until
        return
    with pytest.raises(DeedRefused) as refusal:
        desk.snooze(until)
    assert str(refusal.value).startswith(sentence)
    assert refusal.value.field == "until"


def test_today_is_that_of_the_authority(desk: Desk) -> None:
    summer_night = datetime.fromisoformat("2026-06-15T23:30:00+00:00")
    doing = desk.doing(now=summer_night)
    assert doing.today == date(2026, 6, 16)
    with pytest.raises(DeedRefused):
        desk.snooze(date(2026, 6, 16), doing)


NOT_NOW = "This alert has been answered already, or has not been told yet."


@pytest.mark.parametrize(
    ("state", "deed", "sentence"),
    [
        ({"state": AlertState.PENDING}, "acknowledge", NOT_NOW),
        ({"state": AlertState.PENDING}, "snooze", NOT_NOW),
        ({"state": AlertState.ACKNOWLEDGED}, "snooze", NOT_NOW),
        (
            {"state": AlertState.RESOLVED, "resolved_at": NOW},
            "acknowledge",
            "This alert is over since Mon 23 Nov 08:30; there is nothing left to decide.",
        ),
        (
            {"state": AlertState.RESOLVED, "resolved_at": NOW},
            "snooze",
            "This alert is over since Mon 23 Nov 08:30; there is nothing left to decide.",
        ),
    ],
)
def test_what_a_state_does_not_allow_is_refused_with_the_next_step(
    desk: Desk, state: dict[str, Any], deed: str, sentence: str
) -> None:
    desk.change(**state)
    before = desk.now_stored()
    with pytest.raises(DeedRefused) as refusal:
        desk.acknowledge() if deed == "acknowledge" else desk.snooze()
    assert str(refusal.value).startswith(sentence)
    assert desk.now_stored() == before


def test_somebody_who_may_not_decide_learns_nothing(desk: Desk) -> None:
    stranger = replace(NOBODY, managed=frozenset())
    for deed in (desk.acknowledge, desk.snooze):
        with pytest.raises(NotFound):
            deed(doing=desk.doing(stranger))
    with pytest.raises(NotFound), desk.database.transaction() as session:
        look(session, desk.doing(stranger))
    assert desk.rows(AuditEntry) == []


def test_a_form_opened_before_somebody_else_answered_saves_nothing(desk: Desk) -> None:
    opened = desk.doing(desk.hal)
    desk.acknowledge()
    with pytest.raises(DeedRefused) as refusal:
        desk.acknowledge(Answer(DecisionKind.NO_NEW_ALLOCATIONS, "", TOMORROW), opened)
    assert str(refusal.value) == (
        "Somebody was faster. Mia Manager, Mon 23 Nov 08:30: cases being moved – two to Kit. "
        "Review Wed 25 Nov. Nothing of yours was saved; look at the message again."
    )
    assert len(desk.rows(Decision)) == 1


def test_a_form_opened_before_a_snooze_or_bad_news_saves_nothing(desk: Desk) -> None:
    opened = desk.doing(desk.hal)
    desk.snooze()
    with pytest.raises(DeedRefused, match="this alert is snoozed until Wed 25 Nov"):
        desk.acknowledge(doing=opened)
    desk.change(state=AlertState.FIRING, fired_at=NOW, snoozed_until=None)
    with pytest.raises(DeedRefused, match="has changed since you opened it"):
        desk.acknowledge(doing=opened)


def test_a_click_that_saw_nothing_is_about_the_alert_as_it_is(desk: Desk) -> None:
    assert desk.acknowledge(doing=desk.doing(seen=None)).state is AlertState.ACKNOWLEDGED


def test_the_same_form_sent_twice_is_one_decision(desk: Desk) -> None:
    opened = desk.doing()
    first = desk.acknowledge(doing=opened)
    again = replace(ANSWER, note=f" {ANSWER.note} ")
    soon = replace(opened, now=NOW + SENT_AGAIN - timedelta(seconds=1))
    assert desk.acknowledge(again, soon).version == first.version
    assert len(desk.rows(Decision)) == len(desk.rows(AuditEntry)) == 1


def test_the_same_answer_given_later_is_a_decision_of_its_own(desk: Desk) -> None:
    desk.acknowledge()
    desk.acknowledge(doing=desk.doing(now=NOW + SENT_AGAIN))
    assert len(desk.rows(Decision)) == 2


def test_looking_is_written_down_and_shows_what_was_decided(desk: Desk) -> None:
    with desk.database.transaction() as session:
        life, answer = look(session, desk.doing())
    assert (life.id, answer) == (desk.life.id, None)
    desk.acknowledge()
    with desk.database.transaction() as session:
        _, answer = look(session, desk.doing())
    assert answer == ANSWER
    deeds = [row.deed for row in desk.rows(AuditEntry)]
    assert deeds == ["looked at", Event.ACKNOWLEDGED.value, "looked at"]


def test_what_has_no_message_yet_cannot_be_looked_at(desk: Desk) -> None:
    desk.change(notice=None)
    with desk.database.transaction() as session, pytest.raises(DeedRefused, match="not been told"):
        look(session, desk.doing())

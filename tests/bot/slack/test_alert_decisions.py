"""Acknowledging and snoozing an alert in a dialog: saved once, or nothing typed is lost."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date

import pytest

from bot import ids
from bot.demo.running import Running
from bot.listeners.dialogs import SLOW
from models.vocabulary import AlertState, DecisionKind
from tests.bot.slack.acting import COURT, COURT_SOUTH
from tests.bot.slack.alerting import Alerting, a_button, a_snooze, state
from tests.bot.slack.forging import JSON, deliver
from tests.bot.slack.persona import Member, buttons

Who = Callable[[str], Member]

TYPED = "No more <!channel> & <https://x.example|bank> *until* 18"
IN_A_WEEK = "2026-11-30"


@pytest.fixture(scope="module")
def alerting(running: Running) -> Alerting:
    return Alerting(running)


def submit(person: Member, view: JSON, filled: JSON) -> dict[str, str]:
    """Saves a dialog as the page does; gives the sentences under its fields."""
    done = person.do("view_submit", view_id=view["id"], state=filled)
    assert done["ok"], done
    errors: dict[str, str] = done.get("errors", {})
    return errors


def message_in(person: Member, channel: str) -> JSON:
    """The newest alert there, as this person sees it."""
    return next(m for m in reversed(person.messages(channel)) if "over their limit" in str(m))


def test_a_decision_is_registered_and_shown_in_place_of_the_buttons(
    alerting: Alerting, member: Who
) -> None:
    manager = member("other_manager")
    alert = alerting.told("Court South", "channel:court-south")
    message = message_in(manager, COURT_SOUTH)
    manager.press_button(message, "Acknowledge")
    view = manager.wait_for(manager.modal)
    assert alert.notice is not None
    assert alert.notice.named[0] in str(view)
    alerting.services.bell.clear()
    assert submit(manager, view, state(note="Two move to Kit.", day="2026-11-27")) == {}
    assert not manager.modal()
    assert alerting.services.bell.is_set()
    alerting.deliver()
    after = message_in(manager, COURT_SOUTH)
    decided = (
        "Derek Oyelaran, Mon 23 Nov 08:45: no new allocations – Two move to Kit. Review Fri 27 Nov."
    )
    assert after["ts"] == message["ts"]
    assert decided in after["text"]
    assert decided in str(after["blocks"])
    assert list(buttons(after)) == ["Change decision", "Who has room", "How is this counted?"]
    (row,) = alerting.register(alert)
    assert (row.by, row.decision) == (
        "derek.oyelaran@northmere.example",
        DecisionKind.NO_NEW_ALLOCATIONS,
    )
    assert (row.note, row.review_on) == ("Two move to Kit.", date(2026, 11, 27))
    assert alerting.events(alert) == [("acknowledged", "derek.oyelaran@northmere.example")]
    assert alerting.life(alert).state is AlertState.ACKNOWLEDGED


def test_where_workers_may_not_be_named_neither_is_who_decided_nor_the_note(
    alerting: Alerting, member: Who
) -> None:
    alert, manager = alerting.told("Court North", "channel:court-north"), member("manager")
    view = alerting.dialog(manager, COURT, a_button(ids.ACKNOWLEDGE, alert))
    submit(manager, view, state(note="Samir is tired", day=IN_A_WEEK))
    alerting.deliver()
    channel, direct = alerting.message(alert, COURT), alerting.message(alert, manager.direct)
    assert "Acknowledged. Review Mon 30 Nov." in channel
    assert "Joanne" not in channel
    assert "tired" not in channel
    assert "Joanne Tully, Mon 23 Nov 08:45: no new allocations – Samir is tired." in direct


def test_the_dialog_proposes_a_review_in_five_working_days(alerting: Alerting, member: Who) -> None:
    alert = alerting.told("Court North")
    view = alerting.dialog(member("manager"), COURT, a_button(ids.ACKNOWLEDGE, alert))
    assert element(view, "review_on")["initial_date"] == "2026-11-30"
    assert [option["value"] for option in element(view, "decision")["options"]] == [
        "no_new_allocations",
        "cases_being_moved",
        "agreed_exception",
        "other",
    ]


def element(view: JSON, name: str) -> JSON:
    found: JSON = next(b["element"] for b in view["blocks"] if b.get("block_id") == name)
    return found


def test_a_decision_is_changed_in_a_dialog_that_holds_it(alerting: Alerting, member: Who) -> None:
    alert, head = alerting.told("Court North"), member("head")
    view = alerting.dialog(member("manager"), COURT, a_button(ids.ACKNOWLEDGE, alert))
    submit(member("manager"), view, state("agreed_exception", TYPED, "2026-12-11"))
    view = alerting.dialog(head, COURT, a_button(ids.CHANGE_DECISION, alert))
    assert element(view, "note")["initial_value"] == TYPED
    assert element(view, "decision")["initial_option"]["value"] == "agreed_exception"
    assert element(view, "review_on")["initial_date"] == "2026-12-11"
    assert submit(head, view, state("cases_being_moved", day=IN_A_WEEK)) == {}
    first, second = alerting.register(alert)
    assert (first.outcome, second.by_name) == ("Replaced by a later decision.", "Owen Prichard")
    assert second.ended_at is None


@pytest.mark.parametrize(
    ("filled", "field", "sentence"),
    [
        (state(day="2026-11-23"), "review_on", "The review lies in the past; choose a day after"),
        (state(day="2020-01-01"), "review_on", "The review lies in the past; choose a day after"),
        (state(day="2028-01-01"), "review_on", "Choose a review within a year."),
        (state("other", "  ", IN_A_WEEK), "note", "Say what was agreed, for whoever reads"),
        (state("agreed_exception", day=IN_A_WEEK), "note", "Say what was agreed, for whoever"),
    ],
)
def test_what_is_wrong_is_said_under_its_field_and_the_dialog_stays(
    alerting: Alerting, member: Who, filled: JSON, field: str, sentence: str
) -> None:
    alert, manager = alerting.told("Court North"), member("manager")
    view = alerting.dialog(manager, COURT, a_button(ids.ACKNOWLEDGE, alert))
    errors = submit(manager, view, filled)
    assert list(errors) == [field]
    assert errors[field].startswith(sentence)
    assert manager.modal()["id"] == view["id"]
    assert alerting.register(alert) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "decision"),
        ({"decision": {"decision": {"selected_option": {"value": "sack them"}}}}, "decision"),
        (state("other", "x" * 501, IN_A_WEEK)["values"], "note"),
        (state(day="soon")["values"], "review_on"),
        ({"decision": {"decision": []}}, "decision"),
    ],
)
def test_a_forged_form_is_answered_under_its_field(
    alerting: Alerting, running: Running, member: Who, values: JSON, field: str
) -> None:
    alert, manager = alerting.told("Court North"), member("manager")
    view = alerting.dialog(manager, COURT, a_button(ids.ACKNOWLEDGE, alert))
    answer = sent(running, manager, {**view, "state": {"values": values}})
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == [field]
    assert alerting.register(alert) == []


def sent(running: Running, person: Member, view: JSON) -> JSON:
    """A dialog given straight to the app; its acknowledgement."""
    team = running.server.workspace.plan.team_id
    payload = {
        "type": "view_submission",
        "user": {"id": person.user_id, "team_id": team},
        "team": {"id": team},
        "view": view,
    }
    answer = deliver(running, payload)
    assert answer.status == 200
    found: JSON = json.loads(answer.body or "{}")
    return found


@pytest.mark.parametrize("key", ["worker", "other_manager", "head_of_specialist", "stranger"])
def test_a_dialog_that_somebody_else_saves_decides_nothing(
    alerting: Alerting, running: Running, member: Who, key: str
) -> None:
    alert = alerting.told("Court North")
    view = alerting.dialog(member("manager"), COURT, a_button(ids.ACKNOWLEDGE, alert))
    answer = sent(running, member(key), {**view, "state": state(note=TYPED, day=IN_A_WEEK)})
    assert answer["response_action"] == "update"
    assert "not yours to decide" in str(answer) or "I don't know you yet" in str(answer)
    assert alert.notice is not None
    assert alert.notice.named[0] not in str(answer)
    assert alerting.life(alert).state is AlertState.FIRING


@pytest.mark.parametrize("metadata", ["", "{}", "[]", "7", '{"alert_id": "x", "seen": ""}'])
def test_a_dialog_without_its_alert_is_of_an_older_version(
    alerting: Alerting, running: Running, member: Who, metadata: str
) -> None:
    alert, manager = alerting.told("Court North"), member("manager")
    view = alerting.dialog(manager, COURT, a_button(ids.ACKNOWLEDGE, alert))
    filled = {**view, "private_metadata": metadata, "state": state(note=TYPED, day=IN_A_WEEK)}
    answer = sent(running, manager, filled)
    assert "This dialog is of an older version." in str(answer)
    assert TYPED in str(answer["view"]["blocks"][-1])


def test_who_was_slower_reads_what_was_decided_and_keeps_what_they_typed(
    alerting: Alerting, member: Who
) -> None:
    alert = alerting.told("Court North")
    manager, head = member("manager"), member("head")
    view = alerting.dialog(manager, COURT, a_button(ids.ACKNOWLEDGE, alert))
    slower = alerting.dialog(head, COURT, a_button(ids.ACKNOWLEDGE, alert))
    submit(manager, view, state(day=IN_A_WEEK))
    assert submit(head, slower, state("other", TYPED, IN_A_WEEK)) == {}
    shown = str(head.modal()["blocks"])
    assert "Somebody was faster. Joanne Tully, Mon 23 Nov 08:45: no new allocations." in shown
    assert head.modal()["blocks"][-1]["text"] == {"type": "plain_text", "text": TYPED}
    assert len(alerting.register(alert)) == 1


def test_of_two_who_save_at_the_same_moment_one_decides(
    alerting: Alerting, running: Running, member: Who
) -> None:
    alert, people = alerting.told("Court North"), [member("manager"), member("head")] * 3
    view = alerting.dialog(people[0], COURT, a_button(ids.ACKNOWLEDGE, alert))

    def save(number: int) -> JSON:
        filled = state("other", f"Decision {number}", IN_A_WEEK)
        return sent(running, people[number], {**view, "state": filled})

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(save, range(6)))
    assert sum(answer == {} for answer in answers) == 1
    assert sum("Somebody was faster" in str(answer) for answer in answers) == 5
    assert len(alerting.register(alert)) == 1
    assert [event for event, _ in alerting.events(alert)] == ["acknowledged"]


def test_a_form_that_is_sent_twice_is_one_decision(
    alerting: Alerting, running: Running, member: Who
) -> None:
    alert, manager = alerting.told("Court North"), member("manager")
    view = alerting.dialog(manager, COURT, a_button(ids.ACKNOWLEDGE, alert))
    filled = {**view, "state": state(note=TYPED, day=IN_A_WEEK)}
    assert [sent(running, manager, filled) for _ in range(3)] == [{}, {}, {}]
    assert len(alerting.register(alert)) == 1


def test_an_alert_that_ends_meanwhile_leaves_nothing_to_decide(
    alerting: Alerting, member: Who
) -> None:
    alert, manager = alerting.told("Court North"), member("manager")
    view = alerting.dialog(manager, COURT, a_button(ids.ACKNOWLEDGE, alert))
    alerting.over(alert)
    assert submit(manager, view, state(note=TYPED, day=IN_A_WEEK)) == {}
    assert "This alert is over since Mon 23 Nov 08:45" in str(manager.modal())
    assert TYPED in str(manager.modal())
    assert alerting.register(alert) == []


def test_what_somebody_types_cannot_become_markup_in_the_message(
    alerting: Alerting, member: Who
) -> None:
    alert, manager = alerting.told("Court South", "channel:court-south"), member("other_manager")
    view = alerting.dialog(manager, COURT_SOUTH, a_button(ids.ACKNOWLEDGE, alert))
    submit(manager, view, state(note=TYPED, day=IN_A_WEEK))
    alerting.deliver()
    message = alerting.message(alert, COURT_SOUTH)
    assert "&lt;!channel&gt; &amp; &lt;https://x.example|bank&gt;" in message
    assert "<!channel>" not in message
    assert alerting.register(alert)[0].note == TYPED


def test_a_snooze_until_a_date_is_saved_or_told_under_its_field(
    alerting: Alerting, member: Who
) -> None:
    alert, manager = alerting.told("Court North"), member("manager")
    view = alerting.dialog(manager, COURT, a_snooze(alert, ids.UNTIL))
    assert element(view, "until")["initial_date"] == "2026-12-07"
    for day, sentence in (
        ("2026-11-23", "Choose a day after today."),
        ("2027-06-01", "An alert can be snoozed for three months at most."),
    ):
        assert submit(manager, view, until(day))["until"].startswith(sentence)
    assert submit(manager, view, until("2026-12-01")) == {}
    assert alerting.life(alert).snoozed_until == date(2026, 12, 1)


def until(day: str) -> JSON:
    return {"values": {"until": {"until": {"type": "datepicker", "selected_date": day}}}}


def test_a_slow_database_is_answered_in_time_and_the_outcome_told_later(
    alerting: Alerting, running: Running, member: Who
) -> None:
    alert, manager = alerting.told("Court North"), member("manager")
    view = alerting.dialog(manager, COURT, a_button(ids.ACKNOWLEDGE, alert))
    filled = {**view, "state": state("other", "", IN_A_WEEK)}

    def slow() -> None:
        with alerting.services.database.transaction() as session:
            session.connection()  # nobody else writes meanwhile
            answer = sent(running, manager, filled)
            assert SLOW in str(answer["view"])

    said = alerting.said_to(manager, COURT, slow)
    assert said == "Not saved. Say what was agreed, for whoever reads the register."


def test_when_something_breaks_the_dialog_stays_with_all_that_was_typed(
    alerting: Alerting, member: Who, caplog: pytest.LogCaptureFixture
) -> None:
    alert, manager = alerting.told("Court North"), member("manager")
    view = alerting.dialog(manager, COURT, a_button(ids.ACKNOWLEDGE, alert))
    with broken(alerting):
        errors = submit(manager, view, state(note=TYPED, day=IN_A_WEEK))
    assert "nothing was changed" in errors["decision"]
    assert TYPED not in caplog.text
    assert submit(manager, view, state(note=TYPED, day=IN_A_WEEK)) == {}
    assert len(alerting.register(alert)) == 1


@contextmanager
def broken(alerting: Alerting) -> Iterator[None]:
    """A database in which the register is not to be found."""
    rename(alerting, "register", "gone")
    yield
    rename(alerting, "gone", "register")


def rename(alerting: Alerting, before: str, after: str) -> None:
    with alerting.services.database.transaction() as session:
        session.connection().exec_driver_sql(f"ALTER TABLE {before} RENAME TO {after}")

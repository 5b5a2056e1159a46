"""Saving and dropping plans in Slack: a dialog, its errors, and a list with buttons."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

from bot import ids
from bot.demo.running import Running
from bot.practice.rate_limits import RELAXED
from models.people import AuditEntry
from models.plans import SavedPlan
from tests.bot.slack.acting import COURT, told
from tests.bot.slack.forging import JSON, a_press, deliver
from tests.bot.slack.persona import Member, button_of, buttons, said

Who = Callable[[str], Member]

QUESTION = "plan 20 posts taper 5 a year cases -65 a year"


@pytest.fixture(autouse=True)
def _no_plan_yet(running: Running) -> None:
    running.server.workspace.rate_limits.use(RELAXED)
    with running.caseload.office.services.database.transaction() as session:
        session.execute(delete(SavedPlan))
        session.execute(delete(AuditEntry).where(col(AuditEntry.deed).in_(["saved", "dropped"])))


def plans(running: Running) -> list[SavedPlan]:
    with running.caseload.office.services.database.look() as session:
        return list(session.scalars(select(SavedPlan).order_by(col(SavedPlan.id))))


def deeds(running: Running) -> list[tuple[str, str]]:
    query = select(AuditEntry).where(col(AuditEntry.deed).in_(["saved", "dropped"]))
    with running.caseload.office.services.database.look() as session:
        return [(row.deed, row.who) for row in session.scalars(query)]


def opened(running: Running, person: Member, question: str = QUESTION) -> JSON:
    """The dialog that opens when "Save this plan" of a question is pressed in a channel."""
    running.server.workspace.views.clear(person.user_id)
    deliver(running, a_press(running, person, COURT, deed=ids.SAVE_PLAN, value=question))
    return person.wait_for(person.modal)


def filled(name: str) -> JSON:
    return {"values": {"name": {"name": {"type": "plain_text_input", "value": name}}}}


def sent(running: Running, person: Member, view: JSON, name: str) -> JSON:
    """A dialog given straight to the app; its acknowledgement."""
    team = running.server.workspace.plan.team_id
    payload = {
        "type": "view_submission",
        "user": {"id": person.user_id, "team_id": team},
        "team": {"id": team},
        "view": {**view, "state": filled(name)},
    }
    found: JSON = json.loads(deliver(running, payload).body or "{}")
    return found


def test_a_plan_is_saved_listed_compared_and_dropped_from_where_it_was_asked(
    running: Running, member: Who
) -> None:
    director = member("director")
    answer = director.ask(QUESTION)
    assert list(buttons(answer)) == ["Save this plan", "Posts to hold 15", "Saved plans"]
    director.press_button(answer, "Save this plan")
    view = director.wait_for(director.modal)
    proposed = next(block["element"] for block in view["blocks"] if block["type"] == "input")
    assert proposed["initial_value"] == "Northmere Council, 20 posts, Nov 2026"
    before = director.seen(director.direct)
    done = director.do("view_submit", view_id=view["id"], state=filled("Budget <2027>"))
    assert done["ok"], done
    assert "Saved as “Budget &lt;2027&gt;”." in said(director.next_message(director.direct, before))
    listing = director.ask("plans")
    assert "Ruth Adeyemi" in said(listing)
    before = director.seen(director.direct)
    director.press_button(listing, "Compare Budget <2027>")
    compared = director.next_message(director.direct, before)
    assert compared["text"].startswith("Budget &lt;2027&gt;: there is no later day")
    before = director.seen(director.direct)
    director.press_button(listing, "Drop")
    assert "is dropped" in said(director.next_message(director.direct, before))
    assert plans(running) == []
    assert deeds(running) == [
        ("saved", "ruth.adeyemi@northmere.example"),
        ("dropped", "ruth.adeyemi@northmere.example"),
    ]


def test_a_form_that_is_sent_twice_is_one_plan(running: Running, member: Who) -> None:
    head = member("head")
    view = opened(running, head, "plan team Court North to 15")
    answers = [sent(running, head, view, "North") for _ in range(3)]
    assert answers == [{}, {}, {}]
    (plan,) = plans(running)
    assert (plan.name, plan.made_by) == ("North", "owen.prichard@northmere.example")
    assert deeds(running) == [("saved", "owen.prichard@northmere.example")]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "A plan's name needs a letter or a digit"),
        ("  ", "A plan's name needs a letter or a digit"),
        ("x" * 81, "A plan's name has 1 to 80 characters"),
        ("budget  2027", "Choose another name: this one is taken."),
    ],
)
def test_what_is_wrong_with_a_name_is_said_under_it(
    running: Running, member: Who, name: str, sentence: str
) -> None:
    assert sent(running, member("head"), opened(running, member("head"), "plan to 15"),
                "Budget 2027") == {}  # fmt: skip
    director = member("director")
    answer = sent(running, director, opened(running, director), name)
    assert answer["response_action"] == "errors"
    assert answer["errors"]["name"].startswith(sentence)
    assert len(plans(running)) == 1


@pytest.mark.parametrize("key", ["manager", "worker", "head_of_specialist", "stranger"])
def test_a_dialog_that_somebody_else_saves_keeps_nothing(
    running: Running, member: Who, key: str
) -> None:
    view = opened(running, member("head"), "plan team Court North to 15")
    answer = sent(running, member(key), view, "Mine")
    assert answer["response_action"] == "update"
    assert "Mine" in str(answer)  # what was typed is not lost
    assert plans(running) == []


def test_a_button_that_somebody_else_presses_opens_nothing(running: Running, member: Who) -> None:
    manager = member("manager")
    press = a_press(running, manager, COURT, deed=ids.SAVE_PLAN, value=QUESTION)
    sentence = told(manager, COURT, lambda: deliver(running, press))
    assert sentence.startswith("Plans are for leadership and heads of service.")
    assert not manager.modal()


@pytest.mark.parametrize("metadata", ["", "{}", "[]", "7", '{"question": "plan to 15"}'])
def test_a_dialog_without_its_question_is_of_an_older_version(
    running: Running, member: Who, metadata: str
) -> None:
    director = member("director")
    view = {**opened(running, director), "private_metadata": metadata}
    assert "This dialog is of an older version." in str(sent(running, director, view, "Mine"))
    assert plans(running) == []


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("other_manager", None, "There is no such plan, or it is not yours to drop."),
        ("head_of_specialist", None, "There is no such plan, or it is not yours to drop."),
        ("stranger", None, "I don't know you yet."),
        ("director", "7 or 8", "This button is of an older version."),
        ("director", "999999", "There is no such plan, or it is not yours to drop."),
    ],
)
def test_a_plan_is_not_dropped_by_a_forged_press(
    running: Running, member: Who, key: str, value: str | None, sentence: str
) -> None:
    head = member("head")
    sent(running, head, opened(running, head, "plan team Court North to 15"), "North")
    (plan,) = plans(running)
    person = member(key)
    deed = ids.drop_plan_id(plan.id)
    before = person.seen(person.direct)
    deliver(
        running, a_press(running, person, person.direct, deed=deed, value=value or str(plan.id))
    )
    assert person.next_message(person.direct, before)["text"].startswith(sentence)
    assert len(plans(running)) == 1


def test_only_an_answered_plan_can_be_saved(member: Who) -> None:
    refused = member("director").ask("plan 20 bananas")
    assert button_of(refused, "Save this plan") is None
    assert button_of(refused, "Saved plans") is not None


def test_from_a_dialog_a_plan_is_saved_in_one_above_it(running: Running, member: Who) -> None:
    director = member("director")
    running.server.workspace.views.clear(director.user_id)
    deliver(running, in_home(running, director, ids.ask_id(0)))
    answered = director.wait_for(director.modal)
    assert "Save this plan" in str(answered["blocks"])
    deliver(running, {**in_home(running, director, ids.SAVE_PLAN), "view": answered})

    def above() -> JSON:
        shown = director.modal()
        return shown if shown["id"] != answered["id"] else {}

    view = director.wait_for(above)
    before = director.seen(director.direct)
    assert sent(running, director, view, "From home") == {}
    told_there = director.next_message(director.direct, before)["text"]
    assert told_there.startswith("Saved as “From home”.")


def in_home(running: Running, person: Member, deed: str) -> JSON:
    """A press where there is no channel."""
    press = a_press(running, person, COURT, deed=deed, value=QUESTION)
    return {
        key: value for key, value in press.items() if key not in {"channel", "response_url"}
    } | {"container": {"type": "view"}}

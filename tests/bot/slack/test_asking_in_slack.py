"""Asking in Slack: command, mention, direct message, buttons and Home give the same answer."""

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.demo.running import Running
from bot.listeners.callers import Caller
from bot.questions.as_json import answer_text
from bot.questions.asking import Via, ask
from models.people import AuditEntry
from tests.bot.slack.forging import JSON
from tests.bot.slack.persona import Member, Persona, buttons, channel_id, said

HEADLINE = "Court North: 19.3 cases per full-time worker, above the promise of 12–15"


def test_a_manager_asks_by_slash_command_and_only_she_sees_the_answer(persona: Persona) -> None:
    manager, worker = persona("manager"), persona("worker")
    court = channel_id("court-north")
    answer = manager.ask("/caseload Court North", court)
    assert answer["text"].startswith(HEADLINE)
    assert answer["ephemeral"]
    assert answer["ts"] not in worker.seen(court)


def test_every_way_of_asking_gives_the_answer_of_the_command_line(
    demo: Running, persona: Persona
) -> None:
    manager = persona("manager")
    told = answer_text(
        ask(
            demo.caseload.office.services,
            "caseload for team Court North",
            "joanne.tully@northmere.example",
            Via("command line"),
        )
    )
    court = channel_id("court-north")
    assert manager.ask("/caseload team court north", court)["text"] == told
    assert manager.ask("caseload for team Court North?")["text"] == told
    assert manager.ask("@Caseload what is the caseload for Court North", court)["text"] == told


def test_a_mention_is_answered_to_the_asker_alone(persona: Persona) -> None:
    court = channel_id("court-north")
    answer = persona("manager").ask("@Caseload who is over", court)
    assert answer["ephemeral"]
    assert "3 workers are over their limit" in answer["text"]


@pytest.mark.parametrize(
    ("who", "question", "headline"),
    [
        ("worker", "/caseload me", "You hold 26 cases, limit 18: over by 8"),
        ("newly_qualified", "/caseload me", "You hold 17 cases, limit 16.2: over by 1"),
        ("worker", "/caseload my team", HEADLINE),
        ("director", "/caseload", "Northmere Council: 18.2 cases per full-time worker"),
        ("head", "/caseload", "Court and Looked After: "),
        ("manager", "/caseload", HEADLINE),
        ("manager", "/caseload Samir Whitlock", "Samir Whitlock holds 26 cases, limit 18"),
        ("manager", "/caseload who has room", "Court North: 1 worker with room, for 3 cases"),
        ("manager", "/caseload unallocated", "Court North: 2 cases without a worker"),
        ("analyst", "/caseload not seen", "Northmere Council: "),
    ],
)
def test_each_person_gets_their_own_answer(
    persona: Persona, who: str, question: str, headline: str
) -> None:
    assert persona(who).ask(question)["text"].startswith(headline)


def test_a_worker_sees_totals_of_the_team_without_a_colleague_in_it(persona: Persona) -> None:
    answer = persona("worker").ask("/caseload Court North")
    assert answer["text"].startswith(HEADLINE)
    for hidden in ("highest", "Anna Pereira", "Josie Kendrick"):
        assert hidden not in said(answer)


@pytest.mark.parametrize("question", ["Court South", "Derek Oyelaran", "service Specialist"])
def test_what_is_not_yours_answers_as_what_does_not_exist(persona: Persona, question: str) -> None:
    manager = persona("manager")
    missing = manager.ask("/caseload team Nowhere Whatever")
    assert "I don't know" in missing["text"]
    forbidden = manager.ask(f"/caseload {question}")
    assert forbidden["text"].startswith("I don't know a")
    assert "Court South" not in " ".join(buttons(forbidden))


def test_a_stranger_is_told_how_to_be_known(persona: Persona) -> None:
    stranger = persona("stranger")
    answer = stranger.ask("/caseload Court North")
    assert answer["text"].startswith("I don't know you yet.")
    assert "alex.norwood@northmere.example" in answer["text"]
    assert "You can ask me" in stranger.ask("/caseload help")["text"]


def test_a_misspelt_team_is_offered_as_buttons(persona: Persona) -> None:
    director = persona("director")
    question = director.ask("/caseload team court nth")
    assert question["text"].startswith('I don\'t know a team called "court nth".')
    assert list(buttons(question))[:2] == ["Court North", "Court South"]
    before = director.seen(director.direct)
    director.press_button(question, "Court North")
    assert director.next_message(director.direct, before)["text"].startswith(HEADLINE)


def test_how_is_this_counted_opens_the_definitions_and_parts(persona: Persona) -> None:
    manager = persona("manager")
    answer = manager.ask("/caseload Court North")
    manager.press_button(answer, "How is this counted?")
    view = manager.wait_for(manager.modal)
    text = str(view)
    assert "Open allocated cases held by social workers in post, agency included" in text
    assert "143 ÷ 7.4" in text
    assert "Data as at Fri 20 Nov 18:00" in text
    manager.do("view_close", view_id=view["id"])


def test_home_shows_what_the_person_is_responsible_for(persona: Persona) -> None:
    manager, stranger = persona("manager"), persona("stranger")
    for person, expected in ((manager, HEADLINE), (stranger, "I don't know you yet.")):
        person.do("home_opened")
        assert expected in str(person.wait_for(person.home))


def press_in_view(person: Member, view: JSON, label: str) -> None:
    block, button = next(
        (block, each)
        for block in view["blocks"]
        if block["type"] == "actions"
        for each in block["elements"]
        if each.get("text", {}).get("text") == label
    )
    element = {key: value for key, value in button.items() if key != "text"}
    action = {**element, "block_id": block.get("block_id", "")}
    assert person.do("action", view_id=view["id"], action=action)["ok"]


def test_a_button_in_the_home_is_answered_where_the_person_is(persona: Persona) -> None:
    head = persona("head")
    head.do("home_opened")
    home = head.wait_for(head.home)
    press_in_view(head, home, "Who is over")
    first = head.wait_for(head.modal)
    assert "over their limit" in first["blocks"][0]["text"]["text"]
    assert "*Samir Whitlock*" in str(first)
    press_in_view(head, first, "Who has room")
    head.wait_for(lambda: "with room" in str(head.modal()))
    press_in_view(head, head.modal(), "How is this counted?")
    counted = head.wait_for(
        lambda: view if (view := head.modal())["title"]["text"] == "How this is counted" else {}
    )
    head.do("view_close", view_id=counted["id"])
    assert "with room" in str(head.modal())
    head.do("view_close", view_id=head.modal()["id"])


def test_a_person_who_left_slack_or_is_a_guest_gets_nothing(demo: Running) -> None:
    office = demo.caseload.office
    guest = next(user for user in demo.server.workspace.plan.users if user.is_restricted)
    caller = Caller(guest.id, office.team_id, None, None, None)
    assert office.email_of(caller) is None
    outsider = Caller("U0ANYBODY", "T0ELSEWHERE", None, None, None)
    assert office.email_of(outsider) is None


def test_the_audit_says_who_asked_about_what_but_not_the_words(
    demo: Running, persona: Persona
) -> None:
    persona("manager").ask("/caseload Court North")
    persona("manager").ask("/caseload Zebedee Secretchild")
    with demo.caseload.office.services.database.look() as session:
        entries = session.scalars(select(AuditEntry).order_by(col(AuditEntry.id))).all()
    assert any(
        (entry.who, entry.deed, entry.scope_kind, entry.scope_name)
        == ("joanne.tully@northmere.example", "asked", "team", "Court North")
        for entry in entries
    )
    assert "secretchild" not in str([entry.model_dump() for entry in entries]).lower()


@pytest.mark.parametrize(
    "text",
    [
        "?!?!",
        "<!channel>",
        "\u202ehtroN truoC",
        "'; DROP TABLE cases; --",
        "caseload for team " + "x" * 9_000,
        "🙂",
    ],
)
def test_nonsense_gets_a_sentence_and_the_next_step(persona: Persona, text: str) -> None:
    answer = persona("manager").ask(f"/caseload {text}")
    assert "help" in answer["text"].lower()
    assert "<!channel>" not in said(answer)

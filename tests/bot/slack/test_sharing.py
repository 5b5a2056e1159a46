"""Sharing an answer looks first at everybody who can read the channel."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from alerts.delivery.delivering import deliver_one
from alerts.delivery.pace import Pace
from alerts.delivery.turns import Turns
from bot.demo.running import Running
from bot.slack_sender import SlackSender
from models.outbox import OutboxRow
from tests.alerts.nights import remove_names
from tests.bot.practice.visitor import JSON
from tests.bot.slack.persona import Member, Persona, buttons, channel_id, said


def share(person: Member, answer: JSON, channel: str) -> str:
    """Press "Share here", and wait for what the app tells the presser of it."""
    before = person.seen(channel)
    person.press_button(answer, "Share here")
    found = person.wait_for(
        lambda: [m for m in person.messages(channel) if m["ephemeral"] and m["ts"] not in before]
    )
    return str(found[0]["text"])


def test_a_team_channel_with_its_workers_gets_counts_and_no_names(persona: Persona) -> None:
    manager, worker = persona("manager"), persona("worker")
    court = channel_id("court-north")
    answer = manager.ask("/caseload Court North", court)
    before = worker.seen(court)
    share(manager, answer, court)
    shared = worker.next_message(court, before)
    assert not shared["ephemeral"]
    assert shared["text"].startswith("Court North: 19.3 cases per full-time worker")
    for name in ("Samir Whitlock", "Anna Pereira", "highest"):
        assert name not in said(shared)


def test_the_sharer_is_told_why_there_are_no_names(persona: Persona) -> None:
    manager = persona("manager")
    court = channel_id("court-north")
    answer = manager.ask("/caseload Court North", court)
    told = share(manager, answer, court)
    assert told.startswith("Shared as totals")
    assert "in the channel may not see workers by name" in told


def test_a_list_of_workers_is_not_shared_where_somebody_may_not_see_it(persona: Persona) -> None:
    manager = persona("manager")
    court = channel_id("court-north")
    answer = manager.ask("/caseload who is over", court)
    told = share(manager, answer, court)
    assert told.startswith("Not shared")
    assert "about workers by name" in told


def test_staffing_is_shared_without_names_and_without_figures_of_one_person(
    persona: Persona,
) -> None:
    manager, worker = persona("manager"), persona("worker")
    court = channel_id("court-north")
    answer = manager.ask("/staffing agency", court)
    assert "Delia Frome" in said(answer)
    before = worker.seen(court)
    share(manager, answer, court)
    shared = worker.next_message(court, before)
    assert shared["text"].startswith("Agency social workers in Court North: fewer than three")
    assert "Delia Frome" not in said(shared)


def test_what_is_left_of_shared_staffing_has_no_figure_of_one_person(
    demo: Running, persona: Persona
) -> None:
    manager, head = persona("other_manager"), persona("head")
    court = channel_id("court-south")
    before = head.seen(court)
    share(manager, manager.ask("/staffing agency", court), court)
    shared = head.next_message(court, before)
    with demo.caseload.office.services.database.look() as session:
        kept = select(OutboxRow).where(col(OutboxRow.ts) == shared["ts"])
        receipt = session.scalars(kept).one().notice
    assert receipt["headline"] == "An answer about staffing was shared here: Court South."
    assert receipt["footer"].startswith("Workforce as at")
    assert " · " not in receipt["footer"]


def test_names_are_shared_where_every_reader_may_see_them(persona: Persona) -> None:
    manager, head = persona("other_manager"), persona("head")
    court = channel_id("court-south")  # the team's manager and the head of its service
    answer = manager.ask("/caseload Court South", court)
    before = head.seen(court)
    share(manager, answer, court)
    shared = head.next_message(court, before)
    assert any(block["type"] == "table" for block in shared["blocks"])
    assert "highest" in shared["text"]


def test_names_are_taken_out_of_a_shared_answer_when_they_are_old(
    demo: Running, persona: Persona
) -> None:
    manager, head = persona("other_manager"), persona("head")
    court = channel_id("court-south")
    answer = manager.ask("/caseload Court South", court)
    before = head.seen(court)
    share(manager, answer, court)
    shared = head.next_message(court, before)
    a_night_passes(demo)
    head.wait_for(
        lambda: [
            message
            for message in head.messages(court)
            if message["ts"] == shared["ts"] and "were removed" in message["text"]
        ]
    )
    (now,) = [message for message in head.messages(court) if message["ts"] == shared["ts"]]
    assert now["text"].startswith("Court South: ")
    assert not any(block["type"] == "table" for block in now["blocks"])


def a_night_passes(demo: Running) -> None:
    """Housekeeping as if every name were old by now, and its delivery."""
    office = demo.caseload.office
    services = office.services
    now = services.clock()
    with services.database.transaction() as session:
        remove_names(session, now + timedelta(seconds=1), now)
    slack = SlackSender(services, office.client, office.team_id, office.bot_user_id)
    pace = Pace(per_channel=timedelta(0), per_edit=timedelta(0))
    while deliver_one(
        Turns(services.database),
        slack,
        clock=services.clock,
        pace=pace,
        authority_in=services.authority_in,
        who="test",
    ):
        pass


def test_leadership_with_heads_of_other_services_gets_counts(persona: Persona) -> None:
    director, deputy = persona("director"), persona("deputy")
    leadership = channel_id("leadership")
    answer = director.ask("/caseload Court North", leadership)
    before = deputy.seen(leadership)
    share(director, answer, leadership)
    assert "Samir Whitlock" not in said(deputy.next_message(leadership, before))


@pytest.mark.parametrize(
    ("channel", "why"),
    [("all-staff", "guest"), ("court-listing", "shared with another organisation")],
)
def test_guests_and_other_organisations_never_get_names(
    persona: Persona, channel: str, why: str
) -> None:
    director = persona("director")
    where = channel_id(channel)
    if where not in {c["id"] for c in director.get("conversations")["conversations"]}:
        director = persona("head")
    director.do("join", channel=where)
    answer = director.ask("/caseload Court North", where)
    assert why in share(director, answer, where)


def test_a_shared_answer_has_no_button_to_share_it_again(persona: Persona) -> None:
    director, deputy = persona("director"), persona("deputy")
    leadership = channel_id("leadership")
    answer = director.ask("/caseload Court South", leadership)
    before = deputy.seen(leadership)
    share(director, answer, leadership)
    assert "Share here" not in buttons(deputy.next_message(leadership, before))


def test_a_trend_is_shared_as_a_question_that_everybody_can_ask(persona: Persona) -> None:
    manager, worker = persona("manager"), persona("worker")
    everybody = channel_id("all-staff")
    answer = manager.ask("/caseload trend for my team 12 weeks", everybody)
    before = worker.seen(everybody)
    assert share(manager, answer, everybody).startswith("Shared as totals")
    shared = worker.next_message(everybody, before)
    assert shared["text"].startswith("Court North: average caseload 19.3")
    _, counted = buttons(shared)["How is this counted?"]
    assert counted["value"] == "trend of average caseload for team Court North 12 weeks"

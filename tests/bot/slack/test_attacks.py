"""Forged, repeated, broken and crowded requests: nothing leaks, doubles or goes unanswered."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient
from sqlalchemy import select
from sqlmodel import col

from bot.audience import MOST_READERS, audience_of
from bot.demo.cast import cast_member
from bot.demo.running import Running
from bot.listeners.callers import Caller
from bot.listeners.desk import Reply
from bot.listeners.sharing import share
from bot.practice.plan import Timing
from bot.practice.rate_limits import RateLimits
from models.errors import CaseloadError
from models.people import AuditEntry
from tests.bot.slack.acting import COURT, COURT_SOUTH, LISTING, NOBODY_KNOWN, Who, told
from tests.bot.slack.forging import JSON, a_press, an_event, deliver, shared_in
from tests.bot.slack.persona import channel_id

pytestmark = pytest.mark.usefixtures("slack_has_rested")


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("caseload for team Court South", "I don't know a team"),
        ("caseload for Anna Pereira", "I don't know a team, service or worker"),
        ("who is over in team Court North", "is for the team's manager, the head of service"),
        ("the whole authority", "The whole authority's figures are for leadership"),
        ("x" * 2_000, "That is longer than a question can be"),
        ("<!channel>", "I "),
        (None, "You hold 26 cases"),
    ],
)
def test_a_forged_value_of_a_button_gives_no_more_than_asking(
    running: Running, member: Who, value: str | None, answer: str
) -> None:
    worker = member("worker")
    press = a_press(running, worker, COURT, deed="ask_0", value=value)
    assert answer in told(worker, COURT, lambda: deliver(running, press))


@pytest.mark.parametrize("deed", ["counted", "share", "ask_3"])
@pytest.mark.parametrize("value", ["caseload for team Court South", "who is over in Court North"])
def test_no_button_says_anything_to_all_that_its_presser_may_not_see(
    running: Running, member: Who, deed: str, value: str
) -> None:
    worker, before = member("worker"), shared_in(running, COURT)
    press = a_press(running, worker, COURT, deed=deed, value=value)
    text = told(worker, COURT, lambda: deliver(running, press))
    assert text.startswith("I don't know a team") or "is for the team's manager" in text
    assert shared_in(running, COURT) == before
    assert not worker.modal()


@pytest.mark.parametrize("deed", ["counted", "share", "ask_0"])
def test_somebody_of_another_organisation_gets_nothing_from_a_button(
    running: Running, member: Who, deed: str
) -> None:
    outsider, before = member("partner"), shared_in(running, LISTING)
    elsewhere = {"id": outsider.user_id, "team_id": "T0PARTNER"}
    press = a_press(running, outsider, LISTING, deed=deed, value="caseload", user=elsewhere)
    assert told(outsider, LISTING, lambda: deliver(running, press)).startswith(NOBODY_KNOWN)
    pretending = a_press(running, outsider, LISTING, deed=deed, value="caseload")
    assert told(outsider, LISTING, lambda: deliver(running, pretending)).startswith(NOBODY_KNOWN)
    assert shared_in(running, LISTING) == before


def test_a_button_of_somebody_elses_answer_is_answered_for_whoever_presses_it(
    running: Running, member: Who
) -> None:
    worker = member("worker")
    question = "caseload for team Court North"  # as under the manager's answer, with names
    press = a_press(running, worker, COURT, deed="ask_0", value=question)
    before = worker.seen(COURT)
    deliver(running, press)
    answer = worker.next_message(COURT, before)
    assert "Anna Pereira" not in str(answer)
    assert "highest" not in answer["text"]


MALFORMED: list[Any] = [
    {},
    {"type": "block_actions"},
    {"type": "block_actions", "actions": [{"type": "button", "action_id": "share"}]},
    {"type": "block_actions", "user": {}, "actions": [{"type": "button", "action_id": "ask_0"}]},
    {
        "type": "block_actions",
        "user": None,
        "actions": [{"type": "button", "action_id": "counted"}],
    },
    {"type": "block_actions", "user": {"id": 7}, "actions": [{"action_id": "ask_0", "value": []}]},
    {"type": "block_actions", "channel": "C1", "actions": [{"type": "button", "action_id": "x"}]},
    {"type": "view_submission", "view": {"type": "modal", "callback_id": "no"}},
    {"type": "view_closed", "view": {"type": "modal", "callback_id": "no"}},
    {"type": "shortcut", "callback_id": "no"},
    {"type": "message_action", "callback_id": "no"},
    {"type": "block_suggestion", "action_id": "no", "value": "x"},
    {"type": "interactive_message", "callback_id": "no", "actions": [{"name": "no"}]},
    {"type": "dialog_submission", "callback_id": "no"},
    {"command": "/caseload"},
    {"command": "/caseload", "user_id": "U0NM000003", "text": None},
    {"command": "/caseload", "user_id": "U0NM000003", "text": {"a": 1}},
    {"command": "/nothing", "user_id": "U0NM000003"},
    {"type": "event_callback"},
    {"type": "event_callback", "event": {"type": "app_mention"}},
    {"type": "event_callback", "event": {"type": "app_home_opened", "tab": "home"}},
    {"type": "event_callback", "event": {"type": "message", "channel_type": "im", "user": None}},
    {"type": "event_callback", "event": {"type": "unheard_of"}},
]


@pytest.mark.parametrize("payload", MALFORMED, ids=str)
def test_a_payload_with_parts_missing_or_unknown_is_acknowledged(
    running: Running, payload: JSON
) -> None:
    assert deliver(running, payload).status == 200


def test_pressing_share_many_times_at_once_shares_once(running: Running, member: Who) -> None:
    manager, before = member("other_manager"), shared_in(running, COURT_SOUTH)
    press = a_press(running, manager, COURT_SOUTH, deed="share", value="caseload")
    caller = Caller(
        manager.user_id, running.caseload.office.team_id, COURT_SOUTH, None, None, "9.9"
    )
    with ThreadPoolExecutor(6) as pool:
        replies = list(
            pool.map(lambda _: share(running.caseload.office, "caseload", caller), range(6))
        )
    assert sum(reply.text == "Shared." for reply in replies) == 1
    assert sum("shared already" in reply.text for reply in replies) == 5
    assert len(shared_in(running, COURT_SOUTH)) == len(before) + 1
    assert told(manager, COURT_SOUTH, lambda: deliver(running, press)) == "Shared."


def test_a_share_that_slack_refused_can_be_pressed_again(running: Running, member: Who) -> None:
    manager, workspace = member("other_manager"), running.server.workspace
    press = a_press(running, manager, COURT_SOUTH, deed="share", value="caseload")
    press["container"]["message_ts"] = "2.2"
    workspace.rate_limits = RateLimits(Timing(post_burst=0))
    text = told(manager, COURT_SOUTH, lambda: deliver(running, press))
    assert text.startswith("Slack asks for a short pause.")
    assert deeds(running)[-2:] == ["shared", "not shared"]
    workspace.rate_limits = RateLimits(Timing())
    assert told(manager, COURT_SOUTH, lambda: deliver(running, press)) == "Shared."


class Silent(WebClient):
    """Slack takes a message and its answer is lost."""

    def chat_postMessage(self, **_message: Any) -> Any:
        raise TimeoutError


def test_a_share_whose_answer_is_lost_is_not_repeated_by_the_same_button(running: Running) -> None:
    office, manager = running.caseload.office, cast_member("other_manager").slack_id
    silent = replace(office, client=Silent(office.client.token, base_url=office.client.base_url))
    caller = Caller(manager, office.team_id, COURT_SOUTH, None, None, "7.7")
    with pytest.raises(CaseloadError, match="Look at the channel first"):
        share(silent, "caseload", caller)
    assert "shared already" in share(office, "caseload", caller).text


def deeds(running: Running) -> list[str]:
    with running.caseload.office.services.database.look() as session:
        return list(session.scalars(select(col(AuditEntry.deed)).order_by(col(AuditEntry.id))))


@pytest.mark.parametrize(
    ("what", "sentence"), [("scope", "lacks a permission"), ("invitation", "Invite me")]
)
def test_a_share_that_cannot_be_is_told_with_the_next_step(
    running: Running, member: Who, what: str, sentence: str
) -> None:
    manager, workspace = member("other_manager"), running.server.workspace
    plan, place = workspace.plan, workspace.conversations[COURT_SOUTH]
    if what == "scope":
        workspace.plan = replace(plan, scopes=plan.scopes - {"groups:read"})
    else:
        place.members.remove(plan.bot_user_id)
    press = a_press(running, manager, COURT_SOUTH, deed="share", value="caseload")
    press["container"]["message_ts"] = what
    try:
        assert sentence in told(manager, COURT_SOUTH, lambda: deliver(running, press))
    finally:
        workspace.plan = plan
        workspace.join(place, plan.bot_user_id)


def test_a_shared_answer_asks_the_same_whoever_presses_its_buttons(
    running: Running, member: Who
) -> None:
    manager = member("other_manager")
    press = a_press(running, manager, COURT_SOUTH, deed="share", value="my team")
    press["container"]["message_ts"] = "3.3"
    told(manager, COURT_SOUTH, lambda: deliver(running, press))
    values = str(running.server.workspace.messages(COURT_SOUTH))
    assert "'value': 'my team'" not in values
    assert "'value': 'caseload for team Court South'" in values


def test_a_shared_table_of_teams_hides_each_teams_highest_where_names_are_hidden(
    running: Running, member: Who
) -> None:
    director, leadership = member("director"), channel_id("leadership")
    press = a_press(running, director, leadership, deed="share", value="the whole authority")
    text = told(director, leadership, lambda: deliver(running, press))
    assert text.startswith("Shared as totals")
    blocks = str(running.server.workspace.messages(leadership))
    assert "Median" in blocks
    assert "Highest" not in blocks


def test_a_crowd_is_not_looked_up_one_by_one(running: Running) -> None:
    place = running.server.workspace.conversations[channel_id("performance")]
    crowd = [f"U0CROWD{number}" for number in range(450)]  # three pages of members
    place.members.extend(crowd)
    calls = running.server.workspace.calls
    before = len(calls)
    try:
        audience = audience_of(running.caseload.office, place.id)
    finally:
        del place.members[-len(crowd) :]
    assert audience.strangers + audience.guests + len(audience.known) == 452
    assert sum(call.method == "users.info" for call in list(calls)[before:]) <= MOST_READERS


IGNORED: list[JSON] = [
    {"user": None},
    {"bot_id": "B0OTHER"},
    {"subtype": "bot_message"},
    {"subtype": "message_changed", "message": {"text": "caseload", "user": "U0NM000003"}},
    {"subtype": "message_deleted"},
    {"subtype": "channel_join"},
    {"channel_type": "channel"},
    {"channel_type": "mpim"},
]


def test_what_nobody_wrote_to_the_app_is_not_answered(
    running: Running, member: Who, caplog: pytest.LogCaptureFixture
) -> None:
    manager = member("manager")
    written = {"type": "message", "channel_type": "im", "user": manager.user_id, "text": "caseload"}
    before = manager.seen(manager.direct)
    with caplog.at_level(logging.ERROR):
        for number, part in enumerate(IGNORED):
            event = {**written, "channel": manager.direct, **part}
            deliver(running, an_event(running, f"EvIgnored{number}", **event))
    assert not caplog.records
    assert manager.ask("caseload me")["text"].startswith("You hold no cases")
    assert len(manager.seen(manager.direct) - before) == 2


def test_an_event_replayed_from_all_sides_at_once_is_answered_once(
    running: Running, member: Who
) -> None:
    manager = member("manager")
    said = {"type": "message", "channel_type": "im", "user": manager.user_id, "text": "me"}
    event = an_event(running, "EvReplayed", channel=manager.direct, **said)
    before = manager.seen(manager.direct)
    with ThreadPoolExecutor(8) as pool:
        assert {deliver_status(running, event) for _ in pool.map(str, range(8))} == {200}
        list(pool.map(lambda _: deliver(running, event), range(8)))
    manager.next_message(manager.direct, before)
    manager.ask("help")
    answers = [m for m in manager.messages(manager.direct) if m["ts"] not in before]
    assert sum(m["text"].startswith("You hold no cases") for m in answers) == 1


def deliver_status(running: Running, payload: JSON) -> int:
    return deliver(running, payload).status


def test_a_mention_in_a_thread_is_answered_in_the_thread(running: Running, member: Who) -> None:
    manager = member("manager")
    manager.send(COURT, "Who can take one more?")
    root = running.server.workspace.messages(COURT)[-1].ts
    manager.send(COURT, "@Caseload who is over", thread_ts=root)
    found = manager.wait_for(
        lambda: [
            m for m in manager.messages(COURT, thread_ts=root) if "over their limit" in m["text"]
        ]
    )
    assert found[-1]["ephemeral"]


def test_where_the_app_has_no_voice_it_answers_in_a_direct_message(
    running: Running, member: Who
) -> None:
    manager = member("manager")
    place = channel_id("safeguarding-west")  # the manager is not in it
    caller = Caller(manager.user_id, running.caseload.office.team_id, place, None, None)
    before = manager.seen(manager.direct)
    running.caseload.office.say_to_caller(caller, Reply("19.3"))
    assert manager.next_message(manager.direct, before)["text"] == "19.3"


def test_a_late_answer_to_a_command_between_two_people_still_arrives(
    running: Running, member: Who
) -> None:
    manager, workspace = member("manager"), running.server.workspace
    token = workspace.tickets.response_url(manager.user_id, COURT, workspace.now())
    url = f"{running.server.url}/response/{token}"
    caller = Caller(manager.user_id, running.caseload.office.team_id, "D0THEIROWN", url, None)
    text = told(
        manager, COURT, lambda: running.caseload.office.say_to_caller(caller, Reply("19.3"))
    )
    assert text == "19.3"

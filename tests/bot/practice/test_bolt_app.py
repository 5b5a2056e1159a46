"""A real Bolt app works in the practice workspace over real Socket Mode."""

import queue
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.practice.plan import Timing
from bot.practice.server import PracticeServer
from tests.bot.practice.visitor import JSON, Visitor
from tests.waiting import PATIENCE

BUTTON = {
    "type": "button",
    "action_id": "note",
    "text": {"type": "plain_text", "text": "Note"},
    "value": "7",
}
ANSWER = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "*19.3*"}},
    {"type": "actions", "block_id": "deeds", "elements": [BUTTON]},
]
MODAL: JSON = {
    "type": "modal",
    "callback_id": "note",
    "private_metadata": "kept",
    "title": {"type": "plain_text", "text": "Note"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "why",
            "label": {"type": "plain_text", "text": "Why"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}


class TinyApp:
    """A minimal app: answers a command, a button, a form, a mention and the Home tab."""

    def __init__(self, server: PracticeServer) -> None:
        plan = server.workspace.plan
        self.seen: list[JSON] = []
        self.joined_by: queue.Queue[str] = queue.Queue()
        self.bolt = App(client=WebClient(plan.bot_token, base_url=server.api_url))
        self.bolt.command("/caseload")(self.command)
        self.bolt.action("note")(self.button)
        self.bolt.view("note")(self.form)
        self.bolt.event("app_mention")(self.mention)
        self.bolt.event("message")(self.mention)
        self.bolt.event("app_home_opened")(self.home)
        self.bolt.event("member_joined_channel")(self.joined)
        self.handler = SocketModeHandler(self.bolt, plan.app_token, ping_interval=1)

    def command(self, ack: Any, respond: Any, command: JSON) -> None:
        self.seen.append(command)
        if command["text"] == "at once":
            ack(text="Here", response_type="in_channel")
            return
        ack()
        respond(text="19.3", blocks=ANSWER)

    def button(self, ack: Any, body: JSON, client: WebClient, respond: Any) -> None:
        self.seen.append(body)
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)
        respond(text="noted", replace_original=True)

    def form(self, ack: Any, body: JSON, view: JSON) -> None:
        self.seen.append(body)
        written = view["state"]["values"]["why"]["text"]["value"]
        if written == "no":
            ack(response_action="errors", errors={"why": "Say more."})
        else:
            ack()

    def mention(self, event: JSON, say: Any, client: WebClient) -> None:
        self.seen.append(event)
        posted = say(text="You called", thread_ts=event["ts"])
        client.chat_update(channel=event["channel"], ts=posted["ts"], text="Edited")

    def home(self, event: JSON, client: WebClient) -> None:
        self.seen.append(event)
        view = {"type": "home", "blocks": [{"type": "divider"}]}
        client.views_publish(user_id=event["user"], view=view)

    def joined(self, event: JSON) -> None:
        self.joined_by.put(event["user"])


@pytest.fixture(scope="module")
def closing() -> Iterator[Executor]:
    """Closes Socket Mode clients beside the tests, since each takes the SDK some seconds."""
    with ThreadPoolExecutor() as executor:
        yield executor


@pytest.fixture
def app(server: PracticeServer, mia: Visitor, closing: Executor) -> Iterator[TinyApp]:
    tiny = TinyApp(server)
    tiny.handler.client.connect()
    mia.wait_for(lambda: server.connected)
    yield tiny
    closing.submit(tiny.handler.client.close)


def test_a_command_is_answered_only_to_its_asker(app: TinyApp, mia: Visitor) -> None:
    assert mia.send("C0COURT", "/caseload Court & North")["ok"]
    answer = mia.wait_for(lambda: mia.messages("C0COURT"))[0]
    assert answer["ephemeral"]
    assert answer["user"]["is_bot"]
    assert answer["blocks"][0]["text"]["text"] == "*19.3*"
    assert Visitor(mia.url, "U0SAM").messages("C0COURT") == []
    command = app.seen[0]
    assert command["text"] == "Court &amp; North"
    assert command["channel_name"] == "court-north"
    assert command["user_id"] == "U0MIA"


@pytest.mark.usefixtures("app")
def test_an_acknowledgement_may_carry_an_answer_for_all(mia: Visitor) -> None:
    mia.send("C0COURT", "/caseload at once")
    answer = mia.wait_for(lambda: mia.messages("C0COURT"))[0]
    assert not answer["ephemeral"]
    assert answer["text"] == "Here"


def test_a_button_opens_a_form_that_is_refused_and_then_saved(app: TinyApp, mia: Visitor) -> None:
    mia.send("C0COURT", "/caseload x")
    answer = mia.wait_for(lambda: mia.messages("C0COURT"))[0]
    pressed = mia.press(answer, {"type": "button", "block_id": "deeds", "action_id": "note"})
    assert pressed == {"ok": True}
    view = mia.wait_for(mia.modal)
    payload = app.seen[1]
    assert payload["container"]["is_ephemeral"]
    assert "message" not in payload
    assert payload["actions"][0]["value"] == "7"
    assert payload["team"] == {"id": "T0NORTH", "domain": "northmere-council"}
    mia.wait_for(lambda: [m for m in mia.messages("C0COURT") if m["text"] == "noted"])

    def submit(text: str) -> JSON:
        state = {"values": {"why": {"text": {"type": "plain_text_input", "value": text}}}}
        return mia.do("view_submit", view_id=view["id"], state=state)

    assert submit("")["errors"] == {"why": "Please complete this required field."}
    assert submit("no")["errors"] == {"why": "Say more."}
    assert mia.modal() == view
    assert submit("because") == {"ok": True}
    assert mia.modal() == {}
    submitted = app.seen[-1]["view"]
    assert submitted["private_metadata"] == "kept"
    assert submitted["root_view_id"] == view["id"]
    assert submitted["previous_view_id"] is None


def test_a_mention_is_answered_in_its_thread_and_edited(app: TinyApp, mia: Visitor) -> None:
    mia.send("C0COURT", "@Caseload who is <over>?")
    root = mia.wait_for(lambda: [m for m in mia.messages("C0COURT") if m["reply_count"] == 1])[0]
    assert root["text"] == "<@U0CASELOAD> who is &lt;over&gt;?"
    reply = mia.wait_for(
        lambda: [m for m in mia.messages("C0COURT", thread_ts=root["ts"]) if m["edited"]]
    )[0]
    assert reply["text"] == "Edited"
    pieces = app.seen[0]["blocks"][0]["elements"][0]["elements"]
    assert pieces[0] == {"type": "user", "user_id": "U0CASELOAD"}
    assert pieces[1]["text"] == " who is <over>?"


def test_a_direct_message_reaches_the_app_as_a_message(app: TinyApp, mia: Visitor) -> None:
    mia.send("D0MIA", "hello")
    mia.wait_for(lambda: [m for m in mia.messages("D0MIA") if m["reply_count"]])
    assert app.seen[0]["channel_type"] == "im"
    assert app.seen[0]["channel"] == "D0MIA"


def test_opening_home_lets_the_app_publish_it(app: TinyApp, mia: Visitor) -> None:
    mia.do("home_opened")
    assert mia.wait_for(mia.home)["blocks"][0]["type"] == "divider"
    assert app.seen[0]["tab"] == "home"
    assert Visitor(mia.url, "U0SAM").home() == {}


def test_the_app_hears_of_its_own_invitation(app: TinyApp, mia: Visitor) -> None:
    assert mia.send("C0ALL", "/invite @Caseload") == {"ok": True}
    assert app.joined_by.get(timeout=PATIENCE) == "U0CASELOAD"


def test_a_trigger_opens_one_modal_only(app: TinyApp, mia: Visitor) -> None:
    mia.send("C0COURT", "/caseload x")
    answer = mia.wait_for(lambda: mia.messages("C0COURT"))[0]
    mia.press(answer, {"block_id": "deeds", "action_id": "note"})
    mia.wait_for(mia.modal)
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        app.bolt.client.views_open(trigger_id=app.seen[1]["trigger_id"], view=MODAL)


@pytest.mark.usefixtures("app")
def test_the_app_comes_back_after_its_connection_is_cut(
    mia: Visitor, server: PracticeServer
) -> None:
    server.drop_connections()
    mia.wait_for(lambda: server.connected)
    mia.send("C0COURT", "/caseload at once")
    assert mia.wait_for(lambda: mia.messages("C0COURT"))[0]["text"] == "Here"


def test_the_app_moves_to_a_new_connection_when_asked(
    serve: Callable[..., PracticeServer], closing: Executor
) -> None:
    # The SDK's client takes nothing in over a new connection before the old one has ended.
    server = serve(timing=Timing(refresh_grace=0.1))
    mia = Visitor(server.url, "U0MIA")
    client = TinyApp(server).handler.client
    client.connect()
    server.refresh_connections()
    mia.wait_for(lambda: server.connected)
    mia.send("C0COURT", "/caseload at once")
    assert mia.wait_for(lambda: mia.messages("C0COURT"))[0]["text"] == "Here"
    closing.submit(client.close)

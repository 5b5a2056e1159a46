"""A picture brought to Slack is the app's alone until a message shows it to those who see that."""

import urllib.error
import urllib.request
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.practice.faults import Fault, Kind
from bot.practice.server import PracticeServer
from bot.slack_pictures import PAUSES, NotProcessed, upload
from tests.bot.practice.conftest import MovableClock
from tests.bot.practice.test_web_api import PNG
from tests.bot.practice.visitor import JSON, Visitor

LEAD = "C0LEAD"
WORDS = {"type": "mrkdwn", "text": "See"}


def no_wait(seconds: float) -> None:
    raise AssertionError(f"It waited {seconds} seconds for a picture that was ready.")


def bring(client: WebClient, wait: Any = no_wait) -> str:
    return upload(client, PNG, title="Agency", alt="Agency is 14", name="agency.png", wait=wait)


def image(file_id: str) -> JSON:
    return {"type": "image", "slack_file": {"id": file_id}, "alt_text": "Agency is 14"}


def show(client: WebClient, file_id: str, channel: str = LEAD) -> None:
    client.chat_postMessage(channel=channel, text="Agency", blocks=[image(file_id)])


def fetched(server: PracticeServer, file_id: str, user: str | None) -> bytes | None:
    """The bytes, or None where they are refused."""
    query = f"?as={user}" if user else ""
    try:
        with urllib.request.urlopen(f"{server.url}/files/{file_id}{query}") as answer:
            found: bytes = answer.read()
            return found
    except urllib.error.HTTPError as refused:
        return None if refused.code == 404 else b"refused in another way"


def test_a_picture_is_shown_by_a_message(client: WebClient, mia: Visitor) -> None:
    show(client, bring(client))
    (block,) = mia.messages(LEAD)[0]["blocks"]
    assert block["alt_text"] == "Agency is 14"
    assert (block["image_width"], block["image_height"]) == (640, 480)
    with urllib.request.urlopen(mia.url + block["slack_file"]["url"]) as answer:
        assert answer.read() == PNG


def test_a_picture_is_for_those_who_see_a_message_with_it(
    client: WebClient, server: PracticeServer
) -> None:
    file_id = bring(client)
    assert fetched(server, file_id, "U0MIA") is None
    show(client, file_id)
    assert fetched(server, file_id, "U0MIA") == PNG
    assert [fetched(server, file_id, each) for each in ("U0SAM", "U0NOBODY", None)] == [None] * 3
    show(client, file_id, "C0COURT")
    assert fetched(server, file_id, "U0SAM") == PNG
    assert fetched(server, file_id, "U0GUEST") is None


def test_nobody_is_told_of_a_picture_before_a_message_shows_it(
    client: WebClient, server: PracticeServer
) -> None:
    bring(client)
    assert server.export() == []


def test_the_upload_waits_until_slack_has_looked_at_the_picture(
    client: WebClient, server: PracticeServer, clock: MovableClock
) -> None:
    mood = server.faults.add(Fault("unprocessed", seconds=4))
    waited: list[float] = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        clock.move(seconds)

    show(client, bring(client, wait))
    assert waited == list(PAUSES[: len(waited)])
    assert 4 <= sum(waited) < 10
    assert server.faults.struck(mood.id) == 1


def test_a_picture_that_slack_does_not_finish_is_given_up(
    client: WebClient, server: PracticeServer, clock: MovableClock
) -> None:
    server.faults.add(Fault("unprocessed", seconds=600))
    with pytest.raises(NotProcessed, match="Send the message without it"):
        bring(client, clock.move)


@pytest.mark.parametrize("door", ["upload", "files.*"])
@pytest.mark.parametrize("kind", ["server_error", "reset"])
def test_what_goes_wrong_on_the_way_is_an_error_of_slacks(
    client: WebClient, server: PracticeServer, door: str, kind: Kind
) -> None:
    server.faults.add(Fault(kind, method=door))
    with pytest.raises(SlackClientError):
        bring(client)


def test_a_file_has_no_type_until_it_is_processed(
    client: WebClient, server: PracticeServer, clock: MovableClock
) -> None:
    server.faults.add(Fault("unprocessed", seconds=2))
    file_id = client.files_upload_v2(filename="a.png", content=PNG)["file"]["id"]
    assert client.files_info(file=file_id)["file"]["mimetype"] == ""
    clock.move(2)
    assert client.files_info(file=file_id)["file"]["mimetype"] == "image/png"


PLACES = {
    "an image block": lambda shown: shown,
    "beside a text": lambda shown: {"type": "section", "text": WORDS, "accessory": shown},
    "in a context": lambda shown: {"type": "context", "elements": [shown]},
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("which", ["unknown", "not processed", "not an image"])
def test_a_message_with_a_file_that_cannot_be_shown_is_refused(
    client: WebClient, server: PracticeServer, place: Any, which: str
) -> None:
    file_id = "F0UNKNOWN1"
    if which == "not processed":
        server.faults.add(Fault("unprocessed", seconds=5))
    if which != "unknown":
        name = "a.csv" if which == "not an image" else "a.png"
        file_id = client.files_upload_v2(filename=name, content=PNG)["file"]["id"]
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=LEAD, text="x", blocks=[place(image(file_id))])
    assert caught.value.response["error"] == "invalid_blocks"
    assert "invalid slack file [json-pointer:/blocks/0" in caught.value.response["errors"][0]


def test_a_long_description_is_shortened_to_what_slack_takes(client: WebClient) -> None:
    file_id = upload(client, PNG, title="Agency", alt="x" * 1500, name="a.png", wait=no_wait)
    assert client.files_info(file=file_id)["file"]["alt_txt"] == "x" * 1000
    with pytest.raises(SlackApiError) as caught:
        client.files_getUploadURLExternal(filename="a.png", length=9, alt_txt="x" * 1001)
    assert caught.value.response["error"] == "alt_txt_too_large"


def test_an_upload_that_was_not_completed_is_no_file(client: WebClient) -> None:
    begun = client.files_getUploadURLExternal(filename="a.png", length=len(PNG))
    with pytest.raises(SlackApiError) as caught:
        client.files_info(file=begun["file_id"])
    assert caught.value.response["error"] == "file_not_found"


def test_the_app_may_always_fetch_its_own_file(client: WebClient, server: PracticeServer) -> None:
    address = client.files_info(file=bring(client))["file"]["url_private"]
    request = urllib.request.Request(
        address, headers={"Authorization": f"Bearer {server.workspace.plan.bot_token}"}
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.read() == PNG


def test_a_home_shows_a_picture_to_its_person_alone(
    client: WebClient, server: PracticeServer, mia: Visitor
) -> None:
    file_id = bring(client)
    client.views_publish(user_id="U0MIA", view={"type": "home", "blocks": [image(file_id)]})
    (block,) = mia.get("home")["view"]["blocks"]
    assert block["slack_file"]["url"] == f"/files/{file_id}?as=U0MIA"
    assert fetched(server, file_id, "U0MIA") == PNG
    assert fetched(server, file_id, "U0SAM") is None

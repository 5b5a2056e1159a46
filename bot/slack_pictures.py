"""Brings a picture to Slack, where nobody sees it until a message shows it."""

import time
from collections.abc import Callable
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError, SlackRequestError

PAUSES = (0.3, 0.7, 1.5, 3.0, 5.0, 7.0, 10.0)
"""Seconds between looks whether Slack has processed a picture; after the last it is given up."""

MOST_ALT = 1000
"""Characters of a file's description that Slack takes. That of an image block may be 2,000."""


class NotProcessed(SlackClientError):
    """Slack took a picture and did not finish looking at it in time."""


def upload(
    client: WebClient,
    png: bytes,
    *,
    title: str,
    alt: str,
    name: str,
    wait: Callable[[float], None] = time.sleep,
) -> str:
    """Uploads a picture and gives its file id, once a message can show it.

    A message shows it by a block `{"type": "image", "slack_file": {"id": …}, "alt_text": …}`, and
    whoever sees the message sees the picture. Slack looks at a file for some moments after the
    upload is completed, and refuses a message with it until then (`invalid_blocks`): the sign
    that it has finished is the `mimetype` in files.info, for which the app needs `files:read`.

    Raises SlackClientError whatever goes wrong on the way, SlackApiError with Slack's code among
    them, and NotProcessed after PAUSES. To upload again is harmless: what no message shows
    nobody sees.
    """
    try:
        answer = client.files_upload_v2(
            filename=name, title=title, content=png, alt_txt=alt[:MOST_ALT] or None
        )
        file_id = str(answer["file"]["id"])
        if _processed(client, file_id, wait):
            return file_id
    except (OSError, HTTPException) as problem:
        raise SlackRequestError(f"Slack did not take a picture: {problem}") from problem
    raise NotProcessed(
        f"Slack did not finish looking at a picture within {sum(PAUSES):.0f} seconds. "
        "Send the message without it."
    )


def _processed(client: WebClient, file_id: str, wait: Callable[[float], None]) -> bool:
    for pause in (0.0, *PAUSES):
        if pause:
            wait(pause)
        if client.files_info(file=file_id)["file"].get("mimetype"):
            return True
    return False

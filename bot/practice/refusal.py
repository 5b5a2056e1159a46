"""How the practice server says no: an error code to the app, a sentence to a person."""

from typing import Any


class Refusal(Exception):
    """A request is refused with Slack's `error` code; `extra` joins the JSON answer."""

    def __init__(self, error: str, **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.extra = extra


def invalid_arguments(*messages: str) -> Refusal:
    """The refusal of arguments, each fault named in `response_metadata.messages`."""
    return Refusal(
        "invalid_arguments",
        response_metadata={"messages": [f"[ERROR] {message}" for message in messages]},
    )


class Sorry(Exception):
    """What a person wanted on the page cannot be done; the message is a sentence for them."""

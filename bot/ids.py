"""The names that Slack sends back: commands, buttons and dialogs."""

import re

COMMAND = "/caseload"

ASK = "ask"  # ask_0, ask_1, …: a button that asks the question in its value
COUNTED = "counted"  # "How is this counted?" of the question in its value
SHARE = "share"  # "Share here" of the question in its value

ANY_ASK = re.compile(rf"^{ASK}_\d+$")
ANYTHING = re.compile(r".*")


def ask_id(number: int) -> str:
    """Slack wants every button of a message to have an id of its own."""
    return f"{ASK}_{number}"

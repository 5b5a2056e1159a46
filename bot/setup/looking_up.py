"""Looks up by email who leads: one after the other, at the pace that Slack allows."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from slack_sdk.errors import SlackApiError

from bot.setup.known import Progress
from bot.slack_codes import undelivered

APART = 1.3
"""Seconds: Slack answers some fifty such questions a minute, and others are asked meanwhile."""

TOLD_EVERY = 5
"""People between two reports of how far it is."""


def look_up(
    emails: Sequence[str],
    find: Callable[[str], bool],
    rest: Callable[[float], bool],
    told: Callable[[Progress], None],
    apart: float = APART,
) -> Progress:
    """Ask about each, and tell how far it is now and then.

    `find` says whether there is an active account; `rest` waits so many seconds, and is False when
    there is no time left. Raises SlackApiError for a refusal that a pause does not mend.
    """
    progress = Progress(len(emails))
    for number, email in enumerate(emails, start=1):
        if number > 1 and not rest(apart):
            return progress
        found = _found(email, find, rest)
        missing = progress.missing if found else (*progress.missing, email)
        progress = replace(progress, done=number, missing=missing, ended=number == len(emails))
        if progress.ended or number % TOLD_EVERY == 0:
            told(progress)
    return progress


def _found(email: str, find: Callable[[str], bool], rest: Callable[[float], bool]) -> bool:
    try:
        return find(email)
    except SlackApiError as error:
        pause = undelivered(error, changes=False).retry_after
        if pause is None or not rest(pause):
            raise
        return find(email)

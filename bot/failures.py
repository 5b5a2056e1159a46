"""Every error becomes a sentence with the next step; the unexpected one also a reference."""

import logging
from dataclasses import dataclass
from http.client import HTTPException

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.operations.work import new_reference, note, reference_now
from models.away import is_away, said_by
from models.errors import CaseloadError

log = logging.getLogger("caseload")

_NOTHING_CHANGED = "That didn't work, and nothing was changed."

_SLACK_SENTENCES = {
    "not_in_channel": "I am not in this channel. Invite me with `/invite @Caseload`, then try "
    "again.",
    "channel_not_found": "I can't see this channel. Invite me with `/invite @Caseload`, then try "
    "again.",
    "expired_trigger_id": "The dialog took too long to open. Press the button again.",
    "exchanged_trigger_id": "The dialog was already opened. Close it and press the button again.",
    "missing_scope": "Caseload lacks a permission in Slack for that. Ask your administrator to "
    "run `caseload doctor`.",
    "ratelimited": "Slack asks for a short pause. Try again in a minute.",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """What to tell the person, and the reference that is also in the log, where there is one."""

    sentence: str
    reference: str | None = None


def failure_of(error: BaseException) -> Failure:
    """What an error means to the person who caused it; the unexpected is logged."""
    if isinstance(error, CaseloadError):
        return Failure(str(error))
    if isinstance(error, SlackApiError) and slack_code(error) in _SLACK_SENTENCES:
        return Failure(_SLACK_SENTENCES[slack_code(error)])
    note(outcome="failed")
    reference = log_failure(log, "request", error)
    return Failure(f"*{_NOTHING_CHANGED}* {_why(error)} {_tell(reference)}", reference)


def log_failure(to: logging.Logger, what: str, error: BaseException) -> str:
    """Write an error down; gives the reference that finds it, with all that led to it.

    Where the database is away, that is all there is to know, and what led to it is left out.
    """
    reference = reference_now() or new_reference()
    said = {"reference": reference}
    if is_away(error):
        why = said_by(error)
        line = "%s failed, reference %s: the database does not answer (%s)"
        to.error(line, what, reference, why, extra=said)
    else:
        to.error("%s failed, reference %s", what, reference, exc_info=error, extra=said)
    return reference


def _why(error: BaseException) -> str:
    # An internal one is what PostgreSQL says of a transaction that it gave up.
    if isinstance(error, OperationalError | InterfaceError | InternalError | PoolTimeout):
        return "The database did not answer in time. Try again in a minute;"
    if isinstance(error, SlackApiError):
        return "Slack refused what I wanted to do. Try again in a minute;"
    if isinstance(error, OSError | HTTPException):
        return "Slack did not answer in time. Try again in a minute;"
    return "Something went wrong that should not have. Try again in a minute;"


def _tell(reference: str) -> str:
    return f'if it goes on, tell your administrator "reference {reference}".'


def slack_code(error: SlackApiError) -> str:
    """Slack's word for why it refused, such as `not_in_channel`."""
    return str(error.response.get("error", "")) if error.response is not None else ""

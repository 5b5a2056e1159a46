"""What Slack's refusals mean to a notice: whether it is tried again, and what an operator does."""

from dataclasses import dataclass
from http.client import HTTPException
from socket import gaierror
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

from alerts.delivery.parcel import Undelivered
from bot.failures import slack_code

SLACK_TIMEOUT = 10
"""Seconds one call to Slack may take before it counts as lost."""

_RATE_LIMITED = 429
_SERVER_ERROR = 500
_USUAL_WAIT = 30.0  # seconds, when Slack asks to wait and does not say how long


@dataclass(frozen=True, slots=True)
class Meaning:
    """One of Slack's codes; `refused` where it surely did nothing."""

    permanent: bool
    refused: bool = True
    why: str = ""


_INVITE = "Invite it there with `/invite @Caseload`"
_CLOSED = Meaning(True, why="the channel does not let the app post. Ask its owner to let it")
_ARCHIVED = Meaning(
    True, why="the channel is archived. Unarchive it, or name another in the workforce"
)
_GONE = Meaning(True, why="the message was deleted in Slack. Drop it with `caseload outbox drop`")
_OURS = Meaning(True, why="Slack does not accept the message. Tell whoever maintains Caseload")
_SCOPE = Meaning(
    True, why="the app lacks a permission in Slack. `caseload doctor` says which; reinstall it"
)
_NOBODY = Meaning(
    True,
    why="no active member of the workspace has this email. Correct it in the workforce list",
)
_PASSES = Meaning(False)
_MAY_HAVE_HAPPENED = Meaning(False, refused=False)

# A token that Slack does not accept stops everything and everybody, administrators included: all
# waits, and goes out by itself once the token is right. `caseload doctor` says so.
_TOKEN = Meaning(False)

CODES: dict[str, Meaning] = {
    "not_in_channel": Meaning(True, why=f"the app is not in the channel. {_INVITE}"),
    "channel_not_found": Meaning(
        True, why=f"there is no such channel, or it is private without the app. {_INVITE}"
    ),
    "is_archived": _ARCHIVED,
    "is_inactive": _ARCHIVED,
    "restricted_action": _CLOSED,
    "restricted_action_read_only_channel": _CLOSED,
    "restricted_action_thread_only_channel": _CLOSED,
    "restricted_action_non_threadable_channel": _CLOSED,
    "restricted_action_thread_locked": _CLOSED,
    "no_permission": _CLOSED,
    "channel_type_not_supported": _CLOSED,
    "method_not_supported_for_channel_type": _CLOSED,
    "message_not_found": _GONE,
    "thread_not_found": _GONE,
    "cant_update_message": _GONE,
    "edit_window_closed": _GONE,
    "users_not_found": _NOBODY,
    "user_not_found": _NOBODY,
    "user_disabled": _NOBODY,
    "user_not_visible": _NOBODY,
    "messages_tab_disabled": Meaning(
        True, why="the app's messages are switched off. Apply the manifest again"
    ),
    "cannot_dm_bot": _NOBODY,
    "missing_scope": _SCOPE,
    "not_allowed_token_type": _SCOPE,
    "access_denied": _SCOPE,
    "ekm_access_denied": _SCOPE,
    "team_access_not_granted": _SCOPE,
    "enterprise_is_restricted": _SCOPE,
    "msg_too_long": _OURS,
    "no_text": _OURS,
    "invalid_blocks": _OURS,
    "invalid_blocks_format": _OURS,
    "msg_blocks_too_long": _OURS,
    "invalid_arguments": _OURS,
    "invalid_metadata_format": _OURS,
    "invalid_metadata_schema": _OURS,
    "metadata_too_large": _OURS,
    "metadata_must_be_sent_from_app": _OURS,
    "invalid_auth": _TOKEN,
    "not_authed": _TOKEN,
    "account_inactive": _TOKEN,
    "token_revoked": _TOKEN,
    "token_expired": _TOKEN,
    "org_login_required": _TOKEN,
    "two_factor_setup_required": _TOKEN,
    "ratelimited": _PASSES,
    "rate_limited": _PASSES,
    "message_limit_exceeded": _PASSES,
    "accesslimited": _PASSES,
    "external_channel_migrating": _PASSES,
    "team_added_to_org": _PASSES,
    "internal_error": _MAY_HAVE_HAPPENED,
    "fatal_error": _MAY_HAVE_HAPPENED,
    "request_timeout": _MAY_HAVE_HAPPENED,
    "service_unavailable": _MAY_HAVE_HAPPENED,
}
"""Every other code may pass, or stay for ever: it is tried so often (`alerts.delivery.pace`)."""

TOO_MUCH = frozenset(
    {"msg_too_long", "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
)
"""Refusals of the message's form: the same in plain text may do."""


def undelivered(error: Exception, *, changes: bool, whole_method: bool = False) -> Undelivered:
    """What an error of one call means; `changes` where the call was to change something.

    `whole_method` is how far Slack's wish to wait reaches, should it be one.
    """
    if isinstance(error, SlackApiError):
        return _answered(error, changes, whole_method)
    if isinstance(error, OSError | HTTPException):
        return Undelivered(_lost(error), refused=not changes or _never_reached(error))
    return Undelivered(type(error).__name__, permanent=None, refused=not changes)


def of_code(code: str, *, changes: bool = False) -> Undelivered:
    """What one of Slack's words means."""
    meaning = CODES.get(code)
    if meaning is None:
        return Undelivered(code, permanent=None, refused=not changes)
    refused = meaning.refused or not changes
    return Undelivered(code, permanent=meaning.permanent, refused=refused, why=meaning.why)


def _answered(error: SlackApiError, changes: bool, whole_method: bool) -> Undelivered:
    status = getattr(error.response, "status_code", 200)
    if status == _RATE_LIMITED:
        wait = _wait(error)
        return Undelivered("ratelimited", retry_after=wait, whole_method=whole_method)
    if status >= _SERVER_ERROR:
        return Undelivered(f"http_{status}", refused=not changes)
    return of_code(slack_code(error), changes=changes)


def _wait(error: SlackApiError) -> float:
    headers = {name.lower(): value for name, value in dict(error.response.headers).items()}
    try:
        return max(0.0, float(headers["retry-after"]))
    except (KeyError, TypeError, ValueError):
        return _USUAL_WAIT


def _lost(error: Exception) -> str:
    reason = error.reason if isinstance(error, URLError) else error
    return "timeout" if isinstance(reason, TimeoutError) else "no_answer"


def _never_reached(error: Exception) -> bool:
    """Whether Slack surely heard nothing: its name or its door was not found."""
    reason = error.reason if isinstance(error, URLError) else error
    return isinstance(reason, ConnectionRefusedError | gaierror)

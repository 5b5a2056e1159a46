"""Which of Slack's payloads are for this installation: of its app, and of its workspace."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.failures import slack_code
from bot.refusals import Reason, Refusals

log = logging.getLogger("caseload")

_HANDSHAKES = frozenset({"url_verification"})
"""What Slack sends before it knows of any workspace; nothing comes of it but an answer."""


@dataclass(frozen=True, slots=True)
class Installation:
    """Who the app is to Slack, by its token; `app_id` is None where Slack does not say."""

    team_id: str
    bot_user_id: str
    app_id: str | None = None
    enterprise_id: str | None = None  # the organisation that the workspace is part of
    for_all_of_it: bool = False  # installed for the whole organisation rather than a workspace


def installation_of(client: WebClient) -> Installation:
    """Asks Slack who we are; raises SlackApiError or OSError when it does not say."""
    found = client.auth_test()
    return Installation(
        team_id=str(found["team_id"]),
        bot_user_id=str(found["user_id"]),
        app_id=_app_id(client, found.get("bot_id")),
        enterprise_id=found.get("enterprise_id"),
        for_all_of_it=bool(found.get("is_enterprise_install")),
    )


def reason_against(body: Mapping[str, Any], ours: Installation) -> Reason | None:
    """Why nothing must come of a payload; None where it is for us.

    One secret signs what Slack sends for every workspace in which the app is installed, and people
    of other organisations act in channels that are shared with them. What counts is therefore the
    envelope: the workspace it names, or one that Slack says the event is visible to. Who acted may
    be from elsewhere, and is told so as a stranger.
    """
    if body.get("type") in _HANDSHAKES:
        return None
    app_id = body.get("api_app_id")
    if app_id is not None and ours.app_id is not None and app_id != ours.app_id:
        return Reason.ANOTHER_APP
    named = set(_workspaces(body))
    if ours.team_id in named:
        return None
    if ours.for_all_of_it and ours.enterprise_id in set(_organisations(body)):
        return None
    return Reason.ANOTHER_WORKSPACE


def refusing(ours: Installation, refusals: Refusals) -> Callable[..., BoltResponse | None]:
    """The middleware by which nothing comes of what is not for us: acknowledged, and noted."""

    def only_ours(body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse | None:
        reason = reason_against(body, ours)
        if reason is None:
            return next()
        refusals.note(reason)
        return BoltResponse(status=200, body="")

    return only_ours


def _app_id(client: WebClient, bot_id: str | None) -> str | None:
    try:
        return str(client.bots_info(bot=bot_id)["bot"]["app_id"])
    except (SlackApiError, KeyError) as error:
        why = slack_code(error) if isinstance(error, SlackApiError) else "no app_id"
        log.warning("Slack does not say which app the token is of (%s): not looked at", why)
        return None


def _workspaces(body: Mapping[str, Any]) -> Iterator[object]:
    """Those an envelope names: where it happened, and whose installation it is sent to."""
    yield from (_text(body.get("team_id")), _text(body.get("context_team_id")))
    yield _id_of(body.get("team"))
    # In a channel shared with others `team` may be theirs; what was acted upon is the app's own.
    view, message = _object(body.get("view")), _object(body.get("message"))
    yield from (_text(view.get("app_installed_team_id")), _text(view.get("team_id")))
    yield _text(_object(message.get("bot_profile")).get("team_id"))
    yield from (_text(each.get("team_id")) for each in _authorizations(body))


def _organisations(body: Mapping[str, Any]) -> Iterator[object]:
    yield from (_text(body.get("enterprise_id")), _text(body.get("context_enterprise_id")))
    yield _id_of(body.get("enterprise"))
    yield from (_text(each.get("enterprise_id")) for each in _authorizations(body))


def _authorizations(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = body.get("authorizations")
    return [_object(each) for each in found] if isinstance(found, list) else []


def _id_of(named: object) -> str | None:
    return _text(named.get("id")) if isinstance(named, Mapping) else _text(named)


def _object(found: object) -> Mapping[str, Any]:
    return found if isinstance(found, Mapping) else {}


def _text(found: object) -> str | None:
    return found if isinstance(found, str) else None

"""Which person a Slack account is: looked up in Slack, remembered for some minutes."""

from datetime import timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import IntegrityError

from bot.failures import slack_code
from bot.services import Services
from models.people import Person

FRESH_FOR = timedelta(minutes=5)
"""A deactivated account keeps its answers for no longer than this."""

_UNSEEN = {"is_stranger": True}
"""Somebody of whom Slack says nothing: they may read, and nobody knows what they may see."""

_SLACKBOT = "USLACKBOT"  # of which Slack does not say that it is a bot
_NOBODY_HERE = frozenset({"user_not_found", "user_not_visible"})


def email_of(services: Services, client: WebClient, user_id: str, team_id: str) -> str | None:
    """The email of a full, active member of this workspace; None for everybody else.

    Raises SlackApiError when Slack cannot be asked about somebody not remembered.
    """
    person = person_of(services, client, user_id, team_id)
    return person.email if person.active else None


def person_of(services: Services, client: WebClient, user_id: str, team_id: str) -> Person:
    """The account as Slack has it, at most some minutes ago."""
    known = remembered(services, user_id)
    if known is not None:
        return known
    found = _person(services, user_id, _looked_up(client, user_id), team_id)
    _remember(services, found)
    return found


def account_with(services: Services, client: WebClient, email: str, team_id: str) -> Person | None:
    """The account that has this email, remembered like one that acted; None where there is none.

    Raises SlackApiError when Slack cannot be asked.
    """
    try:
        user: dict[str, Any] = client.users_lookupByEmail(email=email)["user"]
    except SlackApiError as error:
        if slack_code(error) in {"users_not_found", *_NOBODY_HERE}:
            return None
        raise
    found = _person(services, str(user["id"]), user, team_id)
    _remember(services, found)
    return found


def remembered(services: Services, user_id: str) -> Person | None:
    """The account when Slack was asked lately, so that it need not be asked again."""
    with services.database.look() as session:
        known = session.get(Person, user_id)
    fresh = known is not None and services.clock() - known.checked_at < FRESH_FOR
    return known if fresh else None


def is_full_member(user: dict[str, Any], team_id: str) -> bool:
    """Not deactivated, a bot, a guest, or from another workspace."""
    barred = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
    return not any(user.get(mark) for mark in barred) and user.get("team_id", team_id) == team_id


def is_human(user_id: str, user: dict[str, Any]) -> bool:
    """Somebody who can sign in and read: neither a bot nor deactivated."""
    return not (user.get("is_bot") or user.get("deleted") or user_id == _SLACKBOT)


def _looked_up(client: WebClient, user_id: str) -> dict[str, Any]:
    try:
        user: dict[str, Any] = client.users_info(user=user_id)["user"]
    except SlackApiError as error:
        if slack_code(error) in _NOBODY_HERE:
            return _UNSEEN
        raise
    return user


def _person(services: Services, user_id: str, user: dict[str, Any], team_id: str) -> Person:
    reads = is_human(user_id, user)
    return Person(
        slack_id=user_id,
        email=_email(user),
        active=reads and is_full_member(user, team_id),
        reads=reads,
        checked_at=services.clock(),
    )


def _remember(services: Services, person: Person) -> None:
    try:
        with services.database.transaction() as session:
            session.merge(person.model_copy())
    except IntegrityError:
        return  # another request of the same person was first, with the same answer


def _email(user: dict[str, Any]) -> str | None:
    """An address that its owner has yet to confirm may be somebody else's."""
    email = (user.get("profile") or {}).get("email")
    if not email or user.get("is_email_confirmed") is False:
        return None
    return str(email).strip().lower()

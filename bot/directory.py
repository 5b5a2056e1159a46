"""Which person a Slack account is: looked up in Slack, remembered for some minutes."""

from datetime import timedelta
from typing import Any

from slack_sdk import WebClient

from bot.services import Services
from models.people import Person

FRESH_FOR = timedelta(minutes=5)
"""A deactivated account keeps its answers for no longer than this."""


def email_of(services: Services, client: WebClient, user_id: str, team_id: str) -> str | None:
    """The email of a full, active member of this workspace; None for everybody else.

    Raises SlackApiError when Slack cannot be asked about somebody not remembered.
    """
    person = person_of(services, client, user_id, team_id)
    return person.email if person.active else None


def person_of(services: Services, client: WebClient, user_id: str, team_id: str) -> Person:
    """The account as Slack has it, at most some minutes ago."""
    now = services.clock()
    with services.database.look() as session:
        known = session.get(Person, user_id)
    if known is not None and now - known.checked_at < FRESH_FOR:
        return known
    user: dict[str, Any] = client.users_info(user=user_id)["user"]
    found = Person(
        slack_id=user_id,
        email=_email(user),
        active=is_full_member(user, team_id),
        checked_at=now,
    )
    with services.database.transaction() as session:
        session.merge(found)
    return found


def is_full_member(user: dict[str, Any], team_id: str) -> bool:
    """Not deactivated, a bot, a guest, or from another workspace."""
    barred = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
    return not any(user.get(mark) for mark in barred) and user.get("team_id", team_id) == team_id


def _email(user: dict[str, Any]) -> str | None:
    email = (user.get("profile") or {}).get("email")
    return email.strip().lower() if email else None

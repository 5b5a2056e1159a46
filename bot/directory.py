"""Which person a Slack account is: looked up in Slack, remembered for some minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from bot.failures import slack_code
from bot.questions.who import NotRemembered
from bot.services import Services
from models.people import Person
from models.rows import rows

FRESH_FOR = timedelta(minutes=5)
"""A deactivated account keeps its answers for no longer than this."""

_UNSEEN = {"is_stranger": True}
"""Somebody of whom Slack says nothing: they may read, and nobody knows what they may see."""

_SLACKBOT = "USLACKBOT"  # of which Slack does not say that it is a bot
_NOBODY_HERE = frozenset({"user_not_found", "user_not_visible"})


_REMEMBERED_AMONG = select(*Person.__table__.c).where(  # type: ignore[attr-defined]
    col(Person.slack_id).in_(bindparam("slack_ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class SlackAccount:
    """An account, whose email is remembered from lately or looked up in Slack."""

    services: Services
    client: WebClient
    user_id: str
    team_id: str

    def remembered(self, person: Sequence[Any]) -> str | None:
        """As `email_of`, from what is remembered alone; NotRemembered where that is nothing."""
        if not person or not _is_fresh(person[0].checked_at, self.services.clock()):
            raise NotRemembered
        return person[0].email if person[0].active else None

    def email(self) -> str | None:
        """As `email_of`."""
        return email_of(self.services, self.client, self.user_id, self.team_id)


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


def people_of(
    services: Services, client: WebClient, user_ids: Sequence[str], team_id: str
) -> list[Person]:
    """The same of several accounts, which are remembered together."""
    known = _remembered_among(services, user_ids)
    return [
        known.get(user_id) or person_of(services, client, user_id, team_id) for user_id in user_ids
    ]


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
    fresh = known is not None and _is_fresh(known.checked_at, services.clock())
    return known if fresh else None


def _remembered_among(services: Services, user_ids: Sequence[str]) -> dict[str, Person]:
    with services.database.look() as session:
        found = rows(session, _REMEMBERED_AMONG, slack_ids=user_ids)
    now = services.clock()
    return {
        each.slack_id: Person(**each._mapping) for each in found if _is_fresh(each.checked_at, now)
    }


def _is_fresh(checked_at: datetime, now: datetime) -> bool:
    return now - checked_at < FRESH_FOR


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

"""Who asks what: all that an answer is made from before anybody knows about whom it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlmodel import Session

from bot.grammar import Asked, NotUnderstood, parse, possible_names
from bot.phrases import kindless
from bot.questions.who import Account, NotRemembered
from bot.services import Services
from bot.words import fold
from models.access import (
    Asker,
    Found,
    Scope,
    ScopeKind,
    asker_of,
    scopes_called,
    scopes_of,
    visible_scopes,
    written_email,
)
from models.errors import NotFound
from models.who_asks import BY_ACCOUNT, BY_EMAIL


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question of somebody who is known, understood."""

    session: Session
    services: Services
    asked: Asked
    asker: Asker
    scopes: Sequence[Scope]  # all that the asker may see; of everybody's what the text may name
    today: date
    loads: Sequence[Any] | None = None  # those in force, where they were read with who asks

    def all_scopes(self) -> Sequence[Scope]:
        """Everything that the asker may see."""
        return visible_scopes(self.session, self.asker, self.services.settings.authority)

    def places(self) -> Sequence[Scope]:
        """The same without those of everybody's workers whom the text does not name."""
        if not self.asker.sees_all:
            return self.scopes
        authority = self.services.settings.authority
        places = visible_scopes(self.session, self.asker, authority, workers=False)
        return list(dict.fromkeys([*places, *self.scopes]))

    @property
    def authority(self) -> Scope:
        """The whole authority, for the few figures of it that all staff may see."""
        return Scope(ScopeKind.AUTHORITY, None, self.services.settings.authority, None)


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody asks: their email, and all that was read of them in one statement."""

    email: str | None
    found: Found


def arrive(session: Session, who: Account | str | None) -> Arrival | None:
    """Whoever asks, by their account or email; None where Slack has to be asked who that is."""
    if who is None or isinstance(who, str):
        return Arrival(who, BY_EMAIL.read(session, email=written_email(who)))
    found = BY_ACCOUNT.read(session, account=who.user_id)
    try:
        return Arrival(who.remembered(found["person"]), found)
    except NotRemembered:
        return None


def understand(
    session: Session, services: Services, text: str, arrival: Arrival, today: date
) -> tuple[Asker, Inquiry | NotUnderstood]:
    """Who asks, and what; NotKnown for strangers."""
    asker = asker_of(arrival.found, arrival.email, today)
    scopes = scopes_of(arrival.found, asker, services.settings.authority)
    if asker.sees_all:
        scopes = list(dict.fromkeys([*scopes, *_called(session, text)]))
    asked = parse(text, names=[scope.name for scope in scopes])
    if isinstance(asked, NotUnderstood):
        return asker, asked
    loads = arrival.found["loads"]
    return asker, Inquiry(session, services, asked, asker, scopes, today, loads)


def _called(session: Session, text: str) -> list[Scope]:
    """Whatever the text may name: what `parse` and `find_names` compare a name with."""
    names = possible_names(text)
    wanted = frozenset(each for name in names for each in _compared(name))
    return scopes_called(session, names, lambda name: not wanted.isdisjoint(_place(name)))


def _compared(name: str) -> tuple[str, str]:
    """A name as it is compared, with and without "team" or "service" around it."""
    folded = fold(name)
    return folded, kindless(folded)


_place = lru_cache(20_000)(_compared)
"""The same of teams and services, of which there are thousands in each question; what somebody
writes is not kept, because it may name a person.
"""


def inquire(session: Session, services: Services, text: str, email: str | None) -> Inquiry:
    """The same question again for whoever presses what stands under its answer, looked up anew.

    Raises NotKnown for strangers, and NotFound for a text that is no question.
    """
    today = services.clock().astimezone(services.settings.zone).date()
    arrival = arrive(session, email)
    assert arrival is not None  # of an email nobody has to be asked
    _, inquiry = understand(session, services, text, arrival, today)
    if isinstance(inquiry, NotUnderstood):
        raise NotFound(inquiry.sentence)
    return inquiry

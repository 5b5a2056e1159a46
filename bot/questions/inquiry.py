"""Who asks what: all that an answer is made from before anybody knows about whom it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.grammar import Asked, NotUnderstood, parse, possible_names
from bot.services import Services
from models.access import Asker, Scope, ScopeKind, find_asker, visible_scopes
from models.errors import NotFound


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question of somebody who is known, understood."""

    session: Session
    services: Services
    asked: Asked
    asker: Asker
    scopes: Sequence[Scope]  # all that the asker may see; of everybody's workers those it names
    today: date

    def all_scopes(self) -> Sequence[Scope]:
        """The same with every worker that the asker may see."""
        return visible_scopes(self.session, self.asker, self.services.settings.authority)

    @property
    def authority(self) -> Scope:
        """The whole authority, for the few figures of it that all staff may see."""
        return Scope(ScopeKind.AUTHORITY, None, self.services.settings.authority, None)


def inquire(session: Session, services: Services, text: str, email: str | None) -> Inquiry:
    """The same question again for whoever presses what stands under its answer, looked up anew.

    Raises NotKnown for strangers, and NotFound for a text that is no question.
    """
    today = services.clock().astimezone(services.settings.zone).date()
    asker = find_asker(session, email, today)
    names = possible_names(text) if asker.sees_all else ()
    scopes = visible_scopes(session, asker, services.settings.authority, names)
    asked = parse(text, names=[scope.name for scope in scopes])
    if isinstance(asked, NotUnderstood):
        raise NotFound(asked.sentence)
    return Inquiry(session, services, asked, asker, scopes, today)

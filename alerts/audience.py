"""How much may be said in a channel, decided from everybody who can read it."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.access import Asker, Detail, Scope, detail_for


@dataclass(frozen=True, slots=True)
class Audience:
    """Who can read a channel: every human member, as far as the authority knows them."""

    known: Sequence[Asker]
    strangers: int  # full members of the workspace whom the workforce does not know
    guests: int
    shared: bool  # with another organisation, or about to be


@dataclass(frozen=True, slots=True)
class Allowed:
    """The most that may be said, and where it is less than names, why."""

    detail: Detail
    why: str | None = None


def allowed_for(audience: Audience, scope: Scope) -> Allowed:
    """Names only where every human reader may see them; in any other channel, totals."""
    if audience.shared:
        return Allowed(Detail.TOTALS, "the channel is shared with another organisation")
    if audience.guests:
        return Allowed(Detail.TOTALS, f"{_people(audience.guests, 'guest')} can read the channel")
    barred = audience.strangers + sum(
        detail_for(reader, scope) < Detail.WORKERS for reader in audience.known
    )
    if barred:
        people = _people(barred, "person", "people")
        return Allowed(Detail.TOTALS, f"{people} in the channel may not see workers by name")
    return Allowed(Detail.WORKERS)


def why_no_digest(audience: Audience, scope: Scope, *, is_configured: bool) -> str | None:
    """Why the weekly digest of a scope may not be read in a channel; None where it may.

    A channel that administrators configured for the scope's figures may have colleagues in it who
    would not be answered about them; nobody from outside reads any digest.
    """
    if audience.shared:
        return "the channel is shared with another organisation"
    if audience.guests:
        return f"{_people(audience.guests, 'guest')} can read the channel"
    barred = audience.strangers + sum(
        detail_for(reader, scope) is Detail.NOTHING for reader in audience.known
    )
    if barred and not is_configured:
        people = _people(barred, "person", "people")
        return f"{people} in the channel may not see its figures"
    return None


def _people(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"

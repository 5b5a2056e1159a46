"""Which channel for which team: what a dialog offers, and what becomes of what was chosen in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from alerts.choices import ADMINISTRATORS, LEADERSHIP, SERVICE, TEAM, channel_value, choose
from alerts.routes import CHANNEL_ID
from alerts.wording import sentence
from bot.setup.in_force import InForce
from bot.setup.seen import INVITE, Seen, warning
from models.errors import CaseloadError

PAGE = 20
"""Places of one dialog."""


@dataclass(frozen=True, slots=True)
class Field:
    """One place of the dialog, with the channel that it has now."""

    name: str  # of the choice
    label: str
    initial: str | None  # a channel's id
    hint: str


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one place."""

    place: InForce
    channel_id: str
    seen: Seen | None


def of_above(found: Sequence[InForce]) -> list[InForce]:
    """Leadership's and administrators'."""
    return [each for each in found if each.name in (LEADERSHIP, ADMINISTRATORS)]


def of_places(found: Sequence[InForce]) -> list[InForce]:
    """The services', then the teams'."""
    kinds = (SERVICE, TEAM)
    return [each for kind in kinds for each in found if each.name.startswith(kind)]


def pages_of(places: Sequence[InForce]) -> int:
    return max(1, -(-len(places) // PAGE))


def fields(places: Sequence[InForce], page: int, seen: Mapping[str, Seen]) -> list[Field]:
    """The places of one page, the first is 0; `seen` are channels by id and by name."""
    return [_field(each, seen) for each in places[page * PAGE : (page + 1) * PAGE]]


def _field(place: InForce, seen: Mapping[str, Seen]) -> Field:
    value = place.value
    shown = seen.get(value) or seen.get(value.lower()) if value else None
    kind = "Service " if place.name.startswith(SERVICE) else ""
    initial = shown.id if shown is not None else place.chosen and place.chosen.channel_id
    return Field(place.name, f"{kind}{sentence(place.what)}", initial or None, _hint(place, shown))


def _hint(place: InForce, shown: Seen | None) -> str:
    """What holds now: Slack shows nobody a private channel that they are not in."""
    if place.value is None:
        return "Now: no channel."
    if place.chosen is not None:
        own = f"; without that, #{place.own}" if place.own else ""
        name = f"#{shown.name}" if shown else place.shown
        return f"Now: {name}, chosen by {place.chosen.by}{own}. {warning(shown)}".strip()
    if shown is None:
        return (
            f"Now: #{place.own}, which Slack does not show to Caseload: it is written differently "
            f"in {place.written}, archived or private. If private, {INVITE}."
        )
    return f"Now: #{shown.name}. {warning(shown)}".strip()


def is_own(change: Change) -> bool:
    """Whether this is what holds without any choice."""
    own = (change.place.own or "").lower()
    name = change.seen.name if change.seen else ""
    return bool(own) and own in {change.channel_id.lower(), name.lower()}


def checked(channel_id: str) -> str:
    """The id of a channel as Slack gave it; raises CaseloadError for what is none."""
    if not CHANNEL_ID.fullmatch(channel_id) or channel_id.startswith("D"):
        raise CaseloadError("Choose a channel; direct messages cannot be chosen here.")
    return channel_id


def archived(changes: Sequence[Change]) -> dict[str, str]:
    """What is wrong with channels in which nobody can post, by the name of their place."""
    return {
        each.place.name: f"#{each.seen.name}: {warning(each.seen)}"
        for each in changes
        if each.seen is not None and each.seen.is_archived
    }


def put_changes(
    session: Session, changes: Sequence[Change], *, by: str, now: datetime
) -> list[Change]:
    """Choose them all; those that changed something."""
    return [
        each for each in changes if choose(session, each.place.name, _value(each), by=by, now=now)
    ]


def _value(change: Change) -> str | None:
    if is_own(change):
        return None
    return channel_value(change.channel_id, change.seen.name if change.seen else None)


def told(change: Change) -> str:
    """ "Court North: #court-north. Caseload is not in it. Please write …"."""
    again = f", as {change.place.written} has it" if is_own(change) else ""
    name = channel_name(change)
    return f"{sentence(change.place.what)}: {name}{again}. {warning(change.seen)}".strip()


def channel_name(change: Change) -> str:
    """ "#court-north", or in words where Slack does not say."""
    return f"#{change.seen.name}" if change.seen else "the channel you chose"

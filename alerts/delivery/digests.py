"""A digest's rows on their way: what they say, and whether it is their reader's still."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from sqlmodel import Session

from alerts.authority import Authority
from alerts.delivery.confidants import detail_of
from alerts.delivery.parcel import CHANNEL, PERSON
from alerts.digest.digest import Digest, Sheet, sheet_from_json
from alerts.digest.schedules import is_direct_message
from alerts.routes import gather_routes
from alerts.shared_answers import scope_of_said
from models.access import Detail, Scope
from models.outbox import OutboxRow
from models.vocabulary import Deed


class _Said(TypedDict):
    digest: Digest | None
    sheet: Sheet | None
    about: Scope | None
    configured: tuple[str, ...]


def digest_of(session: Session, row: OutboxRow, authority: Authority, today: date) -> _Said:
    """The parts of a parcel that a digest's row has, and others have not."""
    if row.digest is None:
        return _Said(digest=None, sheet=None, about=None, configured=())
    in_thread, about = row.deed is Deed.IN_THREAD, scope_of_said(row)
    to_channel = row.lane.startswith(CHANNEL)
    targets = gather_routes(session, authority, today).of_digest(about.id) if to_channel else ()
    return _Said(
        digest=None if in_thread else Digest.from_json(row.digest),
        sheet=sheet_from_json(row.digest) if in_thread else None,
        about=about,
        configured=channels_among(targets),
    )


def channels_among(targets: Sequence[str]) -> tuple[str, ...]:
    """The names or ids of those of these targets that are channels."""
    return tuple(t.removeprefix(CHANNEL) for t in targets if t.startswith(CHANNEL))


def is_still_readers(session: Session, row: OutboxRow, today: date) -> bool:
    """Whether the person it is for may see what it is about.

    Who reads a channel is known to Slack, and asked there; of a direct message nobody knows whose.
    """
    if not row.lane.startswith(PERSON):
        return not is_direct_message(row.lane)
    email = row.lane.removeprefix(PERSON)
    return detail_of(session, email, scope_of_said(row), today) is Detail.WORKERS

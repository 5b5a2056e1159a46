"""A digest's rows on their way: what they say, and whether it is their reader's still."""

from datetime import date
from typing import TypedDict

from sqlmodel import Session

from alerts.delivery.confidants import detail_of
from alerts.delivery.parcel import PERSON
from alerts.digest.digest import Digest, Sheet, sheet_from_json
from alerts.shared_answers import scope_of_said
from models.access import Detail, Scope
from models.outbox import OutboxRow
from models.vocabulary import Deed


class _Said(TypedDict):
    digest: Digest | None
    sheet: Sheet | None
    about: Scope | None


def digest_of(row: OutboxRow) -> _Said:
    """The parts of a parcel that a digest's row has, and others have not."""
    if row.digest is None:
        return _Said(digest=None, sheet=None, about=None)
    in_thread = row.deed is Deed.IN_THREAD
    return _Said(
        digest=None if in_thread else Digest.from_json(row.digest),
        sheet=sheet_from_json(row.digest) if in_thread else None,
        about=scope_of_said(row),
    )


def is_still_readers(session: Session, row: OutboxRow, today: date) -> bool:
    """Whether the person it is for may see what it is about; a channel was chosen for it."""
    if not row.lane.startswith(PERSON):
        return True
    email = row.lane.removeprefix(PERSON)
    return detail_of(session, email, scope_of_said(row), today) is Detail.WORKERS

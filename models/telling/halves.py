"""What was not given of somebody who left, whose email their row no longer has: the other half."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session, col

from models.alerts import Decision
from models.folding import folded_name
from models.people import AuditEntry, Grant, Person
from models.telling.persons import Meant
from models.workforce import Worker


class Half(StrEnum):
    """By which a part of what is stored about somebody is found."""

    EMAIL = "email"
    STAFF_ID = "staff_id"


@dataclass(frozen=True, slots=True)
class OtherHalf:
    """What was not given, and which emails or staff ids may be theirs, going by the name."""

    half: Half
    perhaps: tuple[str, ...] = ()


def other_half(session: Session, meant: Meant) -> OtherHalf | None:
    """None where both are known, or where nobody's row could be theirs.

    A row that is dropped from the workforce loses its email, so the one does not lead to the other.
    The names only suggest: two people may have one.
    """
    if meant.listed or not (meant.who.emails or meant.who.staff_ids):
        return None
    if not meant.who.emails:
        emails = {*_signed_by(session, meant.who.names), *_spelt_as(session, meant.who.names)}
        return OtherHalf(Half.EMAIL, tuple(sorted(emails - _listed_emails(session))))
    if meant.who.staff_ids:
        return None
    left = session.scalars(
        select(Worker).where(
            col(Worker.dropped_on).is_not(None),
            col(Worker.forgotten_on).is_(None),
            col(Worker.email).is_(None),
        )
    ).all()
    names = {folded_name(name) for name in meant.who.names}
    alike = (
        row.staff_id
        for row in left
        if row.folded_name in names or any(_is_spelt(e, [row.name]) for e in meant.who.emails)
    )
    return OtherHalf(Half.STAFF_ID, tuple(sorted(alike))) if left else None


def _signed_by(session: Session, names: Collection[str]) -> Iterator[str]:
    wanted = {folded_name(name) for name in names}
    rows = session.execute(select(col(Decision.by), col(Decision.by_name)).distinct())
    return (by for by, name in rows if "@" in by and folded_name(name) in wanted)


def _spelt_as(session: Session, names: Collection[str]) -> Iterator[str]:
    for column in (col(Grant.email), col(Person.email), col(AuditEntry.who)):
        for email in session.scalars(select(column).distinct()):
            if email and "@" in email and _is_spelt(email, names):
                yield email


def _is_spelt(email: str, names: Iterable[str]) -> bool:
    """Whether an email begins with the words of a name: "zoe.ash-fell@", "ashfell_zoe@"."""
    local = re.sub(r"[\W_]", "", folded_name(email.partition("@")[0]))
    split = (folded_name(name).split() for name in names)
    return any(
        local == "".join((*words[first:], *words[:first]))
        for words in split
        for first in range(len(words))
    )


def _listed_emails(session: Session) -> set[str]:
    listed = select(col(Worker.email)).where(
        col(Worker.dropped_on).is_(None), col(Worker.email).is_not(None)
    )
    return {email for email in session.scalars(listed) if email}

"""Rules that could not be evaluated: written down, and told to administrators once a day."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete
from sqlmodel import Session, col

from alerts.authority import Authority
from alerts.checking.marks import inserts
from alerts.checking.picture import Picture
from alerts.notice import Notice
from alerts.outbox_apart import put_to_person
from models.rules import ParkedRule


def write_parked(session: Session, picture: Picture, authority: Authority, now: datetime) -> None:
    """Bring the parked rules up to date, and tell administrators of them, once a day each."""
    gone = delete(ParkedRule).where(col(ParkedRule.name).not_in(picture.parked))
    session.execute(gone)
    for name, how in sorted(picture.parked.items()):
        row = inserts(session)(ParkedRule).values(name=name, since=now, error=how)
        session.execute(row.on_conflict_do_nothing())
        _tell_administrators(session, name, picture, authority, now)


def _tell_administrators(
    session: Session, name: str, picture: Picture, authority: Authority, now: datetime
) -> None:
    today = now.astimezone(authority.zone).date()
    then = ("The other rules were. Look at it with `caseload rules`; what happened is in the log.",)
    notice = Notice(
        alert_id=0,
        headline=f'The rule "{name}" could not be evaluated, and tells nothing until it can.',
        named=then,
        plain=then,
    )
    for email in picture.routes.administrators:
        token = sha256(f"parked {name} {today} {email}".encode()).hexdigest()[:32]
        put_to_person(
            session,
            email=email,
            notice=notice,
            token=token,
            now=now,
            due_at=authority.hours.next_moment(now),
        )

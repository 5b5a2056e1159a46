"""A role given by hand ends with the job: when who had it is no longer in the workforce list."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session, col

from models.extracts.records import WorkerRecord
from models.folding import folded
from models.people import AuditEntry, Grant
from models.rows import rows
from models.workforce import Worker

BY_ITSELF = "Caseload"
_LISTED = select(col(Worker.email), col(Worker.staff_id)).where(
    col(Worker.email).is_not(None), col(Worker.dropped_on).is_(None)
)


def end_roles(session: Session, records: Iterable[WorkerRecord], now: datetime) -> tuple[str, ...]:
    """End or pass on the roles of emails that the list has no longer; gives notes as sentences.

    To be called before the list is applied, which lets go of those emails. Somebody with another
    email than before keeps their roles. Who never was in the list is not looked at: a director or
    an analyst may be elsewhere in the authority.
    """
    named = {folded(record.staff_id): record.email for record in records}
    emails = {email for email in named.values() if email}
    gone = {
        row.email: named.get(folded(row.staff_id))
        for row in rows(session, _LISTED)
        if row.email not in emails
    }
    had = session.scalars(select(Grant).where(col(Grant.email).in_(gone))).all() if gone else []
    ended = 0
    for grant in had:
        later = gone[grant.email]
        deed = "revoked" if later is None else "passed on"
        detail = {"email": grant.email, "role": grant.role.value, "to": later}
        session.add(AuditEntry(at=now, who=BY_ITSELF, deed=deed, detail=detail))
        if later is None:
            session.delete(grant)
            ended += 1
        else:
            grant.email = later
    session.flush()
    return (_note(ended),) if ended else ()


def _note(ended: int) -> str:
    what = "One role given by hand has" if ended == 1 else f"{ended} roles given by hand have"
    return (
        f"{what} ended, because who had it is no longer in the workforce list. "
        "`caseload people list` shows those that are left; `caseload people grant` gives one again."
    )

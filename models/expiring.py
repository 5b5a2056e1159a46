"""Deletes from the tables what is kept no longer; each deed may be repeated, and gives counts."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlmodel import Session, col

from models.cases import Case
from models.changing import changed_rows
from models.forgetting import FIGURES_LOOK_BACK, forget_workers
from models.kept import Kept
from models.loads import HeldRecords, Load, LoadProblem
from models.moves import CaseMove
from models.people import AuditEntry, Person, SeenEvent
from models.vocabulary import LoadStatus
from models.workforce import Spell, Worker

Counts = Mapping[str, int]
"""By kind of thing, how many were deleted or emptied."""

ACCOUNTS_KEPT = timedelta(days=365)
"""Since Slack was last asked about an account; who comes back is looked up anew."""

EVENTS_KEPT = timedelta(days=1)
"""Slack repeats an event for minutes."""

BY_ITSELF = "Caseload"
"""Who refused a held load nobody decided about, or gave up a notice that could not be sent."""


def expire_loads(session: Session, now: datetime, kept: Kept) -> Counts:
    """What loads said besides their figures: rows held for a decision, and problems.

    A held load nobody decided about by then is refused. The load itself stays, with its counts.
    """
    before = now - kept.loads
    held = session.scalars(
        select(Load)
        .join(HeldRecords, col(HeldRecords.load_id) == col(Load.id))
        .where(col(Load.loaded_at) < before)
    ).all()
    for load in held:
        load.status, load.decided_by, load.decided_at = LoadStatus.REFUSED, BY_ITSELF, now
        load.reasons = [*load.reasons, f"nobody decided about it in {kept.loads.days} days"]
    session.flush()
    ids = [load.id for load in held]
    rows = delete(HeldRecords).where(col(HeldRecords.load_id).in_(ids))
    old = select(col(Load.id)).where(col(Load.loaded_at) < before)
    problems = delete(LoadProblem).where(col(LoadProblem.load_id).in_(old))
    return {
        "held_loads": changed_rows(session, rows),
        "load_problems": changed_rows(session, problems),
    }


def expire_cases(session: Session, today: date, kept: Kept) -> Counts:
    """Cases that were closed, or gone from the extracts, so long ago; and how cases moved."""
    closed = delete(Case).where(col(Case.closed_on) < today - kept.closed_cases)
    moves = delete(CaseMove).where(col(CaseMove.day) < today - kept.history)
    return {
        "closed_cases": changed_rows(session, closed),
        "case_moves": changed_rows(session, moves),
    }


def expire_leavers(session: Session, today: date, kept: Kept) -> Counts:
    """Who left so long ago is nobody from now on; earlier times of whoever came back go too.

    Somebody whom the workforce extract still lists is not forgotten. The last day of whoever is
    gone from it without a leaving date is the day before (`last_day_in_post`). No time goes that
    turnover still counts, however soon names do.
    """
    before = today - kept.leavers
    gone = or_(col(Worker.left_on) < before, col(Worker.dropped_on) <= before)
    leavers = session.scalars(
        select(col(Worker.id)).where(
            gone, col(Worker.dropped_on).is_not(None), col(Worker.forgotten_on).is_(None)
        )
    ).all()
    counted_from = today - max(kept.leavers, FIGURES_LOOK_BACK)
    spells = changed_rows(session, delete(Spell).where(col(Spell.left_on) < counted_from))
    if leavers:
        forget_workers(session, leavers, today)
    return {"leavers": len(leavers), "spells": spells}


def expire_deeds(session: Session, now: datetime, kept: Kept) -> Counts:
    """Who asked and did what, Slack accounts long not looked at, and Slack's old events."""
    before = now - kept.audit
    entries = changed_rows(session, delete(AuditEntry).where(col(AuditEntry.at) < before))
    decided = update(Load).where(col(Load.decided_at) < before, col(Load.decided_by).is_not(None))
    accounts = delete(Person).where(col(Person.checked_at) < now - ACCOUNTS_KEPT)
    events = delete(SeenEvent).where(col(SeenEvent.seen_at) < now - EVENTS_KEPT)
    return {
        "audit_entries": entries,
        "load_deciders": changed_rows(session, decided.values(decided_by=None)),
        "slack_accounts": changed_rows(session, accounts),
        "seen_events": changed_rows(session, events),
    }

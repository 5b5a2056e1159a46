"""Forgets a person in one transaction: in Slack's messages, in the tables, in every text."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, or_, select, update
from sqlmodel import Session, SQLModel, col

from alerts.delivery.parcel import PERSON
from alerts.named_replies import is_named_reply, remove_names_of_reply
from alerts.notice import Notice
from alerts.outbox import put_edit_of_message
from alerts.outbox_apart import put_farewell
from alerts.outbox_rows import OPEN
from alerts.rules.judging.authority import unmatched_subject
from alerts.shared_answers import is_named_share, put_edit_of_said, scope_of_said
from models.access import Scope, ScopeKind
from models.alerts import Alert, AlertMember, Decision
from models.cases import Case
from models.changing import changed_rows
from models.digests import DigestSchedule
from models.forgetting import forget_workers, nobody_called
from models.limits import Limit
from models.loads import HeldRecords, UnmatchedWorker
from models.outbox import Lane, OutboxRow, Posting
from models.people import AuditEntry, Grant, Person
from models.telling.identifiers import NOBODY, Who
from models.telling.persons import Meant, person_meant
from models.telling.removing import remove_from_texts
from models.vocabulary import OutboxState

FORGOT = "forgot somebody"
"""The audit's word for it."""

OF_THE_EXTRACTS: tuple[type[SQLModel], ...] = (Case, UnmatchedWorker, Limit, HeldRecords)
"""What the next load would write again, and so stays of somebody who is still listed."""

_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """A message in Slack that names somebody and cannot be changed from here."""

    channel_id: str
    said_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was done: rows changed or deleted by table, and what nobody here can change."""

    rows: Counter[str]
    messages_edited: int
    beyond: tuple[Beyond, ...]


def person_known(session: Session, email: str | None, staff_ids: Sequence[str]) -> Meant:
    """The person meant, with what alerts call somebody who is not in the workforce."""
    meant = person_meant(session, email, staff_ids)
    who = meant.who
    called = {*who.staff_ids, *who.emails, *who.names}
    for column in (col(Case.worker_ref), col(UnmatchedWorker.worker_ref)):
        refs = session.scalars(select(column).where(column.is_not(None)).distinct())
        called |= {ref for ref in refs if ref and who.is_told_by(ref)}
    return replace(meant, who=replace(who, hashed=frozenset(map(unmatched_subject, called))))


def forget(session: Session, meant: Meant, *, by: str, now: datetime, zone: ZoneInfo) -> Forgotten:
    """Do it, and write in the audit that it was done.

    Somebody who is still listed by the newest workforce keeps what the extracts say of them.
    """
    stays = OF_THE_EXTRACTS if meant.listed else ()
    who = replace(meant.who, hashed=frozenset()) if meant.listed else meant.who
    beyond = _beyond(session, who)
    alerts = _alerts(session, who)
    edited = _reword(session, alerts, now) + _reword_shares(session, meant, now)
    rows = _leave_direct_messages(session, who, now)
    rows += _delete_own(session, who)
    if not meant.listed:
        forget_workers(session, who.worker_ids, now.astimezone(zone).date())
        rows["workers"] += len(who.worker_ids)
        _rename_subjects(session, who)
    session.flush()
    rows += remove_from_texts(session, who, but=stays)
    rows["register"] += _shorten_notes(session, who, alerts)
    detail = {"rows": dict(sorted((+rows).items())), "messages_edited": edited}
    session.add(AuditEntry(at=now, who=by, deed=FORGOT, detail=detail))
    return Forgotten(rows=+rows, messages_edited=edited, beyond=beyond)


def _reword(session: Session, alerts: Collection[int], now: datetime) -> int:
    """Every message and reply of alerts that name the person, down to counts."""
    edited = 0
    query = select(Alert).where(col(Alert.id).in_(alerts)).order_by(col(Alert.id))
    for alert in session.scalars(query.with_for_update()).all():
        alert.version += 1  # a check that looked before would write the name again
        ours = (
            select(OutboxRow)
            .join(Posting, col(OutboxRow.posting_id) == col(Posting.id))
            .where(col(Posting.alert_id) == alert.id)
        )
        for row in session.scalars(ours.where(col(OutboxRow.state).in_(OPEN))):
            row.notice = Notice.from_json(row.notice).without_names().as_json()
        edited += _reword_messages(session, alert, now)
        for reply in session.scalars(ours.where(is_named_reply(now + _A_MOMENT))).all():
            remove_names_of_reply(session, reply, now)
            edited += 1
        session.flush()
    return edited


def _alerts(session: Session, who: Who) -> set[int]:
    members = select(col(AlertMember.alert_id)).where(
        or_(
            col(AlertMember.worker_id).in_(who.worker_ids), col(AlertMember.subject).in_(who.hashed)
        )
    )
    found = set(session.scalars(members))
    notices = select(col(Alert.id), col(Alert.notice))
    said = select(col(Posting.alert_id), col(OutboxRow.notice)).join(
        Posting, col(OutboxRow.posting_id) == col(Posting.id)
    )
    for query in (notices, said):
        for alert_id, notice in session.execute(query):
            if alert_id not in found and who.is_told_in(notice):
                found.add(alert_id)
    return found


def _reword_messages(session: Session, alert: Alert, now: datetime) -> int:
    """Those in which names stand, and those that are being sent with them."""
    if alert.notice is None:
        return 0
    plain = Notice.from_json(alert.notice).without_names()
    sending = (
        select(col(OutboxRow.id))
        .where(
            col(OutboxRow.posting_id) == col(Posting.id),
            col(OutboxRow.state) == OutboxState.SENDING,
        )
        .exists()
    )
    query = select(Posting).where(
        col(Posting.alert_id) == alert.id, or_(col(Posting.named), sending)
    )
    postings = session.scalars(query).all()
    for posting in postings:
        put_edit_of_message(session, posting, plain, now)
    return len(postings)


def _reword_shares(session: Session, meant: Meant, now: datetime) -> int:
    """Shared answers that may name the person: of them, of their team, or of everybody."""
    teams = {worker.team_id for worker in meant.workers}
    shared = [
        said
        for said in session.scalars(select(OutboxRow).where(is_named_share())).all()
        if meant.workers and _may_name(scope_of_said(said), meant.who, teams)
    ]
    for said in shared:
        put_edit_of_said(session, said, now)
    return len(shared)


def _may_name(scope: Scope, who: Who, teams: Collection[int]) -> bool:
    if scope.kind is ScopeKind.WORKER:
        return scope.id in who.worker_ids
    return scope.team_ids is None or bool(scope.team_ids & set(teams))


def _beyond(session: Session, who: Who) -> tuple[Beyond, ...]:
    """Digests that were sent: they are never edited."""
    query = select(OutboxRow).where(
        col(OutboxRow.state) == OutboxState.SENT, col(OutboxRow.ts).is_not(None)
    )
    return tuple(
        Beyond(channel_id=row.channel_id or "", said_at=row.sent_at)
        for row in session.scalars(query.order_by(col(OutboxRow.id)))
        if row.digest is not None and (who.is_told_in(row.digest) or who.is_told_in(row.notice))
    )


def _shorten_notes(session: Session, who: Who, alerts: Collection[int]) -> int:
    """Decisions about alerts that name the person: a first name alone in a note goes too.

    So does a name of one word from what the alert says and said.
    """
    changed = 0
    decisions = select(Decision).where(col(Decision.alert_id).in_(alerts))
    for decision in session.scalars(decisions).all():
        note = who.without_parts(decision.note)
        changed += note != decision.note
        decision.note = note
    for alert in session.scalars(select(Alert).where(col(Alert.id).in_(alerts))).all():
        if alert.notice is not None:
            notice = who.without_single_name_in(alert.notice)
            alert.notice = notice | {"decided": who.without_parts(notice.get("decided", ""))}
    said = select(OutboxRow).join(Posting, col(OutboxRow.posting_id) == col(Posting.id))
    for row in session.scalars(said.where(col(Posting.alert_id).in_(alerts))).all():
        row.notice = who.without_single_name_in(row.notice)
    session.flush()
    return changed


def _leave_direct_messages(session: Session, who: Who, now: datetime) -> Counter[str]:
    """What stands in their direct message loses its figures; what waits is not said any more."""
    lanes = [f"{PERSON}{email}" for email in who.emails]
    for posting in session.scalars(select(Posting).where(col(Posting.target).in_(lanes))).all():
        if posting.ts is not None:
            headline = "This alert is no longer yours to see."
            farewell = Notice(alert_id=posting.alert_id, headline=headline)
            put_farewell(session, posting, farewell, now)
        posting.left = True
    session.flush()
    unsaid = update(OutboxRow).where(
        col(OutboxRow.lane).in_(lanes), col(OutboxRow.state).in_(OPEN), col(OutboxRow.ts).is_(None)
    )
    dropped = changed_rows(session, unsaid.values(state=OutboxState.DROPPED))
    changed_rows(session, delete(Lane).where(col(Lane.name).in_(lanes)))
    session.expire_all()
    return +Counter({"outbox": dropped})


def _rename_subjects(session: Session, who: Who) -> None:
    """What an alert calls somebody whom the workforce does not know, as their cases do from now on.

    So a check finds the same member again, and tells nothing anew.
    """
    nobody = nobody_called(min(who.worker_ids)) if who.worker_ids else NOBODY
    told = select(AlertMember).where(col(AlertMember.subject).in_(who.hashed))
    named: set[int] = set()
    for member in session.scalars(told.order_by(col(AlertMember.id))).all():
        again = f" {member.id}" if member.alert_id in named else ""
        member.subject = unmatched_subject(nobody + again)
        named.add(member.alert_id)


def _delete_own(session: Session, who: Who) -> Counter[str]:
    audiences = [f"{PERSON}{email}" for email in who.emails]
    account = or_(col(Person.email).in_(who.emails), col(Person.slack_id).in_(who.slack_ids))
    deleted = {
        "people": delete(Person).where(account),
        "grants": delete(Grant).where(col(Grant.email).in_(who.emails)),
        "digest_schedules": delete(DigestSchedule).where(
            col(DigestSchedule.audience).in_(audiences)
        ),
    }
    return +Counter({name: changed_rows(session, each) for name, each in deleted.items()})

"""Sends digests: each slot's once, its message and the tables of its thread in one transaction.

What a digest says is gathered and composed before that transaction, from one moment of the data, so
that nobody waits for it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.authority import Authority
from alerts.digest.composing import compose
from alerts.digest.digest import Digest
from alerts.digest.gathering import gather_facts
from alerts.digest.schedules import Due, schedules_now, targets_of
from alerts.notice import Notice
from alerts.outbox_apart import put_to_person
from alerts.outbox_rows import insert_new, waiting
from alerts.routes import gather_routes
from alerts.slots import Job, Work
from alerts.wording import day
from models.access import Scope
from models.database import Database
from models.errors import NoData
from models.outbox import OutboxRow
from models.uncollected import uncollected
from models.vocabulary import Deed

JUST_NOW = timedelta(minutes=1)
"""Whoever asks again so soon pressed twice: the digest is on its way already."""

_LOAD_BOTH = (
    "Load the allocations and the workforce with `caseload import`; the digest comes with the next "
    "week's slot."
)
_TRIED_AGAIN = (
    "It is tried again until the next one is due, and marked late when it succeeds. What happened "
    "is in the log; `caseload digest --preview` tries it by hand."
)

MISSED = timedelta(hours=1)
"""A digest that comes within the hour was not missed, and says nothing of being late."""

Make = Callable[[Session, Authority, datetime, int | None, datetime | None], Digest]
"""A digest from the data of a look: of the authority or a service; late, if due since then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """A digest for one target; the same `key` is sent there once."""

    digest: Digest
    scope: Scope
    target: str  # "channel:…" or "person:EMAIL"
    key: str
    at_once: bool = False  # also outside working hours: somebody asked for it


def made(
    session: Session,
    authority: Authority,
    now: datetime,
    service_id: int | None = None,
    late_since: datetime | None = None,
) -> Digest:
    """The digest as it would be sent now.

    NoData before both feeds were loaded; NotFound for a service that is not listed.
    """
    with uncollected():
        facts = gather_facts(session, authority, now, service_id)
    return compose(facts, late_since=late_since)


def digest_jobs(
    database: Database, authority: Authority, now: datetime, make: Make = made
) -> list[Job]:
    """What there is to do at each slot of each digest that is on, as things are now."""
    with database.look() as session:
        dues = schedules_now(session, authority)
    maker = _Maker(database, authority, now, make)
    return [maker.job(due) for due in dues if due.is_on]


def put_digest(session: Session, said: Addressed, now: datetime, due_at: datetime) -> bool:
    """Say a digest, and its tables in the thread; False when that was done already."""
    digest = said.digest
    about = {"kind": said.scope.kind.value, "id": said.scope.id, "team_ids": None}
    root = {
        **waiting(said.target, None, Deed.POST, replace(in_words(digest), urgent=said.at_once)),
        "made_at": now,
        "due_at": due_at,
        "token": _token(said, 0),
        "digest": replace(digest, thread=()).as_json(),
        "about": about,
    }
    if not insert_new(session, OutboxRow, root):
        return False
    root_id = session.scalars(
        select(col(OutboxRow.id)).where(col(OutboxRow.token) == root["token"])
    ).one()
    for number, sheet in enumerate(digest.thread, start=1):
        notice = Notice(
            alert_id=0,
            headline=sheet.title,
            plain=sheet.lines,
            named=sheet.lines,
            footer=sheet.footer,
            urgent=said.at_once,
        )
        session.add(
            OutboxRow(
                **waiting(said.target, None, Deed.IN_THREAD, notice),
                made_at=now,
                due_at=due_at,
                token=_token(said, number),
                reply_to_id=root_id,
                digest=asdict(sheet),
                about=about,
            )
        )
        session.flush()  # one after the other: the order of the ids is the order of the tables
    return True


def put_asked_for(
    session: Session, digest: Digest, scope: Scope, email: str, now: datetime
) -> bool:
    """Send a digest to whoever asked for it, at once; False when they asked a moment ago."""
    target = f"person:{email}"
    about = {"kind": scope.kind.value, "id": scope.id, "team_ids": None}
    recent = select(OutboxRow).where(
        col(OutboxRow.lane) == target,
        col(OutboxRow.deed) == Deed.POST,
        col(OutboxRow.made_at) > now - JUST_NOW,
        col(OutboxRow.made_at) <= now,
    )
    if any(row.digest is not None and row.about == about for row in session.scalars(recent)):
        return False
    # The same for two who look at the same moment, each before the other has written.
    key = f"asked {now.replace(second=0, microsecond=0).isoformat()}"
    said = Addressed(digest=digest, scope=scope, target=target, key=key, at_once=True)
    return put_digest(session, said, now, now)


def in_words(digest: Digest) -> Notice:
    """A digest in sentences: for notifications, screen readers, and where blocks are refused."""
    lines = tuple(_sentences(digest))
    footer = " · ".join(text for text in (digest.as_at, " ".join(digest.health)) if text)
    return Notice(alert_id=0, headline=digest.headline, named=lines, plain=lines, footer=footer)


def _sentences(digest: Digest) -> Iterator[str]:
    if digest.late:
        yield digest.late
    parts: Sequence[tuple[str, Sequence[str]]] = (
        ("Needs a decision", digest.decisions),
        ("Better", digest.better),
        ("Worse", digest.worse),
    )
    for title, sentences in parts:
        if sentences:
            yield f"{title}: {' '.join(sentences)}"


@dataclass(frozen=True, slots=True)
class _Maker:
    database: Database
    authority: Authority
    now: datetime
    make: Make

    def job(self, due: Due) -> Job:
        return Job(
            due.schedule(),
            prepare=lambda slot_at, _late, missed: self._prepared(due, slot_at, missed),
            hours=self.authority.hours,
            undone=lambda session, slot_at: self._tell_undone(session, due, slot_at),
        )

    def _prepared(self, due: Due, slot_at: datetime, missed: datetime | None) -> Work:
        """From what is known at the moment of sending; one that it covers as well is said."""
        might_be_sent = self.authority.hours.next_moment(slot_at)
        since = slot_at if self.now - might_be_sent > MISSED else None
        try:
            with self.database.look() as session:
                digest = self.make(session, self.authority, self.now, due.service_id, since)
        except NoData:
            return lambda session, _slot_at, _late: self._tell_no_data(session, due)
        if missed is not None:
            stands = self._stands_for(missed.astimezone(due.zone))
            late = f"{digest.late} It {stands}" if digest.late else f"This digest {stands}"
            digest = replace(digest, late=late)
        return lambda session, slot_at, _late: self._put(session, due, digest, slot_at)

    def _stands_for(self, missed: datetime) -> str:
        was_due = f"{day(missed.date(), self._today)} {missed:%H:%M}"
        return f"stands for the one due {was_due} too, which was not sent."

    def _put(self, session: Session, due: Due, digest: Digest, slot_at: datetime) -> None:
        routes = gather_routes(session, self.authority, self._today)
        for target in targets_of(due, routes):
            said = Addressed(digest=digest, scope=due.scope, target=target, key=slot_at.isoformat())
            put_digest(session, said, self.now, self.authority.hours.next_moment(self.now))

    @property
    def _today(self) -> date:
        return self.now.astimezone(self.authority.zone).date()

    def _tell_no_data(self, session: Session, due: Due) -> None:
        """Once, however many weeks pass until there is data."""
        notice = Notice(
            alert_id=0,
            headline="The weekly digest is not sent yet: there is no data to make it from.",
            plain=(_LOAD_BOTH,),
            named=(_LOAD_BOTH,),
        )
        self._tell(session, notice, f"no data for a digest of {due.scope_key}")

    def _tell_undone(self, session: Session, due: Due, slot_at: datetime) -> None:
        """Once for each slot, however often it is tried."""
        since = day(slot_at.astimezone(due.zone).date(), self._today)
        headline = (
            f"The weekly digest of {due.scope.name} that was due on {since} could not be made."
        )
        notice = Notice(alert_id=0, headline=headline, plain=(_TRIED_AGAIN,), named=(_TRIED_AGAIN,))
        self._tell(session, notice, f"digest of {due.scope_key} undone {slot_at.isoformat()}")

    def _tell(self, session: Session, notice: Notice, key: str) -> None:
        routes = gather_routes(session, self.authority, self._today)
        for email in routes.administrators:
            put_to_person(
                session,
                email=email,
                notice=notice,
                token=_hashed(f"{key}\n{email}"),
                now=self.now,
                due_at=self.authority.hours.next_moment(self.now),
            )


def _token(said: Addressed, number: int) -> str:
    """Of the message, and of each table in its thread."""
    scope = f"{said.scope.kind.value} {said.scope.id}"
    return _hashed("\n".join(("digest", scope, said.target, said.key, str(number))))


def _hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]

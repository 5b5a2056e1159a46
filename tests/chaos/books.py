"""What the database and Slack hold when a campaign has come to rest, side by side."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

from alerts.digest.schedules import schedules_now
from alerts.freshness import is_stale
from alerts.schedules import slots_between
from alerts.slots import FIRST_SEEN
from bot.practice.server import PracticeServer
from models.alerts import Alert, AlertEvent, AlertMember, Decision
from models.database import Database
from models.figures.queries import newest_loads
from models.organisation import Team
from models.outbox import OutboxRow, Posting
from models.slots import Slot
from models.workforce import Worker
from tests.alerts.delivery.office import AUTHORITY

JSON = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What stands in Slack, and who can read it."""

    messages: Sequence[JSON]
    readers: Mapping[str, Set[str]]  # accounts, by conversation
    shared: Set[str]  # channels that people of another organisation read


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Every row in the order it was written, and every message as it stands."""

    rows: Sequence[OutboxRow]
    postings: Sequence[Posting]
    alerts: Sequence[Alert]
    members: Sequence[AlertMember]
    events: Sequence[AlertEvent]
    decisions: Sequence[Decision]
    said: Said
    staff_ids: dict[int, str]  # by worker
    teams: dict[str, str]  # names by place
    day: date  # of the newest data
    slots: Sequence[Slot] = ()
    workforce_stale: bool = False  # the campaign loads it once, and may last for weeks
    due_slots: Sequence[tuple[str, str, datetime]] = ()  # of digests: schedule, target, due


def whats_said(server: PracticeServer) -> Said:
    """Every message as it stands now, with its readers; the app itself is none."""
    workspace = server.workspace
    places = workspace.conversations.values()
    return Said(
        messages=server.export(),
        readers={each.id: set(each.members) - {workspace.plan.bot_user_id} for each in places},
        shared={each.id for each in places if each.is_ext_shared},
    )


def gather(database: Database, server: PracticeServer) -> Books:
    """Both as they are now; to be called when nothing goes on any more."""
    with database.look() as session:

        def all_of(table: type[SQLModel]) -> list[Any]:
            return list(session.scalars(select(table).order_by(table.id)))  # type: ignore[attr-defined]

        workers = session.execute(select(col(Worker.id), col(Worker.staff_id)))
        teams = session.execute(select(col(Team.id), col(Team.name)))
        loaded, now = newest_loads(session), server.workspace.now()
        return Books(
            rows=all_of(OutboxRow),
            postings=all_of(Posting),
            alerts=all_of(Alert),
            members=all_of(AlertMember),
            events=all_of(AlertEvent),
            decisions=all_of(Decision),
            said=whats_said(server),
            staff_ids={worker_id: str(staff_id) for worker_id, staff_id in workers},
            teams={f"team:{team_id}": name for team_id, name in teams},
            day=loaded.allocations.as_at_day,
            workforce_stale=is_stale(loaded.workforce.as_at_day, now.date(), AUTHORITY.calendar),
            slots=list(session.scalars(select(Slot))),
            due_slots=list(_due_slots(session, now)),
        )


def digests_wait(session: Session, now: datetime) -> bool:
    """Whether the newest digest of a schedule is due and not done yet."""
    newest = {(name, audience): slot_at for name, audience, slot_at in _due_slots(session, now)}
    done = {(each.schedule, each.target, each.slot_at) for each in session.scalars(select(Slot))}
    return any((*schedule, slot_at) not in done for schedule, slot_at in newest.items())


def _due_slots(session: Session, now: datetime) -> Iterator[tuple[str, str, datetime]]:
    """Every due time of every digest since its schedule was first seen."""
    query = select(Slot).where(col(Slot.slot_at) == FIRST_SEEN)
    seen = {(slot.schedule, slot.target): slot.done_at for slot in session.scalars(query)}
    for due in schedules_now(session, AUTHORITY):
        since = seen.get((due.name, due.audience), now)
        for slot_at in slots_between(due.schedule(), since, now, AUTHORITY.calendar):
            yield due.name, due.audience, slot_at

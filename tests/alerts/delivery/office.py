"""An authority with one team and its alert, and a delivery whose clock only a test moves."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.authority import Authority
from alerts.calendar import WorkingCalendar
from alerts.delivery.delivering import deliver_one
from alerts.delivery.pace import Pace
from alerts.delivery.taking import Outcome
from alerts.delivery.turns import Turns
from alerts.hours import WorkingHours
from alerts.notice import Notice
from alerts.outbox import put_message
from models.alerts import Alert
from models.database import Database
from models.outbox import OutboxRow
from models.vocabulary import AlertState, OutboxState, RuleKind
from tests.alerts.delivery.slack import FakeSlack, Killed
from tests.build import a_team, saved

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
COURT = "channel:court-north"
LONDON = ZoneInfo("Europe/London")
AUTHORITY = Authority(
    "Northmere",
    LONDON,
    WorkingCalendar(),
    WorkingHours(time(8), time(18), LONDON, WorkingCalendar()),
)
AT_ONCE = Pace(
    per_channel=timedelta(0), per_edit=timedelta(0), settle=timedelta(0), chance=lambda: 1.0
)
"""Without Slack's limits, and with pauses that are 1, 2, 4 … seconds."""


class Clock:
    """Stands still until moved."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


def a_notice(headline: str = "2 workers are over", **given: Any) -> Notice:
    return Notice(alert_id=1, headline=headline, **given)


def an_alert(session: Session, **given: Any) -> int:
    """A firing alert of a new team; gives its id."""
    team = a_team(session) if "team_id" not in given else None
    values = {
        "kind": RuleKind.WORKER_OVER,
        "place": f"team:{team.id if team else given['team_id']}",
        "team_id": team.id if team else None,
        "state": AlertState.FIRING,
        "since": date(2026, 11, 20),
        "opened_at": MONDAY,
        "judged_as_at": MONDAY,
        **given,
    }
    return saved(session, Alert(**values)).id


@dataclass
class Office:
    """A database, a Slack, a clock and a pace."""

    database: Database
    slack: FakeSlack = field(default_factory=FakeSlack)
    clock: Clock = field(default_factory=Clock)
    pace: Pace = AT_ONCE
    turns: Turns | None = None  # of a thread that has delivered before; None: of a new one

    def alert(self, **given: Any) -> int:
        with self.database.transaction() as session:
            return an_alert(session, **given)

    def put(self, what: Callable[..., object], *, due_in: float = 0, **given: Any) -> None:
        """One of the outbox's functions in a transaction of its own."""
        due = (
            {}
            if what.__name__ == "put_end"
            else {"due_at": self.clock.now + timedelta(seconds=due_in)}
        )
        with self.database.transaction() as session:
            what(session, now=self.clock.now, **due, **given)

    def posted(self, headline: str = "2 workers are over", target: str = COURT) -> int:
        """An alert whose message stands in Slack."""
        alert_id = self.alert()
        self.put(put_message, alert_id=alert_id, target=target, notice=a_notice(headline))
        assert self.drain() == [Outcome.SENT]
        return alert_id

    def deliver(self) -> Outcome | None:
        return deliver_one(
            self.turns or Turns(self.database),
            self.slack,
            clock=self.clock,
            pace=self.pace,
            authority_in=lambda _: AUTHORITY,
            who="test",
        )

    def drain(self) -> list[Outcome]:
        """Deliver until nothing can be sent now."""
        found = []
        while (outcome := self.deliver()) is not None:
            found.append(outcome)
        return found

    def killed(self) -> None:
        """Deliver one, and be killed on the way."""
        try:
            self.deliver()
        except Killed:
            return
        raise AssertionError("nobody was killed")

    def use(self, **pace: Any) -> None:
        self.pace = replace(self.pace, **pace)

    def rows(self, state: OutboxState | None = None) -> list[OutboxRow]:
        query = select(OutboxRow).order_by(col(OutboxRow.id))
        if state is not None:
            query = query.where(col(OutboxRow.state) == state)
        with self.database.look() as session:
            return list(session.scalars(query))

    def states(self) -> list[str]:
        """What became of each row, in the order they were written."""
        return [f"{row.deed.value} {row.state.value}" for row in self.rows()]

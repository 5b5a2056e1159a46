"""A small authority told day by day: its extracts, the checks, and what reaches Slack."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import col

from alerts import deeds
from alerts.authority import Authority
from alerts.calendar import WorkingCalendar
from alerts.checking.check import CheckReport, check_if_new
from alerts.checking.refreshing import REFRESHED_AFTER
from alerts.deeds import Answer, Doing, mark_of
from alerts.delivery.delivering import deliver_one
from alerts.delivery.pace import Pace
from alerts.delivery.parcel import Parcel, Receipt
from alerts.delivery.turns import Turns
from alerts.hours import WorkingHours
from alerts.life import Life
from alerts.notice import Notice
from alerts.store import lives_of
from models.access import Asker, find_asker
from models.alerts import Alert
from models.database import Database
from models.people import Grant, GrantRole
from models.vocabulary import DecisionKind, Deed, RuleKind
from tests.conftest import NOW
from tests.models.extracts import authority as small
from tests.models.extracts.authority import Row

LONDON = ZoneInfo("Europe/London")
CALENDAR = WorkingCalendar()
NORTHMERE = Authority(
    name="Northmere",
    zone=LONDON,
    calendar=CALENDAR,
    hours=WorkingHours(time(8), time(18), LONDON, CALENDAR),
)
ANALYST = "analyst@example.org"
TEAMS: tuple[Row, ...] = (
    small.team("Court North", manager="Mia Manager", slack_channel="#court-north"),
    small.team("Court South", manager="Ola Other", slack_channel="#court-south"),
)
SERVICE: Row = {"service": "Court", "head": "Hal Head", "slack_channel": "#court"}
NO_PACE = Pace(per_channel=timedelta(0), per_edit=timedelta(0))


@dataclass(frozen=True)
class Said:
    """One call that reached Slack."""

    deed: Deed
    target: str
    notice: Notice
    named: bool

    def __str__(self) -> str:
        notice = self.notice
        struck = [f"~{notice.struck}~"] if notice.struck else []
        lines = notice.named if self.named else notice.plain
        decided = notice.decided if self.named else notice.decided_plain
        text = [*struck, notice.headline, *lines]
        text += [line for line in (notice.unanswered, decided) if line]
        if notice.footer:
            text.append(notice.footer)
        if notice.offers:
            text.append(" ".join(f"[{offer.value}]" for offer in notice.offers))
        body = "\n    ".join(text)
        return f"{self.deed.value} to {self.target}\n    {body}"


@dataclass
class Recorder:
    """Slack as a list: everybody may see names in the channels given."""

    named_in: Callable[[str], bool] = lambda _target: True
    calls: list[Said] = field(default_factory=list)

    def send(self, parcel: Parcel) -> Receipt:
        named = self.named_in(parcel.target)
        self.calls.append(Said(parcel.deed, parcel.target, parcel.notice, named))
        own = parcel.ts if parcel.deed is Deed.EDIT else None  # a reply has one of its own
        ts = own or f"{len(self.calls)}.000100"
        return Receipt(channel_id=f"C{parcel.target}", ts=ts, named=named)

    def find(self, parcel: Parcel) -> Receipt | None:
        raise AssertionError(f"{parcel.token} was not begun before")


class Story:
    """Cases by reference, given and moved in memory, and written as each evening's extract."""

    calendar = CALENDAR

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.files = small.Authority(database, folder)
        self.holder: dict[str, str | None] = {}
        self.cells: dict[str, dict[str, object]] = {}
        self.staff: dict[str, dict[str, object]] = {}
        self.limits: tuple[Row, ...] = ({"applies_to": "authority", "limit": 18},)
        self.targets: tuple[Row, ...] = ()
        self.teams = TEAMS
        self.services: tuple[Row, ...] = (SERVICE,)
        self.slack = Recorder()
        with database.transaction() as session:
            session.add(
                Grant(
                    email=ANALYST,
                    role=GrantRole.ADMINISTRATOR,
                    granted_by="the tests",
                    granted_at=NOW,
                )
            )

    # What happens in the authority.

    def worker(self, name: str, **cells: object) -> None:
        self.staff.setdefault(name, {}).update(cells)

    def give(self, holder: str | None, number: int, **cells: object) -> None:
        for _ in range(number):
            ref = f"C{len(self.cells) + 1:04d}"
            self.holder[ref] = holder
            self.cells[ref] = cells

    def move(self, number: int, giver: str, taker: str | None) -> None:
        for ref in self._of(giver)[:number]:
            self.holder[ref] = taker

    def close(self, number: int, holder: str) -> None:
        for ref in self._of(holder)[:number]:
            del self.holder[ref]

    def _of(self, holder: str | None) -> list[str]:
        return [ref for ref, by in self.holder.items() if by == holder]

    # Its evenings and mornings.

    def evening(self, day: date) -> None:
        """The day's extracts, loaded at once."""
        now = datetime.combine(day, time(19), LONDON)
        staff = self.files.staff_files(
            *(self._worker(name) for name in self.staff),
            teams=self.teams,
            services=self.services,
            limits=self.limits,
            targets=self.targets,
        )
        small.only(self.files.load(staff, day=day, accept=True, now=now))
        cases = [
            small.case(ref, self._staff_id(by), **{"last_seen_on": day, **self.cells[ref]})
            for ref, by in self.holder.items()
        ]
        self.files.cases(*cases, day=day, accept=True, now=now)

    def morning(self, day: date, hour: int = 8, minute: int = 30) -> CheckReport:
        """A check, and everything delivered that is due, and then what can wait a little."""
        now = datetime.combine(day, time(hour, minute), LONDON)
        report = check_if_new(self.database, NORTHMERE, now)
        self.deliver(now)
        self.deliver(now + REFRESHED_AFTER)
        return report

    def acknowledge(
        self, who: str, moment: datetime, decision: DecisionKind, note: str, review_on: date
    ) -> None:
        """Answer the one alert of workers over their limit that is open."""
        with self.database.transaction() as session:
            deeds.acknowledge(session, self._doing(who, moment), Answer(decision, note, review_on))
        self.deliver(moment)

    def snooze(self, who: str, moment: datetime, until: date) -> None:
        with self.database.transaction() as session:
            deeds.snooze(session, self._doing(who, moment), until)
        self.deliver(moment)

    def _doing(self, who: str, moment: datetime) -> Doing:
        (alert,) = [a for a in self.alerts(RuleKind.WORKER_OVER) if a.resolved_at is None]
        asker = self.asker(who, moment.date())
        return Doing(
            asker=asker,
            alert_id=alert.id or 0,
            seen=mark_of(alert),
            now=moment,
            authority=NORTHMERE,
        )

    def deliver(self, now: datetime) -> None:
        while deliver_one(
            Turns(self.database),
            self.slack,
            clock=lambda: now,
            pace=NO_PACE,
            authority_in=lambda _: NORTHMERE,
            who="test",
        ):
            pass

    # What came of it.

    def said(self) -> list[Said]:
        """What reached Slack since this was asked last."""
        calls, self.slack.calls = self.slack.calls, []
        return calls

    def alerts(self, kind: RuleKind) -> list[Life]:
        with self.database.look() as session:
            query = select(Alert).where(col(Alert.kind) == kind)
            return lives_of(session, session.scalars(query.order_by(col(Alert.id))).all())

    def asker(self, name: str, day: date) -> Asker:
        with self.database.look() as session:
            return find_asker(session, email_of(name), day)

    def _worker(self, name: str) -> Row:
        cells = {"email": email_of(name), **self.staff[name]}
        return small.worker(self._staff_id(name) or "", name, **cells)

    @staticmethod
    def _staff_id(name: str | None) -> str | None:
        return None if name is None else f"S-{name.split()[0]}"


def email_of(name: str) -> str:
    return f"{name.split()[0].lower()}@example.org"

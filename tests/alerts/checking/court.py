"""A team in a database, whose days are written as rows and checked as the product checks them."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import Session, SQLModel, col

from alerts.authority import Authority
from alerts.checking.check import CheckReport, check, check_if_new
from alerts.life import Life
from alerts.store import lives_of
from models.alerts import Alert
from models.cases import Case
from models.database import Database
from models.organisation import Service, Team
from models.outbox import OutboxRow
from models.people import GrantRole
from models.rules import RuleVersion
from models.vocabulary import ExtractKind, RuleKind
from models.workforce import Worker
from tests.alerts.place import FRI, LONDON, MON
from tests.alerts.story import NORTHMERE
from tests.build import (
    a_limit_row,
    a_load,
    a_rule,
    a_service,
    a_team,
    a_worker,
    cases,
    granted,
    headed,
    loaded,
    managed,
    saved,
)

LIMIT = 2
ANALYST = "analyst@example.org"


@dataclass
class Court:
    """Court North, where nobody should hold more than two cases."""

    database: Database
    authority: Authority = NORTHMERE
    service: Service = field(init=False)
    team: Team = field(init=False)
    sam: Worker = field(init=False)
    jo: Worker = field(init=False)

    def __post_init__(self) -> None:
        with self.database.transaction() as session:
            self.service = a_service(session, "Court", slack_channel="#court")
            self.team = a_team(session, "Court North", self.service, slack_channel="#court-north")
            self.sam = a_worker(session, self.team, "Sam Example")
            self.jo = a_worker(session, self.team, "Jo Placeholder")
            lead = {"role": "first_line_manager"}
            mia = a_worker(session, self.team, "Mia Manager", email="mia@example.org", **lead)
            hal = a_worker(session, self.team, "Hal Head", email="hal@example.org", **lead)
            managed(session, self.team, mia)
            headed(session, self.service, hal)
            granted(session, ANALYST, GrantRole.ADMINISTRATOR)
            saved(session, a_limit_row(cases=LIMIT))

    def evening(self, day: date, **caseloads: int) -> None:
        """A load as at six, after these workers hold so many cases: sam=3."""
        with self.database.transaction() as session:
            for name, number in caseloads.items():
                self._holds(session, getattr(self, name), number)
            if day == MON:
                loaded(session, day)
            else:
                a_load(session, ExtractKind.ALLOCATIONS, day)

    def firing(self) -> "Court":
        """Sam is over since Monday, and it was told on Thursday, by Wednesday's data."""
        self.evening(MON, sam=3)
        self.morning(date(2026, 11, 17))
        self.evening(date(2026, 11, 18))
        report = self.morning(date(2026, 11, 19))
        assert report.fired == 1
        return self

    def morning(self, day: date, hour: int = 8, *, again: bool = False) -> CheckReport:
        """A tick at half past; `again` looks though nothing is new."""
        now = datetime.combine(day, time(hour, 30), LONDON)
        return (check if again else check_if_new)(self.database, self.authority, now)

    def rule(self, kind: RuleKind, **given: Any) -> None:
        """Change a rule; the version is in force from Monday on."""
        rule = a_rule(kind, **given)
        names = (
            *("name", "kind", "applies_to", "is_on", "limit", "for_days", "margin", "step"),
            *("remind_days", "escalate_days", "told_to", "urgent"),
        )
        values = {name: getattr(rule, name) for name in names}
        with self.database.transaction() as session:
            started = datetime.combine(MON, time(7), LONDON)
            saved(session, RuleVersion(**values, from_at=started, changed_by=ANALYST))

    def alerts(self, kind: RuleKind = RuleKind.WORKER_OVER) -> list[Life]:
        with self.database.look() as session:
            query = select(Alert).where(col(Alert.kind) == kind).order_by(col(Alert.id))
            return lives_of(session, session.scalars(query).all())

    def alert(self, kind: RuleKind = RuleKind.WORKER_OVER) -> Life:
        (found,) = self.alerts(kind)
        return found

    def outbox(self) -> list[str]:
        """Each row as "post channel:#court-north: headline", in the order written."""
        rows = self.rows(OutboxRow)
        return [f"{row.deed.value} {row.lane}: {row.notice['headline']}" for row in rows]

    def rows(self, table: type[SQLModel]) -> list[Any]:
        with self.database.look() as session:
            (key,) = table.__table__.primary_key  # type: ignore[attr-defined]
            return list(session.scalars(select(table).order_by(key)))

    def _holds(self, session: Session, worker: Worker, number: int) -> None:
        session.execute(delete(Case).where(col(Case.worker_id) == worker.id))
        cases(session, number, worker, last_seen_on=FRI)

"""A firing alert whose message stands in its channel, and the people who answer it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

from alerts.deeds import Answer, Doing, acknowledge, mark_of, snooze
from alerts.life import Life
from alerts.notices.message import message
from alerts.outbox import put_message
from alerts.store import find_alert, save
from models.access import Asker
from models.database import Database
from models.vocabulary import DecisionKind, RuleKind
from tests.alerts.notices.samples import sample
from tests.alerts.place import NEXT_MON, NEXT_WED, half_past_eight
from tests.alerts.story import NORTHMERE
from tests.alerts.test_permission import NOBODY
from tests.build import a_member, a_team, a_worker, an_alert

NOW = half_past_eight(NEXT_MON)
TODAY = NEXT_MON
TOMORROW = TODAY + timedelta(days=1)
ANSWER = Answer(DecisionKind.CASES_BEING_MOVED, "two to Kit", NEXT_WED)


@dataclass
class Desk:
    """A firing alert whose message stands in the team's channel, and those who lead the team."""

    database: Database
    life: Life
    mia: Asker
    hal: Asker

    def doing(self, who: Asker | None = None, **given: Any) -> Doing:
        usual = Doing(
            asker=who or self.mia,
            alert_id=self.life.id or 0,
            seen=mark_of(self.now_stored()),
            now=NOW,
            authority=NORTHMERE,
        )
        return replace(usual, **given)

    def now_stored(self) -> Life:
        with self.database.look() as session:
            found = find_alert(session, self.life.id or 0)
        assert found is not None
        return found

    def acknowledge(self, answer: Answer = ANSWER, doing: Doing | None = None) -> Life:
        with self.database.transaction() as session:
            return acknowledge(session, doing or self.doing(), answer)

    def snooze(self, until: date = NEXT_WED, doing: Doing | None = None) -> Life:
        with self.database.transaction() as session:
            return snooze(session, doing or self.doing(), until)

    def change(self, **values: Any) -> Life:
        with self.database.transaction() as session:
            return save(session, replace(self.now_stored(), **values))

    def rows(self, table: type[SQLModel]) -> list[Any]:
        with self.database.look() as session:
            return list(session.scalars(select(table).order_by(col(table.id))))  # type: ignore[attr-defined]


def set_up(session: Session, database: Database) -> Desk:
    team = a_team(session, "Court North")
    worker = a_worker(session, team, "Sam Example")
    life = an_alert(session, team, a_member(worker))
    notice = replace(message(sample(RuleKind.WORKER_OVER)), alert_id=life.id or 0)
    put_message(
        session,
        alert_id=life.id or 0,
        target="channel:#court-north",
        notice=notice,
        now=NOW - timedelta(days=1),
        due_at=NOW - timedelta(days=1),
    )
    lead = replace(NOBODY, managed=frozenset({team.id}))
    return Desk(
        database,
        save(session, replace(life, notice=notice)),
        replace(lead, email="mia@example.org", name="Mia Manager"),
        replace(lead, email="hal@example.org", name="Hal Head"),
    )

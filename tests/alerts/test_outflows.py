"""Where the cases of workers in alerts went, from the first day they were over to the last."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from alerts.endings import Outflow, Receiver
from alerts.life import Life
from alerts.outflows import gather_outflows
from models.database import Database
from models.figures.holders import Holder
from models.moves import CaseMove
from models.vocabulary import Ending, Leaving
from models.workforce import Worker
from tests.build import FRIDAY, MONDAY_BEFORE, a_holder, a_member, a_team, a_worker, an_alert, saved

MONDAY = MONDAY_BEFORE
TUESDAY, THURSDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)


def moved(
    session: Session,
    giver: Worker,
    cases: int,
    to: Worker | None = None,
    how: Leaving = Leaving.MOVED,
    day: date = TUESDAY,
) -> None:
    taker = None if to is None else to.id
    saved(
        session,
        CaseMove(day=day, from_worker_id=giver.id, to_worker_id=taker, how=how, cases=cases),
    )


def as_holder(worker: Worker, caseload: int, **given: Any) -> Holder:
    return a_holder(worker_id=worker.id, name=worker.name, caseload=caseload, **given)


def the_court(session: Session) -> tuple[Worker, Worker, Worker]:
    team = a_team(session)
    return (
        a_worker(session, team, "Sam Example"),
        a_worker(session, team, "Kit Dummy"),
        a_worker(session, team, "Robin Sample"),
    )


def alerted(session: Session, worker: Worker, **member: Any) -> Life:
    """An alert that speaks of this worker, over since Monday."""
    return an_alert(session, a_team(session), a_member(worker, **member))


def test_moves_are_added_up_by_where_the_cases_went(database: Database) -> None:
    with database.transaction() as session:
        sam, kit, robin = the_court(session)
        moved(session, sam, 2, how=Leaving.CLOSED)
        moved(session, sam, 1, how=Leaving.CLOSED, day=THURSDAY)
        moved(session, sam, 1, how=Leaving.UNALLOCATED)
        moved(session, sam, 1, to=robin)
        moved(session, sam, 2, to=kit)
        moved(session, sam, 4, to=kit, day=THURSDAY)
        moved(session, sam, 1)  # to somebody the workforce does not know
        moved(session, kit, 9, how=Leaving.CLOSED)  # nobody asks about Kit
        holders = [as_holder(kit, 18), as_holder(robin, 5, team_id=2, team="Court South")]
        found = gather_outflows(session, [alerted(session, sam)], holders)
    assert found == {
        sam.id: Outflow(
            closed=3,
            unallocated=1,
            elsewhere=1,
            receivers=(
                Receiver("Kit Dummy", 1, "Court North", 6, 18, 18.0),
                Receiver("Robin Sample", 2, "Court South", 1, 5, 18.0),
            ),
        )
    }


@pytest.mark.parametrize(
    ("ended_on", "day", "counts"),
    [
        (None, MONDAY, False),  # the first day over is the yardstick itself
        (None, TUESDAY, True),
        (None, FRIDAY, True),
        (THURSDAY, THURSDAY, True),
        (THURSDAY, FRIDAY, False),  # what left later did not end it
    ],
)
def test_only_what_left_while_the_worker_was_over_counts(
    database: Database, ended_on: date | None, day: date, counts: bool
) -> None:
    with database.transaction() as session:
        sam, _, _ = the_court(session)
        moved(session, sam, 2, how=Leaving.CLOSED, day=day)
        ending = Ending.FELL if ended_on else None
        life = alerted(session, sam, ended_on=ended_on, ending=ending)
        found = gather_outflows(session, [life], [])
    assert found == ({sam.id: Outflow(closed=2)} if counts else {})


def test_a_worker_in_two_alerts_is_followed_from_the_earlier_to_the_later(
    database: Database,
) -> None:
    with database.transaction() as session:
        sam, _, _ = the_court(session)
        moved(session, sam, 1, how=Leaving.CLOSED, day=TUESDAY)
        moved(session, sam, 1, how=Leaving.CLOSED, day=FRIDAY)
        lives = [
            alerted(session, sam, ended_on=TUESDAY, ending=Ending.FELL),
            alerted(session, sam, since=THURSDAY),
        ]
        assert gather_outflows(session, lives, []) == {sam.id: Outflow(closed=2)}


def test_without_workers_in_alerts_nothing_is_asked(database: Database) -> None:
    with database.transaction() as session:
        life = an_alert(session, a_team(session), a_member())
        assert gather_outflows(session, [life], []) == {}
        assert gather_outflows(session, [], []) == {}

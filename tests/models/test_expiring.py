"""What is kept no longer goes the day after, and what is kept stays to the end of its last day."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import select
from sqlmodel import Session, SQLModel, col

from models.cases import Case
from models.database import Database
from models.errors import LoadDecided
from models.expiring import (
    ACCOUNTS_KEPT,
    EVENTS_KEPT,
    Counts,
    expire_cases,
    expire_deeds,
    expire_leavers,
    expire_loads,
)
from models.extracts.held import Decider, accept_held, open_held
from models.kept import Kept
from models.loads import HeldRecords, Load, LoadProblem
from models.moves import CaseMove
from models.people import AuditEntry, Person, SeenEvent
from models.vocabulary import CaseKind, Employment, ExtractKind, Leaving, LoadStatus, Role
from models.workforce import Spell, Worker
from tests.build import a_case, a_load, a_team, a_worker, saved
from tests.conftest import NOW

TODAY = NOW.date()
KEPT = Kept(
    loads=timedelta(days=90),
    closed_cases=timedelta(days=400),
    leavers=timedelta(days=760),
    history=timedelta(days=730),
    audit=timedelta(days=365),
)
A_SECOND, A_DAY = timedelta(seconds=1), timedelta(days=1)
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Place:
    """What the rows of a test need around them."""

    session: Session
    team_id: int
    worker_id: int


def an_entry(_place: Place, at: datetime) -> SQLModel:
    return AuditEntry(at=at, who="ada@example.org", deed="asked")


def an_account(_place: Place, at: datetime) -> SQLModel:
    return Person(slack_id=f"U{next(_numbers)}", active=True, checked_at=at)


def an_event(_place: Place, at: datetime) -> SQLModel:
    return SeenEvent(event_id=f"Ev{next(_numbers)}", seen_at=at)


def a_problem(place: Place, at: datetime) -> SQLModel:
    load = a_load(
        place.session, ExtractKind.WORKFORCE, TODAY, status=LoadStatus.REFUSED, loaded_at=at
    )
    return LoadProblem(load_id=load.id, file="staff.csv", message="Nobody is called this.")


def held_rows(place: Place, at: datetime) -> SQLModel:
    load = a_load(
        place.session, ExtractKind.ALLOCATIONS, TODAY, status=LoadStatus.HELD, loaded_at=at
    )
    return HeldRecords(load_id=load.id, records=b"rows")


def a_closed_case(_place: Place, day: date) -> SQLModel:
    return Case(case_hash=f"{next(_numbers)}", kind=CaseKind.CHILD_IN_NEED, closed_on=day)


def a_move(place: Place, day: date) -> SQLModel:
    return CaseMove(day=day, from_worker_id=place.worker_id, how=Leaving.CLOSED, cases=3)


def a_spell(place: Place, day: date) -> SQLModel:
    return Spell(
        worker_id=place.worker_id, team_id=place.team_id, role=Role.CASE_HOLDER, fte=1,
        employment=Employment.AGENCY, left_on=day,
    )  # fmt: skip


def expire_all(session: Session) -> Counts:
    return {
        **expire_loads(session, NOW, KEPT),
        **expire_cases(session, TODAY, KEPT),
        **expire_leavers(session, TODAY, KEPT),
        **expire_deeds(session, NOW, KEPT),
    }


AT_MOMENTS: list[tuple[str, Callable[[Place, datetime], SQLModel], timedelta]] = [
    ("audit_entries", an_entry, KEPT.audit),
    ("slack_accounts", an_account, ACCOUNTS_KEPT),
    ("seen_events", an_event, EVENTS_KEPT),
    ("load_problems", a_problem, KEPT.loads),
    ("held_loads", held_rows, KEPT.loads),
]
ON_DAYS: list[tuple[str, Callable[[Place, date], SQLModel], timedelta]] = [
    ("closed_cases", a_closed_case, KEPT.closed_cases),
    ("case_moves", a_move, KEPT.history),
    ("spells", a_spell, KEPT.leavers),
]


@pytest.fixture
def place(database: Database) -> Place:
    with database.transaction() as session:
        team = a_team(session)
        return Place(session, team.id, a_worker(session, team).id)


def test_each_kind_goes_a_moment_or_a_day_after_it_is_kept_and_not_before(
    database: Database, place: Place
) -> None:
    with database.transaction() as session:
        place = Place(session, place.team_id, place.worker_id)
        staying, going = [], []
        for _, moment_row, kept in AT_MOMENTS:
            staying.append(saved(session, moment_row(place, NOW - kept)))
            going.append(saved(session, moment_row(place, NOW - kept - A_SECOND)))
        for _, day_row, kept in ON_DAYS:
            staying.append(saved(session, day_row(place, TODAY - kept)))
            going.append(saved(session, day_row(place, TODAY - kept - A_DAY)))
        open_case = a_case(session, opened_on=date(2001, 1, 1))
        counts = expire_all(session)
        session.expunge_all()
        assert all(_is_there(session, row) for row in (*staying, open_case))
        assert not any(_is_there(session, row) for row in going)
        kinds = [name for name, *_ in (*AT_MOMENTS, *ON_DAYS)]
        assert {name: counts[name] for name in kinds} == dict.fromkeys(kinds, 1)
        assert not any(expire_all(session).values())  # again is nothing


def _is_there(session: Session, row: SQLModel) -> bool:
    identity = [getattr(row, column.name) for column in row.__table__.primary_key]  # type: ignore[attr-defined]
    return session.get(type(row), identity) is not None


LONG_AGO = TODAY - KEPT.leavers


@pytest.mark.parametrize(
    ("left_on", "dropped_on", "forgotten"),
    [
        (LONG_AGO - A_DAY, TODAY - A_DAY, True),
        (LONG_AGO, TODAY - A_DAY, False),
        (None, LONG_AGO, True),  # gone from the list: the last day was the one before
        (None, LONG_AGO + A_DAY, False),
        (LONG_AGO - A_DAY, None, False),  # the extract lists them still
        (TODAY, LONG_AGO, True),  # a last day to come, and gone from the list long before
        (None, None, False),
    ],
)
def test_a_leaver_is_forgotten_once_it_is_long_ago_and_no_extract_lists_them(
    sqlite_database: Database, left_on: date | None, dropped_on: date | None, forgotten: bool
) -> None:
    with sqlite_database.transaction() as session:
        worker_id = a_worker(
            session, a_team(session), "Sam Example", left_on=left_on, dropped_on=dropped_on
        ).id
        counts = expire_leavers(session, TODAY, KEPT)
    assert counts["leavers"] == forgotten
    with sqlite_database.look() as session:
        found = session.get_one(Worker, worker_id)
    assert (found.forgotten_on == TODAY, found.name != "Sam Example") == (forgotten, forgotten)
    assert (found.left_on, found.fte) == (left_on, 1.0)


def test_a_time_that_turnover_still_counts_stays_when_names_go_sooner(
    sqlite_database: Database,
) -> None:
    soon = replace(KEPT, leavers=timedelta(days=400))
    with sqlite_database.transaction() as session:
        team = a_team(session)
        place = Place(session, team.id, a_worker(session, team).id)
        for days in (401, 731, 732):
            saved(session, a_spell(place, TODAY - timedelta(days=days)))
        assert expire_leavers(session, TODAY, soon) == {"leavers": 0, "spells": 1}


def test_a_held_load_nobody_decided_about_is_refused_and_says_why(database: Database) -> None:
    with database.transaction() as session:
        load = a_load(
            session, ExtractKind.ALLOCATIONS, TODAY, status=LoadStatus.HELD,
            loaded_at=NOW - timedelta(days=91), reasons=["open cases fell from 8 to 3 (−62 %)"],
        )  # fmt: skip
        saved(session, HeldRecords(load_id=load.id, records=b"rows"))
        expire_loads(session, NOW, KEPT)
    with database.look() as session:
        found = session.get_one(Load, load.id)
        assert open_held(session) == ()
    assert (found.status, found.decided_by, found.decided_at) == (
        LoadStatus.REFUSED, "Caseload", NOW,
    )  # fmt: skip
    assert found.reasons[-1] == "nobody decided about it in 90 days"
    with pytest.raises(LoadDecided, match="refused by Caseload on Mon 23 Nov"):
        accept_held(database, load.id, Decider("ada@example.org", NOW))


def test_who_decided_about_a_load_goes_with_the_audit_and_the_load_stays(
    sqlite_database: Database,
) -> None:
    with sqlite_database.transaction() as session:
        for age in (KEPT.audit, KEPT.audit + A_SECOND):
            decided: dict[str, object] = {"decided_by": "ada@example.org", "decided_at": NOW - age}
            a_load(session, ExtractKind.WORKFORCE, TODAY, **decided)
        assert expire_deeds(session, NOW, KEPT)["load_deciders"] == 1
        session.expire_all()
        loads = session.scalars(select(Load).order_by(col(Load.id))).all()
        assert [load.decided_by for load in loads] == ["ada@example.org", None]
        assert all(load.decided_at for load in loads)

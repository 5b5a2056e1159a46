"""What alerts about late data and held loads say, from the tables to the message and its end."""

from datetime import date, datetime, time
from typing import Any

import pytest
from sqlmodel import Session

from alerts.checking.feeds import gather_refused
from alerts.notice import Notice
from models.figures.queries import newest_load, newest_loads
from models.loads import HeldRecords, Load, LoadProblem
from models.outbox import OutboxRow
from models.vocabulary import AlertState, ExtractKind, LoadStatus, RuleKind
from tests.alerts.checking.court import ANALYST, Court
from tests.alerts.place import FRI, LONDON, MON, NEXT_MON, THU, TUE, WED
from tests.build import a_load, a_team, a_worker, saved


def at(day: date, hour: int = 6) -> datetime:
    return datetime.combine(day, time(hour), LONDON)


def refused(session: Session, day: date, message: str = "It is no date.", **given: Any) -> Load:
    """A file with two problems."""
    values: dict[str, Any] = {
        "kind": ExtractKind.ALLOCATIONS,
        "status": LoadStatus.REFUSED,
        "file": "annex_a.xlsx",
        "as_at": at(day),
        "as_at_day": day,
        "loaded_at": at(day),
        **given,
    }
    load = saved(session, Load(**values))
    for text in (message, "Something else."):
        problem = LoadProblem(
            load_id=load.id,
            file=load.file,
            sheet="List_6",
            row=212,
            column="CIN Start Date",
            message=text,
        )
        saved(session, problem)
    return load


def message_of(court: Court, kind: RuleKind) -> Notice:
    found = court.alert(kind).notice
    assert found is not None
    return found


def test_late_data_is_told_with_the_last_load_and_the_file_that_was_refused(court: Court) -> None:
    court.evening(MON)
    with court.database.transaction() as session:
        refused(session, TUE)
    court.morning(WED)
    told = message_of(court, RuleKind.DATA_LATE)
    assert told.headline.startswith("The caseload figures are two working days old.")
    assert told.named == (
        "Last load: Mon 16 Nov 18:00.",
        'Yesterday\'s file was refused: sheet List_6, row 212, column "CIN Start Date": '
        "It is no date.",
    )
    assert "It is no date" not in "".join(told.plain)


def test_a_file_refused_while_the_data_is_late_already_changes_the_message(court: Court) -> None:
    court.evening(MON)
    court.morning(WED)
    with court.database.transaction() as session:
        refused(session, WED, loaded_at=at(WED, 9))
    court.morning(WED, hour=9)
    assert "Today's file was refused" in message_of(court, RuleKind.DATA_LATE).plain[1]
    rows = [row for row in court.rows(OutboxRow) if row.lane == f"person:{ANALYST}"]
    (row,) = [row for row in rows if row.posting_id is not None]
    assert "Today's file was refused" in row.notice["plain"][1]


REFUSED = [
    ({}, True),
    ({"kind": None}, True),  # a file that could not be recognised
    ({"kind": ExtractKind.WORKFORCE}, False),
    ({"loaded_at": at(MON, 6)}, False),  # before the newest load
    ({"decided_at": at(TUE), "decided_by": ANALYST}, False),  # a held one, refused by somebody
    ({"status": LoadStatus.HELD}, False),
]


@pytest.mark.parametrize(("given", "told"), REFUSED)
def test_only_allocations_refused_since_the_newest_load_are_told(
    court: Court, given: dict[str, Any], told: bool
) -> None:
    court.evening(MON)
    with court.database.transaction() as session:
        refused(session, TUE, **given)
        found = gather_refused(session, newest_loads(session).allocations)
    assert (found is not None) is told


def test_the_newest_refused_file_is_told_and_needs_no_problem(court: Court) -> None:
    court.evening(MON)
    with court.database.transaction() as session:
        refused(session, TUE, "The older one.")
        refused(session, WED, "The newer one.")
        loaded = newest_loads(session).allocations
        found = gather_refused(session, loaded)
        assert found is not None
        assert found.message == "The newer one."
        a_load(session, ExtractKind.ALLOCATIONS, THU, status=LoadStatus.REFUSED, loaded_at=at(THU))
        found = gather_refused(session, loaded)
        assert found is not None
        assert (found.at, found.message) == (at(THU), "")


def test_late_data_is_over_with_the_load_that_arrived(court: Court) -> None:
    court.evening(MON)
    court.morning(WED)
    court.evening(WED)
    court.morning(THU)
    life = court.alert(RuleKind.DATA_LATE)
    assert life.state is AlertState.RESOLVED
    told = message_of(court, RuleKind.DATA_LATE)
    assert told.headline == "New allocations have been loaded, as at Wed 18 Nov 18:00"
    assert told.struck.startswith("The caseload figures are two working days old.")


def workforce_of(court: Court, day: date) -> None:
    """The newest workforce list is that of this day."""
    with court.database.transaction() as session:
        load = newest_load(session, ExtractKind.WORKFORCE)
        assert load is not None
        load.as_at, load.as_at_day = at(day, 18), day
        session.add(load)


def test_a_late_workforce_list_is_told_until_one_arrives_and_holds_no_alert_on_cases(
    court: Court,
) -> None:
    court.evening(MON, sam=3)
    workforce_of(court, date(2026, 9, 25))
    court.morning(TUE)
    told = message_of(court, RuleKind.DATA_LATE)
    assert told.headline == (
        "The workforce list is 37 working days old. "
        "Staffing alerts are held until a new one arrives."
    )
    assert told.named == ("Last workforce list: Fri 25 Sep 18:00.",)
    court.evening(WED)
    court.morning(THU)
    assert court.alert(RuleKind.WORKER_OVER).state is AlertState.FIRING
    court.evening(THU)
    workforce_of(court, THU)
    court.morning(FRI)
    assert court.alert(RuleKind.DATA_LATE).state is AlertState.RESOLVED
    told = message_of(court, RuleKind.DATA_LATE)
    assert told.headline == "A new workforce list has been loaded"
    assert told.named == (
        "Workforce list as at Thu 19 Nov 18:00.",
        "Staffing alerts are raised and closed again.",
    )


def test_a_second_late_feed_joins_the_alert_of_the_first(court: Court) -> None:
    court.evening(MON)
    court.morning(WED)
    workforce_of(court, date(2026, 9, 25))
    court.morning(WED, hour=9, again=True)
    told = message_of(court, RuleKind.DATA_LATE)
    assert told.headline.startswith("The caseload figures are two working days old.")
    assert told.named[1].startswith("The workforce list is 38 working days old.")


def a_held_load(court: Court, day: date) -> int:
    with court.database.transaction() as session:
        load = a_load(
            session,
            ExtractKind.ALLOCATIONS,
            day,
            status=LoadStatus.HELD,
            reasons=["open cases fell from 2,014 to 1,297 (−36 %)"],
        )
        saved(session, HeldRecords(load_id=load.id, records=b""))
        return load.id


def close(court: Court, load_id: int, **values: Any) -> None:
    """Somebody decides about a held load, or a newer one does."""
    with court.database.transaction() as session:
        load = session.get_one(Load, load_id)
        for name, value in values.items():
            setattr(load, name, value)
        session.delete(session.get_one(HeldRecords, load_id))


ENDS = [
    (
        {"status": LoadStatus.LOADED, "decided_by": "ada@example.org", "decided_at": at(FRI, 9)},
        "allocations.xlsx was loaded by Ada Analyst, Fri 20 Nov 09:00",
    ),
    (
        {"status": LoadStatus.REFUSED, "decided_by": ANALYST, "decided_at": at(FRI, 9)},
        "allocations.xlsx was refused by analyst@example.org, Fri 20 Nov 09:00",
    ),
    ({}, "Newer allocations have been loaded since; allocations.xlsx was not"),
]


@pytest.mark.parametrize(("decided", "headline"), ENDS)
def test_a_held_load_is_told_with_its_buttons_and_ends_with_its_decision(
    court: Court, decided: dict[str, Any], headline: str
) -> None:
    with court.database.transaction() as session:
        a_worker(session, a_team(session), "Ada Analyst", email="ada@example.org")
    court.evening(MON)
    court.evening(WED)
    load_id = a_held_load(court, THU)
    court.morning(FRI)
    told = message_of(court, RuleKind.LOAD_HELD)
    assert told.headline == (
        "Thursday's allocations were not loaded: open cases fell from 2,014 to 1,297 (−36 %)"
    )
    assert (told.load_id, told.load_mark) == (load_id, "0")
    close(court, load_id, **decided)
    if not decided:
        court.evening(FRI)
    court.morning(NEXT_MON)
    over = message_of(court, RuleKind.LOAD_HELD)
    assert (over.headline, over.struck, over.offers) == (headline, told.headline, ())

"""A refused file is told at once, once, without names, and until a later one is loaded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from alerts.delivery.delivering import deliver_one
from alerts.delivery.pace import Pace
from alerts.delivery.turns import Turns
from models.database import Database
from models.loads import Load, LoadProblem
from models.outbox import OutboxRow
from models.vocabulary import ExtractKind, LoadStatus, OutboxState
from tests.alerts.checking.court import ANALYST, Court
from tests.alerts.delivery.slack import FakeSlack
from tests.alerts.place import FRI, LONDON, MON, THU, TUE, WED
from tests.alerts.story import NORTHMERE
from tests.build import a_load, saved

TO_ANALYST = f"person:{ANALYST}"
PLACE = 'sheet List_6, row 212, column "CIN Start Date"'


def at(day: date, hour: int = 6) -> datetime:
    return datetime.combine(day, time(hour), LONDON)


def refuse(court: Court, day: date, problems: int = 1, **given: Any) -> int:
    """A file refused at six, by default for a date that cannot be."""
    values: dict[str, Any] = {
        "kind": ExtractKind.ALLOCATIONS,
        "status": LoadStatus.REFUSED,
        "file": "annex_a.xlsx",
        "as_at": at(day),
        "as_at_day": day,
        "loaded_at": at(day),
    }
    message = given.pop("message", '"31/02/2026" is not a date.')
    with court.database.transaction() as session:
        load = saved(session, Load(**{**values, **given}))
        for number in range(problems):
            problem = LoadProblem(
                load_id=load.id,
                file=load.file,
                sheet="List_6",
                row=212 + number,
                column="CIN Start Date",
                message=message,
            )
            saved(session, problem)
        return load.id


def told(court: Court) -> list[str]:
    """What is said of refused files, with the place and the state it is in."""
    return [
        f"{row.deed.value} {row.lane}: {row.notice['headline']} ({row.state.value})"
        for row in court.rows(OutboxRow)
        if "refused" in row.notice["footer"].lower()
    ]


def deliver(court: Court, now: datetime) -> FakeSlack:
    slack = FakeSlack()
    pace = Pace(per_channel=timedelta(0), per_edit=timedelta(0), settle=timedelta(0))
    while deliver_one(
        Turns(court.database),
        slack,
        clock=lambda: now,
        pace=pace,
        authority_in=lambda _: NORTHMERE,
        who="test",
    ):
        pass
    return slack


def test_an_administrator_is_told_at_once_where_the_first_problem_is_and_what_to_do(
    court: Court,
) -> None:
    court.evening(MON)
    refuse(court, TUE, problems=3)
    court.morning(TUE)
    (row,) = [row for row in court.rows(OutboxRow) if row.lane == TO_ANALYST]
    notice = row.notice
    assert notice["headline"] == f"annex_a.xlsx was refused: {PLACE}"
    assert notice["named"][:2] == ['"31/02/2026" is not a date.', "There are 2 more problems."]
    assert "import it again" in notice["named"][-1]
    assert notice["footer"] == "Refused Tue 17 Nov 06:00"
    assert "31/02/2026" not in "".join(notice["plain"])
    assert row.due_at == datetime.combine(TUE, time(8, 30), LONDON)


def test_nobody_has_to_have_loaded_anything_before(court: Court) -> None:
    refuse(court, TUE)
    court.morning(TUE)
    assert told(court) == [f"post {TO_ANALYST}: annex_a.xlsx was refused: {PLACE} (waiting)"]


def test_the_administrators_channel_is_told_where_there_is_one(court: Court) -> None:
    court.authority = replace(NORTHMERE, administrators_channel="#caseload-admins")
    court.evening(MON)
    refuse(court, TUE)
    court.morning(TUE)
    assert [line.split(": ")[0] for line in told(court)] == ["post channel:#caseload-admins"]


AGAIN: list[tuple[dict[str, Any], int]] = [
    ({}, 1),  # the same for the same reason
    ({"problems": 2}, 2),
    ({"message": '"30/02/2026" is not a date.'}, 2),
    ({"file": "annex_a_2.xlsx"}, 2),
]


@pytest.mark.parametrize(("second", "notices"), AGAIN)
def test_a_file_refused_again_for_the_same_is_told_once(
    sqlite_court: Court, second: dict[str, Any], notices: int
) -> None:
    court = sqlite_court
    court.evening(MON)
    refuse(court, TUE)
    court.morning(TUE)
    refuse(court, TUE, loaded_at=at(TUE, 9), **second)
    for hour in (9, 10):
        court.morning(TUE, hour)
    assert len(told(court)) == notices


def test_refused_again_after_something_was_loaded_it_is_told_again(sqlite_court: Court) -> None:
    court = sqlite_court
    court.evening(MON)
    refuse(court, TUE)
    court.morning(TUE)
    court.evening(TUE)
    refuse(court, WED)
    court.morning(WED)
    assert [line.rpartition(" ")[2] for line in told(court)] == ["(dropped)", "(waiting)"]


def test_the_next_load_edits_the_notice_to_its_end_once(court: Court) -> None:
    court.evening(MON)
    refuse(court, TUE)
    court.morning(TUE)
    deliver(court, at(TUE, 9))
    court.evening(TUE)
    court.morning(WED)
    court.evening(WED)
    court.morning(THU)
    slack = deliver(court, at(THU, 9))
    edits = [parcel for parcel in slack.parcels if "refused" in parcel.notice.footer.lower()]
    assert [(parcel.deed.value, parcel.ts) for parcel in edits] == [("edit", "0001")]
    (end,) = [parcel.notice for parcel in edits]
    assert end.headline == "A later allocations file was loaded, Tue 17 Nov 18:00"
    assert (end.struck, end.named) == (f"annex_a.xlsx was refused: {PLACE}", ())
    assert "31/02/2026" not in str([row.notice for row in court.rows(OutboxRow)])


def test_what_was_loaded_before_anybody_was_told_is_not_told_any_more(
    sqlite_court: Court,
) -> None:
    court = sqlite_court
    court.evening(MON)
    refuse(court, TUE, loaded_at=at(TUE, 5))
    court.morning(TUE, hour=5)
    court.evening(TUE)
    court.morning(TUE, hour=6)
    assert [line.rpartition(" ")[2] for line in told(court)] == ["(dropped)"]


OTHERS: list[tuple[dict[str, Any], ExtractKind, bool]] = [
    ({}, ExtractKind.ALLOCATIONS, True),
    ({}, ExtractKind.WORKFORCE, False),
    ({"kind": ExtractKind.WORKFORCE}, ExtractKind.WORKFORCE, True),
    ({"kind": None}, ExtractKind.WORKFORCE, True),  # nobody knows what it should have been
]


@pytest.mark.parametrize(("given", "kind", "ended"), OTHERS)
def test_only_a_load_of_its_kind_ends_it(
    sqlite_court: Court, given: dict[str, Any], kind: ExtractKind, ended: bool
) -> None:
    court = sqlite_court
    court.evening(MON)
    refuse(court, TUE, **given)
    court.morning(TUE)
    with court.database.transaction() as session:
        a_load(session, kind, TUE)
    court.morning(TUE, hour=9)
    assert ("dropped" in told(court)[0]) is ended


NOT_TOLD: list[Callable[[Court], object]] = [
    lambda court: refuse(court, TUE, decided_at=at(TUE), decided_by=ANALYST),
    lambda court: refuse(court, TUE, status=LoadStatus.HELD),
    lambda court: refuse(court, TUE, problems=0),  # by another file's problems
    lambda court: refuse(court, FRI, loaded_at=at(FRI, 6) - timedelta(days=7)),
]


@pytest.mark.parametrize("happens", NOT_TOLD)
def test_what_is_no_refusal_or_no_news_is_not_told(
    sqlite_court: Court, happens: Callable[[Court], object]
) -> None:
    happens(sqlite_court)
    sqlite_court.morning(FRI)
    assert told(sqlite_court) == []


def test_a_file_that_came_with_it_is_named(sqlite_court: Court) -> None:
    court = sqlite_court
    refuse(court, TUE)
    refuse(court, TUE, problems=0, file="workforce.xlsx", kind=ExtractKind.WORKFORCE)
    court.morning(TUE)
    (row,) = court.rows(OutboxRow)
    assert "workforce.xlsx came with it and was not loaded either." in row.notice["plain"]


def test_what_is_being_sent_at_that_moment_is_ended_by_a_later_tick(
    sqlite_court: Court,
) -> None:
    court = sqlite_court
    court.evening(MON)
    refuse(court, TUE)
    court.morning(TUE)
    _set_state(court.database, OutboxState.SENDING)
    court.evening(TUE)
    court.morning(TUE, hour=20)
    _set_state(court.database, OutboxState.SENT)
    assert len(told(court)) == 1
    court.morning(TUE, hour=21)
    assert [line.split()[0] for line in told(court)] == ["post", "edit"]


def _set_state(database: Database, state: OutboxState) -> None:
    with database.transaction() as session:
        begun = {"state": state, "begun_at": at(TUE, 8), "channel_id": "D1", "ts": "0001"}
        session.execute(update(OutboxRow).values(begun))

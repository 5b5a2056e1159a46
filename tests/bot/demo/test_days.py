"""The demo's clock goes forward, and the authority's files come, or do not."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from alerts.calendar import WorkingCalendar
from bot.demo.authority import Evening
from bot.demo.clock import ZONE, DemoClock
from bot.demo.coming_days import ComingDays
from bot.demo.days import DemoDays, DemoHooks
from bot.demo.mishaps import broken, short, teams_left_out
from models.database import Database
from models.loads import Load
from models.vocabulary import ExtractKind, LoadStatus
from tests.bot.demo.reading import LAST_DAY, open_cases

CALENDAR = WorkingCalendar()
MONDAY = "2026-11-23 08:45"

Begin = Callable[..., DemoDays]


@pytest.fixture
def database(demo_template: Path, tmp_path: Path) -> Iterator[Database]:
    """The last weeks of the history, in a file of the test's own."""
    shutil.copyfile(demo_template, tmp_path / "caseload.db")
    database = Database(f"sqlite:///{tmp_path / 'caseload.db'}")
    yield database
    database.close()


@pytest.fixture
def begin(database: Database, coming: Callable[[], ComingDays]) -> Begin:
    """The days, going on from a moment in local time."""

    def from_(start: str = MONDAY, hooks: DemoHooks | None = None) -> DemoDays:
        clock = DemoClock(lambda: datetime(2026, 1, 1, tzinfo=UTC), local(start))
        return DemoDays(database, clock, CALENDAR, coming, hooks)

    return from_


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def now_and_as_at(days: DemoDays) -> tuple[str, str]:
    state = days.state()
    assert state.as_at is not None
    return tuple(
        each.astimezone(ZONE).strftime("%a %d %b %H:%M") for each in (state.now, state.as_at)
    )  # type: ignore[return-value]


def loads(database: Database, status: LoadStatus) -> list[tuple[ExtractKind | None, date]]:
    with database.look() as session:
        found = session.scalars(
            select(Load)
            .where(col(Load.status) == status, col(Load.as_at_day) > LAST_DAY)
            .order_by(col(Load.id))
        )
        return [(load.kind, load.as_at_day) for load in found]


def test_the_next_day_brings_the_evenings_files(begin: Begin, database: Database) -> None:
    days = begin()
    assert now_and_as_at(days) == ("Mon 23 Nov 08:45", "Fri 20 Nov 18:00")
    told = days.advance()
    assert told.startswith("It is Tue 24 Nov 08:45. The files of Mon 23 Nov were loaded: ")
    assert now_and_as_at(days) == ("Tue 24 Nov 08:45", "Mon 23 Nov 18:00")
    with database.look() as session:
        loaded = session.scalars(select(Load).order_by(col(Load.id).desc())).first()
    assert loaded is not None
    assert loaded.loaded_at.astimezone(ZONE) == local("2026-11-24 07:00")


def test_over_a_weekend_no_files_come_until_monday(begin: Begin) -> None:
    days = begin("2026-11-27 08:45")
    seen = []
    for _ in range(3):
        told = days.advance()
        seen.append((*now_and_as_at(days), "No files came" in told))
    assert seen == [
        ("Sat 28 Nov 08:45", "Fri 20 Nov 18:00", True),
        ("Sun 29 Nov 08:45", "Fri 20 Nov 18:00", True),
        ("Mon 30 Nov 08:45", "Fri 27 Nov 18:00", False),
    ]


def test_a_week_brings_five_evenings_in_their_order(begin: Begin, database: Database) -> None:
    days = begin()
    assert "The files of 5 evenings were loaded, the last of Fri 27 Nov" in days.advance(7)
    cases = [day.day for kind, day in loads(database, LoadStatus.LOADED) if kind == "allocations"]
    assert cases == [23, 24, 25, 26, 27]


def test_easter_and_the_change_of_the_clocks_bring_no_files_of_their_own(begin: Begin) -> None:
    days = begin("2027-03-26 08:45")  # Good Friday; the clocks go forward on Easter Sunday
    days.advance(3)
    assert now_and_as_at(days) == ("Mon 29 Mar 08:45", "Fri 20 Nov 18:00")
    days.advance()
    assert now_and_as_at(days) == ("Tue 30 Mar 08:45", "Thu 25 Mar 18:00")


def test_while_the_data_is_stopped_it_ages_and_then_the_newest_comes(
    begin: Begin, database: Database
) -> None:
    days = begin()
    assert "stopped" in days.stop_data()
    assert days.state().stopped
    told = days.advance(2)
    assert told == (
        "It is Wed 25 Nov 08:45. The files of 2 evenings did not come: the data is stopped."
    )
    assert now_and_as_at(days) == ("Wed 25 Nov 08:45", "Fri 20 Nov 18:00")
    days.resume_data()
    assert not days.state().stopped
    days.advance()
    assert now_and_as_at(days) == ("Thu 26 Nov 08:45", "Wed 25 Nov 18:00")
    assert {day for _, day in loads(database, LoadStatus.LOADED)} == {date(2026, 11, 25)}


def test_a_broken_file_is_refused_with_its_rows_and_changes_nothing(
    begin: Begin, database: Database
) -> None:
    days = begin()
    days.advance()
    told = days.deliver_broken_file()
    assert told.startswith("The file was not loaded. It was refused with 2 problems. Row 212, ")
    assert "31/02/2026" in told
    assert now_and_as_at(days)[1] == "Mon 23 Nov 18:00"
    assert loads(database, LoadStatus.REFUSED) == [("allocations", date(2026, 11, 23))]


def test_a_file_with_a_third_missing_is_held(begin: Begin, database: Database) -> None:
    days = begin()
    days.advance()
    told = days.deliver_short_file()
    assert (
        "held until an administrator decides, in the app's Home as Priya Raman: open cases fell"
        in told
    )
    assert loads(database, LoadStatus.HELD) == [("allocations", date(2026, 11, 23))]
    assert "were loaded" in days.advance()


def test_a_mishap_can_be_delivered_before_the_first_day_is_over(begin: Begin) -> None:
    days = begin()
    assert "refused" in days.deliver_broken_file()
    assert "held" in days.deliver_short_file()


def test_a_broken_file_is_of_the_evening_that_did_not_come(
    begin: Begin, database: Database
) -> None:
    days = begin()
    days.stop_data()
    days.advance(2)
    days.deliver_broken_file()
    assert loads(database, LoadStatus.REFUSED) == [("allocations", date(2026, 11, 24))]


def test_a_short_file_leaves_whole_teams_out(last_evening: Evening) -> None:
    missing = teams_left_out(last_evening)
    assert missing[:2] == ("Care Leavers", "Court South")
    left = short(last_evening)
    assert {row["team"] for row in left.cases}.isdisjoint(missing)
    share = len(open_cases(left)) / len(open_cases(last_evening))
    assert 0.5 <= share <= 2 / 3


def test_a_broken_file_is_broken_in_two_rows_and_leaves_the_evening_whole(
    last_evening: Evening,
) -> None:
    wrong = broken(last_evening)
    changed = [at for at, row in enumerate(wrong.cases) if row is not last_evening.cases[at]]
    assert changed == [210, 211]
    assert wrong.workforce is None


@pytest.fixture(scope="module")
def last_evening(coming: Callable[[], ComingDays]) -> Evening:
    return coming().evening(LAST_DAY)


def test_whoever_wants_to_know_is_told_after_each_load_and_each_advance(begin: Begin) -> None:
    seen: list[str] = []
    hooks = DemoHooks(
        after_load=lambda: seen.append(f"load {days.state().now:%a %H:%M}"),
        after_advance=lambda: seen.append(f"advance {days.state().now:%a %H:%M}"),
    )
    days = begin(hooks=hooks)
    days.advance(2)
    days.deliver_broken_file()
    assert seen == ["load Tue 07:00", "load Wed 07:00", "advance Wed 08:45", "load Wed 08:45"]


def test_the_state_says_what_is_being_done_and_when_it_is_done(begin: Begin) -> None:
    seen: list[str | None] = []
    days = begin(hooks=DemoHooks(changed=lambda: seen.append(days.state().working)))
    days.advance(2)
    assert seen == [
        "Loading Mon 23 Nov (1 of 2)",
        "Loading Tue 24 Nov (2 of 2)",
        "Looking at what has changed",
        None,
    ]


@pytest.mark.parametrize("number", [0, -1])
def test_days_only_go_on(begin: Begin, number: int) -> None:
    days = begin()
    with pytest.raises(ValueError, match="only go on"):
        days.advance(number)
    assert now_and_as_at(days)[0] == "Mon 23 Nov 08:45"


def test_once_closed_no_more_files_are_loaded(begin: Begin, database: Database) -> None:
    days = begin()
    days.close()
    assert "being closed" in days.advance()
    assert now_and_as_at(days)[0] == "Mon 23 Nov 08:45"
    assert loads(database, LoadStatus.LOADED) == []

"""Held loads that are overtaken by what is loaded, or wait for the workforce beside them."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from models.database import Database
from models.errors import LoadDecided
from models.extracts.held import (
    Decided,
    Decider,
    HeldLoad,
    accept_held,
    held_differences,
    open_held,
    refuse_held,
)
from models.loads import HeldRecords, Load, LoadProblem
from models.vocabulary import ExtractKind, LoadStatus
from tests.conftest import NOW
from tests.models.extracts.authority import (
    FRIDAY,
    LIMITS,
    MONDAY,
    THURSDAY,
    WEDNESDAY,
    Authority,
    Row,
    case,
    cases_of,
    team,
    worker,
)

PRIYA = Decider("priya@example.org", NOW + timedelta(hours=1))
WORKERS = [worker(f"W{number}") for number in range(1, 9)]


def held(database: Database) -> tuple[HeldLoad, ...]:
    with database.look() as session:
        return open_held(session)


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


# Overtaken.


@pytest.mark.parametrize(
    ("day", "hour", "overtaken"),
    [
        (WEDNESDAY, 18, False),
        (THURSDAY, 11, False),
        (THURSDAY, 12, True),  # as at the same moment
        (THURSDAY, 18, True),
        (THURSDAY, 0, True),  # the whole day
        (FRIDAY, 9, True),
    ],
)
def test_a_load_as_at_the_same_time_or_later_overtakes_a_held_one(
    staffed: Authority, day: date, hour: int, overtaken: bool
) -> None:
    staffed.cases(*cases_of("W1", 8), day=MONDAY)
    staffed.cases(case("C1"), day=THURSDAY, as_at=at(THURSDAY, 12))
    (load,) = held(staffed.database)
    assert (
        staffed.cases(*cases_of("W1", 9), day=day, as_at=at(day, hour)).status is LoadStatus.LOADED
    )
    assert (held(staffed.database) == ()) is overtaken
    assert staffed.rows(Load)[-2].status is LoadStatus.HELD
    if overtaken:
        with pytest.raises(LoadDecided, match="Newer allocations have been loaded since, as at"):
            accept_held(staffed.database, load.id, PRIYA)
    else:
        assert accept_held(staffed.database, load.id, PRIYA).status is LoadStatus.LOADED


def test_accepting_the_file_on_the_command_line_closes_the_held_load(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 8), day=THURSDAY)
    staffed.cases(case("C1"))
    staffed.cases(case("C1"), accept=True)
    assert held(staffed.database) == ()
    assert staffed.rows(HeldRecords) == []


def test_accepting_one_of_two_held_loads_overtakes_the_older(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 8), day=WEDNESDAY)
    staffed.cases(case("C1"), day=THURSDAY)
    staffed.cases(case("C2"), day=FRIDAY)
    newest, older = held(staffed.database)
    accept_held(staffed.database, newest.id, PRIYA)
    assert held(staffed.database) == ()
    with pytest.raises(LoadDecided, match="Newer allocations have been loaded since"):
        refuse_held(staffed.database, older.id, PRIYA.by, PRIYA.now)


def test_accepting_the_older_of_two_held_loads_leaves_the_newer_open(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 8), day=WEDNESDAY)
    staffed.cases(case("C1"), day=THURSDAY)
    staffed.cases(case("C2"), day=FRIDAY)
    newest, older = held(staffed.database)
    accept_held(staffed.database, older.id, PRIYA)
    assert [load.id for load in held(staffed.database)] == [newest.id]
    assert accept_held(staffed.database, newest.id, PRIYA).status is LoadStatus.LOADED


def test_a_workforce_does_not_overtake_allocations(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 8), day=THURSDAY)
    staffed.cases(case("C1"))
    staffed.workforce(*WORKERS[:5])
    assert len(held(staffed.database)) == 1


# Waiting for a workforce.


@pytest.fixture
def staff(authority: Authority) -> Authority:
    """Eight workers, of whom W1 holds eight cases since Thursday."""
    authority.workforce(*WORKERS, day=THURSDAY)
    authority.cases(*cases_of("W1", 8), day=THURSDAY)
    return authority


def both(
    authority: Authority, *cases: Row, teams: tuple[Row, ...] = ()
) -> tuple[HeldLoad, HeldLoad]:
    """A workforce that fell from eight to three, with allocations; both are held."""
    paths: tuple[Path, ...] = (
        authority.staff_files(*WORKERS[:3], teams=[team("Court North"), *teams], limits=LIMITS),
        authority.cases_file(*cases),
    )
    authority.load(*paths)
    allocations, workforce = held(authority.database)
    assert (workforce.kind, allocations.kind) == (ExtractKind.WORKFORCE, ExtractKind.ALLOCATIONS)
    return workforce, allocations


def accept(authority: Authority, load: HeldLoad) -> Decided:
    return accept_held(authority.database, load.id, PRIYA)


def test_allocations_wait_until_their_workforce_is_decided(staff: Authority) -> None:
    workforce, allocations = both(staff, *cases_of("W1", 9))
    assert (workforce.waits, allocations.waits) == (False, True)
    assert allocations.reasons == (
        "the workforce extract in the same import is held, and has to be decided first",
    )
    with pytest.raises(LoadDecided, match="waits for the workforce extract of the same import"):
        accept(staff, allocations)
    with staff.database.look() as session:
        _, found = held_differences(session, allocations.id, NOW)
    assert found.total.change == 1


def test_believed_allocations_are_loaded_with_their_workforce(staff: Authority) -> None:
    new = team("Court East")
    workforce, _ = both(
        staff, *cases_of("W1", 8), case("C1", None, team="Court East"), teams=(new,)
    )
    decided = accept(staff, workforce)
    (waited,) = decided.waited
    assert (decided.status, waited.status) == (LoadStatus.LOADED, LoadStatus.LOADED)
    assert waited.counts["open_cases"] == 9
    assert staff.case("C1").team_id is not None
    assert staff.rows(HeldRecords) == []


def test_doubtful_allocations_are_then_held_for_their_own_reasons(staff: Authority) -> None:
    workforce, _ = both(staff, case("C1"))
    (waited,) = accept(staff, workforce).waited
    assert waited.status is LoadStatus.HELD
    (load,) = held(staff.database)
    assert (load.waits, load.reasons) == (False, ("open cases fell from 8 to 1 (−88 %)",))
    assert load.counts["open_cases"] == 1
    assert accept(staff, load).status is LoadStatus.LOADED
    assert staff.holder("C1") == "W1"


def test_wrong_allocations_are_then_refused_with_their_problems(staff: Authority) -> None:
    workforce, allocations = both(staff, *cases_of("W1", 8), case("C1", team="Court Norht"))
    decided = accept(staff, workforce)
    (waited,) = decided.waited
    assert (decided.status, waited.status) == (LoadStatus.LOADED, LoadStatus.REFUSED)
    (problem,) = staff.rows(LoadProblem)
    assert (problem.load_id, problem.row, problem.column) == (allocations.id, 10, "team")
    assert held(staff.database) == ()


def test_allocations_whose_workforce_is_refused_can_be_decided_alone(staff: Authority) -> None:
    workforce, _ = both(staff, *cases_of("W1", 9))
    refuse_held(staff.database, workforce.id, PRIYA.by, PRIYA.now)
    (load,) = held(staff.database)
    assert (load.waits, load.reasons) == (
        False,
        ("the workforce extract in the same import was not loaded",),
    )
    assert accept(staff, load).status is LoadStatus.LOADED


def test_the_same_pair_again_is_not_kept_twice(staff: Authority) -> None:
    both(staff, *cases_of("W1", 9))
    before = [load.id for load in held(staff.database)]
    both(staff, *cases_of("W1", 9))
    assert [load.id for load in held(staff.database)] == before


def test_allocations_then_wait_for_the_workforce_they_came_with_last(staff: Authority) -> None:
    both(staff, *cases_of("W1", 9))
    staff.load(staff.staff_files(*WORKERS[:4]), staff.cases_file(*cases_of("W1", 9)))
    newest = held(staff.database)[0]
    assert newest.kind is ExtractKind.WORKFORCE
    (waited,) = accept(staff, newest).waited
    assert waited.status is LoadStatus.LOADED
    assert held(staff.database) == ()


def test_allocations_that_came_alone_as_well_are_open_on_their_own(staff: Authority) -> None:
    both(staff, case("C1"))
    staff.cases(case("C1"))
    own = held(staff.database)[0]
    assert not own.waits
    assert accept(staff, own).status is LoadStatus.LOADED
    assert [load.kind for load in held(staff.database)] == [ExtractKind.WORKFORCE]


# What is said of a held load.


def test_a_held_load_says_what_is_usual_and_which_teams_are_missing(staffed: Authority) -> None:
    south = [case(f"S{number}", None, team="Court South") for number in range(2)]
    for day, number in enumerate((20, 20, 21, 20, 20), start=9):
        staffed.cases(*cases_of("W1", number), *south, day=date(2026, 11, day))
    load = staffed.cases(*cases_of("W1", 9), day=FRIDAY)
    assert load.reasons == (
        "open cases fell from 22 to 9 (−59 %)",
        "usual change in a day: −4 to +4 %",
        "teams missing from the file: Court South",
    )
    assert held(staffed.database)[0].reasons == load.reasons

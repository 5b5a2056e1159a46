"""Staffing out of the database: the book of a scope, targets' paths, and what a load leaves."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path as FilePath

import pytest
from sqlmodel import Session

from models.access import Scope, ScopeKind
from models.database import Database
from models.errors import NoData
from models.limits import Target
from models.organisation import Team
from models.staffing.book import EmployedCost, StaffingBook
from models.staffing.filling import fills, vacancies
from models.staffing.parts import Parts, parts_on
from models.staffing.paths import all_paths, paths_for
from models.staffing.queries import gather_staffing
from models.staffing.snapshots import parts_about, staffing_history, write_staffing
from models.staffing.targets import Step
from models.vocabulary import AgencyBasis, Employment, ExtractKind, Funding, Measure, Role
from models.workforce import Post, PostHolder, Worker
from tests.build import FRIDAY, a_load, a_service, a_team, a_worker, saved
from tests.models.extracts.authority import STAFF, THURSDAY, TUESDAY, Authority, post, worker

WEEK = timedelta(days=7)
AGENCY = {"employment": Employment.AGENCY, "agency_basis": AgencyBasis.SUPERNUMERARY}


def a_post(
    session: Session, team: Team, post_id: str, holder: Worker | None = None, fte: float = 1.0
) -> None:
    """A case holder's post on base budget."""
    post_row = Post(
        post_id=post_id, team_id=team.id, role=Role.CASE_HOLDER, fte=fte, funding=Funding.BASE
    )
    row = saved(session, post_row)
    if holder is not None:
        saved(session, PostHolder(post_id=row.id, worker_id=holder.id))


def a_staffed_authority(session: Session) -> tuple[Team, Team]:
    """North: Sam, half of Ana's time, an agency worker. South: the other half of Ana's."""
    service = a_service(session)
    north, south = a_team(session, "North", service), a_team(session, "South", service)
    sam = a_worker(session, north, "Sam", weekly_cost=1000.0)
    ana = a_worker(session, south, "Ana", weekly_cost=900.0, fte=0.8)
    a_worker(session, north, "Kit", weekly_cost=1600.0, **AGENCY)
    a_worker(session, north, "Jo", left_on=FRIDAY - WEEK)
    a_post(session, north, "a", sam)
    a_post(session, north, "b", ana, 0.4)
    a_post(session, south, "c", ana, 0.4)
    a_post(session, south, "d")
    return north, south


def with_ids(book: StaffingBook) -> tuple[set[str], set[str]]:
    return {w.name for w in book.workers}, {p.reference for p in book.posts}


def test_a_teams_book_has_whoever_fills_its_posts(database: Database) -> None:
    with database.transaction() as session:
        north, south = a_staffed_authority(session)
        a_load(session, ExtractKind.WORKFORCE, FRIDAY)
        whole, part = gather_staffing(session), gather_staffing(session, [north.id])
    assert with_ids(whole) == ({"Sam", "Ana", "Kit", "Jo"}, {"a", "b", "c", "d"})
    assert with_ids(part) == ({"Sam", "Ana", "Kit", "Jo"}, {"a", "b", "c"})
    assert parts_on(part) == parts_on(whole.of_teams([north.id]))
    assert [fill.vacant_fte for fill in fills(part, FRIDAY)] == [0, 0]
    assert parts_on(whole).vacant_fte == 1
    assert parts_on(part).agency_weekly_premium == pytest.approx(1600 - 1900 / 1.8)
    assert part.employed_costs == {Role.CASE_HOLDER: EmployedCost(1900.0, 1.8)}
    assert list(whole.teams) == [north.id, south.id]


def test_without_a_workforce_there_is_no_staffing(database: Database) -> None:
    with database.transaction() as session, pytest.raises(NoData, match="no workforce extract"):
        gather_staffing(session)


@pytest.mark.parametrize(
    ("allocations", "day"),
    [(None, FRIDAY), (FRIDAY - WEEK, FRIDAY), (FRIDAY + WEEK, FRIDAY + WEEK)],
)
def test_the_figures_are_of_the_newest_loads_day_and_as_at_the_workforce(
    sqlite_database: Database, allocations: date | None, day: date
) -> None:
    with sqlite_database.transaction() as session:
        a_load(session, ExtractKind.WORKFORCE, FRIDAY - 2 * WEEK)
        workforce = a_load(session, ExtractKind.WORKFORCE, FRIDAY)
        if allocations is not None:
            a_load(session, ExtractKind.ALLOCATIONS, allocations)
        book = gather_staffing(session)
    assert (book.day, book.as_at, book.listed_on) == (day, workforce.as_at, FRIDAY)
    assert book.first_listed_on == FRIDAY - 2 * WEEK


def test_a_scope_has_its_own_paths_and_not_those_above_it(database: Database) -> None:
    with database.transaction() as session:
        team = a_team(session)
        for target in (
            Target(measure="agency_fte", value=12, from_on=FRIDAY),
            Target(measure="agency_fte", value=20, from_on=FRIDAY - WEEK),
            Target(measure="vacancy_rate", value=9, from_on=FRIDAY, team_id=team.id),
            Target(measure="opened", value=9, from_on=FRIDAY, service_id=team.service_id),
        ):
            saved(session, target)
        (agency,) = paths_for(session, Scope(ScopeKind.AUTHORITY, None, "Northmere", None))
        (vacancy,) = paths_for(session, Scope(ScopeKind.TEAM, team.id, team.name, None))
        for kind, number in ((ScopeKind.SERVICE, team.service_id), (ScopeKind.TEAM, None)):
            assert paths_for(session, Scope(kind, number, "nobody's", None)) == ()
        every = all_paths(session)
    assert agency.steps == (Step(20, FRIDAY - WEEK), Step(12, FRIDAY))
    assert (vacancy.measure, vacancy.value_on(FRIDAY)) == (Measure.VACANCY_RATE, 9)
    assert every == (agency, vacancy)


def test_history_gives_the_parts_back_as_they_were_written(database: Database) -> None:
    with database.transaction() as session:
        _, south = a_staffed_authority(session)
        a_load(session, ExtractKind.WORKFORCE, FRIDAY)
        book = gather_staffing(session)
        for day in (FRIDAY - WEEK, FRIDAY - 2 * WEEK, FRIDAY, FRIDAY):
            write_staffing(session, replace(book, day=day))
        whole = staffing_history(session, None, FRIDAY - WEEK)
        (of_south,) = staffing_history(session, [south.id], FRIDAY)
    assert [day for day, _ in whole] == [FRIDAY - WEEK, FRIDAY]
    assert [parts for _, parts in whole] == [parts_on(book, day) for day, _ in whole]
    assert of_south == (FRIDAY, parts_on(book.of_teams([south.id])))
    assert [parts.in_post_headcount for _, parts in whole] == [3, 2]


@pytest.mark.parametrize(
    ("days", "found"),
    [
        pytest.param(0, FRIDAY, id="a load of the day"),
        pytest.param(3, FRIDAY, id="a few days after it"),
        pytest.param(4, None, id="half a week without a load"),
        pytest.param(-3, FRIDAY, id="a few days before it"),
        pytest.param(-4, FRIDAY - WEEK, id="nearer to the load before"),
        pytest.param(-11, None, id="long before the first load"),
    ],
)
def test_a_day_in_history_is_that_of_the_nearest_load(days: int, found: date | None) -> None:
    history = [(FRIDAY - WEEK, Parts()), (FRIDAY, Parts())]
    about = parts_about(history, FRIDAY + timedelta(days=days))
    assert (about and about[0]) == found


def test_a_team_no_longer_listed_is_remembered_while_it_has_leavers(
    sqlite_database: Database,
) -> None:
    with sqlite_database.transaction() as session:
        a_team(session, "empty", dropped_on=FRIDAY)
        closed = a_team(session, "closed", dropped_on=FRIDAY)
        a_worker(session, closed, left_on=FRIDAY - WEEK)
        a_load(session, ExtractKind.WORKFORCE, FRIDAY)
        write_staffing(session, gather_staffing(session))
        ((_, parts),) = staffing_history(session, None, FRIDAY)
        ((_, of_team),) = staffing_history(session, [closed.id], FRIDAY)
    assert parts.leavers_fte == of_team.leavers_fte == 1


@pytest.mark.parametrize(
    ("holder", "since"),
    [
        pytest.param(worker("W1", left_on="2026-11-18"), THURSDAY, id="left"),
        pytest.param(worker("W1", left_on="2026-12-18"), None, id="leaves later"),
        pytest.param(worker("W1"), None, id="moved to another post"),
        pytest.param(None, FRIDAY, id="gone from the list"),
    ],
)
def test_each_load_writes_the_day_and_remembers_who_left_a_post(
    sqlite_database: Database, tmp_path: FilePath, holder: dict[str, object] | None, since: date
) -> None:
    authority = Authority(sqlite_database, tmp_path)
    authority.workforce(*STAFF, day=THURSDAY, posts=[post("P1", held_by="W1")])
    staff = [holder, *STAFF[1:]] if holder else STAFF[1:]
    authority.workforce(*staff, posts=[post("P1")], accept=True)
    with sqlite_database.look() as session:
        (vacancy,) = vacancies(gather_staffing(session))
        history = staffing_history(session, None, THURSDAY)
    assert vacancy.since == since
    assert [(day, parts.vacant_fte) for day, parts in history] == [(THURSDAY, 0), (FRIDAY, 1)]


#  who fills the post after W1 left and before it is vacant again: vacant since
REFILLED = [
    pytest.param("W2", None, id="filled since: the first leaver says nothing"),
    pytest.param("W3", THURSDAY, id="filled in part: vacant since then"),
    pytest.param("W4", THURSDAY, id="covered by agency: vacant since then"),
    pytest.param("W3; W5", None, id="filled by a job share"),
]


@pytest.mark.parametrize(("then", "since"), REFILLED)
def test_a_vacancy_goes_back_only_to_when_the_post_was_last_full(
    sqlite_database: Database, tmp_path: FilePath, then: str, since: date | None
) -> None:
    authority = Authority(sqlite_database, tmp_path)
    gone = worker("W1", left_on="2026-11-18")
    agency = worker("W4", employment="agency", agency_basis="vacancy")
    others = (worker("W2"), worker("W3", fte=0.5), agency, worker("W5", fte=0.5))
    authority.workforce(worker("W1"), *others, day=TUESDAY, posts=[post("P1", held_by="W1")])
    authority.workforce(gone, *others, day=THURSDAY, posts=[post("P1", held_by=then)])
    authority.workforce(gone, *others, posts=[post("P1")], accept=True)
    with sqlite_database.look() as session:
        (vacancy,) = vacancies(gather_staffing(session))
    assert vacancy.since == since

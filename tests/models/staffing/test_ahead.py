"""What is read for courses and targets alone says of them just what the whole book says."""

from datetime import date, timedelta
from random import Random

import pytest
from sqlmodel import Session

from models.database import Database
from models.organisation import Team
from models.staffing.agency import agency_workers, supernumerary_past_end
from models.staffing.ahead import gather_ahead
from models.staffing.book import StaffingBook, years_before
from models.staffing.events import events, funding_ends
from models.staffing.parts import parts_by_team, parts_on
from models.staffing.projection import MOVED_BY, project_all
from models.staffing.queries import gather_staffing
from models.staffing.snapshots import parts_written, write_staffing
from models.vocabulary import AgencyBasis, Employment, ExtractKind, Funding, Role
from models.workforce import Post, PostHolder, Spell, Worker
from tests.build import FRIDAY, a_load, a_service, a_team, a_worker, saved

YEAR_ON = years_before(FRIDAY, -1)
NAMES = [f"{given} {family}" for given in ("Ana", "Kit", "Sam") for family in ("Example", "Strand")]
OTHERS = 30
"""Workers and posts without a date ahead, which nothing but chance puts beside one that has."""


def some_day(random: Random, *, likely: float) -> date | None:
    known = random.random() < likely
    return FRIDAY + timedelta(days=random.randint(-40, 120)) if known else None


def some_worker(session: Session, team: Team, random: Random, number: int) -> Worker:
    name = random.choice(NAMES) if random.random() < 0.2 else f"Worker {number}"
    agency = random.random() < 0.25
    started_on = some_day(random, likely=0.2)
    left_on = some_day(random, likely=0.3)
    if started_on and left_on and left_on < started_on:
        started_on, left_on = left_on, started_on
    return a_worker(
        *(session, team, name),
        started_on=started_on,
        left_on=left_on,
        role=random.choice([Role.CASE_HOLDER, Role.FIRST_LINE_MANAGER, Role.FAMILY_SUPPORT]),
        fte=random.choice([0.4, 0.6, 1.0]),
        employment=Employment.AGENCY if agency else Employment.PERMANENT,
        agency_basis=random.choice([*AgencyBasis, None]) if agency else None,
        weekly_cost=random.choice([900.0, 1500.0, None]),
        dropped_on=random.choice([None, None, None, FRIDAY]),
    )


def some_post(session: Session, team: Team, random: Random, number: int) -> Post:
    funding = random.choice(list(Funding))
    post = Post(
        post_id=f"P{number}",
        team_id=team.id,
        role=random.choice([Role.CASE_HOLDER, Role.FAMILY_SUPPORT]),
        fte=random.choice([0.5, 1.0]),
        funding=funding,
        funded_until=some_day(random, likely=0.5) if funding is Funding.TIME_LIMITED else None,
        created_on=some_day(random, likely=0.1),
        deleted_on=some_day(random, likely=0.1),
    )
    return saved(session, post)


def an_authority(session: Session, seed: int) -> None:
    """Three teams, one of them perhaps with a last day, and thirty workers and posts or more."""
    random = Random(seed)
    a_load(session, ExtractKind.WORKFORCE, FRIDAY)
    service = a_service(session)
    teams = [a_team(session, name, service) for name in ("North", "South", "East")]
    teams[2].ends_on = random.choice([None, FRIDAY + timedelta(days=30)])
    workers = [some_worker(session, random.choice(teams), random, n) for n in range(OTHERS)]
    for number in range(OTHERS):
        post = some_post(session, random.choice(teams), random, number)
        for worker in random.sample(workers, random.choice([0, 1, 1, 1, 2])):
            saved(session, PostHolder(post_id=post.id, worker_id=worker.id))
    for worker in random.sample(workers, 6):
        if worker.started_on is not None:
            spell = Spell(
                worker_id=worker.id,
                team_id=random.choice(teams).id,
                role=worker.role,
                fte=0.5,
                employment=Employment.PERMANENT,
                left_on=worker.started_on - timedelta(days=random.randint(1, 60)),
            )
            saved(session, spell)


def told(book: StaffingBook, whole: StaffingBook) -> tuple[object, ...]:
    """All that targets are judged by, and what is said with them."""
    parts = parts_on(whole)
    courses = project_all(book, MOVED_BY, YEAR_ON, parts)
    holding = [worker.worker_id for worker in whole.workers]
    ends = [(end.last_day, end.fte, end.staying) for end in funding_ends(book, YEAR_ON)]
    return (
        [(course.measure, course.points, course.assumptions) for course in courses],
        events(book, YEAR_ON),
        agency_workers(book),
        supernumerary_past_end(book, holding),
        ends,
    )


@pytest.mark.parametrize("seed", range(12))
def test_all_that_is_ahead_is_read_and_whatever_bears_on_it(
    sqlite_database: Database, seed: int
) -> None:
    with sqlite_database.transaction() as session:
        an_authority(session, seed)
        whole, ahead = gather_staffing(session), gather_ahead(session)
    assert told(ahead, whole) == told(whole, whole)
    assert ahead.teams == whole.teams


def test_it_is_read_from_both_databases_and_leaves_out_who_just_works_there(
    database: Database,
) -> None:
    with database.transaction() as session:
        an_authority(session, 5)
        team = a_team(session, "West", a_service(session, "Court"))
        stays = [a_worker(session, team, f"Stays {n}").id for n in range(5)]
        whole, ahead = gather_staffing(session), gather_ahead(session)
    assert told(ahead, whole) == told(whole, whole)
    assert not set(stays) & set(ahead.by_id())
    assert len(ahead.posts) < len(whole.posts)


def test_what_a_load_wrote_of_the_day_is_what_the_whole_book_comes_to(database: Database) -> None:
    with database.transaction() as session:
        an_authority(session, 7)
        whole = gather_staffing(session)
        assert parts_written(session, whole.day) == {}
        write_staffing(session, whole)
        written = parts_written(session, whole.day)
    for team_id, parts in parts_by_team(whole).items():
        for name in ("vacant_fte", "agency_fte", "leavers_fte", "agency_weekly_premium"):
            assert getattr(written[team_id], name) == getattr(parts, name)

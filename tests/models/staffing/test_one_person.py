"""One person in several rows, however the name is written, and in earlier spells."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlmodel import Session

from models.database import Database
from models.organisation import Service, Team
from models.staffing.apart import books_apart
from models.staffing.parts import parts_by_team, parts_on, total
from models.staffing.projection import project_all
from models.staffing.queries import gather_staffing
from models.vocabulary import AgencyBasis, Employment, ExtractKind, Measure, Role
from models.workforce import Spell, Worker
from tests.build import FRIDAY, a_load, a_service, a_team, a_worker, saved
from tests.models.staffing import making

DAY = timedelta(days=1)
LEFT = date(2026, 5, 31)

SPELLINGS: tuple[Callable[[str, str], str], ...] = (
    lambda given, family: f"{given} {family}",
    lambda given, family: f"{family}, {given}",
    lambda given, family: f" {family.upper()} ,{given.lower()} ",
    lambda given, family: f"{given}\u00a0\u00a0{family}",
    lambda given, family: f"{given} {family}".replace("'", "\u2019"),
    lambda given, family: f"{given} {family}".replace("a", "\u00e4").replace("e", "e\u0301"),
    lambda given, family: f"{given}-{family}",
    lambda given, family: "".join(
        chr(ord(letter) + 0xFEE0) if letter.isalpha() else letter for letter in f"{given} {family}"
    ),
)
NAMES = st.builds(
    lambda spelt, person: spelt(*person),
    st.sampled_from(SPELLINGS),
    st.sampled_from([("Sam", "O'Hara"), ("Ana", "Example"), ("Kit", "Strand")]),
)


@pytest.mark.parametrize("spelt", SPELLINGS)
def test_a_move_is_seen_however_the_name_is_written(spelt: Callable[[str, str], str]) -> None:
    left = making.a_worker(1, name="Sam O'Hara", left_on=LEFT)
    came = making.a_worker(2, name=spelt("Sam", "O'Hara"), started_on=LEFT + DAY, team_id=2)
    whole = making.a_book(making.a_team(1), making.a_team(2), left, came)
    for book in (whole, *books_apart(whole, {1: [1], 2: [2]}).values()):
        parts = parts_on(book)
        assert (parts.leavers_fte, parts.starters_fte) == (0, 0)


DAYS = st.none() | st.integers(-400, -1).map(lambda days: FRIDAY + timedelta(days=days))
ROLES = st.sampled_from([Role.CASE_HOLDER, Role.FAMILY_SUPPORT])
FTES = st.sampled_from([0.2, 0.57, 1.0])


def some_people(session: Session, teams: list[Team], data: st.DataObject) -> None:
    """A few rows of a few people, and earlier times of some of them."""
    for _ in range(data.draw(st.integers(1, 6))):
        employment = data.draw(st.sampled_from(Employment))
        row = a_worker(
            session,
            data.draw(st.sampled_from(teams)),
            data.draw(NAMES),
            role=data.draw(ROLES),
            fte=data.draw(FTES),
            employment=employment,
            agency_basis=AgencyBasis.VACANCY if employment is Employment.AGENCY else None,
            started_on=data.draw(DAYS),
            left_on=data.draw(DAYS),
        )
        for _ in range(data.draw(st.integers(0, 1))):
            spell = Spell(
                worker_id=row.id,
                team_id=data.draw(st.sampled_from(teams)).id,
                role=data.draw(ROLES),
                fte=data.draw(FTES),
                employment=data.draw(st.sampled_from(Employment)),
                left_on=data.draw(DAYS) or FRIDAY,
            )
            saved(session, spell)


def three_teams(session: Session) -> list[Team]:
    service = a_service(session)
    a_load(session, ExtractKind.WORKFORCE, FRIDAY)
    return [a_team(session, name, service) for name in ("North", "South")] + [
        a_team(session, "West", a_service(session))
    ]


@settings(
    max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_a_teams_own_figures_are_its_part_of_the_authoritys(
    sqlite_database: Database, data: st.DataObject
) -> None:
    with sqlite_database.transaction() as session:
        for table in (Spell, Worker, Team, Service):
            session.execute(delete(table))
        teams = three_teams(session)
        some_people(session, teams, data)
        whole = gather_staffing(session)
        parts = parts_by_team(whole)
        apart = books_apart(whole, {team.id: [team.id] for team in teams})
        for team in teams:
            assert parts_on(gather_staffing(session, [team.id])) == parts[team.id]
            assert parts_on(apart[team.id]) == parts[team.id]
        service = [team.id for team in teams[:2]]
        of_service = parts_on(gather_staffing(session, service))
        assert asdict(of_service) == pytest.approx(asdict(total(parts[t] for t in service)))
    assert asdict(parts_on(whole)) == pytest.approx(asdict(total(parts.values())))


def test_a_team_remembers_who_left_it_and_came_back_elsewhere(database: Database) -> None:
    with database.transaction() as session:
        north, south, _ = three_teams(session)
        back = a_worker(session, south, "Sam O'Hara", started_on=LEFT + 60 * DAY, fte=0.8)
        a_worker(session, south, "Ana Example", started_on=LEFT + DAY)
        moved = a_worker(session, south, "Example, Ana", started_on=LEFT + 90 * DAY, fte=0.5)
        for row, fte in ((back, 0.6), (moved, 1.0)):
            spell = Spell(
                worker_id=row.id,
                team_id=north.id,
                role=row.role,
                fte=fte,
                employment=row.employment,
                left_on=LEFT,
            )
            saved(session, spell)
        of_north, of_south = (gather_staffing(session, [team.id]) for team in (north, south))
        before = parts_on(of_north, LEFT).in_post_fte
    assert (parts_on(of_north).leavers_fte, parts_on(of_north).in_post_fte, before) == (0.6, 0, 1.6)
    assert (parts_on(of_south).starters_fte, parts_on(of_south).in_post_fte) == (1.3, 2.3)


#  the earlier time and what the worker is now: leavers and starters
SPELLS = [
    pytest.param({"left_on": LEFT}, {"started_on": LEFT + 32 * DAY}, (1, 1), id="longer away"),
    pytest.param({"left_on": LEFT}, {"started_on": LEFT + 31 * DAY}, (0, 0), id="a month away"),
    pytest.param(
        {"left_on": LEFT},
        {"started_on": LEFT + DAY, "email": "sam@x.uk"},
        (0, 0),
        id="with an email, and one person all the same",
    ),
    pytest.param(
        {"left_on": date(2025, 1, 31)}, {"started_on": LEFT}, (0, 1), id="left over a year ago"
    ),
    pytest.param(
        {"left_on": LEFT, "role": Role.FAMILY_SUPPORT},
        {"started_on": LEFT + 90 * DAY},
        (0, 1),
        id="was no social worker then",
    ),
    pytest.param(
        {"left_on": LEFT, "started_on": date(2026, 3, 2)},
        {"started_on": LEFT + 90 * DAY},
        (1, 2),
        id="came and left and came within the year",
    ),
    pytest.param(
        {"left_on": LEFT},
        {"started_on": LEFT + 90 * DAY, "left_on": FRIDAY - DAY},
        (2, 1),
        id="left again",
    ),
    pytest.param({"left_on": LEFT}, {"started_on": FRIDAY + DAY}, (1, 0), id="comes tomorrow"),
]


@pytest.mark.parametrize(("then", "now", "flows"), SPELLS)
def test_an_earlier_spell_counts_as_a_time_of_its_own(
    then: dict[str, object], now: dict[str, object], flows: tuple[float, float]
) -> None:
    spell = making.a_worker(1, **{"email": now.get("email"), **then})
    parts = parts_on(making.a_book(making.a_worker(1, **now), spells=(spell,)))
    assert (parts.leavers_fte, parts.starters_fte) == flows


def test_somebody_who_never_came_is_no_leaver() -> None:
    coming = {"started_on": FRIDAY + DAY, "dropped_on": FRIDAY}
    parts = parts_on(making.a_book(making.a_worker(1, **coming)), FRIDAY + 2 * DAY)
    assert (parts.leavers_fte, parts.starters_fte) == (0, 0)


def test_a_time_that_ends_before_a_return_is_known_ends_in_the_projection() -> None:
    last, back = FRIDAY + 10 * DAY, FRIDAY + 60 * DAY
    now = making.a_worker(1, started_on=back)
    book = making.a_book(now, spells=(making.a_worker(1, left_on=last),))
    (in_post,) = project_all(book, [Measure.IN_POST_FTE], FRIDAY + 90 * DAY)
    assert [(point.day, point.value) for point in in_post.points] == [
        (FRIDAY, 1),
        (last + DAY, 0),
        (back, 1),
    ]
    assert [event.happening for event in in_post.events_to(back)] == ["leaves", "starts"]

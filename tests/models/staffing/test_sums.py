"""A service's and the authority's staffing is what its teams' adds up to, whoever is in it."""

from dataclasses import asdict, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.staffing.along import parts_along
from models.staffing.book import StaffingBook, WorkerTerms
from models.staffing.measures import value_of
from models.staffing.parts import parts_by_team, parts_on, total
from models.staffing.projection import MOVED_BY
from models.vocabulary import AgencyBasis, Employment, Funding, Role
from tests.build import FRIDAY
from tests.models.staffing.making import a_book, a_post, a_team, a_worker

DAYS = st.none() | st.integers(-500, 200).map(lambda days: FRIDAY + timedelta(days=days))
FTES = st.sampled_from([0.0, 0.1, 0.2, 0.5, 0.57, 0.6, 1.0])
TEAMS = st.integers(1, 3)
ROLES = st.sampled_from([Role.CASE_HOLDER, Role.FIRST_LINE_MANAGER, Role.FAMILY_SUPPORT])


@st.composite
def workers(draw: st.DrawFn, number: int) -> WorkerTerms:
    employment = draw(st.sampled_from(Employment))
    agency = employment is Employment.AGENCY
    return a_worker(
        number,
        name=draw(st.sampled_from(["Ana O", "O, Ana", "Sam", "SAM ", "Kit"])),
        team_id=draw(TEAMS),
        role=draw(ROLES),
        fte=draw(FTES),
        employment=employment,
        agency_basis=draw(st.none() | st.sampled_from(AgencyBasis)) if agency else None,
        started_on=draw(DAYS),
        left_on=draw(DAYS),
        dropped_on=draw(st.none() | st.just(FRIDAY)),
        qualified_on=draw(DAYS),
        newly_qualified_until=draw(DAYS),
        weekly_cost=draw(st.none() | st.sampled_from([900.0, 1234.5])),
    )


@st.composite
def books(draw: st.DrawFn) -> StaffingBook:
    people = [draw(workers(number)) for number in range(draw(st.integers(0, 6)))]
    posts = [
        a_post(
            number,
            *draw(st.sets(st.integers(0, 6), max_size=3)),
            team_id=draw(TEAMS),
            role=draw(ROLES),
            fte=draw(FTES),
            funding=draw(st.sampled_from(Funding)),
            funded_until=draw(DAYS),
            created_on=draw(DAYS),
            deleted_on=draw(DAYS),
        )
        for number in range(draw(st.integers(0, 5)))
    ]
    back = draw(st.lists(st.sampled_from(people), max_size=3)) if people else []
    spells = [replace(draw(workers(w.worker_id)), name=w.name, dropped_on=None) for w in back]
    teams = (a_team(number) for number in (1, 2, 3))
    return a_book(*teams, *people, *posts, spells=tuple(spells))


@settings(max_examples=25)
@given(book=books(), day=DAYS)
def test_the_teams_add_up_to_the_authority_on_every_day(
    book: StaffingBook, day: date | None
) -> None:
    each = [parts_on(book.of_teams([team_id]), day) for team_id in book.teams]
    assert asdict(total(each)) == pytest.approx(asdict(parts_on(book, day)))
    assert each == list(parts_by_team(book, day).values())


@settings(max_examples=25)
@given(book=books())
def test_what_changes_along_the_coming_days_is_what_each_day_comes_to(book: StaffingBook) -> None:
    for day, parts in parts_along(book, FRIDAY + timedelta(days=200)).items():
        of_day = parts_on(book, day)
        assert [value_of(measure, parts) for measure in MOVED_BY] == [
            value_of(measure, of_day) for measure in MOVED_BY
        ]


@settings(max_examples=25)
@given(book=books())
def test_the_parts_of_posts_and_of_agency_are_the_whole(book: StaffingBook) -> None:
    parts = parts_on(book)
    funded = parts.base_fte + parts.time_limited_fte + parts.unfunded_fte
    assert funded == pytest.approx(parts.posts_fte)
    assert 0 <= parts.vacant_fte <= parts.posts_fte
    reasons = parts.agency_vacancy_fte + parts.agency_absence_fte + parts.supernumerary_fte
    assert reasons + parts.agency_unknown_fte == pytest.approx(parts.agency_fte)

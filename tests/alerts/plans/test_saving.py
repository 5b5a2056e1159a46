"""Plans kept by name, read again as they were, and laid beside what then happened."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlmodel import Session

from alerts.plans.baseline import baseline
from alerts.plans.beside import (
    Actual,
    actual_days,
    beside,
    beside_headline,
    expected_on,
    monthly,
)
from alerts.plans.plan import Input, PlanInputs, PlanRefused
from alerts.plans.saving import (
    Saving,
    inputs_as_json,
    inputs_from_json,
    load_plan,
    save_plan,
    saved_plans,
)
from alerts.plans.starting import Baseline, make_inputs
from models.access import Scope, ScopeKind
from models.database import Database
from models.errors import NoData, NotFound
from models.figures.book import Book
from models.figures.queries import gather_book
from models.figures.snapshots import write_snapshots
from models.limits import Limit
from models.plans import SavedPlan
from models.vocabulary import AgencyBasis, Employment, Funding, LimitScope, Role
from models.workforce import Post
from tests.alerts.plans.worked import ALL, BROMLEY
from tests.build import FRIDAY, a_case, a_limit_row, a_team, a_worker, at_six, cases, loaded, saved

LONDON = ZoneInfo("Europe/London")
AUTHORITY = Scope(ScopeKind.AUTHORITY, None, "Northmere", None)
SAVING = Saving("ada@example.gov.uk", at_six(FRIDAY), FRIDAY)


def said(value: float) -> Input:
    return Input(value, given=True, source="said")


FALLING: PlanInputs = make_inputs(
    {"cases_change": said(-120), "posts": said(20), "recruit_weeks": said(0), "years": said(2)},
    Baseline(cases=said(2_000), fte=said(100), turnover=said(0)),
)


@pytest.mark.parametrize("name", ALL)
def test_inputs_are_read_again_as_they_were_written(name: str) -> None:
    inputs = ALL[name].inputs
    assert inputs_from_json(inputs_as_json(inputs)) == inputs


@pytest.mark.parametrize("wrong", [{}, {"cases": 1}, {"cases": {"value": "many"}}])
def test_inputs_of_another_version_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(PlanRefused, match="saved by another version"):
        inputs_from_json({**inputs_as_json(BROMLEY.inputs), **wrong} if wrong else {})


def test_plans_are_saved_listed_and_found_by_name_once_each(database: Database) -> None:
    with database.transaction() as session:
        team = a_team(session, "Court North")
        of_team = Scope(ScopeKind.TEAM, team.id, team.name, frozenset({team.id}))
        save_plan(session, "Budget  2027", of_team, BROMLEY.inputs, SAVING)
        save_plan(session, "Falling", AUTHORITY, FALLING, SAVING)
    with database.look() as session:
        assert [(plan.name, plan.about) for plan in saved_plans(session, "Northmere")] == [
            ("Falling", "Northmere"),
            ("Budget 2027", "Court North"),
        ]
        kept = load_plan(session, "BUDGET 2027", "Northmere")
        with pytest.raises(NotFound, match="Saved plans are: Falling, Budget 2027"):
            load_plan(session, "Budget 2028", "Northmere")
    assert (kept.inputs, kept.starts_on, kept.made_by) == (BROMLEY.inputs, FRIDAY, SAVING.by)
    with (
        pytest.raises(PlanRefused, match="Choose another name"),
        database.transaction() as session,
    ):
        save_plan(session, "budget 2027", AUTHORITY, FALLING, SAVING)


def test_of_the_same_plan_saved_at_the_same_moment_one_is_kept(database: Database) -> None:
    def save(_number: int) -> bool:
        with database.transaction() as session:
            return save_plan(session, "Falling", AUTHORITY, FALLING, SAVING)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(save, range(4))) == [False, False, False, True]
    with database.look() as session:
        assert [plan.name for plan in saved_plans(session, "Northmere")] == ["Falling"]


def test_a_plan_of_another_version_spoils_only_itself(sqlite_database: Database) -> None:
    with sqlite_database.look() as session:
        save_plan(session, "Old", AUTHORITY, FALLING, SAVING)
        saved(session, session.scalars(select(SavedPlan)).one()).inputs = {"cases": 1}
        save_plan(session, "New", AUTHORITY, FALLING, SAVING)
        session.flush()
        new, old = saved_plans(session, "Northmere")
        assert new.inputs == FALLING
        with pytest.raises(PlanRefused, match="Save it anew"):
            assert old.inputs


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_plan_needs_a_name_that_can_be_read(sqlite_database: Database, name: str) -> None:
    with sqlite_database.look() as session, pytest.raises(PlanRefused, match="1 to 80 characters"):
        save_plan(session, name, AUTHORITY, FALLING, SAVING)


def test_what_does_not_show_is_left_out_of_a_plans_name(sqlite_database: Database) -> None:
    forged = "Budget \x1b[2J\u202e2027\u200b"
    with sqlite_database.transaction() as session:
        save_plan(session, forged, AUTHORITY, FALLING, SAVING)
        assert [plan.name for plan in saved_plans(session, "Northmere")] == ["Budget [2J2027"]


def test_a_plan_of_several_teams_together_is_not_kept(sqlite_database: Database) -> None:
    several = Scope(ScopeKind.TEAM, None, "Your 2 teams", frozenset({1, 2}))
    with sqlite_database.look() as session, pytest.raises(PlanRefused, match="one team, one"):
        save_plan(session, "Mine", several, FALLING, SAVING)


@pytest.mark.parametrize(
    ("day", "expected_cases", "expected_fte"),
    [
        (date(2026, 11, 20), 2_000, 100),
        (date(2027, 5, 21), 2_000 - 120 * 182 / 365, 120),
        (date(2027, 11, 20), 1_880, 120),
        (date(2028, 5, 20), 1_880 - 120 * 182 / 366, 120),
        (date(2028, 11, 20), 1_760, 120),
    ],
)
def test_a_plan_expects_cases_to_move_evenly_through_a_year(
    day: date, expected_cases: float, expected_fte: float
) -> None:
    expected = expected_on(FALLING, FRIDAY, day)
    assert expected is not None
    assert expected.cases == pytest.approx(expected_cases)
    assert expected.fte == expected_fte


#  ten posts, twelve weeks to recruit, 12 % turnover; ten of agency end in the first year
WAITING = make_inputs(
    {
        **{"posts": said(10), "recruit_weeks": said(12), "turnover": said(13)},
        **{"end": said(10), "agency_holding": said(100), "years": said(2)},
    },
    Baseline(cases=said(2_000), fte=said(100), turnover=said(13), agency_fte=said(10)),
)


@pytest.mark.parametrize(
    ("day", "fte"),
    [
        (date(2026, 11, 27), 100 - 10 * 7 / 365),
        (date(2027, 2, 11), 100 - 10 * 83 / 365),
        (date(2027, 2, 12), 109.7 - 10 * 84 / 365),
        (date(2027, 11, 20), 99.7),
        (date(2027, 11, 21), 99.7),
    ],
)
def test_a_plan_expects_nobody_in_its_posts_until_they_are_recruited(day: date, fte: float) -> None:
    expected = expected_on(WAITING, FRIDAY, day)
    assert expected is not None
    assert expected.fte == pytest.approx(fte)


@pytest.mark.parametrize("day", [date(2026, 11, 19), date(2028, 11, 21)])
def test_a_plan_expects_nothing_before_it_starts_or_after_it_ends(day: date) -> None:
    assert expected_on(FALLING, FRIDAY, day) is None


def test_a_plan_that_starts_on_a_leap_day_has_anniversaries() -> None:
    expected = expected_on(FALLING, date(2028, 2, 29), date(2029, 2, 28))
    assert expected is not None
    assert expected.cases == 1_880


@pytest.mark.parametrize(
    ("cases_then", "fte_then", "headline"),
    [
        (1_880, 120, "Falling: 15.7 cases per full-time worker, as the plan expected"),
        (1_900, 110, "Falling: 17.3 cases per full-time worker, 1.6 above the plan's 15.7"),
        (1_700, 120, "Falling: 14.2 cases per full-time worker, 1.5 below the plan's 15.7"),
        (0, 0, "Falling: nobody holds cases there now"),
    ],
)
def test_the_newest_day_is_held_against_the_plan(
    cases_then: float, fte_then: float, headline: str
) -> None:
    actual = [Actual(FRIDAY, 2_000, 100), Actual(date(2027, 11, 20), cases_then, fte_then)]
    assert beside_headline("Falling", beside(FALLING, FRIDAY, actual)) == headline


def test_a_plan_of_today_has_nothing_beside_it_yet() -> None:
    rows = beside(FALLING, FRIDAY, [Actual(FRIDAY, 2_000, 100)])
    assert beside_headline("Falling", rows) == (
        "Falling: there is no later day to lay beside the plan yet"
    )


def test_of_many_days_the_first_and_each_months_last_are_shown() -> None:
    days = [date(2026, 11, 20), date(2026, 11, 27), date(2026, 12, 4), date(2026, 12, 31)]
    found = monthly([Actual(day, 1, 1) for day in days])
    assert [each.day for each in found] == [days[0], days[1], days[3]]
    assert monthly([]) == ()


def _filled(session: Session) -> Scope:
    """Court: 30 cases held by 1.5 FTE, of which 0.5 is agency, and an unallocated case."""
    loaded(session)
    team = a_team(session, "Court")
    cases(session, 20, a_worker(session, team))
    agency: dict[str, Any] = {
        "fte": 0.5,
        "employment": Employment.AGENCY,
        "agency_basis": AgencyBasis.VACANCY,
        "weekly_cost": 900.0,
    }
    cases(session, 10, a_worker(session, team, **agency))
    a_worker(session, team, weekly_cost=1_200.0)
    a_case(session, team=team)
    saved(session, a_limit_row(promise_low=12, promise_high=15))
    saved(session, Limit(scope=LimitScope.TEAM, team_id=team.id, promise_high=16))
    post: dict[str, Any] = {"role": Role.CASE_HOLDER, "funding": Funding.BASE, "fte": 0.5}
    saved(session, Post(post_id="P1", team_id=team.id, annual_cost=25_000.0, **post))
    return Scope(ScopeKind.TEAM, team.id, "Court", frozenset({team.id}))


def test_a_plan_starts_from_the_figures_now(database: Database) -> None:
    with database.transaction() as session:
        scope = _filled(session)
    with database.look() as session:
        start = baseline(session, scope, zone=LONDON, today=FRIDAY)
    figures = start.figures
    assert (figures.cases.value, figures.fte.value) == (30, 1.5)
    assert figures.cases.source == "cases in the DfE average, data as at Fri 20 Nov 18:00"
    assert figures.promise_low is None
    found = (
        figures.promise_high,
        figures.agency_fte,
        figures.agency_holding,
        figures.turnover,
        figures.cost_per_post,
        figures.agency_weekly_cost,
        figures.agency_premium,
    )
    # Half a post of £25,000; half an agency worker of £900; employed ones cost £1,200 a week.
    assert [each and each.value for each in found] == [16, 0.5, 100, 0, 50_000, 1_800, 600]
    assert all(each and each.live for each in found)
    assert start.warnings[0] == "1 unallocated case is not in the plan"


def test_without_any_load_there_is_nothing_to_plan_from(sqlite_database: Database) -> None:
    with sqlite_database.look() as session, pytest.raises(NoData):
        baseline(session, AUTHORITY, zone=LONDON, today=FRIDAY)


def test_what_happened_is_read_from_the_snapshots(database: Database) -> None:
    with database.transaction() as session:
        scope = _filled(session)
        book: Book = gather_book(session, team_ids=None, not_seen_days=28)
        write_snapshots(session, book)
    with database.look() as session:
        assert actual_days(session, scope.team_ids, FRIDAY) == (Actual(FRIDAY, 30, 1.5),)
        assert actual_days(session, None, FRIDAY) == (Actual(FRIDAY, 30, 1.5),)
        assert actual_days(session, {-1}, FRIDAY) == ()
        assert actual_days(session, None, date(2026, 11, 21)) == ()

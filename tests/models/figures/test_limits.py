"""Which limit and promise apply: the most specific in force, newly qualified where it is lower."""

from datetime import date, timedelta

import pytest

from models.figures.limits import AppliedLimit, LimitsInForce, Promise
from models.limits import Limit
from models.vocabulary import LimitScope, TeamKind
from tests.build import a_limit_row

DAY = date(2026, 11, 20)
SAM, COURT_NORTH, COURT = 7, 3, TeamKind.COURT

AUTHORITY = a_limit_row(cases=20)
KIND = a_limit_row(scope=LimitScope.KIND, kind=COURT, cases=19)
TEAM = a_limit_row(scope=LimitScope.TEAM, team_id=COURT_NORTH, cases=18)
STAFF = a_limit_row(scope=LimitScope.STAFF, worker_id=SAM, cases=17)


def newly(**given: float) -> Limit:
    return a_limit_row(scope=LimitScope.NEWLY_QUALIFIED, **given)


def applied(*rows: Limit, newly_qualified: bool = False, day: date = DAY) -> AppliedLimit | None:
    """The limit of Sam, who works in Court North, a court team."""
    return LimitsInForce(rows, day).for_worker(
        worker_id=SAM, team_id=COURT_NORTH, kind=COURT, newly_qualified=newly_qualified
    )


def cases_of(found: AppliedLimit | None) -> float | None:
    return None if found is None else found.cases


PROMISED = a_limit_row(promise_low=12, promise_high=15)

#  rows, limit, why
MOST_SPECIFIC = [
    ((), None, None),
    ((AUTHORITY,), 20, "the authority's limit"),
    ((AUTHORITY, KIND), 19, "the limit for court teams"),
    ((AUTHORITY, KIND, TEAM), 18, "the team's limit"),
    ((AUTHORITY, KIND, TEAM, STAFF), 17, "this worker's own limit"),
    ((STAFF, TEAM, KIND, AUTHORITY), 17, "this worker's own limit"),
    ((AUTHORITY, TEAM), 18, "the team's limit"),
    ((KIND, STAFF), 17, "this worker's own limit"),
    ((PROMISED,), 15, "the upper end of the authority's promise"),
]


@pytest.mark.parametrize(("rows", "limit", "why"), MOST_SPECIFIC)
def test_the_most_specific_limit_wins_and_says_which_it_is(
    rows: tuple[Limit, ...], limit: float | None, why: str | None
) -> None:
    found = applied(*rows)
    assert cases_of(found) == limit
    assert (found.why if found else None) == why


def test_the_most_specific_wins_even_where_it_is_the_higher() -> None:
    review_team = a_limit_row(scope=LimitScope.TEAM, team_id=COURT_NORTH, cases=36)
    assert cases_of(applied(AUTHORITY, KIND, review_team)) == 36


def test_limits_of_other_workers_teams_and_kinds_do_not_apply() -> None:
    others = (
        a_limit_row(scope=LimitScope.STAFF, worker_id=SAM + 1, cases=1),
        a_limit_row(scope=LimitScope.TEAM, team_id=COURT_NORTH + 1, cases=2),
        a_limit_row(scope=LimitScope.KIND, kind=TeamKind.FOSTERING, cases=3),
    )
    assert cases_of(applied(*others, AUTHORITY)) == 20
    assert applied(*others) is None


def test_the_authoritys_own_reason_travels_with_the_limit() -> None:
    row = a_limit_row(
        scope=LimitScope.STAFF, worker_id=SAM, cases=10, reason="phased return to work"
    )
    found = applied(row)
    assert found is not None
    assert found.reason == "phased return to work"


#  rows, newly qualified worker's limit, why
NEWLY_QUALIFIED = [
    pytest.param((newly(cases=12),), 12, "newly qualified", id="the only limit there is"),
    pytest.param((AUTHORITY, newly(cases=12)), 12, "newly qualified", id="lower"),
    pytest.param(
        (AUTHORITY, newly(cases=20)), 20, "the authority's limit", id="not lower: the same"
    ),
    pytest.param((AUTHORITY, newly(cases=21)), 20, "the authority's limit", id="higher"),
    pytest.param((AUTHORITY, newly(cases=19.9)), 19.9, "newly qualified", id="lower by a fraction"),
    pytest.param(
        (AUTHORITY, STAFF, newly(cases=12)), 12, "newly qualified", id="lower than the own limit"
    ),
    pytest.param(
        (a_limit_row(scope=LimitScope.STAFF, worker_id=SAM, cases=8), newly(cases=12)),
        8,
        "this worker's own limit",
        id="the own limit is lower still",
    ),
    pytest.param(
        (a_limit_row(cases=18), newly(percent=90)),
        16.2,
        "newly qualified: 90 % of 18",
        id="a percentage of what would apply",
    ),
    pytest.param(
        (AUTHORITY, TEAM, newly(percent=90)),
        16.2,
        "newly qualified: 90 % of 18",
        id="a percentage of the most specific, not of the authority's",
    ),
    pytest.param(
        (a_limit_row(promise_low=12, promise_high=15), newly(percent=90)),
        13.5,
        "newly qualified: 90 % of 15",
        id="a percentage of the promise's upper end",
    ),
    pytest.param(
        (AUTHORITY, newly(percent=100)), 20, "the authority's limit", id="all of it is not lower"
    ),
    pytest.param(
        (a_limit_row(cases=7), newly(percent=57)),
        3.99,
        "newly qualified: 57 % of 7",
        id="decimal, not binary",
    ),
    pytest.param((newly(percent=90),), None, None, id="a percentage of no limit is no limit"),
    pytest.param(
        (newly(percent=90, promise_high=12),),
        12,
        "newly qualified",
        id="a percentage of no limit, but a promise to the newly qualified",
    ),
    pytest.param(
        (AUTHORITY, newly(promise_high=14)),
        14,
        "newly qualified",
        id="a promise to the newly qualified without a limit",
    ),
    pytest.param((AUTHORITY,), 20, "the authority's limit", id="no limit for the newly qualified"),
]


@pytest.mark.parametrize(("rows", "limit", "why"), NEWLY_QUALIFIED)
def test_the_newly_qualified_limit_applies_where_it_is_lower(
    rows: tuple[Limit, ...], limit: float | None, why: str | None
) -> None:
    found = applied(*rows, newly_qualified=True)
    assert cases_of(found) == limit
    assert (found.why if found else None) == why


def test_the_newly_qualified_limit_is_not_for_others() -> None:
    assert cases_of(applied(AUTHORITY, newly(cases=12))) == 20


#  row, limit
PROMISES_AS_LIMITS = [
    (a_limit_row(promise_low=12, promise_high=15), 15),
    (a_limit_row(promise_high=15), 15),
    (a_limit_row(promise_low=12, promise_high=15, cases=18), 18),
    (a_limit_row(promise_low=12, promise_high=15, cases=10), 10),
    (a_limit_row(promise_low=12), None),
]


@pytest.mark.parametrize(("row", "limit"), PROMISES_AS_LIMITS)
def test_a_promise_without_a_limit_is_limited_by_its_upper_end(
    row: Limit, limit: float | None
) -> None:
    assert cases_of(applied(row)) == limit


def test_a_teams_promise_is_more_specific_than_the_authoritys_limit() -> None:
    promised = a_limit_row(scope=LimitScope.TEAM, team_id=COURT_NORTH, promise_high=15)
    assert cases_of(applied(AUTHORITY, promised)) == 15


def test_a_row_that_limits_nothing_leaves_the_limit_to_the_next() -> None:
    low_end_only = a_limit_row(scope=LimitScope.TEAM, team_id=COURT_NORTH, promise_low=12)
    assert cases_of(applied(AUTHORITY, low_end_only)) == 20


ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("from_on", "until_on", "in_force"),
    [
        pytest.param(None, None, True, id="always"),
        pytest.param(DAY, None, True, id="from today"),
        pytest.param(DAY + ONE_DAY, None, False, id="from tomorrow"),
        pytest.param(None, DAY, True, id="the last day in force"),
        pytest.param(None, DAY - ONE_DAY, False, id="until yesterday"),
        pytest.param(None, DAY + ONE_DAY, True, id="until tomorrow"),
        pytest.param(DAY, DAY, True, id="today alone"),
    ],
)
def test_a_limit_is_in_force_from_its_first_day_to_its_last(
    from_on: date | None, until_on: date | None, in_force: bool
) -> None:
    team = a_limit_row(
        scope=LimitScope.TEAM, team_id=COURT_NORTH, cases=15, from_on=from_on, until_on=until_on
    )
    assert cases_of(applied(AUTHORITY, team)) == (15 if in_force else 20)


@pytest.mark.parametrize(
    ("day", "limit"),
    [(date(2026, 9, 30), 20), (date(2026, 10, 1), 18), (date(2027, 4, 1), 16)],
)
def test_of_several_steps_the_one_of_the_day_applies(day: date, limit: float) -> None:
    steps = (
        a_limit_row(cases=20, until_on=date(2026, 9, 30)),
        a_limit_row(cases=18, from_on=date(2026, 10, 1), until_on=date(2027, 3, 31)),
        a_limit_row(cases=16, from_on=date(2027, 4, 1)),
    )
    assert cases_of(applied(*steps, day=day)) == limit


AUTHORITYS_PROMISE = a_limit_row(promise_low=12, promise_high=15)
COURTS_PROMISE = a_limit_row(
    scope=LimitScope.KIND, kind=COURT, promise_low=8, promise_high=12, cases=13
)
TEAMS_PROMISE = a_limit_row(scope=LimitScope.TEAM, team_id=COURT_NORTH, promise_high=10)

#  rows, promise
TEAM_PROMISES = [
    ((), None),
    ((AUTHORITY,), None),
    ((AUTHORITYS_PROMISE,), Promise(12, 15)),
    ((AUTHORITYS_PROMISE, COURTS_PROMISE), Promise(8, 12)),
    ((AUTHORITYS_PROMISE, COURTS_PROMISE, TEAMS_PROMISE), Promise(None, 10)),
    ((AUTHORITYS_PROMISE, TEAM), Promise(12, 15)),
]


@pytest.mark.parametrize(("rows", "promise"), TEAM_PROMISES)
def test_a_team_has_the_most_specific_promise(
    rows: tuple[Limit, ...], promise: Promise | None
) -> None:
    assert LimitsInForce(rows, DAY).promise(team_id=COURT_NORTH, kind=COURT) == promise


def test_the_authority_has_its_own_promise_alone() -> None:
    limits = LimitsInForce((AUTHORITYS_PROMISE, COURTS_PROMISE, TEAMS_PROMISE), DAY)
    assert limits.promise() == Promise(12, 15)
    assert LimitsInForce((COURTS_PROMISE, TEAMS_PROMISE), DAY).promise() is None


@pytest.mark.parametrize(
    ("limit", "fte", "allowance"),
    [(18, 1.0, 18), (18, 0.5, 9), (100, 0.57, 57), (18, 0.0, 0), (16.2, 0.5, 8.1), (15, 0.8, 12)],
)
def test_an_allowance_is_limit_times_fte_in_decimals(
    limit: float, fte: float, allowance: float
) -> None:
    assert AppliedLimit(limit, LimitScope.AUTHORITY, "").allowance(fte) == allowance

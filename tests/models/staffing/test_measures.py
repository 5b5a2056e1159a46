"""What a staffing book comes to, counted by hand: each measure, its parts and its warnings."""

from datetime import date, timedelta

import pytest

from models.figures.figure import DEFINITIONS, Figure
from models.staffing.agency import agency_workers
from models.staffing.book import StaffingBook
from models.staffing.definitions import STAFFING
from models.staffing.measures import MEASURES, figures_of, staffing_figures, value_of
from models.staffing.parts import Parts, parts_on
from models.vocabulary import AgencyBasis, Employment, Funding, Measure, Role
from tests.build import FRIDAY, at_six
from tests.models.staffing.making import AGENCY, EXTRA, Known, a_book, a_post, a_team, a_worker

DAY = timedelta(days=1)
YEAR_AGO = date(2025, 11, 20)
FIXED_TERM = {"employment": Employment.FIXED_TERM}
ADVISER = {"role": Role.PERSONAL_ADVISER}
NO_BASIS = AGENCY | {"agency_basis": None}

WORKED_EXAMPLE = (
    a_post(1, 1),
    a_post(2, 2, fte=0.5),
    a_post(3, 3, role=Role.FIRST_LINE_MANAGER),
    a_post(4, 4, funding=Funding.TIME_LIMITED, funded_until=date(2027, 3, 31)),
    a_post(5, funding=Funding.UNFUNDED),
    a_post(6, 7, role=Role.PERSONAL_ADVISER),
    a_post(7, fte=0.5, role=Role.BUSINESS_SUPPORT),
    a_worker(1, qualified_on=date(2025, 7, 1), newly_qualified_until=date(2027, 1, 1)),
    a_worker(2, fte=0.5, qualified_on=date(2010, 7, 1)),
    a_worker(3, role=Role.FIRST_LINE_MANAGER, qualified_on=date(2000, 7, 1)),
    a_worker(4, weekly_cost=1600, qualified_on=date(2015, 7, 1), **AGENCY),
    a_worker(5, weekly_cost=1400, role=Role.MIDDLE_MANAGER, **EXTRA),
    a_worker(6, fte=0.4, weekly_cost=500, **(AGENCY | {"agency_basis": AgencyBasis.ABSENCE})),
    a_worker(7, fte=0.8, **ADVISER),
    a_worker(8, fte=0.6, **(NO_BASIS | ADVISER)),
    a_worker(9, left_on=date(2026, 3, 1), fte=0.5),
)

EXPECTED: dict[Measure, tuple[float | None, float | None, float | None]] = {
    Measure.POSTS_FTE: (4.5, 4.5, None),
    Measure.BASE_POSTS_FTE: (2.5, 2.5, 4.5),
    Measure.TIME_LIMITED_POSTS_FTE: (1, 1, 4.5),
    Measure.UNFUNDED_POSTS_FTE: (1, 1, 4.5),
    Measure.VACANT_FTE: (2, 2, 4.5),
    Measure.VACANCY_RATE: (44.4, 2, 4.5),
    Measure.IN_POST_FTE: (2.5, 2.5, None),
    Measure.IN_POST_HEADCOUNT: (3, 3, None),
    Measure.AGENCY_FTE: (2.4, 2.4, None),
    Measure.AGENCY_HEADCOUNT: (3, 3, None),
    Measure.AGENCY_RATE: (49.0, 2.4, 4.9),
    Measure.AGENCY_VACANCY_FTE: (1, 1, 2.4),
    Measure.AGENCY_ABSENCE_FTE: (0.4, 0.4, 2.4),
    Measure.SUPERNUMERARY_FTE: (1, 1, 2.4),
    Measure.AGENCY_UNKNOWN_FTE: (0, 0, 2.4),
    Measure.AGENCY_WEEKLY_COST: (3500, 3500, 2.4),
    # 1,600 − 1,000 and 500 − 400; of middle managers no employed cost is known.
    Measure.AGENCY_WEEKLY_PREMIUM: (700, 700, 2.4),
    Measure.PERMANENT_SHARE: (51.0, 2.5, 4.9),
    Measure.MANAGERS_PERMANENT_SHARE: (50.0, 1, 2),
    Measure.TURNOVER_RATE: (20.0, 0.5, 2.5),
    Measure.LEAVERS_FTE: (0.5, 0.5, None),
    Measure.STARTERS_FTE: (0, 0, None),
    Measure.UNDER_TWO_YEARS_SHARE: (25.0, 1, 4),
    Measure.NEWLY_QUALIFIED: (1, 1, 6),
    Measure.ALL_POSTS_FTE: (6, 6, None),
    Measure.OTHER_POSTS_FTE: (1.5, 1.5, None),
    Measure.OTHER_VACANT_FTE: (0.7, 0.7, 1.5),
    Measure.OTHER_IN_POST_FTE: (0.8, 0.8, None),
    Measure.OTHER_IN_POST_HEADCOUNT: (1, 1, None),
    Measure.OTHER_AGENCY_FTE: (0.6, 0.6, None),
}


def value(measure: Measure, *known: Known, day: date = FRIDAY) -> float | None:
    return value_of(measure, parts_on(a_book(*known), day))


def warnings(measure: Measure, book: StaffingBook) -> tuple[str, ...]:
    (found,) = [each for each in staffing_figures(book) if each.measure is measure]
    return found.warnings


def test_a_small_team_comes_to_what_was_counted_by_hand() -> None:
    found = staffing_figures(a_book(*WORKED_EXAMPLE))
    assert {f.measure: (f.value, f.numerator, f.denominator) for f in found} == EXPECTED
    assert {figure.as_at for figure in found} == {at_six(FRIDAY)}


def test_nothing_to_divide_by_is_no_value() -> None:
    rates = [m for m in MEASURES if m.value.endswith(("_rate", "_share"))]
    assert [value_of(measure, Parts()) for measure in rates] == [None] * 6


def test_every_measure_of_staffing_has_a_definition() -> None:
    assert set(MEASURES) == set(STAFFING)
    assert set(DEFINITIONS) == set(Measure)


def test_what_is_said_of_every_figure_stands_before_its_own_warnings() -> None:
    named = {Measure.AGENCY_FTE: ["its own"]}
    found = {f.measure: f for f in figures_of(Parts(), at_six(FRIDAY), ("late",), named)}
    assert found[Measure.AGENCY_FTE].warnings == ("late", "its own")
    assert found[Measure.POSTS_FTE] == Figure(
        Measure.POSTS_FTE, 0, 0, None, at_six(FRIDAY), ("late",)
    )


#  worker 2's row beside worker 1, who stays: leavers and starters, FTE
FLOWS = [
    pytest.param({}, 0, 0, id="stays"),
    pytest.param({"left_on": FRIDAY}, 1, 0, id="leaves today"),
    pytest.param({"left_on": FRIDAY + DAY}, 0, 0, id="leaves tomorrow"),
    pytest.param({"left_on": YEAR_AGO + DAY}, 1, 0, id="left within the twelve months"),
    pytest.param({"left_on": YEAR_AGO}, 0, 0, id="left a year ago"),
    pytest.param({"dropped_on": FRIDAY}, 1, 0, id="gone without a date"),
    pytest.param({"left_on": FRIDAY, **FIXED_TERM}, 1, 0, id="a fixed term that ended"),
    pytest.param({"left_on": FRIDAY, **AGENCY}, 0, 0, id="an agency contract that ended"),
    pytest.param({"left_on": FRIDAY, **ADVISER}, 0, 0, id="other staff"),
    pytest.param({"started_on": YEAR_AGO + DAY}, 0, 1, id="started within the twelve months"),
    pytest.param({"started_on": YEAR_AGO}, 0, 0, id="started a year ago"),
    pytest.param({"started_on": FRIDAY + DAY}, 0, 0, id="starts tomorrow"),
    pytest.param({"started_on": FRIDAY, **AGENCY}, 0, 0, id="an agency worker who starts"),
]


@pytest.mark.parametrize(("given", "leavers", "starters"), FLOWS)
def test_leavers_and_starters_are_employed_social_workers_in_twelve_months(
    given: dict[str, object], leavers: float, starters: float
) -> None:
    known = (a_worker(1), a_worker(2, **given))
    assert value(Measure.LEAVERS_FTE, *known) == leavers
    assert value(Measure.STARTERS_FTE, *known) == starters


SAM = {"name": "Sam Example"}
LEFT = date(2026, 5, 31)

#  two rows of one name: leavers, starters
MOVES = [
    pytest.param({"started_on": LEFT + DAY}, (0, 0), id="the day after"),
    pytest.param({"started_on": LEFT + 31 * DAY}, (0, 0), id="a month later"),
    pytest.param({"started_on": LEFT + 32 * DAY}, (1, 1), id="longer away"),
    pytest.param({"started_on": LEFT - 5 * DAY}, (0, 0), id="some days in both"),
    pytest.param({"started_on": None}, (1, 0), id="a namesake all along"),
    pytest.param({"started_on": LEFT + DAY, "name": "SAM  example"}, (0, 0), id="spelt otherwise"),
    pytest.param({"started_on": LEFT + DAY, "name": "Sam Other"}, (1, 1), id="another name"),
    pytest.param({"started_on": LEFT + DAY, "email": "s@x.uk"}, (1, 1), id="two emails"),
    pytest.param({"started_on": LEFT + DAY, "team_id": 9}, (0, 0), id="to a team elsewhere"),
    pytest.param({"started_on": LEFT + DAY, **AGENCY}, (1, 0), id="back from an agency"),
]


@pytest.mark.parametrize(("other", "flows"), MOVES)
def test_somebody_who_moved_inside_the_authority_is_no_leaver(
    other: dict[str, object], flows: tuple[float, float]
) -> None:
    book = a_book(
        a_worker(1, left_on=LEFT, email="sam@x.uk" if "email" in other else None, **SAM),
        a_worker(2, **(SAM | other)),
    )
    parts = parts_on(book)
    assert (parts.leavers_fte, parts.starters_fte) == flows


def test_an_agency_worker_who_becomes_permanent_is_a_starter_alone() -> None:
    agency = a_worker(1, left_on=LEFT, **(SAM | AGENCY))
    permanent = a_worker(2, started_on=LEFT + DAY, **SAM)
    assert value(Measure.STARTERS_FTE, agency, permanent) == 1
    assert value(Measure.LEAVERS_FTE, agency, permanent) == 0


@pytest.mark.parametrize(
    "measure",
    [
        *(Measure.AGENCY_HEADCOUNT, Measure.IN_POST_HEADCOUNT, Measure.AGENCY_VACANCY_FTE),
        *(Measure.AGENCY_FTE, Measure.IN_POST_FTE, Measure.AGENCY_RATE, Measure.PERMANENT_SHARE),
    ],
)
def test_somebody_both_agency_and_permanent_counts_once_and_in_one_way(measure: Measure) -> None:
    twice = a_worker(2, fte=0.5, weekly_cost=900.0, **(SAM | AGENCY))
    book = a_book(a_worker(1, fte=0.5, **SAM), twice)
    parts = parts_on(book)
    assert (parts.in_post_headcount, parts.agency_headcount) == (1, 0)
    assert (parts.in_post_fte, parts.agency_fte, parts.agency_vacancy_fte) == (0.5, 0, 0)
    assert (parts.agency_weekly_cost, agency_workers(book)) == (0, [])
    said = "1 person is listed both as agency and as employed, and counted once, as employed"
    assert said in warnings(measure, book)


def test_one_name_with_two_emails_is_two_people_and_said() -> None:
    book = a_book(
        a_worker(1, email="sam@x.uk", **SAM), a_worker(2, email="s.e@agency.uk", **(SAM | AGENCY))
    )
    assert parts_on(book).agency_headcount == 1
    assert warnings(Measure.AGENCY_HEADCOUNT, book) == (
        "1 agency worker has the name of somebody employed, and another email: counted as two "
        "people",
    )


def test_a_leaver_with_a_namesake_among_the_starters_is_two_people_and_said() -> None:
    book = a_book(
        a_worker(1, name="Zoë Ash-Fell", email="z.ash@x.uk", left_on=LEFT),
        a_worker(2, name="Zoe Ash Fell", email="z.fell@x.uk", started_on=LEFT + DAY),
    )
    assert parts_on(book).leavers_fte == 1
    assert (
        "1 leaver has the name of somebody who started within a month, and another email: "
        "counted as two people"
    ) in warnings(Measure.TURNOVER_RATE, book)


@pytest.mark.parametrize(
    ("qualified_on", "share"),
    [
        (date(2024, 11, 21), 100.0),
        (date(2024, 11, 20), 0.0),
        (None, None),
    ],
)
def test_two_years_since_qualifying_are_not_under_two_years(
    qualified_on: date | None, share: float | None
) -> None:
    worker = a_worker(1, qualified_on=qualified_on)
    assert value(Measure.UNDER_TWO_YEARS_SHARE, worker) == share


@pytest.mark.parametrize(("until", "number"), [(FRIDAY, 1), (FRIDAY - DAY, 0)])
def test_the_protected_year_has_a_last_day(until: date, number: int) -> None:
    assert value(Measure.NEWLY_QUALIFIED, a_worker(1, newly_qualified_until=until)) == number


#  measure, book: its warning besides that of small numbers
GAPS = [
    pytest.param(
        Measure.SUPERNUMERARY_FTE,
        a_book(a_worker(1, fte=0.8, **NO_BASIS)),
        "0.8 FTE of agency workers without a basis: why they are here is not known",
        id="an agency worker without a basis",
    ),
    pytest.param(
        Measure.VACANCY_RATE,
        a_book(a_worker(1), a_worker(2), a_post(1, 1, 2)),
        "1 post is held by more than its FTE, as in a handover, and not vacant",
        id="a handover",
    ),
    pytest.param(
        Measure.VACANT_FTE,
        a_book(a_post(1, funding=Funding.UNFUNDED, fte=0.5)),
        "0.5 FTE of the vacant posts are unfunded",
        id="an unfunded post",
    ),
    pytest.param(
        Measure.VACANT_FTE,
        a_book(a_worker(1, fte=0.4)),
        "0.4 FTE of social workers in post hold no post of the list",
        id="somebody without a post",
    ),
    pytest.param(
        Measure.TURNOVER_RATE,
        a_book(a_worker(1, dropped_on=FRIDAY)),
        "1 person is gone from the list without a leaving date, counted among leavers",
        id="gone without a date",
    ),
    pytest.param(
        Measure.LEAVERS_FTE,
        a_book(a_worker(1), first_listed_on=date(2026, 9, 1)),
        "who left before 1 September 2026, when the workforce was first loaded, is not known",
        id="a young list",
    ),
    pytest.param(
        Measure.UNDER_TWO_YEARS_SHARE,
        a_book(a_worker(1), a_worker(2)),
        "2 social workers are left out: the day of qualifying is not known",
        id="no day of qualifying",
    ),
    pytest.param(
        Measure.AGENCY_WEEKLY_COST,
        a_book(a_worker(1, **AGENCY)),
        "1 agency worker has no weekly cost in the list, and is left out",
        id="no cost",
    ),
    pytest.param(
        Measure.AGENCY_WEEKLY_PREMIUM,
        a_book(a_worker(1, weekly_cost=1500, **AGENCY), employed_costs={}),
        "1 agency worker is left out: no permanent worker of the role has a weekly cost",
        id="nothing to compare with",
    ),
    pytest.param(
        Measure.MANAGERS_PERMANENT_SHARE,
        a_book(a_worker(1, role=Role.SENIOR_MANAGER)),
        "fewer than ten managers: one coming or going moves it by much",
        id="few managers",
    ),
]


@pytest.mark.parametrize(("measure", "book", "warning"), GAPS)
def test_what_is_missing_or_assumed_is_said(
    measure: Measure, book: StaffingBook, warning: str
) -> None:
    assert warning in warnings(measure, book)


def test_a_list_that_names_who_left_before_is_taken_for_whole() -> None:
    book = a_book(a_worker(1, left_on=date(2026, 2, 1)), first_listed_on=date(2026, 9, 1))
    assert warnings(Measure.LEAVERS_FTE, book) == ()


@pytest.mark.parametrize(("people", "few"), [(9, True), (10, False)])
def test_rates_of_fewer_than_ten_people_are_marked(people: int, few: bool) -> None:
    book = a_book(*(a_worker(number) for number in range(people)))
    assert any("fewer than ten" in each for each in warnings(Measure.AGENCY_RATE, book)) is few


def test_a_past_day_has_who_was_there_then() -> None:
    left, came = a_worker(1, left_on=date(2026, 3, 1)), a_worker(2, started_on=date(2026, 4, 1))
    gone = a_worker(3, dropped_on=date(2026, 5, 1), **AGENCY)
    assert value(Measure.IN_POST_HEADCOUNT, left, came, gone, day=YEAR_AGO) == 1
    assert value(Measure.AGENCY_FTE, left, came, gone, day=YEAR_AGO) == 1
    assert value(Measure.AGENCY_FTE, left, came, gone) == 0


def test_only_the_scopes_own_workers_and_posts_count() -> None:
    everybody = (a_worker(1), a_worker(2, team_id=2), a_post(1), a_post(2, team_id=2))
    book = a_book(a_team(1), a_team(2), *everybody)
    assert parts_on(book).in_post_fte == 2
    assert parts_on(book.of_teams([2])).in_post_fte == 1
    assert parts_on(book.of_teams([2])).posts_fte == 1

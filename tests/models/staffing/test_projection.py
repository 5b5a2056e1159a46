"""Where measures are going by known dates, counted by hand, and in a sentence."""

from datetime import date, timedelta

import pytest

from models.figures.book import Book
from models.staffing.book import StaffingBook
from models.staffing.course import present_course, said_day, said_events, value_words
from models.staffing.events import funding_ends
from models.staffing.projection import Miss, average_without, project, project_all
from models.staffing.targets import Direction, Path, Step
from models.vocabulary import Employment, Measure, Role
from tests.build import FRIDAY, a_holder
from tests.build import a_book as a_caseload_book
from tests.models.staffing.making import (
    AGENCY,
    EXTRA,
    TIME_LIMITED,
    Known,
    a_book,
    a_post,
    a_team,
    a_worker,
)

DAY = timedelta(days=1)
UNTIL = date(2027, 5, 31)
JANUARY, MARCH, APRIL = date(2027, 1, 1), date(2027, 3, 1), date(2027, 4, 1)
FEBRUARY_28 = date(2027, 2, 28)
ADVISER = {"role": Role.PERSONAL_ADVISER}


def points(book: StaffingBook, measure: Measure, until: date = UNTIL) -> dict[date, float | None]:
    return {point.day: point.value for point in project(book, measure, until).points}


FOURTEEN = (
    *(a_worker(number, **AGENCY) for number in range(12)),
    *(a_worker(number, left_on=FEBRUARY_28, **AGENCY) for number in (20, 21)),
)


def test_contracts_end_on_their_last_day_and_the_figure_falls_the_day_after() -> None:
    assert points(a_book(*FOURTEEN), Measure.AGENCY_FTE) == {FRIDAY: 14, MARCH: 12}


def test_a_projection_ends_with_its_last_day() -> None:
    assert points(a_book(*FOURTEEN), Measure.AGENCY_FTE, FEBRUARY_28) == {FRIDAY: 14}


#  what is known, measure: what it comes to after today
KNOWN = [
    pytest.param(
        (a_worker(1), a_worker(2, started_on=JANUARY)),
        Measure.IN_POST_FTE,
        {JANUARY: 2},
        id="a starter",
    ),
    pytest.param(
        (a_worker(1), a_worker(2, left_on=FRIDAY)),
        Measure.IN_POST_FTE,
        {FRIDAY + DAY: 1},
        id="a last day today",
    ),
    pytest.param(
        (a_worker(1, **AGENCY), a_worker(2, started_on=JANUARY)),
        Measure.AGENCY_RATE,
        {JANUARY: 50.0},
        id="a starter lowers the agency rate",
    ),
    pytest.param(
        (a_worker(1, **AGENCY), a_worker(2, started_on=JANUARY)),
        Measure.AGENCY_FTE,
        {},
        id="and not the agency FTE",
    ),
    pytest.param(
        (a_worker(1, left_on=FEBRUARY_28, **AGENCY), a_worker(2, **EXTRA)),
        Measure.SUPERNUMERARY_FTE,
        {},
        id="cover that ends is not supernumerary",
    ),
    pytest.param(
        (a_worker(1, left_on=FEBRUARY_28), a_post(1, 1)),
        Measure.VACANT_FTE,
        {MARCH: 1},
        id="a leaver leaves a vacancy",
    ),
    pytest.param(
        (a_worker(1, started_on=MARCH), a_post(1, 1)),
        Measure.VACANT_FTE,
        {MARCH: 0},
        id="a starter fills it",
    ),
    pytest.param(
        (a_post(1, **TIME_LIMITED), a_post(2)), Measure.POSTS_FTE, {APRIL: 1}, id="money ends"
    ),
    pytest.param(
        (a_post(1, deleted_on=FEBRUARY_28), a_post(2, created_on=APRIL)),
        Measure.POSTS_FTE,
        {MARCH: 0, APRIL: 1},
        id="a post deleted and another made",
    ),
    pytest.param(
        (a_worker(1), a_post(1, 1, **TIME_LIMITED)),
        Measure.IN_POST_FTE,
        {},
        id="a permanent worker stays when the money for the post ends",
    ),
    pytest.param(
        (
            a_worker(1, left_on=date(2027, 3, 31), employment=Employment.FIXED_TERM),
            a_post(1, 1, **TIME_LIMITED),
        ),
        Measure.IN_POST_FTE,
        {APRIL: 0},
        id="a fixed term ends with the money",
    ),
    pytest.param(
        (a_worker(1, left_on=FEBRUARY_28, **ADVISER), a_worker(2, **ADVISER)),
        Measure.OTHER_IN_POST_FTE,
        {MARCH: 1},
        id="other staff apart",
    ),
]


@pytest.mark.parametrize(("known", "measure", "expected"), KNOWN)
def test_only_days_on_which_something_is_known_to_happen_are_projected(
    known: tuple[Known, ...], measure: Measure, expected: dict[date, float]
) -> None:
    found = points(a_book(*known), measure)
    assert {day: value for day, value in found.items() if day > FRIDAY} == expected


def test_turnover_cannot_be_projected_from_notices_alone() -> None:
    with pytest.raises(ValueError, match="turnover_rate cannot be projected"):
        project(a_book(), Measure.TURNOVER_RATE, UNTIL)


def test_what_is_taken_for_granted_is_listed() -> None:
    book = a_book(
        a_team(1),
        a_team(2, ends_on=date(2026, 12, 25)),
        a_worker(1, **AGENCY),
        a_worker(2),
        a_post(1, 2, **TIME_LIMITED),
        a_worker(3, started_on=JANUARY),
    )
    agency, vacant = project_all(book, (Measure.AGENCY_RATE, Measure.VACANCY_RATE), UNTIL)
    ends = "Team 2 ends on 25 December 2026 and its posts with it; its people go on elsewhere until"
    assert agency.assumptions == (
        "only dates in the workforce list count: nobody else starts or leaves",
        "agency contracts end on their dates and are not extended",
        "1 agency worker has no end date, and stays",
        f"{ends} their own dates",
    )
    assert vacant.assumptions == (
        "only dates in the workforce list count: nobody else starts or leaves",
        "when money ends on 31 March 2027, 1 FTE in its posts have no leaving date: they stay, "
        "above the establishment",
        "1 starter has no post in the list yet, so fills no vacancy",
        f"{ends} their own dates",
    )


def path(*steps: tuple[float, date], measure: Measure = Measure.AGENCY_FTE) -> Path:
    return Path(measure, tuple(Step(*step) for step in steps))


SINCE = date(2026, 10, 1)
ENDS = ": 2 contracts end in February"

#  path: met on, first missed on, the sentence
COURSES = [
    pytest.param(
        path((12, SINCE)),
        MARCH,
        Miss(FRIDAY, 14, 12),
        f"On the present course 12 is reached on 1 March{ENDS}.",
        id="off target today",
    ),
    pytest.param(
        path((14, SINCE), (12, JANUARY)),
        FRIDAY,
        Miss(JANUARY, 14, 12),
        f"On the present course 12 is reached on 1 March{ENDS}; the path says 1 January.",
        id="late for the next step",
    ),
    pytest.param(
        path((12, SINCE), (11, JANUARY)),
        None,
        Miss(FRIDAY, 14, 12),
        f"On the present course 12 is reached on 1 March{ENDS}.",
        id="never where its path is",
    ),
    pytest.param(
        path((14, SINCE), (10, JANUARY)),
        FRIDAY,
        Miss(JANUARY, 14, 10),
        "On the present course 10 is not reached by 31 May: it is 12 then; the path says "
        "1 January.",
        id="never reached",
    ),
    pytest.param(
        path((9, SINCE)),
        None,
        Miss(FRIDAY, 14, 9),
        "On the present course 9 is not reached by 31 May: it is 12 then.",
        id="off target for good",
    ),
    pytest.param(path((14, SINCE), (12, MARCH)), FRIDAY, None, None, id="on its path"),
    pytest.param(path((12, MARCH)), MARCH, None, None, id="in time for its first step"),
    pytest.param(path((12, date(2028, 1, 1))), None, None, None, id="a step too far ahead"),
]


@pytest.mark.parametrize(("target", "met", "missed", "sentence"), COURSES)
def test_the_present_course_is_laid_beside_the_path(
    target: Path, met: date | None, missed: Miss | None, sentence: str | None
) -> None:
    projection = project(a_book(*FOURTEEN), Measure.AGENCY_FTE, UNTIL)
    assert projection.meets(target) == met
    assert projection.first_miss(target) == missed
    assert present_course(projection, target) == sentence


def test_a_measure_that_will_leave_its_target_is_foreseen() -> None:
    staying = [a_worker(number) for number in range(9)]
    book = a_book(*staying, a_worker(10, **AGENCY), a_worker(11, started_on=JANUARY, **AGENCY))
    projection = project(book, Measure.PERMANENT_SHARE, UNTIL)
    share = path((90, SINCE), measure=Measure.PERMANENT_SHARE)
    assert present_course(projection, share) == (
        "On the present course it is 81.8 % on 1 January; the target is 90 %."
    )
    assert projection.reaches(85, Direction.AT_LEAST) == FRIDAY
    assert projection.reaches(85, Direction.AT_LEAST, JANUARY) is None


def test_what_happens_is_said_by_kind_and_month() -> None:
    book = a_book(
        a_team(1),
        a_team(2, name="Backlog", ends_on=date(2026, 12, 25)),
        *(a_worker(n, left_on=date(2026, 12, n), **AGENCY) for n in (10, 20)),
        a_worker(30, started_on=date(2027, 2, 1)),
        a_worker(31, started_on=date(2027, 2, 8), employment=Employment.FIXED_TERM),
        a_worker(32, left_on=date(2027, 10, 29)),
        *(a_post(number, **TIME_LIMITED) for number in range(20)),
        a_post(40, deleted_on=date(2027, 4, 30)),
        a_post(41, team_id=2),
    )
    projections = project_all(
        book, (Measure.AGENCY_FTE, Measure.IN_POST_FTE, Measure.POSTS_FTE), date(2027, 12, 31)
    )
    agency, in_post, posts = (
        said_events(each.events_to(each.until), FRIDAY) for each in projections
    )
    assert agency == "2 contracts end in December"
    assert in_post == (
        "1 permanent starter in February, 1 fixed-term starter in February, "
        "1 leaver in October 2027"
    )
    assert posts == (
        "1 post ends with its team in December, 20 time-limited posts end on 31 March, "
        "1 post is deleted in April"
    )


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        (12, "12 is reached on 17 December: 2 contracts end by then."),
        (9, "9 is reached on 26 December: 5 contracts end in December."),
        (8, "8 is reached on 9 January: 6 contracts end by then."),
        (7, "7 is reached on 21 January: 5 contracts end in December, 2 contracts end in January."),
    ],
)
def test_a_month_is_named_only_where_all_of_it_has_happened(target: float, sentence: str) -> None:
    days = [(12, 16)] * 2 + [(12, 25)] * 3 + [(1, 8), (1, 20)]
    leaving = [date(2026 if month == 12 else 2027, month, day) for month, day in days]
    book = a_book(
        *(a_worker(number, **AGENCY) for number in range(7)),
        *(a_worker(20 + n, left_on=day, **AGENCY) for n, day in enumerate(leaving)),
    )
    projection = project(book, Measure.AGENCY_FTE, UNTIL)
    said = present_course(projection, path((target, SINCE)))
    assert said == f"On the present course {sentence}"
    if target == 12:
        known, by_then = projection.events_to(UNTIL), projection.events_to(date(2026, 12, 17))
        assert said_events(by_then, FRIDAY, known, by_then="") == "2 contracts end"


@pytest.mark.parametrize(
    ("team_ends", "rate"),
    [
        (date(2026, 12, 25), None),  # of no posts and nobody
        (FRIDAY - DAY, 100.0),  # the post is listed still
        (None, 100.0),
    ],
)
def test_a_post_ends_with_its_team_and_leaves_no_vacancy(
    team_ends: date | None, rate: float | None
) -> None:
    leaver = a_worker(1, left_on=date(2026, 12, 25))
    book = a_book(a_team(1, ends_on=team_ends), leaver, a_post(1, 1))
    found = points(book, Measure.VACANCY_RATE)
    assert found == {FRIDAY: 0.0, date(2026, 12, 26): rate}


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 5), "5 December"),
        (date(2027, 9, 1), "1 September"),
        (date(2027, 10, 1), "1 October 2027"),
    ],
)
def test_a_day_far_ahead_has_its_year(day: date, words: str) -> None:
    assert said_day(day, FRIDAY) == words


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (Measure.AGENCY_FTE, "2,600.4"),
        (Measure.AGENCY_RATE, "2,600.4 %"),
        (Measure.AGENCY_WEEKLY_PREMIUM, "£2,600"),
    ],
)
def test_values_are_said_in_their_unit(measure: Measure, words: str) -> None:
    assert value_words(measure)(2600.4) == words


def caseloads(*cases: int) -> Book:
    return a_caseload_book(*(a_holder(worker_id=n, caseload=c) for n, c in enumerate(cases)))


def test_the_average_without_the_workers_of_ending_posts_keeps_their_cases() -> None:
    book = a_book(
        *(a_worker(number) for number in range(5)),
        a_post(1, 0, **TIME_LIMITED),
        a_post(2, 1, **(TIME_LIMITED | {"funded_until": date(2027, 3, 30)})),
        a_post(3, 2, **(TIME_LIMITED | {"funded_until": date(2028, 3, 31)})),
    )
    first, second = funding_ends(book, date(2027, 3, 31))
    assert [end.last_day for end in (first, second)] == [date(2027, 3, 30), date(2027, 3, 31)]
    assert (set(first.holder_ids), second.fte, second.staying[0].worker_id) == ({1}, 1.0, 0)
    gone = first.holder_ids | second.holder_ids
    assert average_without(caseloads(10, 12, 14, 16, 8), gone) == 20.0
    assert average_without(caseloads(10, 12), gone) is None

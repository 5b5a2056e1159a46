"""Staffing against its targets: the boundaries of each rule, and the words of each reading."""

from datetime import date, timedelta
from typing import Any

import pytest

from alerts.readings import Reading
from alerts.rules.judging.judge import judge_staffing
from alerts.rules.judging.staffing_day import StaffingDay, TargetScope
from models.staffing.book import StaffingBook
from models.staffing.parts import parts_on
from models.staffing.targets import Path, Step
from models.vocabulary import Measure, Role, RuleKind
from tests.build import FRIDAY, a_holder, a_rule
from tests.build import a_book as a_caseload_book
from tests.models.staffing.making import AGENCY, EXTRA, Known, a_book, a_post, a_worker

OCTOBER, JANUARY = date(2026, 10, 1), date(2027, 1, 1)
WEEK = timedelta(weeks=1)

PERMANENT = tuple(a_worker(number) for number in range(100, 110))
EXTRAS = tuple(a_worker(number, weekly_cost=1500.0, **EXTRA) for number in range(20, 23))


def agency(number: int, **given: Any) -> tuple[Known, ...]:
    return tuple(a_worker(n, **AGENCY, **given) for n in range(number))


def a_path(measure: Measure, *steps: tuple[float, date], **given: Any) -> Path:
    return Path(measure, tuple(Step(value, from_on) for value, from_on in steps), **given)


def a_day(book: StaffingBook, *paths: Path, name: str = "", **given: Any) -> StaffingDay:
    scope = TargetScope(name=name, book=book, paths=paths, parts=parts_on(book))
    return StaffingDay(day=book.day, scopes=(scope,), staffing=book, **given)


def judged(kind: RuleKind, day: StaffingDay, **rule: Any) -> list[Reading]:
    return judge_staffing({kind: a_rule(kind, **rule)}, day)


AGENCY_TWELVE = a_path(Measure.AGENCY_FTE, (20, date(2026, 4, 1)), (12, OCTOBER))


@pytest.mark.parametrize(
    ("number", "rule", "standing"),
    [
        (13, {}, "over"),
        (12, {}, "clear"),
        (14, {"limit": 2}, "clear"),
        (15, {"limit": 2}, "over"),
        (12, {"margin": 1}, "in the margin"),
        (11, {"margin": 1}, "clear"),
    ],
)
def test_agency_is_above_its_target_by_more_than_is_tolerated(
    number: int, rule: dict[str, Any], standing: str
) -> None:
    day = a_day(a_book(*agency(number)), AGENCY_TWELVE, watched=frozenset({"measure:agency_fte"}))
    (reading,) = judged(RuleKind.AGENCY_ABOVE, day, **rule)
    found = {(True, False): "over", (False, True): "clear", (False, False): "in the margin"}
    assert found[reading.over, reading.clear] == standing
    assert (reading.value, reading.limit) == (number - 12, 12)


#  what is known, the path, the kind of rule: by how much it is off
OFF = [
    (agency(14), AGENCY_TWELVE, RuleKind.AGENCY_ABOVE, 2),
    (agency(14), a_path(Measure.AGENCY_HEADCOUNT, (10, OCTOBER)), RuleKind.AGENCY_ABOVE, 4),
    (
        (*agency(10), *PERMANENT),
        a_path(Measure.AGENCY_RATE, (45, OCTOBER)),
        RuleKind.AGENCY_ABOVE,
        5,
    ),
    (
        EXTRAS,
        a_path(Measure.SUPERNUMERARY_FTE, (0, OCTOBER)),
        RuleKind.SUPERNUMERARY_PAST_END,
        3,
    ),
    (
        (a_post(1), a_post(2, 100), PERMANENT[0]),
        a_path(Measure.VACANCY_RATE, (40, OCTOBER)),
        RuleKind.VACANCY_OFF,
        10,
    ),
    ((a_post(1),), a_path(Measure.VACANT_FTE, (0, OCTOBER)), RuleKind.VACANCY_OFF, 1),
    (
        (*agency(10), *PERMANENT),
        a_path(Measure.PERMANENT_SHARE, (90, OCTOBER)),
        RuleKind.PERMANENT_OFF,
        40,
    ),
    (
        (a_worker(1, role=Role.SENIOR_MANAGER, **AGENCY),),
        a_path(Measure.MANAGERS_PERMANENT_SHARE, (95, OCTOBER)),
        RuleKind.PERMANENT_OFF,
        95,
    ),
    (
        (*PERMANENT, a_worker(1, left_on=date(2026, 9, 1))),
        a_path(Measure.TURNOVER_RATE, (5, OCTOBER)),
        RuleKind.TURNOVER_OFF,
        5,
    ),
]


@pytest.mark.parametrize(("known", "path", "kind", "gap"), OFF)
def test_each_measure_is_told_by_the_rule_on_it_and_by_no_other(
    known: tuple[Known, ...], path: Path, kind: RuleKind, gap: float
) -> None:
    day = a_day(a_book(*known), path)
    rules = {each: a_rule(each) for each in RuleKind}
    (reading,) = judge_staffing(rules, day)
    assert (reading.rule, reading.value) == (rules[kind].name, gap)


@pytest.mark.parametrize(("known", "path", "kind"), [row[:3] for row in OFF])
def test_a_target_that_begins_later_is_not_missed_today(
    known: tuple[Known, ...], path: Path, kind: RuleKind
) -> None:
    later = a_path(path.measure, (path.steps[0].value, FRIDAY + WEEK))
    assert judged(kind, a_day(a_book(*known), later)) == []


def test_it_says_how_much_of_it_is_extra_what_that_costs_and_when_the_target_is_reached() -> None:
    ending = agency(2, left_on=date(2026, 12, 18))
    nine = tuple(a_worker(n, **AGENCY) for n in range(2, 9))
    book = a_book(*ending, *nine, *EXTRAS, *PERMANENT)
    (reading,) = judged(
        RuleKind.AGENCY_ABOVE, a_day(book, a_path(Measure.AGENCY_FTE, (10, OCTOBER)))
    )
    assert reading.said == "Agency social workers: 12.0 FTE, target 10 since 1 October"
    assert reading.more == (
        "9.0 cover a vacancy or an absence, 3.0 are extra (supernumerary) · rate 54.5 % (DfE) · "
        "about £1,500 a week above employed cost for the 3 extra",
        "On the present course 10 is reached on 19 December: 2 contracts end in December.",
    )


def test_the_pay_of_one_or_two_cannot_be_reckoned_from_it() -> None:
    book = a_book(*EXTRAS[:2], *agency(5))
    (reading,) = judged(
        RuleKind.AGENCY_ABOVE, a_day(book, a_path(Measure.AGENCY_FTE, (0, OCTOBER)))
    )
    assert "£" not in " ".join(reading.more)


def test_a_team_or_service_is_named_where_the_target_is_its_own() -> None:
    path = a_path(Measure.AGENCY_FTE, (2, OCTOBER), service_id=3)
    (reading,) = judged(RuleKind.AGENCY_ABOVE, a_day(a_book(*agency(4)), path, name="Court"))
    assert reading.subject == "measure:agency_fte:service:3"
    assert reading.said == "Court, agency social workers: 4.0 FTE, target 2 since 1 October"


@pytest.mark.parametrize(
    ("number", "target", "said"),
    [
        (1, 0, "Court North, agency social workers: above the target of 0"),
        (2, 1, "Court North, agency social workers: above the target of 1"),
        (2, 2, "Court North, agency social workers: no longer above the target of 2"),
        (3, 1, ""),
        (0, 0, ""),
    ],
)
def test_a_figure_of_one_or_two_people_is_not_said_where_others_read(
    number: int, target: float, said: str
) -> None:
    path = a_path(Measure.AGENCY_FTE, (target, OCTOBER), team_id=3)
    watched = frozenset({"measure:agency_fte"})
    day = a_day(a_book(*agency(number), *PERMANENT), path, name="Court North", watched=watched)
    (reading,) = judged(RuleKind.AGENCY_ABOVE, day)
    assert reading.said_to_all == said


def test_nor_is_a_share_that_one_or_two_agency_workers_make() -> None:
    path = a_path(Measure.PERMANENT_SHARE, (95, OCTOBER), team_id=3)
    (reading,) = judged(
        RuleKind.PERMANENT_OFF, a_day(a_book(*agency(2), *PERMANENT), path, name="North")
    )
    assert reading.said_to_all == "North, permanent share: below the target of 95 %"


@pytest.mark.parametrize(
    ("there", "staying", "is_of_few"), [(4, 3, False), (4, 2, True), (2, 1, True)]
)
def test_nor_is_the_coming_figure_of_one_or_two(there: int, staying: int, is_of_few: bool) -> None:
    gone = (a_worker(n, left_on=date(2026, 12, 18), **AGENCY) for n in range(staying, there))
    path = a_path(Measure.AGENCY_FTE, (20, OCTOBER), (0, JANUARY), team_id=3)
    day = a_day(a_book(*agency(staying), *gone), path, name="North")
    (reading,) = judged(RuleKind.TARGET_MISSED, day)
    expected = (
        "North, agency social workers: on the present course off target on 1 January, "
        "and the path says 0 from then"
    )
    assert reading.said_to_all == (expected if is_of_few else "")


def test_a_target_that_nobody_sets_any_more_is_over_and_says_so() -> None:
    watched = frozenset({"measure:agency_fte", "measure:vacancy_rate:service:3", "worker:7"})
    day = a_day(a_book(*agency(4)), watched=watched, service_names={3: "Court"})
    (reading,) = judged(RuleKind.AGENCY_ABOVE, day)
    assert (reading.over, reading.clear, reading.limit) == (False, True, None)
    assert reading.said == "Agency social workers: no target is set any more"
    (of_service,) = judged(RuleKind.VACANCY_OFF, day)
    assert of_service.said == "Court, vacancy rate (DfE): no target is set any more"


def test_what_a_services_own_day_judges_is_not_ended_in_the_authoritys() -> None:
    subject = "measure:agency_fte:service:3"
    day = a_day(a_book(*agency(4)), watched=frozenset({subject}), elsewhere=frozenset({subject}))
    assert judged(RuleKind.AGENCY_ABOVE, day) == []


PAST_END = a_worker(7, left_on=FRIDAY - WEEK, **EXTRA)


@pytest.mark.parametrize(
    ("worker", "cases", "is_over"),
    [
        (PAST_END, 6, True),
        (PAST_END, 0, False),
        (a_worker(7, left_on=FRIDAY, **EXTRA), 6, False),
        (a_worker(7, left_on=FRIDAY - WEEK, **AGENCY), 6, False),
    ],
)
def test_extra_workers_who_hold_cases_past_their_last_day_are_told_of_without_a_name(
    worker: Known, cases: int, is_over: bool
) -> None:
    caseload = a_caseload_book(a_holder(worker_id=7, caseload=cases))
    day = a_day(a_book(worker), caseload=caseload)
    found = judged(RuleKind.SUPERNUMERARY_PAST_END, day)
    assert [reading.said for reading in found] == [
        "1 supernumerary agency worker whose last day has passed still holds 6 cases"
    ] * is_over


@pytest.mark.parametrize(
    ("weeks", "known", "is_over"),
    [
        (6, agency(14), True),  # 1 January is exactly six weeks ahead
        (5, agency(14), False),
        (12, agency(12), False),
        (12, (*agency(12), a_worker(20, left_on=date(2026, 12, 31), **AGENCY)), False),
        (12, (*agency(12), a_worker(20, left_on=JANUARY, **AGENCY)), True),
    ],
)
def test_a_target_will_be_missed_when_the_projection_is_off_it_within_some_weeks(
    weeks: int, known: tuple[Known, ...], is_over: bool
) -> None:
    path = a_path(Measure.AGENCY_FTE, (20, OCTOBER), (12, JANUARY))
    found = judged(RuleKind.TARGET_MISSED, a_day(a_book(*known), path), limit=weeks)
    assert [reading.over for reading in found] == [True] * is_over


def test_what_is_off_today_is_told_by_its_own_rule_and_not_as_going_to_be_missed() -> None:
    path = a_path(Measure.AGENCY_FTE, (13, OCTOBER), (12, JANUARY))
    watched = frozenset({"measure:agency_fte"})
    (reading,) = judged(RuleKind.TARGET_MISSED, a_day(a_book(*agency(14)), path, watched=watched))
    assert (reading.over, reading.clear) == (False, True)
    assert "off its target today" in reading.said


def test_a_coming_miss_says_when_it_is_why_and_when_the_target_is_reached() -> None:
    leaving = a_worker(20, left_on=date(2027, 2, 28), **AGENCY)
    gone = a_worker(21, left_on=date(2026, 12, 18), **AGENCY)
    path = a_path(Measure.AGENCY_FTE, (20, OCTOBER), (12, JANUARY))
    (reading,) = judged(RuleKind.TARGET_MISSED, a_day(a_book(*agency(12), leaving, gone), path))
    assert (reading.value, reading.limit) == (1, 12)
    assert reading.said == (
        "Agency social workers: on the present course 13.0 FTE on 1 January, "
        "and the path says 12 from then"
    )
    assert reading.more == (
        "14.0 FTE today; by then 1 contract ends in December.",
        "On the present course 12 is reached on 1 March: 1 contract ends in December, "
        "1 contract ends in February; the path says 1 January.",
    )


def test_a_steady_target_is_missed_by_what_happens() -> None:
    leaver = a_worker(1, left_on=date(2026, 12, 18))
    book = a_book(a_post(1, 1), a_post(2, 2), leaver, a_worker(2))
    (reading,) = judged(
        RuleKind.TARGET_MISSED, a_day(book, a_path(Measure.VACANCY_RATE, (10, OCTOBER)))
    )
    assert (
        reading.said
        == "Vacancy rate (DfE): on the present course 50.0 % on 19 December, target 10 %"
    )
    assert reading.more == ("0.0 % today; by then 1 leaver in December.",)


def test_a_coming_miss_of_vacancies_says_which_starters_fill_none() -> None:
    leaver = a_worker(1, left_on=date(2026, 12, 18))
    starter = a_worker(3, started_on=date(2026, 12, 1))
    book = a_book(a_post(1, 1), a_post(2, 2), leaver, a_worker(2), starter)
    (reading,) = judged(
        RuleKind.TARGET_MISSED, a_day(book, a_path(Measure.VACANCY_RATE, (10, OCTOBER)))
    )
    assert reading.more == (
        "0.0 % today; by then 1 permanent starter in December, 1 leaver in December.",
        "1 starter has no post in the list yet, so fills no vacancy.",
    )

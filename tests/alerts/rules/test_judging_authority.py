"""What is judged once for the authority: late data, held loads, workers nobody knows."""

from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from alerts.calendar import WorkingCalendar
from alerts.readings import Reading
from alerts.rules.judging.day import AuthorityDay, Unseen
from alerts.rules.judging.judge import judge_authority
from models.extracts.held import HeldLoad
from models.figures.book import Unmatched, Waiting
from models.vocabulary import CaseKind, ExtractKind, RuleKind
from tests.build import FRIDAY, a_rule, at_six

MONDAY = date(2026, 11, 23)


def read(kind: RuleKind, rule: dict[str, Any] | None = None, **given: Any) -> list[Reading]:
    """Friday's data judged on Friday, unless another day is given."""
    usual = AuthorityDay(
        day=FRIDAY,
        today=FRIDAY,
        zone=ZoneInfo("Europe/London"),
        calendar=WorkingCalendar(),
        as_at=at_six(FRIDAY),
    )
    return judge_authority({kind: a_rule(kind, **rule or {})}, replace(usual, **given))


@pytest.mark.parametrize(
    ("today", "age"),
    [
        (date(2026, 11, 22), 0),
        (MONDAY, 0),  # one working day: expected every day, and one may be late
        (date(2026, 11, 24), 2),
        (date(2026, 11, 25), 3),
    ],
)
def test_the_data_is_late_from_two_working_days_on(today: date, age: int) -> None:
    readings = read(RuleKind.DATA_LATE, today=today)
    assert [reading.value for reading in readings] == ([age] if age else [])


def test_late_data_is_said_as_one_sentence_for_everything_it_stops() -> None:
    (reading,) = read(RuleKind.DATA_LATE, today=date(2026, 11, 24))
    assert reading.said == (
        "The caseload figures are two working days old. "
        "No alert on cases is raised or closed until a new load arrives."
    )


def test_the_data_is_no_longer_late_once_a_load_has_come() -> None:
    (reading,) = read(RuleKind.DATA_LATE, watched=frozenset({"feed:allocations"}))
    assert (reading.over, reading.clear) == (False, True)


@pytest.mark.parametrize(
    ("listed", "age"),
    [
        (date(2026, 10, 19), 0),  # 24 working days: staff lists come monthly
        (date(2026, 10, 16), 25),
        (date(2026, 9, 25), 40),
    ],
)
def test_the_workforce_list_is_late_once_staffing_is_judged_by_it_no_more(
    listed: date, age: int
) -> None:
    readings = read(RuleKind.DATA_LATE, workforce_as_at=at_six(listed))
    assert [reading.value for reading in readings] == ([age] if age else [])


def test_a_late_workforce_list_holds_staffing_alone() -> None:
    (reading,) = read(RuleKind.DATA_LATE, workforce_as_at=at_six(date(2026, 9, 25)))
    assert (reading.subject, reading.limit) == ("feed:workforce", 25)
    assert reading.said == (
        "The workforce list is 40 working days old. "
        "Staffing alerts are held until a new one arrives."
    )
    assert reading.more == ("Last workforce list: Fri 25 Sep 19:00.",)


def test_both_feeds_may_be_late_and_end_apart() -> None:
    both = frozenset({"feed:allocations", "feed:workforce"})
    found = read(
        RuleKind.DATA_LATE,
        today=date(2026, 11, 24),
        workforce_as_at=at_six(FRIDAY),
        watched=both,
    )
    assert [(r.subject, r.over, r.clear) for r in found] == [
        ("feed:allocations", True, False),
        ("feed:workforce", False, True),
    ]
    assert found[1].more == ("Workforce list as at Fri 20 Nov 18:00.",)


def held(**given: Any) -> HeldLoad:
    usual = HeldLoad(
        id=7,
        mark="a1b2c3d4e5f6",
        kind=ExtractKind.ALLOCATIONS,
        file="annex_a.xlsx",
        as_at=at_six(FRIDAY),
        held_at=at_six(FRIDAY),
        counts={},
        reasons=("open cases fell from 2,014 to 1,297 (−36 %)",),
        waits=False,
    )
    return replace(usual, **given)


@pytest.mark.parametrize(
    ("today", "load", "said"),
    [
        (FRIDAY, held(), "Today's allocations were not loaded: open cases fell from 2,014 to "),
        (MONDAY, held(), "Friday's allocations were not loaded: "),
        (date(2026, 11, 30), held(), "The allocations of Fri 20 Nov were not loaded: "),
        (MONDAY, held(kind=ExtractKind.WORKFORCE), "Friday's workforce was not loaded: "),
    ],
)
def test_a_held_load_is_said_with_its_first_reason(today: date, load: HeldLoad, said: str) -> None:
    (reading,) = read(RuleKind.LOAD_HELD, held=(load,), today=today)
    assert reading.said.startswith(said)
    assert (reading.subject, reading.since) == ("load:7", FRIDAY)


def test_a_held_load_may_be_given_some_days_before_it_is_told() -> None:
    rule = {"limit": 1}
    assert read(RuleKind.LOAD_HELD, rule, held=(held(),)) == []
    assert len(read(RuleKind.LOAD_HELD, rule, held=(held(),), today=MONDAY)) == 1


def test_an_unknown_worker_is_one_reading_whatever_the_number_of_teams() -> None:
    unmatched = (
        Unmatched("Robin Sample", 1, 2, "not in the workforce list"),
        Unmatched("Robin Sample", 2, 1, "not in the workforce list"),
    )
    (reading,) = read(RuleKind.UNMATCHED, unmatched=unmatched)
    assert (reading.name, reading.said) == ("Robin Sample", "3 cases, not in the workforce list")
    assert "Robin" not in reading.subject


@pytest.mark.parametrize(
    ("cases", "is_over", "is_clear"), [(6, True, False), (5, False, False), (3, False, True)]
)
def test_a_few_cases_of_an_unknown_worker_may_be_allowed(
    cases: int, is_over: bool, is_clear: bool
) -> None:
    rule = {"limit": 5, "margin": 2}
    (six,) = read(RuleKind.UNMATCHED, rule, unmatched=(Unmatched("Pat", 1, 6, "unknown"),))
    (reading,) = read(
        RuleKind.UNMATCHED,
        rule,
        unmatched=(Unmatched("Pat", 1, cases, "unknown"),),
        watched=frozenset({six.subject}),
    )
    assert (reading.over, reading.clear) == (is_over, is_clear)


def test_cases_of_no_team_are_judged_for_the_authority() -> None:
    waiting = (Waiting(None, CaseKind.LOOKED_AFTER, date(2026, 11, 16), 1),)
    (reading,) = read(RuleKind.URGENT_UNALLOCATED, waiting=waiting)
    assert (reading.name, reading.said) == ("looked after", "1 case, for 4 working days")
    unseen = {28: (Unseen(None, False, 2, date(2026, 10, 15)),)}
    (reading,) = read(RuleKind.NOT_SEEN, unseen=unseen)
    assert (reading.subject, reading.value) == ("nobody", 2)

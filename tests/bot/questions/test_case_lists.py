"""Cases without a worker and children not seen: how many, of which kinds, and how long."""

from datetime import date, timedelta

import pytest

from models.database import Database
from models.vocabulary import CaseKind
from tests.bot.questions.conftest import Ask
from tests.build import FRIDAY, a_case, a_team, a_worker, cases

LOOKED_AFTER, IN_NEED = CaseKind.LOOKED_AFTER, CaseKind.CHILD_IN_NEED
PROTECTION = CaseKind.CHILD_PROTECTION
TWO_WEEKS_AGO = FRIDAY - timedelta(weeks=2)


@pytest.mark.parametrize(
    ("kinds", "headline"),
    [
        ([], "East: every case has a worker"),
        ([IN_NEED], "East: 1 case without a worker"),
        ([IN_NEED] * 2, "East: 2 cases without a worker"),
        ([LOOKED_AFTER], "East: 1 looked after case without a worker"),
        ([PROTECTION] * 2, "East: 2 child protection cases without a worker"),
        (
            [IN_NEED, LOOKED_AFTER, LOOKED_AFTER],
            "East: 3 cases without a worker, including 2 looked after",
        ),
    ],
)
def test_the_headline_names_the_kinds_that_must_have_a_worker(
    database: Database, asked: Ask, kinds: list[CaseKind], headline: str
) -> None:
    with database.transaction() as session:
        team = a_team(session, "East")
        for kind in kinds:
            a_case(session, team=team, kind=kind)
    assert asked("unallocated in East").headline == headline


@pytest.mark.parametrize(
    ("since", "lines"),
    [
        ([None], ()),
        ([FRIDAY], ("It has waited no working days",)),
        ([FRIDAY - timedelta(days=1)], ("It has waited 1 working day",)),
        ([FRIDAY, FRIDAY - timedelta(days=1)], ("The longest has waited 1 working day",)),
        (
            [FRIDAY, TWO_WEEKS_AGO],
            ("The longest has waited 10 working days · 1 has waited 10 or more",),
        ),
        (
            [TWO_WEEKS_AGO, TWO_WEEKS_AGO],
            ("The longest has waited 10 working days · 2 have waited 10 or more",),
        ),
    ],
)
def test_waiting_is_told_in_working_days(
    database: Database, asked: Ask, since: list[date | None], lines: tuple[str, ...]
) -> None:
    with database.transaction() as session:
        team = a_team(session, "East")
        for day in since:
            a_case(session, team=team, unallocated_since=day)
    assert asked("unallocated in East").lines == lines


def test_cases_that_must_have_a_worker_come_before_longer_waits(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        team = a_team(session, "East")
        a_case(session, team=team, kind=IN_NEED, unallocated_since=TWO_WEEKS_AGO)
        a_case(session, team=team, kind=LOOKED_AFTER, unallocated_since=FRIDAY)
    answer = asked("unallocated in East")
    assert answer.table is not None
    assert [row["kind"] for row in answer.table.rows] == ["looked after", "child in need"]
    assert [column.key for column in answer.table.columns] == ["kind", "working_days", "cases"]
    assert answer.lines[0] == "By kind: 1 child in need, 1 looked after"


@pytest.mark.parametrize(
    ("unseen", "seen", "undated", "headline"),
    [
        (0, 0, 0, "no open cases"),
        (0, 2, 0, "every child was seen in the last 28 days"),
        (0, 2, 1, "every child with a date was seen in the last 28 days"),
        (1, 0, 0, "1 of 1 child has not been seen for more than 28 days"),
        (2, 1, 1, "2 of 4 children have not been seen for more than 28 days"),
    ],
)
def test_not_seen_is_told_against_all_open_cases(
    database: Database, asked: Ask, unseen: int, seen: int, undated: int, headline: str
) -> None:
    with database.transaction() as session:
        worker = a_worker(session, a_team(session, "East"))
        cases(session, unseen, worker, last_seen_on=FRIDAY - timedelta(days=29))
        cases(session, seen, worker, last_seen_on=FRIDAY - timedelta(days=28))
        cases(session, undated, worker)
    assert asked("not seen in East").headline == f"East: {headline}"


def test_not_seen_is_told_by_kind(database: Database, asked: Ask) -> None:
    with database.transaction() as session:
        worker = a_worker(session, a_team(session, "East"))
        for kind, number in ((PROTECTION, 1), (CaseKind.CARE_LEAVER, 2)):
            cases(session, number, worker, kind=kind, last_seen_on=FRIDAY - timedelta(days=60))
    assert asked("not seen in East").lines == ("By kind: 2 care leavers, 1 child protection",)

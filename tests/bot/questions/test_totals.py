"""Under a headline: what the average is made of, the demand, and what the average hides."""

from datetime import timedelta

import pytest

from bot.questions.asking import Via
from models.access import Detail
from models.database import Database
from models.vocabulary import CaseKind, LimitScope, Measure, Role
from tests.bot.questions.conftest import Ask
from tests.build import FRIDAY, a_case, a_limit_row, a_team, a_worker, cases, managed, saved

YESTERDAY = FRIDAY - timedelta(days=1)
COLLEAGUE = "colleague@example.gov.uk"
MANAGER = "manager@example.gov.uk"


def test_demand_is_told_by_kind_with_what_came_and_went_in_the_week(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        team = a_team(session, "Court North")
        worker = a_worker(session, team)
        cases(session, 3, worker, kind=CaseKind.LOOKED_AFTER)
        cases(session, 2, worker, kind=CaseKind.ASSESSMENT, opened_on=YESTERDAY)
        a_case(session, team=team, kind=CaseKind.CARE_LEAVER)
        a_case(session, worker, closed_on=YESTERDAY)
    assert asked("Court North").lines[1] == (
        "6 open cases: 3 looked after, 2 assessments, 1 care leaver · "
        "in the week 2 opened, 1 closed"
    )


def test_cases_all_of_one_kind_are_not_counted_twice(database: Database, asked: Ask) -> None:
    with database.transaction() as session:
        cases(session, 4, a_worker(session, a_team(session, "East")))
    assert asked("East").lines[1].startswith("4 open cases, all children in need · ")


def test_a_week_in_which_the_last_case_closed_still_shows_its_demand(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        a_case(session, a_worker(session, a_team(session, "East")), closed_on=YESTERDAY)
    assert asked("East").lines[1] == "no open cases · in the week 0 opened, 1 closed"


def test_an_average_of_some_of_the_holders_says_that_they_are_social_workers(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        team = a_team(session, "Leavers")
        saved(session, a_limit_row(promise_low=12, promise_high=15, cases=18))
        cases(session, 10, a_worker(session, team))
        cases(session, 20, a_worker(session, team, role=Role.PERSONAL_ADVISER))
    answer = asked("Leavers")
    assert answer.headline.endswith("10 cases per full-time worker, below the promise of 12–15")
    assert answer.lines[0].startswith("10 cases held by 1 social worker (1 FTE) · ")
    assert answer.lines[2] == (
        "Working average 15, within the promise of 12–15: everybody at work who holds cases, "
        "whatever their role"
    )


def test_nobody_and_none_are_said_in_words(database: Database, asked: Ask) -> None:
    with database.transaction() as session:
        cases(session, 4, a_worker(session, a_team(session, "East")))
    assert asked("East").lines[0].endswith(" · nobody over their limit · none unallocated")


def test_cases_of_workers_not_at_work_say_whose_and_where(database: Database, asked: Ask) -> None:
    with database.transaction() as session:
        team, other = a_team(session, "East"), a_team(session, "West")
        cases(session, 2, a_worker(session, other))
        cases(session, 8, a_worker(session, team, absent_from=YESTERDAY))
        cases(session, 1, a_worker(session, team, left_on=YESTERDAY))
    said = "Held by nobody at work: 8 cases of 1 absent worker, 1 case of 1 worker not in post"
    assert said in asked("East").lines
    assert f"{said} in East" in asked("the whole authority").lines


def test_a_colleague_is_not_told_what_an_absent_worker_holds(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        team = a_team(session, "East")
        cases(session, 2, a_worker(session, team, email=COLLEAGUE))
        cases(session, 8, a_worker(session, team, absent_from=YESTERDAY))
    answer = asked("East", COLLEAGUE)
    assert "Held by nobody" not in str(answer.lines)
    assert Measure.NOBODY_AT_WORK not in {figure.measure for figure in answer.figures}


@pytest.mark.parametrize(
    ("holding", "is_said"),
    [
        pytest.param(2, False, id="of two, each would know the other's"),
        pytest.param(3, True, id="of three, nobody's"),
    ],
)
def test_a_channel_is_not_told_the_average_of_two_people(
    database: Database, asked: Ask, holding: int, is_said: bool
) -> None:
    with database.transaction() as session:
        team = a_team(session, "East")
        for _ in range(holding):
            cases(session, 8, a_worker(session, team))
    for question in ("East", "the whole authority"):
        shared = asked(question, via=Via("share", most=Detail.TOTALS))
        assert ("8 cases per full-time worker" in shared.headline) is is_said
    assert "8 cases per full-time worker" in asked("East").headline


def test_the_foot_of_a_teams_answer_says_whose_limit_it_is(database: Database, asked: Ask) -> None:
    with database.transaction() as session:
        team = a_team(session, "East")
        cases(session, 2, a_worker(session, team))
        saved(session, a_limit_row(cases=18))
    assert asked("East").footer == "Data as at Fri 20 Nov 18:00 · DfE method · " + (
        "the authority's limit is 18 · "
        "fewer than three workers: the average says more about one than about all"
    )
    with database.transaction() as session:
        saved(session, a_limit_row(scope=LimitScope.TEAM, team_id=team.id, cases=36))
    assert "the team's limit is 36" in (asked("East").footer or "")


def test_a_team_without_cases_says_nothing_of_averages(database: Database, asked: Ask) -> None:
    with database.transaction() as session:
        team = a_team(session, "Review")
        managed(session, team, a_worker(session, team, email=MANAGER))
    answer = asked("Review", MANAGER)
    assert answer.headline == "Review: nobody in post holds a case"
    assert answer.lines == ("no open cases · nobody over their limit · none unallocated",)
    assert answer.footer == "Data as at Fri 20 Nov 18:00"


def test_median_highest_and_over_say_whom_they_are_of_where_that_is_more_than_the_average(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        team = a_team(session, "Care Leavers")
        cases(session, 14, a_worker(session, team))
        cases(session, 25, a_worker(session, team, role=Role.PERSONAL_ADVISER))
    said = asked("Care Leavers").lines[0]
    assert said.startswith("14 cases held by 1 social worker (1 FTE) · of all 2 who hold cases · ")

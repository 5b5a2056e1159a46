"""The authority team by team: against its own promise, and those furthest above theirs first."""

from models.database import Database
from models.vocabulary import LimitScope, Role
from tests.bot.questions.conftest import Ask
from tests.build import a_limit_row, a_team, a_worker, cases, saved


def test_the_authority_has_a_promise_of_its_own_and_begins_with_a_capital(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        saved(session, a_limit_row(promise_low=12, promise_high=15))
        for name, number in (("East", 20), ("West", 14)):
            cases(session, number, a_worker(session, a_team(session, name)))
    assert asked("the whole authority").headline == (
        "The authority: 17 cases per full-time worker, above the promise of 12–15; "
        "1 of 2 teams above theirs"
    )


def test_the_team_furthest_above_its_own_promise_comes_first(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        saved(session, a_limit_row(promise_low=12, promise_high=15))
        review = a_team(session, "Review")
        saved(session, a_limit_row(scope=LimitScope.TEAM, team_id=review.id, promise_high=33))
        cases(session, 34, a_worker(session, review))
        cases(session, 14, a_worker(session, a_team(session, "West")))
        cases(session, 20, a_worker(session, a_team(session, "East")))
        a_team(session, "Empty")
    table = asked("the whole authority").table
    assert table is not None
    assert [row["team"] for row in table.rows] == ["East", "Review", "West", "Empty"]


def test_an_average_by_another_method_is_named(database: Database, asked: Ask) -> None:
    with database.transaction() as session:
        cases(session, 14, a_worker(session, a_team(session, "West")))
        advisers = a_team(session, "Advisers")
        cases(session, 20, a_worker(session, advisers, role=Role.PERSONAL_ADVISER))
    lines = asked("the whole authority").lines
    assert lines[-1] == "No social worker holds a case, so the working average: Advisers"


def test_who_holds_twenty_or_more_is_counted_for_several_teams(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        for name, number in (("East", 20), ("West", 19)):
            cases(session, number, a_worker(session, a_team(session, name)))
    assert " · 1 holds 20 or more · " in asked("the whole authority").lines[0]

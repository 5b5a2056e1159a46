"""Who is over and who has room: by how much, in which teams, and what the room is wanted for."""

import pytest

from models.database import Database
from models.vocabulary import Role
from tests.bot.questions.conftest import Ask
from tests.build import a_case, a_limit_row, a_team, a_worker, cases, saved


@pytest.fixture(autouse=True)
def _limit(database: Database) -> None:
    with database.transaction() as session:
        saved(session, a_limit_row(cases=10))


def team_of(database: Database, name: str, *caseloads: int, role: Role = Role.CASE_HOLDER) -> None:
    """A team whose workers hold so many cases each."""
    with database.transaction() as session:
        team = a_team(session, name)
        for number, caseload in enumerate(caseloads, start=1):
            worker = a_worker(session, team, f"{name} {number}", role=role)
            cases(session, caseload, worker)


@pytest.mark.parametrize(
    ("caseloads", "headline"),
    [
        ([10], "East: nobody is over their limit"),
        ([11], "East: 1 worker is over the limit, by 1 case"),
        ([12], "East: 1 worker is over the limit, by 2 cases"),
        ([12, 11], "East: 2 workers are over their limit, by 3 cases in all"),
    ],
)
def test_the_headline_says_how_many_are_over_and_by_how_much(
    database: Database, asked: Ask, caseloads: list[int], headline: str
) -> None:
    team_of(database, "East", *caseloads)
    assert asked("who is over in East").headline == headline


@pytest.mark.parametrize(
    ("others", "line"),
    [
        ([10], "Nobody at work here has room for another case"),
        ([9], "1 place is free, with East 2"),
        ([7], "3 places are free, with East 2"),
        ([7, 8], "5 places are free: East 2 3, 1 other 2"),
        ([7, 8, 8], "7 places are free: East 2 3, 2 others 4"),
    ],
)
def test_who_is_over_says_where_there_is_room(
    database: Database, asked: Ask, others: list[int], line: str
) -> None:
    team_of(database, "East", 12, *others)
    assert asked("who is over in East").lines == (line,)


def test_of_several_teams_the_lines_name_teams_and_add_up_the_rest(
    database: Database, asked: Ask
) -> None:
    for number in range(7):
        team_of(database, f"Team {number}", *[11] * (8 - number), 9)
    by_team, free = asked("who is over in the whole authority").lines
    assert by_team == ("By team: Team 0 8, Team 1 7, Team 2 6, Team 3 5, Team 4 4, 2 other teams 5")
    assert free.startswith("7 places are free: ")


def test_room_says_what_it_is_wanted_for(database: Database, asked: Ask) -> None:
    team_of(database, "East", 12, 7)
    with database.transaction() as session:
        a_case(session, team=a_team(session, "West"))
    answer = asked("who has room in the whole authority")
    assert answer.headline == "The authority: 1 worker with room, for 3 cases in all"
    assert answer.lines == (
        "By team: East 3",
        "To place: 2 cases above workers' limits, 1 unallocated",
    )


def test_room_with_other_staff_is_named_and_listed_after_social_workers(
    database: Database, asked: Ask
) -> None:
    team_of(database, "East", 8)
    with database.transaction() as session:
        support = a_team(session, "Support")
        a_worker(session, support, "Fay", role=Role.FAMILY_SUPPORT)
    answer = asked("who has room in the whole authority")
    assert answer.lines == (
        "By team: Support 10, East 2 · 10 of these places are with staff who are not social "
        "workers",
    )
    assert answer.table is not None
    assert [row["worker"] for row in answer.table.rows] == ["East 1", "Fay"]
    assert "Role" in [column.heading for column in answer.table.columns]


def test_a_single_teams_list_does_not_repeat_the_team(database: Database, asked: Ask) -> None:
    team_of(database, "East", 12)
    table = asked("who is over in East").table
    assert table is not None
    assert [column.heading for column in table.columns] == [
        *("Worker", "Cases", "State", "Limit", "FTE")
    ]

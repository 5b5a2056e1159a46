"""What staffing, vacancies, posts, turnover, experience and targets say of a small authority."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from models.database import Database
from models.staffing.queries import gather_staffing
from models.staffing.snapshots import write_staffing
from models.vocabulary import Measure
from models.workforce import PostHolder
from tests.bot.questions.conftest import Ask
from tests.bot.questions.staffing.conftest import MANAGER, Staffed, a_target
from tests.build import FRIDAY, a_worker

Rows = Callable[..., list[dict[str, Any]]]
OCTOBER = date(2026, 10, 1)

pytestmark = pytest.mark.usefixtures("staffed")


def test_without_a_target_staffing_says_the_plain_position(asked: Ask) -> None:
    answer = asked("staffing", MANAGER)
    assert answer.headline == (
        "North: 2.0 FTE of social workers in post, 40.0 % permanent, 1.0 FTE vacant"
    )
    assert answer.lines[0] == (
        "2.0 FTE in post (2 people) · 3.0 FTE agency, rate 60.0 % (DfE) · 1.0 FTE vacant, "
        "rate 33.3 % (DfE)"
    )
    assert answer.table is not None
    assert [column.heading for column in answer.table.columns] == ["Measure", "Now"]


def test_staffing_begins_with_the_measure_furthest_off_its_target(
    database: Database, asked: Ask, rows: Rows
) -> None:
    with database.transaction() as session:
        a_target(session, Measure.AGENCY_FTE, 3, OCTOBER)
        a_target(session, Measure.VACANCY_RATE, 5, OCTOBER)
        a_target(session, Measure.PERMANENT_SHARE, 30, OCTOBER)
    answer = asked("staffing")
    assert answer.headline == (
        "The authority: vacancy rate (DfE) 20.0 %, target 5 % since 1 October; "
        "1 more staffing target missed"
    )
    targets = rows(answer, "measure", "target_words")
    assert {"measure": "permanent_share", "target_words": "≥ 30 %"} in targets
    assert {"measure": "vacant_fte", "target_words": "–"} in targets


def test_a_year_ago_is_what_was_written_then(database: Database, asked: Ask, rows: Rows) -> None:
    with database.transaction() as session:
        book = gather_staffing(session)
        write_staffing(session, book.__class__(**_before(book, date(2025, 11, 14))))
    answer = asked("staffing")
    assert {"measure": "agency_fte", "year_ago": 4.0} in rows(answer, "measure", "year_ago")
    assert "FTE of social workers in post, " in answer.headline
    assert " a year ago, " in answer.headline
    assert "A year ago: " in str(asked("turnover").lines)


def _before(book: Any, day: date) -> dict[str, Any]:
    return {name: getattr(book, name) for name in book.__slots__} | {"day": day}


def test_a_vacant_post_says_since_when_and_who_pays(asked: Ask, rows: Rows) -> None:
    answer = asked("vacancies in North")
    assert answer.headline == "Vacant social worker posts in North: 1.0 FTE, rate 33.3 % (DfE)"
    assert rows(answer, "role_words", "since_words", "vacant_fte", "funding_words") == [
        {"role_words": "Case holder", "since_words": "2 Oct", "vacant_fte": 1.0,
         "funding_words": "base"}
    ]  # fmt: skip


def test_vacancies_say_when_nobody_knows_which_posts_agency_workers_are_in(asked: Ask) -> None:
    answer = asked("vacancies in North")
    assert answer.lines[0] == (
        "The longest since 2 October · 1.0 FTE of agency social workers covers vacancies; in which "
        "posts is not in the workforce list"
    )
    assert answer.table is not None
    assert "agency_words" not in {column.key for column in answer.table.columns}
    of_posts = asked("posts").table
    assert of_posts is not None
    assert "agency_fte" not in {column.key for column in of_posts.columns}


def test_a_course_of_vacancies_says_that_a_starter_without_a_post_fills_none(
    staffed: Staffed, database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        a_target(session, Measure.VACANCY_RATE, 5, OCTOBER)
        a_worker(session, staffed["North"], "Cam Coming", started_on=date(2027, 1, 4))
    answer = asked("vacancies")
    assert answer.lines[-1].startswith("Vacancy rate (DfE): on the present course ")
    assert answer.footer is not None
    assert "1 starter has no post in the list yet, so fills no vacancy" in answer.footer


def test_posts_say_what_became_of_them_in_a_year_and_what_ends(asked: Ask, rows: Rows) -> None:
    answer = asked("posts")
    assert answer.headline == "Posts: 4.0 → 3.0 FTE, −1.0, −25.0 % since 20 November 2025"
    assert list(answer.lines) == [
        "Of them social workers 4.0 → 3.0 FTE · 1.0 FTE deleted or ended",
        "FTE by funding: 2.0 base budget, 1.0 time-limited; 1.0 vacant",
        "Money for 1.0 FTE ends on Wed 31 Mar 2027",
    ]
    assert rows(answer, "words", "posts_fte", "vacant_fte") == [
        {"words": "Base budget", "posts_fte": 2.0, "vacant_fte": 1.0},
        {"words": "Time-limited", "posts_fte": 1.0, "vacant_fte": 0.0},
        {"words": "First line manager", "posts_fte": 1.0, "vacant_fte": 0.0},
        {"words": "Case holder", "posts_fte": 2.0, "vacant_fte": 1.0},
    ]


def test_posts_say_what_was_vacant_now_alone_and_which_are_held_by_too_many(
    staffed: Staffed, database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        (held, *_) = session.scalars(select(PostHolder).order_by(col(PostHolder.post_id)))
        more = a_worker(session, staffed["North"], "Cam Coming", started_on=OCTOBER)
        session.add(PostHolder(post_id=held.post_id, worker_id=more.id))
    answer = asked("posts")
    assert answer.table is not None
    assert [column.heading for column in answer.table.columns].count("Year ago") == 1
    assert answer.footer is not None
    assert "1 post is held by more than its FTE, as in a handover" in answer.footer


@pytest.mark.parametrize("question", ["posts in East", "vacancies in East"])
def test_without_posts_in_the_list_none_is_called_filled(asked: Ask, question: str) -> None:
    answer = asked(question)
    assert "no post is in the workforce list" in answer.headline
    assert not answer.figures


def test_turnover_says_who_left_and_who_is_known_to_leave_or_start(
    staffed: Staffed, database: Database, asked: Ask, rows: Rows
) -> None:
    with database.transaction() as session:
        north = staffed["North"]
        a_worker(session, north, "Gus Going", left_on=date(2026, 12, 31))
        a_worker(session, north, "Cam Coming", started_on=date(2027, 1, 4), fte=0.5)
    answer = asked("turnover in North")
    assert (
        answer.headline == "Turnover in North: 33.3 % of social workers left in twelve months (DfE)"
    )
    assert answer.lines[0] == "1.0 FTE left · 0.0 FTE started · 3.0 FTE in post now"
    assert (
        answer.lines[1] == "Known ahead, until 4 January: 1 leaver (1.0 FTE), 1 starter (0.5 FTE)"
    )
    assert rows(answer, "worker", "happening", "on_words") == [
        {"worker": "Gus Going", "happening": "leaves", "on_words": "31 Dec"},
        {"worker": "Cam Coming", "happening": "starts", "on_words": "4 Jan 2027"},
    ]


def test_whoever_leaves_today_has_left_and_is_not_known_ahead_too(
    staffed: Staffed, database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        a_worker(session, staffed["North"], "Gus Going", left_on=FRIDAY)
    assert asked("turnover in North").lines == (
        "2.0 FTE left · 0.0 FTE started · 3.0 FTE in post now",
        "No leaver and no starter is known ahead",
    )


def test_experience_counts_people_and_names_the_newly_qualified_of_a_team(
    asked: Ask, rows: Rows
) -> None:
    whole = asked("experience")
    assert whole.headline == (
        "Under two years since qualifying: 50.0 % of social workers, 1 of 2 people"
    )
    assert whole.lines[0] == "Newly qualified now (ASYE): 1 person"
    assert rows(asked("experience", MANAGER), "worker", "until_words") == [
        {"worker": "Sam Example", "until_words": "31 Jan 2027"}
    ]


def test_targets_say_which_is_missed_the_next_step_and_the_course(
    staffed: Staffed, database: Database, asked: Ask, rows: Rows
) -> None:
    with database.transaction() as session:
        a_target(session, Measure.AGENCY_FTE, 3, OCTOBER)
        a_target(session, Measure.AGENCY_FTE, 2, date(2027, 4, 1))
        a_target(session, Measure.TURNOVER_RATE, 90, OCTOBER)
        a_target(session, Measure.AGENCY_FTE, 1, OCTOBER, team_id=staffed["South"].id)
        a_target(session, Measure.AVERAGE_CASELOAD, 15, OCTOBER)
    answer = asked("targets")
    assert answer.headline == (
        "Targets: 1 of 4 is missed: agency social workers 4.0 FTE, target 3 since 1 October"
    )
    assert rows(answer, "what", "now_words", "target_words", "course_words", "next_words")[0] == {
        "what": "Agency social workers",
        "now_words": "4.0",
        "target_words": "3",
        "course_words": "reached 12 December",
        "next_words": "2 from 1 April",
    }
    assert answer.chart is not None
    assert answer.chart.title == "Agency social workers: target reached 12 December"
    assert "Agency social workers in South" in {row["what"] for row in rows(answer, "what")}
    assert [row["what"] for row in rows(asked("targets in South"), "what")] == [
        "Agency social workers"
    ]


def test_where_no_target_is_set_it_says_where_they_come_from(asked: Ask) -> None:
    assert asked("targets in North").headline == (
        "No target is set in North. Targets are read from the sheet Targets of the workforce "
        "extract; the performance team can add one with the scope team:North."
    )

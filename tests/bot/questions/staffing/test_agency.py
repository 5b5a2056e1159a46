"""Agency social workers: how many against the target, why they are here, until when."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bot.questions.asking import Via
from models.access import Detail
from models.database import Database
from models.vocabulary import AgencyBasis, Measure
from tests.bot.questions.conftest import Ask
from tests.bot.questions.staffing.conftest import MANAGER, Staffed, a_target, an_agency_worker

Rows = Callable[..., list[dict[str, Any]]]
SINCE_OCTOBER = date(2026, 10, 1)

pytestmark = pytest.mark.usefixtures("staffed")


def test_the_first_line_says_how_many_against_which_target(database: Database, asked: Ask) -> None:
    with database.transaction() as session:
        a_target(session, Measure.AGENCY_FTE, 3, SINCE_OCTOBER)
        a_target(session, Measure.SUPERNUMERARY_FTE, 2, SINCE_OCTOBER)
    answer = asked("agency")
    assert answer.headline == "Agency social workers: 4.0 FTE, target 3 since 1 October"
    assert list(answer.lines) == [
        "3.0 cover a vacancy or an absence, 1.0 is extra (supernumerary) · rate 50.0 % (DfE) · "
        "about £500 a week above employed cost for the 1 extra",
        "On the present course 3 is reached on 12 December: 1 contract ends in December.",
        "Supernumerary agency: 1.0 FTE, within the target of 2",
    ]
    assert answer.footer is not None
    assert "the course counts only dates that are in the workforce list" in answer.footer


def test_a_channel_reads_no_course_which_is_of_single_people(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        a_target(session, Measure.AGENCY_FTE, 3, SINCE_OCTOBER)
    for question in ("staffing", "agency", "targets"):
        assert "contract ends" in str(asked(question).lines)
        answer = asked(question, via=Via("share", most=Detail.TOTALS))
        assert "target 3 since 1 October" in answer.headline
        assert "course" not in str((answer.lines, answer.footer))


def test_a_service_has_its_teams_and_a_team_its_workers_the_first_to_leave_first(
    asked: Ask, rows: Rows
) -> None:
    assert rows(asked("agency"), "team", "agency_fte", "supernumerary_fte") == [
        {"team": "North", "agency_fte": 3.0, "supernumerary_fte": 1.0},
        {"team": "South", "agency_fte": 1.0, "supernumerary_fte": 0.0},
    ]
    assert rows(asked("agency", MANAGER), "worker", "why_words", "ends_words") == [
        {"worker": "Ada Locum", "why_words": "extra", "ends_words": "11 Dec"},
        {"worker": "Ben Locum", "why_words": "a vacancy", "ends_words": "no end date"},
        {"worker": "Cy Locum", "why_words": "an absence", "ends_words": "no end date"},
    ]


def test_whoever_has_no_agency_workers_reads_so(asked: Ask) -> None:
    answer = asked("agency in East")
    assert answer.headline == "Agency social workers in East: none"
    assert not answer.lines


def test_a_worker_without_a_reason_is_said_to_be(
    staffed: Staffed, database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        an_agency_worker(session, staffed["East"], "Una Known", None, fte=0.6)
    (line,) = asked("agency in East").lines
    assert line.startswith(
        "None covers a vacancy or an absence, none is extra (supernumerary), why 0.6 are here"
    )


def test_the_figures_have_the_names_that_programs_know(asked: Ask) -> None:
    found = {figure.measure.value: figure for figure in asked("agency").figures}
    assert {"agency_fte", "agency_headcount", "agency_rate", "supernumerary_fte"} <= set(found)
    assert (found["agency_rate"].numerator, found["agency_rate"].denominator) == (4.0, 8.0)


def test_what_a_course_takes_for_granted_is_behind_how_it_is_counted(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        a_target(session, Measure.AGENCY_FTE, 3, SINCE_OCTOBER)
    (agency,) = (f for f in asked("agency").figures if f.measure is Measure.AGENCY_FTE)
    assert agency.warnings[-1].startswith("for the present course: only dates in the workforce")
    assert "agency contracts end on their dates and are not extended" in agency.warnings[-1]


def test_agency_covers_as_the_list_says(staffed: Staffed, database: Database, asked: Ask) -> None:
    with database.transaction() as session:
        an_agency_worker(session, staffed["South"], "Flo Locum", AgencyBasis.ABSENCE)
    assert asked("agency in South").lines[0].startswith("2.0 cover a vacancy or an absence")

"""Who gets an answer about staffing, and what of it: leads get theirs, a channel gets counts."""

from datetime import date
from itertools import product

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

from bot.questions.answer import Answer, Outcome
from bot.questions.asking import Via
from models.access import Detail
from models.database import Database
from models.loads import Load
from models.people import AuditEntry
from models.vocabulary import AgencyBasis, ExtractKind, Measure
from models.workforce import Worker
from tests.bot.questions.conftest import DIRECTOR, Ask
from tests.bot.questions.staffing.conftest import (
    HEAD,
    MANAGER,
    SAM,
    Staffed,
    a_post,
    a_target,
    an_agency_worker,
)
from tests.build import FRIDAY, a_load, a_worker, cases, managed

STAFFING = ("staffing", "agency", "vacancies", "posts", "turnover", "experience", "targets")
NAMES = ("Ada", "Ben", "Cy Locum", "Dot", "Sam Example", "Lea")
TO_A_CHANNEL = Via("share", most=Detail.TOTALS)

pytestmark = pytest.mark.usefixtures("staffed")


def everything_in(answer: Answer) -> str:
    rows = [dict(row) for row in answer.table.rows] if answer.table else []
    labels = [*answer.chart.labels, answer.chart.title] if answer.chart else []
    return str((answer.headline, answer.lines, rows, labels, answer.footer, answer.next))


def test_whoever_leads_gets_an_answer_of_what_they_lead(asked: Ask) -> None:
    led = ((DIRECTOR, "the authority"), (HEAD, "Court"), (MANAGER, "North"))
    for question, (who, scope) in product(STAFFING, led):
        answer = asked(question, who)
        assert answer.answered, answer.headline
        assert answer.scope is not None
        assert answer.scope.name == scope
        assert answer.footer is not None
        assert answer.footer.startswith("Workforce as at Fri 20 Nov 18:00")


@pytest.mark.parametrize("question", STAFFING)
def test_others_are_told_whom_it_is_for(asked: Ask, question: str) -> None:
    for name in ("North", "my team"):
        answer = asked(f"{question} in {name}", SAM)
        assert answer.outcome is Outcome.NOT_FOUND
        assert "is for the team's manager, the head of service and leadership" in answer.headline
    assert asked(f"{question} in South", MANAGER).headline.startswith("I don't know")
    assert asked(f"{question} in East", HEAD).headline.startswith("I don't know")
    assert asked(f"{question} in the whole authority", HEAD).headline.startswith("The whole")


@pytest.mark.parametrize(
    ("question", "who", "topic"),
    [
        ("agency in North", SAM, "agency"),
        ("agency for Sam Example", MANAGER, "agency"),
        ("experience in East", HEAD, "experience"),
        ("plan to 15", MANAGER, "plan"),
        ("plans", SAM, "plans"),
        ("compare agency", SAM, "compare"),
    ],
)
def test_what_was_refused_is_in_the_audit_with_what_it_was_about(
    database: Database, asked: Ask, question: str, who: str, topic: str
) -> None:
    assert not asked(question, who).answered
    with database.look() as session:
        (entry,) = session.scalars(select(AuditEntry)).all()
    assert (entry.who, entry.scope_name, entry.detail["topic"]) == (who, None, topic)


def test_names_are_said_of_one_team_and_only_to_those_who_may_see_them(asked: Ask) -> None:
    for who in (DIRECTOR, HEAD):
        for question in STAFFING:
            assert not any(name in everything_in(asked(question, who)) for name in NAMES)
    for who in (DIRECTOR, HEAD, MANAGER):
        assert "Ada Locum" in everything_in(asked("agency in North", who))
        assert "Sam Example" in everything_in(asked("who is newly qualified in North", who))


def test_a_channel_reads_no_name(asked: Ask) -> None:
    for question, about in product(STAFFING, ("", " in North", " in South", " in Court")):
        answer = asked(question + about, via=TO_A_CHANNEL)
        assert answer.answered
        assert not any(name in everything_in(answer) for name in NAMES)


@pytest.mark.parametrize(
    ("question", "headline"),
    [
        ("agency in North", "Agency social workers in North: 3.0 FTE"),
        ("agency in South", "Agency social workers in South: fewer than three, so not counted in a "
         "channel"),
        ("turnover in North", "Turnover in North: fewer than three people left, so not counted in "
         "a channel"),
        ("experience in North", "Under two years since qualifying in North: too few people to say "
         "in a channel"),
    ],
)  # fmt: skip
def test_a_channel_reads_no_figure_of_fewer_than_three_people(
    asked: Ask, question: str, headline: str
) -> None:
    assert asked(question, via=TO_A_CHANNEL).headline == headline


def test_a_channel_gets_no_table_by_team_where_one_team_has_few(asked: Ask) -> None:
    assert asked("agency").table is not None
    answer = asked("agency", via=TO_A_CHANNEL)
    assert answer.headline == "Agency social workers: 4.0 FTE"
    assert answer.table is None
    assert "supernumerary" not in everything_in(answer)


def test_a_channel_reads_no_cost_of_fewer_than_three_people(
    staffed: Staffed, database: Database, asked: Ask
) -> None:
    answer = asked("agency in North", via=TO_A_CHANNEL)
    assert "£" in str(asked("agency in North").lines)
    assert "£" not in str(answer.lines)  # Ada's and Ben's cost is known, Cy's is not
    measures = {figure.measure for figure in answer.figures}
    assert not measures & {Measure.AGENCY_WEEKLY_COST, Measure.AGENCY_WEEKLY_PREMIUM}
    with database.transaction() as session:
        extra = (AgencyBasis.SUPERNUMERARY,)
        an_agency_worker(session, staffed["North"], "Di Locum", *extra, weekly_cost=1_600)
        an_agency_worker(session, staffed["North"], "Ed Locum", *extra)
    # Of the three extra ones two have a cost; of all five three have.
    (line,) = asked("agency in North", via=TO_A_CHANNEL).lines
    assert line.endswith("about £1,500 a week above employed cost")


def test_a_channel_reads_no_cost_by_team(staffed: Staffed, database: Database, asked: Ask) -> None:
    with database.transaction() as session:
        for name in ("Flo Locum", "Gil Locum"):
            an_agency_worker(session, staffed["South"], name, AgencyBasis.VACANCY)
        an_agency_worker(session, staffed["North"], "Di Locum", AgencyBasis.VACANCY)
        for worker in session.scalars(select(Worker).where(col(Worker.name) != "Eve East")):
            if worker.agency_basis is not None:
                worker.agency_basis = AgencyBasis.VACANCY
    of_director, of_channel = asked("agency").table, asked("agency", via=TO_A_CHANNEL).table
    assert of_director is not None
    assert of_channel is not None
    assert "weekly_cost" in {column.key for column in of_director.columns}
    assert "weekly_cost" not in {column.key for column in of_channel.columns}


def test_a_channel_reads_no_target_that_is_of_one_colleagues_cases(
    staffed: Staffed, database: Database, asked: Ask
) -> None:
    since = date(2026, 10, 1)
    with database.transaction() as session:
        for number in range(4):
            cases(session, 21 + number, a_worker(session, staffed["North"], f"Holder {number}"))
        for measure in (Measure.HIGHEST_CASELOAD, Measure.NOBODY_AT_WORK, Measure.OPEN_CASES):
            a_target(session, measure, 3, since, team_id=staffed["North"].id)
    told = {figure.measure for figure in asked("targets in North").figures}
    assert told == {Measure.HIGHEST_CASELOAD, Measure.NOBODY_AT_WORK, Measure.OPEN_CASES}
    answer = asked("targets in North", via=TO_A_CHANNEL)
    assert {figure.measure for figure in answer.figures} == {Measure.OPEN_CASES}
    assert "ighest" not in everything_in(answer)


@pytest.mark.parametrize(
    ("question", "to_the_director"),
    [
        ("vacancies in North", "The longest since 2 October"),
        ("vacancies in North", "omebody is to start in 1 post"),
        ("posts in North", "Money for 1.0 FTE ends on"),
        ("turnover in North", "Known ahead, until"),
    ],
)
def test_a_channel_reads_no_day_and_no_coming_of_one_person(
    staffed: Staffed, database: Database, asked: Ask, question: str, to_the_director: str
) -> None:
    with database.transaction() as session:
        north = staffed["North"]
        coming = a_worker(session, north, "Cam Coming", started_on=date(2027, 1, 4))
        a_post(session, north, coming, number=5)
    assert to_the_director in str(asked(question).lines)
    assert to_the_director not in str(asked(question, via=TO_A_CHANNEL).lines)


def test_a_channel_reads_how_many_are_known_ahead_and_not_the_last_ones_day(
    staffed: Staffed, database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        for number in range(3):
            gone = {"left_on": date(2026, 3, 1 + number)}
            a_worker(session, staffed["North"], f"Gone {number}", **gone)
            soon = {"left_on": date(2027, 3, 1 + number)}
            a_worker(session, staffed["North"], f"Going {number}", **soon)
    lines = asked("turnover in North", via=TO_A_CHANNEL).lines
    assert lines[-1] == "Known ahead: 3 leavers (3.0 FTE), no starters"


def test_staffing_is_not_of_one_person(asked: Ask) -> None:
    answer = asked("agency for Sam Example", MANAGER)
    assert answer.headline == (
        "Staffing is counted for a team, a service or the authority, not for one person. "
        "You can ask for the caseload of Sam Example."
    )


def test_the_workforce_alone_is_enough_and_nothing_is_said_without_it(
    sqlite_database: Database, asked: Ask
) -> None:
    with sqlite_database.transaction() as session:
        session.execute(delete(Load))
    answer = asked("staffing")
    assert answer.outcome is Outcome.NO_DATA
    assert answer.headline.startswith("There are no staffing figures yet")
    with sqlite_database.transaction() as session:
        a_load(session, ExtractKind.WORKFORCE, FRIDAY)
    assert asked("staffing").answered
    assert not asked("caseload").answered


def test_a_manager_of_two_teams_has_them_together_and_each_by_name(
    staffed: Staffed, database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        mia = session.scalars(select(Worker).where(col(Worker.email) == MANAGER)).one()
        managed(session, staffed["South"], mia)
    answer = asked("agency", MANAGER)
    assert answer.headline == "Agency social workers in your 2 teams: 4.0 FTE"
    assert "Dot Locum" not in everything_in(answer)
    assert "Dot Locum" in everything_in(asked("agency in South", MANAGER))

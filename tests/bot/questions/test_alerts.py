"""Asking for open alerts: how many, who has answered, and for whose eyes they are."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from alerts.notice import Notice
from bot.questions.answer import Outcome, Table, Value
from models.database import Database
from models.organisation import Service, Team
from models.people import GrantRole
from models.vocabulary import AlertState, Measure, RuleKind
from models.workforce import Worker
from tests.bot.questions.conftest import Ask
from tests.build import (
    FRIDAY,
    a_decision,
    a_member,
    a_service,
    a_services_alert,
    a_team,
    a_worker,
    an_alert,
    granted,
    headed,
    managed,
)
from tests.conftest import NOW

MIA, HANA, SAM = "mia@example.gov.uk", "hana@example.gov.uk", "sam@example.gov.uk"
ANALYST = "analyst@example.gov.uk"

ACKNOWLEDGED = {"state": AlertState.ACKNOWLEDGED, "acknowledged_by": MIA, "review_on": NOW.date()}
PASSED = {**ACKNOWLEDGED, "review_on": FRIDAY}
PENDING = {"state": AlertState.PENDING, "fired_at": None, "told_at": None}
HELD = {"state": AlertState.HELD, "held_from": AlertState.FIRING}
HELD_STAFFING = {**HELD, "kind": RuleKind.VACANCY_OFF}
CASES_LATE = (
    "The caseload figures are late: no alert on cases is raised or closed until a new load arrives."
)
STAFFING_LATE = "The workforce list is late: staffing alerts are held until a new one arrives."
SNOOZED = {"state": AlertState.SNOOZED, "snoozed_until": NOW.date() + timedelta(days=3)}


@pytest.fixture
def people(database: Database) -> None:
    """Mia manages East, Hana heads its service; Sam works there; West is of another service."""
    with database.transaction() as session:
        court = a_service(session, "Court")
        east = a_team(session, "East", court)
        a_team(session, "South", court)
        west = a_team(session, "West")
        managed(session, east, a_worker(session, east, "Mia Manager", email=MIA))
        headed(session, court, a_worker(session, west, "Hana Head", email=HANA))
        sam = a_worker(session, east, "Sam Example", email=SAM)
        granted(session, ANALYST, GrantRole.ADMINISTRATOR)
        said = Notice(alert_id=1, headline="East: 1 worker is over the limit")
        an_alert(session, east, a_member(sam), notice=said)
        an_alert(session, west, a_member(a_worker(session, west, "Wanda West")))
        dropped = a_team(session, "North", court, dropped_on=FRIDAY)
        an_alert(session, dropped, a_member(a_worker(session, dropped, "Nora North")))
        an_alert(session, None, kind=RuleKind.DATA_LATE)


@pytest.mark.parametrize(
    ("states", "headline", "lines"),
    [
        ([], "East: no open alerts", ()),
        ([{}], "East: 1 open alert, not acknowledged", ()),
        ([{}, {}], "East: 2 open alerts, none acknowledged", ()),
        ([{}, ACKNOWLEDGED], "East: 2 open alerts, 1 not acknowledged", ()),
        ([ACKNOWLEDGED, SNOOZED], "East: 2 open alerts, all answered", ()),
        ([ACKNOWLEDGED], "East: 1 open alert, answered", ()),
        ([PASSED], "East: 1 open alert, not acknowledged", ("1 review has passed",)),
        (
            [PENDING],
            "East: no open alerts",
            ("1 is not told yet: it has not lasted long enough",),
        ),
        (
            [{}, PENDING, PENDING],
            "East: 1 open alert, not acknowledged",
            ("2 more are not told yet: they have not lasted long enough",),
        ),
        (
            [HELD],
            "East: 1 open alert, not acknowledged",
            (CASES_LATE,),
        ),
        ([HELD_STAFFING], "East: 1 open alert, not acknowledged", (STAFFING_LATE,)),
        (
            [HELD, HELD_STAFFING],
            "East: 2 open alerts, none acknowledged",
            (CASES_LATE, STAFFING_LATE),
        ),
    ],
)
def test_the_headline_says_how_many_are_open_and_unanswered(
    database: Database,
    asked: Ask,
    states: list[dict[str, object]],
    headline: str,
    lines: tuple[str, ...],
) -> None:
    kinds = [RuleKind.WORKER_OVER, RuleKind.NOT_SEEN, RuleKind.UNALLOCATED]
    with database.transaction() as session:
        team = a_team(session, "East")
        for state, kind in zip(states, kinds, strict=False):
            an_alert(session, team, **{"kind": kind, **state})
    answer = asked("alerts in East")
    assert answer.headline == headline
    assert answer.lines == lines
    assert answer.footer is not None
    assert answer.footer.startswith("Data as at Fri 20 Nov 18:00")


@pytest.mark.usefixtures("people")
def test_a_manager_sees_each_alert_of_the_team_with_its_state_and_whom_it_is_about(
    asked: Ask,
) -> None:
    answer = asked("alerts", MIA)
    assert answer.headline == "East: 1 open alert, not acknowledged"
    assert answer.table is not None
    (row,) = answer.table.rows
    assert row["alert_words"] == "1 worker is over the limit"
    assert row["state_words"] == "since Mon 16 Nov, 4 working days; not acknowledged"
    assert row["about_words"] == "Sam Example: 26 cases, limit 18"
    assert (row["rule"], row["since"], row["working_days"]) == (
        "worker_over_limit",
        "2026-11-16",
        4,
    )
    assert [step.label for step in answer.next] == ["Register", "Caseload", "Who has room"]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("who", "question", "teams"),
    [
        (MIA, "alerts", ["East"]),
        (HANA, "alerts", ["East"]),
        (HANA, "alerts in service Court", ["East"]),
        (HANA, "alerts in team East", ["East"]),
        ("director@example.gov.uk", "alerts", ["East", "West", "North", None]),
        ("director@example.gov.uk", "alerts in East", ["East"]),
        (ANALYST, "alerts", ["East", "West", "North", None]),
    ],
)
def test_everybody_sees_the_alerts_of_what_they_lead(
    asked: Ask, who: str, question: str, teams: list[str | None]
) -> None:
    answer = asked(question, who)
    assert answer.table is not None
    assert [row["team"] for row in answer.table.rows] == teams


DIRECTOR = "director@example.gov.uk"


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("who", "question", "named"),
    [
        (DIRECTOR, "alerts", False),
        (DIRECTOR, "register", False),
        (DIRECTOR, "alerts in East", True),
        (DIRECTOR, "register for East", True),
        (HANA, "alerts", True),
        (ANALYST, "alerts", True),
    ],
)
def test_leadership_reads_workers_names_of_a_team_it_asks_about(
    database: Database, asked: Ask, who: str, question: str, named: bool
) -> None:
    with database.transaction() as session:
        east = session.scalars(select(Team).where(col(Team.name) == "East")).one()
        sam = session.scalars(select(Worker).where(col(Worker.name) == "Sam Example")).one()
        kind = {"kind": RuleKind.ABSENT_HOLDING}
        a_decision(session, an_alert(session, east, a_member(sam), **kind))
    answer = asked(question, who)
    assert answer.table is not None
    assert ("Sam Example" in str(answer.table.rows)) is named
    assert ("ask about one team" in str(answer.footer)) is not named


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("who", "question", "beginning"),
    [
        (SAM, "alerts", "The list of open alerts is for the team's manager"),
        (SAM, "alerts in East", "The list of open alerts is for the team's manager"),
        (SAM, "alerts in West", "I don't know a team, service or worker called"),
        (MIA, "alerts in West", "I don't know a team, service or worker called"),
        (MIA, "alerts in South", "I don't know a team, service or worker called"),
        (MIA, "alerts in North", "I don't know a team, service or worker called"),
        (MIA, "alerts in the whole authority", "The whole authority's figures are for leadership"),
        (HANA, "alerts in West", "The list of open alerts is for the team's manager"),
        ("nobody@example.gov.uk", "alerts", "I don't know you yet."),
    ],
)
def test_what_is_not_theirs_is_answered_as_every_other_question(
    asked: Ask, who: str, question: str, beginning: str
) -> None:
    answer = asked(question, who)
    assert answer.headline.startswith(beginning)
    assert answer.outcome in {Outcome.NOT_FOUND, Outcome.NOT_KNOWN}
    assert answer.table is None


def test_more_than_three_workers_are_counted_in_the_table_and_all_in_the_row(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        team = a_team(session, "East")
        workers = [a_worker(session, team, f"Worker {letter}") for letter in "ABCDE"]
        members = [
            replace(a_member(worker), value=30 - number) for number, worker in enumerate(workers)
        ]
        an_alert(session, team, *members)
    table = asked("alerts in East").table
    assert table is not None
    (row,) = table.rows
    assert str(row["about_words"]).endswith("Worker C: 28 cases, limit 18; 2 more")
    assert str(row["about"]).count(";") == 4


def test_what_alerts_are_about_can_be_counted_where_there_are_any(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        team = a_team(session, "East")
        a_team(session, "West")
        an_alert(session, team)
    assert Measure.OVER_LIMIT in {figure.measure for figure in asked("alerts in East").figures}
    assert not asked("alerts in West").can_be_counted


def test_the_caseload_of_a_team_leads_to_its_alerts_and_they_to_the_register(
    database: Database, asked: Ask
) -> None:
    with database.transaction() as session:
        a_team(session, "East")
    caseload = {step.label: step.question for step in asked("caseload for team East").next}
    assert caseload["Open alerts"] == "alerts in team East"
    alerts = {step.label: step.question for step in asked(caseload["Open alerts"]).next}
    assert alerts["Register"] == "register for team East"
    assert asked(alerts["Register"]).headline == "East: no decisions in the last twelve months"


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("question", ["alerts", "alerts in service Court"])
def test_a_head_finds_the_alerts_about_the_service_itself(
    database: Database, asked: Ask, question: str
) -> None:
    with database.transaction() as session:
        court = session.scalars(select(Service).where(col(Service.name) == "Court")).one()
        law = a_service(session, "Law")
        a_decision(session, a_services_alert(session, court))
        a_services_alert(session, law)
    found = [
        asked(words, HANA).table for words in (question, question.replace("alerts", "register"))
    ]
    assert [_places(table) for table in found] == [[(None, "Court")]] * 2


def _places(table: Table | None) -> list[tuple[Value, Value]]:
    """Where the rows about agency workers are of."""
    assert table is not None
    return [(r["team"], r["service"]) for r in table.rows if r["rule"] == "agency_above_target"]

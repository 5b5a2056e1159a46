"""Saved plans: who sees which, saved and dropped once, and one beside what then happened."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from alerts.plans.plan import Input, PlanInputs, PlanRefused
from alerts.plans.saving import Saving, save_plan, saved_plans
from alerts.plans.starting import Baseline, make_inputs
from bot.blocks.answers import answer_blocks
from bot.blocks.plans import plans_blocks
from bot.practice.block_kit.check import check_blocks
from bot.questions.answer import Answer, Outcome
from bot.questions.plan_deeds import drop, keep, propose
from bot.services import Services
from models.access import Scope, ScopeKind
from models.database import Database
from models.errors import NotFound, NotKnown
from models.history import TeamSnapshot
from models.organisation import Service, Team
from models.people import AuditEntry, GrantRole
from models.plans import SavedPlan
from models.vocabulary import LimitScope
from models.workforce import Worker
from tests.bot.questions.conftest import DIRECTOR, Ask
from tests.build import (
    FRIDAY,
    a_limit_row,
    a_service,
    a_team,
    a_worker,
    at_six,
    cases,
    granted,
    headed,
    loaded,
    managed,
)

HEAD, OTHER_HEAD = "hal@example.gov.uk", "ola@example.gov.uk"
MANAGER, DEPUTY, ANALYST = "mia@example.gov.uk", "deputy@example.gov.uk", "pat@example.gov.uk"
SMALL = "plan 1 post cases -4 a year"
YEAR_AGO = date(2025, 11, 21)


@pytest.fixture(autouse=True)
def _two_services(database: Database) -> None:
    """Court has Court North with a worker of 20 cases, Front Door has Duty with 10."""
    with database.transaction() as session:
        court, other = a_service(session, "Court"), a_service(session, "Front Door")
        north, duty = a_team(session, "Court North", court), a_team(session, "Duty", other)
        cases(session, 20, a_worker(session, north, "Worker"))
        cases(session, 10, a_worker(session, duty))
        headed(session, court, a_worker(session, duty, "Hal Head", email=HEAD))
        headed(session, other, a_worker(session, duty, "Ola Other", email=OTHER_HEAD))
        managed(session, north, a_worker(session, duty, "Mia Manager", email=MANAGER))
        granted(session, DEPUTY, GrantRole.LEADERSHIP)
        granted(session, ANALYST, GrantRole.ADMINISTRATOR)


def said(value: float) -> Input:
    return Input(value, given=True, source="said")


def inputs() -> PlanInputs:
    """20 cases of one FTE, and a post that is filled at once."""
    given = {"posts": said(1), "recruit_weeks": said(0), "years": said(4)}
    return make_inputs(given, Baseline(cases=said(20), fte=said(1), turnover=said(0)))


def kept(session: Session, name: str, about: str | None = None, by: str = DIRECTOR) -> None:
    """A plan of a year ago for the team or service of this name, or for the authority."""
    saving = Saving(by, at_six(YEAR_AGO), YEAR_AGO)
    save_plan(session, name, scope_of(session, about), inputs(), saving)


def scope_of(session: Session, about: str | None) -> Scope:
    if about is None:
        return Scope(ScopeKind.AUTHORITY, None, "the authority", None)
    team = session.scalars(select(Team).where(col(Team.name) == about)).first()
    if team is not None:
        return Scope(ScopeKind.TEAM, team.id, about, frozenset({team.id}))
    service = session.scalars(select(Service).where(col(Service.name) == about)).one()
    return Scope(ScopeKind.SERVICE, service.id, about, frozenset())


@pytest.fixture
def _four_plans(database: Database) -> None:
    with database.transaction() as session:
        kept(session, "Whole")
        kept(session, "North", "Court North", by=HEAD)
        kept(session, "Court plan", "Court")
        kept(session, "Duty plan", "Duty", by=OTHER_HEAD)


def listed(answer: Answer) -> list[tuple[str, bool]]:
    assert answer.table is not None
    return [(str(row["plan"]), bool(row["droppable"])) for row in answer.table.rows]


@pytest.mark.usefixtures("_four_plans")
@pytest.mark.parametrize(
    ("email", "plans"),
    [
        (
            DIRECTOR,
            [("Duty plan", True), ("Court plan", True), ("North", True), ("Whole", True)],
        ),
        (
            ANALYST,
            [("Duty plan", False), ("Court plan", False), ("North", False), ("Whole", False)],
        ),
        (HEAD, [("Court plan", False), ("North", True)]),
        (OTHER_HEAD, [("Duty plan", True)]),
    ],
)
def test_everybody_sees_the_plans_of_what_they_may_plan(
    asked: Ask, email: str, plans: list[tuple[str, bool]]
) -> None:
    answer = asked("plans", by=email)
    assert listed(answer) == plans
    assert [step.question for step in answer.next] == [f"plan compare {name}" for name, _ in plans]


@pytest.mark.usefixtures("_four_plans")
@pytest.mark.parametrize(
    ("text", "email"),
    [
        ("plan compare Whole", HEAD),
        ("plan compare Duty plan", HEAD),
        ("plan compare Nothing", HEAD),
        ("plan compare Nothing", DIRECTOR),
    ],
)
def test_another_services_plan_is_not_there(asked: Ask, text: str, email: str) -> None:
    answer = asked(text, by=email)
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.headline == (
        f'I don\'t know a saved plan called "{text.removeprefix("plan compare ")}". '
        "`plans` lists those there are."
    )


@pytest.mark.usefixtures("_four_plans")
@pytest.mark.parametrize("text", ["plans", "plan compare Whole", "plan compare North"])
def test_a_manager_is_told_whose_plans_are(asked: Ask, text: str) -> None:
    answer = asked(text, by=MANAGER)
    assert answer.outcome is Outcome.NOT_FOUND
    assert answer.headline.startswith("Plans are for leadership and heads of service.")


def test_without_plans_the_list_says_how_to_keep_one(asked: Ask) -> None:
    answer = asked("plans")
    assert answer.headline.startswith("No plan is saved yet.")
    assert check_blocks(plans_blocks(answer), "message") == []


def test_a_list_longer_than_a_message_says_how_many_more_there_are(
    asked: Ask, database: Database
) -> None:
    with database.transaction() as session:
        for number in range(23):
            kept(session, f"{number} {'x' * 60} <!here>")
    blocks = plans_blocks(asked("plans"))
    assert check_blocks(blocks, "message") == []
    assert "… 3 older; `plan compare` and the name shows one." in str(blocks[-1])
    assert "<!here>" not in str([block.get("text") for block in blocks])


def snapshot(session: Session, day: date, caseload: int, fte: float) -> None:
    worker = session.scalars(select(Worker).where(col(Worker.name) == "Worker")).one()
    session.add(
        TeamSnapshot(
            day=day,
            team_id=worker.team_id,
            open_cases=caseload,
            unallocated=0,
            opened=0,
            closed=0,
            not_seen=0,
            in_post_fte=fte,
            agency_fte=0,
            average_cases=caseload,
            average_fte=fte,
        )
    )


@pytest.fixture
def _a_year_of_court(database: Database) -> None:
    """Planned was 10 from the first day; in two years of months it fell from 20 to 12."""
    with database.transaction() as session:
        kept(session, "Court, 1 post, Nov 2025", "Court")
        snapshot(session, YEAR_AGO, 20, 1)
        for week in range(1, 53):
            snapshot(session, YEAR_AGO + timedelta(weeks=week), 20 if week < 52 else 24, 2)


@pytest.mark.usefixtures("_a_year_of_court")
def test_a_saved_plan_is_laid_beside_what_happened(asked: Ask) -> None:
    answer = asked("plan compare court, 1 POST nov 2025 please")
    assert answer.headline == (
        "Court, 1 post, Nov 2025: 12 cases per full-time worker, 2 above the plan's 10"
    )
    assert answer.lines == [
        "24 cases, 4 more than planned; 2 FTE, as planned.",
        "Planned from data of Fri 21 Nov 2025. Court: 20 cases per full-time worker then, "
        "10 from year 1.",
    ]
    assert answer.table is not None
    assert [column.heading for column in answer.table.columns[:3]] == [
        *("Month", "Planned", "Actual")
    ]
    rows = [(row["month"], row["planned"], row["actual"]) for row in answer.table.rows]
    assert rows[:3] == [("At the start", 20, 20), ("Nov 2025", 10, 10), ("Dec 2025", 10, 10)]
    assert rows[-1] == ("Nov 2026", 10, 12)
    assert answer.chart is not None
    assert len(set(answer.chart.labels)) == len(rows) == 14
    assert answer.footer == "Figures of Fri 20 Nov · DfE method"
    assert check_blocks(answer_blocks(answer), "message") == []


def test_a_plan_of_today_has_nothing_beside_it_yet(asked: Ask, services: Services) -> None:
    saved_now(services, SMALL, "Today")
    assert listed(asked("plan compare please")) == [("Today", True)]
    answer = asked("compare plan Today")
    assert answer.headline == "Today: there is no later day to lay beside the plan yet"
    assert answer.outcome is Outcome.ANSWERED


def saved_now(services: Services, question: str, name: str, by: str = DIRECTOR) -> str:
    """As the dialog does it: proposed, then kept under a name."""
    return keep(services, question, by, name, propose(services, question, by).as_at)


def test_a_plan_is_proposed_with_a_name_that_is_free(services: Services) -> None:
    first = propose(services, SMALL, DIRECTOR)
    assert first.name == "the authority, 1 post, Nov 2026"
    saved_now(services, SMALL, first.name)
    assert propose(services, SMALL, DIRECTOR).name == "the authority, 1 post, Nov 2026 (2)"


def test_two_presses_are_one_plan_and_one_line_of_the_audit(
    services: Services, database: Database
) -> None:
    said_twice = [saved_now(services, SMALL, " Budget  2027 ") for _ in range(2)]
    assert said_twice == ["Saved as “Budget 2027”. Ask `plans` to see it again and what then "
                          "happened."] * 2  # fmt: skip
    with database.look() as session:
        (plan,) = saved_plans(session, "the authority")
        audit = session.scalars(select(AuditEntry).where(col(AuditEntry.deed) == "saved")).one()
    assert (plan.name, plan.made_by, plan.starts_on) == ("Budget 2027", DIRECTOR, FRIDAY)
    assert (audit.who, audit.scope_kind, audit.detail["plan"]) == (
        *(DIRECTOR, "authority", "Budget 2027"),
    )


@pytest.mark.parametrize(
    ("name", "by", "sentence"),
    [
        ("", DIRECTOR, "needs a letter or a digit"),
        ("… <!channel>", DIRECTOR, "needs a letter or a digit"),
        ("x" * 81, DIRECTOR, "1 to 80 characters"),
        ("budget", DIRECTOR, "Choose another name: this one is taken."),
        ("Budget", DEPUTY, "Choose another name: this one is taken."),
    ],
)
def test_a_name_that_cannot_be_is_refused(
    services: Services, name: str, by: str, sentence: str
) -> None:
    saved_now(services, SMALL, "Budget")
    with pytest.raises(PlanRefused, match=sentence):
        saved_now(services, SMALL, name, by)


@pytest.mark.parametrize(
    ("question", "email", "error"),
    [
        (SMALL, MANAGER, NotFound),
        ("plan Duty to 15", HEAD, NotFound),
        (SMALL, "nobody@example.gov.uk", NotKnown),
        (SMALL, None, NotKnown),
        ("caseload", DIRECTOR, NotFound),
        ("", DIRECTOR, NotFound),
        ("plan", DIRECTOR, PlanRefused),
        ("x" * 2_000, DIRECTOR, NotFound),
    ],
)
def test_whoever_may_not_plan_it_may_not_save_it(
    services: Services, database: Database, question: str, email: str | None, error: type[Exception]
) -> None:
    as_at = propose(services, SMALL, DIRECTOR).as_at
    with pytest.raises(error):
        keep(services, question, email, "Mine", as_at)
    with database.look() as session:
        assert session.scalars(select(SavedPlan)).all() == []


def test_newer_figures_are_not_saved_as_what_was_seen(
    services: Services, database: Database
) -> None:
    as_at = propose(services, SMALL, DIRECTOR).as_at
    with database.transaction() as session:
        loaded(session, FRIDAY + timedelta(days=3))
    with pytest.raises(NotFound, match="Newer figures were loaded meanwhile"):
        keep(services, SMALL, DIRECTOR, "Mine", as_at)


@pytest.mark.usefixtures("_four_plans")
@pytest.mark.parametrize(
    ("name", "email", "gone"),
    [
        ("North", HEAD, True),
        ("North", DEPUTY, True),
        ("Court plan", HEAD, False),
        ("Duty plan", HEAD, False),
        ("North", ANALYST, False),
        ("North", MANAGER, False),
    ],
)
def test_a_plan_is_dropped_by_whoever_made_it_or_leadership(
    services: Services, database: Database, name: str, email: str, gone: bool
) -> None:
    with database.look() as session:
        plan_id = next(p.id for p in saved_plans(session, "the authority") if p.name == name)
    if gone:
        assert drop(services, plan_id, email).startswith(f"“{name}” is dropped.")
    with pytest.raises(NotFound, match="There is no such plan, or it is not yours to drop"):
        drop(services, plan_id, email)
    with database.look() as session:
        names = [plan.name for plan in saved_plans(session, "the authority")]
        audit = session.scalars(
            select(col(AuditEntry.who)).where(col(AuditEntry.deed) == "dropped")
        )
        assert ((name not in names), list(audit)) == (gone, [email] if gone else [])


def test_a_service_whose_teams_promise_different_things_is_told(
    asked: Ask, database: Database
) -> None:
    with database.transaction() as session:
        court = session.scalars(select(Service).where(col(Service.name) == "Court")).one()
        south = a_team(session, "Court South", court)
        cases(session, 8, a_worker(session, south))
        session.add(a_limit_row(scope=LimitScope.AUTHORITY, promise_low=12, promise_high=15))
        limit = {"promise_low": 14, "promise_high": 18}
        session.add(a_limit_row(scope=LimitScope.TEAM, team_id=south.id, **limit))
    assert asked("plan Court 1 post").lines[0] == (
        "Its teams have different promises (12–15 and 14–18), so the plan is held against none. "
        "Say one, for example `promise 12-15`."
    )
    assert not asked("plan Court 1 post promise 12-15").lines[0].startswith("Its teams")


def test_a_misspelt_team_is_offered_with_the_plan_around_it(asked: Ask) -> None:
    answer = asked("plan team dutty to 15", by=OTHER_HEAD)
    assert answer.headline == ('I don\'t know a team or service called "dutty". Did you mean Duty?')
    assert answer.next[0].question == "plan team Duty to 15"
    assert asked(answer.next[0].question, by=OTHER_HEAD).outcome is Outcome.ANSWERED


def test_words_left_over_beside_a_known_name_are_not_passed_over(asked: Ask) -> None:
    answer = asked("plan team court nth to 15", by=HEAD)
    assert answer.headline.startswith('I did not understand "nth".')

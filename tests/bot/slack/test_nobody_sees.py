"""Nobody sees what they may not: every role, question and object, judged by the CSV rows."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo.authority import make_history
from bot.demo.cast import cast_member
from bot.demo.history import SEED
from bot.demo.running import Running
from bot.questions.answer import Answer, Outcome
from bot.questions.asking import Via, ask
from bot.services import Services, make_services
from bot.settings import read_settings
from models.access import Detail
from models.vocabulary import Measure
from tests.bot.slack.forging import JSON, a_press, deliver
from tests.bot.slack.persona import (
    LAST_DAY,
    MONDAY,
    WEEKS,
    Member,
    Persona,
    channel_id,
    said,
)
from tests.bot.slack.rights import ONE_IN, SEES_ALL, STRANGERS, Authority, leaked

ASKERS = (
    *SEES_ALL,
    *("head", "head_of_specialist", "manager", "other_manager", "manager_reviewing"),
    *("worker", "newly_qualified", "adviser", "court_agency"),
    *STRANGERS,
)
LISTS = (
    *("who is over in {}", "who has room in {}", "unallocated in {}", "not seen in {}"),
    *("alerts in {}", "register for {}"),
)
STAFFING = ("staffing", "agency", "vacancies", "posts", "turnover", "experience", "targets")
NAMING = ("agency in {}", "turnover in {}", "experience in {}")
"""Which of them name workers of one team; the others are asked about an object in turn."""

BARE = (
    *("", "caseload", "my team", "me", "who is over", "who has room", "unallocated", "not seen"),
    *("alerts", "register", *STAFFING, "trend", "trend of highest", "trend of agency"),
)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority(make_history(SEED, LAST_DAY, WEEKS).weeks[-1])


@pytest.fixture(scope="module")
def services(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    path = tmp_path_factory.mktemp("nobody") / "caseload.db"
    shutil.copyfile(demo_template, path)
    made = make_services(
        read_settings(_env_file=None, CASELOAD_DATABASE_URL=f"sqlite:///{path}"), lambda: MONDAY
    )
    yield made
    made.database.close()


def everything_in(answer: Answer) -> str:
    """All that an answer carries to its reader, the question itself left out."""
    rows = [dict(row) for row in answer.table.rows] if answer.table else []
    caption = answer.table.caption if answer.table else ""
    steps = [(step.label, step.question) for step in answer.next]
    figures = [(figure.measure, figure.warnings) for figure in answer.figures]
    return str((answer.headline, answer.lines, rows, caption, answer.footer, steps, figures))


@pytest.mark.parametrize("key", ASKERS)
def test_no_question_about_anything_leaks_to_anybody(
    services: Services, authority: Authority, key: str
) -> None:
    rights, email = authority.rights(key), cast_member(key).email
    objects = [
        *((name, name in rights.teams) for name in authority.names("Teams", "team")),
        *((name, name in rights.services) for name in authority.names("Services", "service")),
    ]
    asked = [("caseload for {}", name, allowed) for name, allowed in objects]
    asked += [(form, name, allowed) for name, allowed in objects for form in LISTS]
    for number, (name, allowed) in enumerate(objects):
        in_turn = f"{STAFFING[number % len(STAFFING)]} in {{}}"
        trends = ("trend for {}", "trend of agency for {}")
        asked += [(form, name, allowed) for form in {*NAMING, in_turn, trends[number % 2]}]
    asked += [("caseload for {}", name, name in rights.workers) for name in authority.asked_about()]
    some = authority.asked_about()[::ONE_IN]
    asked += [("trend for {}", name, name in rights.workers) for name in some]
    asked += [("caseload for {}", "the whole authority", key in SEES_ALL)]
    for form, name, allowed in asked:
        answer = ask(services, form.format(name), email, Via("button"))
        assert not leaked(everything_in(answer), name, authority, rights), (form, name)
        if not allowed:
            assert_nothing_told(answer)


@pytest.mark.parametrize("key", ASKERS)
def test_no_question_without_a_name_leaks_to_anybody(
    services: Services, authority: Authority, key: str
) -> None:
    rights = authority.rights(key)
    for question in BARE:
        answer = ask(services, question, cast_member(key).email, Via("command"))
        assert not leaked(everything_in(answer), "", authority, rights), question
        if key in STRANGERS:
            assert_nothing_told(answer)


def assert_nothing_told(answer: Answer) -> None:
    """Neither figures nor rows, and no word that tells what is there from what is not."""
    assert answer.outcome in {Outcome.NOT_FOUND, Outcome.NOT_KNOWN}
    assert not answer.figures
    assert answer.table is None
    assert answer.scope is None
    assert answer.headline.startswith(("I don't know", "The whole authority's figures are for"))


@pytest.mark.parametrize("key", ["worker", "newly_qualified", "adviser", "court_agency", "head"])
def test_who_leads_no_team_gets_its_totals_without_any_one_persons_figure(
    services: Services, authority: Authority, key: str
) -> None:
    rights = authority.rights(key)
    for team in rights.teams - rights.leads:
        answer = ask(services, f"caseload for team {team}", cast_member(key).email, Via("button"))
        assert answer.detail is Detail.TOTALS
        assert answer.table is None
        assert Measure.HIGHEST_CASELOAD not in {figure.measure for figure in answer.figures}
        trends = ("trend of agency rate for {}", "trend of highest for {}")
        for form in (*LISTS, *(f"{question} in {{}}" for question in STAFFING), *trends):
            answer = ask(services, form.format(team), cast_member(key).email, Via("button"))
            assert not answer.figures
            assert answer.table is None


@pytest.mark.parametrize("key", ["worker", "manager", "stranger"])
@pytest.mark.parametrize(
    ("question", "about"),
    [("caseload for team Court South", "Court South"), ("Derek Oyelaran", "Derek Oyelaran")],
)
def test_no_way_of_asking_in_slack_goes_round_it(
    demo: Running, persona: Persona, authority: Authority, key: str, question: str, about: str
) -> None:
    person, everybody = persona(key), channel_id("all-staff")
    rights = authority.rights(key)
    for message in (
        person.ask(f"/caseload {question}", everybody),
        person.ask(f"@Caseload {question}", everybody),
        person.ask(question),
        pressed(demo, person, everybody, question),
    ):
        assert message["text"].startswith("I don't know")
        assert not leaked(said(message), about, authority, rights)


def pressed(demo: Running, person: Member, channel: str, question: str) -> JSON:
    """A button with a value nobody gave this person, pressed all the same."""
    before = person.seen(channel)
    deliver(demo, a_press(demo, person, channel, deed="ask_0", value=question))
    return person.next_message(channel, before)

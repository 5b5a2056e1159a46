"""Export under the register: the workbook comes to whoever may see it, and to nobody else."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.demo.running import Running, running_demo
from models.database import Database
from models.organisation import Team
from models.people import AuditEntry
from models.vocabulary import AlertState, RuleKind
from models.workforce import Worker
from tests.bot.practice.visitor import JSON, wait_longer
from tests.bot.slack.acting import COURT, told
from tests.bot.slack.forging import a_press, deliver
from tests.bot.slack.persona import MONDAY, Member, Persona, buttons, channel_id
from tests.build import a_decision, a_member, an_alert

TEAMS = ("Court North", "Court South", "Safeguarding East")
EVERYBODY = channel_id("all-staff")
NOTE = "=cmd <!channel> & two cases move"


@pytest.fixture(scope="module")
def demo(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The demo with one decision in each of three teams, and one about the whole authority."""
    path = tmp_path_factory.mktemp("exports") / "caseload.db"
    shutil.copyfile(demo_template, path)
    with running_demo(path, lambda: MONDAY, by_itself=False) as running:
        wait_longer(running.server)
        decide(running.caseload.office.services.database)
        yield running


def decide(database: Database) -> None:
    with database.transaction() as session:
        for name in TEAMS:
            team = session.scalars(select(Team).where(col(Team.name) == name)).one()
            query = select(Worker).where(col(Worker.team_id) == team.id)
            worker = session.scalars(query.order_by(col(Worker.name))).first()
            life = an_alert(session, team, a_member(worker), state=AlertState.RESOLVED)
            a_decision(session, life, note=NOTE)
        held = a_member(subject="load:1", value=2)
        life = an_alert(session, None, held, kind=RuleKind.LOAD_HELD, state=AlertState.RESOLVED)
        a_decision(session, life)


def exported(person: Member, before: set[str]) -> JSON:
    """The app's next message between the two of them with a file; alerts may come before it."""

    def look() -> JSON | None:
        there = (m for m in person.messages(person.direct) if m["ts"] not in before)
        return next((message for message in there if message["files"]), None)

    message = person.wait_for(look) or {}
    assert len(message["files"]) == 1
    return message


def rows_of(demo: Running, message: JSON) -> list[dict[str, object]]:
    file = demo.server.workspace.files.by_id[message["files"][0]["id"]]
    assert file.data is not None
    sheet = openpyxl.load_workbook(BytesIO(file.data))["Register"]
    headings, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def audits(demo: Running, deed: str) -> list[AuditEntry]:
    with demo.caseload.office.services.database.look() as session:
        query = select(AuditEntry).where(col(AuditEntry.deed) == deed)
        return list(session.scalars(query.order_by(col(AuditEntry.id))))


def test_the_manager_presses_export_and_finds_the_workbook_in_the_direct_message(
    demo: Running, persona: Persona
) -> None:
    manager = persona("manager")
    answer = manager.ask("/caseload register for Court North", COURT)
    assert list(buttons(answer)) == ["Export", "Open alerts", "Caseload"]
    before = manager.seen(manager.direct)
    said_there = told(manager, COURT, lambda: manager.press_button(answer, "Export"))
    assert said_there == "The register of Court North is in your direct message with me."
    message = exported(manager, before)
    assert message["text"] == (
        "The register of Court North: 1 decision, as at Mon 23 Nov 08:45. It names workers; keep "
        "it as you keep staff records."
    )
    assert message["files"][0]["name"] == "register-court-north-2026-11-23.xlsx"
    (row,) = rows_of(demo, message)
    assert (row["Team"], row["Note"], row["By"]) == ("Court North", NOTE, "Mia Manager")
    entry = audits(demo, "exported")[-1]
    assert (entry.who, entry.scope_kind, entry.scope_name, entry.detail) == (
        "joanne.tully@northmere.example",
        "team",
        "Court North",
        {"what": "register", "decisions": 1},
    )


def test_pressed_in_the_direct_message_the_file_alone_is_the_answer(
    demo: Running, persona: Persona
) -> None:
    manager = persona("manager")
    answer = manager.ask("register")
    before = manager.seen(manager.direct)
    manager.press_button(answer, "Export")
    assert len(rows_of(demo, exported(manager, before))) == 1
    assert len(manager.seen(manager.direct) - before) == 1


@pytest.mark.parametrize(
    ("who", "question", "teams"),
    [
        ("head", "register", {"Court North", "Court South"}),
        ("director", "register", {*TEAMS, "Northmere Council"}),
        ("analyst", "register", {*TEAMS, "Northmere Council"}),
        ("director", "register for Safeguarding East", {"Safeguarding East"}),
    ],
)
def test_everybody_exports_the_decisions_of_what_they_lead(
    demo: Running, persona: Persona, who: str, question: str, teams: set[str]
) -> None:
    person = persona(who)
    answer = person.ask(question)
    before = person.seen(person.direct)
    person.press_button(answer, "Export")
    assert {row["Team"] for row in rows_of(demo, exported(person, before))} == teams


@pytest.mark.parametrize(
    ("who", "question", "beginning"),
    [
        ("worker", "register for team Court North", "The register of decisions is for"),
        ("other_manager", "register for team Court North", "I don't know a team called"),
        ("head_of_specialist", "register for team Court North", "I don't know a team called"),
        ("manager", "register for the whole authority", "The whole authority's figures are for"),
        ("stranger", "register for team Court North", "I don't know you yet."),
        ("guest", "register for team Court North", "I don't know you yet."),
        ("manager", "caseload for team Court North", "Court North: 19.3 cases per full-time"),
        ("manager", "", "Court North: 19.3 cases per full-time"),
    ],
)
def test_a_forged_press_exports_nothing_that_is_not_the_pressers(
    demo: Running, persona: Persona, who: str, question: str, beginning: str
) -> None:
    person, files = persona(who), len(demo.server.workspace.files.by_id)
    entries = audits(demo, "exported")
    forged = a_press(demo, person, EVERYBODY, deed="export", value=question)
    answer = told(person, EVERYBODY, lambda: deliver(demo, forged))
    assert answer.startswith(beginning)
    assert NOTE not in answer
    assert len(demo.server.workspace.files.by_id) == files
    assert audits(demo, "exported") == entries


def test_an_export_that_slack_refuses_is_told_and_is_not_in_the_audit_as_done(
    demo: Running, persona: Persona
) -> None:
    manager, workspace = persona("manager"), demo.server.workspace
    answer = manager.ask("/caseload register", COURT)
    allowed = workspace.plan
    workspace.plan = replace(allowed, scopes=allowed.scopes - {"files:write"})
    try:
        sentence = told(manager, COURT, lambda: manager.press_button(answer, "Export"))
    finally:
        workspace.plan = allowed
    assert sentence.startswith("Caseload lacks a permission in Slack for that.")
    assert [entry.who for entry in audits(demo, "not exported")] == [
        "joanne.tully@northmere.example"
    ]

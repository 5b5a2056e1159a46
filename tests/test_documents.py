"""What the documents say is so: settings, commands, questions, JSON, paths and links."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
import typer
from pydantic import SecretStr

from alerts.checking.check import CheckReport
from alerts.open_alerts import OpenAlert
from alerts.register import RegisterRow
from bot.cli.main import command_line
from bot.grammar import Asked, Topic, parse
from bot.load_reports import report_as_json
from bot.questions.alerts import alert_row
from bot.questions.answer import Answer, Column, Outcome, Table
from bot.questions.as_json import answer_as_json
from bot.questions.register import register_row
from bot.settings import Settings
from models.access import Scope, ScopeKind
from models.extracts.cases_csv import CASE_COLUMNS
from models.extracts.records import Place, Problem
from models.extracts.report import ImportReport, LoadReport
from models.extracts.workforce import WORKFORCE_SHEETS
from models.figures.book import Unmatched
from models.figures.figure import Figure
from models.vocabulary import (
    AlertState,
    DecisionKind,
    ExtractKind,
    LoadStatus,
    Measure,
    RuleKind,
)

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ROOMS = (ROOT / "docs/rooms.md").read_text(encoding="utf-8")
DOCUMENTS = (
    *("README.md", "CHANGELOG.md", "docs/rooms.md", "docs/plans.md"),
    *(f"deploy/{path.name}" for path in sorted((ROOT / "deploy").glob("*.md"))),
)
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


def section(title: str) -> str:
    """A section of the README, from its heading to the next of the same rank."""
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def settings_table() -> str:
    """What the README says of every setting, as the code has it."""
    lines = ["| setting | default | what it is |", "|---|---|---|"]
    for field in Settings.model_fields.values():
        default = field.default
        if isinstance(default, SecretStr):
            default = default.get_secret_value()
        shown = "not set" if default in {None, ""} else f"`{default}`"
        lines.append(f"| `{field.alias}` | {shown} | {field.description} |")
    return "\n".join(lines)


def commands(group: Any, path: tuple[str, ...] = ("caseload",)) -> Iterator[tuple[str, Any]]:
    """Every command with its full name."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


COMMANDS = dict(commands(typer.main.get_command(command_line())))


def test_the_readme_has_every_setting_with_its_default_and_description() -> None:
    assert settings_table() in section("Settings")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_has_every_command_with_all_its_options(name: str) -> None:
    row = re.search(rf"^\| `({re.escape(name)}(?: [^`]*)?)` \|", section("Commands"), re.MULTILINE)
    assert row is not None
    told = set(re.findall(r"--[a-z-]+", row[1]))
    options = {option for each in COMMANDS[name].params for option in each.opts}
    assert told == {option for option in options if option.startswith("--")} - {"--help"}


def test_the_readme_has_no_command_that_does_not_exist() -> None:
    told = re.findall(r"^\| `(caseload [a-z ]*[a-z])", section("Commands"), re.MULTILINE)
    assert set(told) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_with_an_example(name: str) -> None:
    explained = COMMANDS[name].help or ""
    example = re.search(r"^Example: (.+)$", explained, re.MULTILINE)
    assert example is not None
    assert f"{name} " in f"{example[1]} "


TOPICS = {
    "caseload": Topic.CASELOAD,
    "Court North": Topic.CASELOAD,
    "caseload for team Court North": Topic.CASELOAD,
    "caseload for service Court and Looked After": Topic.CASELOAD,
    "caseload me": Topic.ME,
    "caseload for Kit Barlow": Topic.CASELOAD,
    "who is over": Topic.OVER,
    "who has room in Court North": Topic.ROOM,
    "unallocated": Topic.UNALLOCATED,
    "not seen": Topic.NOT_SEEN,
    "alerts in Court North": Topic.ALERTS,
    "register": Topic.REGISTER,
    "staffing": Topic.STAFFING,
    "agency in Court North": Topic.AGENCY,
    "vacancies": Topic.VACANCIES,
    "posts": Topic.POSTS,
    "turnover": Topic.TURNOVER,
    "experience": Topic.EXPERIENCE,
    "targets": Topic.TARGETS,
    "trend of average for Court North 26 weeks": Topic.TREND,
    "compare agency": Topic.COMPARE,
    "census return": Topic.RETURN,
    "plan 20 posts taper 5 a year cases -65 a year": Topic.PLAN,
    "plans": Topic.PLANS,
    "compare plan Twenty posts": Topic.COMPARE_PLAN,
    "digest now": Topic.DIGEST,
    "rules": Topic.RULES,
    "help": Topic.HELP,
}


def test_the_readme_lists_a_question_for_every_topic() -> None:
    said = re.findall(r"^\| `([^`]+)` \|", section("Asking"), re.MULTILINE)
    assert said == list(TOPICS)
    assert set(TOPICS.values()) == set(Topic)


@pytest.mark.parametrize(("question", "topic"), TOPICS.items())
def test_every_question_in_the_readme_is_understood(question: str, topic: Topic) -> None:
    names = ["Court North", "Court and Looked After", "Kit Barlow"]
    asked = parse(question, names)
    assert isinstance(asked, Asked)
    assert asked.topic is topic
    assert asked.name is None or asked.name in names


def test_the_readme_shows_an_answers_json_with_all_its_keys() -> None:
    figure = Figure(Measure.UNALLOCATED, 2, 2, 146, NOW, ("a warning",))
    answer = Answer(
        question="who has room",
        asked_by="sam@example.org",
        outcome=Outcome.ANSWERED,
        headline="Court North",
        scope=Scope(ScopeKind.TEAM, 1, "Court North", frozenset({1})),
        figures=[figure],
        table=Table((Column("worker", "Worker"),), [{"worker": "Kit"}], "Workers"),
    )
    made = answer_as_json(answer, LONDON)
    shown = _json_in(section("Asking"))
    assert list(shown) == list(made)
    assert list(shown["scope"]) == list(made["scope"])
    assert list(shown["figures"][0]) == list(made["figures"][0])
    assert isinstance(shown["rows"][0], dict)
    definition = figure.definition
    assert shown["figures"][0]["definition"] == f"{definition.label}: {definition.sentence}"


def test_the_readme_shows_an_imports_json_with_all_its_keys() -> None:
    load = LoadReport("cases.csv", ExtractKind.ALLOCATIONS, LoadStatus.LOADED, NOW, {}, {})
    problem = Problem(Place("cases.csv", None, 301, "kind"), "…")
    unmatched = Unmatched("Robin Sample", None, 2, "not in the workforce list")
    made = report_as_json(ImportReport((load,), (problem,), (unmatched,)), LONDON, CheckReport())
    shown = _json_in(section("Loading your own data"))
    assert list(shown) == list(made)
    for part in ("loads", "problems", "unmatched"):
        assert list(shown[part][0]) == list(made[part][0])
    assert list(shown["alerts"]) == list(made["alerts"])


def test_the_readme_lists_the_keys_of_alerts_and_decisions() -> None:
    alert = OpenAlert(
        id=1,
        kind=RuleKind.WORKER_OVER,
        team="Court North",
        headline="…",
        about=(),
        state=AlertState.FIRING,
        held=False,
        state_words="…",
        review_passed=False,
        since=NOW.date(),
        working_days=1,
    )
    decision = RegisterRow(
        decision_id=1,
        alert_id=1,
        decided_at=NOW,
        team="Court North",
        service="Court",
        kind=RuleKind.WORKER_OVER,
        headline="…",
        about=(),
        decision=DecisionKind.OTHER,
        note="",
        by="…",
        by_name="…",
        review_on=NOW.date(),
        ended_at=None,
        outcome=None,
    )
    for of, row in {
        "an alert": alert_row(alert),
        "a decision": register_row(decision, LONDON, NOW.date()),
    }.items():
        keys = ", ".join(f"`{key}`" for key in row)
        assert f"| {of} | {keys} |" in section("Alerts and the register")


def _json_in(text: str) -> dict[str, Any]:
    (found,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    return cast("dict[str, Any]", json.loads(found))


@pytest.mark.parametrize("sheet", WORKFORCE_SHEETS)
def test_the_readme_lists_the_columns_of_every_workforce_sheet(sheet: str) -> None:
    columns = ", ".join(
        each.name if each.required else f"[{each.name}]" for each in WORKFORCE_SHEETS[sheet]
    )
    title = f"{sheet.capitalize()}, if wanted" if sheet == "services" else sheet.capitalize()
    assert f"| {title} | {columns} |" in section("Loading your own data")


def test_the_readme_lists_the_columns_of_cases_csv() -> None:
    (told,) = re.findall(r"- `cases\.csv` with (.*?)[;.]\n", section("Loading your own data"), re.S)
    assert re.findall(r"`([a-z_]+)`", told) == [column.name for column in CASE_COLUMNS]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document: str) -> None:
    path = ROOT / document
    targets = re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))
    for target in targets:
        if not target.startswith("http"):
            file, _, heading = target.partition("#")
            aim = path.parent / file if file else path
            assert aim.exists(), f"{document} links to {target}"
            assert not heading or heading in _headings(aim), f"{document} links to {target}"


def _headings(path: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_path_on_the_map_exists() -> None:
    paths = re.findall(r"`([\w.-]+/[\w./-]*)`", ROOMS)
    missing = [path for path in paths if not (ROOT / path).exists()]
    assert missing == []


def test_every_room_and_module_is_on_the_map() -> None:
    """Those of the top two levels; a package further down is one line of its parent's."""
    unmapped = []
    for top in ("models", "alerts", "bot"):
        for path in (*(ROOT / top).iterdir(), *(ROOT / top).glob("*/*")):
            name = path.relative_to(ROOT).as_posix()
            folder = path.is_dir() and not path.name.startswith(("__", "."))
            module = path.suffix == ".py" and path.name != "__init__.py"
            if (folder and f"`{name}/`" not in ROOMS and f"### {name}/" not in ROOMS) or (
                module and f"`{name}`" not in ROOMS
            ):
                unmapped.append(name)
    assert [name for name in unmapped if not name.startswith("models/migrations/")] == []

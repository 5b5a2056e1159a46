"""`caseload ask` gives the answer of Slack, for people and as stable JSON."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import command_line

ADMIN = "priya.raman@northmere.example"
MANAGER = "joanne.tully@northmere.example"

Ask = Callable[..., Result]


@pytest.fixture(scope="module")
def database(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ask") / "caseload.db"
    shutil.copyfile(demo_template, path)
    return path


@pytest.fixture
def ask(database: Path) -> Ask:
    def asking(question: str, *options: str, by: str = MANAGER) -> Result:
        return CliRunner().invoke(
            command_line("ask"),
            ["ask", question, "--as", by, *options],
            env={"CASELOAD_DATABASE_URL": f"sqlite:///{database}", "COLUMNS": "140"},
        )

    return asking


def asked_json(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def figures(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {figure["measure"]: figure for figure in answer["figures"]}


def test_an_answer_has_the_documented_keys_and_no_others(ask: Ask) -> None:
    answer = asked_json(ask("caseload for team Court North", "--json"))
    assert set(answer) == {"question", "asked_by", "scope", "figures", "rows", "text"}
    assert answer["asked_by"] == MANAGER
    assert answer["scope"] == {"kind": "team", "name": "Court North"}
    for figure in answer["figures"]:
        assert set(figure) == {
            *("measure", "value", "numerator", "denominator"),
            *("definition", "as_at", "warnings"),
        }
        assert figure["as_at"] == "2026-11-20T18:00:00+00:00"


def test_the_figures_are_those_counted_by_hand_in_sql(ask: Ask, database: Path) -> None:
    found = figures(asked_json(ask("caseload for team Court North", "--json")))
    by_hand = """
        WITH held AS (
          SELECT w.id, w.fte, count(c.id) AS cases
          FROM workers w JOIN teams t ON t.id = w.team_id
          LEFT JOIN cases c ON c.worker_id = w.id AND c.closed_on IS NULL
          WHERE t.name = 'Court North' AND w.dropped_on IS NULL
            AND (w.left_on IS NULL OR w.left_on >= '2026-11-20')
            AND (w.started_on IS NULL OR w.started_on <= '2026-11-20')
            AND w.role IN ('senior_manager', 'middle_manager', 'first_line_manager',
                           'senior_practitioner', 'case_holder', 'qualified_without_cases')
          GROUP BY w.id)
        SELECT sum(cases), round(sum(fte), 4), max(cases) FROM held WHERE cases > 0"""
    with closing(sqlite3.connect(database)) as connection:
        cases, fte, highest = connection.execute(by_hand).fetchone()
        unallocated = connection.execute(
            "SELECT count(*) FROM cases c JOIN teams t ON t.id = c.team_id"
            " WHERE t.name = 'Court North' AND c.closed_on IS NULL AND c.worker_ref IS NULL"
        ).fetchone()[0]
    average = found["average_caseload"]
    assert (average["numerator"], average["denominator"]) == (cases, fte) == (143, 7.4)
    assert average["value"] == round(cases / fte, 1) == 19.3
    assert found["highest_caseload"]["value"] == highest == 26
    assert found["unallocated"]["value"] == unallocated == 2
    assert found["over_limit"]["value"] == 3


def test_a_person_reads_headline_table_and_as_at(ask: Ask) -> None:
    result = ask("who is over")
    assert result.exit_code == 0
    for expected in ("Court North: 3 workers are over their limit", "Samir Whitlock", "Data as at"):
        assert expected in result.stdout


@pytest.mark.parametrize(
    ("question", "by", "status"),
    [
        ("caseload for team Court North", MANAGER, 0),
        ("help", "nobody@elsewhere.example", 0),
        ("caseload for team Court South", MANAGER, 1),
        ("caseload for team Court South", ADMIN, 0),
        ("?!", MANAGER, 1),
        ("caseload", "nobody@elsewhere.example", 1),
    ],
)
def test_the_exit_status_says_whether_there_was_an_answer(
    ask: Ask, question: str, by: str, status: int
) -> None:
    assert ask(question, by=by).exit_code == status


def test_not_yours_and_not_there_are_the_same_answer(ask: Ask) -> None:
    theirs = asked_json(ask("team Safeguarding East", "--json"))
    nobodys = asked_json(ask("team Safeguarding Eest", "--json"))
    assert theirs["text"] == nobodys["text"].replace("Eest", "East")
    assert theirs["figures"] == nobodys["figures"] == theirs["rows"] == []


def test_an_email_is_matched_whatever_its_case(ask: Ask) -> None:
    assert ask("caseload", by=MANAGER.upper()).exit_code == 0

"""What operators are given fits what the service says: rules, dashboard and document."""

import json
import logging
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric

from alerts.backlog import Backlog
from bot.operations.facts import DataAge, Facts
from bot.operations.gathered import Gathered
from bot.operations.health import Vitals, why_not_ready
from bot.operations.logs import FIELDS, JsonLines
from bot.operations.meters import PARTS, Meters
from models.schema_standing import Standing
from models.vocabulary import AlertState, ExtractKind, LoadStatus, OutboxState, RuleKind
from tests.tools import tool

DEPLOY = Path(__file__).parents[3] / "deploy"
ROOT = DEPLOY.parent
MONITORING = (DEPLOY / "monitoring.md").read_text(encoding="utf-8")
RULES = DEPLOY / "prometheus" / "caseload.rules.yml"
NOW = datetime(2026, 11, 23, 8, 45, tzinfo=UTC)

FACTS = Facts(
    now=NOW,
    backlog=Backlog(dict.fromkeys(OutboxState, 0), 0, None, None),
    overdue_rows=0,
    checked_at=NOW,
    unchecked_since=None,
    overdue_schedules=(),
    data={ExtractKind.ALLOCATIONS: DataAge(timedelta(days=2), 1)},
    loads={("allocations", LoadStatus.LOADED): 3},
    alerts={(RuleKind.DATA_LATE, AlertState.FIRING): 1},
)


def families() -> list[Metric]:
    """Everything that is exported, each with one series at least."""
    meters = Meters()
    meters.registry.register(Gathered(lambda: FACTS))
    meters.answered("command", "caseload", "answered", 0.01)
    meters.acknowledged("command", 200, 0.01)
    meters.slot_done("digest service:3", late=False)
    meters.slot_failed("digest service:3")
    meters.refusals.labels("ratelimited").inc()
    meters.refused_requests.labels("too large").inc()
    found = meters.registry.collect()
    return [family for family in found if not family.name.startswith("process_")]  # Linux alone


FAMILIES = families()


def name_of(family: Metric) -> str:
    """As one writes it in a query."""
    suffix = {"counter": "_total", "info": "_info"}.get(family.type, "")
    return family.name + suffix


def labels_of(family: Metric) -> list[str]:
    found = {label: None for sample in family.samples for label in sample.labels}
    return [label for label in found if label != "le"]


def metrics_table() -> str:
    """What deploy/monitoring.md says of every metric."""
    lines = ["| metric | kind | labels | what it is |", "|---|---|---|---|"]
    for family in FAMILIES:
        labels = ", ".join(f"`{label}`" for label in labels_of(family)) or "–"
        kind = "gauge" if family.type == "info" else family.type
        lines.append(f"| `{name_of(family)}` | {kind} | {labels} | {family.documentation} |")
    return "\n".join(lines)


def series() -> set[str]:
    return {sample.name for family in FAMILIES for sample in family.samples}


def expressions() -> Iterator[tuple[str, str]]:
    for group in yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]:
        for rule in group["rules"]:
            yield rule["alert"], rule["expr"]
    dashboard = json.loads((DEPLOY / "grafana" / "caseload.json").read_text(encoding="utf-8"))
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            yield panel["title"], target["expr"]


@pytest.mark.parametrize(("where", "expression"), list(expressions()))
def test_what_is_asked_for_is_exported(where: str, expression: str) -> None:
    asked = set(re.findall(r"\bcaseload_\w+", re.sub(r'"[^"]*"', "", expression)))
    assert asked <= series(), where
    assert asked or "up{" in expression or "process_" in expression


def test_the_dashboard_shows_everything_that_is_exported() -> None:
    dashboard = (DEPLOY / "grafana" / "caseload.json").read_text(encoding="utf-8")
    assert [name_of(each) for each in FAMILIES if each.name not in dashboard] == []


def test_every_metric_is_described_as_it_describes_itself() -> None:
    assert metrics_table() in MONITORING


def test_every_rule_has_a_section_on_what_to_do() -> None:
    rules = {name for group in _groups() for name in (rule["alert"] for rule in group["rules"])}
    assert set(re.findall(r"^### (Caseload\w+)$", MONITORING, re.MULTILINE)) == rules


def test_every_rule_says_what_is_wrong_and_what_to_do() -> None:
    for group in _groups():
        for rule in group["rules"]:
            assert set(rule["annotations"]) == {"summary", "action"}
            assert rule["labels"]["severity"] in {"critical", "warning", "info"}


def _groups() -> list[dict[str, list[dict[str, dict[str, str]]]]]:
    found: list[dict[str, list[dict[str, dict[str, str]]]]]
    found = yaml.safe_load(RULES.read_text(encoding="utf-8"))["groups"]
    return found


def test_the_rules_fire_when_they_should_and_not_before() -> None:
    ran = subprocess.run(
        [tool("promtool"), "test", "rules", "caseload.rules.test.yml"],
        cwd=RULES.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_parts_of_the_program_are_known_by_the_names_they_log_by() -> None:
    used = {
        name
        for room in ("bot", "alerts", "models")
        for path in (ROOT / room).rglob("*.py")
        for name in re.findall(r'getLogger\("(caseload[a-z.]*)"\)', path.read_text("utf-8"))
    }
    assert used - set(PARTS) == set()


def test_of_a_database_that_does_not_answer_only_that_is_said() -> None:
    def fail() -> Facts:
        raise TimeoutError

    registry = CollectorRegistry()
    registry.register(Gathered(fail))
    assert [(each.name, each.samples[0].value) for each in registry.collect()] == [
        ("caseload_database_up", 0.0)
    ]


def test_the_line_of_the_log_that_is_shown_is_one_as_it_is_written() -> None:
    shown = re.search(r"```json\n(.+)\n```", MONITORING)
    assert shown is not None
    said = json.loads(shown[1])
    extras = {name: said[name] for name in FIELDS if name in said}
    record = logging.makeLogRecord(
        {"name": said["logger"], "msg": said["message"], "levelname": said["level"], **extras}
    )
    record.reference = said["reference"]
    written = json.loads(JsonLines().format(record))
    assert list(written) == list(said)
    assert {**written, "at": said["at"]} == said


def test_every_field_of_a_line_is_described() -> None:
    described = set(re.findall(r"`(\w+)`", MONITORING.split("| field |")[1].split("\n\n")[0]))
    assert described == {"at", "level", "logger", "message", "reference", *FIELDS, "error"}


def test_every_reason_for_not_being_ready_is_explained() -> None:
    late = 11 * 60.0
    worst = Vitals(connected=False, ticker_still=late, deliverers_still=late, stopping=True)
    reasons = {
        reason.replace("11", "…")
        for tables in (None, *Standing)
        for reason in why_not_ready(replace(worst, tables=tables))
    }
    assert [reason for reason in reasons if f"| {reason} |" not in MONITORING] == []

"""How the exporter, Prometheus and Alertmanager are set, written as their files have it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL

from tests.bench.peers.job import Condition
from tests.bench.sizes import BOROUGH, COUNTY, TINY, Size

JSON = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """How often they look, and how long they wait before they tell; in seconds."""

    name: str
    why: str
    look: int
    scrape: int
    judge: int
    group_wait: int
    group_interval: int


AS_INSTALLED = Setting(
    "as Debian sets it",
    "They look and judge every 15 s, wait 30 s for others of the group and then 5 minutes between "
    "messages of one: these are the packages' own examples, which most places keep.",
    look=15,
    scrape=15,
    judge=15,
    group_wait=30,
    group_interval=300,
)


def fastest_sane(size: Size) -> Setting:
    """Looking oftener at the size of England, one look does not end before the next begins."""
    every = 1 if size in (TINY, BOROUGH, COUNTY) else 5
    return Setting(
        f"every {every} s",
        f"They look, take over and judge every {every} s and wait for nobody: the shortest with "
        "which no scrape fails and every look is over before the next.",
        look=every,
        scrape=every,
        judge=every,
        group_wait=0,
        group_interval=every,
    )


@dataclass(frozen=True, slots=True)
class Ports:
    """Where each of them is reached on this machine."""

    exporter: int
    prometheus: int
    alertmanager: int


@dataclass(frozen=True, slots=True)
class Files:
    """What was written for each of them."""

    exporter: Path
    prometheus: Path
    alertmanager: Path


def write_configuration(
    folder: Path,
    setting: Setting,
    conditions: Sequence[Condition],
    ports: Ports,
    database: URL,
    hook: str,
) -> Files:
    """The files in this folder; each is JSON, which YAML is as well."""
    rules = _written(folder / "rules.yml", {"groups": [_rules(setting, conditions)]})
    return Files(
        exporter=_written(folder / "exporter.yml", _exporter(setting, conditions, database)),
        prometheus=_written(folder / "prometheus.yml", _prometheus(setting, ports, rules)),
        alertmanager=_written(folder / "alertmanager.yml", _alertmanager(setting, hook)),
    )


def _exporter(setting: Setting, conditions: Sequence[Condition], database: URL) -> JSON:
    """A row is added to each condition that is never told: without rows it would keep the last."""
    queries = [
        {
            "name": each.name,
            "help": each.said,
            "labels": ["team", "who"],
            "values": ["value"],
            "query": f"SELECT team, who, CAST(value AS double precision) AS value"
            f" FROM ({each.sql}) found UNION ALL SELECT '', '', 0",
        }
        for each in conditions
    ]
    place = "&".join(
        f"{name}={quote(str(value), safe='')}" for name, value in database.query.items()
    )
    job = {
        "name": "caseload",
        "interval": f"{setting.look}s",
        "connections": [
            f"postgres://{database.username}@/{database.database}?{place}&sslmode=disable"
        ],
        "queries": queries,
    }
    return {"jobs": [job]}


def _rules(setting: Setting, conditions: Sequence[Condition]) -> JSON:
    return {
        "name": "caseload",
        "interval": f"{setting.judge}s",
        "rules": [
            {
                "alert": each.name,
                "expr": f'sql_{each.name}{{team!=""}}',
                "annotations": {"summary": f"{{{{ $labels.who }}}} {each.said}: {{{{ $value }}}}"},
            }
            for each in conditions
        ],
    }


def _prometheus(setting: Setting, ports: Ports, rules: Path) -> JSON:
    every = f"{setting.scrape}s"
    return {
        "global": {
            "scrape_interval": every,
            "scrape_timeout": f"{min(setting.scrape, 10)}s",
            "evaluation_interval": f"{setting.judge}s",
        },
        "rule_files": [str(rules)],
        "alerting": {
            "alertmanagers": [{"static_configs": [{"targets": [_here(ports.alertmanager)]}]}]
        },
        "scrape_configs": [
            {"job_name": "caseload", "static_configs": [{"targets": [_here(ports.exporter)]}]}
        ],
    }


def _alertmanager(setting: Setting, hook: str) -> JSON:
    """One message a team, as the product has it; what is over is told too."""
    slack = {
        "api_url": hook,
        "channel": "{{ .GroupLabels.team }}",
        "send_resolved": True,
        "title": "{{ .Status }}",
        "text": "{{ range .Alerts.Firing }}{{ .Annotations.summary }}\n{{ end }}",
    }
    return {
        "route": {
            "receiver": "slack",
            "group_by": ["team"],
            "group_wait": f"{setting.group_wait}s",
            "group_interval": f"{setting.group_interval}s",
            "repeat_interval": "4h",
        },
        "receivers": [{"name": "slack", "slack_configs": [slack]}],
    }


def _here(port: int) -> str:
    return f"127.0.0.1:{port}"


def _written(path: Path, what: JSON) -> Path:
    path.write_text(json.dumps(what, indent=1), encoding="utf-8")
    return path

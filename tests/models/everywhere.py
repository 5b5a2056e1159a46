"""Rows in every table that a database has, whichever version its tables are of."""

import re
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Table, func, inspect, select
from sqlalchemy.engine import Connection

from models.backup.tables import there
from models.database import Database

ROWS = 2
"""Of each table: one with a value in every column, one with as few as may be."""

_A_NOTICE = {"alert_id": 1, "headline": "Court North: 1 worker is over their limit"}

_WORDS: dict[str, Any] = {
    "alerts.notice": _A_NOTICE,
    "alerts.version": 1,
    "cases.case_hash": "{n:032x}",
    "digest_schedules.scope": "service:{n}",
    "digest_schedules.at": "08:30",
    "digest_schedules.zone": "Europe/London",
    "grants.email": "ruth{n}@example.org",
    "limits.scope": "team",
    "limits.team_id": 1,
    "limits.worker_id": None,
    "limits.kind": None,
    "loads.kind": "allocations",
    "loads.digest": "{n:064x}",
    "loads.reasons": [],
    "census_returns.warnings": [],
    "outbox.lane": "channel:court-{n}",
    "outbox.notice": _A_NOTICE,
    "outbox.digest": None,
    "outbox.about": None,
    "postings.target": "channel:court-{n}",
    "rule_versions.name": "worker-over-limit",
    "rule_versions.kind": "worker_over_limit",
    "rule_versions.applies_to": "authority",
    "postings.alert_id": 1,
    "outbox.posting_id": 1,
    "rule_versions.until_at": datetime(2026, 11, 9, tzinfo=UTC),
    "team_snapshots.spread": None,
    "team_snapshots.waiting": None,
    "team_snapshots.unseen": None,
    "workers.email": "Zoë{n}@example.org",
}
"""What has a form of its own, by table and column; anything else is made by its type."""

_LISTED = re.compile(r"'([a-z0-9_]+)'")


def fill(connection: Connection) -> None:
    """Rows that keep every rule of the tables as they are now."""
    for table in there(connection):
        words = _words(connection, table)
        for n in range(1, ROWS + 1):
            values = {
                column.name: _value(table, column, n, words)
                for column in table.columns
                if (n == 1 or not column.nullable or f"{table.name}.{column.name}" in _WORDS)
                and not (column.primary_key and column.server_default)  # PostgreSQL gives it
            }
            connection.execute(table.insert(), values)


def counts(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    with database.look() as session:
        return {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in there(session.connection())
        }


def _words(connection: Connection, table: Table) -> dict[str, list[str]]:
    """The words that each column of words may hold."""
    return {
        str(found["name"]): _LISTED.findall(found["sqltext"])
        for found in inspect(connection).get_check_constraints(table.name)
        if _LISTED.search(found["sqltext"])
    }


def _value(table: Table, column: sa.Column[Any], n: int, words: dict[str, list[str]]) -> Any:
    given = f"{table.name}.{column.name}"
    listed = words.get(f"ck_{table.name}_{column.name}_known")
    if given in _WORDS:
        found = _WORDS[given]
        return found.format(n=n) if isinstance(found, str) else found
    if listed is not None:
        return listed[n - 1 if column.primary_key else 0]
    return _plain(table, column, n)


def _plain(table: Table, column: sa.Column[Any], n: int) -> Any:
    kinds: tuple[tuple[Any, Any], ...] = (
        (sa.JSON, {}),
        (sa.Boolean, n == 1),
        (sa.DateTime, datetime(2026, 11, n, 18, 5, 7, 123_456, UTC)),
        (sa.Date, date(2026, 11, n)),
        (sa.LargeBinary, b"\x00\xff" * n),
        (sa.Integer, n),
        ((sa.Numeric, sa.Float), 0.1 * n),
        (sa.String, f'{table.name} {column.name} é–"\n{n}'),
    )
    return next(value for kind, value in kinds if isinstance(column.type, kind))

"""A row of every table there is, in which somebody is named wherever somebody can be."""

import json
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Enum,
    Float,
    Integer,
    LargeBinary,
    Table,
    insert,
    select,
)
from sqlmodel import Session

from models.base import metadata
from models.database import Database
from models.folding import folded_name
from models.stored.describing import Stored
from models.stored.register import EVERY_TABLE
from models.workforce import Worker

EMAIL, NAME, STAFF_ID, SLACK_ID = "zoe@example.org", "Zoë Ash-Fell", "W17", "U0ZOE1234"
SPELT = (EMAIL, "Zoë Ash-Fell", "Ash Fell, Zoe", f"staff id {STAFF_ID}", f"<@{SLACK_ID}>")
TELLING = ("zoe@example", "zoe ash", "fell, zoe", "fell zoe", "w17", "u0zoe")
"""None of these may be left, in small letters and without accents and hyphens."""

DAY, MOMENT = date(2026, 11, 20), datetime(2026, 11, 20, 18, tzinfo=UTC)

_GIVEN: dict[str, dict[str, Any]] = {
    "workers": {
        **{"staff_id": STAFF_ID, "name": NAME, "folded_name": folded_name(NAME), "email": EMAIL},
        **{"left_on": date(2026, 9, 1), "dropped_on": date(2026, 9, 4), "forgotten_on": None},
        **{"started_on": date(2020, 1, 1), "fte": 0.5, "team_id": 1},
    },
    "spells": {"started_on": date(2015, 1, 1), "left_on": date(2018, 1, 1)},
    "limits": {"scope": "staff", "team_id": None, "kind": None},
    "outbox": {"reply_to_id": None, "state": "sent", "deed": "post", "posting_id": 1},
    "postings": {"named": True, "target": f"person:{EMAIL}"},
    "people": {"slack_id": SLACK_ID, "email": EMAIL},
    "grants": {"email": EMAIL},
    "digest_schedules": {"audience": f"person:{EMAIL}"},
    "rule_versions": {"until_at": None},
    "register": {"by": EMAIL, "by_name": NAME},
    "held_records": {"waits_for": None},
    "unmatched_workers": {"worker_ref": "Ash-Fell, Zoe"},
}


def fill(database: Database) -> None:
    """One row of each table, and its first number is 1."""
    described = {stored.name: stored for stored in EVERY_TABLE}
    with database.transaction() as session:
        for table in metadata.sorted_tables:
            session.execute(insert(table).values(_row(table, described[table.name])))


def _row(table: Table, stored: Stored) -> dict[str, Any]:
    usual = {
        column.name: _value(column, names=stored.columns[column.name].names)
        for column in table.columns
        if not (column.primary_key and column.name == "id" and table.name != "check_marks")
    }
    return usual | _GIVEN.get(table.name, {})


def _value(column: Column[Any], *, names: bool) -> Any:
    kind = column.type
    if isinstance(kind, LargeBinary) and not names:
        return b"bytes"
    if isinstance(kind, LargeBinary):
        return zlib.compress(json.dumps({"workers": [{"name": SPELT[2]}]}).encode())
    if isinstance(kind, JSON):
        if column.name in {"reasons", "warnings"} or (column.name, names) == ("about", True):
            return list(SPELT) if names else []
        notice = {"alert_id": 1, "headline": "1 is over", "named": list(SPELT)}
        return notice if column.name == "notice" else {"lines": list(SPELT)} if names else {}
    if isinstance(kind, Enum):
        return kind.enums[0]
    for sort, value in ((Boolean, True), (Integer, 1), (Float, 0.5), (Date, DAY)):
        if isinstance(kind, sort):
            return value
    if "datetime" in type(kind).__name__.lower():
        return MOMENT
    return f"{SPELT[len(column.name) % len(SPELT)]} is told" if names else "x"


def still_told(database: Database) -> list[str]:
    """Where anything that tells who it was stands in any table."""
    with database.look() as session:
        return [
            f"{table.name}.{name}: {text}"
            for table in metadata.sorted_tables
            for name, text in _texts(session, table)
            if any(telling in folded_name(text).replace("-", " ") for telling in TELLING)
            or any(telling in text.lower() for telling in TELLING)
        ]


def _texts(session: Session, table: Table) -> Iterator[tuple[str, str]]:
    for row in session.execute(select(table)).mappings():
        for name, value in row.items():
            if isinstance(value, bytes):
                with_text = zlib.decompress(value) if value[:1] == b"\x78" else value
                yield name, with_text.decode("utf-8", "replace")
            elif value is not None:
                yield name, json.dumps(value, ensure_ascii=False, default=str)


def the_worker(session: Session) -> Worker:
    return session.scalars(select(Worker)).one()

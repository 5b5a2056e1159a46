"""The form of a backup: JSON lines in a gzip stream, each table with its count and checksum.

{"caseload_backup": 1, "revision": "0007", "made_at": …, "version": …, "tables": {NAME: ROWS}}
{"table": NAME, "columns": [[NAME, KIND], …], "numbered_to": 17}
[1, "…", null]                                          one line for each row
{"end": NAME, "rows": ROWS, "sha256": …}                of the lines of the rows
{"complete": ROWS}                                      and nothing after it
"""

import json
import math
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime
from enum import StrEnum
from typing import Any

from models.errors import BackupRefused

FORM = 1
"""Another number is another form, which older programs refuse."""

LONGEST_LINE = 32 * 1024 * 1024
"""Bytes. The longest that is written is a held load's records, packed: of all of England's cases
some ten million."""

_LARGEST = 2**63 - 1
"""What SQLite takes as an integer; PostgreSQL refuses by itself what its columns do not take."""


class Kind(StrEnum):
    """What the values of a column are, whichever database they come from."""

    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"  # with its offset from UTC
    BYTES = "bytes"  # in base64
    JSON = "json"  # as the text that is stored: null in JSON is not the same as no value


@dataclass(frozen=True, slots=True)
class Header:
    """What a backup says of itself before its rows."""

    revision: str  # of the tables
    made_at: datetime
    version: str  # of the program that made it
    tables: dict[str, int]  # rows of each

    @property
    def rows(self) -> int:
        return sum(self.tables.values())


@dataclass(frozen=True, slots=True)
class TableHead:
    """A table of a backup: its columns in the order of the rows' values."""

    name: str
    columns: tuple[tuple[str, Kind], ...]
    numbered_to: int | None = None  # the last number given to a row, also to one deleted since


def header_line(header: Header) -> dict[str, Any]:
    return {
        "caseload_backup": FORM,
        "revision": header.revision,
        "made_at": header.made_at.astimezone(UTC).isoformat(),
        "version": header.version,
        "tables": header.tables,
    }


def header_of(line: Any) -> Header:
    """Raises BackupRefused for what is not a backup, or one of another form."""
    if not isinstance(line, dict) or "caseload_backup" not in line:
        raise not_one()
    if line["caseload_backup"] != FORM:
        raise BackupRefused(
            "This backup was made by another version of Caseload in a form that this one does not "
            "know. Restore it with that version."
        )
    try:
        tables = {str(name): _count(rows) for name, rows in line["tables"].items()}
        made_at = _moment(line["made_at"])
        return Header(str(line["revision"]), made_at, str(line["version"]), tables)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise damaged() from None


def table_line(table: TableHead) -> dict[str, Any]:
    columns = [[name, kind.value] for name, kind in table.columns]
    return {"table": table.name, "columns": columns, "numbered_to": table.numbered_to}


def table_of(line: Any) -> TableHead:
    try:
        columns = tuple((str(name), Kind(kind)) for name, kind in line["columns"])
        numbered_to = line["numbered_to"]
        return TableHead(
            str(line["table"]), columns, None if numbered_to is None else _count(numbered_to)
        )
    except (KeyError, TypeError, ValueError):
        raise damaged() from None


def written(line: Any) -> bytes:
    """One line, with its end."""
    return (
        json.dumps(line, default=_plain, ensure_ascii=False, separators=(",", ":")) + "\n"
    ).encode()


def row_of(line: Any, kinds: Sequence[Kind]) -> list[Any]:
    """A row's values as a database takes them; raises BackupRefused for any other value."""
    try:
        return [
            None if value is None else _READ[kind](value)
            for value, kind in zip(line, kinds, strict=True)
        ]
    except (TypeError, ValueError, OverflowError, RecursionError):
        raise damaged() from None


def parsed(text: str | bytes) -> Any:
    """What JSON says; BackupRefused also for NaN, numbers without end, endless nesting."""
    try:
        return json.loads(text, parse_constant=_refused, parse_float=_finite)
    except (ValueError, RecursionError):
        raise damaged() from None


def not_one() -> BackupRefused:
    return BackupRefused(
        "This is not a backup that `caseload db backup` made. Name one that it did; what pg_dump "
        "made is restored with pg_restore."
    )


def damaged() -> BackupRefused:
    return BackupRefused(
        "The backup is damaged, cut off or was changed, so nothing of it was restored. Take "
        "another copy of it, or the backup before it."
    )


def _plain(value: Any) -> str:
    """What JSON has no form for: moments, days, and bytes."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode()
    raise TypeError(type(value).__name__)


def _count(value: Any) -> int:
    if type(value) is not int or value < 0:  # True is an int as well
        raise ValueError(value)
    return value


def _refused(word: str) -> Any:
    raise ValueError(word)


def _finite(text: str | float) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _is(*types: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) not in types:
            raise ValueError(value)
        return value

    return read


def _integer(value: Any) -> int:
    if type(value) is not int or not -_LARGEST <= value <= _LARGEST:
        raise ValueError(value)
    return value


def _number(value: Any) -> float:
    _finite(_is(float, int)(value))  # a whole number too long for a float is none either
    return value  # type: ignore[no-any-return]


def _moment(value: Any) -> datetime:
    """In UTC, and not so near the ends of time that another zone's clock cannot show it."""
    found = datetime.fromisoformat(value)
    if found.tzinfo is None or not MINYEAR < found.year < MAXYEAR:
        raise ValueError(value)
    return found.astimezone(UTC)


def _json(value: Any) -> str:
    parsed(_is(str)(value))
    return str(value)


def _bytes(value: Any) -> bytes:
    return b64decode(value, validate=True)


_READ: dict[Kind, Callable[[Any], Any]] = {
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.FLAG: _is(bool),
    Kind.TEXT: _is(str),
    Kind.DAY: date.fromisoformat,
    Kind.MOMENT: _moment,
    Kind.BYTES: _bytes,
    Kind.JSON: _json,
}

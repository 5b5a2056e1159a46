"""Reads a backup line by line, and proves it whole before anything is made of it."""

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from models.backup.form import (
    LONGEST_LINE,
    Header,
    TableHead,
    damaged,
    header_of,
    not_one,
    parsed,
    row_of,
    table_of,
)

_LONGEST_HEADER = 64 * 1024
_AT_ONCE = 2_000
_BYTES_AT_ONCE = 4 * 1024 * 1024  # of lines; one may be longer


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a table, as a database takes them."""

    table: TableHead
    values: list[list[Any]]


def read_header(backup: IO[bytes]) -> Header:
    """What a backup says of itself; the file is then read from its beginning again."""
    with _opened(backup) as lines:
        return _header(lines)


def read_backup(backup: IO[bytes]) -> Iterator[Rows]:
    """The rows of every table, some at a time; tables without rows come once, with none.

    Raises BackupRefused as soon as something is not as it was written; only after the last rows is
    it known that everything is there.
    """
    with _opened(backup) as lines:
        header = _header(lines)
        for name, rows in header.tables.items():
            yield from _table(lines, name, rows)
        if _line(lines, _LONGEST_HEADER) != {"complete": header.rows} or lines.read_byte():
            raise damaged()


def check_backup(backup: IO[bytes]) -> Header:
    """Read all of it; raises BackupRefused unless it is whole and as it was written."""
    header = read_header(backup)
    for _rows in read_backup(backup):
        pass
    return header


class _Lines:
    """The lines of a gzip stream; whatever is wrong with the stream is a damaged backup."""

    def __init__(self, backup: IO[bytes]) -> None:
        backup.seek(0)
        self._stream = gzip.GzipFile(fileobj=backup, mode="rb")

    def __enter__(self) -> "_Lines":
        return self

    def __exit__(self, *_error: object) -> None:
        self._stream.close()

    def next(self, longest: int) -> bytes:
        try:
            line = self._stream.readline(longest)
        except (EOFError, OSError, zlib.error):
            raise damaged() from None
        if not line.endswith(b"\n"):
            raise damaged()
        return line

    def read_byte(self) -> bytes:
        try:
            return self._stream.read(1)
        except (EOFError, OSError, zlib.error):
            raise damaged() from None


def _opened(backup: IO[bytes]) -> _Lines:
    backup.seek(0)
    if backup.read(2) != b"\x1f\x8b":  # gzip
        raise not_one()
    return _Lines(backup)


def _header(lines: _Lines) -> Header:
    return header_of(_line(lines, _LONGEST_HEADER))


def _line(lines: _Lines, longest: int) -> Any:
    return parsed(lines.next(longest))


def _table(lines: _Lines, name: str, rows: int) -> Iterator[Rows]:
    table = table_of(_line(lines, _LONGEST_HEADER))
    if table.name != name:
        raise damaged()
    kinds = [kind for _, kind in table.columns]
    checksum, left = hashlib.sha256(), rows
    values: list[list[Any]] = []
    held = 0
    while left:
        line = lines.next(LONGEST_LINE)
        checksum.update(line)
        values.append(row_of(parsed(line), kinds))
        left -= 1
        held += len(line)
        if len(values) == _AT_ONCE or held >= _BYTES_AT_ONCE:
            yield Rows(table, values)
            values, held = [], 0
    end = {"end": name, "rows": rows, "sha256": checksum.hexdigest()}
    if _line(lines, _LONGEST_HEADER) != end:
        raise damaged()
    if values or not rows:
        yield Rows(table, values)

"""The least that a load could be: reading the files and inserting their rows by the bare driver."""

import csv
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from python_calamine import CalamineWorkbook

from models.database import Database

Cells = Sequence[Any]
Sheets = Mapping[str, Iterable[Cells]]
Insert = Callable[[str, Sequence[str], Iterable[Cells]], None]

NOTE = (
    "The floor reads the same files with the csv module (workbooks with calamine) and inserts the "
    "rows of services, teams, staff, posts and cases by the bare driver, executemany or COPY, into "
    "the product's own empty tables, in one durable transaction. It is fair because the same rows "
    "end in the same columns, indexes and references; it checks, matches and hashes nothing, "
    "compares nothing with what was there before, and writes down no figures."
)

_STAFF = (
    *("id", "staff_id", "name", "folded_name", "email", "team_id", "role", "fte", "employment"),
    *("agency_basis", "started_on", "left_on", "qualified_on", "newly_qualified_until"),
    *("absent_from", "absent_until", "weekly_cost"),
)
_POSTS = (
    *("id", "post_id", "team_id", "role", "fte", "funding", "funded_until", "annual_cost"),
    *("created_on", "deleted_on"),
)
_CASES = (
    *("case_hash", "kind", "team_id", "worker_id", "worker_ref", "opened_on", "allocated_on"),
    *("closed_on", "last_seen_on", "weight"),
)
_UNLISTED = "W9"
"""How the staff ids of the few begin who are not in the workforce."""


def load_bare(database: Database, paths: Sequence[Path]) -> None:
    """Insert the bench's own extracts into empty tables."""
    sheets = _sheets(paths)
    with _inserting(database) as insert:
        insert("services", ("id", "name"), ((_number(r[0]), r[0]) for r in sheets["Services"]))
        insert("teams", ("id", "name", "service_id", "kind", "slack_channel"), _teams(sheets))
        insert("workers", _STAFF, _staff(sheets))
        posts = list(sheets["Posts"])
        insert("posts", _POSTS, _posts(posts))
        insert("post_holders", ("post_id", "worker_id"), _holders(posts))
        cases = sheets["cases"] if "cases" in sheets else _of_annex_a(sheets)
        insert("cases", _CASES, _cases(cases))


def _sheets(paths: Sequence[Path]) -> Sheets:
    """The rows of each sheet without its header."""
    found: dict[str, Iterable[Cells]] = {}
    for path in paths:
        if path.suffix == ".xlsx":
            book = CalamineWorkbook.from_path(str(path))
            for name in book.sheet_names:
                found[name] = _below(book.get_sheet_by_name(name).iter_rows())
            continue
        for file in sorted(path.iterdir()) if path.is_dir() else (path,):
            found[file.stem] = _rows_of(file)
    return found


def _rows_of(path: Path) -> Iterator[Cells]:
    with path.open(newline="", encoding="utf-8") as file:
        yield from _below(csv.reader(file))


def _below(rows: Iterable[Cells]) -> Iterator[Cells]:
    below = iter(rows)
    next(below)
    return below


def _teams(sheets: Sheets) -> Iterator[Cells]:
    for team, service, kind, _manager, channel, *_ in sheets["Teams"]:
        yield _number(team), team, _number(service), kind, channel


def _staff(sheets: Sheets) -> Iterator[Cells]:
    for row in sheets["Staff"]:
        who, name, email, team, *rest = (cell or None for cell in row)
        yield _number(who), who, name, name, email, _number(team), *rest


def _posts(rows: Iterable[Cells]) -> Iterator[Cells]:
    for row in rows:
        post, team, role, fte, funding, until, _holder, *rest = (cell or None for cell in row)
        yield _number(post), post, _number(team), role, fte, funding, until, *rest


def _holders(rows: Iterable[Cells]) -> Iterator[Cells]:
    for post, *_, holder, _cost, _created, _deleted in rows:
        if holder:
            yield _number(post), _number(holder)


def _cases(rows: Iterable[Cells]) -> Iterator[Cells]:
    for row in rows:
        ref, kind, team, who, *rest = (cell or None for cell in row)
        listed = who is not None and not who.startswith(_UNLISTED)
        yield ref, kind, _number(team), _number(who) if listed else None, who, *rest


def _of_annex_a(sheets: Sheets) -> Iterator[Cells]:
    for ref, opened, seen, closed, _status, team, who in sheets["List_6"]:
        yield ref, "other", team, who, opened, None, closed, seen, 1
    for ref, team, who, seen in sheets["List_9"]:
        yield ref, "care_leaver", team, who, None, None, None, seen, 1


def _number(name: Any) -> int:
    """ "Team 0012", "P00012" and "W00012" are number 12: nothing has to be looked up."""
    return int(name.rpartition(" ")[2].lstrip("WP"))


@contextmanager
def _inserting(database: Database) -> Iterator[Insert]:
    """Inserts in one transaction, which ends with a commit."""
    path = database.path()
    if path is not None:
        with _sqlite(path) as insert:
            yield insert
        return
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection:

        def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Cells]) -> None:
            names = sql.SQL(", ").join(map(sql.Identifier, columns))
            statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
            with connection.cursor() as cursor, cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)

        yield copy_rows


@contextmanager
def _sqlite(path: Path) -> Iterator[Insert]:
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {setting}")

    def insert(table: str, columns: Sequence[str], rows: Iterable[Cells]) -> None:
        marks = ", ".join("?" for _ in columns)
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        connection.executemany(statement, rows)

    try:
        connection.execute("BEGIN IMMEDIATE")
        yield insert
        connection.execute("COMMIT")
    finally:
        connection.close()

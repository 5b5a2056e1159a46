"""A backup holds every row of one moment, and any database can be made from it again."""

import gzip
import hashlib
import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

import pytest
from sqlalchemy import insert, text

from models.backup.form import Header, header_line, written
from models.backup.reading import check_backup, read_backup
from models.backup.restoring import GAP, check_restorable, restore
from models.backup.writing import write_backup
from models.database import Database
from models.errors import BackupRefused
from models.organisation import Service
from models.people import AuditEntry
from models.schema import upgrade
from tests.conftest import NOW, checkpoint
from tests.models.everywhere import ROWS, counts, fill
from tests.models.extracts.authority import dump

Line = Any
Change = Callable[[list[Line]], object]


def quiet(_table: str, _done: int, _total: int) -> None:
    """Nobody is looking."""


def backed_up(database: Database, progress: Callable[[str, int, int], None] = quiet) -> IO[bytes]:
    file = io.BytesIO()
    write_backup(database, file, NOW, progress)
    file.seek(0)
    return file


def restored(database: Database, backup: IO[bytes], *, replace: bool = False) -> None:
    restore(database, backup, replace=replace, settle=lambda _session: None, progress=quiet)


@pytest.fixture(scope="module")
def full_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Rows in every table, made once."""
    path = tmp_path_factory.mktemp("full") / "full.db"
    shutil.copyfile(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    with database.transaction() as session:
        fill(session.connection())
    checkpoint(database)
    return path


@pytest.fixture(scope="module")
def backup(full_template: Path) -> bytes:
    database = Database(f"sqlite:///{full_template}")
    found = backed_up(database).read()
    database.close()
    return found


@pytest.fixture
def full(sqlite_database: Database, full_template: Path) -> Database:
    path = sqlite_database.path()
    assert path is not None
    shutil.copyfile(full_template, path)
    return sqlite_database


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Database]:
    """Not even a file yet."""
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    yield database
    database.close()


def test_every_row_of_every_table_moves_to_postgresql_and_back(
    full: Database, postgres_database: Database, new: Database
) -> None:
    before = dump(full)
    assert {len(rows) for rows in before.values()} == {ROWS}
    restored(postgres_database, backed_up(full))
    assert dump(postgres_database) == before
    restored(new, backed_up(postgres_database))
    assert dump(new) == before
    path = new.path()
    assert path is not None
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_is_changed_meanwhile_is_not_in_it(database: Database) -> None:
    with database.transaction() as session:
        session.add(AuditEntry(at=NOW, who="the tests", deed="asked"))
    before = backed_up(database).read()

    def change(table: str, _done: int, _total: int) -> None:
        if table == "audit":  # the first
            with database.transaction() as session:
                session.execute(insert(Service).values(name="Made meanwhile"))

    assert backed_up(database, change).read() == before
    assert backed_up(database).read() != before


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    new: Database, postgres_database: Database
) -> None:
    upgrade(new, "0003")
    with new.transaction() as session:
        fill(session.connection())
    backup = backed_up(new)
    upgrade(new)
    restored(postgres_database, backup)
    assert dump(postgres_database) == dump(new)


def test_a_database_that_holds_something_is_replaced_only_when_told_so(
    database: Database, backup: bytes
) -> None:
    with database.transaction() as session:
        session.execute(insert(Service).values(name="Made since"))
    with pytest.raises(BackupRefused, match="holds something already, so nothing was restored"):
        restored(database, io.BytesIO(backup))
    assert counts(database)["services"] == 1
    restored(database, io.BytesIO(backup), replace=True)
    assert counts(database)["services"] == ROWS

    # New rows get no number that a message since the backup may carry.
    with database.transaction() as session:
        if database.is_sqlite:
            query = "SELECT seq FROM sqlite_sequence WHERE name = 'outbox'"
            assert session.execute(text(query)).scalars().all() == [ROWS + GAP]
        else:
            query = "SELECT nextval(pg_get_serial_sequence('alerts', 'id'))"
            assert session.execute(text(query)).scalar() == ROWS + GAP + 1


def test_tables_of_another_program_are_left_alone(new: Database, backup: bytes) -> None:
    with new.transaction() as session:
        session.execute(text("CREATE TABLE teams (name TEXT)"))
        session.execute(text("INSERT INTO teams VALUES ('Not ours')"))
    with pytest.raises(BackupRefused, match="tables that are not Caseload's"):
        restored(new, io.BytesIO(backup), replace=True)
    with new.look() as session:
        assert session.execute(text("SELECT name FROM teams")).scalars().all() == ["Not ours"]


def test_nothing_is_backed_up_of_a_database_without_tables(new: Database) -> None:
    with pytest.raises(BackupRefused, match="has no tables, so there is nothing to back up"):
        backed_up(new)


def test_no_backup_is_made_of_a_database_that_could_not_be_restored(full: Database) -> None:
    with closing(sqlite3.connect(str(full.path()))) as connection, connection:
        connection.execute("DELETE FROM services WHERE id = 1")  # references are not looked at
    with pytest.raises(BackupRefused, match="refer to what is not there"):
        backed_up(full)


# What is damaged, cut off or forged.


def lines_of(backup: bytes) -> list[Line]:
    return [json.loads(line) for line in gzip.decompress(backup).splitlines()]


def forged(backup: bytes, change: Change) -> bytes:
    """Changed, with every count and checksum made right again."""
    lines = lines_of(backup)
    change(lines)
    written, rows, tables, total = [b""], 0, {}, hashlib.sha256()
    for line in lines[1:]:
        if isinstance(line, dict) and "table" in line:
            rows, total = 0, hashlib.sha256()
        elif isinstance(line, dict) and "end" in line:
            tables[line["end"]] = rows
            line |= {"rows": rows, "sha256": total.hexdigest()}
        elif isinstance(line, dict) and "complete" in line:
            line["complete"] = sum(tables.values())
        said = (json.dumps(line) + "\n").encode()
        if isinstance(line, list):
            rows += 1
            total.update(said)
        written.append(said)
    written[0] = (json.dumps({**lines[0], "tables": tables}) + "\n").encode()
    return gzip.compress(b"".join(written))


def place(lines: list[Line], table: str) -> int:
    """Where a table's head stands."""
    return next(
        at for at, line in enumerate(lines) if isinstance(line, dict) and line.get("table") == table
    )


def call(table: str, other: str) -> Change:
    """The same rows under another table's name."""

    def change(lines: list[Line]) -> None:
        at = place(lines, table)
        lines[at]["table"] = lines[at + ROWS + 1]["end"] = other

    return change


def set_cell(table: str, column: str, value: Any) -> Change:
    def change(lines: list[Line]) -> None:
        at = place(lines, table)
        names = [name for name, _ in lines[at]["columns"]]
        lines[at + 1][names.index(column)] = value

    return change


def set_head(table: str, name: str, value: Any) -> Change:
    def change(lines: list[Line]) -> None:
        lines[place(lines, table)][name] = value

    return change


def repacked(backup: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Other lines, of which neither counts nor checksums are made right."""
    return gzip.compress(change(gzip.decompress(backup)))


def a_zip(backup: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("../../etc/passwd", backup)
    return file.getvalue()


DAMAGED: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "no backup": lambda _: b"PGDMP and so on",
    "a zip with a path": a_zip,
    "cut off": lambda whole: whole[: len(whole) // 2],
    "cut off at its very end": lambda whole: whole[:-1],
    "one bit": lambda whole: whole[:900] + bytes([whole[900] ^ 1]) + whole[901:],
    "something after it": lambda whole: whole + b"more",
    "another after it": lambda whole: whole + whole,
    "a bomb": lambda _: gzip.compress(b"0" * 20_000_000),
    "a bomb of brackets": lambda _: gzip.compress(b"[" * 60_000 + b"\n"),
    "text": lambda _: gzip.compress(b"hello\n"),
    "no end": lambda whole: repacked(whole, lambda lines: lines[: lines.rindex(b'{"complete')]),
    "a name changed": lambda whole: repacked(
        whole, lambda lines: lines.replace(b"services name", b"services Name", 1)
    ),
    "a row left out": lambda whole: repacked(
        whole, lambda lines: b"\n".join(lines.split(b"\n")[:2] + lines.split(b"\n")[3:])
    ),
    "another form": lambda whole: repacked(
        whole, lambda lines: lines.replace(b'"caseload_backup":1', b'"caseload_backup":2', 1)
    ),
    "a version to come": lambda whole: forged(
        whole, lambda lines: lines[0].update(revision="9999")
    ),
    "a version by path": lambda whole: forged(
        whole, lambda lines: lines[0].update(revision="../../0001")
    ),
    "a table twice": lambda whole: forged(whole, call("services", "teams")),
    "a kind of its own": lambda whole: forged(
        whole, set_head("lanes", "columns", [["name", "text"], ["ready_at", "sql"]])
    ),
    "numbers below none": lambda whole: forged(whole, set_head("alerts", "numbered_to", -1)),
    "a word for a number": lambda whole: forged(whole, set_cell("teams", "id", "1")),
    "a flag for a number": lambda whole: forged(whole, set_cell("teams", "id", True)),
    "a number too long": lambda whole: forged(whole, set_cell("teams", "id", 10**30)),
    "a list for a text": lambda whole: forged(whole, set_cell("teams", "name", ["x"])),
    "no moment": lambda whole: forged(whole, set_cell("lanes", "ready_at", "2026-11-23T08:45")),
    "no JSON": lambda whole: forged(whole, set_cell("outbox", "notice", "{")),
    "JSON without a bottom": lambda whole: forged(
        whole, set_cell("outbox", "notice", "[" * 60_000)
    ),
    "JSON with what is no number": lambda whole: forged(
        whole, set_cell("outbox", "notice", '{"a": NaN}')
    ),
    "a number without end": lambda whole: forged(whole, set_cell("workers", "fte", 10**400)),
    "a word for no number": lambda whole: forged(whole, set_cell("workers", "fte", float("inf"))),
    "a moment before all": lambda whole: forged(
        whole, set_cell("lanes", "ready_at", "0001-01-01T00:00:00+23:00")
    ),
    "made before all": lambda whole: forged(
        whole, lambda lines: lines[0].update(made_at="0001-01-01T00:00:00+23:00")
    ),
}

DOES_NOT_FIT = [
    call("services", "sqlite_master"),
    set_head("lanes", "columns", [["name", "text"], ["rowid", "moment"]]),
    set_cell("teams", "service_id", 99),
]


@pytest.mark.parametrize("what", DAMAGED)
def test_what_is_damaged_or_forged_is_found_before_anything_is_touched(
    backup: bytes, what: str
) -> None:
    with pytest.raises(
        BackupRefused, match=r"not a backup|[Bb]ackup.* Take another|estore it with"
    ):
        check_restorable(io.BytesIO(DAMAGED[what](backup)))


@pytest.mark.parametrize("change", DOES_NOT_FIT)
def test_what_the_tables_do_not_take_changes_nothing(
    full: Database, backup: bytes, change: Change
) -> None:
    before = counts(full)
    with pytest.raises(BackupRefused, match="what the tables do not take, so nothing was restored"):
        restored(full, io.BytesIO(forged(backup, change)), replace=True)
    assert counts(full) == before


def test_a_forged_backup_is_refused_by_postgresql_likewise(
    postgres_database: Database, backup: bytes
) -> None:
    bad = forged(backup, set_cell("teams", "service_id", 99))
    with pytest.raises(BackupRefused, match="what the tables do not take"):
        restored(postgres_database, io.BytesIO(bad))
    assert not any(counts(postgres_database).values())


def test_however_long_the_lines_are_few_of_them_are_held_at_once() -> None:
    """Twelve rows of a megabyte, of a table that no database has."""
    row = written(["x" * 1_000_000])
    checksum = hashlib.sha256(row * 12).hexdigest()
    head = {"table": "t", "columns": [["c", "text"]], "numbered_to": None}
    lines = (
        written(header_line(Header("0007", NOW, "1", {"t": 12}))),
        *(written(head), row * 12, written({"end": "t", "rows": 12, "sha256": checksum})),
        written({"complete": 12}),
    )
    backup = io.BytesIO(gzip.compress(b"".join(lines), 1))
    assert [len(rows.values) for rows in read_backup(backup)] == [5, 5, 2]


def test_a_whole_backup_says_what_it_holds(backup: bytes) -> None:
    header = check_backup(io.BytesIO(backup))
    assert (header.made_at, header.tables["teams"]) == (NOW, ROWS)
    assert header.rows == sum(isinstance(line, list) for line in lines_of(backup))

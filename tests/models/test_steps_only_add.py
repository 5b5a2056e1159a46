"""From revision 0007 on a step of the tables only adds: replicas are upgraded one by one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.pool import StaticPool

from models.database import Database
from models.schema import upgrade
from models.schema_standing import MIGRATIONS

LAST_THAT_MAY_DO_ANYTHING = "0006"


@dataclass(frozen=True, slots=True)
class Shape:
    """A table as a program of another release meets it."""

    columns: Mapping[str, tuple[str, bool, bool]]  # type, may be empty, fills itself
    words: Mapping[str, frozenset[str]]  # by check: the texts it allows
    rules: frozenset[str]  # everything else a row has to keep to


Shapes = Mapping[str, Shape]


def shapes(connection: Connection) -> Shapes:
    inspector = inspect(connection)
    found = {}
    for table in inspector.get_table_names():
        checks = inspector.get_check_constraints(table)
        words = {str(each["name"]): _words(each["sqltext"]) for each in checks}
        found[table] = Shape(
            {column["name"]: _column(column) for column in inspector.get_columns(table)},
            {name: allowed for name, allowed in words.items() if allowed},
            frozenset(_rules(inspector, table, checks)),
        )
    return found


def _column(column: Any) -> tuple[str, bool, bool]:
    return str(column["type"]), bool(column["nullable"]), column["default"] is not None


def _words(check: str) -> frozenset[str]:
    return frozenset(re.findall(r"'([^']*)'", check))


def _rules(inspector: Any, table: str, checks: Any) -> Iterator[str]:
    yield f"key {inspector.get_pk_constraint(table)['constrained_columns']}"
    for unique in inspector.get_unique_constraints(table):
        yield f"unique {sorted(unique['column_names'])}"
    for index in inspector.get_indexes(table):
        if index["unique"]:
            yield f"unique {sorted(index['column_names'])}"
    for reference in inspector.get_foreign_keys(table):
        yield f"reference {reference['constrained_columns']} to {reference['referred_table']}"
    for check in checks:
        words = " of words" if _words(check["sqltext"]) else check["sqltext"]
        yield f"check {check['name']} {words}"


def what_breaks(before: Shapes, after: Shapes) -> Iterator[str]:
    """What a program that was made for the tables before can no longer do with those after."""
    for table, old in before.items():
        new = after.get(table)
        if new is None:
            yield f"{table} is gone"
            continue
        yield from (f"{table}: {what}" for what in _columns_broken(old, new))
        for name in old.words.keys() & new.words.keys():
            if lost := old.words[name] - new.words[name]:
                yield f"{table}: {name} no longer allows {sorted(lost)}"
        for rule in new.rules - old.rules:
            columns = set(re.findall(r"'(\w+)'", rule))
            if not columns or columns <= old.columns.keys():
                yield f"{table}: a new rule for what is written already, {rule}"


def _columns_broken(old: Shape, new: Shape) -> Iterator[str]:
    for name, (kind, may_be_empty, _) in old.columns.items():
        if name not in new.columns:
            yield f"{name} is gone"
        elif new.columns[name][0] != kind:
            yield f"{name} is another type"
        elif may_be_empty and not new.columns[name][1]:
            yield f"{name} may no longer be empty"
    for name, (_, may_be_empty, fills_itself) in new.columns.items():
        if name not in old.columns and not may_be_empty and not fills_itself:
            yield f"{name} is new, and who does not know it cannot add a row"


def test_no_step_after_0006_breaks_a_program_that_does_not_know_it(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'steps.db'}")
    upgrade(database, LAST_THAT_MAY_DO_ANYTHING)
    scripts = ScriptDirectory(str(MIGRATIONS))
    steps = [each.revision for each in scripts.iterate_revisions("head", LAST_THAT_MAY_DO_ANYTHING)]
    assert steps, "nothing was looked at"
    for revision in reversed(steps):
        with database.look() as session:
            before = shapes(session.connection())
        upgrade(database, revision)
        with database.look() as session:
            assert list(what_breaks(before, shapes(session.connection()))) == [], revision
    database.close()


def test_steps_are_numbered_so_that_newer_is_known_from_older() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    revisions = [each.revision for each in scripts.walk_revisions()]
    assert revisions == [f"{number:04}" for number in range(len(revisions), 0, -1)]


TABLE = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT NOT NULL, {})"
PLAIN = TABLE.format("CONSTRAINT known CHECK (a IN ('x', 'y'))")


@pytest.mark.parametrize(
    ("steps", "broken"),
    [
        pytest.param(["ALTER TABLE t ADD COLUMN c TEXT"], "", id="a column that may be empty"),
        pytest.param(
            ["ALTER TABLE t ADD COLUMN c TEXT NOT NULL DEFAULT ''"], "", id="one that fills itself"
        ),
        pytest.param(["CREATE TABLE u (id INTEGER PRIMARY KEY)"], "", id="a table"),
        pytest.param(["CREATE INDEX i ON t (a)"], "", id="an index"),
        pytest.param(
            ["DROP TABLE t", TABLE.format("CONSTRAINT known CHECK (a IN ('x', 'y', 'z'))")],
            "",
            id="another word",
        ),
        pytest.param(
            ["ALTER TABLE t ADD COLUMN c TEXT", "CREATE UNIQUE INDEX i ON t (c)"],
            "",
            id="a rule for a column nobody writes yet",
        ),
        pytest.param(["DROP TABLE t"], "t is gone", id="a table gone"),
        pytest.param(["ALTER TABLE t RENAME TO u"], "t is gone", id="a table renamed"),
        pytest.param(["ALTER TABLE t DROP COLUMN b"], "b is gone", id="a column gone"),
        pytest.param(["ALTER TABLE t RENAME COLUMN b TO c"], "b is gone", id="a column renamed"),
        pytest.param(
            ["DROP TABLE t", PLAIN.replace("b TEXT", "b INTEGER")],
            "b is another type",
            id="a column of another type",
        ),
        pytest.param(
            ["DROP TABLE t", PLAIN.replace("a TEXT", "a TEXT NOT NULL")],
            "a may no longer be empty",
            id="a column that must be filled",
        ),
        pytest.param(
            ["DROP TABLE t", PLAIN.replace("b TEXT", "c TEXT NOT NULL, b TEXT")],
            "c is new",
            id="a new column that must be filled",
        ),
        pytest.param(
            ["DROP TABLE t", TABLE.format("CONSTRAINT known CHECK (a IN ('x', 'z'))")],
            r"no longer allows \['y'\]",
            id="a word gone",
        ),
        pytest.param(["CREATE UNIQUE INDEX i ON t (a)"], "a new rule", id="only once from now on"),
        pytest.param(
            ["DROP TABLE t", PLAIN.replace("CONSTRAINT", "CHECK (length(b) < 9), CONSTRAINT")],
            "a new rule",
            id="a new check",
        ),
        pytest.param(
            ["DROP TABLE t", PLAIN.replace("a TEXT", "a TEXT REFERENCES t (id)")],
            "a new rule",
            id="a new reference",
        ),
    ],
)
def test_what_would_break_an_older_program_is_noticed(steps: list[str], broken: str) -> None:
    engine = create_engine("sqlite://", poolclass=StaticPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(PLAIN)
        before = shapes(connection)
        for step in steps:
            connection.exec_driver_sql(step)
        found = "; ".join(what_breaks(before, shapes(connection)))
    engine.dispose()
    assert re.search(broken, found) if broken else not found

"""The tables that migrations make are the tables the code declares, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, inspect, text

from models.base import metadata
from models.database import Database
from models.errors import SchemaBehind, UpgradeFailed
from models.schema import upgrade
from models.schema_standing import (
    MIGRATIONS,
    Standing,
    newest_revision,
    require_current,
    revision,
    standing_of,
)
from tests.models.test_upgrading import back_to

ROWS_OF_AN_OLDER_VERSION = (
    "INSERT INTO services (id, name) VALUES (1, 'Court')",
    "INSERT INTO teams (id, name, service_id, kind) VALUES (1, 'Court North', 1, 'court')",
    "INSERT INTO workers (id, staff_id, name, team_id, role, fte, employment)"
    " VALUES (1, 'E1', 'Sam Example', 1, 'case_holder', 1, 'permanent')",
    "INSERT INTO posts (id, post_id, team_id, role, fte, funding, held_by_id)"
    " VALUES (1, 'P1', 1, 'case_holder', 1, 'base', 1)",
    "INSERT INTO loads"
    " (id, kind, status, file, as_at, as_at_day, loaded_at, counts, changes, reasons)"
    " VALUES (1, 'workforce', 'held', 'w.xlsx', '2026-11-20 18:00:00', '2026-11-20',"
    " '2026-11-20 18:05:00', '{}', '{}', '[]')",
    "INSERT INTO held_records (load_id, records) VALUES (1, x'00')",
)


def test_migrated_tables_are_the_declared_tables(database: Database) -> None:
    with database.look() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_newest_revision_is_where_the_steps_lead() -> None:
    assert newest_revision() == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def test_a_second_upgrade_does_nothing(database: Database) -> None:
    assert upgrade(database) == (newest_revision(), newest_revision())


def test_an_empty_database_is_told_to_upgrade(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    assert revision(database) is None
    with pytest.raises(SchemaBehind, match=r"has no tables yet\. Run `caseload db upgrade`"):
        require_current(database)
    database.close()


def test_an_upgraded_database_is_current(database: Database) -> None:
    require_current(database)


@pytest.mark.parametrize(
    ("found", "standing"),
    [
        (None, Standing.NONE),
        ("0006", Standing.OLDER),
        ("0007", Standing.CURRENT),
        ("0008", Standing.NEWER),
        ("1000", Standing.NEWER),
        ("10000", Standing.NEWER),
        ("8f2e11", Standing.FOREIGN),
        ("", Standing.FOREIGN),
    ],
)
def test_the_version_of_the_tables_is_older_or_newer_by_its_number(
    found: str | None, standing: Standing
) -> None:
    assert standing_of(found, "0007") is standing


def test_older_tables_are_refused_with_both_versions(sqlite_database: Database) -> None:
    _call_it(sqlite_database, "0001")
    with pytest.raises(SchemaBehind, match=f"version 0001; this program needs {newest_revision()}"):
        require_current(sqlite_database)


def test_newer_tables_are_worked_with_and_that_is_said_in_the_log(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    _call_it(sqlite_database, "9999")
    require_current(sqlite_database)
    assert "tables are at version 9999, and this program was made for" in caplog.text
    assert upgrade(sqlite_database) == ("9999", "9999")


def test_tables_that_something_else_made_are_left_alone(sqlite_database: Database) -> None:
    _call_it(sqlite_database, "8f2e11")
    with pytest.raises(SchemaBehind, match="none of Caseload's"):
        require_current(sqlite_database)
    with pytest.raises(SchemaBehind, match="none of Caseload's"):
        upgrade(sqlite_database)


def test_an_upgrade_lets_go_and_tries_again_while_something_holds_a_table(
    new_postgres_database: Database,
) -> None:
    back_to(new_postgres_database, "0006")
    rests: list[float] = []
    with new_postgres_database.look() as session:
        session.execute(text("SELECT count(*) FROM workers"))

        def rest(seconds: float) -> None:
            rests.append(seconds)
            session.rollback()  # the look has ended

        assert upgrade(new_postgres_database, rest=rest) == ("0006", newest_revision())
    assert len(rests) == 1


def _call_it(database: Database, version: str) -> None:
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = :new"), {"new": version})


def test_migrated_tables_allow_the_words_that_the_declared_ones_do(
    sqlite_database: Database,
) -> None:
    with sqlite_database.look() as session:
        inspector = inspect(session.connection())
        for table in metadata.sorted_tables:
            declared = {
                str(each.name): str(each.sqltext).split()
                for each in table.constraints
                if isinstance(each, CheckConstraint)
            }
            found = inspector.get_check_constraints(table.name)
            assert {each["name"]: each["sqltext"].split() for each in found} == declared


def test_an_upgrade_that_makes_tables_anew_keeps_every_row_that_refers_to_them(
    tmp_path: Path,
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'old.db'}")
    upgrade(database, "0003")
    with database.transaction() as session:
        for row in ROWS_OF_AN_OLDER_VERSION:
            session.connection().exec_driver_sql(row)
    assert upgrade(database) == ("0003", newest_revision())
    with database.look() as session:
        look = session.connection().exec_driver_sql
        assert look("SELECT post_id, worker_id FROM post_holders").all() == [(1, 1)]
        assert look("SELECT load_id FROM held_records").all() == [(1,)]
        assert look("PRAGMA foreign_keys").scalar() == 1
    database.close()


def test_an_upgrade_that_would_leave_a_row_without_what_it_refers_to_is_undone(
    tmp_path: Path,
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'broken.db'}")
    upgrade(database, "0003")
    with database.rebuilding() as session:
        session.connection().exec_driver_sql(ROWS_OF_AN_OLDER_VERSION[0])
    with pytest.raises(UpgradeFailed, match="rows of teams would refer to what is not there"):
        _lose_a_service(database)
    with database.look() as session:
        assert session.connection().exec_driver_sql("SELECT id FROM services").all() == [(1,)]
    database.close()


def _lose_a_service(database: Database) -> None:
    with database.rebuilding() as session:
        session.connection().exec_driver_sql("DELETE FROM services")
        session.connection().exec_driver_sql(
            "INSERT INTO teams (id, name, service_id, kind) VALUES (2, 'Lost', 9, 'court')"
        )

"""The tables that migrations make are the tables the code declares, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect

from models.base import metadata
from models.database import Database
from models.errors import SchemaBehind, UpgradeFailed
from models.schema import newest_revision, require_current, revision, upgrade

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


def test_a_database_of_another_version_says_both_versions(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaBehind, match=f"version 9999; this program needs {newest_revision()}"):
        require_current(sqlite_database)


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

"""The tables that migrations make are the tables the code declares, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from models.base import metadata
from models.database import Database
from models.errors import SchemaBehind
from models.schema import newest_revision, require_current, revision, upgrade


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

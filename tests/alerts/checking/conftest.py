"""Court North on both databases."""

import pytest

from models.database import Database
from tests.alerts.checking.court import Court


@pytest.fixture
def court(database: Database) -> Court:
    return Court(database)


@pytest.fixture
def sqlite_court(sqlite_database: Database) -> Court:
    """Court North where one kind of database is enough."""
    return Court(sqlite_database)

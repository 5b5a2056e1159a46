"""Court North on both databases."""

import pytest

from models.database import Database
from tests.alerts.checking.court import Court


@pytest.fixture
def court(database: Database) -> Court:
    return Court(database)

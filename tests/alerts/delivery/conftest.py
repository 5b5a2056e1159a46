"""The office of delivery's tests, on both databases."""

import pytest

from models.database import Database
from tests.alerts.delivery.office import Office


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)

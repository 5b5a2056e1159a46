"""What open cases are held against: the authority's children in need, published or set."""

import pytest

from alerts.calendar import WorkingCalendar
from bot.services import Services
from bot.settings import read_settings
from models.database import Database
from tests.conftest import NOW


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, None),
        ({"authority_code": "852"}, 1971),  # as published with the product
        ({"authority_code": " 314 / 318 "}, 1966),
        ({"authority_code": "e10000014"}, 10636),
        ({"authority_code": "852", "children_in_need": 2100}, 2100),
        ({"authority_code": "999"}, None),
    ],
)
def test_children_in_need_are_those_set_or_else_those_published(
    sqlite_database: Database, given: dict[str, object], expected: int | None
) -> None:
    settings = read_settings(_env_file=None, **given)
    services = Services(sqlite_database, settings, lambda: NOW, WorkingCalendar())
    assert services.children_in_need() == expected

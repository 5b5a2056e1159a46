"""A small authority to ask about: its rows are written by the test, the answer is the product's."""

from collections.abc import Callable

import pytest

from alerts.calendar import WorkingCalendar
from bot.questions.answer import Answer
from bot.questions.asking import Via, ask
from bot.services import Services
from bot.settings import read_settings
from models.database import Database
from models.people import GrantRole
from tests.build import granted, loaded
from tests.conftest import NOW

DIRECTOR = "director@example.gov.uk"
TYPED = Via("command line")

Ask = Callable[..., Answer]


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """An authority without teams, loaded on Friday, and a director who may see everything."""
    with sqlite_database.transaction() as session:
        loaded(session)
        granted(session, DIRECTOR, GrantRole.LEADERSHIP)
    return sqlite_database


@pytest.fixture
def services(database: Database) -> Services:
    """The product on that database, on Monday morning."""
    settings = read_settings(_env_file=None, CASELOAD_AUTHORITY="the authority")
    return Services(database, settings, lambda: NOW, WorkingCalendar())


@pytest.fixture
def asked(services: Services) -> Ask:
    """Asks on Monday morning; by the director unless another email is given."""

    def asking(text: str, by: str = DIRECTOR, via: Via = TYPED) -> Answer:
        return ask(services, text, by, via)

    return asking

"""One history of the demo authority, and its last day, for all the tests that begin with them."""

import pickle
from collections.abc import Callable

import pytest

from alerts.calendar import WorkingCalendar
from bot.demo.authority import DemoHistory, make_history
from bot.demo.coming_days import ComingDays
from tests.bot.demo.reading import LAST_DAY, SEED


@pytest.fixture(scope="session")
def history() -> DemoHistory:
    return make_history(SEED, LAST_DAY)


@pytest.fixture(scope="session")
def coming() -> Callable[[], ComingDays]:
    """Makes the days to come, anew each time."""
    beginning = pickle.dumps(ComingDays(SEED, LAST_DAY, WorkingCalendar()))

    def again() -> ComingDays:
        found: ComingDays = pickle.loads(beginning)
        return found

    return again

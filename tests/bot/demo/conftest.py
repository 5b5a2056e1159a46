"""One history of the demo authority, and its last day, for all the tests that begin with them."""

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from alerts.calendar import WorkingCalendar
from bot.demo.authority import DemoHistory, make_history
from bot.demo.coming_days import ComingDays
from tests.bot.demo.reading import LAST_DAY, SEED

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests go to one process of the suite: each would make two years of its own."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("the demo's years"))


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

"""One history of the demo authority for all the tests that only read it."""

import pytest

from bot.demo.authority import DemoHistory, make_history
from tests.bot.demo.reading import LAST_DAY, SEED


@pytest.fixture(scope="session")
def history() -> DemoHistory:
    return make_history(SEED, LAST_DAY)

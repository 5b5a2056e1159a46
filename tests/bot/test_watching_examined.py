"""The doctor looks at whether anybody would notice that the service has stopped."""

from typing import Any

import pytest

from bot.findings import Level
from bot.settings import read_settings
from bot.watching_examined import asked, examine_watching

HEALTH = {"CASELOAD_HEALTH_PORT": "9464", "CASELOAD_HEALTH_HOST": "0.0.0.0"}


@pytest.mark.parametrize(
    ("healthz", "readyz", "level", "what"),
    [
        ("ok\n", "ready\n", Level.GOOD, "The service answers at http://127.0.0.1:9464 and is"),
        ("ok\n", "The service is stopping.\n", Level.BAD, "is not ready: The service is stopping."),
        (None, None, Level.ADVICE, "Nothing answers at http://127.0.0.1:9464"),
        ("<html>", "<html>", Level.BAD, "Something else than Caseload answers"),
    ],
)
def test_the_health_port_is_asked(
    healthz: str | None, readyz: str | None, level: Level, what: str
) -> None:
    said = {"healthz": healthz, "readyz": readyz}
    settings = read_settings(_env_file=None, **HEALTH)
    found, _ = examine_watching(settings, lambda address: said[address.rpartition("/")[2]])
    assert found.level is level
    assert what in found.what
    assert bool(found.mend) is (level is not Level.GOOD)


@pytest.mark.parametrize(
    ("given", "levels"),
    [
        ({}, [Level.ADVICE, Level.ADVICE]),
        ({"CASELOAD_HEARTBEAT_URL": "https://switch.example/1"}, [Level.ADVICE, Level.GOOD]),
    ],
)
def test_a_service_that_nobody_watches_is_advised(
    given: dict[str, Any], levels: list[Level]
) -> None:
    found = list(examine_watching(read_settings(_env_file=None, **given)))
    assert [each.level for each in found] == levels
    assert all(each.mend for each in found if each.level is Level.ADVICE)


def test_nobody_is_there_to_be_asked() -> None:
    assert asked("http://127.0.0.1:1/healthz") is None

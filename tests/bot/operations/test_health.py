"""Whether a process is ready, and why not; and what it is asked over HTTP."""

import json
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
from prometheus_client import CollectorRegistry

from bot.operations.glance import Glance
from bot.operations.health import STILL_FOR, Vitals, in_time, tables_of, why_not_ready
from bot.operations.web import operations_app, serving_operations
from models.database import Database
from models.errors import SettingsWrong
from models.schema_standing import Standing
from tests.waiting import PATIENCE


@pytest.mark.parametrize(
    ("vitals", "reasons"),
    [
        (Vitals(), []),
        (Vitals(tables=Standing.NEWER), []),
        (Vitals(stopping=True), ["The service is stopping."]),
        (Vitals(tables=None), ["The database does not answer in time."]),
        (
            Vitals(tables=Standing.NONE),
            ["The database has no tables yet: run caseload db upgrade."],
        ),
        (
            Vitals(tables=Standing.OLDER),
            ["The database's tables are older than this program: run caseload db upgrade."],
        ),
        (Vitals(connected=False), ["There is no connection to Slack."]),
        (Vitals(ticker_still=STILL_FOR), []),
        (Vitals(ticker_still=STILL_FOR + 1), ["Nothing was checked for 10 minutes."]),
        (
            Vitals(deliverers_still=STILL_FOR + 60),
            ["Nobody has looked for notices to send for 11 minutes."],
        ),
        (
            Vitals(stopping=True, connected=False),
            ["The service is stopping.", "There is no connection to Slack."],
        ),
    ],
)
def test_each_reason_is_a_sentence(vitals: Vitals, reasons: list[str]) -> None:
    assert why_not_ready(vitals) == reasons


def test_a_database_may_have_no_tables_yet(tmp_path: Path) -> None:
    assert tables_of(Database(f"sqlite:///{tmp_path}/caseload.db")) is Standing.NONE


@pytest.mark.parametrize(
    ("version", "tables"),
    [
        (None, Standing.CURRENT),
        ("0001", Standing.OLDER),
        ("9999", Standing.NEWER),
        ("a1b2", Standing.FOREIGN),
    ],
)
def test_tables_are_current_behind_this_program_or_ahead_of_it(
    sqlite_database: Database, version: str | None, tables: Standing
) -> None:
    with sqlite_database.transaction() as session:
        if version is not None:
            said = f"UPDATE alembic_version SET version_num = '{version}'"
            session.connection().exec_driver_sql(said)
    assert tables_of(sqlite_database) is tables


def test_a_database_that_is_gone_is_one_that_does_not_answer() -> None:
    database = Database("postgresql://nobody@127.0.0.1:1/none")
    assert in_time(lambda: tables_of(database)) is None


def test_who_looks_at_what_hangs_is_told_in_time_and_holds_up_one_thread() -> None:
    go_on, looks = threading.Event(), list[int]()

    def look() -> int:
        looks.append(1)
        assert go_on.wait(PATIENCE)
        return 7

    glance = Glance(look, within=0.02)
    for _ in range(5):
        with pytest.raises(TimeoutError):
            glance()
    assert len(looks) == 1
    go_on.set()
    assert Glance(look, within=PATIENCE)() == 7


def test_a_look_that_fails_says_so_and_the_next_one_looks_anew() -> None:
    found = iter([ZeroDivisionError(), None])

    def look() -> str:
        error = next(found)
        if error:
            raise error
        return "well"

    glance = Glance(look, within=PATIENCE)
    with pytest.raises(ZeroDivisionError):
        glance()
    assert glance() == "well"


class Asked:
    """The endpoints of a process with these reasons."""

    def __init__(self) -> None:
        self.reasons: Callable[[], list[str]] = list
        self.address = ""

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str, str]:
        """The status, the body and the type of what is answered."""
        request = urllib.request.Request(self.address + path, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                self.headers = {name.lower(): value for name, value in answer.headers.items()}
                return answer.status, answer.read().decode(), answer.headers["content-type"]
        except HTTPError as error:
            with error:
                self.headers = {name.lower(): value for name, value in error.headers.items()}
                return error.code, error.read().decode(), error.headers["content-type"]


@pytest.fixture(scope="module")
def asked() -> Iterator[Asked]:
    found = Asked()
    app = operations_app(CollectorRegistry(), lambda: found.reasons())
    with serving_operations(app) as found.address:
        yield found


def test_who_is_ready_says_so(asked: Asked) -> None:
    asked.reasons = list
    assert asked.ask("/readyz")[:2] == (200, "ready\n")
    assert asked.headers["cache-control"] == "no-store"
    assert asked.headers["x-content-type-options"] == "nosniff"
    assert "server" not in asked.headers
    status, body, _ = asked.ask("/readyz", Accept="application/json")
    assert (status, json.loads(body)) == (200, {"ready": True, "reasons": []})


def test_who_is_not_ready_says_why(asked: Asked) -> None:
    asked.reasons = lambda: ["One.", "Two."]
    assert asked.ask("/readyz")[:2] == (503, "One.\nTwo.\n")
    status, body, _ = asked.ask("/readyz", Accept="application/json")
    assert (status, json.loads(body)) == (503, {"ready": False, "reasons": ["One.", "Two."]})


def test_a_process_that_is_not_ready_is_alive_and_is_asked_while_it_thinks(asked: Asked) -> None:
    go_on = threading.Event()

    def think() -> list[str]:
        assert go_on.wait(PATIENCE)
        return []

    asked.reasons = think
    thread = threading.Thread(target=lambda: asked.ask("/readyz"))
    thread.start()
    began = time.monotonic()
    assert asked.ask("/healthz") == (200, "ok\n", "text/plain; charset=utf-8")
    assert time.monotonic() - began < PATIENCE
    go_on.set()
    thread.join()


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/healthz", "HEAD", 200),
        ("/healthz", "POST", 405),
        ("/metrics", "GET", 200),
        ("/metrics", "DELETE", 405),
        ("/slack/events", "POST", 404),
        ("/", "GET", 404),
    ],
)
def test_only_its_three_places_can_be_read(
    asked: Asked, path: str, method: str, status: int
) -> None:
    assert asked.ask(path, method)[0] == status
    assert asked.headers["x-content-type-options"] == "nosniff"
    assert asked.headers["content-security-policy"].startswith("default-src 'none'")
    assert asked.headers["connection"] == "close"  # nobody keeps a place


def test_a_port_that_is_taken_is_told_with_the_next_step(asked: Asked) -> None:
    port = int(asked.address.rpartition(":")[2])
    with (
        pytest.raises(SettingsWrong, match="Choose another CASELOAD_HEALTH_PORT"),
        serving_operations(operations_app(CollectorRegistry(), list), port=port),
    ):
        pass

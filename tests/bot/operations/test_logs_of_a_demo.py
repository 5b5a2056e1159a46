"""The log of a whole run of the product says who did what to nobody: no names, tokens or cases."""

import io
import json
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from alerts.delivery.delivering import deliver_one
from alerts.delivery.turns import Turns
from bot.checking import check_after_load
from bot.demo.cast import CAST
from bot.demo.running import Running, practice_plan, running_demo
from bot.inbox.watcher import Watcher
from bot.listeners.desk import Reply
from bot.operations.counting import ErrorCounter
from bot.operations.logs import set_up_logs
from bot.operations.meters import Meters
from bot.operations.sending import WatchedSend
from bot.practice.rate_limits import RELAXED
from bot.serve import work_of
from bot.slack_sender import SlackSender
from models.cases import Case
from models.extracts.importing import ImportOptions, import_extracts
from models.loads import StoredSecret
from models.outbox import OutboxRow
from models.vocabulary import LoadStatus, OutboxState
from models.workforce import Worker
from tests.alerts.delivery.office import AT_ONCE
from tests.bot.practice.visitor import wait_longer
from tests.bot.slack.acting import COURT
from tests.bot.slack.forging import a_command, a_press, an_event, deliver
from tests.bot.slack.holding import NOON, hold, newest_cases
from tests.bot.slack.persona import MONDAY, Member
from tests.models.extracts.authority import write_csv

PLAN = practice_plan()
ASKED = (
    "Court North",
    "me",
    "for Samir Whitlock",
    "who is over",
    "not seen in Court North",
    "register",
    "rules",
    "plan Court North to 15",
    "something about samir.whitlock@northmere.example",
)
ASKING = ("director", "head", "manager", "worker", "newly_qualified", "analyst", "stranger")


@dataclass
class Logged:
    """All that was logged, and what must not be in it."""

    lines: list[dict[str, Any]]
    text: str
    secrets: dict[str, list[str]]
    meters: Meters

    def of(self, logger: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["logger"] == logger]


class Moved:
    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> Any:
        return self.now


@contextmanager
def log_to(stream: io.StringIO, meters: Meters) -> Iterator[None]:
    """As `caseload serve` sets the log up, until the end."""
    ours, root = logging.getLogger("caseload"), logging.getLogger()
    before = ours.level, root.level
    counter = ErrorCounter(meters)
    handler = set_up_logs("json", "INFO", counter, stream=stream)
    try:
        yield
    finally:
        for each in (handler, counter):
            root.removeHandler(each)
        ours.setLevel(before[0])
        root.setLevel(before[1])


@pytest.fixture(scope="module")
def logged(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Logged:
    folder = tmp_path_factory.mktemp("logged")
    database = folder / "caseload.db"
    shutil.copyfile(demo_template, database)
    stream, clock = io.StringIO(), Moved()
    with running_demo(database, clock, by_itself=False, digests=True) as running:
        wait_longer(running.server)
        running.server.use_pace(RELAXED)
        meters = running.caseload.office.services.meters
        secrets = what_must_not_be_logged(running)
        with log_to(stream, meters):
            a_day(running, clock, folder)
    text = stream.getvalue()
    return Logged([json.loads(line) for line in text.splitlines()], text, secrets, meters)


def a_day(running: Running, clock: Moved, folder: Path) -> None:
    """Questions of everybody, what time brings, and all that goes wrong."""
    everybody_asks(running)
    hold(running, folder)
    import_what_is_refused(running, folder)
    check_after_load(running.caseload.office.services)
    the_inbox_gets_it_too(running, clock, folder)
    work = work_of(running.caseload)
    work.ticker.tick()
    deliver_all(running)
    take_away_the_manager(running)
    listeners_fail(running)
    the_database_fails(running)
    running.caseload.office.desk.close()


def everybody_asks(running: Running) -> None:
    people = [Member(running.server.url, key) for key in ASKING]
    for person in people:
        for text in ASKED:
            deliver(running, a_command(running, person, COURT, text))
    manager, worker = people[2], people[3]
    assert manager.ask("/caseload Court North")["text"].startswith("Court North")
    deliver(running, a_press(running, manager, COURT, deed="counted", value="Court North"))
    mention = {"type": "app_mention", "text": "me", "user": worker.user_id, "channel": COURT}
    deliver(running, an_event(running, "Ev7", **mention))
    deliver(running, an_event(running, "Ev8", type="app_home_opened", user=manager.user_id))


def import_what_is_refused(running: Running, folder: Path) -> None:
    broken = [{**newest_cases()[0], "kind": "child protekshun"}]
    (folder / "Samir Whitlock").mkdir()
    file = write_csv(folder / "Samir Whitlock" / "cases.csv", broken)
    options = ImportOptions(
        as_at=NOON, as_at_day=NOON.date(), as_at_given=True, now=MONDAY, by="the tests"
    )
    report = import_extracts(running.caseload.office.services.database, [file], options)
    assert report.status is LoadStatus.REFUSED


def the_inbox_gets_it_too(running: Running, clock: Moved, folder: Path) -> None:
    inbox = folder / "inbox"
    inbox.mkdir()
    file = folder / "Samir Whitlock" / "cases.csv"
    file.rename(inbox / "Samir Whitlock.csv")
    watcher = Watcher(running.caseload.office.services, inbox)
    watcher.look()
    clock.now += timedelta(minutes=1)  # it does not change any more
    watcher.look()
    assert list((inbox / "refused").iterdir())


def deliver_all(running: Running) -> None:
    """A few alerts and a digest, as the threads do; and one row that Slack does not take."""
    office, services = running.caseload.office, running.caseload.office.services
    # Without a studio: a picture is drawn by a process of its own, which takes seconds to start.
    sender = SlackSender(services, office.client, office.team_id, office.bot_user_id)
    watched = WatchedSend(sender, services.meters)
    with services.database.transaction() as session:
        waiting = select(OutboxRow).where(col(OutboxRow.state) == OutboxState.WAITING)
        rows = session.scalars(waiting.order_by(col(OutboxRow.id))).all()
        wanted = [*rows[:4], next(row for row in rows if row.digest is not None)]
        for row in rows:
            row.state = OutboxState.WAITING if row in wanted else OutboxState.DROPPED
        rows[0].lane = "channel:samirs-secret-channel"
    while (
        outcome := deliver_one(
            Turns(services.database),
            watched,
            clock=services.clock,
            pace=AT_ONCE,
            authority_in=services.authority_in,
            who="deliverer 1",
        )
    ) is not None:
        services.meters.sends.labels(outcome.value).inc()


def take_away_the_manager(running: Running) -> None:
    """A payload without what every payload has."""
    deliver(running, {"command": "/caseload", "text": "Samir Whitlock", "team_id": PLAN.team_id})
    deliver(running, {"type": "block_actions", "actions": [{"action_id": "Samir Whitlock"}]})


def listeners_fail(running: Running) -> None:
    """With a text that names somebody, and a cause that does, too."""

    def fail() -> Reply:
        try:
            raise KeyError("Samir Whitlock")
        except KeyError as error:
            raise ValueError("samir.whitlock@northmere.example has 26 cases") from error

    desk = running.caseload.office.desk
    desk.answer(fail, ack=lambda _: None, later=lambda _: None)


def the_database_fails(running: Running) -> None:
    database = running.caseload.office.services.database
    manager = Member(running.server.url, "manager")
    with database.transaction() as session:
        session.connection().exec_driver_sql("ALTER TABLE loads RENAME TO gone")
    deliver(running, a_command(running, manager, COURT, "for Samir Whitlock"))
    work_of(running.caseload).ticker.tick()


def what_must_not_be_logged(running: Running) -> dict[str, list[str]]:
    with running.caseload.office.services.database.look() as session:
        workers = session.scalars(select(Worker)).all()
        hashes = session.scalars(select(col(Case.case_hash)).limit(500)).all()
        keys = session.scalars(select(col(StoredSecret.value))).all()
    return {
        "names": [each.name for each in workers] + [each.name for each in CAST],
        "emails": [each.email for each in workers if each.email] + [each.email for each in CAST],
        "staff ids": [each.staff_id for each in workers if each.staff_id],
        "case references": [row["case_ref"] for row in newest_cases()],
        "case hashes": list(hashes),
        "accounts": [each.slack_id for each in CAST],
        "tokens": [PLAN.bot_token, PLAN.app_token, PLAN.signing_secret],
        "keys": [key.hex() for key in keys],
        "addresses": ["/response/", "hooks.slack.com", "ticket="],
        "what was typed": ["protekshun", "samirs-secret", "something about"],
    }


def test_nothing_that_names_anybody_or_opens_anything_is_in_the_log(logged: Logged) -> None:
    assert all(logged.secrets.values())
    found = {
        what: [secret for secret in secrets if secret in logged.text]
        for what, secrets in logged.secrets.items()
    }
    assert found == {what: [] for what in logged.secrets}


def test_every_request_has_one_line_with_what_came_of_it(logged: Logged) -> None:
    lines = logged.of("caseload.requests")
    assert len(lines) >= len(ASKING) * len(ASKED) + 6
    references = [line["reference"] for line in lines]
    assert len(references) == len(set(references))
    assert all({"kind", "status", "took_ms", "acknowledged_ms"} <= set(line) for line in lines)
    answered = [line for line in lines if line.get("outcome") == "answered"]
    assert {line["via"] for line in answered} >= {"command", "mention"}
    assert {"caseload", "over", "register", "rules"} <= {line["topic"] for line in answered}


def test_an_error_has_the_reference_of_its_request_and_says_where_it_was(logged: Logged) -> None:
    errors = [line for line in logged.lines if line["level"] == "ERROR"]
    assert all(line["reference"] for line in errors)
    crashed = next(line for line in errors if line["error"][0] == "ValueError")
    assert "because of KeyError" in crashed["error"]
    assert any("test_logs_of_a_demo.py" in place for place in crashed["error"])
    gone = [line for line in errors if "no such table: loads" in line["error"][0]]
    requests = {line["reference"]: line for line in logged.of("caseload.requests")}
    assert any(requests.get(line["reference"], {}).get("outcome") == "failed" for line in gone)


def test_deliveries_are_told_by_their_row_and_token(logged: Logged) -> None:
    lines = logged.of("caseload.delivery")
    sent = [line for line in lines if line["message"].endswith(": sent")]
    assert len(sent) > 3
    assert all(len(line["reference"]) == 32 and line["row"] for line in sent)
    assert any(line.get("code") == "channel_not_found" for line in lines)


def test_what_was_logged_was_counted(logged: Logged) -> None:
    value = logged.meters.registry.get_sample_value
    errors = sum(line["level"] == "ERROR" for line in logged.lines)
    counted = sum(
        sample.value
        for metric in logged.meters.registry.collect()
        for sample in metric.samples
        if sample.name == "caseload_errors_total"
    )
    assert counted == errors > 0
    said = {"via": "command", "topic": "over", "outcome": "answered"}
    assert (value("caseload_answers_total", said) or 0) >= 4
    assert (value("caseload_sends_total", {"result": "sent"}) or 0) > 3
    assert value("caseload_sends_total", {"result": "parked"}) == 1
    assert value("caseload_slack_refusals_total", {"code": "channel_not_found"}) == 1
    assert (value("caseload_checks_total", {"outcome": "done"}) or 0) >= 1
    assert (value("caseload_checks_total", {"outcome": "failed"}) or 0) >= 1

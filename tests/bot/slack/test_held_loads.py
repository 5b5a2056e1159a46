"""Deciding about a held load in Slack: once, told to whoever did, and answers stand on it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot import ids
from bot.demo.running import Running, running_demo
from models.extracts.held import Decider, accept_held
from models.extracts.lock import import_lock
from models.people import AuditEntry, Person
from models.rules import CheckMark
from models.vocabulary import LoadStatus
from tests.bot.practice.visitor import wait_longer
from tests.bot.slack.acting import Who, told
from tests.bot.slack.forging import a_press, deliver, shared_in
from tests.bot.slack.holding import (
    FELL,
    after_press,
    first_text,
    hold,
    home_press,
    open_home,
    row_of,
    value_of,
)
from tests.bot.slack.persona import MONDAY, Member, channel_id
from tests.waiting import PATIENCE, until

PERFORMANCE = channel_id("performance")


@pytest.fixture
def running(demo_template: Path, tmp_path: Path) -> Iterator[Running]:
    path = tmp_path / "caseload.db"
    shutil.copyfile(demo_template, path)
    with running_demo(path, lambda: MONDAY, by_itself=False) as running:
        wait_longer(running.server)
        yield running


@pytest.fixture
def member(running: Running) -> Who:
    return lambda key: Member(running.server.url, key)


@pytest.fixture
def held(running: Running, tmp_path: Path) -> int:
    return hold(running, tmp_path)


@pytest.mark.usefixtures("held")
def test_a_load_is_accepted_in_the_home_and_answers_stand_on_it(
    running: Running, member: Who
) -> None:
    analyst = member("analyst")
    view = after_press(analyst, open_home(analyst), "Load it")
    assert first_text(view).startswith(
        "Loaded by you: Saturday's allocations, with 1,420 open cases."
    )
    assert FELL not in str(view)
    answer = analyst.ask("/caseload")["text"]
    assert "1,420 open cases" in answer
    assert "Data as at Sat 21 Nov 12:00" in answer
    assert row_of(running).decided_by == "priya.raman@northmere.example"


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("label", ["Load it", "Refuse it"])
def test_what_was_decided_is_checked_at_once(running: Running, member: Who, label: str) -> None:
    services = running.caseload.office.services

    def checked() -> bool:
        with services.database.look() as session:
            return session.scalars(select(CheckMark)).one().at == MONDAY

    assert not checked()
    analyst = member("analyst")
    after_press(analyst, open_home(analyst), label)
    assert until(checked)
    assert services.bell.wait(PATIENCE)


@pytest.mark.usefixtures("held")
def test_a_load_is_refused_in_the_home_and_answers_stay_as_they_were(
    running: Running, member: Who
) -> None:
    analyst = member("analyst")
    before = analyst.ask("/caseload")["text"]
    view = after_press(analyst, open_home(analyst), "Refuse it")
    assert first_text(view).startswith("Refused by you: Saturday's allocations.")
    assert analyst.ask("/caseload")["text"] == before
    assert row_of(running).status is LoadStatus.REFUSED


@pytest.mark.parametrize("label", ["Load it", "Refuse it", "Show the differences"])
def test_who_comes_second_is_told_who_decided(
    running: Running, member: Who, held: int, label: str
) -> None:
    analyst = member("analyst")
    stale = open_home(analyst)
    decider = Decider("martin.holloway@northmere.example", MONDAY)
    accept_held(running.caseload.office.services.database, held, decider)
    sentence = "This load has already been decided: loaded by Martin Holloway on Mon 23 Nov 08:45."
    assert first_text(after_press(analyst, stale, label)) == sentence


@pytest.mark.usefixtures("held")
def test_nothing_is_decided_beside_an_import(running: Running, member: Who) -> None:
    analyst = member("analyst")
    view = open_home(analyst)
    with import_lock(running.caseload.office.services.database):
        view = after_press(analyst, view, "Load it")
    assert first_text(view).startswith("Another import is running. Nothing was changed;")
    assert FELL in str(view)
    assert first_text(after_press(analyst, view, "Load it")).startswith("Loaded by you")


@pytest.mark.parametrize(
    ("deed", "answer"), [(ids.ACCEPT, "Loaded by you"), (ids.REFUSE, "Refused by you")]
)
def test_a_button_in_a_message_answers_its_presser_alone_and_leaves_the_message(
    running: Running, member: Who, held: int, deed: str, answer: str
) -> None:
    analyst, before = member("analyst"), shared_in(running, PERFORMANCE)
    payload = a_press(
        running, analyst, PERFORMANCE, deed=ids.held_id(deed, held), value=value_of(running)
    )
    text = told(analyst, PERFORMANCE, lambda: deliver(running, payload))
    assert text.startswith(answer)
    assert shared_in(running, PERFORMANCE) == before


@pytest.mark.usefixtures("held")
def test_the_audit_says_who_accepted_what(running: Running, member: Who) -> None:
    analyst = member("analyst")
    after_press(analyst, open_home(analyst), "Load it")
    with running.caseload.office.services.database.look() as session:
        (entry,) = session.scalars(select(AuditEntry).where(col(AuditEntry.deed) == "accepted"))
    assert (entry.who, entry.detail["file"]) == ("priya.raman@northmere.example", "cases.csv")


@pytest.mark.usefixtures("held")
def test_what_was_done_is_not_called_undone_when_it_cannot_be_told(
    running: Running, member: Who, caplog: pytest.LogCaptureFixture
) -> None:
    """Slack refuses whatever the app says: the load is loaded all the same, and the log knows."""
    analyst, workspace = member("analyst"), running.server.workspace
    payload = home_press(running, analyst, ids.ACCEPT, value_of(running))
    payload["user"]["id"] = "U0UNHEARD"
    person = Person(
        slack_id="U0UNHEARD",
        email="priya.raman@northmere.example",
        active=True,
        checked_at=MONDAY,
    )
    with running.caseload.office.services.database.transaction() as session:
        session.add(person)
    deliver(running, payload)
    running.caseload.office.desk.close()
    assert row_of(running).status is LoadStatus.LOADED
    assert "nothing was changed" not in str(workspace.views.homes)
    assert "request failed" in caplog.text

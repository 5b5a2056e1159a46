"""`caseload outbox` shows what waits and what is parked; `doctor` says when to look."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from alerts.delivery.delivering import deliver_one
from alerts.delivery.turns import Turns
from alerts.outbox import put_message
from bot.cli.main import command_line
from bot.clock import utc_now
from models.database import Database
from tests.alerts.delivery.office import AT_ONCE, AUTHORITY, COURT, a_notice, an_alert
from tests.alerts.delivery.slack import FakeSlack, fails
from tests.bot.cli.command_line import CommandLine


@pytest.fixture
def database(caseload: CommandLine) -> Iterator[Database]:
    found = Database(f"sqlite:///{caseload.database}")
    yield found
    found.close()


def put(database: Database, due_in: timedelta = timedelta(0), target: str = COURT) -> None:
    now = utc_now()
    with database.transaction() as session:
        put_message(
            session,
            alert_id=an_alert(session),
            target=target,
            notice=a_notice("Court North: 2 workers are over their limit", urgent=True),
            now=now + due_in,
            due_at=now + due_in,
        )


def parked(database: Database) -> None:
    put(database)
    slack = FakeSlack()
    slack.before = fails("not_in_channel", permanent=True)
    deliver(database, slack)


def deliver(database: Database, slack: FakeSlack) -> None:
    deliver_one(
        Turns(database),
        slack,
        clock=utc_now,
        pace=AT_ONCE,
        authority_in=lambda _: AUTHORITY,
        who="test",
    )


def test_an_outbox_with_nothing_open_says_so(caseload: CommandLine) -> None:
    assert "Nothing waits" in caseload("outbox", "list").out
    assert caseload("outbox", "list", "--json").json == []


def test_the_list_says_what_is_parked_and_why_and_how_to_go_on(
    caseload: CommandLine, database: Database
) -> None:
    parked(database)
    put(database, timedelta(hours=-3))
    out = caseload("outbox", "list").out
    for part in ("not_in_channel", "court-north", "3 hours", "caseload outbox retry --all"):
        assert part in out


def test_a_notice_to_somebody_who_may_not_have_it_says_so_in_a_sentence(
    caseload: CommandLine, database: Database
) -> None:
    """Nobody knows this person, so that the first message to them is not sent."""
    put(database, target="person:mia@example.gov.uk")
    deliver(database, FakeSlack())
    out = " ".join(caseload("outbox", "list").out.split())
    for part in ("parked", "not_theirs", "nothing of what"):
        assert part in out


def test_the_list_as_json_has_stable_keys(caseload: CommandLine, database: Database) -> None:
    parked(database)
    (row,) = caseload("outbox", "list", "--json").json
    assert list(row) == [
        *("id", "state", "deed", "target", "headline"),
        *("made_at", "due_at", "attempts", "error"),
    ]
    assert (row["id"], row["state"], row["deed"], row["target"]) == (1, "parked", "post", COURT)


def test_what_is_parked_is_tried_again(caseload: CommandLine, database: Database) -> None:
    parked(database)
    assert caseload("outbox", "retry", "1").out == "1 notice will be tried again.\n"
    assert caseload("outbox", "list", "--json").json[0]["state"] == "waiting"
    assert caseload("outbox", "retry", "--all").out == "No notices will be tried again.\n"


def test_what_is_tried_or_dropped_is_told_as_json(
    caseload: CommandLine, database: Database
) -> None:
    parked(database)
    assert caseload("outbox", "retry", "--all", "--json").json == {"retried": [1]}
    assert caseload("outbox", "drop", "1", "--yes", "--json").json == {"dropped": [1]}


def test_what_is_dropped_is_open_no_more(caseload: CommandLine, database: Database) -> None:
    parked(database)
    assert caseload("outbox", "drop", "1", "--yes").out == "1 notice will not be sent.\n"
    assert caseload("outbox", "list", "--json").json == []


@pytest.mark.parametrize(
    ("answer", "said", "state"),
    [("y", "1 notice will not be sent.", []), ("n", "Nothing was dropped.", ["parked"])],
)
def test_what_would_be_dropped_is_named_and_asked_about(
    caseload: CommandLine, database: Database, answer: str, said: str, state: list[str]
) -> None:
    parked(database)
    with contextlib.chdir(caseload.folder):
        ran = CliRunner().invoke(
            command_line("outbox"),
            ["outbox", "drop", "1"],
            input=f"{answer}\n",
            env=caseload.environment,
        )
    named = "1: post: Court North: 2 workers are over their limit, to court-north, written "
    assert ran.stderr.startswith(named)
    assert said in f"{ran.stdout} {ran.exception}"
    assert [row["state"] for row in caseload("outbox", "list", "--json").json] == state


def test_what_is_not_due_says_when_it_is(caseload: CommandLine, database: Database) -> None:
    put(database, timedelta(days=400))
    assert "due " in caseload("outbox", "list").out


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("retry",), "Say which one, by its id, or --all"),
        (("retry", "7", "--all"), "Say which one, by its id, or --all"),
        (("retry", "7"), "There is no parked row 7."),
        (("drop", "7"), "There is no row 7 that waits or is parked."),
    ],
)
def test_a_row_that_is_not_there_is_refused_with_the_next_step(
    caseload: CommandLine, command: tuple[str, ...], sentence: str
) -> None:
    ran = caseload("outbox", *command)
    assert ran.status == 2
    assert sentence in ran.error
    assert "caseload outbox list" in ran.error


def outbox_findings(caseload: CommandLine) -> list[dict[str, str]]:
    found = caseload("doctor", "--json").json
    return [finding for finding in found if finding["subject"] == "outbox"]


def test_doctor_is_content_with_an_outbox_that_is_drained(caseload: CommandLine) -> None:
    (found,) = outbox_findings(caseload)
    assert found["level"] == "good"


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (timedelta(minutes=42), "42 minutes"),
        (timedelta(minutes=119), "119 minutes"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=9, hours=13), "9 days"),
    ],
)
def test_doctor_names_what_is_parked_and_what_is_late(
    caseload: CommandLine, database: Database, late: timedelta, said: str
) -> None:
    parked(database)
    put(database, -late)
    first, second = outbox_findings(caseload)
    assert first["what"] == "1 notice cannot be sent as things are."
    assert "caseload outbox retry --all" in first["mend"]
    assert second["what"] == f"1 notice should have been sent by now, the oldest {said} ago."
    assert "caseload serve" in second["mend"]

"""The doctor says what is wrong with the inbox, and changes nothing in it."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import utc_now
from bot.findings import Level
from bot.inbox_examined import examine_inbox
from bot.services import Services
from models.database import Database
from tests.bot.inbox.conftest import services_of


def services_at(inbox: Path, later: timedelta = timedelta(0)) -> Services:
    """Nothing of the database is asked; the time is that of the files."""
    made = services_of(Database(f"sqlite:///{inbox.parent}/unused.db"), inbox)
    return replace(made, clock=lambda: utc_now() + later)


def linked(inbox: Path) -> None:
    (inbox / "done").symlink_to(inbox.parent)


def working_since(inbox: Path) -> None:
    (inbox / ".working" / "left").mkdir(parents=True)


def several(inbox: Path) -> None:
    for number in range(5):
        (inbox / f"{number}.csv").touch()


@pytest.mark.parametrize(
    ("arrange", "later", "said", "mend"),
    [
        (lambda _: None, 0, "The inbox {inbox} can be used.", ""),
        (lambda inbox: (inbox / "a.csv").touch(), 29, "The inbox {inbox} can be used.", ""),
        (lambda inbox: inbox.rmdir(), 0, "There is no folder {inbox}.", "Make it, or correct"),
        (lambda inbox: inbox.chmod(0o705), 0, "Everybody on this machine may look into", "chmod"),
        (lambda inbox: inbox.chmod(0o702), 0, "Everybody on this machine may put files", "chmod"),
        (linked, 0, "{inbox}/done is a file or a link, and has to be a folder.", "Move it away."),
        (
            *(lambda inbox: (inbox / "a.csv").touch(), 31),
            *("In the inbox for more than half an hour: a.csv.", "Check that caseload"),
        ),
        (
            *(lambda inbox: (inbox / "a.csv.part").touch(), 31),
            *("In the inbox for more than half an hour: a.csv.part.", "Check that casel"),
        ),
        (several, 31, "In the inbox for more than half an hour: 0.csv, 1.csv, 2", "Check"),
        (working_since, 29, "The inbox {inbox} can be used.", ""),
        (working_since, 31, "1 load from the inbox could not be finished.", "A running service"),
    ],
)
def test_what_is_wrong_with_the_inbox_is_said_with_how_to_mend_it(
    tmp_path: Path, arrange: Callable[[Path], object], later: int, said: str, mend: str
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir(0o700)
    arrange(inbox)
    before = sorted(inbox.rglob("*"))
    (found,) = examine_inbox(services_at(inbox, timedelta(minutes=later)))
    assert found.what.startswith(said.format(inbox=inbox))
    assert found.mend.startswith(mend)
    assert (found.level is Level.GOOD) is (not mend)
    assert sorted(inbox.rglob("*")) == before


def test_where_no_inbox_is_watched_there_is_nothing_to_say(tmp_path: Path) -> None:
    services = services_at(tmp_path / "inbox")
    without = services.settings.model_copy(update={"inbox": None})
    assert list(examine_inbox(replace(services, settings=without))) == []
    assert os.listdir(tmp_path) == []

"""What is told of a saving that failed, before the change and after it."""

import pytest
from sqlalchemy.exc import OperationalError

from bot.listeners.setup_saved import afterwards, not_saved
from models.errors import CaseloadError

LOCKED = OperationalError("update", {}, Exception("database is locked"))


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (CaseloadError("Choose a channel."), "Not saved. Choose a channel."),
        (LOCKED, "nothing was changed. The database did not answer in time."),
        (ConnectionResetError(), "nothing was changed. Slack did not answer in time."),
        (KeyError("view"), "nothing was changed. Something went wrong that should not have."),
    ],
)
def test_whatever_fails_before_the_change_is_told_as_not_saved(error: Exception, told: str) -> None:
    saved = not_saved("Channels", error)
    assert saved.told.startswith("Not saved. ")
    assert told in saved.told
    assert saved.answer["response_action"] == "update"
    assert told in str(saved.answer["view"]["blocks"])
    assert "*" not in saved.told


def test_what_fails_after_the_change_does_not_unsay_it() -> None:
    def fails() -> str:
        raise LOCKED

    assert afterwards(fails, "Saved.") == "Saved."
    assert afterwards(lambda: "Saved, and said there.", "Saved.") == "Saved, and said there."

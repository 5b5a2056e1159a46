"""What saving in set-up is answered with, whatever fails before the change or after it."""

from collections.abc import Callable
from typing import TypeVar

from bot.blocks.decisions import said_view
from bot.failures import failure_of
from bot.listeners.dialogs import Saved, update

T = TypeVar("T")


def not_saved(title: str, error: Exception) -> Saved:
    """Something failed before anything was changed; the unexpected is logged."""
    told = f"Not saved. {sentence_of(error)}"
    return Saved(told, update(said_view(title, told)))


def sentence_of(error: Exception) -> str:
    """An error's sentence without markup: dialogs show none under a field."""
    return failure_of(error).sentence.replace("*", "")


def afterwards(deed: Callable[[], T], otherwise: T) -> T:
    """Do what follows a change that is saved already; where it fails, `otherwise`, and logged.

    Whoever saved is told that it is saved: what fails afterwards does not unsay it.
    """
    try:
        return deed()
    except Exception as error:
        failure_of(error)
        return otherwise

"""One part of the Home as plain values: its finding, what is needed to act, how pressing it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from alerts.notice import Offer
from bot.questions.answer import Table
from models.extracts.held import HeldLoad


class Pressing(IntEnum):
    """In which order the parts stand; those of one kind in the order of the registry."""

    NOW = 0  # somebody has to decide or do something
    FIGURES = 1
    UPKEEP = 2  # how the service itself is, and what it is set to


@dataclass(frozen=True, slots=True)
class Press:
    """A button: its words, the listener it goes to, and what it carries there."""

    label: str
    action_id: str
    value: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line in bold and a few below it; `press` stands beside it."""

    first: str
    lines: Sequence[str] = ()
    press: Press | None = None
    names_channels: bool = False  # <#C…> in its lines is a channel, as Slack writes them


@dataclass(frozen=True, slots=True)
class AlertItem:
    """An open alert with what can be done about it here."""

    alert_id: int
    first: str
    lines: Sequence[str]
    offers: Sequence[Offer]


Item = Paragraph | AlertItem | HeldLoad


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of somebody's Home; everything but `items` is always shown.

    `said` begins with the finding. Of the items as many are shown as there is room for; `rest`
    opens all of them.
    """

    title: str = ""  # "": its items speak for themselves
    pressing: Pressing = Pressing.FIGURES
    said: Sequence[str] = ()
    table: Table | None = None
    items: Sequence[Item] = ()
    most: int | None = None  # items shown, where fewer are enough
    rest: Press | None = None
    footer: str = ""  # as at when, and by which rules
    presses: Sequence[Press] = ()

"""An answer as plain values, before anything of Slack, the terminal or JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from alerts.plans.saving import can_be_kept
from bot.grammar import Topic
from models.access import Detail, Scope
from models.figures.figure import Figure

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an answer's table: its key in the rows, and its heading."""

    key: str
    heading: str
    numeric: bool = False
    wraps: bool = False  # sentences, which may take several lines
    places: int | None = None  # decimals that every number of the column shows


@dataclass(frozen=True, slots=True)
class Table:
    """The rows behind a headline; `rows` may hold more than the columns show.

    `of_sentences`: Slack shows each row as a paragraph, because columns would be cut on a phone.
    """

    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Value]]
    caption: str
    of_sentences: bool = False
    rest: str = "; ask about one team"  # after how many rows more there are than are shown


@dataclass(frozen=True, slots=True)
class Series:
    """One line or row of bars of a chart: a value for each label, None where it is not known."""

    name: str  # 20 characters
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of figures that also stand in the answer's words or table."""

    kind: Literal["line", "bar"]
    title: str  # 50 characters, as the axes
    labels: Sequence[str]  # 20 characters, each another
    series: Sequence[Series]
    x_label: str
    y_label: str
    fewest_points: int = 2  # with fewer there is nothing to see


@dataclass(frozen=True, slots=True)
class Next:
    """A question the reader may want to ask now: the words on the button, and the question."""

    label: str
    question: str


class Outcome(StrEnum):
    """How a question ended, for the audit and the command line's exit status."""

    ANSWERED = "answered"
    NOT_UNDERSTOOD = "not understood"
    NOT_FOUND = "not found"
    NOT_KNOWN = "not known"
    NO_DATA = "no data"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question comes to, for whoever asked it.

    The headline alone is what a phone's notification shows: what, and how bad.
    """

    question: str
    asked_by: str
    outcome: Outcome
    headline: str
    lines: Sequence[str] = ()
    topic: Topic | None = None
    scope: Scope | None = None
    detail: Detail = Detail.NOTHING
    table: Table | None = None
    chart: Chart | None = None
    figures: Sequence[Figure] = ()
    as_at: datetime | None = None
    footer: str | None = None
    next: Sequence[Next] = field(default=())

    @property
    def answered(self) -> bool:
        return self.outcome is Outcome.ANSWERED

    @property
    def can_be_counted(self) -> bool:
        """Whether "How is this counted?" has something to say."""
        return bool(self.figures)

    @property
    def can_be_exported(self) -> bool:
        """Whether there is a workbook of it."""
        return self.answered and self.topic is Topic.REGISTER

    @property
    def can_be_saved(self) -> bool:
        """Whether it is a plan that can be kept by a name."""
        return self.topic is Topic.PLAN and self.scope is not None and can_be_kept(self.scope)

    @property
    def can_be_shared(self) -> bool:
        return self.answered and bool(self.figures)

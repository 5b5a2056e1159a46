"""How a table is described: its purpose, how long rows are kept, who sees them, each column."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import SQLModel


class Of(StrEnum):
    """Whom a column tells something about."""

    NOBODY = "nobody"
    WORKER = "a worker"
    USER = "a user of the app"
    CHILD = "a child, by a keyed hash"


@dataclass(frozen=True, slots=True)
class Told:
    """What a column holds, and about whom.

    `names` where a name, email, staff id or Slack account can stand in it: such columns are
    searched when somebody asks what is stored about them, and when they are forgotten.
    """

    of: Of
    what: str
    names: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One table."""

    table: type[SQLModel]
    what: str
    kept: str
    seen_by: str
    columns: Mapping[str, Told]

    @property
    def name(self) -> str:
        return str(self.table.__tablename__)


def nobody(what: str, *, names: bool = False) -> Told:
    return Told(Of.NOBODY, what, names)


def worker(what: str, *, names: bool = False) -> Told:
    return Told(Of.WORKER, what, names)


def user(what: str, *, names: bool = True) -> Told:
    return Told(Of.USER, what, names)


def child(what: str) -> Told:
    return Told(Of.CHILD, what)


ROW = nobody("the row's own number")
TEAM = nobody("the team's number")
SERVICE = nobody("the service's number")

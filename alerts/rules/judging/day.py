"""What the rules are judged by: one team's day, or the day of what belongs to no team."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from alerts.calendar import WorkingCalendar
from alerts.rules.in_force import TeamPlace
from models.extracts.held import HeldLoad
from models.figures.book import Book, Unmatched, Waiting
from models.figures.holders import Holder
from models.figures.limits import Promise


@dataclass(frozen=True, slots=True)
class Unseen:
    """Children of one worker, or of none, who have not been seen for longer than some days."""

    worker_id: int | None
    allocated: bool  # without a worker of ours: to somebody who is not in the workforce list
    children: int
    longest: date  # the day the longest unseen of them was last seen


@dataclass(frozen=True, slots=True)
class Away:
    """Since when workers are away, by worker; of those who left, the last day of work."""

    absent_from: Mapping[int, date] = field(default_factory=dict)
    left_on: Mapping[int, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamDay:
    """One team on the day of the data.

    Everything over is read, and whatever is `watched`, because an alert speaks of it already;
    the rest would be tens of thousands of readings that nobody asks for.
    """

    team_id: int
    place: TeamPlace
    book: Book
    promise: Promise | None
    calendar: WorkingCalendar
    away: Away = field(default_factory=Away)
    unseen: Mapping[int, tuple[Unseen, ...]] = field(default_factory=dict)  # by a rule's days
    watched: frozenset[str] = frozenset()  # subjects in the team's open alerts
    ends_on: date | None = None  # the last day of a temporary team
    moved: Mapping[str, Holder] = field(default_factory=dict)  # watched, and in another team now
    cases: int | None = None  # open in the team, where the book does not say of which kinds

    @property
    def day(self) -> date:
        return self.book.day

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        return self.book.waiting

    @property
    def open_cases(self) -> int:
        return self.book.open_cases if self.cases is None else self.cases


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityDay:
    """What is judged once for the authority: the feeds, and whatever belongs to no team."""

    day: date  # of the newest allocations
    today: date
    zone: ZoneInfo
    calendar: WorkingCalendar
    as_at: datetime  # of the newest allocations
    workforce_as_at: datetime | None = None  # of the newest workforce; None is not judged
    held: tuple[HeldLoad, ...] = ()  # loads open for a decision
    unmatched: tuple[Unmatched, ...] = ()
    waiting: tuple[Waiting, ...] = ()  # of no team
    unseen: Mapping[int, tuple[Unseen, ...]] = field(default_factory=dict)  # of no team
    watched: frozenset[str] = frozenset()

"""Everything a digest is made from, as plain values, before a word is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from alerts.digest.pictures import Dot
from models.figures.limits import Promise
from models.reference.comparing import Comparison
from models.staffing.parts import Parts
from models.staffing.projection import Projection
from models.staffing.targets import Path
from models.vocabulary import AlertState, CaseKind, ExtractKind, Measure, RuleKind

LONG_WITHOUT = 10
"""Working days without a worker that need a decision whatever the kind of case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One measure of the scope: now, about a week ago, about a year ago, and its target's path."""

    measure: Measure
    now: float | None
    week_ago: float | None = None
    year_ago: float | None = None
    path: Path | None = None
    is_comparable: bool = True  # with last week: not counted by another limit now


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFacts:
    """One team's week; of a team that is too small nothing may be said that tells on somebody."""

    name: str
    is_small: bool  # fewer than three workers hold cases
    average: float | None  # as printed; by the DfE's method, else the working average
    exact: float | None  # before rounding
    average_week_ago: float | None = None
    promise: Promise | None = None
    above_since: date | None = None  # the first of the kept days on which it was, without a gap
    above_before: bool = False  # that day is the oldest kept: it may have been so for longer
    limit: float | None = None  # for one full-time worker
    median: float | None = None
    highest: float | None = None
    open_cases: int = 0
    over_limit: int = 0
    has_limits: bool = True  # otherwise nobody can be over one
    nobody_at_work: int = 0  # cases whose worker is absent or has left
    nobody_at_work_week_ago: int | None = None
    unallocated: int = 0
    not_seen: int = 0
    over_limit_week_ago: int | None = None
    unallocated_week_ago: int | None = None
    not_seen_week_ago: int | None = None
    dots: tuple[Dot, ...] = ()  # of those at work
    absent_with_cases: int = 0  # workers who have no dot: theirs would look like room
    average_leaves_out: bool = False  # the average is not of everybody who holds cases

    @property
    def above_by(self) -> float | None:
        """How far the average is above its promise, below it if negative; None without either."""
        if self.exact is None or self.promise is None or self.promise.high is None:
            return None
        return round(self.exact - self.promise.high, 6)

    @property
    def above(self) -> bool:
        return self.above_by is not None and self.above_by > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingFacts:
    """Cases of one kind without a worker in one team; None is in no team."""

    kind: CaseKind
    team: str | None
    cases: int
    working_days: int | None  # of the longest; None where nobody knows since when
    shortest_days: int | None = None  # the same as the longest where all came on one day
    long: int = 0  # of the cases, those for ten working days or more


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFacts:
    """One alert that was told and is not over."""

    id: int
    kind: RuleKind
    team: str | None
    headline: str  # names nobody
    state: AlertState  # the true one behind a hold
    since: date
    working_days: int  # since the first day it was over
    waits: int  # working days since it was told
    snoozed_until: date | None = None
    snoozed_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewFacts:
    """A decision about an open alert that still stands, and when it is to be looked at again."""

    alert_id: int
    kind: RuleKind
    team: str | None
    decision: str  # "cases being moved"
    by: str
    review_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyEnd:
    """Time-limited posts whose money ends on one day."""

    last_day: date
    posts: int
    average_without: float | None  # today's, without who is in them; None if they hold nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamEnd:
    """A temporary team's last day, and the cases it holds now."""

    team: str
    last_day: date
    open_cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingFacts:
    """Staffing now and a year ago, where it goes, and what comes to an end."""

    now: Parts
    year_ago: Parts | None = None
    history: tuple[tuple[date, Parts], ...] = ()  # a year, one a week
    few: frozenset[Measure] = frozenset()  # of one or two people: not said
    paths: Mapping[Measure, Path] = field(default_factory=dict)
    projections: Mapping[Measure, Projection] = field(default_factory=dict)
    money_ends: tuple[MoneyEnd, ...] = ()
    team_ends: tuple[TeamEnd, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFacts:
    """A load that waits for somebody to decide about it."""

    kind: ExtractKind
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadFacts:
    """What came of the week's allocations."""

    arrived: tuple[date, ...] = ()  # the days they describe
    missing: tuple[date, ...] = ()  # working days of the week without any; empty where weekly
    weekly: bool = False  # by the weeks before, the authority sends them about once a week
    is_first: bool = False  # no earlier load says how often they come
    refused: int = 0
    held: tuple[HeldFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleOff:
    """A rule that is switched off, and who did it."""

    name: str
    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How far the digest and the alerts can be trusted."""

    stale_days: int = 0  # working days; 0 while the allocations are fresh enough
    alerts_held: bool = False  # by the rule for late data, which may expect them more often
    workforce_stale_days: int = 0
    loads: LoadFacts = field(default_factory=LoadFacts)
    unmatched_cases: int = 0
    unmatched_people: int = 0
    rules_off: tuple[RuleOff, ...] = ()
    always: tuple[RuleKind, ...] = ()  # open in more than half of the teams
    never: tuple[RuleKind, ...] = ()  # nothing in half a year
    parked_notices: int = 0
    parked_rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitChange:
    """Workers whose limit is another than a week ago, of those who were in the same team then."""

    workers: int
    of: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPoint:
    """Open cases and the DfE average on one day."""

    day: date
    open_cases: float | None
    average: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestFacts:
    """What there is to say of one scope in one week."""

    scope: str
    is_service: bool
    now: datetime
    zone: ZoneInfo
    today: date
    day: date  # the allocations' as-at: the week's last
    as_at: datetime
    workforce_as_at: datetime
    not_seen_days: int
    promise: Promise | None  # of the scope as a whole
    measures: Mapping[Measure, Measured]  # without those that may not be said
    teams: tuple[TeamFacts, ...]
    staffing: StaffingFacts
    waiting: tuple[WaitingFacts, ...] = ()
    urgent_week_ago: int | None = None
    limit_change: LimitChange | None = None
    alerts: tuple[AlertFacts, ...] = ()
    reviews: tuple[ReviewFacts, ...] = ()
    began: int = 0  # alerts told first in the last seven days
    ended: int = 0
    health: Health = field(default_factory=Health)
    neighbours: tuple[Comparison, ...] = ()
    past: tuple[PastPoint, ...] = ()  # a year, one a week

    @property
    def is_stale(self) -> bool:
        return self.health.stale_days > 0

    def value(self, measure: Measure) -> float | None:
        """The measure now; None where it cannot be formed or may not be said."""
        found = self.measures.get(measure)
        return None if found is None else found.now

    def target(self, measure: Measure) -> float | None:
        """What is asked of the measure on the day of the digest, which the data may not reach."""
        path = self.paths.get(measure)
        return None if path is None else path.value_on(self.today)

    @property
    def paths(self) -> Mapping[Measure, Path]:
        """The targets of the scope: of the figures first, then of what may not be said."""
        others = {m: p for m, p in self.staffing.paths.items() if m not in self.measures}
        return {m: found.path for m, found in self.measures.items() if found.path} | others

    def is_decided(self, kind: RuleKind, team: str | None = None) -> bool:
        """Whether somebody decided about such an alert, and the review is still to come."""
        return any(
            review.kind is kind and review.team == team and review.review_on >= self.today
            for review in self.reviews
        )

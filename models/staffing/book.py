"""Everything staffing figures are made of: workers and posts with their known days, as values.

Every figure is a function of this book and a day, so the same book gives a year ago and a year on.
What a worker or post is like (team, role, FTE) is known as of the newest load alone; how it was
on an earlier day is in the snapshots (see `models.staffing.snapshots`).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from models.vocabulary import SOCIAL_WORKER_ROLES, AgencyBasis, Employment, Funding, Role

MANAGER_ROLES = frozenset({Role.SENIOR_MANAGER, Role.MIDDLE_MANAGER, Role.FIRST_LINE_MANAGER})
"""The census's three roles that lead: senior, middle and first line."""

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkerTerms:
    """Who works where, for how much of full time, on what terms, from when until when."""

    worker_id: int
    staff_id: str
    name: str
    email: str | None
    team_id: int
    role: Role
    fte: float
    employment: Employment
    agency_basis: AgencyBasis | None
    started_on: date | None
    left_on: date | None  # the last day of work
    qualified_on: date | None
    newly_qualified_until: date | None
    weekly_cost: float | None  # pounds, for the FTE worked
    dropped_on: date | None  # the first extract without this worker

    @property
    def social_worker(self) -> bool:
        return self.role in SOCIAL_WORKER_ROLES

    @property
    def manager(self) -> bool:
        return self.role in MANAGER_ROLES

    @property
    def agency(self) -> bool:
        return self.employment is Employment.AGENCY

    @property
    def last_day(self) -> date | None:
        return last_day_in_post(self.left_on, self.dropped_on)

    @property
    def left_without_date(self) -> bool:
        return self.dropped_on is not None and self.last_day != self.left_on

    @property
    def ever_came(self) -> bool:
        """False of somebody who was to start, and was gone from the list before."""
        last = self.last_day
        return self.started_on is None or last is None or self.started_on <= last

    def in_post(self, day: date) -> bool:
        last = self.last_day
        return (self.started_on is None or self.started_on <= day) and (last is None or day <= last)


@dataclass(frozen=True, slots=True)
class PostTerms:
    """One post of the establishment, and everybody whom the newest extract names in it."""

    post_id: int
    reference: str  # the authority's own
    team_id: int
    role: Role
    fte: float
    funding: Funding
    funded_until: date | None
    annual_cost: float | None  # pounds, for the post's FTE
    created_on: date | None
    deleted_on: date | None  # the last day of the post
    dropped_on: date | None
    holder_ids: tuple[int, ...] = ()

    @property
    def social_worker(self) -> bool:
        return self.role in SOCIAL_WORKER_ROLES


@dataclass(frozen=True, slots=True)
class TeamTerms:
    """A team, its service, and the last day of a temporary one."""

    team_id: int
    name: str
    service_id: int
    service: str
    ends_on: date | None
    dropped_on: date | None


@dataclass(frozen=True, slots=True)
class EmployedCost:
    """What permanent workers of one role cost a week, all together, and their FTE."""

    weekly: float  # pounds
    fte: float


@dataclass(frozen=True, slots=True)
class StaffingBook:
    """The workers and posts of a scope, and the day up to which the data speaks.

    Beside those who count in `teams` there may be workers and posts elsewhere: those that fill a
    post of the scope, and namesakes who may be the same person. A spell is a worker's too, with
    the same id and name, and the team, role, FTE and days of then.
    """

    day: date  # of the newest load of either feed: what was to happen by then has happened
    as_at: datetime  # of the workforce
    listed_on: date  # the workforce's day
    first_listed_on: date  # the first workforce's that was ever loaded
    teams: Mapping[int, TeamTerms]
    workers: tuple[WorkerTerms, ...]
    posts: tuple[PostTerms, ...]
    employed_costs: Mapping[Role, EmployedCost]  # the whole authority's
    spells: tuple[WorkerTerms, ...] = ()  # earlier times of workers who came back

    @property
    def counted_workers(self) -> tuple[WorkerTerms, ...]:
        return tuple(worker for worker in self.workers if worker.team_id in self.teams)

    @property
    def terms(self) -> tuple[WorkerTerms, ...]:
        """Every time in which somebody was here: the workers as they are, and earlier spells."""
        return (*self.workers, *self.spells)

    @property
    def counted_terms(self) -> tuple[WorkerTerms, ...]:
        return tuple(each for each in self.terms if each.team_id in self.teams)

    @property
    def counted_posts(self) -> tuple[PostTerms, ...]:
        return tuple(post for post in self.posts if post.team_id in self.teams)

    def by_id(self) -> dict[int, WorkerTerms]:
        return {worker.worker_id: worker for worker in self.workers}

    def last_day_of(self, post: PostTerms) -> date | None:
        """The last day of a post: deleted, gone from the list, its money or its team at an end.

        A post that is still listed after its money's end is there, and unfunded; one that is still
        listed in a team after the team's last day is there too.
        """
        last = post.deleted_on
        team = self.teams.get(post.team_id)
        if team is not None and team.ends_on is not None and team.ends_on >= self.listed_on:
            last = earliest(last, team.ends_on)
        if post.dropped_on is not None:
            last = earliest(last, post.dropped_on - A_DAY)
        until = post.funded_until if post.funding is Funding.TIME_LIMITED else None
        return last if until is None or until < self.listed_on else earliest(last, until)

    def there_is(self, post: PostTerms, day: date) -> bool:
        last = self.last_day_of(post)
        return (post.created_on is None or post.created_on <= day) and (last is None or day <= last)

    def funding_of(self, post: PostTerms, day: date) -> Funding:
        ended = post.funded_until is not None and post.funded_until < day
        if post.funding is Funding.TIME_LIMITED and ended:
            return Funding.UNFUNDED
        return post.funding

    def of_teams(self, team_ids: Collection[int]) -> "StaffingBook":
        """The same for some of the teams; who may matter from elsewhere stays beside them."""
        wanted = set(team_ids)
        return replace(self, teams={id_: t for id_, t in self.teams.items() if id_ in wanted})

    def of_service(self, service_id: int) -> "StaffingBook":
        """The same for one service, with those of its teams that are no longer listed."""
        return self.of_teams(
            [team.team_id for team in self.teams.values() if team.service_id == service_id]
        )


def last_day_in_post(left_on: date | None, dropped_on: date | None) -> date | None:
    """Somebody gone from the list without a leaving date left the day before."""
    return left_on if dropped_on is None else earliest(left_on, dropped_on - A_DAY)


def earliest(*days: date | None) -> date | None:
    """The first of the days that are known."""
    first = None
    for day in days:
        if day is not None and (first is None or day < first):
            first = day
    return first


def day_after(day: date) -> date:
    return day + A_DAY


def years_before(day: date, years: int) -> date:
    """The same day so many years before; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)

"""Workers and posts with their whole known past and future, day by day."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from models.vocabulary import AgencyBasis, Employment, Funding, Role


@dataclass(frozen=True, slots=True)
class Absence:
    from_on: date
    until_on: date | None  # the first day back; None while nobody knows

    def covers(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


@dataclass(frozen=True, slots=True)
class Person:
    """One worker of the demo authority, with everything that ever happens to them."""

    staff_id: str
    name: str
    email: str
    team: str
    role: Role
    fte: float
    employment: Employment
    basis: AgencyBasis | None
    started_on: date
    left_on: date | None
    qualified_on: date | None
    newly_qualified_until: date | None
    absence: Absence | None
    weekly_cost: int  # pounds
    usual_cases: float  # when at work, after the first weeks, in the last year's demand
    last_cases: int  # held on the last day
    noticed_before: timedelta  # how long ahead the start is known

    def is_in_post(self, day: date) -> bool:
        return self.started_on <= day and (self.left_on is None or day < self.left_on)


@dataclass(frozen=True, slots=True)
class Post:
    post_id: str
    team: str
    role: Role
    fte: float
    funding: Funding
    funded_until: date | None
    annual_cost: int  # pounds
    created_on: date
    deleted_on: date | None
    holders: tuple[str, ...]  # staff ids, one after another; agency workers hold no post


@dataclass(slots=True)
class Workforce:
    """Everybody who ever worked here in the two years, by staff id, and every post."""

    people: dict[str, Person] = field(default_factory=dict)
    posts: list[Post] = field(default_factory=list)

    def holder(self, post: Post, day: date) -> Person | None:
        people = (self.people[staff_id] for staff_id in post.holders)
        return next((person for person in people if person.is_in_post(day)), None)

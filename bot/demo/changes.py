"""What else happened in the two years: contracts that ended, posts deleted, notices, absences."""

from dataclasses import replace
from datetime import date, timedelta

from bot.demo.careers import LONG_AGO, Careers
from bot.demo.dice import Dice
from bot.demo.organisation import TEMPORARY_TEAM, funding_ends
from bot.demo.people import Absence, Person, Workforce
from bot.demo.roster import Seat, Story, seats
from models.vocabulary import AgencyBasis, Employment, Funding, Role

_EXTRAS_ENDED = (0, 8, 15, 22, 30, 37, 44, 52, 60, 67, 75, 82, 90, 97)  # weeks ago
_TEAMS = (
    "Safeguarding East",
    "Assessment East",
    "Looked After West",
    "Safeguarding West",
    "Assessment West",
    "Looked After East",
)
_POSTS_DELETED_THIS_YEAR = (2, 3, 5, 8, 11, 13, 16, 18, 21, 24, 27, 30, 33, 36, 38, 41, 44, 47, 50)
_POSTS_DELETED_BEFORE = (63, 74, 86, 95)  # weeks ago
_DELETED_ROLES = (
    Role.CASE_HOLDER,
    Role.BUSINESS_SUPPORT,
    Role.CASE_HOLDER,
    Role.FAMILY_SUPPORT,
)
_UNFUNDED_POSTS = 4
_ONCE_NEW = 28  # who qualified two to three years ago: the year before, more were inexperienced
_TIME_LIMITED_POSTS = 20
_PAST_ABSENCES = 14
_AS_THEY_ARE = ("Court North", "Disabled Children Review")


def make_workforce(seed: int, last_day: date) -> Workforce:
    """Everybody's career in the two years up to `last_day`, and what is known to come."""
    careers = Careers(seed, last_day)
    for seat in seats(seed):
        careers.fill(seat)
    _once_new(careers, Dice(seed, "once new"))
    _former_extras(careers)
    _deleted_posts(careers)
    _notices(careers)
    _past_absences(careers)
    _fund(careers)
    return careers.workforce


def _once_new(careers: Careers, dice: Dice) -> None:
    """A large intake just before the two years: under two years a year ago, and not now."""
    a_year_ago = careers.monday(52)
    came_then = [
        person
        for person in careers.workforce.people.values()
        if person.role is Role.CASE_HOLDER
        and person.employment is Employment.PERMANENT
        and person.team not in _AS_THEY_ARE
        and person.started_on < careers.monday(LONG_AGO)
        and (person.left_on is None or person.left_on > a_year_ago)
    ]
    for turn, person in enumerate(dice.shuffled(came_then)[:_ONCE_NEW]):
        started = careers.monday(LONG_AGO + 5 + turn % 21)
        qualified = started - timedelta(days=dice.whole(12, 40))
        careers.workforce.people[person.staff_id] = replace(
            person,
            started_on=started,
            qualified_on=qualified,
            newly_qualified_until=started + timedelta(days=364),
        )


def _former_extras(careers: Careers) -> None:
    """Supernumerary agency workers whose contracts have ended; every other one held cases."""
    for turn, ago in enumerate(_EXTRAS_ENDED):
        holds = turn % 2 == 0
        role = Role.CASE_HOLDER if holds else Role.QUALIFIED_WITHOUT_CASES
        seat = Seat(_TEAMS[turn % len(_TEAMS)], Story.EXTRA, role, 1.0, cases=int(holds))
        basis = AgencyBasis.SUPERNUMERARY
        careers.add(careers.agency(seat, basis, careers.long_ago(), careers.wednesday(ago)))


def _deleted_posts(careers: Careers) -> None:
    """Vacant and unfunded posts that are no more."""
    posts = careers.workforce.posts
    for turn, ago in enumerate((*_POSTS_DELETED_THIS_YEAR, *_POSTS_DELETED_BEFORE)):
        role = _DELETED_ROLES[turn % len(_DELETED_ROLES)]
        careers.add_post(Seat(_TEAMS[turn % len(_TEAMS)], Story.VACANT, role, 1.0))
        funding = Funding.BASE if turn % 3 == 0 else Funding.UNFUNDED
        posts[-1] = replace(posts[-1], funding=funding, deleted_on=careers.wednesday(ago))


def _notices(careers: Careers) -> None:
    """Permanent workers who have said when they leave."""
    for turn, team in enumerate(("Assessment West", "Court South", "Looked After East")):
        leaver = next(
            person
            for person in _steady(careers)
            if person.team == team and person.role is Role.CASE_HOLDER
        )
        leaving = replace(leaver, left_on=careers.wednesday(-(2 + 2 * turn)))
        careers.workforce.people[leaver.staff_id] = leaving


def _past_absences(careers: Careers) -> None:
    steady = [person for person in _steady(careers) if person.team not in _AS_THEY_ARE]
    for turn, person in enumerate(careers.dice.shuffled(steady)[:_PAST_ABSENCES]):
        from_on = careers.monday(12 + 6 * turn)
        until_on = from_on + timedelta(weeks=careers.dice.whole(3, 9))
        away = replace(person, absence=Absence(from_on, until_on))
        careers.workforce.people[person.staff_id] = away


def _steady(careers: Careers) -> list[Person]:
    """Case holders here from the first week to the last, at work throughout so far."""
    return [
        person
        for person in careers.workforce.people.values()
        if person.usual_cases
        and person.absence is None
        and person.left_on is None
        and person.employment is Employment.PERMANENT
        and person.started_on < careers.monday(LONG_AGO)
    ]


def _fund(careers: Careers) -> None:
    """Says which posts stand on time-limited money, and which on none."""
    posts = careers.workforce.posts
    temporary = [at for at, post in enumerate(posts) if post.team == TEMPORARY_TEAM]
    until = funding_ends(careers.last_day)
    for at in (*temporary, *careers.joined_posts)[:_TIME_LIMITED_POSTS]:
        posts[at] = replace(posts[at], funding=Funding.TIME_LIMITED, funded_until=until)
    support = [
        at
        for at, post in enumerate(posts)
        if post.role is Role.BUSINESS_SUPPORT and post.deleted_on is None
    ]
    for at in support[:_UNFUNDED_POSTS]:
        posts[at] = replace(posts[at], funding=Funding.UNFUNDED)

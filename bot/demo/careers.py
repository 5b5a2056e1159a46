"""How each seat came to be: its leavers, joiners, agency contracts and absences."""

from dataclasses import replace
from datetime import date, timedelta

from bot.demo.cast import DOMAIN, cast_member
from bot.demo.dice import Dice
from bot.demo.names import NameBook
from bot.demo.organisation import (
    FIRST_POSTS_ON,
    TEMPORARY_TEAM,
    TEMPORARY_TEAM_BEGAN,
    TEMPORARY_TEAM_ENDS,
)
from bot.demo.people import Absence, Person, Post, Workforce
from bot.demo.roster import Seat, Story
from models.vocabulary import SOCIAL_WORKER_ROLES, AgencyBasis, Employment, Funding, Role

LONG_AGO = 125  # weeks: before the first week of the history
USUAL_CASES = 15.5  # of somebody full time who is no longer here
SOON = timedelta(days=42)
FAR = timedelta(days=91)

_VACANT_FOR = {  # weeks, in the order of the seats
    Story.VACANCY_COVER: (9, 16, 23, 31, 38, 45, 58),
    Story.VACANT: (5, 12, 34, 60, 20),
    Story.LEFT_WITH_CASES: (1,),
}
_CAME_THIS_YEAR = {6: 45, 8: 34, 10: 23, 12: 11}  # the nth recent seat: weeks ago, to vacant posts
_JOINS_IN = {1: 4, 2: 11}  # the nth vacant seat: weeks until a permanent starter
_ANNUAL_COST = {
    Role.SENIOR_MANAGER: 128_000,
    Role.MIDDLE_MANAGER: 88_000,
    Role.FIRST_LINE_MANAGER: 68_500,
    Role.SENIOR_PRACTITIONER: 61_000,
    Role.CASE_HOLDER: 54_500,
    Role.QUALIFIED_WITHOUT_CASES: 59_000,
    Role.PERSONAL_ADVISER: 38_500,
    Role.FAMILY_SUPPORT: 36_000,
    Role.COURT_OFFICER: 37_500,
    Role.BUSINESS_SUPPORT: 30_500,
    Role.OTHER: 33_000,
}
_AGENCY_WEEKLY_COST = 1_570


class Careers:
    """Fills seats with people, past and present; `workforce` is what has come of it so far."""

    def __init__(self, seed: int, last_day: date) -> None:
        self.last_day = last_day
        self.dice = Dice(seed, "careers")
        self.names = NameBook(seed)
        self.workforce = Workforce()
        self.joined_posts: list[int] = []
        self._turns: dict[Story, int] = {}

    def monday(self, weeks_ago: int) -> date:
        return self.last_day - timedelta(weeks=weeks_ago, days=4)

    def wednesday(self, weeks_ago: int) -> date:
        return self.last_day - timedelta(weeks=weeks_ago, days=2)

    def turn(self, story: Story) -> int:
        """How many seats with this story came before."""
        turn = self._turns.get(story, 0)
        self._turns[story] = turn + 1
        return turn

    def person(self, seat: Seat, started_on: date, left_on: date | None = None) -> Person:
        """A permanent worker in this seat, qualified long enough ago; not yet in the workforce."""
        name = cast_member(seat.cast).name if seat.cast else self.names.next_name()
        is_social_worker = seat.role in SOCIAL_WORKER_ROLES
        qualified = started_on - timedelta(days=self.dice.whole(900, 5200))
        gone = left_on is not None and left_on <= self.last_day
        return Person(
            staff_id="",
            name=name,
            email=name.lower().replace(" ", ".") + "@" + DOMAIN,
            team=seat.team,
            role=seat.role,
            fte=seat.fte,
            employment=Employment.PERMANENT,
            basis=None,
            started_on=started_on,
            left_on=left_on,
            qualified_on=qualified if is_social_worker else None,
            newly_qualified_until=None,
            absence=None,
            weekly_cost=round(_ANNUAL_COST[seat.role] * seat.fte / 52),
            usual_cases=USUAL_CASES * seat.fte if gone and seat.cases else float(seat.cases),
            last_cases=0 if gone else seat.cases,
            noticed_before=SOON,
        )

    def agency(
        self, seat: Seat, basis: AgencyBasis, started_on: date, left_on: date | None = None
    ) -> Person:
        return replace(
            self.person(seat, started_on, left_on),
            employment=Employment.AGENCY,
            basis=basis,
            weekly_cost=round((_AGENCY_WEEKLY_COST + self.dice.whole(-9, 9) * 10) * seat.fte),
        )

    def add(self, person: Person) -> Person:
        numbered = replace(person, staff_id=f"NM{1001 + len(self.workforce.people)}")
        self.workforce.people[numbered.staff_id] = numbered
        return numbered

    def add_post(self, seat: Seat, *holders: Person, created_on: date = FIRST_POSTS_ON) -> None:
        self.workforce.posts.append(
            Post(
                post_id=f"P{len(self.workforce.posts) + 1:04d}",
                team=seat.team,
                role=seat.role,
                fte=seat.fte,
                funding=Funding.BASE,
                funded_until=None,
                annual_cost=round(_ANNUAL_COST[seat.role] * seat.fte),
                created_on=created_on,
                deleted_on=None,
                holders=tuple(person.staff_id for person in holders),
            )
        )

    def long_ago(self) -> date:
        return self.monday(self.dice.whole(LONG_AGO + 5, LONG_AGO + 500))

    def fill(self, seat: Seat) -> None:
        """Work out who sat here, first to last, and the post if there is one."""
        match seat.story:
            case Story.STEADY:
                self.add_post(seat, self.add(self.person(seat, self.long_ago())))
            case Story.RECENT | Story.NEW:
                self.joined(seat)
            case Story.VACANCY_COVER | Story.VACANT | Story.LEFT_WITH_CASES:
                self.vacated(seat)
            case Story.ABSENCE_COVER:
                self.covers_absence(seat)
            case Story.EXTRA:
                self.extra(seat)
            case Story.TEMPORARY:
                self.temporary(seat)
            case Story.AWAY | Story.AWAY_WITH_CASES:
                self.away(seat)

    def joined(self, seat: Seat) -> None:
        """A permanent worker took over from agency cover, or from a leaver after a gap."""
        turn = self.turn(seat.story)
        ago = _joined_ago(seat.story, turn)
        started = self.monday(ago)
        former = _former(seat)
        if turn % 2 == 0:
            handover = started + timedelta(days=2)
            self.add(self.agency(former, AgencyBasis.VACANCY, self.long_ago(), handover))
            holders = []
        else:
            left = started - timedelta(days=7 * self.dice.whole(2, 6) - 2)
            holders = [self.add(self.person(former, self.long_ago(), left))]
        if seat.story is Story.NEW:
            qualified = started - timedelta(days=self.dice.whole(12, 40))
            protected_until = started + timedelta(days=364)
        else:
            qualified = self.monday(max(ago + self.dice.whole(2, 5), 56 + turn))
            protected_until = qualified + timedelta(days=371)
        holders.append(
            self.add(
                replace(
                    self.person(seat, started),
                    qualified_on=qualified,
                    newly_qualified_until=protected_until if protected_until > started else None,
                )
            )
        )
        self.joined_posts.append(len(self.workforce.posts))
        self.add_post(seat, *holders)

    def vacated(self, seat: Seat) -> None:
        """Somebody left and the post is vacant; agency covers it, or nobody does."""
        turn = self.turn(seat.story)
        ago = _VACANT_FOR[seat.story][turn]
        left = self.wednesday(ago)
        holders = [self.person(_former(seat), self.long_ago(), left)]
        if seat.story is Story.LEFT_WITH_CASES:
            holders = [replace(holders[0], last_cases=seat.cases)]
        holders = [self.add(person) for person in holders]
        if seat.story is Story.VACANCY_COVER:
            ends = self.wednesday(-4) if turn in (1, 4) else None
            started = self.monday(ago - 2)
            self.add(self.agency(seat, AgencyBasis.VACANCY, started, ends))
        if seat.story is Story.VACANT and turn in _JOINS_IN:
            starter = self.person(seat, self.monday(-_JOINS_IN[turn]))
            holders.append(self.add(replace(starter, noticed_before=FAR)))
        self.add_post(seat, *holders)

    def covers_absence(self, seat: Seat) -> None:
        handover = 26 + 5 * self.turn(seat.story)
        left = self.monday(handover) + timedelta(days=2)
        self.add(self.agency(_former(seat), AgencyBasis.ABSENCE, self.long_ago(), left))
        self.add(self.agency(seat, AgencyBasis.ABSENCE, self.monday(handover)))

    def extra(self, seat: Seat) -> None:
        is_temporary = seat.team == TEMPORARY_TEAM
        ago = TEMPORARY_TEAM_BEGAN if is_temporary else 33 + 9 * self.turn(Story.EXTRA)
        left = self.last_day + (TEMPORARY_TEAM_ENDS if is_temporary else timedelta(days=131))
        self.add(self.agency(seat, AgencyBasis.SUPERNUMERARY, self.monday(ago), left))

    def temporary(self, seat: Seat) -> None:
        started = self.monday(TEMPORARY_TEAM_BEGAN)
        person = replace(
            self.person(seat, started, self.last_day + TEMPORARY_TEAM_ENDS),
            employment=Employment.FIXED_TERM,
        )
        self.add_post(seat, self.add(person), created_on=started)

    def away(self, seat: Seat) -> None:
        turn = self.turn(seat.story)
        if seat.story is Story.AWAY_WITH_CASES:
            absence = Absence(self.monday(2 + turn), self.monday(-3) if turn % 2 else None)
        else:
            absence = Absence(self.monday(7 + 6 * turn), self.monday(-8) if turn % 2 else None)
        person = replace(
            self.person(seat, self.long_ago()),
            absence=absence,
            usual_cases=USUAL_CASES * seat.fte,
        )
        self.add_post(seat, self.add(person))


def _former(seat: Seat) -> Seat:
    """The same seat with somebody before the present one in it, who held cases."""
    holds = seat.role in (Role.CASE_HOLDER, Role.SENIOR_PRACTITIONER, Role.PERSONAL_ADVISER)
    return replace(seat, cast=None, cases=1 if holds else 0)


def _joined_ago(story: Story, turn: int) -> int:
    """Weeks ago: the newly qualified within the year, most of the others before it."""
    if story is Story.NEW:
        return 5 + 4 * turn
    return _CAME_THIS_YEAR.get(turn, 9 + 6 * turn if turn < 6 else 2 * turn + 46)

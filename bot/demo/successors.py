"""The careers that go on after the last day: who takes over from those who leave."""

from dataclasses import replace
from datetime import date, timedelta

from bot.demo.careers import USUAL_CASES
from bot.demo.cast import DOMAIN
from bot.demo.names import NameBook
from bot.demo.organisation import TEMPORARY_TEAM, TEMPORARY_TEAM_ENDS
from bot.demo.people import Person, Post, Workforce
from models.vocabulary import AgencyBasis, Employment, Role

_NOTICED_BEFORE = timedelta(days=28)
_MONDAY = 7  # days after the one before
_HOLD_CASES = (Role.CASE_HOLDER, Role.SENIOR_PRACTITIONER, Role.PERSONAL_ADVISER)


class Successors:
    """Finds a permanent worker for whoever leaves and has held cases, once for each."""

    def __init__(self, workforce: Workforce, seed: int, last_day: date) -> None:
        self._workforce = workforce
        self._names = NameBook(seed)
        self._last_day = last_day
        self._replaced: set[str] = set()
        self._end_temporary_posts()
        self._fill_expected_posts()

    def appoint(self) -> None:
        """Appoints for everybody whose leaving is known by now."""
        for person in list(self._workforce.people.values()):
            if person.staff_id not in self._replaced and self._is_replaced(person):
                self._replaced.add(person.staff_id)
                self._replace(person)

    def _is_replaced(self, person: Person) -> bool:
        """Not those who came on top of the posts, nor the team that ends."""
        return (
            person.left_on is not None
            and person.left_on > self._last_day
            and person.usual_cases > 0
            and person.basis is not AgencyBasis.SUPERNUMERARY
            and person.team != TEMPORARY_TEAM
        )

    def _replace(self, leaver: Person) -> None:
        assert leaver.left_on is not None
        name = self._new_name()
        started = leaver.left_on + timedelta(days=_MONDAY - leaver.left_on.weekday())
        person = replace(
            leaver,
            staff_id=f"NM{1001 + len(self._workforce.people)}",
            name=name,
            email=f"{name.lower().replace(' ', '.')}@{DOMAIN}",
            employment=Employment.PERMANENT,
            basis=None,
            started_on=started,
            left_on=None,
            newly_qualified_until=None,
            absence=None,
            last_cases=0,
            noticed_before=_NOTICED_BEFORE,
        )
        self._workforce.people[person.staff_id] = person
        self._take_post(leaver, person)

    def _take_post(self, leaver: Person, person: Person) -> None:
        """The leaver's own post, or for an agency worker one like it that is vacant."""
        posts = self._workforce.posts
        own = [at for at, post in enumerate(posts) if leaver.staff_id in post.holders]
        vacant = [at for at, post in enumerate(posts) if self._is_free(post, person)]
        for at in (own or vacant)[:1]:
            posts[at] = replace(posts[at], holders=(*posts[at].holders, person.staff_id))

    def _is_free(self, post: Post, person: Person) -> bool:
        holders = [self._workforce.people[staff_id] for staff_id in post.holders]
        return (
            (post.team, post.role, post.fte) == (person.team, person.role, person.fte)
            and post.deleted_on is None
            and all(one.left_on and one.left_on <= person.started_on for one in holders)
        )

    def _new_name(self) -> str:
        taken = {person.name for person in self._workforce.people.values()}
        while True:
            name = self._names.next_name()
            if name not in taken:
                return name

    def _end_temporary_posts(self) -> None:
        ends = self._last_day + TEMPORARY_TEAM_ENDS
        self._workforce.posts[:] = [
            replace(post, deleted_on=ends) if post.team == TEMPORARY_TEAM else post
            for post in self._workforce.posts
        ]

    def _fill_expected_posts(self) -> None:
        """Those who are known to start get cases like everybody else."""
        for person in list(self._workforce.people.values()):
            if person.started_on > self._last_day and person.role in _HOLD_CASES:
                usual = USUAL_CASES * person.fte
                self._workforce.people[person.staff_id] = replace(person, usual_cases=usual)

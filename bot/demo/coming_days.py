"""The demo authority's days after its two years, one working day after the other without end."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from alerts.calendar import WorkingCalendar
from bot.demo.authority import TAKEN_AT, Evening, make_history
from bot.demo.casebook import CaseBook
from bot.demo.deeds import Deed
from bot.demo.dice import Dice
from bot.demo.ordinary import OrdinaryDay
from bot.demo.story import DAYS, STORY, TEAM
from bot.demo.successors import Successors
from bot.demo.workforce import workforce_sheets
from bot.demo.workload import UNMATCHED_ID, UNMATCHED_NAME

_NAMES = {UNMATCHED_ID: UNMATCHED_NAME, "": ""}


class ComingDays:
    """The same days for the same seed everywhere; `day` is the one it has come to."""

    def __init__(
        self,
        seed: int,
        last_day: date,
        calendar: WorkingCalendar,
        story: Mapping[int, tuple[Deed, ...]] = STORY,
    ) -> None:
        """Begins on `last_day`, the Friday on which the history ends."""
        history = make_history(seed, last_day)
        self.day = last_day
        self._seed = seed
        self._last_day = last_day
        self._calendar = calendar
        self._story = story
        self._told = 0  # working days so far
        self._workforce = history.workforce
        self._successors = Successors(history.workforce, seed, last_day)
        self._book = CaseBook(history.cases)

    def evening(self, day: date) -> Evening:
        """What the systems give on the evening of `day`, after living through the days up to it.

        The workforce is always there. ValueError for a day before the one already come to.
        """
        if day < self.day:
            raise ValueError(f"{day} is over: the demo has come to {self.day}.")
        while self.day < day:
            self.day += timedelta(days=1)
            if self._calendar.is_working_day(self.day):
                self._live()
        people = self._workforce.people
        rows = [
            case.written(_NAMES[case.worker] if case.worker in _NAMES else people[case.worker].name)
            for case in self._book.everything()
        ]
        sheets = workforce_sheets(self._workforce, day, self._last_day)
        return Evening(day, datetime.combine(day, TAKEN_AT), rows, sheets)

    def _live(self) -> None:
        self._told += 1
        dice = Dice(self._seed, f"day {self.day}")
        today = OrdinaryDay(
            self._book,
            self._workforce,
            self._calendar,
            self._last_day,
            self.day,
            self._seed,
            dice,
        )
        self._successors.appoint()
        for deed in self._story.get(self._told, ()):
            deed.do(today)
        today.pass_by(left_alone={TEAM} if self._told <= DAYS else ())
        self._book.end_of_day(self.day, dice)
        if self._told <= DAYS:
            self._settle()

    def _settle(self) -> None:
        """What the story gives people is what is usual for them from then on."""
        for staff_id, person in self._workforce.people.items():
            held = self._book.count(staff_id)
            was_here = person.started_on <= self._last_day and person.is_in_post(self.day)
            if person.team == TEAM and held and was_here:
                self._workforce.people[staff_id] = replace(person, usual_cases=held)

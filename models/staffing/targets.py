"""A target's path: the values a measure should reach, by date, and how far off it is on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.figures.limits import PLACES
from models.vocabulary import Measure


class Direction(StrEnum):
    """On which side of its target a measure should be."""

    AT_MOST = "at most"
    AT_LEAST = "at least"


_AT_MOST = (
    Measure.AGENCY_FTE,
    Measure.AGENCY_HEADCOUNT,
    Measure.AGENCY_RATE,
    Measure.AGENCY_VACANCY_FTE,
    Measure.AGENCY_ABSENCE_FTE,
    Measure.SUPERNUMERARY_FTE,
    Measure.AGENCY_WEEKLY_COST,
    Measure.AGENCY_WEEKLY_PREMIUM,
    Measure.VACANT_FTE,
    Measure.VACANCY_RATE,
    Measure.TURNOVER_RATE,
    Measure.LEAVERS_FTE,
    Measure.UNDER_TWO_YEARS_SHARE,
    # An establishment is the most that is paid for; growth is asked for as people in post.
    Measure.POSTS_FTE,
    Measure.UNFUNDED_POSTS_FTE,
    Measure.ALL_POSTS_FTE,
    Measure.AVERAGE_CASELOAD,
    Measure.WORKING_AVERAGE_CASELOAD,
    Measure.MEDIAN_CASELOAD,
    Measure.HIGHEST_CASELOAD,
    Measure.AT_20_OR_MORE,
    Measure.OVER_LIMIT,
    Measure.NOBODY_AT_WORK,
    Measure.OPEN_CASES,
    Measure.UNALLOCATED,
    Measure.NOT_SEEN,
)
_AT_LEAST = (
    Measure.PERMANENT_SHARE,
    Measure.MANAGERS_PERMANENT_SHARE,
    Measure.IN_POST_FTE,
    Measure.IN_POST_HEADCOUNT,
    Measure.STARTERS_FTE,
)

DIRECTIONS: Mapping[Measure, Direction] = {
    **dict.fromkeys(_AT_MOST, Direction.AT_MOST),
    **dict.fromkeys(_AT_LEAST, Direction.AT_LEAST),
}
"""The measures that can have a target, and on which side of it each should be."""


@dataclass(frozen=True, slots=True)
class Step:
    """One value of a path, from a day on."""

    value: float
    from_on: date
    until_on: date | None = None  # the last day; None lasts until the next step


@dataclass(frozen=True, slots=True)
class Path:
    """The steps of one measure, oldest first; of neither a service nor a team: the authority's."""

    measure: Measure
    steps: tuple[Step, ...]
    service_id: int | None = None
    team_id: int | None = None

    @property
    def direction(self) -> Direction:
        return DIRECTIONS[self.measure]

    def step_on(self, day: date) -> Step | None:
        """The step in force on a day; None before the first, or between two."""
        begun = [step for step in self.steps if step.from_on <= day]
        if not begun or (begun[-1].until_on is not None and begun[-1].until_on < day):
            return None
        return begun[-1]

    def value_on(self, day: date) -> float | None:
        """What the measure should be on a day; None where nothing is asked of it."""
        step = self.step_on(day)
        return None if step is None else step.value

    def next_step(self, day: date) -> Step | None:
        """The first step that begins after the day."""
        return next((step for step in self.steps if step.from_on > day), None)

    def gap(self, value: float, day: date) -> float | None:
        """How far a value is on the wrong side of the day's target, in the measure's unit.

        0 or less where the target is met; None on a day without one.
        """
        target = self.value_on(day)
        if target is None:
            return None
        beyond = value - target if self.direction is Direction.AT_MOST else target - value
        return round(beyond, PLACES) + 0.0

    def off_target(self, value: float, day: date) -> bool:
        """Whether a value, as it is printed, is on the wrong side of the day's target."""
        gap = self.gap(value, day)
        return gap is not None and gap > 0


def is_beyond(value: float, target: float, direction: Direction) -> bool:
    """Whether a value is on the wrong side of a target."""
    return value > target if direction is Direction.AT_MOST else value < target

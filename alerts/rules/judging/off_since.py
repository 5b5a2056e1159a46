"""Since when a staffing measure has been off its target, by the days that were kept."""

from collections.abc import Sequence
from datetime import date, timedelta

from models.staffing.measures import value_of
from models.staffing.parts import Parts
from models.staffing.targets import Path

LONGEST_GAP = timedelta(days=42)
"""Workforce lists come monthly, and some days late: over a longer time nothing is known."""

_DAY = timedelta(days=1)


def off_since(
    path: Path, history: Sequence[tuple[date, Parts]], day: date, tolerated: float = 0.0
) -> date:
    """The first day of the unbroken time in which a measure that is off target on `day` was off.

    `history` is what the scope came to on the days kept, oldest first. A value holds until the
    next day kept, so that a lower step of the path is missed from the day on which it begins. Off
    by no more than is `tolerated`, in the measure's unit, is not off. The day itself where the
    days before say nothing.
    """
    turns = _turns(path)
    since = later = day
    for on, parts in reversed(history):
        if on >= later:
            continue
        if later - on > LONGEST_GAP:
            break
        value = value_of(path.measure, parts)
        between = sorted((turn for turn in turns if on < turn < later), reverse=True)
        for moment in (*between, on):
            gap = None if value is None else path.gap(value, moment)
            if gap is None or gap <= tolerated:
                return since
            since = moment
        later = on
    return since


def _turns(path: Path) -> set[date]:
    """The days on which the path asks for something else than on the day before."""
    ends = {step.until_on + _DAY for step in path.steps if step.until_on is not None}
    return ends | {step.from_on for step in path.steps}

"""How a staffing figure, its target and its scope are said in alerts."""

from datetime import date

from alerts.wording import sentence
from models.figures.figure import DEFINITIONS, fixed
from models.staffing.course import said_day, value_words
from models.staffing.targets import Direction, Path
from models.vocabulary import Measure


def amount(measure: Measure, value: float) -> str:
    """ "14.0 FTE", "9.1 %", "17", "£2,600"; of FTE and rates always with the decimal."""
    if measure.value.endswith(("_rate", "_share")):
        return f"{fixed(value)} %"
    if not measure.value.endswith("_fte"):
        return value_words(measure)(value)
    places = 1 if value == round(value, 1) else 2
    return f"{fixed(value, places)} FTE"


def target_words(path: Path, value: float) -> str:
    """ "12", "at least 90 %"."""
    least = "at least " if path.direction is Direction.AT_LEAST else ""
    return f"{least}{value_words(path.measure)(value)}"


def measure_words(measure: Measure, place: str = "") -> str:
    """ "Agency social workers", "Court North, agency social workers"."""
    label = DEFINITIONS[measure].label
    return f"{place}, {label}" if place else sentence(label)


def standing_words(path: Path, place: str, value: float, day: date) -> str:
    """ "Agency social workers: 14.0 FTE, target 12 since 1 October"."""
    what = f"{measure_words(path.measure, place)}: {amount(path.measure, value)}"
    step = path.step_on(day)
    if step is None:
        return f"{what}; no target is set now"
    return f"{what}, target {target_words(path, step.value)} since {said_day(step.from_on, day)}"


def standing_of_few(path: Path, place: str, day: date, *, off: bool) -> str:
    """ "Court North, agency social workers: above the target of 1": without the figure itself."""
    what = measure_words(path.measure, place)
    step = path.step_on(day)
    if step is None:
        return f"{what}; no target is set now"
    side = "above" if path.direction is Direction.AT_MOST else "below"
    target = value_words(path.measure)(step.value)
    return f"{what}: {'' if off else 'no longer '}{side} the target of {target}"

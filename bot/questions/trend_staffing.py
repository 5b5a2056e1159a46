"""The answer to "trend" about staffing: a figure of the workforce beside the path of its target."""

from functools import partial

from alerts.staffing_words import amount
from bot.grammar import Topic
from bot.questions.answer import Answer
from bot.questions.staffing.on_course import own_paths, unit_of
from bot.questions.staffing.setting import StaffingSetting
from bot.questions.staffing.words import said
from bot.questions.topics import question_about
from bot.questions.trend_days import Shape
from bot.questions.trend_marks import targets
from bot.questions.trend_telling import asked_measure, next_questions, period, told
from models.figures.figure import DEFINITIONS
from models.figures.trends import Point
from models.staffing.measures import formed_of
from models.staffing.parts import Parts
from models.vocabulary import Measure

_NOT_IN_CHANNELS = {Measure.AGENCY_WEEKLY_COST, Measure.AGENCY_WEEKLY_PREMIUM}
"""Of how many agency workers the cost was known on a past day is not kept."""


def answer_staffing_trend(setting: StaffingSetting) -> Answer:
    """How a staffing figure went, made again from each day's parts, beside its target."""
    measure = asked_measure(setting.asked)
    assert measure is not None
    then = next_questions(setting, measure, question_about(Topic.STAFFING, setting.scope))
    found = setting.figures(measure)
    label = DEFINITIONS[measure].label.removesuffix(" (DfE)")
    if measure not in found or (setting.for_a_channel and measure in _NOT_IN_CHANNELS):
        return setting.answer(
            f"{setting.name}: the trend of {label} is not shown in a channel, as it may be of one "
            "or two people",
            then=then,
        )
    since, until = setting.book.day - period(setting), setting.book.day
    points = [
        _point(setting, measure, Point(day, None, None, None), parts)
        for day, parts in setting.history(since)
        if day <= until
    ]
    shape = Shape(
        label=label,
        unit=unit_of(measure),
        say=lambda value: f"{label} {amount(measure, value)}",
        cell=partial(said, measure),
    )
    path = own_paths(setting).get(measure)
    return told(setting, found[measure], points, shape, targets(path), then=then)


def _point(setting: StaffingSetting, measure: Measure, empty: Point, parts: Parts) -> Point:
    if setting.hides(measure, parts):
        return empty
    formed = formed_of(measure, parts)
    return Point(empty.day, formed.value, formed.numerator, formed.denominator)

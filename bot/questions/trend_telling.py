"""What every answer about a trend shares: the measure it asks for, its telling, what comes next."""

from collections.abc import Sequence
from datetime import timedelta

from alerts.wording import count
from alerts.wording import day as day_words
from bot.grammar import Asked, Topic
from bot.questions.answer import Answer, Next, Outcome
from bot.questions.inquiry import Inquiry
from bot.questions.plain import plain_answer
from bot.questions.scoped import Scoped
from bot.questions.topics import trend_question
from bot.questions.trend_days import (
    Day,
    Shape,
    drawn_back,
    headline,
    standing,
    trend_chart,
    trend_table,
    weekly,
)
from bot.questions.trend_marks import Marking
from bot.trend_phrases import OF_A_WORKER, measure_called
from models.access import ScopeKind
from models.figures.figure import Figure
from models.figures.trends import KEPT, Point
from models.staffing.measures import MEASURES
from models.vocabulary import Measure

WEEKS = 26
"""How far back is looked unless the question says."""

_A_YEAR, _TWO_YEARS = 52, 104


def asked_measure(asked: Asked) -> Measure | None:
    """The measure that a question about a trend names, if it names one that is known."""
    return None if asked.about is None else measure_called(asked.about)


def is_of_staffing(asked: Asked) -> bool:
    """Whether a question is about the trend of a staffing figure."""
    return asked.topic is Topic.TREND and asked_measure(asked) in MEASURES


def unknown_trend(inquiry: Inquiry) -> Answer | None:
    """What to say where the words are no measure, or none of which the past is kept."""
    asked = inquiry.asked
    if asked.about is None or asked_measure(asked) in KEPT | OF_A_WORKER:
        return None
    return plain_answer(
        inquiry,
        Outcome.NOT_UNDERSTOOD,
        f'I can\'t show a trend of "{asked.about}". Ask for the average, over limit, unallocated, '
        "not seen, open cases, agency, vacancies or turnover, for example `trend of agency rate`.",
        Next("Trend", "trend"),
    )


def told(  # noqa: PLR0913 - the parts of an answer, all by name but the first
    setting: Scoped,
    figure: Figure,
    points: Sequence[Point],
    shape: Shape,
    marking: Marking,
    *,
    notes: Sequence[str] = (),
    then: Sequence[Next] = (),
    whose: str | None = None,
) -> Answer:
    """The answer of these points; without a chart where nothing earlier is kept."""
    weeks, today = setting.asked.weeks or WEEKS, setting.today
    name = setting.name if whose is None else whose
    if not points:
        text = f"{name}: nothing is kept yet of days before now"
        return setting.answer(text, figures=[figure], then=then)
    picked, missing = weekly(points, weeks)
    days = [Day(point, marking(point)) for point in picked]
    of = "" if setting.scope.kind is ScopeKind.AUTHORITY else f", {setting.scope.name}"
    return setting.answer(
        f"{name}: {headline(days, shape, standing(points, marking, today))}",
        lines=_gaps(setting, days, missing, weeks),
        table=trend_table(days, shape, f"{_begun(shape.label)}{of}", today),
        chart=trend_chart(days, shape, f"{_begun(shape.label)}{of}", today),
        figures=[figure],
        notes=[*notes, *drawn_back(days, shape, today)],
        then=then,
    )


def next_questions(setting: Scoped, measure: Measure, about_now: str) -> list[Next]:
    """The same for longer, and how it stands now."""
    weeks = setting.asked.weeks or WEEKS
    longer = ((_A_YEAR, "A year"), (_TWO_YEARS, "Two years"))
    return [
        Next("Figures now", about_now),
        *(
            Next(label, trend_question(setting.scope, measure, each))
            for each, label in longer
            if each != weeks
        ),
    ]


def period(setting: Scoped) -> timedelta:
    """How far back points are needed: the last may be of a load six days before its week."""
    return timedelta(weeks=setting.asked.weeks or WEEKS, days=6)


def _gaps(setting: Scoped, days: Sequence[Day], missing: int, weeks: int) -> list[str]:
    """What the line does not have: weeks without a load or a figure, and the time before."""
    first, last = days[0].point.day, days[-1].point.day
    lines = []
    if len(days) == 1:
        lines.append("Nothing is kept yet of the weeks before; the trend grows with each load.")
    elif (last - first).days < 7 * weeks - 7:
        lines.append(f"Kept since {day_words(first, setting.today)}.")
    if missing:
        lines.append(f"No load in {count(missing, 'week')} of these, so they are left out.")
    empty = sum(day.point.value is None for day in days)
    if empty:
        lines.append(f"No value on {count(empty, 'day')}: nobody to divide by, or too few people.")
    return lines


def _begun(label: str) -> str:
    return label[:1].upper() + label[1:]

"""How staffing figures are said: FTE, percentages, changes, and what a number is called."""

from datetime import date

from alerts.staffing_words import target_words
from bot.grammar import Topic
from bot.questions.answer import Next
from bot.questions.topics import question_about, trend_question
from models.access import Scope
from models.figures.figure import DEFINITIONS, fixed, shown
from models.staffing.course import said_day, value_words
from models.staffing.targets import Direction, Path
from models.vocabulary import Measure

NO_POSTS = (
    "no post is in the workforce list. Posts are read from the sheet Posts; the performance team "
    "can add it."
)

_BUTTONS = {
    Topic.STAFFING: "Staffing",
    Topic.AGENCY: "Agency",
    Topic.VACANCIES: "Vacancies",
    Topic.POSTS: "Posts",
    Topic.TURNOVER: "Turnover",
    Topic.EXPERIENCE: "Experience",
    Topic.TARGETS: "Targets",
}


def fte(value: float) -> str:
    """ "14.0", "12.75", "1,240.0": FTE with a decimal, and with two where one is not exact."""
    return f"{value:,.1f}" if value == round(value, 1) else f"{value:,.2f}"


def percent(value: float) -> str:
    """ "9.1 %", always with its decimal."""
    return f"{fixed(value)} %"


def said(measure: Measure, value: float | None) -> str:
    """A figure's value as a table has it: "14.0", "9.1 %", "£2,600"; a dash for none."""
    if value is None:
        return "–"
    if measure.value.endswith("_fte"):
        return fte(value)
    if measure.value.endswith(("_rate", "_share")):
        return percent(value)
    return value_words(measure)(value)


def short_day(value: date, today: date) -> str:
    """ "18 Sep", with the year when it is not this year's: narrow, for a column."""
    text = f"{value.day} {value:%b}"
    return text if value.year == today.year else f"{text} {value.year}"


def target_cell(path: Path, value: float) -> str:
    """ "12", "≥ 90 %": narrow, for a column."""
    least = "≥ " if path.direction is Direction.AT_LEAST else ""
    return f"{least}{value_words(path.measure)(value)}"


def against_target(path: Path | None, value: float | None, day: date) -> str:
    """ ", target 12 since 1 October", or ", within the target of 12"; nothing without a target."""
    step = None if path is None else path.step_on(day)
    if path is None or step is None or value is None:
        return ""
    target = target_words(path, step.value)
    if path.off_target(value, day):
        return f", target {target} since {said_day(step.from_on, day)}"
    met = "within" if path.direction is Direction.AT_MOST else "meets"
    return f", {met} the target of {target}"


def label_of(measure: Measure) -> str:
    return DEFINITIONS[measure].label


def change(now: float, before: float) -> str:
    """ "−55.0", "+2.0", "no change"."""
    difference = round(now - before, 2)
    if not difference:
        return "no change"
    return f"{'+' if difference > 0 else '−'}{fte(abs(difference))}"


def percent_change(value: float) -> str:
    """ "−8.6 %"."""
    return f"{'+' if value > 0 else '−'}{fixed(abs(value))} %"


def people(number: float) -> str:
    """ "148 people", "1 person"."""
    return f"{shown(number)} {'person' if number == 1 else 'people'}"


def buttons(scope: Scope, *topics: Topic) -> list[Next]:
    """The next questions about the same scope."""
    return [Next(_BUTTONS[topic], question_about(topic, scope)) for topic in topics]


def trend_button(scope: Scope, measure: Measure) -> Next:
    """How this measure of the same scope went."""
    return Next("Trend", trend_question(scope, measure))

"""The answer to "trend" about cases: a worker's, a team's, a service's or the authority's."""

from functools import partial

from alerts.digest.few import HOW_MANY, told_of
from bot.grammar import Topic
from bot.questions.answer import Answer
from bot.questions.caseload import ONE_COLLEAGUES
from bot.questions.places import teams_of
from bot.questions.setting import Setting
from bot.questions.topics import question_about
from bot.questions.trend_days import Shape, one_decimal
from bot.questions.trend_marks import Marking, nobody, promises, targets
from bot.questions.trend_telling import asked_measure, next_questions, period, told
from bot.questions.trend_worker import answer_worker_trend
from bot.trend_phrases import OF_A_WORKER
from models.access import ScopeKind
from models.figures.figure import DEFINITIONS, shown
from models.figures.measures import has_few_holders, tells_on_somebody
from models.figures.trends import Point, history
from models.staffing.paths import paths_for
from models.staffing.targets import Path
from models.vocabulary import Measure

_AVERAGES = {Measure.AVERAGE_CASELOAD, Measure.WORKING_AVERAGE_CASELOAD}
_OF_NOBODY_ALONE = {Measure.OPEN_CASES, Measure.OPENED, Measure.CLOSED, Measure.UNALLOCATED}
"""What may be said to a colleague of a team however few work in it."""

_COUNTED = {
    Measure.OPEN_CASES: "open cases",
    Measure.OPENED: "opened in the week",
    Measure.CLOSED: "closed in the week",
    Measure.AT_20_OR_MORE: "holding 20 or more",
    Measure.OVER_LIMIT: "over their limit",
    Measure.NOBODY_AT_WORK: "held by nobody at work",
    Measure.UNALLOCATED: "unallocated",
    Measure.NOT_SEEN: "not seen",
}
_NOTES = {
    Measure.AVERAGE_CASELOAD: "DfE method",
    Measure.OVER_LIMIT: "by the limits in force on each day",
    Measure.NOT_SEEN: "by the days that were allowed when each was loaded",
}


def answer_trend(setting: Setting) -> Answer:
    """How a figure of cases went, beside its limit, promise or target."""
    if setting.scope.kind is ScopeKind.WORKER:
        return answer_worker_trend(setting)
    measure = _measure(setting)
    then = next_questions(setting, measure, question_about(Topic.CASELOAD, setting.scope))
    if refused := _may_not_be_said(setting, measure):
        return setting.answer(f"{setting.name}: {refused}", then=then)
    (figure,) = setting.figures(measure)
    points, path = _points(setting, measure), _path(setting, measure)
    return told(
        setting,
        figure,
        points,
        _shape(measure, path),
        _marking(setting, measure, path),
        notes=[_NOTES[measure]] if measure in _NOTES else [],
        then=then,
    )


def _measure(setting: Setting) -> Measure:
    asked = asked_measure(setting.asked)
    if asked is not None and asked not in OF_A_WORKER:
        return asked
    (average,) = setting.figures(Measure.AVERAGE_CASELOAD)
    # Of personal advisers, say, there is no average by the Department's method.
    none = average.value is None
    return Measure.WORKING_AVERAGE_CASELOAD if none else Measure.AVERAGE_CASELOAD


def _restricted(setting: Setting) -> bool:
    return setting.for_a_channel or not setting.names_workers


def _may_not_be_said(setting: Setting, measure: Measure) -> str | None:
    """Why a figure is not shown to those who may see totals alone."""
    if not _restricted(setting):
        return None
    label = DEFINITIONS[measure].label
    if measure in ONE_COLLEAGUES:
        return f"{label} may be one colleague's, so it is for those who may see names"
    if setting.for_a_channel and has_few_holders(setting.book):
        return f"fewer than three people hold cases, so a channel is not shown its {label}"
    if measure not in _OF_NOBODY_ALONE and tells_on_somebody(setting.book):
        return f"fewer than three people hold cases, so the trend of {label} is not shown"
    return None


def _points(setting: Setting, measure: Measure) -> list[Point]:
    session, day = setting.session, setting.book.day
    teams = teams_of(session, setting.scope, setting.asker)
    all_days = not _restricted(setting) or measure in _OF_NOBODY_ALONE
    how_many = () if all_days else HOW_MANY
    found = history(session, teams, {measure, *how_many}, day - period(setting), day)
    return list(found[measure]) if all_days else told_of(found, measure)


def _shape(measure: Measure, path: Path | None) -> Shape:
    label = DEFINITIONS[measure].label.removesuffix(" (DfE)")
    cell = partial(shown, places=1)
    if measure in _COUNTED:
        people = measure in {Measure.OVER_LIMIT, Measure.AT_20_OR_MORE}
        return Shape(
            label=label,
            unit="workers" if people else "cases",
            say=lambda value: f"{shown(value)} {_COUNTED[measure]}",
            cell=cell,
            yardstick="Should be" if measure is Measure.OVER_LIMIT and not path else "Target",
            parts=("Over", "In post") if measure is Measure.OVER_LIMIT else None,
        )
    average = measure in _AVERAGES
    return Shape(
        label=label,
        unit="cases per full-time worker" if average else "cases",
        say=lambda value: f"{label} {shown(value)}",
        cell=one_decimal if average else cell,
        yardstick="Promise" if average else "Target",
        parts=("Cases", "FTE") if average else None,
    )


def _path(setting: Setting, measure: Measure) -> Path | None:
    """The measure's target in this scope; averages are laid beside the promise instead."""
    if measure in _AVERAGES:
        return None
    paths = paths_for(setting.session, setting.scope)
    return next((path for path in paths if path.measure is measure), None)


def _marking(setting: Setting, measure: Measure, path: Path | None) -> Marking:
    if measure in _AVERAGES:
        return promises(setting.session, setting.scope)
    if measure is Measure.OVER_LIMIT and path is None:
        return nobody
    return targets(path)

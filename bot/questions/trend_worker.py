"""The answer to "trend" about one worker: cases, or cases per FTE, beside the limit of each day."""

from functools import partial

from alerts.wording import count, possessive
from bot.grammar import Topic
from bot.questions.answer import Answer, Next
from bot.questions.setting import Setting
from bot.questions.topics import question_about
from bot.questions.trend_days import Shape, one_decimal
from bot.questions.trend_marks import own_limits
from bot.questions.trend_telling import asked_measure, next_questions, period, told
from bot.trend_phrases import OF_A_WORKER
from models.figures.figure import shown, tidy
from models.figures.measures import worker_figures
from models.figures.trends import Point, WorkerPoint, worker_history
from models.vocabulary import Measure


def answer_worker_trend(setting: Setting) -> Answer:
    """One worker's own past: for the worker, and for whoever leads them."""
    holder = next(h for h in setting.book.holders if h.worker_id == setting.scope.id)
    own = holder.worker_id == setting.asker.worker_id
    asked, day = asked_measure(setting.asked), setting.book.day
    measure = asked if asked is Measure.CASELOAD_PER_FTE else Measure.CASELOAD
    kept = worker_history(setting.session, holder.worker_id, day - period(setting), day)
    found = worker_figures(holder, setting.book, setting.warnings)
    of_a_team = asked is not None and asked not in OF_A_WORKER
    return told(
        setting,
        next(figure for figure in found if figure.measure is measure),
        [_point(each, measure) for each in kept],
        _shape(measure),
        own_limits(kept, measure),
        notes=["that figure is of a team; this is the caseload"] if of_a_team else [],
        then=[
            *next_questions(setting, measure, question_about(Topic.CASELOAD, setting.scope)),
            Next(f"{possessive(holder.team)} trend", f"trend for team {holder.team}"),
        ],
        whose="Your caseload" if own else holder.name,
    )


def _point(kept: WorkerPoint, measure: Measure) -> Point:
    if measure is Measure.CASELOAD:
        return Point(kept.day, kept.caseload, kept.caseload, None)
    value = None if kept.per_fte is None else tidy(kept.per_fte)
    return Point(kept.day, value, kept.caseload, kept.fte)


def _shape(measure: Measure) -> Shape:
    if measure is Measure.CASELOAD:
        return Shape(
            label="cases",
            unit="cases",
            say=lambda value: count(int(value), "case"),
            cell=partial(shown, places=1),
            yardstick="Limit",
        )
    return Shape(
        label="cases per FTE",
        unit="cases per FTE",
        say=lambda value: f"{shown(value)} cases per FTE",
        cell=one_decimal,
        yardstick="Limit",
        parts=("Cases", "FTE"),
    )

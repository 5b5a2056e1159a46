"""What a trend is laid beside: the limit, the promise or the target in force on each day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from alerts.staffing_words import target_words
from alerts.wording import against_promise, promise
from bot.questions.staffing.words import target_cell
from bot.questions.trend_days import Mark, Side
from models.access import Scope, ScopeKind
from models.figures.figure import shown
from models.figures.limits import LimitsInForce, Promise
from models.figures.queries import team_kinds
from models.figures.trends import Point, WorkerPoint
from models.limits import Limit
from models.staffing.targets import Direction, Path
from models.vocabulary import Measure

Marking = Callable[[Point], Mark | None]


def promises(session: Session, scope: Scope) -> Marking:
    """The promise for a team or the authority; of several teams, where it is the same for all.

    As the newest workforce gives it for each day.
    """
    rows, kinds = session.scalars(select(Limit)).all(), team_kinds(session)

    def mark(point: Point) -> Mark | None:
        limits = LimitsInForce(rows, point.day)
        if scope.kind is ScopeKind.AUTHORITY:
            bands = {limits.promise()}
        else:
            teams = scope.team_ids or frozenset()
            bands = {limits.promise(team_id=team, kind=kinds[team]) for team in teams}
        return promise_mark(bands.pop(), point) if len(bands) == 1 else None

    return mark


def promise_mark(band: Promise | None, point: Point) -> Mark | None:
    """How an average stands to its promise, by its value before rounding."""
    value = point.value
    if point.numerator is not None and point.denominator:
        value = point.numerator / point.denominator
    text, standing = promise(band), against_promise(value, band)
    if band is None or text is None or standing is None or value is None:
        return None
    ends = {"Lower promise": band.low, "Upper promise": band.high}
    side = Side.MET
    if band.high is not None and value > band.high:
        side = Side.BEYOND
    elif band.low is not None and value < band.low:
        side = Side.BELOW
    return Mark(
        text=text,
        lines={name: end for name, end in ends.items() if end is not None},
        values={"promise_low": band.low, "promise_high": band.high},
        side=side,
        standing=standing,
    )


def own_limits(points: Sequence[WorkerPoint], measure: Measure) -> Marking:
    """A worker's limit as it was kept of each day: what it came to, or for one full-time worker."""
    of_days: Mapping[date, WorkerPoint] = {point.day: point for point in points}

    def mark(point: Point) -> Mark | None:
        kept = of_days[point.day]
        limit = kept.allowance if measure is Measure.CASELOAD else kept.limit_cases
        if limit is None or point.value is None:
            return None
        # By the allowance whatever is drawn: so it is judged everywhere.
        over = kept.allowance is not None and kept.caseload > kept.allowance
        text = shown(limit, 2)
        return Mark(
            text=text,
            lines={"Limit": limit},
            values={"limit": limit},
            side=Side.BEYOND if over else Side.MET,
            standing=f"over the limit of {text}" if over else f"within the limit of {text}",
        )

    return mark


def targets(path: Path | None) -> Marking:
    """The target of each day, where the scope has one for the measure."""

    def mark(point: Point) -> Mark | None:
        step = None if path is None else path.step_on(point.day)
        if path is None or step is None or point.value is None:
            return None
        target = step.value
        words = target_words(path, target)
        met = "within" if path.direction is Direction.AT_MOST else "meeting"
        off = path.off_target(point.value, point.day)
        return Mark(
            text=target_cell(path, target),
            lines={"Target": target},
            values={"target": target},
            side=Side.BEYOND if off else Side.MET,
            standing=f"{'off' if off else met} the target of {words}",
            begins=step.from_on,
        )

    return mark


def nobody(point: Point) -> Mark | None:
    """Nobody should be over their limit."""
    if point.value is None:
        return None
    over = point.value > 0
    return Mark(
        text="0",
        lines={"Nobody over": 0},
        values={"should_be": 0},
        side=Side.BEYOND if over else Side.MET,
        standing="somebody over" if over else "nobody over",
    )

"""A team's average caseload against what the authority has promised."""

from alerts.readings import Reading
from alerts.rules.judging.day import TeamDay
from alerts.rules.rule import Rule
from alerts.wording import against_promise
from models.figures.book import Book
from models.figures.figure import shown
from models.figures.limits import PLACES, Promise
from models.figures.measures import exact_average, tells_on_somebody


def read_promise(rule: Rule, day: TeamDay) -> list[Reading]:
    """The team's reading, if its average is too high or an alert speaks of it; at most one.

    It is the average before rounding that is judged: 15.04 is above a promise of 15.
    """
    subject = f"team:{day.team_id}"
    watched = subject in day.watched
    exact = exact_average(day.book)
    high = day.promise.high if day.promise else None
    excess = None if exact is None or high is None else round(exact - high, PLACES)
    over = excess is not None and excess > rule.limit
    if not over and not watched:
        return []
    return [
        Reading(
            subject=subject,
            rule=rule.name,
            over=over,
            clear=excess is None or excess <= rule.limit - rule.margin,
            value=exact or 0,
            limit=high,
            name=day.place.name,
            said=_said(exact, day.promise, day.book),
        )
    ]


def _said(exact: float | None, promise: Promise | None, book: Book) -> str:
    """ "19.3 cases per full-time worker, above the promise of 12–15".

    The average of one or two workers would tell what each holds, and is left out.
    """
    if promise is None:
        return "no promise is set"
    if exact is None:
        return "nobody holds a case, so that there is no average"
    standing = against_promise(exact, promise) or "no promise is set"
    if tells_on_somebody(book):
        return standing
    return f"{shown(exact)} cases per full-time worker, {standing}"

"""A worker's own caseload: the limit and why, the mix, the last weeks, and the next review."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlmodel import col

from alerts.wording import day
from bot.grammar import Topic
from bot.home.answered import part_of
from bot.home.opening import Opening
from bot.home.part import Part
from bot.questions.answer import Column, Table
from bot.questions.worker import answer_worker
from models.access import Scope, ScopeKind
from models.alerts import Alert, AlertMember
from models.figures.trends import WorkerPoint, worker_history
from models.vocabulary import CASE_HOLDING_ROLES, AlertState

WEEKS = 8


def own_caseload(opening: Opening) -> Iterator[Part]:
    """For whoever holds cases, or would by their role; nobody else's figures are in it."""
    asker = opening.asker
    if asker.worker_id is None or asker.team_id is None:
        return
    found = [each for each in opening.book.holders if each.worker_id == asker.worker_id]
    if not found or not (found[0].caseload or found[0].role in CASE_HOLDING_ROLES):
        return
    scope = Scope(
        ScopeKind.WORKER,
        asker.worker_id,
        asker.name,
        frozenset({asker.team_id}),
        found[0].staff_id,
    )
    answer = answer_worker(opening.setting(Topic.CASELOAD, scope))
    since = opening.book.day - timedelta(weeks=WEEKS, days=6)
    points = worker_history(opening.session, asker.worker_id, since, opening.book.day)
    weeks = weekly(points)
    change = change_words([point.caseload for point in weeks])
    review = review_words(_next_review(opening, asker.worker_id), opening.today)
    more = [line for line in (review, change) if line]
    part = part_of(answer, "Your caseload", more=more)
    yield replace(part, table=weeks_table(weeks, opening.today))


def weekly(points: Sequence[WorkerPoint]) -> list[WorkerPoint]:
    """The last of each week: of the last eight weeks, and of the one they began from."""
    by_week = {point.day.isocalendar()[:2]: point for point in points}
    return list(by_week.values())[-WEEKS - 1 :]


def change_words(cases: Sequence[int]) -> str | None:
    """ "4 more than 2 weeks ago"; None where nothing earlier is kept."""
    if len(cases) <= 1:
        return None
    change, weeks = cases[-1] - cases[0], len(cases) - 1
    then = "a week ago" if weeks == 1 else f"{weeks} weeks ago"
    how = "As many as" if not change else f"{abs(change)} {'more' if change > 0 else 'fewer'} than"
    return f"{how} {then}"


def weeks_table(weeks: Sequence[WorkerPoint], today: date) -> Table | None:
    """The last weeks, the newest first: what was held, and what the limit came to then."""
    if len(weeks) <= 1:
        return None
    return Table(
        columns=(
            Column("day", "On"),
            Column("cases", "Cases", numeric=True),
            Column("limit", "Limit", numeric=True),
        ),
        rows=[
            {"day": day(each.day, today), "cases": each.caseload, "limit": each.allowance}
            for each in reversed(weeks)
        ],
        caption="Your last weeks",
    )


def review_words(review_on: date | None, today: date) -> str | None:
    """ "A decision about your caseload is reviewed on Fri 27 Nov."."""
    if review_on is None:
        return None
    if review_on < today:
        return f"The review of a decision about your caseload was due on {day(review_on, today)}."
    return f"Next review of a decision about your caseload: {day(review_on, today)}."


def _next_review(opening: Opening, worker_id: int) -> date | None:
    """That there is one and when: of an alert this worker is part of, and of no one else in it."""
    acknowledged = AlertState.ACKNOWLEDGED
    query = (
        select(func.min(col(Alert.review_on)))
        .join(AlertMember, col(AlertMember.alert_id) == col(Alert.id))
        .where(
            col(AlertMember.worker_id) == worker_id,
            col(AlertMember.ended_on).is_(None),
            or_(col(Alert.state) == acknowledged, col(Alert.held_from) == acknowledged),
        )
    )
    return opening.session.scalars(query).one()

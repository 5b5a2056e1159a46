"""Whether everything is checked, sent and done, so that it can be compared with what was due."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import col

from alerts.checking.gathering import seen_now
from models.database import Database
from models.outbox import OutboxRow
from models.rules import CheckMark
from models.vocabulary import OutboxState
from tests.chaos.books import digests_wait
from tests.chaos.clock import SharedClock
from tests.chaos.hall import Hall

LONGEST_REST = 90.0
"""Seconds after which what has not come to rest never will."""

WORTH_PASSING = timedelta(seconds=5)

_UNFINISHED = (OutboxState.WAITING, OutboxState.SENDING)


def comes_to_rest(
    database: Database, clock: SharedClock, hall: Hall, pass_to: Callable[[datetime], None]
) -> bool:
    """Whether it did in time; what waits for a later moment brings that moment about."""
    quiet, until = 0, time.monotonic() + LONGEST_REST
    while time.monotonic() < until and quiet < 2:
        time.sleep(0.3)
        quiet = quiet + 1 if _is_at_rest(database, clock, pass_to) and not hall.telling else 0
    return quiet == 2


def _is_at_rest(
    database: Database, clock: SharedClock, pass_to: Callable[[datetime], None]
) -> bool:
    now = clock()
    with database.look() as session:
        unfinished = col(OutboxRow.state).in_(_UNFINISHED)
        query = select(func.count(), func.max(OutboxRow.due_at)).where(unfinished)
        number, last = session.execute(query).one()
        mark = session.get(CheckMark, 1)
        seen = mark is not None and mark.seen == seen_now(session, now.date())
        wait = digests_wait(session, now)
    if number and last is not None and last > now + WORTH_PASSING:
        pass_to(last)  # a pause that has grown, or the next morning
    return seen and not number and not wait

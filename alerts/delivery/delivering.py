"""Delivers one row of the outbox: taken, looked for if it was begun before, sent, and marked."""

import logging
from collections.abc import Callable
from datetime import datetime

from alerts.authority import AuthorityIn
from alerts.delivery.marking import mark_sent, mark_undelivered
from alerts.delivery.pace import Pace
from alerts.delivery.parcel import LeaseEnding, Parcel, Receipt, Send, Undelivered
from alerts.delivery.taking import Outcome, take
from alerts.delivery.turns import Turns

log = logging.getLogger("caseload.delivery")


def deliver_one(
    turns: Turns,
    slack: Send,
    *,
    clock: Callable[[], datetime],
    pace: Pace,
    authority_in: AuthorityIn,
    who: str,
) -> Outcome | None:
    """Send the next row; None when nothing can be sent now. Any number may do so at once.

    `who` is named in the log. An error of the database is raised; the row is then taken again when
    its lease has run out.
    """
    taken = take(turns, clock(), pace, authority_in)
    if not isinstance(taken, Parcel):
        return taken
    code = ""
    try:
        receipt, found = _carried(slack, taken)
    except LeaseEnding:
        outcome = Outcome.LEFT
    except Undelivered as failure:
        code = failure.code
        outcome = mark_undelivered(
            turns.database, taken, failure, now=clock(), pace=pace, authority_in=authority_in
        )
    else:
        ours = mark_sent(
            turns.database, taken, receipt, now=clock(), pace=pace, authority_in=authority_in
        )
        outcome = Outcome.LEFT if not ours else Outcome.FOUND if found else Outcome.SENT
    # Never the target or the text: an email, a name.
    said = {"deed": taken.deed.value, "row": taken.row_id, "code": code or None}
    log.info("%s: %s", who, outcome.value, extra={"reference": taken.token, **said})
    return outcome


def _carried(slack: Send, parcel: Parcel) -> tuple[Receipt, bool]:
    """The receipt, and whether an earlier attempt had sent it."""
    try:
        found = slack.find(parcel) if parcel.is_looked_up else None
        return (slack.send(parcel), False) if found is None else (found, True)
    except (Undelivered, LeaseEnding):
        raise
    except Exception as error:
        # A mistake of ours must not stop the others; its text may hold names.
        said = {"reference": parcel.token, "row": parcel.row_id}
        log.error("row %d failed: %s", parcel.row_id, type(error).__name__, extra=said)
        raise Undelivered(type(error).__name__, permanent=None, refused=False) from error

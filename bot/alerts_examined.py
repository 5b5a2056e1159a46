"""What can be wrong with alerts: not checked, not ticking, not sent, rules that fail."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from alerts.backlog import SLOW, backlog
from alerts.checking.gathering import seen_now
from alerts.digest.schedules import schedules_now, targets_of
from alerts.routes import gather_routes
from alerts.slots import last_slots
from alerts.wording import count, moment, sentence
from bot.findings import Finding, Level
from bot.services import Services
from models.rules import CheckMark, ParkedRule
from models.slots import Slot

_SERVE = "Let caseload serve run, as a service that starts with the machine."

_NIGHT = timedelta(hours=26)
"""Something is due every night."""

_LATELY = timedelta(days=7)


def examine_alerts(services: Services, session: Session) -> Iterator[Finding]:
    """The check, the ticking, the rules, the outbox and the digests."""
    yield _check(services, session)
    yield from _ticking(services, session)
    yield from _parked(services, session)
    yield from _outbox(services, session)
    yield from _digests(services, session)


def _check(services: Services, session: Session) -> Finding:
    mark = session.scalars(select(CheckMark)).first()
    if mark is None:
        what = "Nothing has been checked yet, so no alert can be told."
        return Finding("alerts", Level.ADVICE, what, f"caseload check. {_SERVE}")
    at = _moment(services, mark.at)
    if mark.seen == seen_now(session, services.clock().astimezone(services.settings.zone).date()):
        return Finding(
            "alerts", Level.GOOD, f"Alerts were last checked {at}; nothing is new since."
        )
    what = f"Alerts were last checked {at}; since then the data, the rules or the day have changed."
    return Finding("alerts", Level.ADVICE, what, f"caseload check. {_SERVE}")


def _ticking(services: Services, session: Session) -> Iterator[Finding]:
    now = services.clock()
    last = max(last_slots(session).values(), default=None)
    if last is None:
        yield Finding("ticking", Level.ADVICE, "No service has run on this database yet.", _SERVE)
    elif now - last > _NIGHT:
        what = f"Nothing that is due every night was done since {_moment(services, last)}."
        yield Finding("ticking", Level.BAD, what, _SERVE)
    else:
        yield Finding(
            "ticking", Level.GOOD, f"The service is at work: last {_moment(services, last)}."
        )
    late = (
        select(func.count())
        .select_from(Slot)
        .where(col(Slot.late), col(Slot.done_at) > now - _LATELY)
    )
    if number := session.execute(late).scalar_one():
        what = f"In the last seven days {count(number, 'due time')} came late."
        mend = "The service was not running then. Look at why it was stopped."
        yield Finding("ticking", Level.ADVICE, what, mend)


def _parked(services: Services, session: Session) -> Iterator[Finding]:
    for rule in session.scalars(select(ParkedRule).order_by(col(ParkedRule.name))):
        yield Finding(
            "rules",
            Level.BAD,
            f'The rule "{rule.name}" could not be evaluated since {_moment(services, rule.since)} '
            f"({rule.error}), and tells nothing.",
            "Look at it with caseload rules, and at the log for what happened.",
        )


def _outbox(services: Services, session: Session) -> Iterator[Finding]:
    now = services.clock()
    found = backlog(session, now)
    if found.parked:
        yield Finding(
            "outbox",
            Level.BAD,
            f"{sentence(count(found.parked, 'notice'))} cannot be sent as things are.",
            "caseload outbox list says why; mend it, then caseload outbox retry --all",
        )
    if found.late_by(now) > SLOW:
        yield Finding(
            "outbox",
            Level.BAD,
            f"{sentence(count(found.due, 'notice'))} should have been sent by now, the oldest "
            f"{_how_long(found.late_by(now))} ago.",
            "Check that caseload serve runs, and that it reaches Slack: caseload outbox list",
        )
    if not found.parked and found.late_by(now) <= SLOW:
        yield Finding("outbox", Level.GOOD, "No notice is late, and none is parked.")


def _digests(services: Services, session: Session) -> Iterator[Finding]:
    authority = services.authority_in(session)
    today = services.clock().astimezone(services.settings.zone).date()
    routes = gather_routes(session, authority, today)
    dues = [due for due in schedules_now(session, authority) if due.is_on]
    lost = [due.scope.name for due in dues if not targets_of(due, routes)]
    if lost:
        what = f"The weekly digest of {' and of '.join(lost)} goes to nobody."
        mend = (
            "Name a channel, or a head with an email, in the workforce list; or choose a channel "
            "in the app's Home."
        )
        yield Finding("digests", Level.ADVICE, what, mend)


def _how_long(time: timedelta) -> str:
    """ "16 minutes", "5 hours", "9 days": in the largest of these that is full twice."""
    for length, noun in ((timedelta(days=1), "day"), (timedelta(hours=1), "hour")):
        if time >= 2 * length:
            return count(time // length, noun)
    return count(time // timedelta(minutes=1), "minute")


def _moment(services: Services, at: datetime) -> str:
    zone = services.settings.zone
    return moment(at, zone, services.clock().astimezone(zone).date())

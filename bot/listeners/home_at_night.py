"""Takes old names out of Homes at night: of people whose role ended, or who have long not come."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from slack_sdk.errors import SlackApiError
from sqlalchemy import func, select
from sqlmodel import Session, col

from alerts.schedules import EVERY_DAY, Schedule
from alerts.slots import Job
from alerts.wording import count
from bot.blocks.home.page import stranger_view
from bot.failures import failure_of
from bot.listeners.context import Office
from bot.listeners.home import OPENED
from models.access import find_asker
from models.errors import NotKnown
from models.people import AuditEntry, Person

AT = time(5, 30)

APART = 1.0
"""Seconds between two Homes: Slack takes some hundred a minute, and others are drawn meanwhile."""

MISSED = timedelta(days=7)
"""Nights that may have been missed: a Home that is older than this and the rule is left alone."""


def homes_job(office: Office) -> Job:
    """What is done each night; one process does it, after the slot is taken and beside the rest."""

    def begin(_session: Session, _at: datetime, _late: bool) -> None:
        office.desk.later(lambda: empty_homes(office), on_failure=lambda _failure: None)

    return Job(Schedule("empty old Homes", office.services.settings.zone, AT, EVERY_DAY), begin)


def empty_homes(office: Office, apart: float = APART) -> None:
    """One after the other; what Slack refuses is tried again the next night.

    Whoever opens their Home again finds it as it is then.
    """
    services = office.services
    now, zone = services.clock(), services.settings.zone
    with services.database.look() as session:
        kept = timedelta(days=services.settings.names_kept_days)
        found = list(old_homes(session, now, kept, now.astimezone(zone).date()))
    for account, sentence in found:
        view = stranger_view(sentence, now=now, zone=zone)
        try:
            office.client.views_publish(user_id=account, view=view)
        except (SlackApiError, OSError) as error:
            failure_of(error)
        if not office.desk.rest(apart):
            return


def old_homes(
    session: Session, now: datetime, kept: timedelta, today: date
) -> Iterator[tuple[str, str]]:
    """Accounts with what their Home says instead: of those who opened it not very long ago."""
    last = func.max(col(AuditEntry.at))
    query = (
        select(col(Person.slack_id), col(Person.email), col(Person.active), last)
        .join(AuditEntry, col(AuditEntry.who) == col(Person.email))
        .where(col(AuditEntry.deed) == OPENED, col(AuditEntry.at) >= now - kept - MISSED)
        .group_by(col(Person.slack_id), col(Person.email), col(Person.active))
        .order_by(col(Person.slack_id))
    )
    for account, email, active, opened_at in session.execute(query).all():
        try:
            find_asker(session, email if active else None, today)
        except NotKnown as error:
            yield account, str(error)
            continue
        if opened_at < now - kept:
            yield account, _long_ago(kept)


def _long_ago(kept: timedelta) -> str:
    days = count(kept.days, "day", "days")
    return (
        f"This tab was last opened more than {days} ago, so what it showed then was removed. Open "
        "it again to see how things are now."
    )

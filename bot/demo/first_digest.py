"""The demo opens on a Monday morning after the digests were due: they come as it opens."""

from datetime import timedelta

from alerts.digest.schedules import schedules_now
from alerts.slots import remember
from bot.services import Services

_BEFORE = timedelta(days=1)


def expect_todays_digests(services: Services) -> None:
    """Their schedules are as if seen the day before; those that were seen stay as they are."""
    with services.database.transaction() as session:
        for due in schedules_now(session, services.authority_in(session)):
            remember(session, due.schedule(), services.clock() - _BEFORE)

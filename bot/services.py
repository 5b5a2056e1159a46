"""What every way of asking is given: the database, the settings, the clock and the calendar."""

from dataclasses import dataclass

from alerts.calendar import WorkingCalendar
from bot.clock import Clock
from bot.settings import Settings
from models.database import Database


@dataclass(frozen=True, slots=True)
class Services:
    """Made once per process, the same for the program, the demo and the tests."""

    database: Database
    settings: Settings
    clock: Clock
    calendar: WorkingCalendar


def make_services(settings: Settings, clock: Clock) -> Services:
    """Services on the database the settings name; nothing is connected to yet."""
    return Services(
        database=Database(settings.database_url.get_secret_value()),
        settings=settings,
        clock=clock,
        calendar=WorkingCalendar(settings.closed_on),
    )

"""What every way of asking is given: the database, the settings, the clock and the calendar."""

from dataclasses import dataclass, field
from threading import Event

from sqlmodel import Session

from alerts.authority import Authority
from alerts.calendar import WorkingCalendar
from alerts.choices import as_chosen, read_choices
from alerts.hours import WorkingHours
from bot.clock import Clock
from bot.operations.meters import Meters
from bot.operations.outage import Outage
from bot.settings import Settings
from models.database import Database
from models.reference.finding import children_in_need
from models.reference.storing import published


@dataclass(frozen=True, slots=True)
class Services:
    """Made once per process, the same for the program, the demo and the tests."""

    database: Database
    settings: Settings
    clock: Clock
    calendar: WorkingCalendar
    bell: Event = field(default_factory=Event)  # who delivers waits for it; elsewhere nobody does
    meters: Meters = field(default_factory=Meters)
    outage: Outage = field(default_factory=Outage)

    def wake(self) -> None:
        """There is something new to deliver; it would be found without this, but later."""
        self.bell.set()

    def children_in_need(self) -> int | None:
        """What open cases are held against: the setting, or else what is published."""
        if self.settings.children_in_need is not None:
            return self.settings.children_in_need
        if self.settings.authority_code is None:
            return None
        with self.database.look() as session:
            found = children_in_need(published(session), self.settings.authority_code)
        return None if found is None else found[0]

    @property
    def authority(self) -> Authority:
        """The authority as it is at this moment, whoever changed it last; asks the database."""
        with self.database.look() as session:
            return self.authority_in(session)

    def authority_in(self, session: Session) -> Authority:
        """The same for whoever has a session: what is chosen in Slack before the settings."""
        return as_chosen(authority_of(self.settings, self.calendar), read_choices(session))


def authority_of(settings: Settings, calendar: WorkingCalendar) -> Authority:
    """What alerts need to know of the authority, as the settings describe it."""
    opens, closes = settings.opens_and_closes
    return Authority(
        name=settings.authority,
        zone=settings.zone,
        calendar=calendar,
        hours=WorkingHours(opens, closes, settings.zone, calendar),
        leadership_channel=settings.leadership_channel,
        administrators_channel=settings.administrators_channel,
        code=settings.authority_code,
        not_seen_days=settings.not_seen_days,
    )


def make_services(settings: Settings, clock: Clock) -> Services:
    """Services on the database the settings name; nothing is connected to yet."""
    return Services(
        database=Database(settings.database_url.get_secret_value(), pool=settings.database_pool),
        settings=settings,
        clock=clock,
        calendar=WorkingCalendar(settings.closed_on),
    )

"""What the processes of a campaign run: the service as it is, an import, a change of rules."""

import logging
import multiprocessing
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from alerts.checking.check import check_if_new
from alerts.delivery.pace import Pace
from alerts.delivery.parcel import Parcel, Receipt
from alerts.rules.storing import apply_rules, places
from alerts.rules.toml_file import read_rules
from bot.app import build
from bot.deliverers import Deliverers
from bot.inbox.watcher import Watcher
from bot.reader_watch import Rhythm
from bot.scheduler import Ticker
from bot.serve import connect_socket_mode
from bot.services import Services, make_services
from bot.settings import read_settings
from bot.slack_sender import SlackSender
from models.database import Database
from models.errors import ImportRunning
from models.extracts.importing import import_extracts
from models.schema_standing import require_current
from models.transactions import Limits
from models.vocabulary import LoadStatus
from tests.chaos.clock import SharedClock
from tests.chaos.town import KEY
from tests.models.extracts.authority import options

LONDON = ZoneInfo("Europe/London")

CALL = 0.9
"""Seconds a call to Slack may take."""

PACE = Pace(
    per_channel=timedelta(milliseconds=30),
    per_edit=timedelta(milliseconds=10),
    lease=timedelta(seconds=4),
    settle=timedelta(seconds=1.2),
)
"""Slack's limits aside, as short as the moods of a campaign allow."""

RHYTHM = Rhythm(apart=0.05, pauses=(0.3, 1))
"""All channels are looked at when a process starts, and then no more: what comes is told of."""

SILENCE = Limits(pause=2, long_pause=60, lock=6)
"""PostgreSQL waits as short for a replica that was cut off."""

TICK = 0.3  # seconds
THREADS = 3

CLOCK = "clock"
COMMANDS_LOG = "commands.log"
RULES = "rules.toml"
INBOX = "inbox"

AFTER_ERROR = 0.3
"""Seconds a deliverer rests after the database did not answer."""

BUSY = 75
"""The exit status of an import that found another one under way."""

DESCRIBED_AT = time(16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a campaign takes place."""

    folder: Path
    database_url: str
    api_url: str
    bot_token: str
    app_token: str
    blind: bool = False  # nobody looks in Slack before sending again
    wires: Mapping[str, str] = field(default_factory=dict)  # a replica's own way to the database
    has_inbox: bool = False

    @property
    def clock(self) -> SharedClock:
        return SharedClock(self.folder / CLOCK)

    @property
    def inbox(self) -> Path:
        return self.folder / INBOX

    def services(self, name: str = "") -> Services:
        """What the product is made of here, for a replica or a command."""
        settings = read_settings(
            _env_file=None,
            SLACK_BOT_TOKEN=self.bot_token,
            SLACK_APP_TOKEN=self.app_token,
            CASELOAD_SLACK_API_URL=self.api_url,
            CASELOAD_DATABASE_URL=self.database_url,
            CASELOAD_AUTHORITY="Northmere",
            CASELOAD_CASE_KEY=KEY,
        )
        made = make_services(settings, self.clock)
        database = Database(self.wires.get(name, self.database_url), limits=SILENCE)
        return replace(made, database=database)


class BlindSender(SlackSender):
    """Sends again without a look, to show that a campaign would notice."""

    def find(self, parcel: Parcel) -> Receipt | None:  # noqa: ARG002
        return None


def serve(place: Place, name: str) -> None:
    """One replica of the service, until it is killed or the campaign is gone."""
    _log_to(place.folder / f"{name}.log")
    services = place.services(name)
    require_current(services.database)
    caseload = build(services, RHYTHM)
    office = caseload.office
    office.client.timeout = CALL  # type: ignore[assignment]
    sender = (BlindSender if place.blind else SlackSender)(
        services,
        office.client,
        office.team_id,
        office.bot_user_id,
        channels=office.watch.channels,
    )
    hands = Deliverers(services, sender, pace=PACE, threads=THREADS, after_error=AFTER_ERROR)
    hands.start()
    Ticker(services, every=TICK).start()
    office.watch.start()
    if place.has_inbox:
        Watcher(services, place.inbox, every=TICK).start()
    connect_socket_mode(caseload, place.app_token)
    campaign = multiprocessing.parent_process()
    assert campaign is not None
    campaign.join()
    os._exit(0)


def load(place: Place, day: date, folder: str, wanted: LoadStatus) -> None:
    """Load the day's cases from a folder and check, as the command line does.

    What is wanted loaded is accepted whatever it looks like.
    """
    _log_to(place.folder / COMMANDS_LOG)
    services = place.services()
    given = options(
        day,
        as_at=described_at(day),
        now=services.clock(),
        accept=wanted is LoadStatus.LOADED,
        case_key=KEY,
    )
    try:
        report = import_extracts(services.database, [place.folder / folder / "cases.csv"], given)
    except ImportRunning:
        os._exit(BUSY)
    again = LoadStatus.UNCHANGED if wanted is LoadStatus.LOADED else wanted
    if report.status not in {wanted, again}:
        logging.getLogger("chaos").error("the load came to %s: %s", report.status, report.problems)
        os._exit(1)
    check_if_new(services.database, services.authority, services.clock())
    os._exit(0)


def described_at(day: date) -> datetime:
    """The moment that a day's extract is of."""
    return datetime.combine(day, DESCRIBED_AT, LONDON)


def change_rules(place: Place) -> None:
    """Put the rules of a file in force, as the command line does."""
    _log_to(place.folder / COMMANDS_LOG)
    services = place.services()
    text = (place.folder / RULES).read_text(encoding="utf-8")
    with services.database.transaction() as session:
        read = read_rules(text, places(session))
        assert not read.problems, read.problems
        apply_rules(session, read.rules, by="the campaign", now=services.clock())
    os._exit(0)


def _log_to(path: Path) -> None:
    """Everything the process says, its last words included, is kept after a kill."""
    file = path.open("a", buffering=1, encoding="utf-8")
    os.dup2(file.fileno(), sys.stderr.fileno())
    said = "%(asctime)s %(process)d %(name)s %(message)s"
    logging.basicConfig(stream=file, format=said, level=logging.WARNING)
    logging.getLogger("caseload").setLevel(logging.INFO)

"""Everything that can be wrong with an installation, each with how to mend it."""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from slack_sdk import WebClient
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from alerts.routes import Routes, gather_routes
from bot.alerts_examined import examine_alerts
from bot.audience_examined import examine_audience, examine_places, leaders_of
from bot.channels_examined import examine_channels, examine_choices, told_in
from bot.data_examined import examine_newest, examine_roles
from bot.database_examined import examine_connections
from bot.findings import Finding, Level
from bot.inbox_examined import examine_inbox
from bot.key_examined import examine_key
from bot.published_examined import examine_published
from bot.services import Services
from bot.setting_names import names_given
from bot.settings_examined import examine_settings
from bot.slack_examined import client_of, examine_connection, examine_tokens
from bot.storage_examined import examine_storage
from bot.watching_examined import examine_watching
from models.away import said_by
from models.errors import SchemaBehind
from models.schema_standing import require_current

log = logging.getLogger("caseload.doctor")

Examiner = Callable[[], Iterator[Finding]]

_WORST_FIRST = (Level.BAD, Level.ADVICE, Level.GOOD)


def examine(services: Services) -> list[Finding]:
    """Look at settings, database, data and Slack; what must be mended comes first.

    Never raises for what is wrong with them.
    """
    settings, database = services.settings, services.database
    found = [
        *safely("settings", lambda: examine_settings(settings, names_given())),
        *safely("database", lambda: _database(services)),
        *safely("storage", lambda: examine_storage(database)),
        *safely("inbox", lambda: examine_inbox(services)),
    ]
    channels: Mapping[str, str] = {}
    leaders: Mapping[str, str] = {}
    if not any(each.subject == "database" and each.level is Level.BAD for each in found):
        found += safely("PostgreSQL", lambda: examine_connections(services))
        with database.look() as session:
            found += examine_data(services, session)
            found += safely("audience", lambda: _places(services, session))
            found += safely("choices", lambda: examine_choices(services, session))
            channels = told_in(services, session)
            leaders = leaders_of(_routes(services, session))
    found += safely("watching", lambda: examine_watching(settings))
    found += safely("slack", lambda: examine_tokens(settings))
    client = client_of(settings)
    if client is not None:
        found += safely("slack", lambda: _slack(services, client, channels, leaders))
    return sorted(found, key=lambda each: _WORST_FIRST.index(each.level))


def examine_data(services: Services, session: Session) -> Iterator[Finding]:
    """What can be wrong that the database alone tells: data, people, alerts, the key."""
    yield from examine_newest(services, session)
    yield from examine_roles(session)
    yield from examine_alerts(services, session)
    yield from examine_published(session, services.settings.authority_code)
    yield from examine_key(services, session)


def _database(services: Services) -> Iterator[Finding]:
    address = services.database.described()
    try:
        require_current(services.database)
    except SchemaBehind as error:
        yield Finding("database", Level.BAD, str(error), "caseload db upgrade")
    except SQLAlchemyError as error:
        yield Finding(
            "database",
            Level.BAD,
            f"The database {address} does not answer ({said_by(error)}).",
            "Check CASELOAD_DATABASE_URL, that the database runs, and that it may be reached.",
        )
    else:
        yield Finding("database", Level.GOOD, f"The database {address} is up to date.")


def _places(services: Services, session: Session) -> Iterator[Finding]:
    return examine_places(session, _routes(services, session), _today(services))


def _slack(
    services: Services,
    client: WebClient,
    channels: Mapping[str, str],
    leaders: Mapping[str, str],
) -> Iterator[Finding]:
    yield from examine_connection(services.settings, client, services.clock())
    yield from examine_channels(client, channels)
    yield from examine_audience(client, channels, leaders)


def safely(subject: str, examiner: Examiner) -> list[Finding]:
    """What was found; and that the rest could not be looked at, where the looking fails."""
    found: list[Finding] = []
    try:
        found.extend(examiner())
    except Exception as error:
        log.exception("%s could not be examined", subject)
        found.append(
            Finding(
                subject,
                Level.BAD,
                f"Not everything could be looked at ({subject}: {type(error).__name__}).",
                "Run caseload doctor again; if it goes on, report it with what the log says.",
            )
        )
    return found


def _routes(services: Services, session: Session) -> Routes:
    return gather_routes(session, services.authority_in(session), _today(services))


def _today(services: Services) -> date:
    return services.clock().astimezone(services.settings.zone).date()

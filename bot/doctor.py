"""Everything that can be wrong with an installation, each with how to mend it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col

from alerts.freshness import staleness
from alerts.wording import count, moment
from bot.alerts_examined import examine_alerts
from bot.channels_examined import examine_channels, examine_choices, told_in
from bot.findings import Finding, Level
from bot.manifest import SCOPES
from bot.published_examined import examine_published
from bot.services import Services
from bot.slack_codes import SLACK_TIMEOUT
from models.errors import NoData, SchemaBehind
from models.figures.queries import newest_loads, unmatched_workers
from models.loads import Load, StoredSecret
from models.people import Grant, GrantRole
from models.schema import require_current
from models.vocabulary import LoadStatus

QUESTIONS = "im:history"
"""Without it direct messages are not heard either."""

_APP = "of the app's settings (api.slack.com/apps)"

HISTORY = frozenset({"channels:history", "groups:history", QUESTIONS})
"""Scopes that make the difference between a notice once, and once or twice after a crash."""


def examine(services: Services) -> list[Finding]:
    """Look at database, data, settings and Slack; never raises for what is wrong with them."""
    findings = list(_database(services))
    channels: Mapping[str, str] = {}
    if all(finding.level is not Level.BAD for finding in findings):
        with services.database.look() as session:
            findings += examine_data(services, session)
            findings += examine_choices(services, session)
            channels = told_in(services, session)
    return findings + list(_slack(services, channels))


def examine_data(services: Services, session: Session) -> Iterator[Finding]:
    """What can be wrong that the database alone tells: data, people, alerts, the key."""
    yield from _data(services, session)
    yield from _people(session)
    yield from examine_alerts(services, session)
    yield from examine_published(session, services.settings.authority_code)
    yield from _key(services, session)


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
            f"The database {address} does not answer ({type(error).__name__}).",
            "Check CASELOAD_DATABASE_URL, that the database runs, and that it may be reached.",
        )
    else:
        yield Finding("database", Level.GOOD, f"The database {address} is up to date.")


def _data(services: Services, session: Session) -> Iterator[Finding]:
    settings, now = services.settings, services.clock()
    today = now.astimezone(settings.zone).date()
    try:
        loaded = newest_loads(session)
    except NoData as error:
        yield Finding("data", Level.BAD, str(error), "caseload import FOLDER")
        return
    for load in (loaded.allocations, loaded.workforce):
        as_at = moment(load.as_at, settings.zone, today)
        kind = load.kind.value if load.kind else ""
        yield Finding("data", Level.GOOD, f"The newest {kind} extract is as at {as_at}.")
    stale = staleness(
        allocations=loaded.allocations.as_at_day,
        workforce=loaded.workforce.as_at_day,
        today=today,
        calendar=services.calendar,
    )
    for warning in stale:
        what = warning[0].upper() + warning[1:] + "."
        yield Finding("data", Level.ADVICE, what, "Load a newer extract: caseload import FOLDER")
    yield from _gaps(session)


def _gaps(session: Session) -> Iterator[Finding]:
    unmatched = unmatched_workers(session, None)
    if unmatched:
        cases = sum(gap.cases for gap in unmatched)
        are = "is" if cases == 1 else "are"
        yield Finding(
            "data",
            Level.ADVICE,
            f"{count(cases, 'open case')} {are} held by people not in the workforce list.",
            "Add them to Staff, or correct the worker in the case system; "
            "`caseload import` lists them.",
        )
    last = session.scalars(select(Load).order_by(col(Load.id).desc()).limit(1)).first()
    if last is not None and last.status in {LoadStatus.HELD, LoadStatus.REFUSED}:
        yield Finding(
            "data",
            Level.ADVICE,
            f"The last import, {last.file}, was {last.status.value}.",
            "Mend the extract and import it again; load a held one in the app's Home, or with "
            "--accept.",
        )


def _people(session: Session) -> Iterator[Finding]:
    query = select(func.count()).select_from(Grant)
    for role in (GrantRole.ADMINISTRATOR, GrantRole.LEADERSHIP):
        given = session.execute(query.where(col(Grant.role) == role)).scalar_one()
        if given:
            have = "person has" if given == 1 else "people have"
            what = f"{given} {have} the role {role.value}."
            yield Finding("people", Level.GOOD, what)
        else:
            yield Finding(
                "people",
                Level.ADVICE,
                f"Nobody has the role {role.value}.",
                f"caseload people grant EMAIL {role.value}",
            )


def _key(services: Services, session: Session) -> Iterator[Finding]:
    if services.settings.case_key is not None:
        yield Finding("privacy", Level.GOOD, "Case references are hashed with your own key.")
    elif session.scalars(select(StoredSecret)).first() is not None:
        yield Finding(
            "privacy",
            Level.ADVICE,
            "The key that hashes case references is in the database beside the hashes.",
            "Set CASELOAD_CASE_KEY before going live: openssl rand -hex 32. A changed key makes "
            "every case look new once.",
        )


def _slack(services: Services, channels: Mapping[str, str]) -> Iterator[Finding]:
    settings = services.settings
    if settings.slack_bot_token is None:
        yield Finding(
            "slack",
            Level.BAD,
            "SLACK_BOT_TOKEN is not set, so the service cannot reach Slack.",
            f"Set it to the bot token (xoxb-…) from OAuth & Permissions {_APP}.",
        )
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        yield Finding(
            "slack",
            Level.BAD,
            "Neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP) is set.",
            "For Socket Mode, which needs no way in from outside, set SLACK_APP_TOKEN to an "
            f"app-level token (xapp-…) with connections:write from Basic Information {_APP}.",
        )
    secret = settings.slack_signing_secret
    if secret is not None and not re.fullmatch("[0-9a-f]{32}", secret.get_secret_value()):
        yield Finding(
            "slack",
            Level.ADVICE,
            "SLACK_SIGNING_SECRET does not look like Slack's, which are 32 digits and letters a-f.",
            f"Copy it again from Basic Information {_APP}; with a wrong one every request is "
            "refused.",
        )
    if settings.slack_bot_token is None:
        return
    client = WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=SLACK_TIMEOUT,
    )
    yield from _token(client)
    yield from examine_channels(client, channels)
    if settings.slack_app_token is not None:
        yield from _app_token(client, settings.slack_app_token.get_secret_value())


def _token(client: WebClient) -> Iterator[Finding]:
    try:
        found = client.auth_test()
    except (SlackApiError, OSError) as error:
        yield Finding(
            "slack",
            Level.BAD,
            f"Slack did not accept SLACK_BOT_TOKEN ({_reason(error)}).",
            f"Copy it again from OAuth & Permissions {_APP}, and check that this machine reaches "
            "Slack.",
        )
        return
    yield Finding("slack", Level.GOOD, f"Connected as {found['user']} in {found['team']}.")
    headers: Any = found.headers
    given = {name.strip() for name in str(headers.get("x-oauth-scopes", "")).split(",")} - {""}
    missing = sorted(set(SCOPES) - given) if given else []
    yield from _scopes([name for name in missing if name not in HISTORY - {QUESTIONS}])
    if HISTORY & set(missing):
        yield Finding(
            "slack",
            Level.ADVICE,
            "A notice whose sending is cut off may appear twice: the app may not look for it.",
            f"Add the scopes {', '.join(sorted(HISTORY & set(missing)))} under OAuth & "
            "Permissions, and reinstall.",
        )


def _scopes(missing: list[str]) -> Iterator[Finding]:
    if missing:
        yield Finding(
            "slack",
            Level.BAD,
            f"The app lacks permissions in Slack (scopes): {', '.join(missing)}.",
            f"Add them under OAuth & Permissions {_APP}, or apply the manifest again; then press "
            "Reinstall to Workspace.",
        )


def _app_token(client: WebClient, token: str) -> Iterator[Finding]:
    try:
        client.apps_connections_open(app_token=token)
    except (SlackApiError, OSError) as error:
        yield Finding(
            "slack",
            Level.BAD,
            f"Slack did not accept SLACK_APP_TOKEN ({_reason(error)}).",
            f"Make a new one with connections:write under Basic Information {_APP}.",
        )
    else:
        yield Finding("slack", Level.GOOD, "Socket Mode is ready.")


def _reason(error: Exception) -> str:
    return str(error.response["error"]) if isinstance(error, SlackApiError) else str(error)

"""What the app says in a channel that it joins or that is chosen: what will be posted, for whom."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from slack_sdk.errors import SlackApiError
from sqlalchemy import select
from sqlmodel import Session, col

from alerts.audience import Audience, allowed_for, why_no_digest
from alerts.authority import Authority
from alerts.digest.schedules import schedules_now, targets_of
from alerts.notice import Notice
from alerts.outbox_apart import put_apart
from alerts.routes import Routes, channel_target, gather_routes
from alerts.wording import count
from bot.audience import Installed, audience_of, today_of
from bot.setup.seen import Seen
from bot.setup.seen_in_slack import seen_channel
from bot.setup.steps import names
from models.access import Detail, Scope, ScopeKind, authority_scope
from models.organisation import Service, Team

_NOTHING = (
    "Caseload posts nothing here yet: neither a team nor leadership has this channel. An "
    "administrator chooses channels in Caseload's Home, under Set up or Settings."
)


@dataclass(frozen=True, slots=True)
class Posted:
    """One thing that is posted in a channel; `scope` is whose workers it may name, if anybody's."""

    what: str  # "alerts about Court North"
    scope: Scope | None
    digest_of: Scope | None = None  # a weekly digest, which nobody from outside reads


def posted_in(session: Session, authority: Authority, channel: Seen, today: date) -> list[Posted]:
    """Everything that has this channel now."""
    routes = gather_routes(session, authority, today)
    targets = {channel_target(channel.id), channel_target(channel.name)} - {None}
    return [
        *_of_places(session, routes, targets),
        *_of_the_whole(routes, authority, targets),
        *_digests(session, routes, authority, targets),
    ]


def announcement(posted: Sequence[Posted], audience: Audience | None) -> str:
    """One line; `audience` None where Slack did not say who reads the channel."""
    if not posted:
        return _NOTHING
    why = _why_no_digest(posted, audience)
    posted = [each for each in posted if not (why and each.digest_of)]
    if not posted:
        return f"Caseload posts nothing here: {why}, and no weekly digest is sent then."
    what = f"Caseload posts {_joined([each.what for each in posted])} here"
    scopes = [each.scope for each in posted if each.scope is not None]
    if not scopes:
        return f"{what}: figures, without workers' names."
    if audience is None:
        return f"{what}; workers' names only where everybody in the channel may see them."
    allowed = [allowed_for(audience, scope) for scope in scopes]
    barred = [each for each in allowed if each.detail is not Detail.WORKERS]
    if not barred:
        return f"{what}, with workers' names: {_everybody(audience)} may see them."
    if len(barred) < len(allowed):
        return (
            f"{what}, with workers' names only where everybody here may see them: {barred[0].why}."
        )
    return f"{what}, as counts without workers' names, because {barred[0].why}."


def _why_no_digest(posted: Sequence[Posted], audience: Audience | None) -> str | None:
    """Why digests that are meant for the channel are not sent; administrators chose it for them."""
    if audience is None:
        return None
    found = (
        why_no_digest(audience, each.digest_of, is_configured=True)
        for each in posted
        if each.digest_of is not None
    )
    return next((why for why in found if why), None)


def announce(app: Installed, channel_id: str, occasion: str) -> str | None:
    """Say it there once for this occasion; what is going to be said, or None where it cannot be.

    Raises SlackApiError when Slack does not say what the channel is.
    """
    channel = seen_channel(app.client, channel_id)
    if channel is None or not channel.is_member or channel.is_archived:
        return None
    audience = _audience(app, channel)
    services = app.services
    with services.database.look() as session:
        authority = services.authority_in(session)
        posted = posted_in(session, authority, channel, today_of(services))
    said, now = announcement(posted, audience), services.clock()
    token = hashlib.sha256(f"announced\n{channel_id}\n{occasion}".encode()).hexdigest()[:32]
    with services.database.transaction() as session:
        put_apart(
            session,
            target=f"channel:{channel_id}",
            notice=Notice(alert_id=0, headline=said, urgent=True),  # whoever did this is there now
            token=token,
            now=now,
            due_at=now,
        )
    services.wake()
    return said


def _audience(app: Installed, channel: Seen) -> Audience | None:
    try:
        return audience_of(app, channel.id, shared=channel.is_shared)
    except SlackApiError:
        return None


def _of_places(session: Session, routes: Routes, targets: set[str | None]) -> Iterator[Posted]:
    for table, channels, kind in (
        (Service, routes.service_channels, ScopeKind.SERVICE),
        (Team, routes.team_channels, ScopeKind.TEAM),
    ):
        mine = {place for place, name in channels.items() if channel_target(name) in targets}
        query = select(col(table.id), col(table.name)).where(
            col(table.id).in_(mine), col(table.dropped_on).is_(None)
        )
        for place_id, name in session.execute(query.order_by(col(table.name))):
            teams = frozenset({place_id} if kind is ScopeKind.TEAM else ())
            yield Posted(f"alerts about {name}", Scope(kind, place_id, name, teams))


def _of_the_whole(
    routes: Routes, authority: Authority, targets: set[str | None]
) -> Iterator[Posted]:
    scope = authority_scope(authority.name)
    if channel_target(routes.leadership_channel) in targets:
        yield Posted("leadership's alerts", scope)
    if channel_target(routes.administrators_channel) in targets:
        yield Posted("what administrators have to know", scope)


def _digests(
    session: Session, routes: Routes, authority: Authority, targets: set[str | None]
) -> Iterator[Posted]:
    for due in schedules_now(session, authority):
        if due.is_on and targets.intersection(targets_of(due, routes)):
            yield Posted(f"the weekly digest of {due.scope.name}", None, due.scope)


def _joined(whats: Sequence[str]) -> str:
    """Many teams in one channel are said in one phrase."""
    alerts = [what.removeprefix("alerts about ") for what in whats if what.startswith("alerts ")]
    others = [what for what in whats if not what.startswith("alerts ")]
    parts = [*([f"alerts about {names(alerts)}"] if alerts else []), *others]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _everybody(audience: Audience) -> str:
    readers = len(audience.known)
    return f"{count(readers, 'person', 'people')} can read them, and all" if readers else "all"

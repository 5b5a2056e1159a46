"""Looks at where a digest is to go before that is saved: refused where others read it."""

from alerts.audience import why_no_digest
from alerts.delivery.parcel import CHANNEL
from alerts.digest.schedules import Due, audience_of, is_direct_message
from alerts.routes import CHANNEL_ID, channel_target, gather_routes
from bot.audience import audience_of as readers_of
from bot.audience import today_of
from bot.digest_readers import not_sent
from bot.home.digests import target_words
from bot.listeners.context import Office
from bot.setup.seen import INVITE, Seen, warning
from bot.setup.seen_in_slack import seen_channel, seen_channels
from models.errors import CaseloadError

_OTHERWISE = "Write another channel, or an email."


def look_at_place(office: Office, due: Due, where: str) -> str:
    """What is to be known before a digest goes there; "" where nothing is.

    Raises CaseloadError for a channel that somebody reads who may not see the digest, and the
    errors of the SDK. Who reads a channel that the app is not in is asked when the digest is sent.
    """
    audience = audience_of(where)
    if not audience.startswith(CHANNEL) or is_direct_message(audience):
        return ""
    seen = _seen(office, audience.removeprefix(CHANNEL))
    if seen is None:
        return (
            f"Slack does not show {target_words(audience)} to Caseload: there is no such channel, "
            f"or it is private. If it is private, please {INVITE}."
        )
    if not seen.is_member and not seen.is_shared:
        return warning(seen)
    readers = readers_of(office, seen.id, shared=seen.is_shared)
    if why := why_no_digest(readers, due.scope, is_configured=_is_configured(office, due, seen)):
        raise CaseloadError(f"{why[:1].upper()}{not_sent(why)[1:]}. {_OTHERWISE}")
    return ""


def _seen(office: Office, name: str) -> Seen | None:
    if CHANNEL_ID.fullmatch(name):
        return seen_channel(office.client, name)
    return seen_channels(office.client).get(name.removeprefix("#"))


def _is_configured(office: Office, due: Due, seen: Seen) -> bool:
    """Whether administrators chose the channel for what the digest is about."""
    services = office.services
    with services.database.look() as session:
        authority = services.authority_in(session)
        routes = gather_routes(session, authority, today_of(services))
    ours = {channel_target(seen.id), channel_target(seen.name)}
    return any(target in ours for target in routes.of_digest(due.service_id))

"""Whether a weekly digest may be read in a channel, asked of Slack when it is chosen and sent."""

from alerts.audience import why_no_digest
from alerts.delivery.parcel import Parcel, Undelivered
from bot.audience import audience_of
from bot.slack_errand import Errand
from models.access import authority_scope

NOT_FOR_READERS = "not_for_its_readers"
"""Why a digest was not sent to a channel that somebody reads who may not see it."""

ELSEWHERE = "choose another channel or an email under Weekly digest in Caseload's Home"


def check_digest_readers(errand: Errand, channel: str, *, shared: bool) -> None:
    """Raises Undelivered where somebody reads the channel who may not see the digest."""
    parcel = errand.parcel
    about = parcel.about or authority_scope("")
    audience = audience_of(errand, channel, shared=shared)
    is_configured = _is_configured(errand, parcel, channel)
    if why := why_no_digest(audience, about, is_configured=is_configured):
        raise Undelivered(NOT_FOR_READERS, permanent=True, why=f"{not_sent(why)}. {_NEXT}")


def not_sent(why: str) -> str:
    """ "the channel is shared with another organisation: the weekly digest is not sent there"."""
    return f"{why}: the weekly digest is not sent there"


_NEXT = f"{ELSEWHERE[0].upper()}{ELSEWHERE[1:]}"


def _is_configured(errand: Errand, parcel: Parcel, channel: str) -> bool:
    """Whether it is one of those administrators chose: one may be written by name, one by id."""
    return any(
        name in (parcel.place, channel) or _id_of(errand, name) == channel
        for name in parcel.configured
    )


def _id_of(errand: Errand, name: str) -> str | None:
    try:
        return errand.places.channel(errand.client, name)
    except Undelivered:  # Slack shows the app no such channel
        return None

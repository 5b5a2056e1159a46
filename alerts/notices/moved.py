"""What stays in a channel when its alert goes on elsewhere, because the team was given another."""

from collections.abc import Sequence

from alerts.notice import Notice

_CHANNEL = "channel:"


def moved(before: Notice, targets: Sequence[str]) -> Notice:
    """The message's last words: where the alert goes on; no names, no buttons.

    `targets` are where it is told from now on: "channel:#NAME", "channel:ID" or "person:EMAIL".
    """
    goes_on = (f"This alert goes on {_where(targets)}. What is said here stays as it was.",)
    return Notice(
        alert_id=before.alert_id,
        headline=before.headline,
        named=goes_on,
        plain=goes_on,
        footer=before.footer,
    )


def _where(targets: Sequence[str]) -> str:
    places = [target.removeprefix(_CHANNEL) for target in targets if target.startswith(_CHANNEL)]
    if not places:
        return "by direct message to those who lead the team or service"
    names = [place for place in places if place.startswith("#")]
    if len(names) == len(places):
        return f"in {' and '.join(names)}"
    return "in the channel that the workforce list names now"

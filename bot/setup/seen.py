"""Channels as Slack shows them to the app: whether it is in them, and who else may be."""

from dataclasses import dataclass

INVITE = "write /invite @Caseload there"


@dataclass(frozen=True, slots=True)
class Seen:
    """One channel."""

    id: str
    name: str  # without #
    is_member: bool  # the app is in it
    is_shared: bool  # with others than the authority, or about to be
    is_archived: bool = False  # nobody can post in it


def warning(seen: Seen | None) -> str:
    """What is to be known before alerts are told there; "" where nothing is."""
    if seen is None:
        return (
            "Slack does not show it to Caseload: it is private, or there is no such channel. If it "
            f"is private, please {INVITE}."
        )
    if seen.is_archived:
        return "It is archived, so nothing can be posted there. Please choose another channel."
    if not seen.is_member:
        return f"Caseload is not in it. Please {INVITE}."
    if seen.is_shared:
        return (
            "It is shared with another organisation, so no workers' names are given there and no "
            "weekly digest is sent."
        )
    return ""

"""What an export of the register says about itself, and what its file is called."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What an export says about itself."""

    authority: str
    about: str  # the team, the service or the authority
    by: str  # who exported it
    at: datetime  # aware, in the authority's zone
    since: date | None = None
    until: date | None = None

    @property
    def zone(self) -> ZoneInfo:
        assert isinstance(self.at.tzinfo, ZoneInfo)
        return self.at.tzinfo


def file_name(export: Exported) -> str:
    """ "register-court-north-2026-11-23.xlsx"."""
    letters = "".join(letter if letter.isalnum() else " " for letter in export.about.lower())
    return "-".join(["register", *letters[:60].split(), f"{export.at:%Y-%m-%d}"]) + ".xlsx"

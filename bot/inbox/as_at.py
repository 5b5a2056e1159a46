"""The day that a file's figures describe: the date in its name, else when it was written."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from alerts.wording import start_of_day
from bot.inbox.names import day_said

_TOO_OLD = datetime(2000, 1, 1, tzinfo=UTC)
"""Some programs write no time, and what they leave counts from 1970 or 1980."""


@dataclass(frozen=True, slots=True)
class AsAt:
    """Which moment was taken, and by what."""

    moment: datetime  # aware; the start of a day in the authority's zone means the whole day
    given: bool  # whether somebody stated it, in the name
    because: str  # a clause, such as "the date in its name"


def as_at_of(
    name: str, folder: str | None, written: datetime, now: datetime, zone: ZoneInfo
) -> AsAt:
    """What a file is as at, by its name, its folder's name, or when it was last written."""
    day = day_said(name)
    if day is not None:
        return AsAt(start_of_day(day, zone), True, "the date in its name")
    day = day_said(folder) if folder is not None else None
    if day is not None:
        return AsAt(start_of_day(day, zone), True, "the date in the folder's name")
    if written < _TOO_OLD:
        return AsAt(
            now.astimezone(zone), False, "now, as the file does not say when it was written"
        )
    if written > now:
        return AsAt(now.astimezone(zone), False, "now, as the file says that it is of later")
    moment = written.replace(microsecond=0).astimezone(zone)
    return AsAt(moment, False, "when the file was last written")

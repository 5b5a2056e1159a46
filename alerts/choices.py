"""What administrators choose in Slack: read with every use, so that it holds everywhere at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from alerts.authority import Authority
from alerts.hours import hours_of
from models.choices import Choice
from models.errors import CaseloadError
from models.people import AuditEntry
from models.rows import rows

LEADERSHIP = "leadership_channel"
ADMINISTRATORS = "administrators_channel"
HOURS = "working_hours"
TEAM = "channel:team:"  # followed by the team's id
SERVICE = "channel:service:"
DONE = "set_up:"  # followed by a step of setting up: that it was done once

SHORTEST_HOURS = timedelta(hours=4)
"""Between the two ends: in less, what waits for the hours of one day would not all be told."""

_CHANNELS = (LEADERSHIP, ADMINISTRATORS, TEAM, SERVICE)

_CHOSEN = select(
    *(col(column) for column in (Choice.name, Choice.value, Choice.changed_at, Choice.changed_by))
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """One thing as it was chosen; a channel's value is its id, then its name if Slack told it."""

    value: str
    at: datetime
    by: str  # email

    @property
    def channel_id(self) -> str:
        return self.value.partition(" ")[0]

    @property
    def channel_name(self) -> str:
        """Without #; "" where the app was not told."""
        return self.value.partition(" ")[2]


@dataclass(frozen=True, slots=True)
class Choices:
    """Everything that is chosen at one moment, by its name."""

    of: Mapping[str, Chosen]

    def channel(self, name: str) -> str | None:
        """The id of the channel chosen for leadership, administrators, a team or a service."""
        found = self.of.get(name)
        return None if found is None else found.channel_id

    def channels_of(self, kind: str) -> dict[int, str]:
        """The ids of the channels chosen for teams (`TEAM`) or for services (`SERVICE`)."""
        return {
            int(name.removeprefix(kind)): chosen.channel_id
            for name, chosen in self.of.items()
            if name.startswith(kind)
        }

    @property
    def hours(self) -> tuple[time, time] | None:
        found = self.of.get(HOURS)
        return None if found is None else hours_of(found.value)

    def is_done(self, step: str) -> bool:
        return f"{DONE}{step}" in self.of


def read_choices(session: Session) -> Choices:
    """All that is chosen now."""
    return Choices({name: Chosen(*chosen) for name, *chosen in rows(session, _CHOSEN)})


def as_chosen(authority: Authority, choices: Choices) -> Authority:
    """The authority of the settings, with what administrators chose before it."""
    hours = authority.hours
    if choices.hours is not None:
        opens, closes = choices.hours
        hours = replace(hours, opens=opens, closes=closes)
    return replace(
        authority,
        hours=hours,
        leadership_channel=choices.channel(LEADERSHIP) or authority.leadership_channel,
        administrators_channel=choices.channel(ADMINISTRATORS) or authority.administrators_channel,
    )


def channel_value(channel_id: str, name: str | None) -> str:
    """A channel as it is chosen."""
    return f"{channel_id} {name}" if name else channel_id


def choose(session: Session, name: str, value: str | None, *, by: str, now: datetime) -> bool:
    """Choose this, or with None give back what settings and workforce say; whether that is new.

    Who chose what is in the audit. Raises CaseloadError for hours that cannot be.
    """
    before = session.scalars(
        select(col(Choice.value)).where(col(Choice.name) == name).with_for_update()
    ).first()
    if _same(name, before, value):
        return False
    if value is None:
        session.execute(delete(Choice).where(col(Choice.name) == name))
    else:
        _check(name, value)
        _write(session, {"name": name, "value": value, "changed_at": now, "changed_by": by})
    detail = {"name": name, "before": before, "after": value}
    session.add(AuditEntry(at=now, who=by, deed="chose", detail=detail))
    return True


def mark_done(session: Session, step: str, *, by: str, now: datetime) -> None:
    """A step of setting up was done; the first time is kept."""
    choose(session, f"{DONE}{step}", "yes", by=by, now=now)


def _same(name: str, before: str | None, value: str | None) -> bool:
    """A channel under a new name is the same channel."""
    if before is None or value is None or not name.startswith(_CHANNELS):
        return before == value
    return before.partition(" ")[0] == value.partition(" ")[0]


def _check(name: str, value: str) -> None:
    if name != HOURS:
        return
    try:
        opens, closes = hours_of(value)
    except ValueError:
        raise CaseloadError("Write working hours such as 08:00-18:00.") from None
    if not opens < closes:
        raise CaseloadError("Working hours begin before they end, such as 08:00-18:00.")
    if _since_midnight(closes) - _since_midnight(opens) < SHORTEST_HOURS:
        raise CaseloadError("Choose at least four hours between the two, such as 08:00-18:00.")


def _since_midnight(moment: time) -> timedelta:
    return timedelta(hours=moment.hour, minutes=moment.minute)


def _write(session: Session, values: Mapping[str, Any]) -> None:
    """Of two who choose at once the later wins, and neither fails."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert: Any = sqlite.insert if is_sqlite else postgresql.insert
    changed = {name: value for name, value in values.items() if name != "name"}
    statement = insert(Choice).values(**values)
    session.execute(statement.on_conflict_do_update(index_elements=["name"], set_=changed))

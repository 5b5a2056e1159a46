"""What holds of all that can be chosen in Slack, and where each comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.choices import (
    ADMINISTRATORS,
    HOURS,
    LEADERSHIP,
    SERVICE,
    TEAM,
    Choices,
    Chosen,
    read_choices,
)
from bot.services import Services
from models.organisation import Service, Team


class Source(StrEnum):
    """Where a value comes from; the first of these that has one decides."""

    CHOSEN = "chosen"
    SETTING = "setting"
    WORKFORCE = "workforce"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """One thing that can be chosen, with what holds without a choice."""

    name: str  # of the choice: "leadership_channel", "channel:team:12"
    what: str  # "leadership", "Court North", "working hours"
    written: str  # where it is written without a choice: "CASELOAD_WORKING_HOURS"
    own: str | None  # what is written there
    chosen: Chosen | None = None

    @property
    def is_channel(self) -> bool:
        return self.name != HOURS

    @property
    def value(self) -> str | None:
        """A channel by its name or id without #, or hours; None for neither."""
        if self.chosen is None:
            return self.own
        return self.chosen.channel_id if self.is_channel else self.chosen.value

    @property
    def shown(self) -> str:
        """As people read it: "#court-north", "08:00-18:00", "–"."""
        if not self.is_channel:
            return self.value or "–"
        name = self.chosen.channel_name if self.chosen is not None else self.own
        name = name or self.value
        return f"#{name}" if name else "–"

    @property
    def source(self) -> Source:
        if self.chosen is not None:
            return Source.CHOSEN
        if self.own is None:
            return Source.NOWHERE
        return Source.SETTING if self.written.startswith("CASELOAD_") else Source.WORKFORCE


def in_force(services: Services, session: Session) -> tuple[InForce, ...]:
    """Leadership, administrators and working hours, then the listed services and teams by name."""
    choices = read_choices(session)
    return (
        *_of_settings(services, choices),
        *_of_places(session, choices, Service, SERVICE),
        *_of_places(session, choices, Team, TEAM),
    )


def _of_settings(services: Services, choices: Choices) -> Iterator[InForce]:
    settings = services.settings
    opens, closes = settings.opens_and_closes
    for name, what, written, own in (
        (LEADERSHIP, "leadership", "CASELOAD_LEADERSHIP_CHANNEL", settings.leadership_channel),
        (
            ADMINISTRATORS,
            "administrators",
            "CASELOAD_ADMINISTRATORS_CHANNEL",
            settings.administrators_channel,
        ),
        (HOURS, "working hours", "CASELOAD_WORKING_HOURS", f"{opens:%H:%M}-{closes:%H:%M}"),
    ):
        yield InForce(name=name, what=what, written=written, own=own, chosen=choices.of.get(name))


def _of_places(
    session: Session, choices: Choices, table: type[Team] | type[Service], kind: str
) -> Iterator[InForce]:
    sheet = "Teams" if table is Team else "Services"
    query = select(col(table.id), col(table.name), col(table.slack_channel)).where(
        col(table.dropped_on).is_(None)
    )
    for place_id, name, channel in session.execute(query.order_by(col(table.name))):
        yield InForce(
            name=f"{kind}{place_id}",
            what=name,
            written=f"slack_channel of {name} in the sheet {sheet}",
            own=_bare(channel),
            chosen=choices.of.get(f"{kind}{place_id}"),
        )


def _bare(channel: str | None) -> str | None:
    return (channel or "").strip().lstrip("#").strip() or None

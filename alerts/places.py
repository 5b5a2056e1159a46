"""Where an alert belongs: to one team, to one service, or to the authority as a whole."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

_TEAM, _SERVICE = "team", "service"


class Placed(Protocol):
    """Whatever belongs to a team or a service: at most one of them is given."""

    @property
    def team_id(self) -> int | None: ...
    @property
    def service_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A team, a service, or with neither the authority."""

    team_id: int | None = None
    service_id: int | None = None

    @property
    def key(self) -> str:
        """ "team:12", "service:3", "authority": as it stands in the tables."""
        if self.team_id is not None:
            return f"{_TEAM}:{self.team_id}"
        return AUTHORITY if self.service_id is None else f"{_SERVICE}:{self.service_id}"


AUTHORITY = "authority"

WHOLE = Place()
"""The authority."""


def place_of(team_id: int) -> str:
    return Place(team_id).key


def place_of_key(key: str) -> Place:
    """The place that a key stands for; of a key of another form the authority."""
    noun, _, row_id = key.partition(":")
    if not row_id.isdigit():
        return WHOLE
    return Place(int(row_id)) if noun == _TEAM else Place(service_id=int(row_id))


@dataclass(frozen=True, slots=True)
class Within:
    """The teams and services whose own alerts are asked for; the authority's are none of these."""

    team_ids: Collection[int]
    service_ids: Collection[int] = ()

"""What a digest's pictures show, as plain values: a finding, its marks, and the words about it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One worker, unnamed."""

    per_fte: float  # cases for one full-time worker
    over: bool  # over the own limit, which may be another than the team's


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamRow:
    """One team's workers along the axis of cases per full-time worker."""

    name: str
    dots: tuple[Dot, ...]
    promise: tuple[float, float] | None  # its lower and upper end
    limit: float | None
    average: str  # as printed; "" where it is not told
    over: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseloadsPicture:
    """Each worker a dot in their team's row, with the promise and the limit."""

    title: str
    teams: tuple[TeamRow, ...]
    foot: str  # as-at, sources, what is missing
    alt: str  # the figures in words
    kind: str = "caseloads"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A value on a day, the day as an ISO date."""

    day: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyPicture:
    """Agency social workers over a year by why they are here, their target, the present course."""

    title: str
    unit: str  # of the upright axis: "agency social workers, FTE"
    covering: tuple[Spot, ...]  # the lowest layer, named `lowest`
    supernumerary: tuple[Spot, ...]  # on top of these, on the same days
    unknown: tuple[Spot, ...]  # on top again: nobody wrote why; empty where there are none
    target: tuple[Spot, ...]  # a step from each day on; the last lasts to the picture's end
    course: tuple[Spot, ...]  # from today on; empty where nothing is known to change
    course_words: str  # "on the present course 12 on 1 March"; "" without a course
    foot: str
    alt: str
    lowest: str = "covering a vacancy or an absence"
    kind: str = "agency"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandPicture:
    """Open cases and the average caseload over a year, one above the other on one time axis."""

    title: str
    open_cases: tuple[Spot, ...]
    average: tuple[Spot, ...]
    promise: tuple[float, float] | None
    foot: str
    alt: str
    kind: str = "demand"


Picture = CaseloadsPicture | AgencyPicture | DemandPicture


def picture_as_json(picture: Picture) -> dict[str, Any]:
    return asdict(picture)


def picture_from_json(stored: Mapping[str, Any]) -> Picture:
    """The picture that was stored; ValueError for a kind that nobody draws."""
    match stored.get("kind"):
        case "caseloads":
            return CaseloadsPicture(**{**stored, "teams": tuple(map(_team, stored["teams"]))})
        case "agency":
            return AgencyPicture(**{**stored, **_spots(stored, _OF_AGENCY)})
        case "demand":
            promise = _band(stored["promise"])
            return DemandPicture(**{**stored, **_spots(stored, _OF_DEMAND), "promise": promise})
        case kind:
            raise ValueError(f"There is no picture called {kind!r}.")


_OF_AGENCY = ("covering", "supernumerary", "unknown", "target", "course")
_OF_DEMAND = ("open_cases", "average")


def _team(stored: Mapping[str, Any]) -> TeamRow:
    dots = tuple(Dot(**dot) for dot in stored["dots"])
    return TeamRow(**{**stored, "dots": dots, "promise": _band(stored["promise"])})


def _band(stored: Any) -> tuple[float, float] | None:
    return None if stored is None else (stored[0], stored[1])


def _spots(stored: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, tuple[Spot, ...]]:
    return {name: tuple(Spot(**spot) for spot in stored[name]) for name in names}

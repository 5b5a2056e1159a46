"""A figure: a value that never travels without its parts, definition, as-at and warnings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Context, Decimal

from models.figures.definitions import CASELOAD, Definition
from models.figures.limits import PLACES
from models.staffing.definitions import STAFFING
from models.vocabulary import CaseKind, Measure

_ROOM = Context(prec=400)  # for every float there is

DEFINITIONS: dict[Measure, Definition] = {**CASELOAD, **STAFFING}


@dataclass(frozen=True, slots=True)
class Figure:
    """One value of one measure; `value` is None where it cannot be formed (nobody to divide by)."""

    measure: Measure
    value: float | None
    numerator: float | None
    denominator: float | None
    as_at: datetime
    warnings: tuple[str, ...] = ()
    by_kind: Mapping[CaseKind, int] = field(default_factory=dict)  # of cases, where counted so

    @property
    def definition(self) -> Definition:
        return DEFINITIONS[self.measure]


def tidy(value: float, places: int = 1) -> float:
    """Rounded for people, with a whole number as one: 16.0 is printed 16 by `shown`."""
    return float(_rounded(value, places))


def shown(value: float | None, places: int = 1) -> str:
    """A number as a person reads it: 16.2, 18 (not 18.0), 2,014; a dash for none."""
    if value is None:
        return "–"
    text = f"{_rounded(value, places):,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def fixed(value: float, places: int = 1) -> str:
    """A number with all its places, to be read below others: 16.0, 2,014.5."""
    return f"{_rounded(value, places):,.{places}f}"


def _rounded(value: float, places: int) -> Decimal:
    """Half of the last place goes up, as in the Department's printed rates: 6.25 is 6.3.

    Source: of its printed caseloads and turnover by headcount those whose parts come to such a
    half are printed so, 11 of 12. What calculating in binary adds beyond six places is left out.
    """
    known = Decimal(repr(round(float(value), PLACES)))
    rounded = known.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _ROOM)
    return rounded if rounded else abs(rounded)  # -0.04 becomes 0, not -0

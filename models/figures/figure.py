"""A figure: a value that never travels without its parts, definition, as-at and warnings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from models.figures.definitions import CASELOAD, Definition
from models.staffing.definitions import STAFFING
from models.vocabulary import CaseKind, Measure

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
    return round(float(value), places) + 0.0  # -0.04 becomes 0, not -0


def shown(value: float | None, places: int = 1) -> str:
    """A number as a person reads it: 16.2, 18 (not 18.0), 2,014; a dash for none."""
    if value is None:
        return "–"
    rounded = round(value, places) + 0.0
    text = f"{rounded:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

"""A return's figures beside the live and the published ones: how far apart they are, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.census.definitions import CensusMeasure
from models.census.figures import CensusFigure
from models.census.parts import CensusParts
from models.census.reasons import OF_LIVE, OF_PUBLISHED
from models.census.wording import said_day, value_words
from models.figures import formulas
from models.figures.figure import tidy
from models.figures.formulas import average_caseload
from models.reference.measures import PublishedMeasure as Published
from models.vocabulary import Measure

SAME_WITHIN = 0.1
"""Published values have one decimal; people and cases are whole, so that any of them tells."""


class Against(StrEnum):
    LIVE = "live"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Other:
    """What another source says of the same measure."""

    value: float | None
    day: date
    missing: str | None = None  # why there is no value
    warnings: tuple[str, ...] = ()
    on_the_day: float | None = None  # live: what the same list says of the return's own day


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more the return says than another source, and what is likely behind it."""

    against: Against
    by: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the return with whatever it can be held against."""

    figure: CensusFigure
    live: Other | None
    published: Other | None
    differences: tuple[Difference, ...]


def beside(
    figures: Sequence[CensusFigure],
    parts: CensusParts,
    live: Mapping[CensusMeasure, Other],
    published: Mapping[CensusMeasure, Other],
) -> tuple[Line, ...]:
    """A line for each figure, in the order given; a difference names every likely reason."""
    lines = []
    for figure in figures:
        here, there = live.get(figure.measure), published.get(figure.measure)
        found = (
            _difference(Against.LIVE, figure, here, parts),
            _difference(Against.PUBLISHED, figure, there, parts),
        )
        lines.append(Line(figure, here, there, tuple(each for each in found if each)))
    return tuple(lines)


def _difference(
    against: Against, figure: CensusFigure, other: Other | None, parts: CensusParts
) -> Difference | None:
    if figure.value is None or other is None or other.value is None:
        return None
    by = tidy(figure.value - other.value, 2)
    if abs(by) <= SAME_WITHIN:
        return None
    reasons = [
        *_of_day(against, figure, other),
        *_of_agency(figure, other.value, parts),
        *((OF_LIVE if against is Against.LIVE else OF_PUBLISHED).get(figure.measure, ())),
        *_of_warnings(against, figure, other),
    ]
    return Difference(against, by, tuple(reasons or [_NOTHING_KNOWN[against]]))


def _of_day(against: Against, figure: CensusFigure, other: Other) -> list[str]:
    if other.day == figure.as_at:
        return []
    when = f"it is of {said_day(other.day)}, the return of {said_day(figure.as_at)}"
    if against is Against.PUBLISHED or other.on_the_day is None:
        return [when]
    then = value_words(figure.measure, other.on_the_day)
    return [f"{when}; of the return's day the workforce list says {then}"]


def _of_agency(figure: CensusFigure, other: float, parts: CensusParts) -> list[str]:
    """Whether the other average may lack agency workers, in the list or with their cases."""
    if figure.measure is not Published.AVERAGE_CASELOAD or figure.value is None:
        return []
    cases = parts.cases - parts.agency_cases
    without = average_caseload(cases, parts.holders_fte - parts.agency_holders_fte)
    if without is None or abs(without - other) >= abs(figure.value - other):
        return []
    return [
        f"without agency workers the return comes to {tidy(without):g}, which is nearer: they or "
        "their cases may be missing there"
    ]


def _of_warnings(against: Against, figure: CensusFigure, other: Other) -> list[str]:
    return [
        *(f"in the return, {warning}" for warning in figure.warnings),
        *(f"in the {against.value} figure, {warning}" for warning in other.warnings),
    ]


_NOTHING_KNOWN = {
    Against.LIVE: "nothing is known that explains it: compare the workforce list with the return, "
    "worker by worker",
    Against.PUBLISHED: "nothing is known that explains it: the return that was published may have "
    "been corrected after this copy of it was made",
}

LIVE: Mapping[CensusMeasure, Measure] = {
    Published.IN_POST_FTE: Measure.IN_POST_FTE,
    Published.IN_POST_HEADCOUNT: Measure.IN_POST_HEADCOUNT,
    Published.AGENCY_FTE: Measure.AGENCY_FTE,
    Published.AGENCY_HEADCOUNT: Measure.AGENCY_HEADCOUNT,
    Published.AGENCY_RATE: Measure.AGENCY_RATE,
    Published.AGENCY_COVERING_FTE: Measure.AGENCY_VACANCY_FTE,
    Published.VACANT_FTE: Measure.VACANT_FTE,
    Published.VACANCY_RATE: Measure.VACANCY_RATE,
    Published.STARTERS_FTE: Measure.STARTERS_FTE,
    Published.LEAVERS_FTE: Measure.LEAVERS_FTE,
    Published.TURNOVER_RATE: Measure.TURNOVER_RATE,
    Published.AVERAGE_CASELOAD: Measure.AVERAGE_CASELOAD,
    Measure.NEWLY_QUALIFIED: Measure.NEWLY_QUALIFIED,
}
"""Which live measure each is held against; cases and their holders are parts of the average."""

LIVE_PARTS = (Measure.AGENCY_FTE, Measure.AGENCY_VACANCY_FTE, Measure.VACANT_FTE)
Derived = Callable[[float | None, float | None, float | None], float | None]


def _not_covering(agency: float | None, covering: float | None, _: float | None) -> float | None:
    """Whatever the list says they cover instead, as the return does not tell that apart."""
    return None if agency is None or covering is None else tidy(agency - covering, 2)


def _cover_rate(agency: float | None, covering: float | None, _: float | None) -> float | None:
    return _rate(formulas.agency_cover_rate, covering, agency)


def _covered_rate(_: float | None, covering: float | None, vacant: float | None) -> float | None:
    return _rate(formulas.vacancies_covered_rate, covering, vacant)


def _rate(
    formula: Callable[[float, float], float | None], part: float | None, whole: float | None
) -> float | None:
    rate = None if part is None or whole is None else formula(part, whole)
    return None if rate is None else tidy(rate)


AS_THE_RETURN_COUNTS: Mapping[CensusMeasure, Derived] = {
    Measure.SUPERNUMERARY_FTE: _not_covering,
    Published.AGENCY_COVER_RATE: _cover_rate,
    Published.VACANCIES_COVERED_RATE: _covered_rate,
}
"""Live values made of `LIVE_PARTS`, so that like is held against like."""

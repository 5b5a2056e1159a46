"""The authority's own figures from its return, by the Department's formulas."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from models.census.definitions import CENSUS, CensusMeasure
from models.census.parts import MANY_CASES, CensusParts
from models.figures import formulas
from models.figures.definitions import Definition
from models.figures.figure import tidy
from models.reference.measures import PublishedMeasure as Published
from models.vocabulary import Measure

FTE_PLACES = 2


@dataclass(frozen=True, slots=True)
class CensusFigure:
    """One value with its parts; None where the return does not say, or has nobody to divide by."""

    measure: CensusMeasure
    value: float | None
    numerator: float | None
    denominator: float | None
    as_at: date  # the return's reference date
    warnings: tuple[str, ...] = ()

    @property
    def definition(self) -> Definition:
        return CENSUS[self.measure]


def census_figures(parts: CensusParts, as_at: date) -> tuple[CensusFigure, ...]:
    """Every figure of a return, in reading order; rates are percentages with one decimal."""
    return tuple(
        CensusFigure(
            measure,
            *_FORMED[measure](parts),
            as_at,
            tuple(clause for say in _WARNED.get(measure, ()) if (clause := say(parts))),
        )
        for measure in CENSUS
    )


Formed = tuple[float | None, float | None, float | None]  # value, numerator, denominator
Former = Callable[[CensusParts], Formed]


def _amount(name: str) -> Former:
    def form(parts: CensusParts) -> Formed:
        value: float | None = getattr(parts, name)
        amount = tidy(value, FTE_PLACES) if isinstance(value, float) else value
        return amount, amount, None

    return form


def _ratio(
    formula: Callable[[float, float], float | None], part: str, other: str, *, together: bool
) -> Former:
    """By the formula; the denominator is both parts together, or the second alone."""

    def form(parts: CensusParts) -> Formed:
        one: float | None = getattr(parts, part)
        two: float | None = getattr(parts, other)
        if one is None or two is None:
            return None, one, two
        value = formula(one, two)
        below = one + two if together else two
        return (
            None if value is None else tidy(value),
            tidy(one, FTE_PLACES),
            tidy(below, FTE_PLACES),
        )

    return form


def _supernumerary(parts: CensusParts) -> Formed:
    """None where more covers a vacancy than there is: one of the two numbers is wrong."""
    if parts.covering_fte is None or parts.covering_fte > parts.agency_fte:
        return None, parts.agency_fte, parts.covering_fte
    left = tidy(parts.agency_fte - parts.covering_fte, FTE_PLACES)
    return left, left, parts.agency_fte


def _absence(parts: CensusParts) -> Formed:
    value = formulas.absence_rate(parts.days_lost, parts.in_post_fte)
    days = tidy(parts.in_post_fte * formulas.WORKING_DAYS_A_YEAR, FTE_PLACES)
    return None if value is None else tidy(value), tidy(parts.days_lost, FTE_PLACES), days


_FORMED: dict[CensusMeasure, Former] = {
    Published.IN_POST_FTE: _amount("in_post_fte"),
    Published.IN_POST_HEADCOUNT: _amount("in_post_headcount"),
    Published.AGENCY_FTE: _amount("agency_fte"),
    Published.AGENCY_HEADCOUNT: _amount("agency_headcount"),
    Published.AGENCY_RATE: _ratio(formulas.agency_rate, "agency_fte", "in_post_fte", together=True),
    Published.AGENCY_COVERING_FTE: _amount("covering_fte"),
    Published.AGENCY_COVER_RATE: _ratio(
        formulas.agency_cover_rate, "covering_fte", "agency_fte", together=False
    ),
    Measure.SUPERNUMERARY_FTE: _supernumerary,
    Published.VACANT_FTE: _amount("vacant_fte"),
    Published.VACANCY_RATE: _ratio(
        formulas.vacancy_rate, "vacant_fte", "in_post_fte", together=True
    ),
    Published.VACANCIES_COVERED_RATE: _ratio(
        formulas.vacancies_covered_rate, "covering_fte", "vacant_fte", together=False
    ),
    Published.STARTERS_FTE: _amount("starters_fte"),
    Published.LEAVERS_FTE: _amount("leavers_fte"),
    Published.TURNOVER_RATE: _ratio(
        formulas.turnover_rate, "leavers_fte", "in_post_fte", together=False
    ),
    Published.CASES: _amount("cases"),
    Published.CASE_HOLDERS_FTE: _amount("holders_fte"),
    Published.AVERAGE_CASELOAD: _ratio(
        formulas.average_caseload, "cases", "holders_fte", together=False
    ),
    Published.DAYS_LOST: _amount("days_lost"),
    Published.ABSENCE_RATE: _absence,
    Measure.NEWLY_QUALIFIED: _amount("newly_qualified"),
}

Say = Callable[[CensusParts], str | None]


def _gap(name: str, one: str, many: str) -> Say:
    """A clause about so many records; none where there are none."""

    def say(parts: CensusParts) -> str | None:
        number: int = getattr(parts, name)
        return (one if number == 1 else f"{number:,} {many}") if number else None

    return say


_NO_FTE = _gap(
    "without_fte",
    "1 worker without an FTE adds nothing to it",
    "workers without an FTE add nothing to it",
)
_NO_EMPLOYMENT = _gap(
    "without_employment",
    "1 worker is left out: AgencyWorker is not said",
    "workers are left out: AgencyWorker is not said",
)
_ENDED = _gap(
    "ended_with_fte",
    "1 worker with both an FTE and an end date counts as in post",
    "workers with both an FTE and an end date count as in post",
)
_OUTSIDE = _gap(
    "ended_outside_the_year",
    "1 worker whose end date is not in the census's year is no leaver of it",
    "workers whose end date is not in the census's year are no leavers of it",
)
_LEAVERS = _gap(
    "leavers_without_fte",
    "1 leaver without an FTE a year before adds nothing to it",
    "leavers without an FTE a year before add nothing to it",
)
_STARTERS = _gap(
    "starters_in_post_before",
    "1 starter had an FTE a year before, and may only have changed role",
    "starters had an FTE a year before, and may only have changed role",
)
_CASES = _gap(
    "cases_left_out",
    "1 case of somebody who has left or has no FTE is left out",
    "cases of workers who have left or have no FTE are left out",
)
_MANY = _gap(
    "holders_of_many",
    f"1 worker holds more than {MANY_CASES} cases",
    f"workers hold more than {MANY_CASES} cases",
)
_DAYS = _gap(
    "without_days_lost",
    "1 worker in post does not say the days lost",
    "workers in post do not say the days lost",
)


def _leavers_days(parts: CensusParts) -> str | None:
    days = tidy(parts.leavers_days_lost)
    return f"{days:g} of the days lost are leavers'" if days else None


def _not_said(name: str, element: str) -> Say:
    return lambda parts: f"the return has no {element}" if getattr(parts, name) is None else None


def _more_cover(parts: CensusParts) -> str | None:
    if parts.covering_fte is None or parts.covering_fte <= parts.agency_fte:
        return None
    return (
        f"{parts.covering_fte:g} agency FTE cover a vacancy (NoAgencyFTE), more than the "
        f"{tidy(parts.agency_fte, FTE_PLACES):g} agency FTE there are"
    )


_NO_COVER = _not_said("covering_fte", "NoAgencyFTE")
_NO_VACANCIES = _not_said("vacant_fte", "NumberOfVacancies")
_STAFF = (_NO_FTE, _NO_EMPLOYMENT)

_WARNED: dict[CensusMeasure, Sequence[Say]] = {
    Published.IN_POST_FTE: (*_STAFF, _ENDED),
    Published.IN_POST_HEADCOUNT: (_NO_EMPLOYMENT, _ENDED),
    Published.AGENCY_FTE: _STAFF,
    Published.AGENCY_HEADCOUNT: (_NO_EMPLOYMENT,),
    Published.AGENCY_RATE: _STAFF,
    Published.AGENCY_COVERING_FTE: (_NO_COVER, _more_cover),
    Published.AGENCY_COVER_RATE: (_NO_COVER, _more_cover),
    Measure.SUPERNUMERARY_FTE: (_NO_COVER, _more_cover),
    Published.VACANT_FTE: (_NO_VACANCIES,),
    Published.VACANCY_RATE: (_NO_VACANCIES, *_STAFF),
    Published.VACANCIES_COVERED_RATE: (_NO_COVER, _NO_VACANCIES),
    Published.STARTERS_FTE: (_STARTERS,),
    Published.LEAVERS_FTE: (_OUTSIDE, _LEAVERS),
    Published.TURNOVER_RATE: (_OUTSIDE, _LEAVERS, *_STAFF),
    Published.CASES: (_CASES, _MANY),
    Published.AVERAGE_CASELOAD: (_CASES, _MANY),
    Published.DAYS_LOST: (_DAYS, _leavers_days),
    Published.ABSENCE_RATE: (_DAYS, _leavers_days, *_STAFF),
}

"""A return's figures in words: values with their unit, and the few lines that an import prints."""

from collections.abc import Sequence
from datetime import date

from models.census.definitions import CensusMeasure
from models.census.figures import CensusFigure
from models.figures.figure import fixed, shown
from models.reference.measures import PublishedMeasure as Published
from models.vocabulary import Measure

RATES = frozenset(
    {
        *(Published.AGENCY_RATE, Published.AGENCY_COVER_RATE, Published.VACANCY_RATE),
        *(Published.VACANCIES_COVERED_RATE, Published.TURNOVER_RATE, Published.ABSENCE_RATE),
    }
)


_WHOLE = frozenset(
    {
        *(Published.IN_POST_HEADCOUNT, Published.AGENCY_HEADCOUNT, Published.CASES),
        Measure.NEWLY_QUALIFIED,
    }
)


def value_words(measure: CensusMeasure, value: float | None) -> str:
    """ "16.5 %", "226.9", "2,222"; a dash for none."""
    return value_cell(measure, value) if measure in RATES else shown(value)


def value_cell(measure: CensusMeasure, value: float | None) -> str:
    """The same as it stands in a table: what is no number of people or cases has one decimal."""
    if value is None or measure in _WHOLE:
        return shown(value)
    return f"{fixed(value)} %" if measure in RATES else fixed(value)


def said_day(day: date) -> str:
    """ "30 September 2025"."""
    return f"{day.day} {day:%B %Y}"


def of_another(authority_code: str, own: str | None) -> str | None:
    """That a return may be another authority's, by the code in the settings; None where it is not.

    An E code is not compared, for a return has three digits.
    """
    if own is None or own.startswith("E") or authority_code in own.split("/"):
        return None
    return (
        f"the return is of authority {authority_code}, and CASELOAD_AUTHORITY_CODE is {own}: "
        "correct the setting, or import your own return"
    )


def figure_lines(figures: Sequence[CensusFigure]) -> list[str]:
    """The figures by the thing they are about, a line each."""
    by_measure = {figure.measure: figure for figure in figures}

    def said(measure: CensusMeasure) -> str:
        return value_words(measure, by_measure[measure].value)

    def people(measure: CensusMeasure) -> str:
        return f"{said(measure)} {'person' if by_measure[measure].value == 1 else 'people'}"

    return [
        f"in post {said(Published.IN_POST_FTE)} FTE ({people(Published.IN_POST_HEADCOUNT)}), "
        f"agency {said(Published.AGENCY_FTE)} FTE ({people(Published.AGENCY_HEADCOUNT)}), "
        f"agency rate {said(Published.AGENCY_RATE)}",
        f"vacancies {said(Published.VACANT_FTE)} FTE, vacancy rate "
        f"{said(Published.VACANCY_RATE)}; agency covering a vacancy "
        f"{said(Published.AGENCY_COVERING_FTE)} FTE, not covering one "
        f"{said(Measure.SUPERNUMERARY_FTE)} FTE",
        f"average caseload {said(Published.AVERAGE_CASELOAD)}: {said(Published.CASES)} cases, "
        f"{said(Published.CASE_HOLDERS_FTE)} FTE of case holders",
        f"turnover {said(Published.TURNOVER_RATE)}: leavers {said(Published.LEAVERS_FTE)} FTE, "
        f"starters {said(Published.STARTERS_FTE)} FTE; absence {said(Published.ABSENCE_RATE)}; "
        f"newly qualified {said(Measure.NEWLY_QUALIFIED)}",
    ]

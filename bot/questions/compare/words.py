"""What people call the five published measures, and how their values are said."""

from collections.abc import Mapping

from models.figures.figure import fixed
from models.reference.measures import COMPARED, PublishedMeasure

_CASELOAD, _AGENCY = PublishedMeasure.AVERAGE_CASELOAD, PublishedMeasure.AGENCY_RATE
_VACANCY, _TURNOVER = PublishedMeasure.VACANCY_RATE, PublishedMeasure.TURNOVER_RATE
_ABSENCE = PublishedMeasure.ABSENCE_RATE

_CALLED: Mapping[PublishedMeasure, frozenset[str]] = {
    _CASELOAD: frozenset({"caseload", "caseloads", "case", "cases", "load", "loads"}),
    _AGENCY: frozenset({"agency", "locum", "locums", "permanent"}),
    _VACANCY: frozenset({"vacancy", "vacancies", "vacant", "posts", "unfilled"}),
    _TURNOVER: frozenset({"turnover", "leavers", "leaving", "retention"}),
    _ABSENCE: frozenset({"absence", "absences", "absent", "sickness", "sick"}),
}

SHORT: Mapping[PublishedMeasure, str] = {
    _CASELOAD: "Caseload",
    _AGENCY: "Agency",
    _VACANCY: "Vacancies",
    _TURNOVER: "Turnover",
    _ABSENCE: "Absence",
}
"""The measure on a button."""

ASKED_AS: Mapping[PublishedMeasure, str] = {
    measure: f"compare {SHORT[measure].lower()}" for measure in COMPARED
}


def measure_called(about: str) -> PublishedMeasure | None:
    """The measure that the words of a question mean; None where they mean none of the five."""
    words = set(about.split())
    return next((measure for measure, names in _CALLED.items() if names & words), None)


def value_said(measure: PublishedMeasure, value: float | None) -> str:
    """ "15.4" or "9.1 %"; a dash for none."""
    if value is None:
        return "–"
    return fixed(value) if measure is _CASELOAD else f"{fixed(value)} %"


def value_named(measure: PublishedMeasure, value: float | None) -> str:
    """ "15.4 cases per full-time worker" or "agency rate 9.1 %", to begin a headline."""
    said = value_said(measure, value)
    if measure is _CASELOAD:
        return f"{said} cases per full-time worker"
    return f"{COMPARED[measure].label} {said}"

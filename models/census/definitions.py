"""What each figure of a census return means, by the elements it is counted from."""

from models.figures.definitions import DFE, OWN, Definition
from models.figures.formulas import WORKING_DAYS_A_YEAR
from models.reference.measures import PublishedMeasure as Published
from models.vocabulary import Measure

CensusMeasure = Published | Measure
"""What is published by the published word, so that the two stand side by side; two that are not."""

CENSUS: dict[CensusMeasure, Definition] = {
    Published.IN_POST_FTE: Definition(
        "in post, FTE",
        "FTE of records with AgencyWorker 0 that have an FTE, or no RoleEndDate.",
        DFE,
    ),
    Published.IN_POST_HEADCOUNT: Definition(
        "in post, people",
        "The people of the same records; two records with one registration number are one person.",
        DFE,
    ),
    Published.AGENCY_FTE: Definition(
        "agency, FTE",
        "FTE of records with AgencyWorker 1 that have an FTE, or no RoleEndDate.",
        DFE,
    ),
    Published.AGENCY_HEADCOUNT: Definition(
        "agency, people", "How many such records there are; agency workers are not joined.", DFE
    ),
    Published.AGENCY_RATE: Definition(
        "agency rate", "Agency FTE divided by agency and in-post FTE.", DFE
    ),
    Published.AGENCY_COVERING_FTE: Definition(
        "agency covering a vacancy, FTE",
        "NoAgencyFTE: one number for the authority; no record says it of a worker.",
        DFE,
    ),
    Published.AGENCY_COVER_RATE: Definition(
        "agency that covers a vacancy", "NoAgencyFTE divided by agency FTE.", DFE
    ),
    Measure.SUPERNUMERARY_FTE: Definition(
        "agency not covering a vacancy, FTE",
        "Agency FTE less NoAgencyFTE: supernumerary workers and those who cover an absence, which "
        "the return does not tell apart.",
        OWN,
    ),
    Published.VACANT_FTE: Definition(
        "vacancies, FTE",
        "NumberOfVacancies, as it was put into the return; those covered by agency are in it.",
        DFE,
    ),
    Published.VACANCY_RATE: Definition(
        "vacancy rate", "Vacancies divided by vacancies and in-post FTE.", DFE
    ),
    Published.VACANCIES_COVERED_RATE: Definition(
        "vacancies covered by agency", "NoAgencyFTE divided by vacancies, at most 100.", DFE
    ),
    Published.STARTERS_FTE: Definition(
        "starters, FTE",
        "FTE of records with AgencyWorker 0 whose RoleStartDate is in the year to 30 September.",
        DFE,
    ),
    Published.LEAVERS_FTE: Definition(
        "leavers, FTE",
        "FTE30, the FTE a year before, of records with AgencyWorker 0 and no FTE left whose "
        "RoleEndDate is in the year to 30 September: a leaver's FTE on the day is 0.",
        DFE,
    ),
    Published.TURNOVER_RATE: Definition(
        "turnover rate", "Leavers' FTE divided by in-post FTE.", DFE
    ),
    Published.CASES: Definition(
        "cases", "Cases30 of everybody here with an FTE and a case, agency included.", DFE
    ),
    Published.CASE_HOLDERS_FTE: Definition(
        "case holders, FTE", "FTE (not FTE30) of everybody here with at least one case.", DFE
    ),
    Published.AVERAGE_CASELOAD: Definition(
        "average caseload", "Cases divided by case holders' FTE.", DFE
    ),
    Published.DAYS_LOST: Definition(
        "working days lost",
        "WorkingDaysLost of records with AgencyWorker 0, leavers included.",
        DFE,
    ),
    Published.ABSENCE_RATE: Definition(
        "absence rate",
        f"Working days lost divided by in-post FTE times {WORKING_DAYS_A_YEAR} days.",
        DFE,
    ),
    Measure.NEWLY_QUALIFIED: Definition(
        "newly qualified", "People here with CFKSSstatus 1, agency included.", OWN
    ),
}
"""In the order they are read."""

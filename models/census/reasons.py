"""Why a return, the live figures and the published ones may differ even on the same day."""

from collections.abc import Mapping, Sequence

from models.census.definitions import CensusMeasure
from models.reference.measures import PublishedMeasure as Published
from models.vocabulary import Measure

_VACANCIES = (
    "the return's vacancies are one number put in for the authority, the live ones are counted "
    "post by post"
)
_COVER = (
    "the return's NoAgencyFTE is one number put in for the authority, the live figure is counted "
    "by the basis of each agency worker"
)
_ROLES = (
    "the live figure counts social workers by their role in the workforce list, the return "
    "everybody who has a record"
)
_CASES = (
    "the return has the cases that were put in for each worker (Cases30), the live figure those of "
    "the case system"
)
_LEAVERS = (
    "the return takes a leaver's FTE from a year before (FTE30), the live figure from when they "
    "left"
)
_YEAR = "the return's year ends on 30 September, the live twelve months on the day of the data"
_MOVES = "the live figure leaves out who only moved inside the authority"

OF_LIVE: Mapping[CensusMeasure, Sequence[str]] = {
    Published.IN_POST_FTE: (_ROLES,),
    Published.IN_POST_HEADCOUNT: (_ROLES,),
    Published.AGENCY_FTE: (_ROLES,),
    Published.AGENCY_HEADCOUNT: (_ROLES,),
    Published.AGENCY_RATE: (_ROLES,),
    Published.AGENCY_COVERING_FTE: (_COVER,),
    Published.AGENCY_COVER_RATE: (_COVER,),
    Published.VACANCIES_COVERED_RATE: (_COVER, _VACANCIES),
    Measure.SUPERNUMERARY_FTE: (_COVER,),
    Published.VACANT_FTE: (_VACANCIES,),
    Published.VACANCY_RATE: (_VACANCIES,),
    Published.STARTERS_FTE: (_YEAR, _MOVES),
    Published.LEAVERS_FTE: (_YEAR, _LEAVERS, _MOVES),
    Published.TURNOVER_RATE: (_YEAR, _LEAVERS, _MOVES),
    Published.CASES: (_CASES, _ROLES),
    Published.CASE_HOLDERS_FTE: (_CASES, _ROLES),
    Published.AVERAGE_CASELOAD: (_CASES, _ROLES),
    Measure.NEWLY_QUALIFIED: (
        "the return counts CFKSSstatus 1, the live figure the day until which each worker is newly "
        "qualified",
    ),
}

_PEOPLE = (
    "the Department tells that two records are one person by more than the registration number"
)
_LEAVERS_FTE = (
    "the return's leavers are counted by FTE30; somebody who came and left within the year has none"
)
_CREDIBLE = "the Department leaves out workers whose number of cases cannot be believed"

OF_PUBLISHED: Mapping[CensusMeasure, Sequence[str]] = {
    Published.IN_POST_HEADCOUNT: (_PEOPLE,),
    Published.LEAVERS_FTE: (_LEAVERS_FTE,),
    Published.TURNOVER_RATE: (_LEAVERS_FTE,),
    Published.CASES: (_CREDIBLE,),
    Published.CASE_HOLDERS_FTE: (_CREDIBLE,),
    Published.AVERAGE_CASELOAD: (_CREDIBLE,),
}

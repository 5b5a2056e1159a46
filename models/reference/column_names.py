"""The columns of the Department's files, with the names they had in other releases."""

from collections.abc import Sequence
from dataclasses import replace

from models.extracts.sheets import Column
from models.reference.measures import PublishedMeasure as M

HOW_MANY_NEIGHBOURS = 10

YEAR = Column("time_period", ("year", "reporting_year", "time"))
LEVEL = Column("geographic_level", ("geography_level", "level"), required=False)
CATEGORY = Column("category", required=False)
OLD_CODE = Column(
    "old_la_code",
    ("la_code", "la_num", "la_number", "lea_code", "la_no", "LA_code (3 digit)"),
    required=False,
)
NEW_CODE = Column(
    "new_la_code", ("ons_code", "gss_code", "la_ons_code", "LA_code (9 digit)"), required=False
)
NAME = Column("la_name", ("local_authority", "authority", "la"), required=False)

_AREA_COLUMNS = (
    YEAR,
    LEVEL,
    Column("country_code", required=False),
    Column("country_name", required=False),
    Column("region_code", required=False),
    Column("region_name", ("region",), required=False),
    OLD_CODE,
    NEW_CODE,
    NAME,
)


def _rate(name: str, *others: str) -> Column:
    """A rate, of which other releases say in its name that it is a percentage."""
    names = (name, *others)
    marked = (f"{each}_{mark}" for each in names for mark in ("perc", "percent", "pct"))
    return Column(name, (*others, *marked), required=False)


def _part(name: str, *others: str) -> Column:
    return Column(name, others, required=False)


MEASURES: dict[M, Column] = {
    M.IN_POST_FTE: _part(
        "inpost_fte", "social_worker_fte", "social_workers_fte", "A1_FTE_ChildrensSocialWorkers"
    ),
    M.IN_POST_HEADCOUNT: _part(
        "inpost_headcount",
        "social_worker_headcount",
        "social_workers_headcount",
        "A1_Headcount_ChildrensSocialWorkers",
    ),
    M.STARTERS_FTE: _part("starters_fte", "starter_fte", "B1_FTE_Starters"),
    M.STARTERS_HEADCOUNT: _part("starters_headcount", "starter_headcount", "B1_Headcount_Starters"),
    M.LEAVERS_FTE: _part("leavers_fte", "leaver_fte", "B2_FTE_Leavers"),
    M.LEAVERS_HEADCOUNT: _part("leavers_headcount", "leaver_headcount", "B2_Headcount_Leavers"),
    M.TURNOVER_RATE: _rate("turnover_rate_fte", "B3_FTE_TurnoverRate"),
    M.TURNOVER_RATE_HEADCOUNT: _rate("turnover_rate_headcount", "B3_Headcount_TurnoverRate"),
    M.AGENCY_FTE: _part(
        "agency_fte", "agency_worker_fte", "agency_workers_fte", "D1_FTE_AgencyWorkers"
    ),
    M.AGENCY_HEADCOUNT: _part(
        "agency_headcount",
        "agency_worker_headcount",
        "agency_workers_headcount",
        "D1_Headcount_AgencyWorkers",
    ),
    M.AGENCY_RATE: _rate("agency_rate_fte", "agency_worker_rate_fte", "D2_FTE_AgencyWorkerRate"),
    M.AGENCY_RATE_HEADCOUNT: _rate(
        "agency_rate_headcount", "agency_worker_rate_headcount", "D2_Headcount_AgencyWorkerRate"
    ),
    M.AGENCY_COVERING_FTE: _part("agency_cover_fte", "D1a_FTE_AgencyWorkers"),
    M.AGENCY_COVER_RATE: _rate("agency_cover_rate_fte"),
    M.VACANT_FTE: _part("vacancy_fte", "vacancies_fte", "A2_FTE_Vacancies"),
    M.VACANCY_RATE: _rate("vacancy_rate_fte", "A3_FTE_VacancyRate"),
    M.VACANCIES_COVERED_RATE: _rate("vacancy_agency_cover_rate_fte"),
    M.CASE_HOLDERS_FTE: _part("case_holders_fte", "case_holder_fte"),
    M.CASES: _part("cases", "cases_held"),
    M.AVERAGE_CASELOAD: _part("caseload_fte", "average_caseload_fte", "average_caseload"),
    M.DAYS_LOST: _part("working_days_lost_fte", "working_days_lost", "C1_FTE_Absence"),
    M.ABSENCE_RATE: _rate("absence_rate_fte", "C2_FTE_AbsenceRate"),
}
NEED: dict[M, Column] = {
    M.CHILDREN_IN_NEED: Column("At31_episodes", ("at_31_march_episodes",), required=False)
}

INDICATOR_COLUMNS = (*_AREA_COLUMNS, *MEASURES.values())
NEED_COLUMNS = (*_AREA_COLUMNS, CATEGORY, *NEED.values())
NEIGHBOUR_COLUMNS = (
    Column(OLD_CODE.name, OLD_CODE.others),
    NAME,
    *(Column(f"SN_{n}") for n in range(1, HOW_MANY_NEIGHBOURS + 1)),
    *(Column(f"SN_{n}P", required=False) for n in range(1, HOW_MANY_NEIGHBOURS + 1)),
)


def of_year(named: Sequence[Column], year: int | None) -> tuple[Column, ...]:
    """The columns as the releases of 2015 and 2016 name them: with the year behind each name.

    Those files have no column of years; without a year the columns are as they are.
    """
    if year is None:
        return tuple(named)
    return tuple(
        replace(
            column,
            others=(*column.others, *(f"{name}_{year}" for name in (column.name, *column.others))),
            required=column.required and column is not YEAR,
        )
        for column in named
    )

"""The Department's formulas: the same for the live figures and for proving the published ones.

Rates are percentages from 0 to 100, not rounded; None where there is nothing to divide by. Source:
Department for Education, children's social work workforce, which prints them to one decimal.
"""

WORKING_DAYS_A_YEAR = 253
"""By this the published absence rates follow from their parts; by 252 or 254 fewer of them do."""


def agency_rate(agency_fte: float, in_post_fte: float) -> float | None:
    """Agency workers among agency workers and those in post; also by headcount."""
    return _percent(agency_fte, agency_fte + in_post_fte)


def permanent_share(agency_fte: float, in_post_fte: float) -> float | None:
    """What the agency rate leaves of 100."""
    rate = agency_rate(agency_fte, in_post_fte)
    return None if rate is None else 100 - rate


def vacancy_rate(vacant_fte: float, in_post_fte: float) -> float | None:
    """Vacant posts, those covered by agency workers included, among vacant posts and in post."""
    return _percent(vacant_fte, vacant_fte + in_post_fte)


def turnover_rate(leavers_fte: float, in_post_fte: float) -> float | None:
    """Those who left in twelve months for each in post at their end; also by headcount."""
    return _percent(leavers_fte, in_post_fte)


def absence_rate(days_lost: float, in_post_fte: float) -> float | None:
    """Working days lost in twelve months among those that workers in post could have worked."""
    return _percent(days_lost, in_post_fte * WORKING_DAYS_A_YEAR)


def agency_cover_rate(covering_fte: float, agency_fte: float) -> float | None:
    """Agency workers who cover a vacancy among all agency workers."""
    return _percent(covering_fte, agency_fte)


def vacancies_covered_rate(covering_fte: float, vacant_fte: float) -> float | None:
    """Vacant posts covered by agency workers among all vacant posts; never over 100."""
    rate = _percent(covering_fte, vacant_fte)
    return None if rate is None else min(rate, 100.0)


def average_caseload(cases: float, holders_fte: float) -> float | None:
    """Cases for each full-time social worker, agency included, who holds at least one."""
    return cases / holders_fte if holders_fte > 0 else None


def _percent(part: float, whole: float) -> float | None:
    return 100 * part / whole if whole > 0 else None

"""The words of the published figures: what is published, what it means, why a value is missing."""

from dataclasses import dataclass
from enum import StrEnum


class PublishedMeasure(StrEnum):
    """A published part or rate, by its column in our own layout."""

    IN_POST_FTE = "in_post_fte"
    IN_POST_HEADCOUNT = "in_post_headcount"
    STARTERS_FTE = "starters_fte"
    STARTERS_HEADCOUNT = "starters_headcount"
    LEAVERS_FTE = "leavers_fte"
    LEAVERS_HEADCOUNT = "leavers_headcount"
    TURNOVER_RATE = "turnover_rate"
    TURNOVER_RATE_HEADCOUNT = "turnover_rate_headcount"
    AGENCY_FTE = "agency_fte"
    AGENCY_HEADCOUNT = "agency_headcount"
    AGENCY_RATE = "agency_rate"
    AGENCY_RATE_HEADCOUNT = "agency_rate_headcount"
    AGENCY_COVERING_FTE = "agency_covering_fte"
    AGENCY_COVER_RATE = "agency_cover_rate"
    VACANT_FTE = "vacant_fte"
    VACANCY_RATE = "vacancy_rate"
    VACANCIES_COVERED_RATE = "vacancies_covered_rate"
    CASE_HOLDERS_FTE = "case_holders_fte"
    CASES = "cases"
    AVERAGE_CASELOAD = "average_caseload"
    DAYS_LOST = "days_lost"
    ABSENCE_RATE = "absence_rate"
    CHILDREN_IN_NEED = "children_in_need"  # published in a file of its own


class Symbol(StrEnum):
    """What is printed where a number is not."""

    NOT_APPLICABLE = "z"
    UNAVAILABLE = "x"
    SUPPRESSED = "c"
    LOW = "low"
    UNRELIABLE = "u"


MEANINGS = {
    Symbol.NOT_APPLICABLE: "not applicable",
    Symbol.UNAVAILABLE: "not available",
    Symbol.SUPPRESSED: "suppressed to protect confidential information",
    Symbol.LOW: "more than nothing, and rounds to 0",
    Symbol.UNRELIABLE: "left out because it is not reliable",
}
"""As the Department explains its symbols with each release."""

NOT_PUBLISHED = "not published for this year"
"""Where there is no row, or the row has no such column."""


@dataclass(frozen=True, slots=True)
class Description:
    """How a published measure is spoken of."""

    label: str
    unit: str
    sentence: str  # the definition


SOURCE = "Department for Education, children's social work workforce"

COMPARED = {
    PublishedMeasure.AVERAGE_CASELOAD: Description(
        "average caseload",
        "cases per FTE",
        "Cases held on 30 September by social workers in post, agency included, divided by the FTE "
        "of those holding at least one case.",
    ),
    PublishedMeasure.AGENCY_RATE: Description(
        "agency rate",
        "%",
        "FTE of agency social workers on 30 September divided by the FTE of agency social workers "
        "and social workers in post together.",
    ),
    PublishedMeasure.VACANCY_RATE: Description(
        "vacancy rate",
        "%",
        "FTE of vacant posts on 30 September, those covered by agency workers included, divided by "
        "the FTE of vacant posts and social workers in post together.",
    ),
    PublishedMeasure.TURNOVER_RATE: Description(
        "turnover rate",
        "%",
        "FTE of social workers who left in the year to 30 September divided by the FTE in post on "
        "that day.",
    ),
    PublishedMeasure.ABSENCE_RATE: Description(
        "absence rate",
        "%",
        "Working days lost to sickness in the year to 30 September divided by the days that social "
        "workers in post could have worked: their FTE times 253.",
    ),
}
"""What can be compared with England, the region and the neighbours, in the order it is shown."""

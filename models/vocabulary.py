"""The fixed words of the field, as they stand in extracts, tables, Slack and the command line.

An extract with any other word is refused with the list (see `models.extracts.cells`).
"""

from enum import StrEnum


class TeamKind(StrEnum):
    """What a team does; limits may be set by kind of team."""

    ASSESSMENT = "assessment"
    SAFEGUARDING = "safeguarding"
    COURT = "court"
    LOOKED_AFTER = "looked_after"
    CARE_LEAVERS = "care_leavers"
    DISABLED_CHILDREN = "disabled_children"
    FOSTERING = "fostering"
    ADOPTION = "adoption"
    EARLY_HELP = "early_help"
    OTHER = "other"


class CaseKind(StrEnum):
    """What a case is, in the order Annex A decides it (the first that applies)."""

    LOOKED_AFTER = "looked_after"
    CHILD_PROTECTION = "child_protection"
    CHILD_IN_NEED = "child_in_need"
    ASSESSMENT = "assessment"
    CARE_LEAVER = "care_leaver"
    OTHER = "other"


class Role(StrEnum):
    """A worker's role: the census's six are social workers, the rest are other staff."""

    SENIOR_MANAGER = "senior_manager"
    MIDDLE_MANAGER = "middle_manager"
    FIRST_LINE_MANAGER = "first_line_manager"
    SENIOR_PRACTITIONER = "senior_practitioner"
    CASE_HOLDER = "case_holder"
    QUALIFIED_WITHOUT_CASES = "qualified_without_cases"
    PERSONAL_ADVISER = "personal_adviser"
    FAMILY_SUPPORT = "family_support"
    COURT_OFFICER = "court_officer"
    BUSINESS_SUPPORT = "business_support"
    OTHER = "other"


SOCIAL_WORKER_ROLES = frozenset(
    {
        Role.SENIOR_MANAGER,
        Role.MIDDLE_MANAGER,
        Role.FIRST_LINE_MANAGER,
        Role.SENIOR_PRACTITIONER,
        Role.CASE_HOLDER,
        Role.QUALIFIED_WITHOUT_CASES,
    }
)
"""OrgRole 1 to 6 of the children's social work workforce census."""


CASE_HOLDING_ROLES = frozenset(
    {Role.CASE_HOLDER, Role.SENIOR_PRACTITIONER, Role.PERSONAL_ADVISER, Role.FAMILY_SUPPORT}
)
"""Roles that are expected to hold cases; a manager may hold some, but is nowhere to allocate to."""


class Employment(StrEnum):
    PERMANENT = "permanent"
    FIXED_TERM = "fixed_term"
    AGENCY = "agency"


class AgencyBasis(StrEnum):
    """Why an agency worker is here; only agency workers have one."""

    VACANCY = "vacancy"
    ABSENCE = "absence"
    SUPERNUMERARY = "supernumerary"


class Funding(StrEnum):
    BASE = "base"
    TIME_LIMITED = "time_limited"
    UNFUNDED = "unfunded"


class LimitScope(StrEnum):
    """Whom a row of limits applies to, most specific first."""

    STAFF = "staff"
    TEAM = "team"
    KIND = "kind"
    AUTHORITY = "authority"
    NEWLY_QUALIFIED = "newly_qualified"


class ExtractKind(StrEnum):
    """Which of the authority's feeds a file belongs to."""

    ALLOCATIONS = "allocations"
    WORKFORCE = "workforce"


class LoadStatus(StrEnum):
    LOADED = "loaded"
    UNCHANGED = "unchanged"
    HELD = "held"
    REFUSED = "refused"


class Measure(StrEnum):
    """A kind of figure, by its name in JSON answers, definitions and targets."""

    OPEN_CASES = "open_cases"
    OPENED = "opened"
    CLOSED = "closed"
    AVERAGE_CASELOAD = "average_caseload"
    WORKING_AVERAGE_CASELOAD = "working_average_caseload"
    MEDIAN_CASELOAD = "median_caseload"
    HIGHEST_CASELOAD = "highest_caseload"
    AT_20_OR_MORE = "at_20_or_more"
    OVER_LIMIT = "over_limit"
    NOBODY_AT_WORK = "held_by_nobody_at_work"
    UNALLOCATED = "unallocated"
    NOT_SEEN = "not_seen"
    CASELOAD = "caseload"
    CASELOAD_PER_FTE = "caseload_per_fte"
    ALLOWANCE = "allowance"
    POSTS_FTE = "posts_fte"
    VACANT_FTE = "vacant_fte"
    VACANCY_RATE = "vacancy_rate"
    IN_POST_FTE = "in_post_fte"
    IN_POST_HEADCOUNT = "in_post_headcount"
    AGENCY_FTE = "agency_fte"
    AGENCY_HEADCOUNT = "agency_headcount"
    AGENCY_RATE = "agency_rate"
    SUPERNUMERARY_FTE = "supernumerary_fte"
    PERMANENT_SHARE = "permanent_share"
    TURNOVER_RATE = "turnover_rate"
    UNDER_TWO_YEARS_SHARE = "under_two_years_share"


def words(value: StrEnum | str) -> str:
    """The word as a person reads it: ``child_in_need`` is "child in need"."""
    return str(value).replace("_", " ")

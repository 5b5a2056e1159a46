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
    """What a file that can be imported holds."""

    ALLOCATIONS = "allocations"
    WORKFORCE = "workforce"
    INDICATORS = "indicators"  # published: the Department's workforce indicators
    NEIGHBOURS = "neighbours"  # published: the ten statistical neighbours of each authority
    CHILDREN_IN_NEED = "children_in_need"  # published
    CENSUS_RETURN = "census_return"  # the authority's own return to the workforce census


FEEDS = (ExtractKind.ALLOCATIONS, ExtractKind.WORKFORCE)
"""The authority's own feeds, which every figure is made of; the other files are yardsticks."""

PUBLISHED = (ExtractKind.INDICATORS, ExtractKind.NEIGHBOURS, ExtractKind.CHILDREN_IN_NEED)
"""Files that the Department publishes about every authority."""


class LoadStatus(StrEnum):
    LOADED = "loaded"
    UNCHANGED = "unchanged"
    HELD = "held"
    REFUSED = "refused"


class RuleKind(StrEnum):
    """What a rule looks for."""

    WORKER_OVER = "worker_over_limit"
    NEWLY_QUALIFIED_OVER = "newly_qualified_over_limit"
    TEAM_ABOVE_PROMISE = "team_above_promise"
    URGENT_UNALLOCATED = "urgent_case_unallocated"
    UNALLOCATED = "case_unallocated"
    ABSENT_HOLDING = "absent_worker_holding_cases"
    LEAVER_HOLDING = "leaver_holding_cases"
    NOT_SEEN = "child_not_seen"
    DATA_LATE = "data_late"
    LOAD_HELD = "load_held"
    UNMATCHED = "unmatched_workers"
    AGENCY_ABOVE = "agency_above_target"
    SUPERNUMERARY_PAST_END = "supernumerary_past_end"
    VACANCY_OFF = "vacancy_off_target"
    PERMANENT_OFF = "permanent_share_off_target"
    TURNOVER_OFF = "turnover_off_target"
    TARGET_MISSED = "target_will_be_missed"
    FUNDING_ENDS = "funding_ends"
    TEAM_ENDS = "team_ends"


class ToldTo(StrEnum):
    """Who is told of an alert, each by the channel in the workforce or the settings."""

    TEAM = "team"
    SERVICE = "service"
    LEADERSHIP = "leadership"
    ADMINISTRATORS = "administrators"


class AlertState(StrEnum):
    """Where an alert is in its life."""

    PENDING = "pending"  # over, but not yet for long enough
    FIRING = "firing"
    ACKNOWLEDGED = "acknowledged"  # with a decision and a review date
    SNOOZED = "snoozed"  # until a date
    HELD = "held"  # the data is late: nothing fires and nothing resolves
    RESOLVED = "resolved"


class Ending(StrEnum):
    """Which kind of end a breach had."""

    FELL = "fell"
    MOVED = "moved"  # cases went to colleagues, who may now be near their own limit
    LEFT = "left"
    ABSENT = "absent"
    RETURNED = "returned"  # back at work, with the cases
    MOVED_TEAM = "moved_team"  # now works in another team, and is judged there
    LIMIT_CHANGED = "limit_changed"
    RULE_CHANGED = "rule_changed"
    SWITCHED_OFF = "switched_off"


class Leaving(StrEnum):
    """How a case left its worker."""

    CLOSED = "closed"  # or gone from the extract
    MOVED = "moved"  # to a colleague, in the workforce or not
    UNALLOCATED = "unallocated"


class DecisionKind(StrEnum):
    """What a manager decided about an alert."""

    NO_NEW_ALLOCATIONS = "no_new_allocations"
    CASES_BEING_MOVED = "cases_being_moved"
    AGREED_EXCEPTION = "agreed_exception"
    VISIT_BOOKED = "visit_booked"
    BEING_PUT_RIGHT = "being_put_right"
    OTHER = "other"


class Deed(StrEnum):
    """What the outbox asks Slack to do."""

    POST = "post"
    EDIT = "edit"
    REPLY = "reply"  # in the message's thread, and visible in the channel
    IN_THREAD = "in_thread"  # in the thread alone


class OutboxState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"  # taken with a lease; begun, and not yet confirmed
    SENT = "sent"
    PARKED = "parked"  # it cannot be sent as things are; an administrator decides
    DROPPED = "dropped"  # overtaken before it was sent, or dropped by an administrator


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
    BASE_POSTS_FTE = "base_posts_fte"
    TIME_LIMITED_POSTS_FTE = "time_limited_posts_fte"
    UNFUNDED_POSTS_FTE = "unfunded_posts_fte"
    VACANT_FTE = "vacant_fte"
    VACANCY_RATE = "vacancy_rate"
    IN_POST_FTE = "in_post_fte"
    IN_POST_HEADCOUNT = "in_post_headcount"
    AGENCY_FTE = "agency_fte"
    AGENCY_HEADCOUNT = "agency_headcount"
    AGENCY_RATE = "agency_rate"
    AGENCY_VACANCY_FTE = "agency_vacancy_fte"
    AGENCY_ABSENCE_FTE = "agency_absence_fte"
    SUPERNUMERARY_FTE = "supernumerary_fte"
    AGENCY_UNKNOWN_FTE = "agency_unknown_fte"
    AGENCY_WEEKLY_COST = "agency_weekly_cost"
    AGENCY_WEEKLY_PREMIUM = "agency_weekly_premium"
    PERMANENT_SHARE = "permanent_share"
    MANAGERS_PERMANENT_SHARE = "managers_permanent_share"
    TURNOVER_RATE = "turnover_rate"
    LEAVERS_FTE = "leavers_fte"
    STARTERS_FTE = "starters_fte"
    UNDER_TWO_YEARS_SHARE = "under_two_years_share"
    NEWLY_QUALIFIED = "newly_qualified"
    ALL_POSTS_FTE = "all_posts_fte"
    OTHER_POSTS_FTE = "other_posts_fte"
    OTHER_VACANT_FTE = "other_vacant_fte"
    OTHER_IN_POST_FTE = "other_in_post_fte"
    OTHER_IN_POST_HEADCOUNT = "other_in_post_headcount"
    OTHER_AGENCY_FTE = "other_agency_fte"


def words(value: StrEnum | str) -> str:
    """The word as a person reads it: ``child_in_need`` is "child in need"."""
    return str(value).replace("_", " ")

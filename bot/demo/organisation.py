"""Northmere Council's services, teams, promises, limits and targets, as they never change."""

from dataclasses import dataclass
from datetime import date, timedelta

from models.vocabulary import TeamKind

AUTHORITY = "Northmere Council"
HELP = "Help and Protection"
COURT = "Court and Looked After"
SPECIALIST = "Specialist and Leaving Care"

TEMPORARY_TEAM = "Assessment Backlog"
TEMPORARY_TEAM_BEGAN = 22  # weeks before the last day
TEMPORARY_TEAM_ENDS = timedelta(days=35)  # after the last day
REVIEWING_TEAM = "Quality and Review"
FIRST_POSTS_ON = date(2015, 4, 1)


@dataclass(frozen=True, slots=True)
class Service:
    name: str
    head: str  # key in the cast
    channel: str


@dataclass(frozen=True, slots=True)
class Team:
    name: str
    service: str
    kind: TeamKind
    manager: str  # key in the cast

    @property
    def channel(self) -> str:
        return "#" + self.name.lower().replace(" ", "-")


SERVICES = (
    Service(HELP, "head_of_help", "#help-and-protection"),
    Service(COURT, "head", "#court-and-looked-after"),
    Service(SPECIALIST, "head_of_specialist", "#specialist-and-leaving-care"),
)

# In the order in which a case may pass through them, so that a team can hand on to a later one.
TEAMS = (
    Team("Assessment East", HELP, TeamKind.ASSESSMENT, "manager_assessment_east"),
    Team("Assessment West", HELP, TeamKind.ASSESSMENT, "manager_assessment_west"),
    Team(TEMPORARY_TEAM, HELP, TeamKind.ASSESSMENT, "manager_backlog"),
    Team("Safeguarding East", HELP, TeamKind.SAFEGUARDING, "manager_safeguarding_east"),
    Team("Safeguarding West", HELP, TeamKind.SAFEGUARDING, "manager_safeguarding_west"),
    Team("Court North", COURT, TeamKind.COURT, "manager"),
    Team("Court South", COURT, TeamKind.COURT, "other_manager"),
    Team("Looked After East", COURT, TeamKind.LOOKED_AFTER, "manager_looked_after_east"),
    Team("Looked After West", COURT, TeamKind.LOOKED_AFTER, "manager_looked_after_west"),
    Team("Care Leavers", SPECIALIST, TeamKind.CARE_LEAVERS, "manager_care_leavers"),
    Team("Disabled Children Review", SPECIALIST, TeamKind.DISABLED_CHILDREN, "manager_disabled"),
    Team(REVIEWING_TEAM, SPECIALIST, TeamKind.OTHER, "manager_reviewing"),
)


def next_on(day: date, month: int, day_of_month: int) -> date:
    """The first such day of a year that comes after `day`."""
    this_year = date(day.year, month, day_of_month)
    return this_year if this_year > day else date(day.year + 1, month, day_of_month)


def latest_on(day: date, month: int, day_of_month: int) -> date:
    """The last such day of a year that is not after `day`."""
    this_year = date(day.year, month, day_of_month)
    return this_year if this_year <= day else date(day.year - 1, month, day_of_month)


def funding_ends(last_day: date) -> date:
    """When the time-limited money stops: the end of the financial year."""
    return next_on(last_day, 3, 31)


def limit_rows(last_day: date, exception: str) -> list[dict[str, str]]:
    """The sheet Limits; `exception` is the staff id with an agreed limit of their own."""
    since = date(last_day.year - 4, 4, 1).isoformat()
    agreed = (last_day - timedelta(days=46)).isoformat()
    until = (last_day + timedelta(days=70)).isoformat()
    rows = (
        ("authority", "12", "15", "18", since, "", "the authority's caseload promise"),
        ("kind:care_leavers", "18", "21", "24", since, "", "young people seen every eight weeks"),
        ("team:Disabled Children Review", "30", "33", "36", since, "", "reviews, not casework"),
        ("newly_qualified", "", "", "90%", since, "", "protected time in the first year"),
        (f"staff:{exception}", "", "", "22", agreed, until, "two large sibling groups, agreed"),
    )
    columns = ("applies_to", "promise_low", "promise_high", "limit", "from", "until", "reason")
    return [dict(zip(columns, row, strict=True)) for row in rows]


def target_rows(last_day: date) -> list[dict[str, str]]:
    """The sheet Targets: agency comes down in steps to 12 FTE since 1 October, none of it extra.

    One service has a path of its own, from 6 FTE to 2.
    """
    october = latest_on(last_day, 10, 1)
    path = (
        ("agency_fte", "34", date(october.year - 2, 10, 1)),
        ("agency_fte", "26", date(october.year - 1, 4, 1)),
        ("agency_fte", "20", date(october.year, 4, 1)),
        ("agency_fte", "12", october),
        ("supernumerary_fte", "14", date(october.year - 2, 10, 1)),
        ("supernumerary_fte", "6", date(october.year - 1, 10, 1)),
        ("supernumerary_fte", "0", october),
        ("average_caseload", "18", date(october.year - 1, 4, 1)),
        ("average_caseload", "15", next_on(last_day, 4, 1)),
        ("vacancy_rate", "10", date(october.year - 2, 4, 1)),
        ("turnover_rate", "14", date(october.year - 2, 4, 1)),
        ("permanent_share", "90", date(october.year - 2, 4, 1)),
    )
    of_service = (
        ("agency_fte", "6", date(october.year - 1, 10, 1)),
        ("agency_fte", "3", october),
        ("agency_fte", "2", next_on(last_day, 4, 1)),
    )
    steps = (("authority", path), (f"service:{COURT}", of_service))
    return [
        {
            "measure": measure,
            "scope": scope,
            "value": value,
            "from": since.isoformat(),
            "until": "",
        }
        for scope, rows in steps
        for measure, value, since in rows
    ]

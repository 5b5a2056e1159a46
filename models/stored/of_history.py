"""What is stored of past days and of the published figures."""

from models.history import AuthoritySnapshot, StaffingSnapshot, TeamSnapshot, WorkerSnapshot
from models.published import CensusReturn, PublishedFile
from models.stored.describing import TEAM, Stored, Told, nobody, worker

_DAY = nobody("the day")
_COUNTS = "for good: counts of a team, without anybody's name"
_OF_THE_TEAM = "the team's workers as totals; figures of one or two people only to who leads"


def _counted(**columns: str) -> dict[str, Told]:
    return {"day": _DAY} | {name: nobody(what) for name, what in columns.items()}


OF_HISTORY = (
    Stored(
        table=WorkerSnapshot,
        what="What each worker held on past days, by number",
        kept="each day for 27 weeks, then each week, and none after CASELOAD_HISTORY_DAYS",
        seen_by="the worker, their manager, head of service, leadership and administrators",
        columns={
            "day": worker("the day"),
            "worker_id": worker("the worker's number here"),
            "team_id": worker("the team then"),
            "caseload": worker("the open cases held"),
            "fte": worker("the share of full time"),
            "limit_cases": worker("the limit then"),
            "at_work": worker("whether they were at work, neither absent nor left"),
            "in_average": worker("whether they count in the Department's average"),
            "in_post": worker("whether they were in post"),
        },
    ),
    Stored(
        table=TeamSnapshot,
        what="A team's counts on past days",
        kept=f"{_COUNTS}; cases that wait or are not seen, by kind, 27 weeks",
        seen_by=_OF_THE_TEAM,
        columns=_counted(
            team_id="the team's number",
            open_cases="open cases",
            unallocated="cases without a worker",
            opened="cases opened in the week",
            closed="cases closed in the week",
            not_seen="children not seen in time",
            in_post_fte="social workers in post, in FTE",
            agency_fte="agency social workers, in FTE",
            in_post="people in post",
            average_cases="cases of the Department's average",
            average_fte="FTE of the Department's average",
            working_cases="cases of the working average",
            working_fte="FTE of the working average",
            over_limit="workers over their limit",
            nobody_at_work="cases whose worker is absent or has left",
            spread="how many workers hold how many cases",
            waiting="cases without a worker, by kind and since when",
            unseen="open cases, by kind and days since the child was seen",
        ),
    ),
    Stored(
        table=AuthoritySnapshot,
        what="The authority's counts on past days",
        kept=_COUNTS,
        seen_by="leadership and administrators",
        columns=_counted(
            open_cases="open cases",
            unallocated="cases without a worker",
            opened="cases opened in the week",
            closed="cases closed in the week",
            not_seen="children not seen in time",
            in_post_fte="social workers in post, in FTE",
            agency_fte="agency social workers, in FTE",
        ),
    ),
    Stored(
        table=StaffingSnapshot,
        what="A team's staffing on past days",
        kept=_COUNTS,
        seen_by=_OF_THE_TEAM,
        columns=_counted(
            posts_fte="posts of social workers, in FTE",
            base_fte="those paid from base budget",
            time_limited_fte="those with time-limited money",
            unfunded_fte="those without money",
            vacant_fte="vacant posts, in FTE",
            in_post_fte="social workers in post, in FTE",
            in_post_headcount="social workers in post",
            agency_fte="agency social workers, in FTE",
            agency_headcount="agency social workers",
            agency_vacancy_fte="those who cover a vacancy",
            agency_absence_fte="those who cover an absence",
            supernumerary_fte="those who are extra",
            agency_weekly_cost="what agency costs a week, in pounds",
            agency_weekly_premium="how much more than employed workers, in pounds",
            managers_in_post_fte="managers in post, in FTE",
            managers_agency_fte="agency managers, in FTE",
            leavers_fte="leavers of the year, in FTE",
            experience_known="workers whose day of qualifying is known",
            under_two_years="those who qualified less than two years before",
            newly_qualified="newly qualified workers",
            other_posts_fte="posts of other staff, in FTE",
            other_vacant_fte="vacant posts of other staff, in FTE",
            other_in_post_fte="other staff in post, in FTE",
            other_in_post_headcount="other staff in post",
            other_agency_fte="other agency staff, in FTE",
        )
        | {"team_id": TEAM},
    ),
    Stored(
        table=PublishedFile,
        what="The Department's published figures, where newer ones were imported",
        kept="until newer ones are imported",
        seen_by="everybody who is known",
        columns={
            "kind": nobody("which figures"),
            "file": nobody("the file's name", names=True),
            "latest_year": nobody("the newest year in it"),
            "loaded_at": nobody("when it was imported"),
            "content": nobody("the figures of every authority"),
        },
    ),
    Stored(
        table=CensusReturn,
        what="What the authority's own census return comes to, without its workers",
        kept="for good",
        seen_by="managers, heads, leadership and administrators",
        columns={
            "year": nobody("the year"),
            "authority_code": nobody("the authority's code"),
            "reference_on": nobody("the census day"),
            "file": nobody("the file's name", names=True),
            "loaded_at": nobody("when it was imported"),
            "parts": nobody("the sums"),
            "warnings": nobody("how many records were left out, and why"),
        },
    ),
)

"""What is stored of the workforce: workers, their earlier times, posts, and who leads."""

from models.limits import Limit, Target
from models.organisation import Service, Team
from models.stored.describing import ROW, SERVICE, TEAM, Stored, nobody, worker
from models.workforce import Head, Manager, Post, PostHolder, Spell, Worker

_WITH_THE_EXTRACT = "until a workforce extract says otherwise"
_LEADERS = "their manager, head of service, leadership and administrators"
_NUMBER = worker("the worker's number here")

OF_WORKFORCE = (
    Stored(
        table=Worker,
        what="Everybody the workforce extract lists, or listed",
        kept="the email until they are listed no more; the name and staff id until "
        "CASELOAD_LEAVERS_KEPT_DAYS after the last day, once they are listed no more, or until "
        "they are forgotten by hand; then the row stays as a number with its days, role and FTE, "
        "for turnover",
        seen_by=f"the worker, {_LEADERS}",
        columns={
            "id": _NUMBER,
            "staff_id": worker("the authority's staff id", names=True),
            "name": worker("the name", names=True),
            "folded_name": worker("the name without capitals, accents and hyphens", names=True),
            "email": worker("the work email", names=True),
            "team_id": worker("the team they work in"),
            "role": worker("the role, one of the census's"),
            "fte": worker("the share of full time"),
            "employment": worker("permanent, fixed term or agency"),
            "agency_basis": worker("what an agency worker covers"),
            "started_on": worker("the first day of work"),
            "left_on": worker("the last day of work"),
            "qualified_on": worker("the day of qualifying"),
            "newly_qualified_until": worker("until when they are newly qualified"),
            "absent_from": worker("the first day of an absence; never its reason"),
            "absent_until": worker("the last day of an absence"),
            "weekly_cost": worker("the weekly cost in pounds"),
            "dropped_on": worker("the day of the first extract without them"),
            "forgotten_on": worker("since when nothing here tells who it was"),
        },
    ),
    Stored(
        table=Spell,
        what="Earlier times of workers who left and came back, for turnover",
        kept="CASELOAD_LEAVERS_KEPT_DAYS, and at least 731 days, after the last day of that time",
        seen_by="nobody directly; turnover and experience are counted from it",
        columns={
            "id": ROW,
            "worker_id": _NUMBER,
            "team_id": worker("the team then"),
            "role": worker("the role then"),
            "fte": worker("the share of full time then"),
            "employment": worker("permanent, fixed term or agency then"),
            "started_on": worker("the first day then"),
            "left_on": worker("the last day then"),
        },
    ),
    Stored(
        table=Manager,
        what="Which worker manages which team",
        kept=_WITH_THE_EXTRACT,
        seen_by="administrators; alerts are told to them",
        columns={"team_id": TEAM, "worker_id": worker("the manager's number here")},
    ),
    Stored(
        table=Head,
        what="Which worker heads which service",
        kept=_WITH_THE_EXTRACT,
        seen_by="administrators; alerts are told to them",
        columns={"service_id": SERVICE, "worker_id": worker("the head's number here")},
    ),
    Stored(
        table=Post,
        what="The posts of the establishment",
        kept="for good: posts are compared over years",
        seen_by="managers, heads, leadership and administrators",
        columns={
            "id": ROW,
            "post_id": nobody("the authority's own number of the post"),
            "team_id": TEAM,
            "role": nobody("the role of the post"),
            "fte": nobody("the share of full time"),
            "funding": nobody("base, time-limited or unfunded"),
            "funded_until": nobody("the day its money ends"),
            "annual_cost": nobody("the cost a year in pounds"),
            "created_on": nobody("the first day of the post"),
            "deleted_on": nobody("the last day of the post"),
            "dropped_on": nobody("the day of the first extract without it"),
        },
    ),
    Stored(
        table=PostHolder,
        what="Which worker fills which post, or filled it last",
        kept=f"{_WITH_THE_EXTRACT}; of a leaver until the post is filled again",
        seen_by="managers, heads, leadership and administrators",
        columns={"post_id": nobody("the post's number here"), "worker_id": _NUMBER},
    ),
    Stored(
        table=Limit,
        what="Limits and promises on caseload, for the authority, a team or one worker",
        kept=_WITH_THE_EXTRACT,
        seen_by=f"of one worker: the worker, {_LEADERS}; of a team: the team",
        columns={
            "id": ROW,
            "scope": nobody("what it is for"),
            "worker_id": worker("the worker it is for, if one"),
            "team_id": TEAM,
            "kind": nobody("the kind of team it is for"),
            "promise_low": nobody("the lower end of the promise"),
            "promise_high": nobody("the upper end of the promise"),
            "cases": worker("the limit for one full-time worker"),
            "percent": nobody("the limit of the newly qualified, in percent"),
            "from_on": nobody("the first day in force"),
            "until_on": nobody("the last day in force"),
            "reason": worker("why, as the extract says it", names=True),
        },
    ),
    Stored(
        table=Target,
        what="Targets for staffing, step by step",
        kept=_WITH_THE_EXTRACT,
        seen_by="managers, heads, leadership and administrators",
        columns={
            "id": ROW,
            "measure": nobody("what is measured"),
            "service_id": SERVICE,
            "team_id": TEAM,
            "value": nobody("the value to reach"),
            "from_on": nobody("from which day"),
            "until_on": nobody("until which day"),
        },
    ),
    Stored(
        table=Service,
        what="The services",
        kept="for good: history and decisions refer to them",
        seen_by="everybody who is known",
        columns={
            "id": ROW,
            "name": nobody("the service's name"),
            "slack_channel": nobody("its channel in Slack"),
            "dropped_on": nobody("the day of the first extract without it"),
        },
    ),
    Stored(
        table=Team,
        what="The teams",
        kept="for good: history and decisions refer to them",
        seen_by="everybody who is known",
        columns={
            "id": ROW,
            "name": nobody("the team's name"),
            "service_id": SERVICE,
            "kind": nobody("what its cases are"),
            "slack_channel": nobody("its channel in Slack"),
            "ends_on": nobody("the last day of a temporary team"),
            "dropped_on": nobody("the day of the first extract without it"),
        },
    ),
)

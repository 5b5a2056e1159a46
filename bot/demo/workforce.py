"""The six sheets of the workforce extract as the personnel system would give them on a day."""

from datetime import date, timedelta

from bot.demo.cast import cast_member
from bot.demo.organisation import (
    SERVICES,
    TEAMS,
    TEMPORARY_TEAM,
    TEMPORARY_TEAM_BEGAN,
    TEMPORARY_TEAM_ENDS,
    limit_rows,
    target_rows,
)
from bot.demo.people import Person, Post, Workforce

Sheet = list[dict[str, str]]

SHEETS = ("Teams", "Services", "Staff", "Posts", "Limits", "Targets")
_REMEMBERED = timedelta(weeks=65)  # leavers and deleted posts stay in the lists this long
_NOTICE = timedelta(days=60)  # how long ahead a leaving date is known


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number(value: float) -> str:
    return f"{value:g}"


def _is_listed(person: Person, day: date) -> bool:
    if person.started_on - person.noticed_before > day:
        return False
    return person.left_on is None or person.left_on + _REMEMBERED > day


def _staff_row(person: Person, day: date) -> dict[str, str]:
    knows_leaving = person.left_on is not None and person.left_on - _NOTICE <= day
    # A contract says from the start when it ends.
    if person.basis is not None and person.left_on is not None:
        knows_leaving = person.left_on - 3 * _NOTICE <= day
    absence = person.absence
    is_away = absence is not None and absence.covers(day)
    return {
        "staff_id": person.staff_id,
        "name": person.name,
        "email": person.email,
        "team": person.team,
        "role": person.role.value,
        "fte": _number(person.fte),
        "employment": person.employment.value,
        "agency_basis": person.basis.value if person.basis else "",
        "started_on": _written(person.started_on),
        "left_on": _written(person.left_on) if knows_leaving else "",
        "qualified_on": _written(person.qualified_on),
        "newly_qualified_until": _written(person.newly_qualified_until),
        "absent_from": _written(absence.from_on) if absence and is_away else "",
        "absent_until": _written(absence.until_on) if absence and is_away else "",
        "weekly_cost": str(person.weekly_cost),
    }


def _post_row(post: Post, holder: Person | None, day: date) -> dict[str, str]:
    is_deleted = post.deleted_on is not None and post.deleted_on <= day
    return {
        "post_id": post.post_id,
        "team": post.team,
        "role": post.role.value,
        "fte": _number(post.fte),
        "funding": post.funding.value,
        "funded_until": _written(post.funded_until),
        "held_by": holder.staff_id if holder else "",
        "annual_cost": str(post.annual_cost),
        "created_on": _written(post.created_on),
        "deleted_on": _written(post.deleted_on) if is_deleted else "",
    }


def _team_rows(day: date, last_day: date) -> Sheet:
    began = last_day - timedelta(weeks=TEMPORARY_TEAM_BEGAN) - timedelta(days=4)
    ends = last_day + TEMPORARY_TEAM_ENDS
    return [
        {
            "team": team.name,
            "service": team.service,
            "kind": team.kind.value,
            "manager": cast_member(team.manager).email,
            "slack_channel": team.channel,
            "ends_on": _written(ends) if team.name == TEMPORARY_TEAM else "",
        }
        for team in TEAMS
        if team.name != TEMPORARY_TEAM or began - timedelta(days=42) <= day < ends + _REMEMBERED
    ]


def _service_rows() -> Sheet:
    return [
        {
            "service": service.name,
            "head": cast_member(service.head).email,
            "slack_channel": service.channel,
        }
        for service in SERVICES
    ]


def workforce_sheets(workforce: Workforce, day: date, last_day: date) -> dict[str, Sheet]:
    """The rows of each sheet as known on `day`."""
    exception = cast_member("exception").email
    agreed = next(each.staff_id for each in workforce.people.values() if each.email == exception)
    staff = [person for person in workforce.people.values() if _is_listed(person, day)]
    posts = [
        post
        for post in workforce.posts
        if post.created_on <= day
        and (post.deleted_on is None or post.deleted_on + _REMEMBERED > day)
    ]
    return {
        "Teams": _team_rows(day, last_day),
        "Services": _service_rows(),
        "Staff": [_staff_row(person, day) for person in staff],
        "Posts": [_post_row(post, workforce.holder(post, day), day) for post in posts],
        "Limits": limit_rows(last_day, agreed),
        "Targets": target_rows(last_day),
    }

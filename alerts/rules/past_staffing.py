"""A past day's staffing as rules find it: judged by what was kept of it, as far as that goes.

Kept of a day is what each team came to. Which teams a service has, and the paths of targets with
the days on which each step begins, are as the newest workforce gives them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.places import WHOLE, Place
from alerts.rules.gathering import team_places
from alerts.rules.gathering_history import YEARS
from alerts.rules.in_force import ServicePlace, TeamPlace, rules_for
from alerts.rules.judging.staffing import OFF_TARGET, read_off_target
from alerts.rules.judging.staffing_day import Standing
from alerts.rules.rule import Rule
from alerts.rules.trying import Found, found_by
from alerts.wording import start_of_day
from models.organisation import Service, Team
from models.staffing.book import StaffingBook, years_before
from models.staffing.measures import MEASURES, value_of
from models.staffing.parts import Parts
from models.staffing.paths import all_paths
from models.staffing.snapshots import newest_staffing_day, staffing_histories
from models.staffing.targets import Path
from models.vocabulary import RuleKind

JUDGED = frozenset(OFF_TARGET)
"""What the parts of a past day can answer. Who worked after their last day, what was known to be
coming, and until when posts were paid for is not kept of each day."""

BY_TARGET_ONLY = frozenset({RuleKind.SUPERNUMERARY_PAST_END})
"""Of these kinds only what is held against a target; their single workers are not kept."""


Kept = tuple[date, Parts]
"""A day that was kept, and what a scope came to on it."""


@dataclass(frozen=True, slots=True)
class PastStaffing:
    """What rules find in the staffing of a past day."""

    day: date | None  # the newest of which staffing was kept; None: of none
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffingPlaces:
    """The teams and services as they are listed now, those dropped since included."""

    teams: Mapping[int, TeamPlace]
    services: Mapping[int, str]
    service_of: Mapping[int, int]  # by team
    whole: str  # the authority's name


def try_past_staffing(
    session: Session, rules: Mapping[str, Rule], day: date, *, zone: ZoneInfo, whole: str
) -> PastStaffing:
    """Judge the newest staffing kept by that day against the paths in force on the day it is of.

    `whole` is what the authority is called.
    """
    kept = newest_staffing_day(session, day)
    if kept is None:
        return PastStaffing(None)
    places = staffing_places(session, whole)
    paths: dict[Place, list[Path]] = defaultdict(list)
    for path in all_paths(session):
        if path.measure in MEASURES:
            paths[Place(path.team_id, path.service_id)].append(path)
    of_each = {place: teams_of(place, places) for place in paths}
    days = staffing_histories(session, of_each, years_before(kept, YEARS))
    book = empty_book(kept, zone)
    found: list[Found] = []
    for place, own in paths.items():
        history = [each for each in days[place] if each[0] <= kept]
        if history and history[-1][0] == kept:
            name = scope_name(place, places)
            standings = [standing_of(path, history, book, name) for path in own]
            found += _judge(rules, place, standings, places)
    return PastStaffing(kept, tuple(found))


def staffing_places(session: Session, whole: str) -> StaffingPlaces:
    teams = session.execute(select(col(Team.id), col(Team.service_id)))
    services = session.execute(select(col(Service.id), col(Service.name)))
    return StaffingPlaces(
        teams=team_places(session),
        services={row.id: row.name for row in services},
        service_of={row.id: row.service_id for row in teams},
        whole=whole,
    )


def teams_of(place: Place, places: StaffingPlaces) -> list[int] | None:
    """None is the whole authority."""
    if place.service_id is not None:
        return [team for team, service in places.service_of.items() if service == place.service_id]
    return None if place.team_id is None else [place.team_id]


def standing_of(path: Path, history: Sequence[Kept], book: StaffingBook, name: str) -> Standing:
    parts = history[-1][1]
    return Standing(path, name, book.day, book, parts, value_of(path.measure, parts), None, history)


def _judge(
    rules: Mapping[str, Rule], place: Place, standings: list[Standing], places: StaffingPlaces
) -> list[Found]:
    here = {k: rule for k, rule in rules_in(rules, place, places).items() if k in JUDGED}
    readings = [
        reading
        for kind, rule in here.items()
        for reading in read_off_target(
            rule, [each for each in standings if each.path.measure in OFF_TARGET[kind]]
        )
    ]
    name = scope_name(place, places) or places.whole
    return found_by(here.values(), readings, name)


def rules_in(
    rules: Mapping[str, Rule], place: Place, places: StaffingPlaces
) -> dict[RuleKind, Rule]:
    if place.service_id is not None:
        return rules_for(rules, ServicePlace(places.services.get(place.service_id, "")))
    return rules_for(rules, None if place.team_id is None else places.teams.get(place.team_id))


def scope_name(place: Place, places: StaffingPlaces) -> str:
    """ "" is the authority."""
    if place == WHOLE:
        return ""
    if place.service_id is not None:
        return places.services.get(place.service_id, "")
    team = places.teams.get(place.team_id or 0)
    return "" if team is None else team.name


def empty_book(day: date, zone: ZoneInfo) -> StaffingBook:
    """Of single workers and posts nothing is kept."""
    return StaffingBook(
        day=day,
        as_at=start_of_day(day, zone),
        listed_on=day,
        first_listed_on=day,
        teams={},
        workers=(),
        posts=(),
        employed_costs={},
    )

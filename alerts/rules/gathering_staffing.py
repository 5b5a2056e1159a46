"""Reads what the rules on staffing are judged by: one book, whatever the number of teams."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.places import WHOLE, Place
from alerts.rules.gathering import Watched, watched_subjects
from alerts.rules.gathering_history import with_history
from alerts.rules.judging.day import TeamDay
from alerts.rules.judging.staffing_day import StaffingDay, TargetScope
from alerts.rules.kinds import waits_for_workforce
from alerts.rules.rule import Rule
from alerts.staffing_subjects import subject_of_path, target_of
from models.figures.book import Book
from models.organisation import Service
from models.rows import rows
from models.staffing.ahead import gather_ahead
from models.staffing.apart import books_apart
from models.staffing.book import StaffingBook
from models.staffing.parts import Parts, parts_by_team, total
from models.staffing.paths import all_paths
from models.staffing.queries import gather_staffing
from models.staffing.snapshots import parts_written
from models.staffing.targets import Path
from models.vocabulary import RuleKind

_SERVICES = select(col(Service.id), col(Service.name)).where(col(Service.dropped_on).is_(None))

StaffingDays = Mapping[Place, StaffingDay]
"""By place: the authority's, and that of each team and service with a target of its own."""


def gather_staffing_days(
    session: Session,
    rules: Mapping[str, Rule],
    teams: Mapping[int, TeamDay],
    watched: Watched | None = None,
) -> StaffingDays:
    """The days of the places with targets, and the authority's; empty where no rule asks for it."""
    if not any(rule.is_on and _is_of_staffing(rule.kind) for rule in rules.values()):
        return {}
    book = gather_ahead(session)
    by_team = parts_written(session, book.day) or parts_by_team(gather_staffing(session))
    watched = watched_subjects(session) if watched is None else watched
    services, paths = _services(session), all_paths(session)
    scopes = with_history(session, _scopes(book, by_team, paths, services), watched)
    found = {
        place: StaffingDay(
            day=book.day,
            scopes=_one(scopes, place),
            watched=watched.get(place.key, frozenset()),
            service_names=services,
        )
        for place in _own_places(teams, services)
        if place in scopes or _has_targets(watched.get(place.key, ()))
    }
    whole = StaffingDay(
        day=book.day,
        scopes=_one(scopes, WHOLE),
        watched=watched.get(WHOLE.key, frozenset()),
        elsewhere=frozenset(subject_of_path(p) for p in paths if p.service_id in services),
        staffing=book,
        caseload=together([day.book for day in teams.values()]),
        service_names=services,
    )
    return {**found, WHOLE: whole}


def _is_of_staffing(kind: RuleKind) -> bool:
    return waits_for_workforce(kind) and kind is not RuleKind.TEAM_ENDS


def _services(session: Session) -> dict[int, str]:
    """The services that are listed, by name."""
    return dict(rows(session, _SERVICES))


def _own_places(teams: Iterable[int], services: Iterable[int]) -> Iterator[Place]:
    yield from (Place(team_id) for team_id in teams)
    yield from (Place(service_id=service_id) for service_id in services)


def _has_targets(watched: Iterable[str]) -> bool:
    return any(target_of(subject) is not None for subject in watched)


def _one(scopes: Mapping[Place, TargetScope], place: Place) -> tuple[TargetScope, ...]:
    return (scopes[place],) if place in scopes else ()


def _scopes(
    book: StaffingBook,
    by_team: Mapping[int, Parts],
    paths: Iterable[Path],
    services: Mapping[int, str],
) -> dict[Place, TargetScope]:
    """Each place that has targets, with its staffing."""
    by_place: dict[Place, list[Path]] = defaultdict(list)
    for path in paths:
        by_place[Place(path.team_id, path.service_id)].append(path)
    teams_of: dict[int, list[int]] = defaultdict(list)
    for team in book.teams.values():
        teams_of[team.service_id].append(team.team_id)
    parts = {place: _teams(place, teams_of) for place in by_place if place != WHOLE}
    books = {WHOLE: book, **books_apart(book, parts)}
    return {
        place: TargetScope(
            name=_name(place, book, services),
            book=books[place],
            paths=tuple(by_place[place]),
            parts=total(by_team[id_] for id_ in books[place].teams if id_ in by_team),
        )
        for place in by_place
    }


def _teams(place: Place, teams_of: Mapping[int, list[int]]) -> list[int]:
    return [place.team_id] if place.team_id is not None else teams_of.get(place.service_id or 0, [])


def _name(place: Place, book: StaffingBook, services: Mapping[int, str]) -> str:
    if place.team_id is not None:
        team = book.teams.get(place.team_id)
        return "" if team is None else team.name
    return services.get(place.service_id or 0, "")


def together(books: list[Book]) -> Book | None:
    """The workers of all these teams in one book, for an average over all; None without a team."""
    if not books:
        return None
    names = {team_id: name for book in books for team_id, name in book.team_names.items()}
    holders = tuple(chain.from_iterable(book.holders for book in books))
    held = tuple(chain.from_iterable(book.held for book in books))
    return replace(books[0], team_names=names, holders=holders, held=held)

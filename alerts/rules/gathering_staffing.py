"""Reads what the rules on staffing are judged by: one book, whatever the number of teams."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.rules.gathering import watched_subjects
from alerts.rules.judging.day import TeamDay
from alerts.rules.judging.staffing_day import StaffingDay, TargetScope
from alerts.rules.kinds import waits_for_workforce
from alerts.rules.rule import Rule
from models.figures.book import Book
from models.organisation import Service
from models.staffing.apart import books_apart
from models.staffing.book import StaffingBook
from models.staffing.queries import all_paths, gather_staffing
from models.staffing.targets import Path
from models.vocabulary import RuleKind

Whose = tuple[int | None, int | None]
"""A service's id and a team's id, of which one at most is given."""

AUTHORITY: Whose = (None, None)

StaffingDays = Mapping[int | None, StaffingDay]
"""By team; under None the authority's, with its services'."""


def gather_staffing_days(
    session: Session, rules: Mapping[str, Rule], teams: Mapping[int, TeamDay]
) -> StaffingDays:
    """The authority's day and that of each team with a target; empty where no rule asks for it."""
    if not any(rule.is_on and _is_of_staffing(rule.kind) for rule in rules.values()):
        return {}
    book = gather_staffing(session)
    watched = watched_subjects(session)
    rows = session.execute(select(col(Service.id), col(Service.name)))
    services = {row.id: row.name for row in rows}
    scopes = _scopes(book, all_paths(session), services)
    found: dict[int | None, StaffingDay] = {
        team_id: StaffingDay(
            day=book.day,
            scopes=scopes.get(team_id, ()),
            watched=watched.get(team_id, frozenset()),
        )
        for team_id in teams
        if team_id in scopes or _has_targets(watched.get(team_id, frozenset()))
    }
    whole = StaffingDay(
        day=book.day,
        scopes=scopes.get(None, ()),
        watched=watched.get(None, frozenset()),
        staffing=book,
        caseload=together([day.book for day in teams.values()]),
        service_names=services,
    )
    return {**found, None: whole}


def _is_of_staffing(kind: RuleKind) -> bool:
    return waits_for_workforce(kind) and kind is not RuleKind.TEAM_ENDS


def _has_targets(watched: Iterable[str]) -> bool:
    return any(subject.startswith("measure:") for subject in watched)


def _scopes(
    book: StaffingBook, paths: Iterable[Path], services: Mapping[int, str]
) -> dict[int | None, tuple[TargetScope, ...]]:
    """The scopes that have targets by place, the authority before its services."""
    by_whose: dict[Whose, list[Path]] = defaultdict(list)
    for path in paths:
        by_whose[path.service_id, path.team_id].append(path)
    teams_of: dict[int, list[int]] = defaultdict(list)
    for team in book.teams.values():
        teams_of[team.service_id].append(team.team_id)
    parts = {whose: _teams(whose, teams_of) for whose in by_whose if whose != AUTHORITY}
    books = {AUTHORITY: book, **books_apart(book, parts)}
    found: dict[int | None, list[TargetScope]] = defaultdict(list)
    for whose, own in by_whose.items():
        name = _name(whose, book, services)
        found[whose[1]].append(TargetScope(name=name, book=books[whose], paths=tuple(own)))
    return {team_id: tuple(scopes) for team_id, scopes in found.items()}


def _teams(whose: Whose, teams_of: Mapping[int, list[int]]) -> list[int]:
    service_id, team_id = whose
    return [team_id] if team_id is not None else teams_of.get(service_id or 0, [])


def _name(whose: Whose, book: StaffingBook, services: Mapping[int, str]) -> str:
    service_id, team_id = whose
    if team_id is not None:
        team = book.teams.get(team_id)
        return "" if team is None else team.name
    return services.get(service_id or 0, "")


def together(books: list[Book]) -> Book | None:
    """The workers of all these teams in one book, for an average over all; None without a team."""
    if not books:
        return None
    names = {team_id: name for book in books for team_id, name in book.team_names.items()}
    holders = tuple(chain.from_iterable(book.holders for book in books))
    held = tuple(chain.from_iterable(book.held for book in books))
    return replace(books[0], team_names=names, holders=holders, held=held)

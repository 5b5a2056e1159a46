"""Reads what the rules are judged by: everything at once, whatever the number of teams."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from alerts.calendar import WorkingCalendar
from alerts.places import AUTHORITY, place_of, place_of_key
from alerts.rules.gathering_counts import gather_counts, gather_unseen
from alerts.rules.in_force import TeamPlace
from alerts.rules.judging.day import AuthorityDay, Away, TeamDay
from alerts.rules.judging.workers import worker_of
from alerts.rules.rule import Rule
from models.alerts import Alert, AlertMember
from models.cases import Case
from models.extracts.held import open_held
from models.figures.book import Book, Waiting
from models.figures.holders import Holder
from models.figures.queries import newest_loads, unmatched_workers
from models.organisation import Service, Team
from models.rows import rows
from models.vocabulary import AlertState, RuleKind
from models.workforce import Worker

Watched = Mapping[str, frozenset[str]]
"""Subjects by place."""

_USUAL_DAYS = 28

_PLACES = select(col(Team.id), col(Team.name), col(Team.kind), col(Service.name)).join(
    Service, col(Team.service_id) == col(Service.id)
)
_ENDING = select(col(Team.id), col(Team.ends_on)).where(col(Team.ends_on).is_not(None))
_AWAY = select(col(Worker.id), col(Worker.absent_from), col(Worker.left_on)).where(
    col(Worker.dropped_on).is_(None),
    or_(col(Worker.absent_from).is_not(None), col(Worker.left_on).is_not(None)),
)
_WAITING = (col(Case.team_id), col(Case.kind), col(Case.unallocated_since))
_WAITING_NOWHERE = (
    select(*_WAITING, func.count())
    .where(
        col(Case.closed_on).is_(None),
        col(Case.worker_id).is_(None),
        col(Case.worker_ref).is_(None),
        col(Case.team_id).is_(None),
    )
    .group_by(*_WAITING)
)


def gather_team_days(
    session: Session,
    rules: Mapping[str, Rule],
    *,
    calendar: WorkingCalendar,
    watched: Watched | None = None,
) -> dict[int, TeamDay]:
    """Every team's day by the team's id, for `judge`; NoData before both feeds were loaded.

    `watched` are the subjects of open alerts, where they have been read already.
    """
    unseen_days = _unseen_days(rules)
    counts = gather_counts(session, not_seen_days=next(iter(unseen_days), _USUAL_DAYS))
    book, limits = counts.book, counts.limits
    unseen = gather_unseen(session, book.day, unseen_days)
    places, away = team_places(session), _away(session)
    watched = watched_subjects(session) if watched is None else watched
    moved, ends_on = _moved(book, watched), _ends_on(session)
    return {
        team_id: TeamDay(
            team_id=team_id,
            place=places[team_id],
            book=team_book,
            promise=limits.promise(team_id=team_id, kind=places[team_id].kind),
            calendar=calendar,
            away=away,
            unseen={days: teams.get(team_id, ()) for days, teams in unseen.items()},
            watched=watched.get(place_of(team_id), frozenset()),
            moved=moved.get(team_id, {}),
            ends_on=ends_on.get(team_id),
            cases=counts.open_cases.get(team_id, 0),
        )
        for team_id, team_book in book.by_team().items()
    }


def gather_authority_day(
    session: Session,
    rules: Mapping[str, Rule],
    *,
    today: date,
    zone: ZoneInfo,
    calendar: WorkingCalendar,
    watched: Watched | None = None,
) -> AuthorityDay:
    """What is judged once, and what belongs to no team; NoData before both feeds were loaded."""
    newest = newest_loads(session)
    loaded = newest.allocations
    day = loaded.as_at_day
    unseen = gather_unseen(session, day, _unseen_days(rules), no_team=True)
    watched = watched_subjects(session) if watched is None else watched
    return AuthorityDay(
        day=day,
        today=today,
        zone=zone,
        calendar=calendar,
        as_at=loaded.as_at,
        workforce_as_at=newest.workforce.as_at,
        held=tuple(load for load in open_held(session) if not load.waits),
        unmatched=unmatched_workers(session, None),
        waiting=_waiting_nowhere(session),
        unseen={days: teams.get(None, ()) for days, teams in unseen.items()},
        watched=watched.get(AUTHORITY, frozenset()),
    )


def team_places(session: Session) -> dict[int, TeamPlace]:
    """Every team as rules find it, those no longer listed included."""
    found = rows(session, _PLACES)
    return {team_id: TeamPlace(name, kind, service) for team_id, name, kind, service in found}


def _ends_on(session: Session) -> dict[int, date]:
    """The last days of temporary teams."""
    return dict(rows(session, _ENDING))


def _unseen_days(rules: Mapping[str, Rule]) -> list[int]:
    """The different numbers of days that rules call too long, the authority's first."""
    found = [rule for rule in rules.values() if rule.kind is RuleKind.NOT_SEEN and rule.is_on]
    found.sort(key=lambda rule: (rule.applies_to != "authority", rule.name))
    return list(dict.fromkeys(int(rule.limit) for rule in found))


def _away(session: Session) -> Away:
    found = rows(session, _AWAY)
    return Away(
        absent_from={row.id: row.absent_from for row in found if row.absent_from is not None},
        left_on={row.id: row.left_on for row in found if row.left_on is not None},
    )


def watched_subjects(session: Session) -> Watched:
    """The subjects that open alerts speak of, by place: "team:12", "service:3", "authority"."""
    query = (
        select(col(Alert.place), col(AlertMember.subject))
        .join(Alert, col(AlertMember.alert_id) == col(Alert.id))
        .where(col(Alert.state) != AlertState.RESOLVED, col(AlertMember.ended_on).is_(None))
    )
    found: dict[str, set[str]] = defaultdict(set)
    for place, subject in session.execute(query):
        found[place].add(subject)
    return {place: frozenset(subjects) for place, subjects in found.items()}


def _moved(
    book: Book, watched: Mapping[str, Collection[str]]
) -> dict[int | None, dict[str, Holder]]:
    """Watched workers who work in another team now, by the team that watches them."""
    if not watched:
        return {}
    holders = {holder.worker_id: holder for holder in book.holders}
    found: dict[int | None, dict[str, Holder]] = defaultdict(dict)
    for place, subjects in watched.items():
        team_id = place_of_key(place).team_id
        for subject in subjects:
            holder = holders.get(worker_of(subject) or 0)
            if holder is not None and holder.team_id != team_id:
                found[team_id][subject] = holder
    return found


def _waiting_nowhere(session: Session) -> tuple[Waiting, ...]:
    return tuple(Waiting(*row) for row in rows(session, _WAITING_NOWHERE))

"""The one look of a check: data, rules, open alerts and routes, and every place judged."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Date, bindparam, func, select
from sqlmodel import Session, col

from alerts.authority import Authority
from alerts.checking.deciding import Ground
from alerts.checking.emptied import gather_emptied
from alerts.checking.feeds import gather_decided_loads, gather_refused
from alerts.checking.judged_apart import Readings
from alerts.checking.judgings import judge_places, judgings
from alerts.checking.picture import Picture
from alerts.checking.rule_changes import gather_rule_changes
from alerts.choices import DONE
from alerts.freshness import is_late, is_stale
from alerts.life import Life
from alerts.outflows import gather_outflows
from alerts.places import Place, place_of
from alerts.routes import gather_routes, gather_told
from alerts.rules.gathering import gather_authority_day, gather_team_days
from alerts.rules.gathering_staffing import gather_staffing_days
from alerts.rules.judging.day import TeamDay
from alerts.rules.rule import Rule
from alerts.rules.storing import rules_now
from alerts.staffing_subjects import is_of_another_place
from alerts.store import open_alerts
from alerts.subjects import subject_names
from models.alerts import Alert, AlertMember
from models.choices import Choice
from models.figures.holders import Holder
from models.figures.queries import Loaded, newest_loads
from models.loads import HeldRecords, Load
from models.organisation import Service
from models.people import Grant
from models.rows import rows
from models.rules import RuleVersion
from models.together import Together
from models.vocabulary import Ending, RuleKind

_SEEN = Together(
    newest=select(func.max(col(Load.id)), func.max(col(Load.decided_at))),
    held=select(func.count(col(HeldRecords.load_id)), func.max(col(HeldRecords.load_id))),
    rules=select(func.max(col(RuleVersion.id)), func.max(col(RuleVersion.until_at))),
    chosen=select(func.count(col(Choice.name)), func.max(col(Choice.changed_at))).where(
        col(Choice.name).not_like(f"{DONE}%")
    ),
    granted=select(func.count(col(Grant.id)), func.max(col(Grant.id))),
)


_SERVICES = select(col(Service.id), col(Service.name))
_MOVED = (
    select(col(Alert.kind), col(AlertMember.subject), col(AlertMember.since))
    .join(Alert, col(AlertMember.alert_id) == col(Alert.id))
    .where(
        col(AlertMember.ending) == Ending.MOVED_TEAM,
        col(AlertMember.ended_on).in_(bindparam("days", expanding=True, type_=Date)),
    )
)


def seen_now(session: Session, today: date) -> str:
    """All that a check depends on, as one short text; cheap enough for every tick."""
    looked_at = _SEEN.read(session).values()
    parts = (part for (row,) in looked_at for part in row)
    return " ".join(map(str, [today, *parts]))


def gather(
    session: Session,
    authority: Authority,
    now: datetime,
    rules: Mapping[str, Rule] | None = None,
) -> Picture:
    """Everything a check decides by; raises NoData before both feeds were loaded.

    `rules` by name stand in for those in force, to try them.
    """
    today = now.astimezone(authority.zone).date()
    loaded = newest_loads(session)
    rules = rules_now(session, now) if rules is None else rules
    lives = open_alerts(session)
    watched, calendar = _watched(lives), authority.calendar
    teams = gather_team_days(session, rules, calendar=calendar, watched=watched)
    whole = gather_authority_day(
        session, rules, today=today, zone=authority.zone, calendar=calendar, watched=watched
    )
    staffing = gather_staffing_days(session, rules, teams, watched)
    judged = judge_places(rules, teams, whole, staffing)
    late = is_late(rules, loaded.allocations.as_at_day, today, authority.calendar)
    stale = is_stale(loaded.workforce.as_at_day, today, authority.calendar)
    routes = gather_routes(session, authority, today)
    ground = _ground(session, loaded, lives, teams, late=late, workforce_late=stale)
    return Picture(
        loads=(loaded.allocations.id, loaded.workforce.id),
        seen=seen_now(session, today),
        day=loaded.allocations.as_at_day,
        staffing_day=_staffing_day(loaded),
        late=late,
        judgings=tuple(judgings(judged, lives, ground, routes)),
        lives={(life.kind, life.place): life for life in lives},
        routes=routes,
        place_names={
            **{place_of(team_id): day.place.name for team_id, day in teams.items()},
            **_service_names(session),
        },
        team_kinds={place_of(team_id): day.place.kind for team_id, day in teams.items()},
        names=subject_names(session, _without_a_reading(lives)),
        days={place_of(team_id): day for team_id, day in teams.items()},
        told=gather_told(session),
        parked=_parked(judged.values()),
        refused=gather_refused(session, loaded.allocations) if late else None,
        held_marks={load.id: load.mark for load in whole.held},
        decided_loads=gather_decided_loads(session, lives),
        rule_changes=gather_rule_changes(session) if lives else {},
    )


def _watched(lives: Iterable[Life]) -> dict[str, frozenset[str]]:
    """The subjects that open alerts speak of, by place."""
    found: dict[str, set[str]] = defaultdict(set)
    for life in lives:
        found[life.place].update(member.subject for member in life.members if member.over)
    return {place: frozenset(subjects) for place, subjects in found.items()}


def _staffing_day(loaded: Loaded) -> date:
    return max(loaded.allocations.as_at_day, loaded.workforce.as_at_day)


def _ground(
    session: Session,
    loaded: Loaded,
    lives: Sequence[Life],
    teams: Mapping[int, TeamDay],
    *,
    late: bool,
    workforce_late: bool,
) -> Ground:
    """What every judging stands on: how old the data is, and what became of workers and cases."""
    day = loaded.allocations.as_at_day
    holders = [holder for team in teams.values() for holder in team.book.holders]
    return Ground(
        as_at=loaded.allocations.as_at,
        late=late,
        workforce_as_at=loaded.workforce.as_at,
        workforce_late=workforce_late,
        outflows=gather_outflows(session, lives, holders),
        holders={holder.worker_id: holder for holder in holders},
        began=_began(session, lives, holders, {day, _staffing_day(loaded)}),
        emptied=gather_emptied(session, teams, day),
    )


def _service_names(session: Session) -> dict[str, str]:
    """Every service by place, those no longer listed included."""
    found = rows(session, _SERVICES)
    return {Place(service_id=service_id).key: name for service_id, name in found}


def _began(
    session: Session, lives: Sequence[Life], holders: Iterable[Holder], days: Collection[date]
) -> dict[tuple[RuleKind, str], date]:
    """Since when members that now belong to another place were over, by kind and subject.

    Workers change teams; services' targets were once judged with the authority's. Those whom an
    earlier look at the same days' data has ended there are included.
    """
    teams = {holder.worker_id: holder.team_id for holder in holders}
    moved = rows(session, _MOVED, days=list(days))
    found = [(kind, subject, since) for kind, subject, since in moved]
    found += [
        (life.kind, member.subject, member.since)
        for life in lives
        for member in life.members
        if member.over
        and (
            teams.get(member.worker_id or 0, life.team_id) != life.team_id
            or is_of_another_place(member.subject, life.service_id)
        )
    ]
    began: dict[tuple[RuleKind, str], date] = {}
    for kind, subject, since in found:
        began[kind, subject] = min(since, began.get((kind, subject), since))
    return began


def _without_a_reading(lives: Sequence[Life]) -> list[str]:
    """What alerts speak of and may not be read here any more: workers, services' targets."""
    return [
        m.subject
        for life in lives
        for m in life.members
        if m.worker_id is not None or is_of_another_place(m.subject, life.service_id)
    ]


def _parked(found: Iterable[Readings]) -> dict[str, str]:
    return {
        readings.rules[kind].name: how
        for readings in found
        for kind, how in readings.failed.items()
    }

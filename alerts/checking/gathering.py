"""The one look of a check: data, rules, open alerts and routes, and every place judged."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from alerts.authority import Authority
from alerts.checking.deciding import Ground, Judging
from alerts.checking.emptied import gather_emptied
from alerts.checking.feeds import gather_decided_loads, gather_refused
from alerts.checking.judged_apart import Readings, judged_apart
from alerts.checking.picture import Picture
from alerts.checking.rule_changes import gather_rule_changes
from alerts.choices import DONE
from alerts.freshness import is_late, is_stale
from alerts.life import Life
from alerts.outflows import gather_outflows
from alerts.places import WHOLE, Place, place_of, place_of_key
from alerts.readings import Reading
from alerts.routes import Routes, gather_routes, gather_told
from alerts.rules.gathering import gather_authority_day, gather_team_days
from alerts.rules.gathering_staffing import StaffingDays, gather_staffing_days
from alerts.rules.in_force import ServicePlace, TeamPlace, rules_for
from alerts.rules.judging.day import AuthorityDay, TeamDay
from alerts.rules.judging.judge import judge, judge_authority, judge_staffing
from alerts.rules.kinds import KINDS, host
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
from models.rules import RuleVersion
from models.vocabulary import Ending, RuleKind


def seen_now(session: Session, today: date) -> str:
    """All that a check depends on, as one short text; cheap enough for every tick."""
    newest = select(func.max(col(Load.id)), func.max(col(Load.decided_at)))
    held = select(func.count(col(HeldRecords.load_id)), func.max(col(HeldRecords.load_id)))
    rules = select(func.max(col(RuleVersion.id)), func.max(col(RuleVersion.until_at)))
    chosen = select(func.count(col(Choice.name)), func.max(col(Choice.changed_at))).where(
        col(Choice.name).not_like(f"{DONE}%")
    )
    granted = select(func.count(col(Grant.id)), func.max(col(Grant.id)))
    looked_at = (newest, held, rules, chosen, granted)
    found = [session.execute(query).one() for query in looked_at]
    return " ".join(str(part) for part in [today, *(part for row in found for part in row)])


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
    judged = _judged(rules, teams, whole, staffing)
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
        judgings=tuple(_judgings(judged, lives, ground, routes)),
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


def _judged(
    rules: Mapping[str, Rule],
    teams: Mapping[int, TeamDay],
    whole: AuthorityDay,
    staffing: StaffingDays,
) -> dict[str, Readings]:
    """Every place judged by the rules that decide there."""
    judged = {place_of(t): judged_apart(judge, _here(rules, d.place), d) for t, d in teams.items()}
    judged[WHOLE.key] = judged_apart(judge_authority, rules_for(rules, None), whole)
    for place, day in staffing.items():
        if place.service_id is None:
            judged[place.key] = judged[place.key].and_by(judge_staffing, day)
        else:
            here = _here(rules, ServicePlace(day.service_names[place.service_id]))
            judged[place.key] = judged_apart(judge_staffing, here, day)
    return judged


def _service_names(session: Session) -> dict[str, str]:
    """Every service by place, those no longer listed included."""
    rows = session.execute(select(col(Service.id), col(Service.name)))
    return {Place(service_id=row.id).key: row.name for row in rows}


def _here(rules: Mapping[str, Rule], place: TeamPlace | ServicePlace) -> dict[RuleKind, Rule]:
    found = rules_for(rules, place)
    return {kind: rule for kind, rule in found.items() if not KINDS[kind].whole_authority}


def _judgings(
    judged: Mapping[str, Readings], lives: Sequence[Life], ground: Ground, routes: Routes
) -> Iterator[Judging]:
    """One for each place and kind of alert where there is something to judge or to end."""
    open_kinds: dict[str, set[RuleKind]] = defaultdict(set)
    for life in lives:
        open_kinds[life.place].add(life.kind)
    for place in sorted({*judged, *open_kinds}):
        of = place_of_key(place)
        found = judged.get(place, Readings({}))
        kind_of = {rule.name: host(kind) for kind, rule in found.rules.items()}
        readings: dict[RuleKind, list[Reading]] = defaultdict(list)
        for reading in found.readings:
            readings[kind_of[reading.rule]].append(reading)
        failed = {host(kind) for kind in found.failed}
        for kind in sorted({*readings, *open_kinds[place]} - failed):
            rules = {r.name: r for k, r in found.rules.items() if host(k) is kind}
            yield Judging(
                kind=kind,
                place=place,
                team_id=of.team_id,
                service_id=of.service_id,
                rules=rules,
                readings=tuple(readings[kind]),
                ground=ground,
                at_top={n for n, r in rules.items() if routes.is_at_top(r.told_to, of)},
            )


def _began(
    session: Session, lives: Sequence[Life], holders: Iterable[Holder], days: Collection[date]
) -> dict[tuple[RuleKind, str], date]:
    """Since when members that now belong to another place were over, by kind and subject.

    Workers change teams; services' targets were once judged with the authority's. Those whom an
    earlier look at the same days' data has ended there are included.
    """
    teams = {holder.worker_id: holder.team_id for holder in holders}
    query = (
        select(col(Alert.kind), col(AlertMember.subject), col(AlertMember.since))
        .join(Alert, col(AlertMember.alert_id) == col(Alert.id))
        .where(col(AlertMember.ending) == Ending.MOVED_TEAM, col(AlertMember.ended_on).in_(days))
    )
    found = [(kind, subject, since) for kind, subject, since in session.execute(query)]
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

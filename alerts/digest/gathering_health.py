"""Reads how far a digest can be trusted: the week's loads, rules that are off, notices parked."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlmodel import Session, col

from alerts.authority import Authority
from alerts.digest.facts import AlertFacts, Health, HeldFacts, LoadFacts, RuleOff
from alerts.freshness import WORKFORCE_STALE_AFTER, is_late
from alerts.rules.in_force import rules_at
from alerts.rules.kinds import KINDS, host
from alerts.rules.rule import Rule
from alerts.subjects import person_names
from alerts.when import When
from models.alerts import Alert
from models.figures.book import Book
from models.loads import Load
from models.outbox import OutboxRow
from models.rules import ParkedRule, RuleVersion
from models.vocabulary import ExtractKind, LoadStatus, OutboxState, RuleKind, ToldTo

WEEKLY_WEEKS = 4
"""Weeks looked back at to see whether the authority sends its allocations daily or weekly."""

SILENT_FOR = timedelta(weeks=26)
"""A rule that found nothing for half a year is wrong about its limit, or has no data to judge."""

FEWEST_TEAMS = 3
"""Of one or two teams, "more than half" says nothing about the rule."""

_LOADED = (LoadStatus.LOADED, LoadStatus.UNCHANGED)


def gather_health(
    session: Session, authority: Authority, when: When, book: Book, alerts: Collection[AlertFacts]
) -> Health:
    """Of the data, the rules and the notices; `alerts` are the open ones of the scope."""
    versions = session.scalars(select(RuleVersion)).all()
    rules = rules_at(versions, when.now)
    workforce_day = book.workforce_as_at.astimezone(authority.zone).date()
    age = when.calendar.working_days(workforce_day, when.today)
    late = is_late(rules, when.day, when.today, when.calendar)
    parked = select(func.count()).where(col(OutboxRow.state) == OutboxState.PARKED)
    return Health(
        stale_days=when.calendar.working_days(when.day, when.today) if late else 0,
        workforce_stale_days=age if age >= WORKFORCE_STALE_AFTER else 0,
        loads=_loads(session, when),
        unmatched_cases=book.unmatched_cases,
        unmatched_people=len({unmatched.worker_ref for unmatched in book.unmatched}),
        rules_off=_off(session, rules, versions),
        always=_always(alerts, len(book.team_names)),
        never=_never(session, rules, when.now),
        parked_notices=session.execute(parked).scalar_one(),
        parked_rules=tuple(session.scalars(select(col(ParkedRule.name)).order_by("name"))),
    )


def _loads(session: Session, when: When) -> LoadFacts:
    week_began = when.day - timedelta(days=6)
    since = week_began - timedelta(weeks=WEEKLY_WEEKS)
    query = select(
        *(col(column) for column in (Load.kind, Load.status, Load.as_at_day, Load.loaded_at)),
        col(Load.decided_at),
    ).where(col(Load.as_at_day) >= since)
    rows = session.execute(query).all()
    allocations = [row for row in rows if row.kind is ExtractKind.ALLOCATIONS]
    days = {row.as_at_day for row in allocations if row.status in _LOADED}
    arrived = sorted(day for day in days if week_began <= day <= when.day)
    weekly = len(arrived) <= 1 and _is_weekly(day for day in days if day < week_began)
    week = [week_began + timedelta(days=number) for number in range(7)]
    expected = [day for day in week if when.calendar.is_working_day(day)]
    week_ago = when.now - timedelta(days=7)
    return LoadFacts(
        arrived=tuple(arrived),
        missing=() if weekly else tuple(day for day in expected if day not in days),
        weekly=weekly,
        refused=sum(row.status is LoadStatus.REFUSED and row.loaded_at > week_ago for row in rows),
        held=tuple(
            HeldFacts(kind=row.kind, day=row.as_at_day)
            for row in rows
            if row.status is LoadStatus.HELD
        ),
    )


def _is_weekly(days: Iterable[date]) -> bool:
    """Whether no week before this one brought more than one load."""
    return max(Counter(day.isocalendar()[:2] for day in days).values(), default=0) == 1


def _off(
    session: Session, rules: Mapping[str, Rule], versions: Collection[RuleVersion]
) -> tuple[RuleOff, ...]:
    by = {version.name: version.changed_by for version in versions if version.until_at is None}
    off = sorted(name for name, rule in rules.items() if not rule.is_on)
    names = person_names(session, (by.get(name) for name in off))
    return tuple(RuleOff(name=name, by=names.get(by.get(name, ""), by.get(name))) for name in off)


def _always(alerts: Collection[AlertFacts], teams: int) -> tuple[RuleKind, ...]:
    """Open in more than half of the teams: it tells nobody where to look."""
    if teams < FEWEST_TEAMS:
        return ()
    of_kind = Counter(kind for kind, team in {(a.kind, a.team) for a in alerts if a.team})
    found = Counter({kind: number for kind, number in of_kind.items() if 2 * number > teams})
    return tuple(kind for kind, _ in found.most_common())


def _never(session: Session, rules: Mapping[str, Rule], now: datetime) -> tuple[RuleKind, ...]:
    """Kinds of rule that are on and told nothing; none before half a year of alerts is there."""
    first = session.execute(select(func.min(col(Alert.opened_at)))).scalar()
    if first is None or first > now - SILENT_FOR:
        return ()
    told = select(col(Alert.kind)).where(
        col(Alert.fired_at).is_not(None),
        col(Alert.resolved_at).is_(None) | (col(Alert.resolved_at) > now - SILENT_FOR),
    )
    found = set(session.scalars(told.distinct()))
    on = {host(rule.kind) for rule in rules.values() if _concerns_the_work(rule)}
    return tuple(kind for kind in KINDS if kind in on and kind not in found)


def _concerns_the_work(rule: Rule) -> bool:
    """Rules that only guard the data are silent as long as the data is well."""
    return rule.is_on and rule.told_to is not ToldTo.ADMINISTRATORS

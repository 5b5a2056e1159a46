"""Reads how far a digest can be trusted: the week's loads, rules that are off, notices parked."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from statistics import median

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

RHYTHM_WEEKS = 8
"""Weeks looked back at to see how often the authority sends its allocations."""

DAILY_FROM = 3
"""Loads in the usual week from which on one is expected every working day."""

A_WEEKS_LOAD = 5
"""Working days after which the next load of an authority that sends one a week is due."""

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
    loads = _loads(session, when)
    since = when.calendar.working_days(when.day, when.today)
    is_due = not loads.weekly or since > A_WEEKS_LOAD
    return Health(
        stale_days=since if late and is_due else 0,
        alerts_held=late,
        workforce_stale_days=age if age >= WORKFORCE_STALE_AFTER else 0,
        loads=loads,
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
    week_ago = when.now - timedelta(days=7)
    query = select(*map(col, (Load.kind, Load.status, Load.as_at_day, Load.loaded_at))).where(
        (col(Load.as_at_day) >= week_began - timedelta(weeks=RHYTHM_WEEKS))
        # What they describe may be long past: they were still refused this week, or still wait.
        | (col(Load.loaded_at) > week_ago)
        | (col(Load.status) == LoadStatus.HELD)
    )
    rows = session.execute(query).all()
    days = {
        row.as_at_day
        for row in rows
        if row.kind is ExtractKind.ALLOCATIONS and row.status in _LOADED
    }
    usual = usual_loads(days, week_began)
    is_first = usual is None and _first_day(session) >= week_began
    is_daily = usual is not None and usual >= DAILY_FROM
    week = [week_began + timedelta(days=number) for number in range(7)]
    held = {(row.kind, row.as_at_day) for row in rows if row.status is LoadStatus.HELD}
    return LoadFacts(
        arrived=tuple(day for day in week if day in days),
        missing=tuple(
            day
            for day in week
            if is_daily and when.calendar.is_working_day(day) and day not in days
        ),
        weekly=not is_daily and not is_first,
        is_first=is_first,
        refused=sum(row.status is LoadStatus.REFUSED and row.loaded_at > week_ago for row in rows),
        held=tuple(HeldFacts(kind=kind, day=day) for kind, day in sorted(held, key=_oldest_first)),
    )


def _first_day(session: Session) -> date:
    """The first that allocations in force described."""
    found = select(func.min(col(Load.as_at_day))).where(
        col(Load.kind) == ExtractKind.ALLOCATIONS, col(Load.status).in_(_LOADED)
    )
    return session.execute(found).scalar() or date.max


def _oldest_first(held: tuple[ExtractKind, date]) -> tuple[date, str]:
    kind, day = held
    return day, kind.value


def usual_loads(days: Collection[date], before: date) -> float | None:
    """The middle number of loads in the weeks before a day; None where there was none yet.

    A correction in one week does not make a weekly authority a daily one, nor a missed day the
    other way round.
    """
    first = before - timedelta(weeks=RHYTHM_WEEKS)
    found = Counter((before - day).days for day in days if first <= day < before)
    if not found:
        return None
    by_week = Counter((back - 1) // 7 for back in found)
    return median(by_week[week] for week in range(max(by_week) + 1))


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

"""An account of the alerts' states that asks the data, by rules written down a second time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from alerts.calendar import WorkingCalendar
from models.alerts import Alert, AlertEvent, AlertMember
from models.vocabulary import AlertState, RuleKind
from tests.chaos.books import Books
from tests.chaos.finding import Finding, Wrong
from tests.chaos.rulebook import Rulebook
from tests.chaos.town import TEAMS, Town, holders_of

DAYS_OVER = 2
"""Working days that a worker is over the limit before it is told."""

DAYS_WAITING = {RuleKind.URGENT_UNALLOCATED: 1, RuleKind.UNALLOCATED: 10}
"""Working days that a child-protection case waits before it is told, by the rule that looks."""

NOBODY: Counter[str] = Counter()

_AFTER = {
    "grown": AlertState.FIRING,
    "review_passed": AlertState.FIRING,
    "snooze_over": AlertState.FIRING,
    "reminded": AlertState.FIRING,
    "acknowledged": AlertState.ACKNOWLEDGED,
    "snoozed": AlertState.SNOOZED,
    "cleared": AlertState.RESOLVED,
    "switched_off": AlertState.RESOLVED,
}
"""The state after an event; every other event changes none."""


def find_wrong_states(books: Books, town: Town) -> Iterator[Finding]:
    """Every alert that is not as its history, the register or the last day's data have it."""
    for alert in books.alerts:
        for problem in (*_by_history(books, alert), *_by_register(books, alert)):
            yield Finding(Wrong.STATE, f"alert {alert.id} {problem}")
    for problem in _by_data(books, town):
        yield Finding(Wrong.STATE, problem)


def _by_history(books: Books, alert: Alert) -> Iterator[str]:
    events = [event for event in books.events if event.alert_id == alert.id]
    state = _folded(events)
    if alert.state is not state:
        yield f"is {alert.state.value}; its history makes it {state.value}"
    if events and events[-1].state != alert.state.value:
        yield f"is {alert.state.value}; its last event left it {events[-1].state}"


def _folded(events: list[AlertEvent]) -> AlertState:
    state = AlertState.PENDING
    for event in events:
        state = _AFTER.get(event.event, state)
    return state


def _by_register(books: Books, alert: Alert) -> Iterator[str]:
    """Each acknowledgement is a line of the register; one decision stands at most."""
    decisions = [each for each in books.decisions if each.alert_id == alert.id]
    asked = [e for e in books.events if e.alert_id == alert.id and e.event == "acknowledged"]
    if len(decisions) != len(asked):
        yield f"was acknowledged {len(asked)} times, with {len(decisions)} decisions"
    standing = [each for each in decisions if each.ended_at is None]
    if len(standing) > 1:
        yield f"has {len(standing)} decisions that stand"
    if alert.state is AlertState.ACKNOWLEDGED and not standing:
        yield "is acknowledged without a decision that stands"
    if alert.state is AlertState.RESOLVED and standing:
        yield "is over, and its decision still stands"


def _by_data(books: Books, town: Town) -> Iterator[str]:
    members: dict[int, list[AlertMember]] = defaultdict(list)
    for member in books.members:
        if member.ended_on is None:
            members[member.alert_id].append(member)
    is_open: dict[tuple[RuleKind, str], list[Alert]] = defaultdict(list)
    for alert in books.alerts:
        if alert.state is not AlertState.RESOLVED:
            is_open[alert.kind, books.teams.get(alert.place, alert.place)].append(alert)
    for team in TEAMS:
        alerts = is_open.pop((RuleKind.WORKER_OVER, team), [])
        yield from _over(books, town, team, alerts, members)
        kind = RuleKind.URGENT_UNALLOCATED if town.now.urgent else RuleKind.UNALLOCATED
        alerts = is_open.pop((kind, team), [])
        yield from _waiting(books, town, team, (kind, alerts))
    late = is_open.pop((RuleKind.DATA_LATE, "authority"), [])
    if len(late) != books.workforce_stale:
        yield f"{len(late)} alerts are open about late data; stale: {books.workforce_stale}"
    for (kind, place), alerts in is_open.items():
        yield f"{kind.value} in {place} is open ({len(alerts)}), and nothing is wrong there"


def _over(
    books: Books,
    town: Town,
    team: str,
    alerts: list[Alert],
    members: dict[int, list[AlertMember]],
) -> Iterator[str]:
    held, most = town.loaded[books.day], town.now.most_held(team)
    wanted = {who: held[who] for who in holders_of(team) if most is not None and held[who] > most}
    if len(alerts) != bool(wanted):
        yield f"{team} has {len(alerts)} open alerts for {wanted}"
        return
    found = {
        books.staff_ids[member.worker_id or 0]: member
        for alert in alerts
        for member in members[alert.id]
    }
    values = {who: int(member.value) for who, member in found.items()}
    if values != wanted:
        yield f"the alert of {team} has {values}; the data has {wanted}"
    for who, member in found.items():
        lasted = WorkingCalendar().working_days(member.since, books.day)
        if (member.told_value is not None) != (lasted >= DAYS_OVER):
            yield f"{who} is over since {member.since}, told: {member.told_value}"
        then = town.rules.get(member.since, ())
        if not _is_over(town.loaded.get(member.since, NOBODY)[who], team, then):
            yield f"{who} was not over on {member.since}"
    for alert in alerts:
        told = any(member.told_value is not None for member in members[alert.id])
        if (alert.state is AlertState.PENDING) == told:
            yield f"the alert of {team} is {alert.state.value} with a member told: {told}"


def _is_over(cases: int, team: str, rules: Iterable[Rulebook]) -> bool:
    """By any of the rules that were in force."""
    return any(most is not None and cases > most for most in (r.most_held(team) for r in rules))


def _waiting(
    books: Books, town: Town, team: str, looked_at: tuple[RuleKind, list[Alert]]
) -> Iterator[str]:
    kind, alerts = looked_at
    cases = [case for case in town.waiting if town.team[case] == team]
    number = sum(_lasts(town.waiting[case], books.day) >= DAYS_WAITING[kind] for case in cases)
    if len(alerts) != bool(number):
        yield f"{team} has {len(alerts)} open alerts for {number} cases without a worker"
    for alert in alerts:
        values = [
            int(member.value)
            for member in books.members
            if member.alert_id == alert.id and member.ended_on is None
        ]
        if values != [number]:
            yield f"{team} has {number} cases without a worker; its alert says {values}"


def _lasts(since: date, until: date) -> int:
    return WorkingCalendar().working_days(since, until)

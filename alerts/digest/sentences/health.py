"""What a digest says of itself: the data, the loads, what is muted, which rules say nothing."""

from collections.abc import Sequence

from alerts.digest.facts import AlertFacts, DigestFacts, HeldFacts, LoadFacts, RuleOff
from alerts.digest.sentences.phrasing import listed, listed_few, numbered
from alerts.wording import count, day, moment, not_loaded, number_word, sentence
from models.figures.figure import shown
from models.vocabulary import AlertState, Measure, RuleKind, words

MOST_MUTED = 3
"""Named one by one; more are listed in the thread."""

LONG_OPEN = 20
"""Working days: an alert that is open for a month has stopped being news to those it is told."""

_CALLED = {
    RuleKind.WORKER_OVER: "worker over limit",
    RuleKind.TEAM_ABOVE_PROMISE: "team above promise",
    RuleKind.NOT_SEEN: "child not seen",
}


def as_at(facts: DigestFacts) -> str:
    """ "Data as at Fri 20 Nov 18:00", with the workforce's where it is of another moment."""
    said = f"Data as at {moment(facts.as_at, facts.zone, facts.today)}"
    if facts.workforce_as_at == facts.as_at:
        return said
    return f"{said}, workforce as at {moment(facts.workforce_as_at, facts.zone, facts.today)}"


def health(facts: DigestFacts) -> list[str]:
    """The data first, then the alerts, then the rules; what is well is said in one clause."""
    found = facts.health
    return [
        *_stale(facts),
        *_loads(found.loads, facts),
        *_limits(facts),
        *_unmatched(facts),
        *_muted(facts),
        *_off(found.rules_off),
        *_open_longest(facts),
        *_always(found.always),
        *_never(found.never),
        *_parked(facts),
    ]


def muted_words(alert: AlertFacts, facts: DigestFacts) -> str:
    """ "child not seen in Court South until Mon 30 Nov (Mia Manager)"."""
    where = f" in {alert.team}" if alert.team else ""
    until = f" until {day(alert.snoozed_until, facts.today)}" if alert.snoozed_until else ""
    by = f" ({alert.snoozed_by})" if alert.snoozed_by else ""
    return f"{called(alert.kind)}{where}{until}{by}"


def called(kind: RuleKind) -> str:
    """A kind of rule as a reader knows it."""
    return _CALLED.get(kind, words(kind))


def muted(facts: DigestFacts) -> list[AlertFacts]:
    """Alerts that somebody snoozed, those that come back first at the front."""
    found = [alert for alert in facts.alerts if alert.state is AlertState.SNOOZED]
    return sorted(found, key=lambda a: (a.snoozed_until or facts.today, a.team or ""))


def _stale(facts: DigestFacts) -> list[str]:
    found = []
    if facts.is_stale:
        found.append(
            "No alert is raised or closed until a new load arrives, and nothing here is compared "
            "with last week."
        )
    elif facts.health.alerts_held:
        found.append(
            "No alert is raised or closed until the next load: it comes weekly, but the rule for "
            "late data expects one sooner. An administrator can give the rule a later limit."
        )
    if days := facts.health.workforce_stale_days:
        found.append(f"The workforce list is {days} working days old.")
    return found


def _loads(loads: LoadFacts, facts: DigestFacts) -> list[str]:
    found = [_arrived(loads, facts)]
    if loads.refused:
        verb = "was" if loads.refused == 1 else "were"
        found.append(f"{sentence(numbered(loads.refused, 'file'))} {verb} refused in the week.")
    found += [_held(held, facts) for held in loads.held]
    return found


def _arrived(loads: LoadFacts, facts: DigestFacts) -> str:
    if facts.is_stale:
        return f"The last load is of {day(facts.day, facts.today)}; none has come since."
    if loads.is_first:
        return "These are the first allocations that were loaded."
    if loads.weekly and len(loads.arrived) > 1:
        return f"{sentence(numbered(len(loads.arrived), 'load'))} arrived in the week."
    if loads.weekly:
        return "The week's load arrived." if loads.arrived else "The week's load did not arrive."
    expected = len(loads.arrived) + len(loads.missing)
    if not loads.missing:
        return f"All {numbered(expected, 'load')} of the week arrived."
    days = listed([day(each, facts.today) for each in loads.missing])
    number = sentence(numbered(len(loads.arrived), "load"))
    return f"{number} of {number_word(expected)} arrived in the week; none for {days}."


def _held(held: HeldFacts, facts: DigestFacts) -> str:
    said = not_loaded(held.kind, held.day, (), facts.today)
    return f"{said}: held until an administrator decides."


def _limits(facts: DigestFacts) -> list[str]:
    """ "The limit changed in the week; by the new one 3 workers are over it, …"."""
    changed = facts.limit_change
    if changed is None:
        return []
    over = facts.measures.get(Measure.OVER_LIMIT)
    if changed.workers == changed.of:
        said, new = "The limit changed in the week", "the new one"
    else:
        said, new = f"The limit of {changed.workers} workers changed in the week", "the new ones"
    if over is None or over.now is None:
        if any(team.has_limits for team in facts.teams):
            return [f"{said}."]
        return ["No limit is known now, so that nobody is counted as over one."]
    verb = "is" if over.now == 1 else "are"
    told = f"{said}; by {new} {count(round(over.now), 'worker')} {verb} over."
    if over.week_ago is None:
        return [told]
    return [f"{told} Last week's {shown(over.week_ago)} were counted by the old."]


def _unmatched(facts: DigestFacts) -> list[str]:
    cases, people = facts.health.unmatched_cases, facts.health.unmatched_people
    if not cases:
        return []
    who = "somebody" if people == 1 else f"{numbered(people, 'person', 'people')}"
    verb = "is" if cases == 1 else "are"
    return [f"{sentence(count(cases, 'case'))} {verb} held by {who} not in the workforce list."]


def _muted(facts: DigestFacts) -> list[str]:
    found = muted(facts)
    if not found:
        return []
    if len(found) <= MOST_MUTED:
        return [f"Muted: {'; '.join(muted_words(alert, facts) for alert in found)}."]
    return [f"Muted: {count(len(found), 'alert')}, listed in the thread."]


def _off(rules: Sequence[RuleOff]) -> list[str]:
    if not rules:
        return []
    said = [f"{rule.name} (by {rule.by})" if rule.by else rule.name for rule in rules]
    return [f"Rules switched off: {listed_few(said, MOST_MUTED, 'rule')}."]


def _open_longest(facts: DigestFacts) -> list[str]:
    old = [alert for alert in facts.alerts if alert.working_days >= LONG_OPEN]
    if not old:
        return []
    longest = max(old, key=lambda alert: alert.working_days)
    where = f" in {longest.team}" if longest.team else ""
    number = numbered(len(old) - 1, "other")
    others = f"; {number} for {LONG_OPEN} or more" if len(old) > 1 else ""
    return [
        f"Open longest: {called(longest.kind)}{where}, for "
        f"{count(longest.working_days, 'working day')}{others}."
    ]


def _always(kinds: Sequence[RuleKind]) -> list[str]:
    if not kinds:
        return []
    names = listed([called(kind) for kind in kinds])
    return [f"Open in more than half of the teams, so that it singles out none: {names}."]


def _never(kinds: Sequence[RuleKind]) -> list[str]:
    if not kinds:
        return []
    names = listed([called(kind) for kind in kinds])
    return [f"Told nothing in 26 weeks: {names}."]


def _parked(facts: DigestFacts) -> list[str]:
    if facts.is_service:
        return []
    found = []
    if number := facts.health.parked_notices:
        found.append(
            f"{sentence(numbered(number, 'notice'))} could not be sent; an administrator sees why "
            "with `caseload outbox list`."
        )
    if names := facts.health.parked_rules:
        found.append(f"Not judged at the last check: {listed(list(names))}.")
    return found

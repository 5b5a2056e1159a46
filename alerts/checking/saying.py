"""What a check has to say of an outcome: the facts its notices are made from, and when."""

from datetime import datetime

from alerts.authority import Authority
from alerts.checking.deciding import Outcome
from alerts.checking.picture import Picture
from alerts.life import Life
from alerts.notices.facts import Facts, RuleChange
from alerts.notices.message import SAYS_ROOM
from alerts.rules.words import HEAD_OF_SERVICE, LEADERSHIP
from alerts.when import When
from models.vocabulary import RuleKind, ToldTo


def facts_of(
    outcome: Outcome, life: Life, picture: Picture, when: When, authority: Authority
) -> Facts:
    """What a notice about this outcome is made from."""
    judging = outcome.judging
    return Facts(
        life=life,
        place=picture.place_names.get(judging.place, authority.name),
        as_at=judging.as_at,
        zone=authority.zone,
        when=when,
        readings={reading.subject: reading for reading in judging.readings},
        names=picture.names,
        judged=outcome.judged,
        outflows=judging.ground.outflows,
        free=picture.free(judging.place) if judging.kind in SAYS_ROOM else (),
        limit=next((rule.limit for rule in judging.rules.values()), 0),
        team_kind=picture.team_kinds.get(judging.place),
        urgent=_is_urgent(outcome, life),
        load_id=_held_load(life),
        load_mark=picture.held_marks.get(_held_load(life) or 0, ""),
        refused=picture.refused,
        decided_loads=picture.decided_loads,
        above=_above_words(outcome),
        rule_change=_last_change(outcome, picture),
    )


def _last_change(outcome: Outcome, picture: Picture) -> RuleChange | None:
    """The last change of the rules that judge here, or judged what has just ended."""
    names = {*outcome.judging.rules, *(member.rule for member in outcome.life.members)}
    found = [picture.rule_changes[name] for name in names if name in picture.rule_changes]
    return max(found, key=lambda change: change.at, default=None)


def _held_load(life: Life) -> int | None:
    if life.kind is not RuleKind.LOAD_HELD:
        return None
    loads = [m.subject.removeprefix("load:") for m in life.members if m.over]
    return int(loads[0]) if loads else None


def detail_of(outcome: Outcome) -> dict[str, object]:
    """Who joined, worsened and ended, as the alert's history keeps it."""
    judged = outcome.judged
    if judged is None:
        return {}
    found = {"joined": judged.joined, "worse": judged.worse, "ended": judged.ended}
    return {name: list(subjects) for name, subjects in found.items() if subjects}


def _above_words(outcome: Outcome) -> str:
    judging = outcome.judging
    of_service = all(rule.told_to is ToldTo.SERVICE for rule in judging.rules.values())
    return LEADERSHIP if judging.team_id is None or of_service else HEAD_OF_SERVICE


def due_at(authority: Authority, facts: Facts) -> datetime:
    """At once where a rule that concerns this alert is urgent, else in working hours."""
    now = facts.when.now
    return now if facts.urgent else authority.hours.next_moment(now)


def _is_urgent(outcome: Outcome, life: Life) -> bool:
    rules = outcome.judging.rules
    judged_by = {member.rule for member in life.members if member.over}
    return any(rules[name].urgent for name in judged_by if name in rules)

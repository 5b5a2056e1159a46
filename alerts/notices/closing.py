"""The line that a finished alert's message begins with: since when it is over, and by what."""

from alerts.notices.facts import Facts
from alerts.rules.kinds import OF_STAFFING, OFF_TARGET
from alerts.wording import count, day
from models.vocabulary import Ending, RuleKind


def closing_words(facts: Facts) -> str:
    """ "Over since Thu 26 Nov, after 8 working days": counted from the first who was told."""
    if facts.life.ending is Ending.SWITCHED_OFF:
        where = "service" if facts.life.service_id is not None else "team"
        return f"No longer watched: the rule is off or the {where} has gone."
    if facts.kind in OF_STAFFING and facts.life.ending is Ending.MOVED_TEAM:
        return "From now on this is judged as the service's own, and told to the service."
    began = min((m.since for m in facts.life.members if m.told), default=facts.life.since)
    lasted = facts.calendar.working_days(began, facts.when.day)
    over = "On target" if facts.kind in OFF_TARGET and not _is_withdrawn(facts) else "Over"
    text = f"{over} since {day(facts.when.day, facts.when.today)}"
    text += f", after {count(lasted, 'working day')}" if lasted else ""
    if _is_withdrawn(facts):
        return f"{text}: no target is set any more."
    changed = _CHANGED.get(facts.life.ending or Ending.FELL)
    if changed == "limit":
        changed = _YARDSTICK.get(facts.kind, changed)
    return f"{text}: the {changed} was changed." if changed else text


def _is_withdrawn(facts: Facts) -> bool:
    """Whether nobody sets a target any more for anything the message spoke of."""
    if facts.kind not in OF_STAFFING or facts.life.ending is not Ending.LIMIT_CHANGED:
        return False
    return all(member.limit is None for member in facts.life.members if member.told)


_YARDSTICK = {
    RuleKind.TEAM_ABOVE_PROMISE: "promise",
    **dict.fromkeys((*OFF_TARGET, RuleKind.TARGET_MISSED), "target"),
}

_CHANGED = {Ending.LIMIT_CHANGED: "limit", Ending.RULE_CHANGED: "rule"}
"""Ends that are nobody's doing in the team, and so are said first."""

"""Rules and changes to them as people read them, the same in Slack and the command line."""

from typing import Any

from alerts.rules.changes import Change
from alerts.rules.kinds import KINDS, Over
from alerts.rules.rule import EVERYWHERE, Rule
from alerts.wording import count, sentence
from models.figures.figure import shown
from models.vocabulary import ToldTo, words

_TOLD = {
    ToldTo.TEAM: "the team's channel",
    ToldTo.SERVICE: "the service's channel (of the whole authority: leadership)",
    ToldTo.LEADERSHIP: "leadership",
    ToldTo.ADMINISTRATORS: "administrators",
}

HEAD_OF_SERVICE, LEADERSHIP = "the head of service", "leadership"

FIELD_WORDS = {
    "kind": "what it looks for",
    "applies_to": "applies to",
    "is_on": "on",
    "limit": "limit",
    "for_days": "working days before it is told",
    "margin": "below the limit before it ends",
    "step": "worse before it is told again",
    "remind_days": "working days to a reminder",
    "escalate_days": "working days to whoever is above",
    "told_to": "told to",
    "urgent": "urgent",
}
"""Each field of a rule as a person calls it."""


_BEFORE = {Over.ABOVE: "more than", Over.FROM: "from", Over.WITHIN: "up to"}


def looks_for(rule: Rule) -> str:
    """ "Tells when a worker at work holds more cases than their allowance (Court North)"."""
    where = "" if rule.applies_to == EVERYWHERE else f" ({place_words(rule.applies_to)})"
    return f"Tells when {KINDS[rule.kind].looks_for}{where}"


def place_words(applies_to: str) -> str:
    """ "everywhere", "team Court North", "looked after teams"."""
    noun, _, name = applies_to.partition(":")
    if not name:
        return "everywhere"
    return f"{words(name)} teams" if noun == "kind" else f"{noun} {name}"


def terms(rule: Rule) -> list[str]:
    """The rule's numbers as clauses, as far as they say anything."""
    about = KINDS[rule.kind]
    found = [f"{_BEFORE[about.over]} {_amount(rule.limit, about.counts)}"] if rule.limit else []
    if rule.for_days:
        found.append(f"told after {count(rule.for_days, 'working day')}")
    if rule.margin:
        found.append(f"ends {_amount(rule.margin, about.unit)} below the limit")
    if rule.step:
        found.append(f"told anew when worse by {_amount(rule.step, about.step_unit)}")
    if rule.remind_days:
        found.append(f"reminder after {count(rule.remind_days, 'working day')}")
    if rule.escalate_days:
        above = above_words(rule).removeprefix("the ")
        found.append(f"{above} after {count(rule.escalate_days, 'working day')}")
    found.append(f"to {told_words(rule.told_to)}")
    return [*found, *(["outside working hours too"] if rule.urgent else [])]


def told_words(told_to: ToldTo) -> str:
    return _TOLD[told_to]


def above_words(rule: Rule) -> str:
    """Whom it is told to when nobody acknowledges it: one above those who were told."""
    return LEADERSHIP if rule.told_to is ToldTo.SERVICE else HEAD_OF_SERVICE


def change_words(change: Change) -> str:
    """ "worker-over-limit: limit 0 → 2, on → off"; the whole of what one change does."""
    if change.after is None:
        return f"{change.name}: removed; wider rules decide again where it did"
    if change.before is None:
        return f"{change.name}: new. {looks_for(change.after)}: {'; '.join(terms(change.after))}"
    differs = ", ".join(
        f"{FIELD_WORDS[name]} {_shown(before)} → {_shown(after)}"
        for name, (before, after) in change.fields.items()
    )
    how = "back to the shipped rule, " if change.back_to_shipped else ""
    return f"{change.name}: {how}{differs}"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return shown(value, 2) if isinstance(value, int | float) else words(value)


_SINGULAR = {
    "cases": "case",
    "working days": "working day",
    "days": "day",
    "children": "child",
    "weeks": "week",
    "posts": "post",
}


def _amount(number: float, noun: str) -> str:
    """ "1 case above the allowance", "10 working days without a worker"."""
    if number == 1:
        for many, one in _SINGULAR.items():
            if noun.startswith(many):
                return f"1 {one}{noun.removeprefix(many)}"
    return f"{shown(number, 2)} {noun}"


def title(rule: Rule) -> str:
    """ "Worker over limit (off)": the rule's name to be read."""
    name = sentence(rule.name.replace("-", " "))
    return name if rule.is_on else f"{name} (off)"

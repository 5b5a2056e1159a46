"""What alerts are raised by, in words, for administrators."""

from collections.abc import Mapping

from alerts.rules.rule import Rule
from alerts.rules.words import looks_for, terms, title
from alerts.wording import count
from bot.grammar import Topic
from bot.questions.answer import Answer, Column, Outcome, Table, Value
from bot.questions.help import HELP
from models.access import Asker

_NOT_YOURS = (
    "The rules are for administrators of Caseload. Ask your performance team what alerts are "
    "raised by."
)


def answer_rules(question: str, asker: Asker, rules: Mapping[str, Rule]) -> Answer:
    """Every rule in force with what it tells and when; the same sentence for everybody else."""
    if not asker.administrator:
        return Answer(
            question=question,
            asked_by=asker.email,
            outcome=Outcome.NOT_FOUND,
            headline=_NOT_YOURS,
            next=(HELP,),
        )
    return Answer(
        question=question,
        asked_by=asker.email,
        outcome=Outcome.ANSWERED,
        headline=_headline(list(rules.values())),
        topic=Topic.RULES,
        table=Table(
            columns=(
                Column("rule", "Rule"),
                Column("tells", "What"),
                Column("terms", "When and to whom"),
            ),
            rows=[rule_row(rule) for rule in rules.values()],
            caption="What alerts are raised by",
        ),
    )


def rule_row(rule: Rule) -> dict[str, Value]:
    return {
        "name": rule.name,
        "rule": title(rule),
        "kind": rule.kind.value,
        "applies_to": rule.applies_to,
        "on": "on" if rule.is_on else "off",
        "tells": looks_for(rule),
        "terms": "; ".join(terms(rule)),
    }


def _headline(rules: list[Rule]) -> str:
    on = sum(rule.is_on for rule in rules)
    if on == len(rules):
        return f"Alerts are raised by {count(on, 'rule')}"
    off = len(rules) - on
    return f"Alerts are raised by {count(on, 'rule')}; {off} more {'is' if off == 1 else 'are'} off"

"""What a file of rules would change, in words an administrator can decide by."""

from typing import Any

import pytest

from alerts.checking.rehearsing import Change, Effect
from bot.cli.rules_tried import change_text, summary
from models.vocabulary import Ending, RuleKind


def a_change(effect: Effect = Effect.STAYS, **given: Any) -> Change:
    values = {"kind": RuleKind.WORKER_OVER, "place": "Court North", "rules": ("worker-over-limit",)}
    return Change(effect=effect, **{**values, **given})


SAID: list[tuple[Change, str]] = [
    (a_change(Effect.OPENS, told=2, joins=2), "2 would be told of at the next check"),
    (a_change(Effect.OPENS, waiting=1, joins=1), "1 would be told of if it lasts"),
    (
        a_change(Effect.OPENS, told=1, waiting=2, in_days=3, joins=3),
        "1 would be told of at the next check, 2 would be told of if they last 3 more working days",
    ),
    (
        a_change(Effect.OPENS, waiting=1, in_days=1, joins=1),
        "1 would be told of if it lasts 1 more working day",
    ),
    (a_change(Effect.ENDS, ending=Ending.SWITCHED_OFF, leaves=1), "The rule is off"),
    (a_change(Effect.ENDS, ending=Ending.RULE_CHANGED), "Nothing is over by these rules"),
    (a_change(Effect.ENDS), "Nothing is over by these rules"),
    (a_change(Effect.CHANGES, joins=1, leaves=2), "1 would join it, 2 would leave it"),
    (a_change(Effect.CHANGES, told=1), "1 would be told of at the next check"),
    (a_change(), ""),
]


@pytest.mark.parametrize(("change", "text"), SAID)
def test_what_would_happen_to_an_alert_is_said_in_a_few_words(change: Change, text: str) -> None:
    assert change_text(change) == text


@pytest.mark.parametrize(
    ("effects", "text"),
    [
        (
            [],
            "No alerts would open, none would end, none would change, "
            "and none would stay as they are.",
        ),
        (
            [*Effect],
            "1 alert would open, 1 would end, 1 would change, and 1 would stay as it is.",
        ),
        (
            [Effect.OPENS] * 2 + [Effect.STAYS] * 14,
            "2 alerts would open, none would end, none would change, "
            "and 14 would stay as they are.",
        ),
    ],
)
def test_the_first_line_counts_the_alerts(effects: list[Effect], text: str) -> None:
    assert summary([a_change(effect) for effect in effects]) == text

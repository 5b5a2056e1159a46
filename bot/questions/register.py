"""The register: what was decided about alerts, when it is reviewed, and what came of it."""

import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from alerts.register import RegisterRow, RegisterState, register_rows, review_words
from alerts.wording import count, day, moment
from bot.grammar import Topic
from bot.questions.alerts import few
from bot.questions.answer import Answer, Column, Next, Table, Value
from bot.questions.as_json import moment_as_json
from bot.questions.places import teams_of
from bot.questions.setting import Setting
from bot.questions.topics import question_about
from models.vocabulary import words

SHOWN_DAYS = 366
"""Decisions of a year are shown, and a review lies within a year; the export has all of them."""

NOTE_SHOWN = 80

_ORDER = (RegisterState.REVIEW_PASSED, RegisterState.OPEN, RegisterState.OVER)


def answer_register(setting: Setting) -> Answer:
    """Decisions of a year: those past their review, those that hold, then those that are over."""
    services = setting.services
    zone, now = services.settings.zone, services.clock()
    found = register_rows(
        setting.session,
        zone=zone,
        team_ids=teams_of(setting.session, setting.scope, setting.asker),
        since=setting.today - timedelta(days=SHOWN_DAYS),
    )
    found.sort(key=lambda row: _rank(row, setting.today))
    answer = setting.answer(
        f"{setting.name}: {_how_many(found, setting.today)}",
        lines=_over_line(found, setting.today),
        table=_table(setting, found),
        then=[
            Next("Open alerts", question_about(Topic.ALERTS, setting.scope)),
            Next("Caseload", question_about(Topic.CASELOAD, setting.scope)),
        ],
    )
    as_at = f"Register as at {moment(now, zone, setting.today)}"
    footer = f"{as_at} · decisions of the last twelve months; the export has all of them"
    return replace(answer, as_at=now, footer=footer)


def register_row(row: RegisterRow, zone: ZoneInfo, today: date) -> dict[str, Value]:
    """One decision as a row, the same in JSON answers and on the command line."""
    return {
        "decision": row.decision_id,
        "alert": row.alert_id,
        "team": row.team,
        "rule": row.kind.value,
        "rule_words": words(row.kind),
        "about": "; ".join(row.about) or None,
        "decided": row.decision.value,
        "decided_words": words(row.decision),
        "note": row.note or None,
        "by": row.by,
        "by_name": row.by_name,
        "decided_at": moment_as_json(row.decided_at, zone),
        "review_on": row.review_on.isoformat(),
        "state": row.state(today).value,
        "review_words": review_words(row, zone, today),
        "ended_at": moment_as_json(row.ended_at, zone) if row.ended_at else None,
        "outcome": row.outcome,
    }


def _rank(row: RegisterRow, today: date) -> tuple[int, float]:
    """Within those that are over the newest first, otherwise the earliest review."""
    state = row.state(today)
    newest, earliest = -row.decided_at.timestamp(), float(row.review_on.toordinal())
    return _ORDER.index(state), newest if state is RegisterState.OVER else earliest


def _how_many(found: Sequence[RegisterRow], today: date) -> str:
    if not found:
        return "no decisions in the last twelve months"
    states = Counter(row.state(today) for row in found)
    passed = states[RegisterState.REVIEW_PASSED]
    text = count(states[RegisterState.OPEN] + passed, "open decision")
    return f"{text}, {passed} past {'its' if passed == 1 else 'their'} review" if passed else text


def _over_line(found: Sequence[RegisterRow], today: date) -> list[str]:
    over = sum(row.state(today) is RegisterState.OVER for row in found)
    return [f"{over} more {'is' if over == 1 else 'are'} over"] if over else []


def _table(setting: Setting, found: Sequence[RegisterRow]) -> Table | None:
    if not found:
        return None
    return Table(
        columns=(
            # A phone shows the first three.
            Column("about_words", "About", wraps=True),
            Column("decided_words", "Decision", wraps=True),
            Column("review_words", "Review", wraps=True),
            *([Column("team", "Team")] if setting.several_teams else []),
            Column("note_words", "Note", wraps=True),
            Column("by_name", "By"),
            Column("decided_on", "Decided"),
        ),
        rows=[_shown(setting, row) for row in found],
        caption=f"Decisions about alerts of {setting.scope.name}",
    )


def _shown(setting: Setting, row: RegisterRow) -> dict[str, Value]:
    zone, today = setting.services.settings.zone, setting.today
    return {
        **register_row(row, zone, today),
        "about_words": few(row.about) or words(row.kind),
        "note_words": textwrap.shorten(row.note, NOTE_SHOWN, placeholder=" …") or None,
        "decided_on": day(row.decided_at.astimezone(zone).date(), today),
    }

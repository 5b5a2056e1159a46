"""The register: what was decided about alerts, when it is reviewed, and what came of it."""

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from alerts.register import (
    RegisterRow,
    RegisterState,
    register_rows,
    review_words,
    what_words,
)
from alerts.wording import count, day, moment, sentence
from bot.grammar import Topic
from bot.questions.alerts import ASK_FOR_NAMES, few, names_asked_for
from bot.questions.answer import Answer, Column, Next, Table, Value
from bot.questions.as_json import moment_as_json
from bot.questions.places import decisions_within
from bot.questions.setting import Setting
from bot.questions.topics import question_about
from models.vocabulary import DecisionKind, words

SHOWN_DAYS = 366
"""Decisions of a year are shown, and a review lies within a year; the export has all of them."""

NOTE_SHOWN = 80

_STANDING = (RegisterState.REVIEW_PASSED, RegisterState.OPEN)
"""The states of what still stands, in the order in which they are shown."""


def answer_register(setting: Setting) -> Answer:
    """Decisions of a year: those past their review, those that stand, then those that ended."""
    services = setting.services
    zone, now = services.settings.zone, services.clock()
    found = register_rows(
        setting.session,
        zone=zone,
        within=decisions_within(setting.session, setting.scope, setting.asker),
        since=setting.today - timedelta(days=SHOWN_DAYS),
    )
    if not names_asked_for(setting):
        found = [replace(row, about=()) for row in found]
    found.sort(key=lambda row: _rank(row, setting.today))
    answer = setting.answer(
        f"{setting.name}: {_how_many(found, setting.today)}",
        lines=_ended_line(found, setting.today),
        table=_table(setting, found),
        then=[
            Next("Open alerts", question_about(Topic.ALERTS, setting.scope)),
            Next("Caseload", question_about(Topic.CASELOAD, setting.scope)),
        ],
    )
    as_at = f"Register as at {moment(now, zone, setting.today)}"
    parts = [as_at, "decisions of the last twelve months; the export has all of them"]
    if not names_asked_for(setting):
        parts.append(ASK_FOR_NAMES)
    return replace(answer, as_at=now, footer=" · ".join(parts))


def register_row(row: RegisterRow, zone: ZoneInfo, today: date) -> dict[str, Value]:
    """One decision as a row, the same in JSON answers and on the command line."""
    return {
        "decision": row.decision_id,
        "alert": row.alert_id,
        "team": row.team,
        "service": None if row.team else row.service,
        "rule": row.kind.value,
        "rule_words": words(row.kind),
        "headline": row.headline,
        "about": "; ".join(row.about) or None,
        "decided": row.decision.value if row.decision else "snoozed",
        "decided_words": what_words(row, today),
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
    """Of those that stand the earliest review first, of the others the newest."""
    state = row.state(today)
    if state in _STANDING:
        return _STANDING.index(state), float(row.review_on.toordinal())
    return len(_STANDING), -row.decided_at.timestamp()


def _how_many(found: Sequence[RegisterRow], today: date) -> str:
    if not found:
        return "no decisions in the last twelve months"
    standing = [row for row in found if row.state(today) in _STANDING]
    snoozed = sum(row.is_snooze for row in standing)
    text = count(len(standing) - snoozed, "open decision")
    passed = sum(row.state(today) is RegisterState.REVIEW_PASSED for row in standing)
    if passed:
        text += f", {passed} past {'its' if passed == 1 else 'their'} review"
    return f"{text}; {count(snoozed, 'alert')} snoozed" if snoozed else text


def _ended_line(found: Sequence[RegisterRow], today: date) -> list[str]:
    ended = sum(row.state(today) not in _STANDING for row in found)
    has, was = ("has", "was") if ended == 1 else ("have", "were")
    return [f"{ended} more {has} ended or {was} replaced"] if ended else []


def _table(setting: Setting, found: Sequence[RegisterRow]) -> Table | None:
    if not found:
        return None
    return Table(
        columns=(
            Column("alert_words", "Alert", wraps=True),
            Column("decision_words", "Decision", wraps=True),
            Column("stands_words", "Review"),
            Column("by_words", "By"),
            Column("about_words", "About", wraps=True),
        ),
        rows=[_shown(setting, row) for row in found],
        caption=f"Decisions about alerts of {setting.scope.name}",
        of_sentences=True,
    )


def _shown(setting: Setting, row: RegisterRow) -> dict[str, Value]:
    zone, today = setting.services.settings.zone, setting.today
    place = row.team or row.service
    team = f"{place}: " if place and setting.several_teams else ""
    note = textwrap.shorten(row.note, NOTE_SHOWN, placeholder=" …")
    stands = row.state(today) in _STANDING
    return {
        **register_row(row, zone, today),
        "alert_words": sentence(f"{team}{row.headline}"),
        "decision_words": sentence(_decision(row, note, today)),
        "stands_words": review_words(row, zone, today) if stands else row.outcome,
        "by_words": f"{row.by_name}, {day(row.decided_at.astimezone(zone).date(), today)}",
        "about_words": None if row.about == (row.headline,) else few(row.about),
    }


def _decision(row: RegisterRow, note: str, today: date) -> str:
    """ "cases being moved – two go to Kit"; a decision of another kind is what its note says."""
    what = what_words(row, today)
    if not note:
        return what
    return note if row.decision is DecisionKind.OTHER else f"{what} – {note}"

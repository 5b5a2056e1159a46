"""An answer as stable JSON: the same keys in every version, for other programs."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from alerts.wording import is_whole_day
from bot.questions.answer import Answer
from models.figures.figure import Figure


def answer_as_json(answer: Answer, zone: ZoneInfo) -> dict[str, Any]:
    """question, asked_by, scope, figures, rows and text, as documented in the README."""
    scope = answer.scope
    return {
        "question": answer.question,
        "asked_by": answer.asked_by,
        "scope": {"kind": scope.kind.value, "name": scope.name} if scope else None,
        "figures": [_figure(figure, zone) for figure in answer.figures],
        "rows": [dict(row) for row in answer.table.rows] if answer.table else [],
        "text": answer_text(answer),
    }


def answer_text(answer: Answer) -> str:
    """Headline, parts and as-at, a line each."""
    return "\n".join([answer.headline, *answer.lines, *([answer.footer] if answer.footer else [])])


def moment_as_json(value: datetime, zone: ZoneInfo) -> str:
    """An ISO date for a whole day, otherwise an ISO time in the authority's zone."""
    local = value.astimezone(zone)
    return local.date().isoformat() if is_whole_day(value, zone) else local.isoformat()


def _figure(figure: Figure, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "measure": figure.measure.value,
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "definition": f"{figure.definition.label}: {figure.definition.sentence}",
        "as_at": moment_as_json(figure.as_at, zone),
        "warnings": list(figure.warnings),
    }

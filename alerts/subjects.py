"""Whom and what an alert or a decision is about, in words: workers, kinds of case, teams, loads."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.wording import count
from models.figures.figure import shown
from models.loads import Load
from models.organisation import Team
from models.vocabulary import RuleKind, words
from models.workforce import Worker

# A row that is gone for good, because a person was forgotten or a team never came back.
_GONE = {
    "worker": "somebody no longer listed",
    "team": "a team no longer listed",
    "load": "an extract",
    "unmatched": "somebody not in the workforce list",
    "feed": "the allocations",
    "nobody": "no worker",
}

_AGAINST_A_LIMIT = frozenset({RuleKind.WORKER_OVER, RuleKind.NEWLY_QUALIFIED_OVER})
_IN_WORKING_DAYS = frozenset({RuleKind.DATA_LATE, RuleKind.LOAD_HELD})

_AT_ONCE = 500  # values in one query, below what every database takes


def subject_names(session: Session, subjects: Iterable[str]) -> dict[str, str]:
    """A name for each subject, such as "worker:12", whatever has become of it since."""
    asked = dict.fromkeys(subjects)
    found: dict[str, str] = {}
    for noun, column, name in (
        ("worker", col(Worker.id), col(Worker.name)),
        ("team", col(Team.id), col(Team.name)),
        ("load", col(Load.id), col(Load.file)),
    ):
        ids = [int(subject.partition(":")[2]) for subject in asked if _is_row(subject, noun)]
        for row_id, text in _pairs(session, column, name, ids):
            found[f"{noun}:{row_id}"] = text
    return {subject: found.get(subject) or _without_a_row(subject) for subject in asked}


def person_names(session: Session, emails: Iterable[str | None]) -> dict[str, str]:
    """The names of those in the workforce, by email."""
    wanted = sorted({email for email in emails if email})
    return dict(_pairs(session, col(Worker.email), col(Worker.name), wanted))


def said_about(kind: RuleKind, name: str, value: float, limit: float | None) -> str:
    """ "Sam Example: 26 cases, limit 18"; a team's own name need not be said of its alert."""
    how = _how(kind, value, limit)
    return how if kind is RuleKind.TEAM_ABOVE_PROMISE else f"{name}: {how}"


def _how(kind: RuleKind, value: float, limit: float | None) -> str:
    if kind is RuleKind.TEAM_ABOVE_PROMISE:
        text = f"{shown(value)} cases per full-time worker"
        return text if limit is None else f"{text}, promise up to {shown(limit)}"
    if kind in _AGAINST_A_LIMIT:
        text = count(round(value), "case")
        return text if limit is None else f"{text}, limit {shown(limit, 2)}"
    if kind is RuleKind.NOT_SEEN:
        return f"{value:g} not seen"
    return count(round(value), "working day" if kind in _IN_WORKING_DAYS else "case")


def _is_row(subject: str, noun: str) -> bool:
    kind, _, row_id = subject.partition(":")
    return kind == noun and row_id.isdigit()


def _without_a_row(subject: str) -> str:
    noun, _, rest = subject.partition(":")
    return words(rest) if noun == "kind" else _GONE.get(noun, words(noun))


def _pairs(
    session: Session, column: Any, name: Any, values: Collection[Any]
) -> Iterable[tuple[Any, str]]:
    asked = list(values)
    for start in range(0, len(asked), _AT_ONCE):
        query = select(column, name).where(column.in_(asked[start : start + _AT_ONCE]))
        yield from session.execute(query)

"""Whom and what an alert or a decision is about, in words: workers, kinds of case, teams, loads."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.rules.judging.authority import WORKFORCE
from alerts.rules.kinds import OF_STAFFING
from alerts.staffing_subjects import PAST_END, funding_day_of, target_of
from alerts.staffing_words import measure_words
from alerts.wording import count
from models.figures.figure import shown
from models.loads import Load
from models.organisation import Service, Team
from models.staffing.course import said_day
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

SERVICE = "service"

_AT_ONCE = 500  # values in one query, below what every database takes


def subject_names(session: Session, subjects: Iterable[str]) -> dict[str, str]:
    """A name for each subject, such as "worker:12", whatever has become of it since."""
    asked = list(dict.fromkeys(subjects))
    services = [f"{SERVICE}:{target.service_id}" for target in map(target_of, asked) if target]
    found: dict[str, str] = {}
    for noun, column, name in (
        ("worker", col(Worker.id), col(Worker.name)),
        ("team", col(Team.id), col(Team.name)),
        ("load", col(Load.id), col(Load.file)),
        (SERVICE, col(Service.id), col(Service.name)),
    ):
        rows = [subject for subject in (*asked, *services) if _is_row(subject, noun)]
        ids = [int(subject.partition(":")[2]) for subject in rows]
        for row_id, text in _pairs(session, column, name, ids):
            found[f"{noun}:{row_id}"] = text
    return {subject: found.get(subject) or _without_a_row(subject, found) for subject in asked}


def person_names(session: Session, emails: Iterable[str | None]) -> dict[str, str]:
    """The names of those in the workforce, by email."""
    wanted = sorted({email for email in emails if email})
    return dict(_pairs(session, col(Worker.email), col(Worker.name), wanted))


def said_about(kind: RuleKind, name: str, value: float, limit: float | None) -> str:
    """ "Sam Example: 26 cases, limit 18"; a team's own name need not be said of its alert."""
    how = _how_in_staffing(kind, value, limit) if kind in OF_STAFFING else _how(kind, value, limit)
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


def _how_in_staffing(kind: RuleKind, value: float, limit: float | None) -> str:
    """ "2 off the target of 12": the measure's name has said in what."""
    if kind is RuleKind.FUNDING_ENDS:
        return count(round(value), "time-limited post")
    if kind is RuleKind.TEAM_ENDS:
        return count(round(value), "case")
    if limit is None:
        return count(round(value), "worker")
    return f"{shown(value)} off the target of {shown(limit)}"


def _is_row(subject: str, noun: str) -> bool:
    kind, _, row_id = subject.partition(":")
    return kind == noun and row_id.isdigit()


def _without_a_row(subject: str, found: Mapping[str, str]) -> str:
    noun, _, rest = subject.partition(":")
    if target := target_of(subject):
        return measure_words(target.measure, found.get(f"{SERVICE}:{target.service_id}", ""))
    if last_day := funding_day_of(subject):
        return f"money until {said_day(last_day, date.min)}"
    if subject == PAST_END:
        return "supernumerary agency past the last day"
    if subject == WORKFORCE:
        return "the workforce list"
    return words(rest) if noun == "kind" else _GONE.get(noun, words(noun))


def _pairs(
    session: Session, column: Any, name: Any, values: Collection[Any]
) -> Iterable[tuple[Any, str]]:
    asked = list(values)
    for start in range(0, len(asked), _AT_ONCE):
        query = select(column, name).where(column.in_(asked[start : start + _AT_ONCE]))
        yield from session.execute(query)

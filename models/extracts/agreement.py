"""Refuses a workforce whose rows the tables could not tell apart, or that names what it has not."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from models.extracts.examples_left import refuse_examples
from models.extracts.matching import KnownWorker, WorkerIndex
from models.extracts.problems import Problems, quoted
from models.extracts.records import Place, Problem, WorkforceRecords
from models.figures.holders import in_post
from models.folding import folded
from models.vocabulary import LimitScope

Named = tuple[Place, str, str | None]
"""Where something is named, under which column, and by what."""


def workforce_problems(records: WorkforceRecords, file: str, day: date) -> tuple[Problem, ...]:
    """What would make two rows one, or leave a team, worker or limit without what it names."""
    problems = Problems()
    refuse_examples(problems, records)
    _refuse_alike(problems, ((r.place, "service", r.name) for r in records.services))
    _refuse_alike(problems, ((r.place, "team", r.name) for r in records.teams))
    _refuse_alike(problems, ((r.place, "staff_id", r.staff_id) for r in records.workers))
    _refuse_alike(problems, ((r.place, "post_id", r.post_id) for r in records.posts))
    _refuse_unknown(
        problems, "team", _teams_named(records), {folded(r.name) for r in records.teams}
    )
    _refuse_unknown(
        problems, "service", _services_named(records), {folded(r.name) for r in records.services}
    )
    _refuse_unknown(
        problems, "staff id", _staff_limited(records), {folded(r.staff_id) for r in records.workers}
    )
    _refuse_unclear(problems, _people_named(records), workers_of(records, day))
    return problems.listed(file)


def _refuse_alike(problems: Problems, named: Iterable[Named]) -> None:
    """Reports names that differ only in how their letters are made: "Court ②" and "Court 2"."""
    first: dict[str, Place] = {}
    for place, column, name in named:
        other = first.setdefault(folded(name or ""), place)
        if other is not place:
            where = f"row {other.row}" if other.row else "another row"
            problems.add(
                replace(place, column=column),
                f'"{quoted(name)}" reads the same as the {column} of {where}; '
                "give one of them another, or keep one of the rows.",
            )


def _refuse_unknown(problems: Problems, noun: str, named: Iterable[Named], known: set[str]) -> None:
    for place, column, name in named:
        if folded(name or "") not in known:
            problems.add(
                replace(place, column=column),
                f'There is no {noun} "{quoted(name)}" in this extract; correct it or add it.',
            )


def _refuse_unclear(problems: Problems, named: Iterable[Named], workers: WorkerIndex[str]) -> None:
    for place, column, ref in named:
        match = workers.find(ref) if ref else None
        if match is not None and match.key is None:
            problems.add(
                replace(place, column=column),
                f'It cannot be told who "{quoted(ref)}" is: {match.reason}. '
                "Write the staff id or email.",
            )


def _teams_named(records: WorkforceRecords) -> Iterator[Named]:
    yield from ((r.place, "team", r.team) for r in records.workers)
    yield from ((r.place, "team", r.team) for r in records.posts)
    for limit in records.limits:
        if limit.scope is LimitScope.TEAM:
            yield limit.place, "applies_to", limit.name
    yield from _targets_of("team", records)


def _services_named(records: WorkforceRecords) -> Iterator[Named]:
    yield from ((r.place, "service", r.service) for r in records.teams)
    yield from _targets_of("service", records)


def _targets_of(kind: str, records: WorkforceRecords) -> Iterator[Named]:
    for target in records.targets:
        word, colon, name = target.scope.partition(":")
        if colon and word == kind:
            yield target.place, "scope", name


def _staff_limited(records: WorkforceRecords) -> Iterator[Named]:
    for limit in records.limits:
        if limit.scope is LimitScope.STAFF:
            yield limit.place, "applies_to", limit.name


def _people_named(records: WorkforceRecords) -> Iterator[Named]:
    yield from ((r.place, "head", r.head) for r in records.services)
    yield from ((r.place, "manager", r.manager) for r in records.teams)
    yield from ((r.place, "held_by", who) for r in records.posts for who in r.held_by)


def workers_of(records: WorkforceRecords, day: date) -> WorkerIndex[str]:
    """Whom a staff id, an email or a name means among an extract's own workers."""
    return WorkerIndex(
        KnownWorker(
            r.staff_id,
            r.staff_id,
            r.email,
            r.name,
            in_post(started_on=r.started_on, left_on=r.left_on, day=day),
        )
        for r in records.workers
    )

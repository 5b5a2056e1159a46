"""A workforce extract becomes rows: what is listed is written, what is no longer is dropped."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import delete, insert, or_, select
from sqlmodel import Session, SQLModel, col

from models.extracts.matching import KnownWorker, WorkerIndex
from models.extracts.records import LimitRecord, TargetRecord, WorkerRecord, WorkforceRecords
from models.extracts.renaming import rename_services
from models.extracts.spells import keep_spells
from models.figures.holders import in_post
from models.figures.limits import PLACES
from models.folding import folded, folded_name
from models.limits import Limit, Target
from models.organisation import Service, Team
from models.vocabulary import Employment, LimitScope, TeamKind
from models.workforce import Head, Manager, Post, PostHolder, Worker

Table = TypeVar("Table", bound=SQLModel)
Changes = dict[str, dict[str, int]]


def apply_workforce(session: Session, records: WorkforceRecords, day: date) -> Changes:
    """Write a checked workforce extract; gives what was added, changed and removed by table."""
    changes: Changes = {}
    renamed = rename_services(session, records)
    services = _upsert(session, Service, "name", _service_rows(records), day, changes)
    changes["services"]["changed"] += renamed
    teams = _upsert(session, Team, "name", _team_rows(records, services), day, changes)
    anew = keep_spells(session, records.workers)
    _free_emails(session, records.workers)
    workers = _upsert(session, Worker, "staff_id", _worker_rows(records, teams), day, changes)
    if anew:
        changes["workers"]["started_anew"] = anew
    index = _index(records.workers, workers, day)
    posts = _upsert(session, Post, "post_id", _post_rows(records, teams), day, changes)
    holders = _post_holders(records, posts, index)
    holders += _last_holders(session, holders, day)
    changes["post_holders"] = _replace(session, PostHolder, holders)
    changes["managers"] = _replace(session, Manager, _managers(records, teams, index))
    changes["heads"] = _replace(session, Head, _heads(records, services, index))
    changes["limits"] = _replace(session, Limit, _limit_rows(records.limits, teams, workers))
    changes["targets"] = _replace(session, Target, _target_rows(records.targets, teams, services))
    return changes


def known_teams(session: Session) -> dict[str, int]:
    """Each team of the workforce as it stands, by its name."""
    rows = session.execute(
        select(col(Team.name), col(Team.id)).where(col(Team.dropped_on).is_(None))
    )
    return {row.name: row.id for row in rows}


def known_workers(session: Session, day: date) -> WorkerIndex[int]:
    """The index of everybody in the workforce as it stands."""
    listed = session.scalars(select(Worker).where(Worker.dropped_on.is_(None)))  # type: ignore[union-attr]
    return WorkerIndex(
        KnownWorker(w.id, w.staff_id, w.email, w.name, _works(w, day)) for w in listed
    )


def _works(worker: Worker | WorkerRecord, day: date) -> bool:
    return in_post(started_on=worker.started_on, left_on=worker.left_on, day=day)


def _upsert(
    session: Session,
    table: type[Table],
    natural_key: str,
    rows: Mapping[str, dict[str, Any]],
    day: date,
    changes: Changes,
) -> dict[str, int]:
    """Make the table's listed rows these; gives the id by folded natural key."""
    stored = session.scalars(select(table))
    known = (row for row in stored if getattr(row, "forgotten_on", None) is None)
    existing: dict[str, Any] = {folded(getattr(row, natural_key)): row for row in known}
    counts = {"added": 0, "changed": 0, "removed": 0}
    wanted = {folded(name) for name in rows}
    for name, row in existing.items():
        if name not in wanted and row.dropped_on is None:
            row.dropped_on = day
            counts["removed"] += 1
    for name, values in rows.items():
        values = {natural_key: name, "dropped_on": None, **values}
        row = existing.get(folded(name))
        if row is None:
            existing[folded(name)] = table(**values)
            session.add(existing[folded(name)])
            counts["added"] += 1
        elif _assign(row, values):
            counts["changed"] += 1
    session.flush()
    changes[str(table.__tablename__)] = counts
    return {name: row.id for name, row in existing.items()}


def _assign(row: SQLModel, values: Mapping[str, Any]) -> bool:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _free_emails(session: Session, records: Sequence[WorkerRecord]) -> None:
    """Let go of every email that is about to belong to somebody else, or to nobody."""
    wanted = {folded(record.staff_id): record.email for record in records}
    for worker in session.scalars(select(Worker).where(col(Worker.email).is_not(None))):
        if wanted.get(folded(worker.staff_id)) != worker.email:
            worker.email = None
    session.flush()


def _service_rows(records: WorkforceRecords) -> dict[str, dict[str, Any]]:
    return {record.name: {"slack_channel": record.slack_channel} for record in records.services}


def _team_rows(records: WorkforceRecords, services: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    return {
        record.name: {
            "service_id": services[folded(record.service)],
            "kind": record.kind,
            "slack_channel": record.slack_channel,
            "ends_on": record.ends_on,
        }
        for record in records.teams
    }


def _worker_rows(records: WorkforceRecords, teams: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    rows = {}
    for record in records.workers:
        values = _without(record, "place", "team", "staff_id")
        values["folded_name"] = folded_name(record.name)
        rows[record.staff_id] = {**values, "team_id": teams[folded(record.team)]}
    return rows


def _post_rows(records: WorkforceRecords, teams: Mapping[str, int]) -> dict[str, dict[str, Any]]:
    rows = {}
    for record in records.posts:
        values = _without(record, "place", "team", "post_id", "held_by")
        rows[record.post_id] = {**values, "team_id": teams[folded(record.team)]}
    return rows


def _post_holders(
    records: WorkforceRecords, posts: Mapping[str, int], index: WorkerIndex[int]
) -> list[dict[str, Any]]:
    """Who fills which post; somebody named twice for one post fills it once."""
    pairs = {
        (posts[folded(record.post_id)], index.find(who).key): None
        for record in records.posts
        for who in record.held_by
    }
    return [{"post_id": post_id, "worker_id": worker_id} for post_id, worker_id in pairs]


def _last_holders(
    session: Session, holders: Iterable[dict[str, Any]], day: date
) -> list[dict[str, Any]]:
    """Who filled a post until they left: by them it is known since when the post is vacant.

    Once others fill the whole post they are forgotten: a later vacancy does not go back to them.
    """
    left = or_(col(Worker.left_on) < day, col(Worker.dropped_on).is_not(None))
    query = (
        select(col(PostHolder.post_id), col(PostHolder.worker_id), col(Post.fte))
        .join(Worker, col(Worker.id) == col(PostHolder.worker_id))
        .join(Post, col(Post.id) == col(PostHolder.post_id))
    )
    named = [(row["post_id"], row["worker_id"]) for row in holders]
    known, filled = set(named), _filled_fte(session, named, day)
    return [
        {"post_id": post_id, "worker_id": worker_id}
        for post_id, worker_id, fte in session.execute(query.where(left))
        if (post_id, worker_id) not in known and filled[post_id] < fte
    ]


def _filled_fte(
    session: Session, named: Iterable[tuple[int, int]], day: date
) -> defaultdict[int, float]:
    """The FTE of the employed workers who are in each post on the day, by the post's id."""
    employed = select(col(Worker.id), col(Worker.fte)).where(
        col(Worker.employment) != Employment.AGENCY,
        col(Worker.dropped_on).is_(None),
        or_(col(Worker.started_on).is_(None), col(Worker.started_on) <= day),
        or_(col(Worker.left_on).is_(None), col(Worker.left_on) >= day),
    )
    fte_of = {row.id: row.fte for row in session.execute(employed)}
    filled: defaultdict[int, float] = defaultdict(float)
    for post_id, worker_id in named:
        filled[post_id] = round(filled[post_id] + fte_of.get(worker_id, 0.0), PLACES)
    return filled


def _limit_rows(
    records: Iterable[LimitRecord], teams: Mapping[str, int], workers: Mapping[str, int]
) -> list[dict[str, Any]]:
    return [
        {
            "scope": record.scope,
            "worker_id": workers[folded(record.name or "")]
            if record.scope is LimitScope.STAFF
            else None,
            "team_id": teams[folded(record.name or "")]
            if record.scope is LimitScope.TEAM
            else None,
            "kind": TeamKind(record.name or "") if record.scope is LimitScope.KIND else None,
            "promise_low": record.promise_low,
            "promise_high": record.promise_high,
            "cases": record.limit,
            "percent": record.limit_percent,
            "from_on": record.from_on,
            "until_on": record.until_on,
            "reason": record.reason,
        }
        for record in records
    ]


def _target_rows(
    records: Iterable[TargetRecord], teams: Mapping[str, int], services: Mapping[str, int]
) -> list[dict[str, Any]]:
    rows = []
    for record in records:
        kind, _, name = record.scope.partition(":")
        rows.append(
            {
                "measure": record.measure,
                "service_id": services[folded(name)] if kind == "service" else None,
                "team_id": teams[folded(name)] if kind == "team" else None,
                "value": record.value,
                "from_on": record.from_on,
                "until_on": record.until_on,
            }
        )
    return rows


def _managers(
    records: WorkforceRecords, teams: Mapping[str, int], index: WorkerIndex[int]
) -> list[dict[str, Any]]:
    return _leads("team_id", ((r.name, r.manager) for r in records.teams), teams.__getitem__, index)


def _heads(
    records: WorkforceRecords, services: Mapping[str, int], index: WorkerIndex[int]
) -> list[dict[str, Any]]:
    return _leads(
        "service_id", ((r.name, r.head) for r in records.services), services.__getitem__, index
    )


def _leads(
    column: str,
    named: Iterable[tuple[str, str | None]],
    id_of: Callable[[str], int],
    index: WorkerIndex[int],
) -> list[dict[str, Any]]:
    found = ((id_of(folded(name)), index.find(lead).key) for name, lead in named if lead)
    return [{column: place, "worker_id": worker} for place, worker in found if worker is not None]


def _index(records: Sequence[WorkerRecord], ids: Mapping[str, int], day: date) -> WorkerIndex[int]:
    return WorkerIndex(
        KnownWorker(ids[folded(r.staff_id)], r.staff_id, r.email, r.name, _works(r, day))
        for r in records
    )


def _replace(
    session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]
) -> dict[str, int]:
    """Make the whole table these rows: the extract is the only place they come from."""
    names = [name for name in table.model_fields if name != "id"]
    stored = session.execute(select(*(getattr(table, name) for name in names)))
    before = Counter(tuple(row) for row in stored)
    after = Counter(tuple(row[name] for name in names) for row in rows)
    added, removed = (after - before).total(), (before - after).total()
    if added or removed:
        session.execute(delete(table))
        if rows:
            session.execute(insert(table), rows)
    return {"added": added, "removed": removed}


def _without(record: Any, *names: str) -> dict[str, Any]:
    values = asdict(record)
    for name in names:
        del values[name]
    return values

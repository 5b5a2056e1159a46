"""A workforce extract becomes rows: what is listed is written, what is no longer is dropped."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Date, Executable, bindparam, delete, or_, select, update
from sqlmodel import Session, SQLModel, col

from models.extracts.matching import KnownWorker, WorkerIndex
from models.extracts.records import (
    LimitRecord,
    PostRecord,
    TargetRecord,
    WorkerRecord,
    WorkforceRecords,
)
from models.extracts.renaming import rename_services
from models.extracts.spells import keep_spells
from models.extracts.upserting import Values, upsert
from models.figures.holders import in_post
from models.figures.limits import PLACES
from models.folding import folded, folded_name
from models.inserting import insert_all
from models.limits import Limit, Target
from models.organisation import Service, Team
from models.rows import change, rows
from models.vocabulary import Employment, LimitScope, TeamKind
from models.workforce import Head, Manager, Post, PostHolder, Worker

Changes = dict[str, dict[str, int]]

SERVICE_COLUMNS = ("name", "slack_channel")
TEAM_COLUMNS = ("name", "service_id", "kind", "slack_channel", "ends_on")
_OF_WORKER = tuple(
    field.name for field in fields(WorkerRecord) if field.name not in ("team", "place")
)
WORKER_COLUMNS = (*_OF_WORKER, "folded_name", "team_id")
_OF_POST = tuple(
    field.name for field in fields(PostRecord) if field.name not in ("team", "held_by", "place")
)
POST_COLUMNS = (*_OF_POST, "team_id")
"""Of each table what an extract says, first what its rows are known by."""

_DAY = bindparam("day", type_=Date)
_LISTED = col(Worker.dropped_on).is_(None)
_TEAMS = select(col(Team.name), col(Team.id)).where(col(Team.dropped_on).is_(None))
_WORKERS = select(
    *(col(column) for column in (Worker.id, Worker.staff_id, Worker.email, Worker.name)),
    *(col(column) for column in (Worker.started_on, Worker.left_on)),
).where(_LISTED)
_EMAILS = select(col(Worker.id), col(Worker.staff_id), col(Worker.email)).where(
    col(Worker.email).is_not(None)
)
_HOLDERS_WHO_LEFT = (
    select(col(PostHolder.post_id), col(PostHolder.worker_id), col(Post.fte))
    .join(Worker, col(Worker.id) == col(PostHolder.worker_id))
    .join(Post, col(Post.id) == col(PostHolder.post_id))
    .where(or_(col(Worker.left_on) < _DAY, ~_LISTED))
)
_EMPLOYED = select(col(Worker.id), col(Worker.fte)).where(
    col(Worker.employment) != Employment.AGENCY,
    _LISTED,
    or_(col(Worker.started_on).is_(None), col(Worker.started_on) <= _DAY),
    or_(col(Worker.left_on).is_(None), col(Worker.left_on) >= _DAY),
)


def apply_workforce(session: Session, records: WorkforceRecords, day: date) -> Changes:
    """Write a checked workforce extract; gives what was added, changed and removed by table."""
    changes: Changes = {}
    renamed = rename_services(session, records)
    said: list[Values] = [(r.name, r.slack_channel) for r in records.services]
    services, changes["services"] = upsert(session, Service, SERVICE_COLUMNS, said, day)
    changes["services"]["changed"] += renamed
    said = _team_rows(records, services)
    teams, changes["teams"] = upsert(session, Team, TEAM_COLUMNS, said, day)
    anew = keep_spells(session, records.workers)
    _free_emails(session, records.workers)
    said = _worker_rows(records, teams)
    workers, changes["workers"] = upsert(session, Worker, WORKER_COLUMNS, said, day)
    if anew:
        changes["workers"]["started_anew"] = anew
    index = _index(records.workers, workers, day)
    posts, changes["posts"] = upsert(session, Post, POST_COLUMNS, _post_rows(records, teams), day)
    holders = _post_holders(records, posts, index)
    holders += _last_holders(session, holders, day)
    changes["post_holders"] = _replace(session, PostHolder, holders)
    changes["managers"] = _replace(session, Manager, _managers(records, teams, index))
    changes["heads"] = _replace(session, Head, _heads(records, services, index))
    changes["limits"] = _replace(session, Limit, _limit_rows(records.limits, teams, workers))
    changes["targets"] = _replace(session, Target, _target_rows(records.targets, teams, services))
    session.expire_all()
    return changes


def known_teams(session: Session) -> dict[str, int]:
    """Each team of the workforce as it stands, by its name."""
    return dict(rows(session, _TEAMS))


def known_workers(session: Session, day: date) -> WorkerIndex[int]:
    """The index of everybody in the workforce as it stands."""
    return WorkerIndex(
        KnownWorker(
            worker_id, staff_id, email, name, in_post(started_on=started, left_on=left, day=day)
        )
        for worker_id, staff_id, email, name, started, left in rows(session, _WORKERS)
    )


def _free_emails(session: Session, records: Sequence[WorkerRecord]) -> None:
    """Let go of every email that is about to belong to somebody else, or to nobody."""
    wanted = {folded(record.staff_id): record.email for record in records}
    free = [
        {"id": worker_id, "email": None}
        for worker_id, staff_id, email in rows(session, _EMAILS)
        if wanted.get(folded(staff_id)) != email
    ]
    if free:
        session.execute(update(Worker), free)


def _team_rows(records: WorkforceRecords, services: Mapping[str, int]) -> list[Values]:
    return [
        (r.name, services[folded(r.service)], r.kind, r.slack_channel, r.ends_on)
        for r in records.teams
    ]


def _worker_rows(records: WorkforceRecords, teams: Mapping[str, int]) -> list[Values]:
    said, team_id = attrgetter(*_OF_WORKER), _by_name(teams)
    return [(*said(r), folded_name(r.name), team_id(r.team)) for r in records.workers]


def _post_rows(records: WorkforceRecords, teams: Mapping[str, int]) -> list[Values]:
    said, team_id = attrgetter(*_OF_POST), _by_name(teams)
    return [(*said(r), team_id(r.team)) for r in records.posts]


def _by_name(ids: Mapping[str, int]) -> Callable[[str], int]:
    """Finds the id of a name; many rows have the same."""
    return cache(lambda name: ids[folded(name)])


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
    named = [(row["post_id"], row["worker_id"]) for row in holders]
    known, filled = set(named), _filled_fte(session, named, day)
    return [
        {"post_id": post_id, "worker_id": worker_id}
        for post_id, worker_id, fte in rows(session, _HOLDERS_WHO_LEFT, day=day)
        if (post_id, worker_id) not in known and filled[post_id] < fte
    ]


def _filled_fte(
    session: Session, named: Iterable[tuple[int, int]], day: date
) -> defaultdict[int, float]:
    """The FTE of the employed workers who are in each post on the day, by the post's id."""
    fte_of = dict[int, float](rows(session, _EMPLOYED, day=day))
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
    found = []
    for record in records:
        kind, _, name = record.scope.partition(":")
        found.append(
            {
                "measure": record.measure,
                "service_id": services[folded(name)] if kind == "service" else None,
                "team_id": teams[folded(name)] if kind == "team" else None,
                "value": record.value,
                "from_on": record.from_on,
                "until_on": record.until_on,
            }
        )
    return found


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
        KnownWorker(
            ids[folded(r.staff_id)],
            r.staff_id,
            r.email,
            r.name,
            in_post(started_on=r.started_on, left_on=r.left_on, day=day),
        )
        for r in records
    )


def _replace(
    session: Session, table: type[SQLModel], said: Sequence[dict[str, Any]]
) -> dict[str, int]:
    """Make the whole table these rows: the extract is the only place they come from."""
    names = _names_of(table)
    before = Counter(map(tuple, rows(session, _stored(table))))
    after = Counter(tuple([row[name] for name in names]) for row in said)
    added, removed = (after - before).total(), (before - after).total()
    if added or removed:
        if before:
            change(session, delete(table))
        insert_all(session, table, said)
    return {"added": added, "removed": removed}


def _names_of(table: type[SQLModel]) -> tuple[str, ...]:
    return tuple(name for name in table.model_fields if name != "id")


@cache
def _stored(table: type[SQLModel]) -> Executable:
    return select(*(getattr(table, name) for name in _names_of(table)))

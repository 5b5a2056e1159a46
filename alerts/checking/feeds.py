"""What became of files: the one refused since the newest allocations, and held loads decided."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlmodel import Session, col

from alerts.life import Life
from alerts.notices.facts import DecidedLoad, RefusedFile
from alerts.subjects import person_names
from models.figures.queries import InForce
from models.loads import Load, LoadProblem
from models.vocabulary import ExtractKind, LoadStatus, RuleKind


def gather_refused(session: Session, loaded: InForce) -> RefusedFile | None:
    """The newest allocations refused since these were loaded, with the first problem."""
    query = (
        select(Load)
        .where(
            col(Load.status) == LoadStatus.REFUSED,
            or_(col(Load.kind) == ExtractKind.ALLOCATIONS, col(Load.kind).is_(None)),
            col(Load.decided_at).is_(None),  # by what was wrong with it, not by somebody
            col(Load.loaded_at) > loaded.loaded_at,
        )
        .order_by(col(Load.loaded_at).desc(), col(Load.id).desc())
    )
    load = session.scalars(query.limit(1)).first()
    if load is None:
        return None
    problems = select(LoadProblem).where(col(LoadProblem.load_id) == load.id)
    first = session.scalars(problems.order_by(col(LoadProblem.id)).limit(1)).first()
    if first is None:
        return RefusedFile(load.loaded_at)
    return RefusedFile(load.loaded_at, first.sheet, first.row, first.column, first.message)


def gather_decided_loads(session: Session, lives: Sequence[Life]) -> dict[str, DecidedLoad]:
    """By subject, what became of the loads that open alerts tell of."""
    subjects = [
        member.subject
        for life in lives
        if life.kind is RuleKind.LOAD_HELD
        for member in life.members
    ]
    ids = [int(subject.removeprefix("load:")) for subject in subjects]
    if not ids:
        return {}
    loads = session.scalars(select(Load).where(col(Load.id).in_(ids))).all()
    names = person_names(session, (load.decided_by for load in loads))
    return {
        f"load:{load.id}": DecidedLoad(
            file=load.file,
            kind=load.kind or ExtractKind.ALLOCATIONS,
            status=load.status,
            by=names.get(load.decided_by or "", load.decided_by),
            at=load.decided_at,
        )
        for load in loads
    }

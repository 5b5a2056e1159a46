"""Reads the paths of targets, and which of them are a scope's own."""

from collections import defaultdict

from sqlalchemy import Executable, select
from sqlmodel import Session, col

from models.access import Scope, ScopeKind
from models.limits import Target
from models.rows import rows
from models.staffing.targets import DIRECTIONS, Path, Step
from models.vocabulary import Measure


def all_paths(session: Session) -> tuple[Path, ...]:
    """Every target's path, the authority's first."""
    paths: dict[tuple[str, int | None, int | None], list[Step]] = defaultdict(list)
    for measure, service_id, team_id, *step in rows(session, _TARGETS):
        paths[measure, service_id, team_id].append(Step(*step))
    return tuple(
        Path(Measure(measure), tuple(steps), service_id, team_id)
        for (measure, service_id, team_id), steps in paths.items()
        if measure in DIRECTIONS
    )


def paths_for(session: Session, scope: Scope) -> tuple[Path, ...]:
    """A scope's own paths: the authority's targets are not each team's.

    A worker has none, nor have several teams that are no service.
    """
    of = {
        ScopeKind.AUTHORITY: (None, None),
        ScopeKind.SERVICE: (scope.id, None),
        ScopeKind.TEAM: (None, scope.id),
    }
    if scope.kind not in of or (scope.id is None and scope.kind is not ScopeKind.AUTHORITY):
        return ()
    whose = of[scope.kind]
    return tuple(p for p in all_paths(session) if (p.service_id, p.team_id) == whose)


def _targets() -> Executable:
    of = tuple(col(column) for column in (Target.measure, Target.service_id, Target.team_id))
    step = tuple(col(column) for column in (Target.value, Target.from_on, Target.until_on))
    return select(*of, *step).order_by(
        col(Target.service_id).is_not(None),
        col(Target.team_id).is_not(None),
        *(col(column) for column in (Target.service_id, Target.team_id, Target.measure)),
        *(col(column) for column in (Target.from_on, Target.id)),
    )


_TARGETS = _targets()

"""Plans kept by name: saved with their inputs, listed, and read again as they were."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from alerts.plans.plan import NAMES, Input, PlanInputs, PlanRefused
from models.access import Scope, ScopeKind
from models.errors import NotFound
from models.folding import folded
from models.organisation import Service, Team
from models.plans import SavedPlan

LONGEST_NAME = 80

_TAKEN = "Choose another name: this one is taken."
"""Neither by whom nor of what: that may not be the asker's to know."""


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A saved plan with the scope it is of; its name is as it was given."""

    id: int
    name: str
    kind: ScopeKind
    scope_id: int | None
    about: str
    made_by: str
    made_at: datetime
    starts_on: date
    kept: Mapping[str, Any]  # the inputs as `inputs_as_json` wrote them

    @property
    def inputs(self) -> PlanInputs:
        """What was planned; PlanRefused if another version wrote it, which spoils no other plan."""
        return inputs_from_json(self.kept)


@dataclass(frozen=True, slots=True)
class Saving:
    """Who saves a plan, when, and from which day's data it starts."""

    by: str
    now: datetime
    starts_on: date


def plain_name(name: str) -> str:
    """A plan's name as it is kept; PlanRefused for one that is empty or too long."""
    # What does not show could make the name another on a screen, or order a terminal about.
    words = "".join(letter for letter in " ".join(name.split()) if letter.isprintable())
    plain = " ".join(words.split())
    if len(plain) > LONGEST_NAME or not any(letter.isalnum() for letter in plain):
        raise PlanRefused(
            f"A plan's name has 1 to {LONGEST_NAME} characters, for example `Budget 2027`."
        )
    return plain


def save_plan(
    session: Session, name: str, scope: Scope, inputs: PlanInputs, saving: Saving
) -> bool:
    """Keep a plan under a name of its own; False when this very plan is kept already.

    PlanRefused for a name that is empty, too long, or taken, in other capitals too; nothing is
    overwritten, because a plan is what somebody expected.
    """
    if not can_be_kept(scope):
        raise PlanRefused(
            "A plan is kept for one team, one service or the whole authority. Name one of them."
        )
    row = SavedPlan(
        name=plain_name(name),
        service_id=scope.id if scope.kind is ScopeKind.SERVICE else None,
        team_id=scope.id if scope.kind is ScopeKind.TEAM else None,
        made_by=saving.by,
        made_at=saving.now,
        starts_on=saving.starts_on,
        inputs=inputs_as_json(inputs),
    )
    if not _is_free(session, row):
        return False
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # saved a moment ago
        if _is_free(session, row):
            raise
        return False
    return True


def can_be_kept(scope: Scope) -> bool:
    """Whether this is one thing that a plan can be of for years, and no worker."""
    several = scope.id is None and scope.team_ids is not None
    return scope.kind is not ScopeKind.WORKER and not several


def drop_plan(session: Session, plan_id: int) -> None:
    """Forget a saved plan; nothing happens if it is forgotten already."""
    session.execute(delete(SavedPlan).where(col(SavedPlan.id) == plan_id))


def saved_plans(session: Session, authority: str) -> list[KeptPlan]:
    """Every saved plan, the newest first; `authority` is the name of the whole."""
    query = (
        select(SavedPlan, col(Service.name), col(Team.name))
        .outerjoin(Service, col(SavedPlan.service_id) == col(Service.id))
        .outerjoin(Team, col(SavedPlan.team_id) == col(Team.id))
        .order_by(col(SavedPlan.made_at).desc(), col(SavedPlan.id).desc())
    )
    return [
        _kept(row, service or team or authority) for row, service, team in session.execute(query)
    ]


def load_plan(session: Session, name: str, authority: str) -> KeptPlan:
    """The plan of this name, in any capitals; NotFound with the names that there are."""
    plans = saved_plans(session, authority)
    for plan in plans:
        if folded(plan.name) == folded(name):
            return plan
    listed = ", ".join(plan.name for plan in plans) or "none yet"
    raise NotFound(f'There is no plan "{name[:LONGEST_NAME]}". Saved plans are: {listed}.')


def inputs_as_json(inputs: PlanInputs) -> dict[str, Any]:
    """Each input by name: `value`, `given`, `source` and `live`."""
    return {name: asdict(each) for name, each in inputs.listed()}


def inputs_from_json(kept: Mapping[str, Any]) -> PlanInputs:
    """What `inputs_as_json` wrote; an input this version does not know is left out.

    PlanRefused when one is missing or is no number.
    """
    try:
        found = {
            name: Input(
                value=float(each["value"]),
                given=bool(each["given"]),
                source=str(each["source"]),
                live=bool(each["live"]),
            )
            for name, each in kept.items()
            if name in NAMES
        }
        return PlanInputs(**found)
    except (TypeError, KeyError, ValueError) as error:
        raise PlanRefused(
            "This saved plan cannot be read: it was saved by another version. Save it anew."
        ) from error


def _kept(row: SavedPlan, about: str) -> KeptPlan:
    kind = ScopeKind.AUTHORITY
    if row.service_id is not None or row.team_id is not None:
        kind = ScopeKind.SERVICE if row.team_id is None else ScopeKind.TEAM
    return KeptPlan(
        id=row.id,
        name=row.name,
        kind=kind,
        scope_id=row.service_id or row.team_id,
        about=about,
        made_by=row.made_by,
        made_at=row.made_at,
        starts_on=row.starts_on,
        kept=row.inputs,
    )


def _is_free(session: Session, wanted: SavedPlan) -> bool:
    """False when this very plan is kept already; PlanRefused when another has its name."""
    for kept in session.scalars(select(SavedPlan)):
        if folded(kept.name) == folded(wanted.name):
            if _content(kept) != _content(wanted):
                raise PlanRefused(_TAKEN)
            return False
    return True


def _content(row: SavedPlan) -> tuple[Any, ...]:
    """All that is kept of a plan but the moment."""
    return (
        *(row.name, row.service_id, row.team_id, row.made_by),
        *(row.starts_on, row.inputs),
    )

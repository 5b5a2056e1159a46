"""Saved plans on the command line: listed, and one of them laid beside what then happened."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from rich.markup import escape
from rich.table import Table
from sqlmodel import Session

from alerts.plans.beside import Beside, actual_days, beside, beside_headline, difference, monthly
from alerts.plans.projecting import make_plan
from alerts.plans.saving import KeptPlan, load_plan, saved_plans
from alerts.plans.wording import headline
from alerts.wording import day
from bot.cli.common import out, print_json, who_runs
from bot.questions.as_json import moment_as_json
from bot.services import Services
from models.access import Asker, Scope, ScopeKind, visible_scopes
from models.errors import NotFound
from models.figures.figure import fixed, shown
from models.people import AuditEntry


def plan_scopes(session: Session, made: Services) -> list[Scope]:
    """What a plan can be of: the command line is an administrator's, and plans are of no worker."""
    nobody: frozenset[int] = frozenset()
    administrator = Asker(
        email=who_runs(),
        name=who_runs(),
        worker_id=None,
        team_id=None,
        managed=nobody,
        headed=nobody,
        headed_teams=nobody,
        leadership=False,
        administrator=True,
    )
    return visible_scopes(session, administrator, made.settings.authority, workers=False)


def list_plans(made: Services, *, as_json: bool) -> None:
    """Every saved plan, the newest first."""
    with made.database.look() as session:
        plans = saved_plans(session, made.settings.authority)
    if as_json:
        print_json({"rows": [_kept_as_json(plan, made) for plan in plans]})
        return
    if not plans:
        out.print("No plan is saved yet. `caseload plan … --save NAME` keeps one.", markup=False)
        return
    table = Table("Plan", "For", "From", "Saved", "By")
    today = local_now(made).date()
    for plan in plans:
        saved = day(plan.made_at.astimezone(made.settings.zone).date(), today)
        cells = (plan.name, plan.about, day(plan.starts_on, today), saved, plan.made_by)
        table.add_row(*(escape(cell) for cell in cells))
    out.print(table)


def compare_plan(made: Services, name: str, *, as_json: bool) -> None:
    """A saved plan beside what happened since; NotFound for a name that no plan has."""
    with made.database.look() as session:
        kept = load_plan(session, name, made.settings.authority)
        scope = _scope_of(kept, plan_scopes(session, made))
        actual = actual_days(session, scope.team_ids, kept.starts_on)
    rows = beside(kept.inputs, kept.starts_on, monthly(actual))
    with made.database.transaction() as session:
        session.add(audit(made, "asked", scope, {"topic": "plan", "compared": kept.name}))
    if as_json:
        print_json(_compared_as_json(kept, rows, made))
        return
    out.print(f"[bold]{escape(beside_headline(kept.name, rows))}[/bold]")
    if why := difference(rows):
        out.print(escape(why))
    out.print(escape(headline(make_plan(kept.about, kept.inputs), then="then")))
    if rows:
        out.print(_beside_table(rows, local_now(made)))


def _scope_of(kept: KeptPlan, scopes: Sequence[Scope]) -> Scope:
    """What a saved plan is of; a team that is no longer listed has its past still."""
    for scope in scopes:
        if (scope.kind, scope.id) == (kept.kind, kept.scope_id):
            return scope
    if kept.kind is ScopeKind.TEAM and kept.scope_id is not None:
        return Scope(kept.kind, kept.scope_id, kept.about, frozenset({kept.scope_id}))
    raise NotFound(f"{kept.about}, which this plan is of, is no longer in the workforce list.")


def _beside_table(rows: Sequence[Beside], now: datetime) -> Table:
    table = Table("Day", "Expected", "Average", "Expected cases", "Cases", "Expected FTE", "FTE")
    for column in table.columns[1:]:
        column.justify = "right"
    for row in rows:
        table.add_row(
            day(row.day, now.date()),
            *(_tenths(value) for value in (row.expected_average, row.average)),
            *(shown(value, 0) for value in (row.expected_cases, row.cases)),
            *(_tenths(value) for value in (row.expected_fte, row.fte)),
        )
    return table


def _tenths(value: float | None) -> str:
    """With one decimal, whatever it is: the numbers of a column stand under each other."""
    return shown(None) if value is None else fixed(value)


def _kept_as_json(plan: KeptPlan, made: Services) -> dict[str, Any]:
    return {
        "name": plan.name,
        "scope": {"kind": plan.kind.value, "name": plan.about},
        "starts_on": plan.starts_on.isoformat(),
        "saved_at": moment_as_json(plan.made_at, made.settings.zone),
        "saved_by": plan.made_by,
    }


def _compared_as_json(kept: KeptPlan, rows: Sequence[Beside], made: Services) -> dict[str, Any]:
    return {
        **_kept_as_json(kept, made),
        "rows": [{**asdict(row), "day": row.day.isoformat()} for row in rows],
        "text": beside_headline(kept.name, rows),
    }


def local_now(made: Services) -> datetime:
    return made.clock().astimezone(made.settings.zone)


def audit(made: Services, deed: str, scope: Scope, detail: dict[str, Any]) -> AuditEntry:
    return AuditEntry(
        at=made.clock(),
        who=who_runs(),
        deed=deed,
        scope_kind=scope.kind.value,
        scope_name=scope.name,
        detail={**detail, "way": "command line"},
    )

"""`caseload plan`: what a change would come to year by year, and what came of saved plans."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table
from sqlmodel import Session

from alerts.plans.baseline import Start, baseline
from alerts.plans.plan import EXAMPLE, KINDS, PlanRefused
from alerts.plans.projecting import Plan, make_plan
from alerts.plans.reading import read_plan
from alerts.plans.saving import Saving, save_plan
from alerts.plans.starting import make_inputs
from alerts.plans.tables import input_rows, year_table
from alerts.plans.wording import headline, lines, no_one_promise
from alerts.wording import moment
from bot.cli.common import out, print_json, services, who_runs
from bot.cli.saved_plans import audit, compare_plan, list_plans, local_now, plan_scopes
from bot.grammar import NameKind
from bot.names import KnownName, find_names
from bot.questions.as_json import moment_as_json
from bot.services import Services
from models.access import Scope, ScopeKind
from models.errors import NotFound

AsJson = Annotated[bool, typer.Option("--json", help="The stable form for programs.")]


@dataclass(frozen=True, slots=True)
class _Made:
    """A plan that was asked for, of which scope, and from which figures."""

    plan: Plan
    scope: Scope
    start: Start


def register(app: typer.Typer) -> None:
    # "cases -65 a year": what looks like an option is a word of the plan.
    app.command("plan", context_settings={"ignore_unknown_options": True})(plan_command)


def plan_command(
    words: Annotated[
        list[str] | None, typer.Argument(help="For example: 20 posts taper 5 a year to 15")
    ] = None,
    scope: Annotated[
        str | None, typer.Option("--for", metavar="SCOPE", help="A team or service.")
    ] = None,
    save: Annotated[
        str | None, typer.Option("--save", metavar="NAME", help="Keep the plan by this name.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the saved plans.")] = False,
    compare: Annotated[
        str | None,
        typer.Option("--compare", metavar="NAME", help="A saved plan beside what happened."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Project a change year by year: posts, falling demand, agency, turnover, and their cost.

    Example: caseload plan 2 posts cases -5 a year --for "Court North"
    """
    _require_one_thing(words, scope or save, listed=listed, compare=compare)
    with services() as made:
        if listed:
            list_plans(made, as_json=as_json)
        elif compare is not None:
            compare_plan(made, compare, as_json=as_json)
        else:
            _plan(made, " ".join(words or []), scope, save=save, as_json=as_json)


def _require_one_thing(
    words: Sequence[str] | None, with_words: str | None, *, listed: bool, compare: str | None
) -> None:
    """PlanRefused for what cannot be asked together, and for nothing at all."""
    asked = [bool(words or with_words), listed, compare is not None]
    if sum(asked) > 1:
        raise PlanRefused(
            "A plan, `--list` and `--compare` are three things. Ask for one of them at a time."
        )
    if not words and not listed and compare is None:
        raise PlanRefused(f"Say what is planned, for example `caseload {EXAMPLE.strip('`')}`.")


def _plan(
    made: Services, text: str, scope_name: str | None, *, save: str | None, as_json: bool
) -> None:
    now = local_now(made)
    with made.database.look() as session:
        found = _project(session, made, text, scope_name, now)
    with made.database.transaction() as session:
        if save is not None:
            saving = Saving(who_runs(), made.clock(), found.start.day)
            save_plan(session, save, found.scope, found.plan.inputs, saving)
        detail = {"topic": "plan", **({"saved": save} if save else {})}
        session.add(audit(made, "asked", found.scope, detail))
    if as_json:
        print_json(_plan_as_json(found, made, save))
    else:
        _print_plan(found, made, now, save)


def _project(
    session: Session, made: Services, text: str, scope_name: str | None, now: datetime
) -> _Made:
    scopes = plan_scopes(session, made)
    asked = read_plan(text, [scope.name for scope in scopes])
    if asked.name and scope_name:
        raise PlanRefused(f'Is the plan for "{asked.name}" or for "{scope_name}"? Name one.')
    scope = _find(asked.name or scope_name, scopes)
    start = baseline(session, scope, zone=made.settings.zone, today=now.date())
    plan = make_plan(scope.name, make_inputs(asked.given, start.figures))
    return _Made(plan, scope, start)


def _find(name: str | None, scopes: Sequence[Scope]) -> Scope:
    """The scope of this name, the authority without one; NotFound with what may be meant."""
    if name is None:
        return next(scope for scope in scopes if scope.kind is ScopeKind.AUTHORITY)
    known = [
        KnownName(scope.name, NameKind(scope.kind.value), str(number))
        for number, scope in enumerate(scopes)
    ]
    found = find_names(name, NameKind.ANY, known)
    if found.exact is not None:
        return scopes[int(found.exact.key)]
    meant = ", ".join(suggestion.name for suggestion in found.suggestions)
    hint = f"Did you mean: {meant}?" if meant else f"A plan is said like {EXAMPLE}."
    raise NotFound(f'I don\'t know a team or service called "{name[:60]}". {hint}')


def _print_plan(found: _Made, made: Services, now: datetime, saved: str | None) -> None:
    plan = found.plan
    out.print(f"[bold]{escape(headline(plan))}[/bold]")
    for line in (no_one_promise(plan, found.start.promises), *lines(plan)):
        if line is not None:
            out.print(escape(line))
    headings, rows = year_table(plan)
    years = Table(*headings)
    for column in years.columns[1:]:
        column.justify = "right"
    for row in rows:
        years.add_row(*row)
    out.print(years)
    inputs = Table("Input", "Value", "How", "Where from")
    for each in input_rows(plan.inputs):
        inputs.add_row(*map(escape, (each.label, each.value, each.how, each.source)))
    out.print(inputs)
    as_at = f"Data as at {moment(found.start.as_at, made.settings.zone, now.date())}"
    out.print(" · ".join([as_at, "DfE method", *found.start.warnings]), markup=False, style="dim")
    if saved is not None:
        out.print("Saved. `caseload plan --compare` lays it beside what happens.", markup=False)


def _plan_as_json(found: _Made, made: Services, saved: str | None) -> dict[str, Any]:
    plan = found.plan
    return {
        "scope": {"kind": found.scope.kind.value, "name": found.scope.name},
        "as_at": moment_as_json(found.start.as_at, made.settings.zone),
        "inputs": [
            {"name": name, "unit": KINDS[name].unit, **asdict(each)}
            for name, each in plan.inputs.listed()
        ],
        "now": asdict(plan.now),
        "years": [asdict(row) for row in plan.years],
        "after": asdict(plan.after) if plan.after else None,
        "warnings": list(found.start.warnings),
        "saved": saved,
        "text": "\n".join([headline(plan), *lines(plan)]),
    }

"""`caseload choices`: what administrators chose in Slack, and taking a choice back."""

from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.markup import escape
from rich.table import Table

from alerts.choices import choose
from alerts.wording import moment
from bot.cli.common import out, print_json, services, who_runs
from bot.setup.in_force import InForce, Source, in_force
from models.errors import NotFound

AsJson = Annotated[bool, typer.Option("--json", help="The stable form for programs.")]
Name = Annotated[str, typer.Argument(help="As `caseload choices` lists it.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        help="What is chosen in Slack.\n\nExample: caseload choices forget working_hours",
        invoke_without_command=True,
    )
    group.callback()(list_choices)
    group.command("forget")(forget)
    app.add_typer(group, name="choices")


def list_choices(context: typer.Context, as_json: AsJson = False) -> None:
    """List channels and working hours as they hold now, and where each comes from.

    Example: caseload choices
    """
    if context.invoked_subcommand is not None:
        return
    with services() as made, made.database.look() as session:
        found = in_force(made, session)
        zone, today = made.settings.zone, made.clock().astimezone(made.settings.zone).date()
    if as_json:
        print_json([_as_json(each, zone) for each in found])
        return
    table = Table("Name", "For", "Is", "From")
    for each in found:
        table.add_row(
            *(escape(text) for text in (each.name, each.what, each.shown, _from(each, zone, today)))
        )
    out.print(table)


def forget(name: Name) -> None:
    """Take a choice back: what the settings or the workforce list say holds again.

    Example: caseload choices forget working_hours
    """
    with services() as made, made.database.transaction() as session:
        found = next((each for each in in_force(made, session) if each.name == name), None)
        if found is None or found.chosen is None:
            raise NotFound(f"{name!r} is not chosen in Slack. `caseload choices` lists what is.")
        choose(session, name, None, by=who_runs(), now=made.clock())
        now = next(each for each in in_force(made, session) if each.name == name)
    out.print(f"{now.what}: {now.shown} again, as {now.written} has it.", markup=False)


def _from(each: InForce, zone: ZoneInfo, today: date) -> str:
    if each.chosen is not None:
        return f"chosen by {each.chosen.by}, {moment(each.chosen.at, zone, today)}"
    return each.written if each.source is not Source.NOWHERE else f"not set ({each.written})"


def _as_json(each: InForce, zone: ZoneInfo) -> dict[str, Any]:
    chosen = each.chosen
    return {
        "name": each.name,
        "for": each.what,
        "value": each.value,
        "from": each.source.value,
        "written": each.written,
        "without_choice": each.own,
        "changed_at": None if chosen is None else chosen.at.astimezone(zone).isoformat(),
        "changed_by": None if chosen is None else chosen.by,
    }

"""`caseload rules`: the rules now or on a day, in words and as a file, and changing them."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from sqlmodel import Session

from alerts.rules.changes import Change, changes, values_of
from alerts.rules.rule import Rule
from alerts.rules.storing import apply_rules, rules_now, rules_on
from alerts.rules.toml_file import export_rules
from alerts.rules.words import change_words, looks_for, terms
from alerts.wording import count
from bot.cli.common import out, print_json, services, who_runs
from bot.cli.rules_given import AsJson, On, day_given, read_file
from bot.cli.rules_preview import preview_rules
from bot.cli.rules_tried import try_file
from bot.questions.as_json import moment_as_json
from bot.services import Services
from models.errors import CaseloadError

_NOT_APPLIED: dict[str, Any] = {"applied": False, "changes": []}

File = Annotated[Path, typer.Argument(help="A file as `caseload rules export` writes it.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        help="What alerts are raised by.\n\nExample: caseload rules list --on 2026-11-20",
        invoke_without_command=True,
    )
    group.callback()(_list_by_itself)
    group.command("list")(list_rules)
    group.command("export")(export)
    group.command("apply")(apply)
    group.command("test")(try_file)
    group.command("preview")(preview_rules)
    app.add_typer(group, name="rules")


def _list_by_itself(context: typer.Context, on: On = None) -> None:
    """List the rules in force, or do one of the commands below."""
    if context.invoked_subcommand is None:
        list_rules(on=on, as_json=False)
    elif on is not None:
        raise CaseloadError(f"Write --on after {context.invoked_subcommand}, not before it.")


def list_rules(on: On = None, as_json: AsJson = False) -> None:
    """List the rules in force, or those that were at the end of a day, in words.

    Example: caseload rules list --on 2026-11-20
    """
    with services() as made, made.database.look() as session:
        rules = _in_force(session, made, on)
        if as_json:
            print_json([_as_json(rule, made) for rule in rules.values()])
            return
        if on is not None:
            out.print(f"In force at the end of {on:%a} {on.day} {on:%b %Y}:\n")
        for rule in rules.values():
            out.print(f"[bold]{escape(rule.name)}[/bold]{'' if rule.is_on else ' (off)'}")
            out.print(f"  {escape(looks_for(rule))}")
            out.print(f"  {escape('; '.join(terms(rule)))}")


def export(
    file: Annotated[
        Path | None, typer.Argument(help="Where to; without it, to the screen.")
    ] = None,
    on: On = None,
) -> None:
    """Write the rules in force, or those of a day, as a file that can be changed and applied.

    Example: caseload rules export rules.toml
    """
    with services() as made, made.database.look() as session:
        text = export_rules(_in_force(session, made, on).values())
    if file is None:
        out.print(text, markup=False, end="")
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CaseloadError(
            f"{file} cannot be written ({error.strerror}). Choose another file."
        ) from None
    out.print(f"The rules are in {file}.", markup=False)


def apply(
    file: File,
    reason: Annotated[
        str | None, typer.Option("--reason", help="Why, for whoever looks at the history.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put the rules of a file in force, and show what that changes.

    Example: caseload rules apply rules.toml --reason "agreed in the managers' meeting"
    """
    with services() as made:
        wanted = read_file(made, file, _NOT_APPLIED if as_json else None)
        now = made.clock()
        if dry_run:
            with made.database.look() as session:
                found = changes(rules_now(session, now), wanted)
        else:
            with made.database.transaction() as session:
                found = apply_rules(session, wanted, by=who_runs(), now=now, reason=reason)
    if as_json:
        rows = [_change_as_json(change) for change in found]
        print_json({"applied": not dry_run, "changes": rows, "problems": []})
        return
    _print_changes(found, dry_run=dry_run)


def _print_changes(found: Sequence[Change], *, dry_run: bool) -> None:
    if not found:
        out.print("Nothing changes: these rules are in force already.")
        return
    would = "would change" if dry_run else "changed"
    out.print(f"{count(len(found), 'rule')} {would}:")
    for change in found:
        out.print(f"  {change_words(change)}", markup=False)


def _in_force(session: Session, made: Services, on: datetime | None) -> dict[str, Rule]:
    """The rules now, or at the end of a day."""
    day = day_given(on, made)
    if day is None:
        return rules_now(session, made.clock())
    return rules_on(session, day, made.settings.zone)


def _as_json(rule: Rule, made: Services) -> dict[str, Any]:
    since = rule.from_at and moment_as_json(rule.from_at, made.settings.zone)
    said = [looks_for(rule), *terms(rule)]
    return {"name": rule.name, **_fields(rule), "since": since, "text": "; ".join(said)}


def _fields(rule: Rule | None) -> dict[str, Any]:
    """The values by the names that the file has for them."""
    found = {"on" if name == "is_on" else name: value for name, value in values_of(rule).items()}
    return {n: float(v) if n in {"limit", "margin", "step"} else v for n, v in found.items()}


def _change_as_json(change: Change) -> dict[str, Any]:
    differs = {"on" if name == "is_on" else name for name in change.fields}
    before, after = _fields(change.before), _fields(change.after)
    return {
        "rule": change.name,
        "before": {name: before[name] for name in before if name in differs} or None,
        "after": {name: after[name] for name in after if name in differs} or None,
        "text": change_words(change),
    }

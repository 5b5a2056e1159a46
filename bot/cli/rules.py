"""`caseload rules`: the rules in force, as words and as a file, and what a file would do."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.markup import escape
from rich.table import Table

from alerts.rules.changes import Change, changes, values_of
from alerts.rules.defaults import SHIPPED
from alerts.rules.rule import Rule
from alerts.rules.storing import apply_rules, places, rules_now
from alerts.rules.toml_file import FileProblem, export_rules, read_rules
from alerts.rules.trying import Found, Trial, try_rules
from alerts.rules.words import change_words, looks_for, terms
from alerts.wording import count, moment
from bot.cli.common import err, out, print_json, services, who_runs
from bot.questions.as_json import moment_as_json
from bot.services import Services
from models.errors import CaseloadError

BAD_FILE = 2

AsJson = Annotated[bool, typer.Option("--json", help="The stable form for programs.")]
File = Annotated[Path, typer.Argument(help="A file as `caseload rules export` writes it.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(help="What alerts are raised by.", invoke_without_command=True)
    group.callback()(_list_by_itself)
    group.command("list")(list_rules)
    group.command("export")(export)
    group.command("apply")(apply)
    group.command("test")(try_file)
    app.add_typer(group, name="rules")


def _list_by_itself(context: typer.Context) -> None:
    """List the rules in force, or do one of the commands below."""
    if context.invoked_subcommand is None:
        list_rules(as_json=False)


def list_rules(as_json: AsJson = False) -> None:
    """List the rules in force, in words.

    Example: caseload rules list
    """
    with services() as made, made.database.look() as session:
        rules = rules_now(session, made.clock())
        if as_json:
            print_json([_as_json(rule, made) for rule in rules.values()])
            return
        for rule in rules.values():
            out.print(f"[bold]{escape(rule.name)}[/bold]{'' if rule.is_on else ' (off)'}")
            out.print(f"  {escape(looks_for(rule))}")
            out.print(f"  {escape('; '.join(terms(rule)))}")


def export(
    file: Annotated[
        Path | None, typer.Argument(help="Where to; without it, to the screen.")
    ] = None,
) -> None:
    """Write the rules in force as a file that can be changed and applied.

    Example: caseload rules export rules.toml
    """
    with services() as made, made.database.look() as session:
        text = export_rules(rules_now(session, made.clock()).values())
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
        wanted = _read(made, file, _NOT_APPLIED if as_json else None)
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


def try_file(file: File, as_json: AsJson = False) -> None:
    """Judge the data as it is now by the rules of a file, without telling anybody.

    Example: caseload rules test rules.toml
    """
    with services() as made:
        wanted = _read(made, file, _NOT_TRIED if as_json else None)
        rules = {**SHIPPED, **{rule.name: rule for rule in wanted}}
        now = made.clock()
        with made.database.look() as session:
            trial = try_rules(session, rules, made.authority, now)
        if as_json:
            print_json(_trial_as_json(trial, made))
        else:
            _print_trial(trial, made, now)


def _print_trial(trial: Trial, made: Services, now: datetime) -> None:
    today = now.astimezone(made.settings.zone).date()
    if trial.late:
        out.print("The data is late: of what it shows, nothing would be told now.")
    if not trial.found:
        out.print("By these rules nothing is over.")
    else:
        table = Table("Rule", "Where", "Over", "Told now", "The worst")
        for found in trial.found:
            told, over = str(len(found.told)), str(len(found.readings))
            # Names stay out of terminals and what they are copied into.
            worst = found.readings[0].said
            table.add_row(found.rule.name, escape(found.place), over, told, escape(worst))
        out.print(table)
    as_at = moment(trial.as_at, made.settings.zone, today)
    out.print(f"Data as at {as_at}. Nobody was told anything.", markup=False)


_NOT_APPLIED: dict[str, Any] = {"applied": False, "changes": []}
_NOT_TRIED: dict[str, Any] = {"as_at": None, "late": None, "rows": []}


def _read(made: Services, file: Path, empty: dict[str, Any] | None) -> tuple[Rule, ...]:
    """The rules of a file; with problems they are printed, and the command ends.

    `empty` is the form for programs without anything in it, where that is wanted.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CaseloadError(f"{file} cannot be read ({error.strerror}). Check its name.") from None
    except UnicodeDecodeError:
        raise CaseloadError(f"{file} is not a text in UTF-8. Save it as that.") from None
    with made.database.look() as session:
        read = read_rules(text, places(session))
    if read.problems:
        _refuse(file, read.problems, empty)
    return read.rules


def _refuse(file: Path, problems: Iterable[FileProblem], empty: dict[str, Any] | None) -> NoReturn:
    if empty is not None:
        rows = [{"rule": p.rule, "key": p.key, "message": p.message} for p in problems]
        print_json({**empty, "problems": rows})
    else:
        err.print(f"{file} was not used, and nothing was changed:", markup=False)
        for problem in problems:
            err.print(f"  {problem}", markup=False, soft_wrap=True)
    raise typer.Exit(BAD_FILE)


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


def _trial_as_json(trial: Trial, made: Services) -> dict[str, Any]:
    return {
        "as_at": moment_as_json(trial.as_at, made.settings.zone),
        "late": trial.late,
        "rows": [row for found in trial.found for row in _rows(found)],
        "problems": [],
    }


def _rows(found: Found) -> Iterable[dict[str, Any]]:
    for reading in found.readings:
        yield {
            "rule": found.rule.name,
            "place": found.place,
            "subject": reading.subject,
            "value": reading.value,
            "limit": reading.limit,
            "since": reading.since.isoformat() if reading.since else None,
            "said": reading.said,
            "told": reading.subject in found.told,
        }

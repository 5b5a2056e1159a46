"""`caseload rules preview`: what rules would have done in the weeks that are kept."""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from alerts.rules.changes import changes
from alerts.rules.defaults import SHIPPED
from alerts.rules.previewing.preview import Beside, Episode, Preview
from alerts.rules.previewing.previewing import MOST_WEEKS, Looking, preview
from alerts.rules.previewing.words import (
    caveats,
    example_lines,
    facts,
    headline,
    in_force_words,
    places_words,
)
from alerts.rules.rule import Rule
from alerts.rules.storing import places as places_of
from alerts.rules.storing import rules_now
from alerts.rules.toml_file import FileProblem, export_rules, read_rules
from bot.cli.common import err, out, print_json, services
from bot.cli.rules_given import AsJson, read_file, refuse
from bot.services import Services
from models.errors import CaseloadError
from models.extracts.problems import did_you_mean, quoted

_NOT_PREVIEWED: dict[str, Any] = {"weeks": None, "previews": []}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which rules are looked at, among all there would be."""

    names: Sequence[str]
    rules: Mapping[str, Rule]
    in_force: Mapping[str, Rule]


def preview_rules(
    what: Annotated[
        str,
        typer.Argument(
            metavar="FILE|NAME",
            help="A file as `caseload rules export` writes it, or the name of a rule in force.",
        ),
    ],
    weeks: Annotated[
        int, typer.Option("--weeks", min=1, max=MOST_WEEKS, help="How far to look back.")
    ] = MOST_WEEKS,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="KEY=VALUE", help="Try the named rule with this value; repeatable."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show how often rules would have fired in the weeks that are kept, where and how long.

    Of a file those rules are looked at that differ from the ones in force.

    Example: caseload rules preview worker-over-limit --set limit=2 --set for_days=3
    """
    with services() as made:
        empty = _NOT_PREVIEWED if as_json else None
        wanted = _wanted(made, what, settings or (), empty)
        found = _previewed(made, wanted, weeks)
        today = made.clock().astimezone(made.settings.zone).date()
    if as_json:
        rows = [_as_json(beside, today) for beside in found]
        print_json({"weeks": weeks, "previews": rows, "problems": []})
        return
    if not found:
        out.print("These rules are in force already. Name one of them to look at what it did.")
    for number, beside in enumerate(found):
        if number:
            out.print()
        _print(beside, today)
    out.print("Nobody was told, and nothing was changed.")


def _wanted(
    made: Services, what: str, settings: Sequence[str], empty: dict[str, Any] | None
) -> _Wanted:
    with made.database.look() as session:
        in_force = rules_now(session, made.clock())
    if what in in_force and not Path(what).is_file():
        rule = in_force[what]
        if settings:
            rule = _set(made, rule, settings, empty)
        return _Wanted([what], {**in_force, what: rule}, in_force)
    if not Path(what).is_file():
        raise CaseloadError(
            f'There is no rule or file "{quoted(what)}".{did_you_mean(what, in_force)} '
            "`caseload rules` lists the rules."
        )
    if settings:
        raise CaseloadError("Use --set with the name of a rule; a file says its values itself.")
    read = read_file(made, Path(what), empty)
    names = [change.name for change in changes(in_force, read) if change.after is not None]
    return _Wanted(names, {**SHIPPED, **{rule.name: rule for rule in read}}, in_force)


def _set(made: Services, rule: Rule, settings: Sequence[str], empty: dict[str, Any] | None) -> Rule:
    """The rule with some values changed, held to the same as one in a file."""
    lines = export_rules([rule]).splitlines()
    for setting in settings:
        key, equals, value = (part.strip() for part in setting.partition("="))
        if not equals:
            raise CaseloadError(f'"{quoted(setting)}" is not KEY=VALUE, such as limit=2.')
        kept = [line for line in lines if not line.startswith(f"{key} =")]
        lines = [*kept, f"{_key(key)} = {_value(value)}"]
    with made.database.look() as session:
        read = read_rules("\n".join(lines), places_of(session))
    if read.problems:
        problems = [FileProblem(None, problem.key, problem.message) for problem in read.problems]
        refuse(rule.name, problems, empty)
    return read.rules[0]


def _key(text: str) -> str:
    """A key that TOML can read; what is no key of a rule is said by whoever reads it."""
    return text if text.replace("_", "").isalnum() and text.isascii() else _text(text)


def _value(text: str) -> str:
    """A value as TOML has it: what is no number and neither true nor false is a text."""
    try:
        tomllib.loads(f"value = {text}")
    except tomllib.TOMLDecodeError:
        return _text(text)
    return text


def _text(text: str) -> str:
    """A text as TOML writes it."""
    plain = "".join(letter for letter in text if letter.isprintable())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _previewed(made: Services, wanted: _Wanted, weeks: int) -> list[Beside]:
    if not wanted.names:
        return []
    looking = Looking(authority=made.authority, now=made.clock(), weeks=weeks)
    with made.database.look() as session, _watched() as progress:
        return preview(
            session, wanted.names, wanted.rules, wanted.in_force, looking, progress=progress
        )


@contextmanager
def _watched() -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, where a person is looking."""
    columns = (TextColumn("Looking back"), BarColumn(), MofNCompleteColumn(), TextColumn("days"))
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print(beside: Beside, today: date) -> None:
    found = beside.as_wanted
    out.print(f"[bold]{escape(beside.wanted.name)}[/bold]")
    if found is None:
        out.print(f"It cannot be previewed. {beside.cannot}", markup=False)
        return
    out.print(headline(found), markup=False)
    if found.coverage.first is not None:
        out.print(_table(beside, found))
    if places := places_words(found):
        out.print(f"Where: {places}.", markup=False)
    for line in example_lines(found, today):
        out.print(line, markup=False)
    for line in (in_force_words(beside), *caveats(found, today)):
        if line:
            out.print(line, markup=False)


def _table(beside: Beside, found: Preview) -> Table:
    other = beside.as_in_force
    table = Table("", "As wanted", *(["In force"] if other is not None else []))
    rows = facts(found)
    if other is None:
        for what, how in rows:
            table.add_row(what, how)
        return table
    for (what, how), (_, now) in zip(rows, facts(other), strict=True):
        table.add_row(what, how, now)
    return table


def _as_json(beside: Beside, today: date) -> dict[str, Any]:
    found, other = beside.as_wanted, beside.as_in_force
    return {
        "rule": beside.wanted.name,
        "kind": beside.wanted.kind.value,
        "cannot": beside.cannot,
        "wanted": None if found is None else _preview_as_json(found, today),
        "in_force": None if other is None else _preview_as_json(other, today),
        "text": (beside.cannot or "") if found is None else headline(found),
    }


def _preview_as_json(found: Preview, today: date) -> dict[str, Any]:
    coverage, median = found.coverage, found.median_days
    return {
        "first": coverage.first and coverage.first.isoformat(),
        "last": coverage.last and coverage.last.isoformat(),
        "days": coverage.days,
        "gaps": [
            {"after": gap.after.isoformat(), "until": gap.until.isoformat()}
            for gap in coverage.gaps
        ],
        "fired": found.fired,
        "median_working_days": median,
        "longest_working_days": found.longest_days,
        "still_open": found.still_open,
        "notices": found.notices,
        "notices_a_week": round(found.notices_a_week, 2),
        "by_place": [{"place": place, "fired": fired} for place, fired in found.by_place],
        "episodes": [_episode_as_json(found, episode) for episode in found.episodes],
        "notes": caveats(found, today),
    }


def _episode_as_json(found: Preview, episode: Episode) -> dict[str, Any]:
    return {
        "place": found.places[episode.place],
        "since": episode.since.isoformat(),
        "told_by_data_of": episode.fired_on.isoformat(),
        "until": episode.until and episode.until.isoformat(),
        "working_days": episode.working_days,
        "members": episode.members,
        "value": episode.value,
        "limit": episode.limit,
        "notices": episode.notices,
    }

"""`caseload return`: the own census return beside the live and the published figures."""

from datetime import date
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table
from sqlmodel import Session

from alerts.wording import day
from bot.cli.common import out, print_json, services
from bot.cli.saved_plans import audit, plan_scopes
from bot.questions.as_json import moment_as_json
from bot.questions.census_gathering import Rehearsal, gather_return
from bot.services import Services
from models.access import ScopeKind
from models.census.beside import Against, Difference, Line, Other
from models.census.wording import said_day, value_cell, value_words
from models.figures.figure import fixed
from models.vocabulary import words

_FROM = {Against.LIVE: "the live figure", Against.PUBLISHED: "the published one"}


def register(app: typer.Typer) -> None:
    app.command("return")(return_command)


def return_command(
    year: Annotated[
        int | None, typer.Argument(help="The year of the census; else the newest.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The stable form for programs.")] = False,
) -> None:
    """Lay the census return that was imported beside the live and the published figures.

    Example: caseload return 2026
    """
    with services() as made:
        with made.database.look() as session:
            found = gather_return(session, made.settings, year)
        with made.database.transaction() as session:
            _note(session, made, found)
        if as_json:
            print_json(_as_json(found, made))
        else:
            _print(found, made)


def _note(session: Session, made: Services, found: Rehearsal) -> None:
    scopes = plan_scopes(session, made)
    whole = next(scope for scope in scopes if scope.kind is ScopeKind.AUTHORITY)
    detail = {"topic": "return", "year": found.row.year}
    session.add(audit(made, "asked", whole, detail))


def _print(found: Rehearsal, made: Services) -> None:
    row = found.row
    out.print(
        f"[bold]Workforce census {row.year}: the return of authority {escape(row.authority_code)} "
        f"as at {said_day(row.reference_on)}[/bold] ({escape(row.file)})"
    )
    table = Table("Figure", "Return", "Live", _published_heading(found))
    for column in table.columns[1:]:
        column.justify = "right"
    for line in found.lines:
        table.add_row(*map(escape, _cells(line)))
    out.print(table)
    _print_roles(found)
    _print_differences(found.lines)
    warnings = dict.fromkeys(w for line in found.lines for w in line.figure.warnings)
    _print_listed("Of the return", [*warnings, *found.notes, *row.warnings])
    out.print(escape(" · ".join(_sources(found, made))), style="dim")


def _published_heading(found: Rehearsal) -> str:
    return f"Published {found.published_year}" if found.published_year else "Published"


def _cells(line: Line) -> tuple[str, ...]:
    figure = line.figure
    return (
        figure.definition.label,
        value_cell(figure.measure, figure.value),
        *(_other_words(line, other) for other in (line.live, line.published)),
    )


def _other_words(line: Line, other: Other | None) -> str:
    return "–" if other is None else value_cell(line.figure.measure, other.value)


def _print_roles(found: Rehearsal) -> None:
    roles = Table("Role in the return", "In post FTE", "Agency FTE", "Cases", "Holders FTE")
    for column in roles.columns[1:]:
        column.justify = "right"
    for role, parts in found.parts.by_role.items():
        fte = (parts.in_post_fte, parts.agency_fte)
        cells = (*map(fixed, fte), f"{parts.cases:,}")
        roles.add_row(words(role), *cells, fixed(parts.holders_fte))
    if found.parts.by_role:
        out.print(roles)


def _print_differences(lines: tuple[Line, ...]) -> None:
    """Those with the same likely reasons together, so that no reason is said twice."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for line in lines:
        for each in line.differences:
            alike.setdefault(each.reasons, []).append(_difference_words(line, each))
    if alike:
        out.print("[bold]What differs, and why it may[/bold]")
    for reasons, differences in alike.items():
        for difference in differences:
            out.print(f"  {escape(difference)}")
        for reason in reasons:
            out.print(f"    · {escape(reason)}")


def _difference_words(line: Line, difference: Difference) -> str:
    """ "agency rate: 2.1 percentage points more than the live figure"."""
    measure = line.figure.measure
    more = "more" if difference.by > 0 else "less"
    by = value_words(measure, abs(difference.by)).replace(" %", " percentage points")
    return f"{line.figure.definition.label}: {by} {more} than {_FROM[difference.against]}"


def _print_listed(heading: str, notes: list[str]) -> None:
    if notes:
        out.print(f"[bold]{heading}[/bold]")
    for note in notes:
        out.print(f"  {escape(note)}")


def _sources(found: Rehearsal, made: Services) -> list[str]:
    today = made.clock().astimezone(made.settings.zone).date()
    said = [f"Return imported {day(_local(found, made), today)}"]
    if found.live_day is not None:
        said.append(f"live figures as at {day(found.live_day, today)}")
    if found.published_year:
        said.append(f"published figures of {found.published_name}, 30 September")
    return said


def _local(found: Rehearsal, made: Services) -> date:
    return found.row.loaded_at.astimezone(made.settings.zone).date()


def _as_json(found: Rehearsal, made: Services) -> dict[str, Any]:
    row = found.row
    return {
        "year": row.year,
        "authority_code": row.authority_code,
        "as_at": row.reference_on.isoformat(),
        "file": row.file,
        "imported_at": moment_as_json(row.loaded_at, made.settings.zone),
        "live_as_at": found.live_day.isoformat() if found.live_day else None,
        "published_year": found.published_year,
        "published_name": found.published_name,
        "figures": [_line_as_json(line) for line in found.lines],
        "roles": [
            {
                "role": role,
                "in_post_fte": parts.in_post_fte,
                "in_post_headcount": parts.in_post_headcount,
                "agency_fte": parts.agency_fte,
                "agency_headcount": parts.agency_headcount,
                "case_holders_fte": parts.holders_fte,
                "cases": parts.cases,
            }
            for role, parts in found.parts.by_role.items()
        ],
        "warnings": [*found.notes, *row.warnings],
    }


def _line_as_json(line: Line) -> dict[str, Any]:
    figure = line.figure
    return {
        "measure": figure.measure.value,
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "definition": f"{figure.definition.label}: {figure.definition.sentence}",
        "as_at": figure.as_at.isoformat(),
        "warnings": list(figure.warnings),
        "live": _other_as_json(line.live),
        "published": _other_as_json(line.published),
        "differences": [
            {"against": each.against.value, "by": each.by, "reasons": list(each.reasons)}
            for each in line.differences
        ],
    }


def _other_as_json(other: Other | None) -> dict[str, Any] | None:
    if other is None:
        return None
    return {
        "value": other.value,
        "as_at": other.day.isoformat(),
        "missing": other.missing,
        "warnings": list(other.warnings),
    }

"""`caseload alerts` and `caseload register`: what is open, and what was decided about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.markup import escape
from rich.table import Table
from sqlalchemy import select
from sqlmodel import Session, col

from alerts.open_alerts import OpenAlert, open_alert_rows
from alerts.places import Within
from alerts.register import RegisterRow, counted, register_rows, review_words, what_words
from alerts.register_exported import Exported
from alerts.register_workbook import register_workbook
from alerts.wording import day, moment, sentence
from bot.cli.common import out, print_json, services, who_runs
from bot.grammar import Topic
from bot.questions.alerts import alert_row, also, how_many
from bot.questions.as_json import moment_as_json
from bot.questions.register import register_row
from bot.services import Services
from models.access import ScopeKind
from models.errors import CaseloadError, NotFound
from models.figures.queries import newest_load
from models.folding import folded
from models.organisation import Service, Team
from models.people import AuditEntry
from models.vocabulary import ExtractKind

TeamName = Annotated[str | None, typer.Option("--team", metavar="NAME", help="Of one team only.")]
ServiceName = Annotated[
    str | None,
    typer.Option("--service", metavar="NAME", help="Of one service with its teams."),
]
AsJson = Annotated[bool, typer.Option("--json", help="The stable form for programs.")]

_DATES = ["%Y-%m-%d", "%d/%m/%Y"]
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class _Place:
    """What a command is about: a team, a service with its teams, or the whole authority."""

    name: str
    kind: ScopeKind = ScopeKind.AUTHORITY
    within: Within | None = None


def register(app: typer.Typer) -> None:
    app.command("alerts")(alerts_command)
    app.command("register")(register_command)


def alerts_command(
    team: TeamName = None, service: ServiceName = None, as_json: AsJson = False
) -> None:
    """List the open alerts, the urgent first, then those nobody has answered.

    Example: caseload alerts --team "Court North"
    """
    with services() as made:
        now = _now(made)
        with made.database.look() as session:
            place = _place(session, made, team, service)
            load = newest_load(session, ExtractKind.ALLOCATIONS)
            when = made.authority.when(now, load.as_at_day if load else now.date())
            found = open_alert_rows(session, when, place.within)
        _write_audit(made, "asked", place, {"topic": Topic.ALERTS.value})
    as_at = load.as_at if load else None
    if as_json:
        zone = made.settings.zone
        rows = [alert_row(alert) for alert in found]
        print_json({"as_at": as_at and moment_as_json(as_at, zone), "rows": rows})
        return
    out.print("\n".join([f"{sentence(place.name)}: {how_many(found)}", *also(found)]), markup=False)
    if found:
        out.print(_alerts_table(found))
    if as_at is not None:
        out.print(f"Data as at {moment(as_at, made.settings.zone, now.date())}", markup=False)


def register_command(
    team: TeamName = None,
    service: ServiceName = None,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since", formats=_DATES, metavar="DATE", help="Decided on this day or later."
        ),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(
            "--until", formats=_DATES, metavar="DATE", help="Decided on this day or before."
        ),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="FILE.xlsx", help="Write a workbook instead of a list."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List what was decided about alerts and what was snoozed, newest first, or as a workbook.

    Example: caseload register --team "Court North" --since 2026-04-01 --export register.xlsx
    """
    if export is not None and export.suffix.lower() != ".xlsx":
        raise CaseloadError(f"{export} is not a workbook's name. Let it end in .xlsx.")
    with services() as made:
        with made.database.look() as session:
            place = _place(session, made, team, service)
        about = Exported(
            authority=made.settings.authority,
            about=place.name,
            by=who_runs(),
            at=_now(made),
            since=since and since.date(),
            until=until and until.date(),
        )
        found = _decisions(made, place, about)
        detail = {"topic": Topic.REGISTER.value, "decisions": len(found)}
        _write_audit(made, "asked" if export is None else "exported", place, detail)
    if export is not None:
        _write(export, register_workbook(found, about))
    if as_json:
        rows = [register_row(row, about.zone, about.at.date()) for row in found]
        print_json({"as_at": about.at.isoformat(), "rows": rows})
    else:
        _tell(found, about, export)


def _decisions(made: Services, place: _Place, about: Exported) -> list[RegisterRow]:
    with made.database.look() as session:
        return register_rows(
            session,
            zone=made.settings.zone,
            within=place.within,
            since=about.since,
            until=about.until,
        )


def _now(made: Services) -> datetime:
    return made.clock().astimezone(made.settings.zone)


def _place(session: Session, made: Services, team: str | None, service: str | None) -> _Place:
    """The team or service of this name, one that is no longer listed too.

    NotFound with what there is.
    """
    if team is not None and service is not None:
        raise CaseloadError("Name a team or a service, not both.")
    if team is not None:
        name, team_id = _named(session, Team, "team", team)
        return _Place(name, ScopeKind.TEAM, Within({team_id}))
    if service is not None:
        name, service_id = _named(session, Service, "service", service)
        teams = select(col(Team.id)).where(col(Team.service_id) == service_id)
        within = Within(frozenset(session.scalars(teams)), {service_id})
        return _Place(name, ScopeKind.SERVICE, within)
    return _Place(made.settings.authority)


def _named(session: Session, table: type[Team | Service], noun: str, name: str) -> tuple[str, int]:
    """The name as it is written there, and its id."""
    rows = session.execute(select(col(table.name), col(table.id)).order_by(col(table.name))).all()
    for called, row_id in rows:
        if folded(called) == folded(name):
            return called, row_id
    listed = ", ".join(called for called, _ in rows) or "none loaded yet"
    raise NotFound(f'There is no {noun} "{name[:60]}". The {noun}s are: {listed}.')


def _write(path: Path, workbook: bytes) -> None:
    """It names workers, so that nobody but its owner may read it."""
    try:
        path.touch(mode=_OWNER_ONLY)
        path.write_bytes(workbook)
    except OSError as error:
        raise CaseloadError(
            f"{path} cannot be written ({error.strerror}). Name a file in a folder that you may "
            "write to."
        ) from error


def _tell(found: Sequence[RegisterRow], about: Exported, export: Path | None) -> None:
    if export is not None:
        out.print(f"Wrote {counted(found)} to {export}. It names workers.", markup=False)
        return
    out.print(f"{sentence(about.about)}: {counted(found)}", markup=False)
    if found:
        out.print(_register_table(found, about.zone, about.at.date()))


def _alerts_table(found: Sequence[OpenAlert]) -> Table:
    table = Table("Alert", "State", "Working days", "About")
    table.columns[2].justify = "right"
    for alert in found:
        cells = (alert.headline, alert.state_words, str(alert.working_days), "\n".join(alert.about))
        table.add_row(*(escape(cell) for cell in cells))
    return table


def _register_table(found: Sequence[RegisterRow], zone: ZoneInfo, today: date) -> Table:
    table = Table("Decided", "Team", "Alert", "About", "Decision", "Review", "Note", "By")
    for row in found:
        cells = (
            day(row.decided_at.astimezone(zone).date(), today),
            row.team or row.service or "–",
            row.headline,
            "\n".join(row.about),
            what_words(row, today),
            row.outcome or review_words(row, zone, today),
            row.note,
            row.by_name,
        )
        table.add_row(*(escape(cell) for cell in cells))
    return table


def _write_audit(made: Services, deed: str, place: _Place, detail: dict[str, Any]) -> None:
    with made.database.transaction() as session:
        session.add(
            AuditEntry(
                at=made.clock(),
                who=who_runs(),
                deed=deed,
                scope_kind=place.kind.value,
                scope_name=place.name,
                detail={**detail, "way": "command line"},
            )
        )

"""`caseload people`: who is known, and who was given which role by an administrator."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.markup import escape
from rich.table import Table
from sqlalchemy import select
from sqlmodel import Session, col

from alerts.wording import moment
from bot.cli.common import out, print_json, services, who_runs
from bot.cli.people_stored import forget_person, show
from bot.cli.people_words import checked_email, names_of_places
from models.errors import CaseloadError, NotFound
from models.folding import folded
from models.organisation import Service, Team
from models.people import AuditEntry, Grant, GrantRole

Email = Annotated[str, typer.Argument(help="The email the person has in Slack.")]
RoleName = Annotated[GrantRole, typer.Argument(help="What to give.")]
Of = Annotated[str | None, typer.Option("--of", help="The service of a head, team of a manager.")]


@dataclass(frozen=True, slots=True)
class _Place:
    """What a head's or a manager's role is for; nothing for roles that see all."""

    name: str | None = None
    service_id: int | None = None
    team_id: int | None = None


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        help="Who is known, and who may see what.\n\n"
        "Example: caseload people grant ruth@example.gov.uk leadership",
        no_args_is_help=True,
    )
    group.command("grant")(grant)
    group.command("revoke")(revoke)
    group.command("list")(list_grants)
    group.command("show")(show)
    group.command("forget")(forget_person)
    app.add_typer(group, name="people")


def grant(email: Email, role: RoleName, of: Of = None) -> None:
    """Give a person a role that the workforce does not say.

    Example: caseload people grant ruth@example.gov.uk leadership
    """
    wanted = checked_email(email)
    with services() as made, made.database.transaction() as session:
        place = _place(session, role, of)
        if _find(session, wanted, role, place) is not None:
            out.print(f"{wanted} has that role already.", markup=False)
            return
        session.add(
            Grant(
                email=wanted,
                role=role,
                service_id=place.service_id,
                team_id=place.team_id,
                granted_by=who_runs(),
                granted_at=made.clock(),
            )
        )
        session.add(_audit("granted", wanted, role, place, made.clock()))
    out.print(f"{wanted} is now {_role_words(role, place)}.", markup=False)


def revoke(email: Email, role: RoleName, of: Of = None) -> None:
    """Take a granted role away again; roles from the workforce change with the workforce.

    Example: caseload people revoke ruth@example.gov.uk leadership
    """
    wanted = checked_email(email)
    with services() as made, made.database.transaction() as session:
        place = _place(session, role, of, dropped=True)
        found = _find(session, wanted, role, place)
        if found is None:
            raise NotFound(
                f"{wanted} was not given that role. `caseload people list` shows what was given."
            )
        session.delete(found)
        session.add(_audit("revoked", wanted, role, place, made.clock()))
    out.print(f"{wanted} is no longer {_role_words(role, place)}.", markup=False)


def list_grants(
    as_json: Annotated[bool, typer.Option("--json", help="The stable form for programs.")] = False,
) -> None:
    """List the roles administrators gave.

    Example: caseload people list
    """
    with services() as made, made.database.look() as session:
        grants = session.scalars(select(Grant).order_by(col(Grant.email), col(Grant.id))).all()
        names, zone = names_of_places(session), made.settings.zone
        today = made.clock().astimezone(zone).date()
        rows = [_as_row(found, names, zone) for found in grants]
    if as_json:
        print_json(rows)
        return
    if not rows:
        out.print("Nobody was given a role yet: `caseload people grant EMAIL administrator`.")
        return
    table = Table("Email", "Role", "Of", "Given by", "When")
    for row, found in zip(rows, grants, strict=True):
        row["granted_at"] = moment(found.granted_at, zone, today)
        table.add_row(*(escape(value or "") for value in row.values()))
    out.print(table)


def _place(session: Session, role: GrantRole, of: str | None, *, dropped: bool = False) -> _Place:
    """The service of a head or the team of a manager; `dropped` finds those no longer listed too.

    Raises NotFound with what there is.
    """
    if role not in {GrantRole.HEAD, GrantRole.MANAGER}:
        if of is not None:
            raise CaseloadError(
                f"The role {role.value} is for the whole authority; leave --of out."
            )
        return _Place()
    table = Service if role is GrantRole.HEAD else Team
    query = select(col(table.name), col(table.id), col(table.dropped_on)).order_by(col(table.name))
    rows = session.execute(query).all()
    for row in rows:
        if of is not None and folded(row.name) == folded(of) and (dropped or not row.dropped_on):
            return (
                _Place(row.name, service_id=row.id)
                if table is Service
                else _Place(row.name, team_id=row.id)
            )
    noun = "service" if table is Service else "team"
    listed = ", ".join(row.name for row in rows if not row.dropped_on) or "none loaded yet"
    known = f'There is no {noun} "{of[:60]}". ' if of else ""
    raise NotFound(f"{known}Say which {noun} with --of. The {noun}s are: {listed}.")


def _find(session: Session, email: str, role: GrantRole, place: _Place) -> Grant | None:
    query = select(Grant).where(col(Grant.email) == email, col(Grant.role) == role)
    for found in session.scalars(query):
        if (found.service_id, found.team_id) == (place.service_id, place.team_id):
            return found
    return None


def _audit(deed: str, email: str, role: GrantRole, place: _Place, now: datetime) -> AuditEntry:
    detail = {"email": email, "role": role.value, "of": place.name}
    return AuditEntry(at=now, who=who_runs(), deed=deed, detail=detail)


def _role_words(role: GrantRole, place: _Place) -> str:
    return f"{role.value} of {place.name}" if place.name else role.value


def _as_row(
    found: Grant, names: dict[tuple[str, int], str], zone: ZoneInfo
) -> dict[str, str | None]:
    return {
        "email": found.email,
        "role": found.role.value,
        "of": names.get(("service", found.service_id or 0))
        or names.get(("team", found.team_id or 0)),
        "granted_by": found.granted_by,
        "granted_at": found.granted_at.astimezone(zone).isoformat(),
    }

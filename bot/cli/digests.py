"""`caseload digest`: what the weekly digest would say now, and when each is sent to whom."""

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table
from sqlmodel import Session

from alerts.digest.digest import Digest
from alerts.digest.schedules import (
    AUTHORITY,
    WEEKDAYS,
    Change,
    Due,
    change_schedule,
    digest_scopes,
    schedules_now,
    scope_key,
    targets_of,
)
from alerts.digest.sending import made, put_asked_for
from alerts.routes import gather_routes
from alerts.schedules import slots_between
from bot.cli.common import err, out, print_json, services, who_runs
from bot.cli.digest_printed import print_digest
from bot.pictures.apart import draw_apart
from bot.services import Services
from models.access import Detail, Scope, ScopeKind, detail_for, find_asker
from models.errors import CaseloadError, NotFound
from models.people import AuditEntry

AsJson = Annotated[bool, typer.Option("--json", help="The stable form for programs.")]
OfService = Annotated[
    str | None, typer.Option("--service", help="Of this service; left out, of the authority.")
]
ScopeName = Annotated[
    str, typer.Argument(metavar="SCOPE", help="`authority`, or the name of a service.")
]

_AHEAD = timedelta(days=30)


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        help="The weekly digest.\n\nExample: caseload digest --preview",
        invoke_without_command=True,
    )
    group.callback()(digest_command)
    group.command("schedules")(schedules_command)
    group.command("schedule")(schedule_command)
    group.command("now")(now_command)
    app.add_typer(group, name="digest")


def digest_command(
    context: typer.Context,
    preview: Annotated[bool, typer.Option("--preview", help="Print it; send nothing.")] = False,
    service: OfService = None,
    pictures: Annotated[
        Path | None, typer.Option("--pictures", help="Write its pictures into this folder.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """The weekly digest: print it as it is now with --preview.

    Example: caseload digest --preview --service "Court and Looked After"
    """
    if context.invoked_subcommand is not None:
        return
    if not preview:
        raise CaseloadError(
            "Say `caseload digest --preview` to print it, `caseload digest schedules` to see when "
            "it is sent, or `caseload digest now --to EMAIL` to send it."
        )
    with services() as found:
        digest = _made_now(found, service)
    if pictures is not None:
        _draw_into(pictures, digest)
    if as_json:
        print_json(digest.as_json())
    else:
        print_digest(digest)


def schedules_command(as_json: AsJson = False) -> None:
    """List when each digest is sent, and to whom.

    Example: caseload digest schedules
    """
    with services() as found:
        with found.database.look() as session:
            dues = schedules_now(session, found.authority_in(session))
            today = found.clock().astimezone(found.settings.zone).date()
            routes = gather_routes(session, found.authority_in(session), today)
        places = [[place.partition(":")[2] for place in targets_of(due, routes)] for due in dues]
        comings = [_next(due, found) for due in dues]
    rows = list(zip(dues, places, comings, strict=True))
    if as_json:
        print_json([_as_json(due, place, coming) for due, place, coming in rows])
        return
    table = Table("About", "When", "To", "Next", "Changed")
    for due, place, coming in rows:
        table.add_row(*(escape(text) for text in _texts(due, place, coming)))
    out.print(table)


def schedule_command(
    scope: ScopeName,
    to: Annotated[
        str, typer.Option("--to", help="#channel or email; left out, whoever leads it.")
    ] = "",
    day: Annotated[str | None, typer.Option("--day", help="Monday to Friday.")] = None,
    at: Annotated[str | None, typer.Option("--at", help="Like 08:30.")] = None,
    zone: Annotated[str | None, typer.Option("--zone", help="Like Europe/London.")] = None,
    on: Annotated[bool | None, typer.Option("--on/--off", help="Send it, or no longer.")] = None,
) -> None:
    """Change when a digest is sent, send it to somebody else as well, or switch it off.

    Example: caseload digest schedule authority --day tue --at 09:00
    """
    with services() as found:
        with found.database.transaction() as session:
            wanted = _scope(session, found, scope)
            change = Change(
                scope=scope_key(wanted),
                audience=to,
                weekday=None if day is None else _weekday(day),
                at=None if at is None else _time(at),
                zone=zone,
                is_on=on,
            )
            now, who = found.clock(), who_runs()
            due = change_schedule(session, found.authority_in(session), change, by=who, now=now)
        coming = _next(due, found)
    whom = f" to {due.audience.partition(':')[2]}" if due.audience else ""
    if coming is None:
        out.print(f"The digest of {wanted.name} is not sent{whom} any more.", markup=False)
    else:
        out.print(
            f"The digest of {wanted.name} is sent{whom} on {_when(due)}, next on {coming}.",
            markup=False,
        )


def now_command(
    to: Annotated[str, typer.Option("--to", help="The email of whoever gets it.")],
    service: OfService = None,
    as_json: AsJson = False,
) -> None:
    """Send the digest of this moment to one person, by direct message.

    Example: caseload digest now --to diana@example.gov.uk
    """
    with services() as found:
        now, email = found.clock(), to.strip().lower()
        with found.database.look() as session:
            scope = _scope(session, found, service or AUTHORITY)
            asker = find_asker(session, email, now.astimezone(found.settings.zone).date())
            if detail_for(asker, scope) is not Detail.WORKERS:
                raise NotFound(f"{email} may not see {scope.name}.")
            digest = made(session, found.authority_in(session), now, scope.id)
        with found.database.transaction() as session:
            sent = put_asked_for(session, digest, scope, email, now)
            session.add(_audit(scope, email, now))
    if as_json:
        print_json({"to": email, "scope": scope.name, "sent": sent})
    elif sent:
        out.print(f"The digest of {scope.name} is on its way to {email}.", markup=False)
    else:
        out.print(f"It is on its way to {email} already.", markup=False)


def _made_now(found: Services, service: str | None) -> Digest:
    with found.database.look() as session:
        scope = _scope(session, found, service or AUTHORITY)
        return made(session, found.authority_in(session), found.clock(), scope.id)


def _scope(session: Session, found: Services, name: str) -> Scope:
    wanted = name.strip().casefold().removeprefix("service:")
    scopes = digest_scopes(session, found.authority_in(session))
    for scope in scopes:
        words = {scope.name.casefold(), str(scope.id)}
        if wanted in words or (wanted == AUTHORITY and scope.kind is ScopeKind.AUTHORITY):
            return scope
    names = ", ".join(scope.name for scope in scopes[1:]) or "none is loaded yet"
    raise NotFound(f"There is no service called {name!r}. There are: {names}.")


def _weekday(text: str) -> int:
    wanted = text.strip().casefold()
    for number, name in enumerate(WEEKDAYS):
        if len(wanted) > 1 and name.casefold().startswith(wanted):
            return number
    raise CaseloadError(f"{text!r} is no working day. Write Monday to Friday.")


def _time(text: str) -> time:
    try:
        return datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007 - no day, no zone
    except ValueError:
        raise CaseloadError(f"{text!r} is no time of the day. Write it like 08:30.") from None


def _when(due: Due) -> str:
    return f"{WEEKDAYS[due.weekday]}s {due.at:%H:%M} ({due.zone.key})"


def _next(due: Due, found: Services) -> str | None:
    """The next slot by the clock on the wall; None for one that is off."""
    if not due.is_on:
        return None
    now = found.clock()
    slots = slots_between(due.schedule(), now, now + _AHEAD, found.calendar)
    local = slots[0].astimezone(due.zone)
    return f"{local:%a} {local.day} {local:%b %H:%M}"


def _texts(due: Due, places: list[str], coming: str | None) -> list[str]:
    nobody = "nobody: name a head or a channel in the workforce list"
    changed = f"{due.changed_by}" if due.changed_by else "as shipped"
    return [
        due.scope.name,
        _when(due) if due.is_on else "off",
        ", ".join(places) or nobody,
        coming or "–",
        changed,
    ]


def _as_json(due: Due, places: list[str], coming: str | None) -> dict[str, Any]:
    changed_at = None if due.changed_at is None else due.changed_at.astimezone(due.zone).isoformat()
    return {
        "scope": {"kind": due.scope.kind.value, "name": due.scope.name},
        "audience": due.audience or None,
        "to": places,
        "day": WEEKDAYS[due.weekday],
        "at": f"{due.at:%H:%M}",
        "zone": due.zone.key,
        "on": due.is_on,
        "next": coming,
        "changed_at": changed_at,
        "changed_by": due.changed_by,
    }


def _draw_into(folder: Path, digest: Digest) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, picture in enumerate(digest.pictures, start=1):
        path = folder / f"{number}-{picture.kind}.png"
        path.write_bytes(draw_apart(picture))
        err.print(f"Wrote {path}", markup=False)


def _audit(scope: Scope, email: str, now: datetime) -> AuditEntry:
    return AuditEntry(
        at=now,
        who=who_runs(),
        deed="sent a digest",
        scope_kind=scope.kind.value,
        scope_name=scope.name,
        detail={"to": email},
    )

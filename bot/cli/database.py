"""`caseload db`: the database's tables, and everything it holds as a file and back."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import select
from sqlmodel import Session, col

from alerts.restored import settle_outbox
from alerts.wording import count, moment
from bot.cli.common import err, out, print_json, services, watched, who_runs
from bot.services import Services
from models.backup.at_work import refuse_while_at_work
from models.backup.files import drop_old, new_file, opened, place_of, spooled
from models.backup.form import Header
from models.backup.restoring import check_restorable, holds_rows, restore
from models.backup.writing import Progress, write_backup
from models.errors import BackupRefused
from models.people import AuditEntry, Grant, GrantRole
from models.schema import upgrade
from models.schema_standing import newest_revision

AsJson = Annotated[bool, typer.Option("--json", help="The stable form for programs.")]

_PIPE = Path("-")

_SEE_ALL = {GrantRole.ADMINISTRATOR: "administrators", GrantRole.LEADERSHIP: "leadership"}
"""Roles that open everything, and what whoever has them is called."""


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        help="The database: its tables, backups of it.\n\n"
        "Example: caseload db backup /var/backups/caseload --keep 14",
        no_args_is_help=True,
    )
    group.command("upgrade")(upgrade_command)
    group.command("backup")(backup_command)
    group.command("restore")(restore_command)
    app.add_typer(group, name="db")


def upgrade_command() -> None:
    """Bring the database's tables up to date; does nothing when they are.

    Example: caseload db upgrade
    """
    with services(current=False) as made:
        before, after = upgrade(made.database)
        address = made.database.described()
    if before == after:
        out.print(f"{address} is up to date (version {after}).", markup=False)
    else:
        out.print(f"{address} is now at version {after} (was {before or 'empty'}).", markup=False)


def backup_command(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="[FILE]", help="A new file, a folder for a dated one, or - for a pipe."
        ),
    ] = Path(),
    keep: Annotated[
        int | None,
        typer.Option("--keep", min=1, help="Keep so many dated backups in the folder, no older."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write everything the database holds into a file, while the service goes on.

    The file can be restored into SQLite and PostgreSQL alike. It holds names; keep it safe.

    Example: caseload db backup /var/backups/caseload --keep 14
    """
    if file == _PIPE and (as_json or keep):
        raise BackupRefused("Through a pipe goes the backup alone: leave --json and --keep out.")
    if keep and not file.is_dir():
        raise BackupRefused("--keep counts the backups of a folder. Name the folder, not a file.")
    with services(current=False) as made, watched("Reading", quiet=as_json) as progress:
        now = made.clock()
        if file == _PIPE:
            _into_pipe(made, progress)
            return
        path = place_of(file, now)
        with new_file(path, made.database) as opened_file:
            header = write_backup(made.database, opened_file, now, progress)
            check_restorable(opened_file)
        _remember(made, "backed up", header)
    dropped = drop_old(file, keep) if keep else []
    if as_json:
        print_json(
            {"file": str(path), **_as_json(header), "dropped": [str(old) for old in dropped]}
        )
        return
    out.print(f"Wrote {path}: {_rows(header)}, read again and whole.", markup=False)
    if dropped:
        out.print(f"Deleted {count(len(dropped), 'older backup')}.", markup=False)


def restore_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup, or - for a pipe.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Let it take the place of what the database holds.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before replacing.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only read the backup and say whether it is whole.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make the database what a backup holds; stop the service first.

    A backup of an older version is brought up to date. All is restored, or nothing is changed.

    Example: caseload db restore caseload-20261123T020000Z.backup
    """
    source = spooled(sys.stdin.buffer) if file == _PIPE else opened(file)
    with services(current=False) as made, source as backup:
        header = check_restorable(backup)
        if not dry_run:
            if replace and holds_rows(made.database):
                refuse_while_at_work(made.database)
                if not yes:
                    _ask_back(made, file)
            with watched("Restoring", quiet=as_json) as progress:
                restore(
                    made.database,
                    backup,
                    replace=replace,
                    settle=lambda session: _settle(made, session, header),
                    progress=progress,
                )
        _say(made, header, dry_run=dry_run, as_json=as_json)


def _into_pipe(made: Services, progress: Progress) -> None:
    if sys.stdout.isatty():
        raise BackupRefused("A backup is no text. Name a file, or lead it into a program: … - | …")
    try:
        header = write_backup(made.database, sys.stdout.buffer, made.clock(), progress)
        sys.stdout.buffer.flush()
    except OSError as error:
        raise BackupRefused(
            f"The pipe did not take the backup to its end ({error.strerror}), so there is none. "
            "Look at what the program behind the pipe says."
        ) from error
    _remember(made, "backed up", header)
    err.print(f"Wrote {_rows(header)}.", markup=False)


def _ask_back(made: Services, file: Path) -> None:
    if file == _PIPE:
        raise BackupRefused("Through a pipe nobody can be asked: add --yes to replace.")
    address = made.database.described()
    question = f"Everything in {address} will be lost for good. Replace it"
    if not typer.confirm(question, err=True):
        raise BackupRefused("Nothing was restored.")


def _settle(made: Services, session: Session, header: Header) -> None:
    authority, now = made.authority_in(session), made.clock()
    settle_outbox(session, now, authority.hours)
    session.add(_audit(made, "restored", header))


def _remember(made: Services, deed: str, header: Header) -> None:
    """In the audit, whose table an older version's database may have in another form."""
    if header.revision == newest_revision():
        with made.database.transaction() as session:
            session.add(_audit(made, deed, header))


def _audit(made: Services, deed: str, header: Header) -> AuditEntry:
    detail = {"made_at": header.made_at.isoformat(), "rows": header.rows, "way": "command line"}
    return AuditEntry(at=made.clock(), who=who_runs(), deed=deed, detail=detail)


def _say(made: Services, header: Header, *, dry_run: bool, as_json: bool) -> None:
    address, zone = made.database.described(), made.settings.zone
    roles = {} if dry_run else _who_see_all(made)
    if as_json:
        print_json({"database": address, "restored": not dry_run, **_as_json(header), **roles})
        return
    at = moment(header.made_at, zone, made.clock().astimezone(zone).date())
    if dry_run:
        out.print(
            f"The backup of {at} is whole: {_rows(header)}. Nothing was changed.", markup=False
        )
        return
    out.print(f"{address} is what it was {at}: {_rows(header)}.", markup=False)
    for role, emails in roles.items():
        out.print(f"{role.capitalize()} in it: {', '.join(emails) or 'nobody'}.", markup=False)
    out.print("Take back what is not right with `caseload people revoke`.", markup=False)
    out.print(
        "What happened since is not in it: load newer extracts again, and tell managers that "
        "decisions made since are to be made again. Set the same CASELOAD_CASE_KEY as before, run "
        "caseload doctor, then start the service."
    )


def _who_see_all(made: Services) -> dict[str, list[str]]:
    """A forged or an old backup may give roles: whoever restores it reads who has them."""
    with made.database.look() as session:
        grants = session.execute(select(col(Grant.role), col(Grant.email))).all()
    return {
        name: sorted({email for found, email in grants if found is role})
        for role, name in _SEE_ALL.items()
    }


def _rows(header: Header) -> str:
    return f"{header.rows:,} rows in {count(len(header.tables), 'table')}"


def _as_json(header: Header) -> dict[str, Any]:
    return {
        "made_at": header.made_at.isoformat(),
        "revision": header.revision,
        "version": header.version,
        "rows": header.rows,
        "tables": header.tables,
    }

"""`caseload purge`: deletes now what is kept no longer, as the service does each night."""

from contextlib import nullcontext
from typing import Annotated

import typer
from rich.table import Table

from alerts.retention import chores, purge
from bot.cli.common import err, out, print_json, services, watched, who_runs
from bot.inbox.clearing import delete_old_files
from bot.inbox.folders import InboxUnusable
from bot.kept import kept_as_set
from bot.services import Services
from models.expiring import Counts
from models.extracts.lock import import_lock
from models.people import AuditEntry

WORDS = {
    "messages_edited": "messages in Slack edited down to counts",
    "texts_forgotten": "texts of messages forgotten",
    "notices_given_up": "notices that could not be sent for so long, given up",
    "receipts": "receipts of messages",
    "slots": "times at which something was due and done",
    "lanes": "channels and people to whom nothing is sent any more",
    "audit_entries": "entries of who asked and did what",
    "load_deciders": "names of who decided about a load",
    "slack_accounts": "Slack accounts not looked at for a year",
    "seen_events": "events of Slack already answered",
    "held_loads": "held loads that nobody decided about",
    "load_problems": "problems of refused loads",
    "closed_cases": "closed cases",
    "case_moves": "counts of how cases moved",
    "leavers": "leavers forgotten by name",
    "spells": "earlier times of workers who came back",
    "decisions": "decisions about alerts that are over",
    "alerts": "alerts that are over",
    "worker_days": "days of single workers",
    "single_days": "days with the ages of single cases",
}
"""What each count is of."""


def register(app: typer.Typer) -> None:
    app.command("purge")(purge_command)


def purge_command(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Count what would go, and change nothing.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The stable form for programs.")] = False,
) -> None:
    """Delete now what is kept no longer, as the service does each night; how long is a setting.

    Messages in Slack are edited by the service, the next time it runs. What lies in the inbox's
    done and refused goes too, and is not counted.

    Example: caseload purge --dry-run
    """
    with services() as made, watched("Looking for what is old", quiet=as_json) as progress:
        now = made.clock()
        todo = chores(made.settings.zone, kept_as_set(made.settings))
        counts: dict[str, int] = {}
        with nullcontext() if dry_run else import_lock(made.database):
            for done, chore in enumerate(todo):
                progress(chore.name.capitalize(), done, len(todo))
                counts |= purge(made.database, [chore], now, dry_run=dry_run)
        if not dry_run:
            _write_audit(made, counts)
        unusable = None if dry_run else _clear_inbox(made)
    if as_json:
        print_json({"dry_run": dry_run, "counts": counts})
    else:
        _tell(counts, rehearsed=dry_run)
    if unusable is not None:
        err.print(f"The inbox was left as it is. {unusable}", markup=False)
        raise typer.Exit(1)


def _tell(counts: Counts, *, rehearsed: bool) -> None:
    found = {name: number for name, number in counts.items() if number}
    if not found:
        out.print("Nothing is older than it is kept.", markup=False)
        return
    table = Table(*(("Would go",) if rehearsed else ("Gone",)), "")
    table.columns[0].justify = "right"
    for name, number in found.items():
        table.add_row(f"{number:,}", WORDS[name])
    out.print(table)
    if rehearsed:
        out.print("This was a rehearsal: nothing was changed.", markup=False)


def _clear_inbox(made: Services) -> InboxUnusable | None:
    """Gives why it could not be done; the rest is done by then."""
    settings = made.settings
    if settings.inbox is None:
        return None
    try:
        delete_old_files(settings.inbox, made.clock() - kept_as_set(settings).loads)
    except InboxUnusable as error:
        return error
    return None


def _write_audit(made: Services, counts: Counts) -> None:
    detail = {name: number for name, number in counts.items() if number}
    with made.database.transaction() as session:
        session.add(AuditEntry(at=made.clock(), who=who_runs(), deed="purged", detail=detail))

"""`caseload outbox`: notices that wait or cannot be sent, and what is to become of them."""

from datetime import datetime, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.markup import escape
from rich.table import Table

from alerts.backlog import drop, open_rows, requeue, to_drop
from alerts.delivery.standing import NOT_THEIRS, NOT_THEIRS_WHY
from alerts.wording import count, moment
from bot.cli.common import err, out, print_json, services, who_runs
from bot.services import Services
from bot.slack_codes import of_code
from models.errors import CaseloadError
from models.outbox import OutboxRow
from models.vocabulary import OutboxState

AsJson = Annotated[bool, typer.Option("--json", help="The stable form for programs.")]


def register(app: typer.Typer) -> None:
    group = typer.Typer(
        help="Notices on their way to Slack.\n\nExample: caseload outbox list",
        no_args_is_help=True,
    )
    group.command("list")(list_command)
    group.command("retry")(retry_command)
    group.command("drop")(drop_command)
    app.add_typer(group, name="outbox")


def list_command(as_json: AsJson = False) -> None:
    """List what is parked, because it cannot be sent as things are, and what waits.

    Example: caseload outbox list
    """
    with services() as made:
        now, zone = made.clock(), made.settings.zone
        with made.database.look() as session:
            rows = open_rows(session)
        if as_json:
            print_json([_as_json(row, made) for row in rows])
            return
    if not rows:
        out.print("Nothing waits, and nothing is parked.")
        return
    table = Table("Id", "State", "What", "Where", "Age", "Tried", "Why")
    for row in rows:
        table.add_row(*(escape(text) for text in _texts(row, now, zone)))
    out.print(table)
    if any(row.state is OutboxState.PARKED for row in rows):
        out.print("What is parked waits for you: mend the cause, then caseload outbox retry --all")


def retry_command(
    row_id: Annotated[
        int | None, typer.Argument(metavar="ID", help="As `caseload outbox list` shows it.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Everything that is parked.")] = False,
    as_json: AsJson = False,
) -> None:
    """Try what is parked again; a message takes along what is to be changed in it.

    Example: caseload outbox retry --all
    """
    if (row_id is None) is not every:
        raise CaseloadError(
            "Say which one, by its id, or --all for everything that is parked. "
            "`caseload outbox list` shows them."
        )
    with services() as made, made.database.transaction() as session:
        ids = requeue(session, row_id, who=who_runs(), now=made.clock())
    if as_json:
        print_json({"retried": ids})
    else:
        out.print(f"{_notices(ids)} will be tried again.", markup=False)


def drop_command(
    row_id: Annotated[
        int, typer.Argument(metavar="ID", help="As `caseload outbox list` shows it.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before dropping.")] = False,
    as_json: AsJson = False,
) -> None:
    """Give up what is parked or waits; it is not sent any more.

    Says what it is, and asks before it does.

    Example: caseload outbox drop 17
    """
    with services() as made:
        if not yes:
            _ask_back(made, row_id)
        with made.database.transaction() as session:
            ids = drop(session, row_id, who=who_runs(), now=made.clock())
    if as_json:
        print_json({"dropped": ids})
    else:
        out.print(f"{_notices(ids)} will not be sent.", markup=False)


def _ask_back(made: Services, row_id: int) -> None:
    with made.database.look() as session:
        rows = to_drop(session, row_id)
    zone = made.settings.zone
    today = made.clock().astimezone(zone).date()
    for row in rows:
        what, where = _what(row), row.lane.partition(":")[2]
        made_at = moment(row.made_at, zone, today)
        err.print(f"{row.id}: {what}, to {where}, written {made_at}", markup=False)
    which = "this notice" if len(rows) == 1 else f"these {len(rows)} notices"
    if not typer.confirm(f"Drop {which} for good", err=True):
        raise CaseloadError("Nothing was dropped.")


def _notices(ids: list[int]) -> str:
    text = count(len(ids), "notice")
    return text[:1].upper() + text[1:]


def _what(row: OutboxRow) -> str:
    return f"{row.deed.value}: {row.notice['headline']}"


def _texts(row: OutboxRow, now: datetime, zone: ZoneInfo) -> list[str]:
    """A line of the table; the headline never names a worker."""
    return [
        str(row.id),
        row.state.value,
        _what(row),
        row.lane.partition(":")[2],
        _age(now - row.made_at),
        str(row.attempts),
        _why(row, now, zone),
    ]


def _why(row: OutboxRow, now: datetime, zone: ZoneInfo) -> str:
    """The code of what went wrong last, and what it means where that is known."""
    if row.error is None:
        today = now.astimezone(zone).date()
        return "" if row.due_at <= now else f"due {moment(row.due_at, zone, today)}"
    why = NOT_THEIRS_WHY if row.error == NOT_THEIRS else of_code(row.error).why
    return f"{row.error}: {why}" if why else row.error


def _age(age: timedelta) -> str:
    """ "3 days", "5 hours", "2 minutes": the largest that is at least one."""
    minutes = int(age.total_seconds() // 60)
    if minutes < 60:
        return count(minutes, "minute") if minutes else "under a minute"
    hours = minutes // 60
    return count(hours // 24, "day") if hours >= 24 else count(hours, "hour")


def _as_json(row: OutboxRow, made: Services) -> dict[str, Any]:
    zone = made.settings.zone
    return {
        "id": row.id,
        "state": row.state.value,
        "deed": row.deed.value,
        "target": row.lane,
        "headline": row.notice["headline"],
        "made_at": row.made_at.astimezone(zone).isoformat(),
        "due_at": row.due_at.astimezone(zone).isoformat(),
        "attempts": row.attempts,
        "error": row.error,
    }

"""A digest printed on the command line, with the tables of its thread."""

from rich.markup import escape
from rich.table import Table

from alerts.digest.digest import Digest, Sheet
from bot.cli.common import out


def print_digest(digest: Digest) -> None:
    """All that is sent but the pictures: the message, then the tables of its thread."""
    out.print(f"[bold]{escape(digest.headline)}[/bold]")
    if digest.late:
        out.print(escape(digest.late))
    for title, sentences in (
        ("Needs a decision", digest.decisions),
        ("Better", digest.better),
        ("Worse", digest.worse),
    ):
        if sentences:
            out.print(f"\n[bold]{title}[/bold]")
        for sentence in sentences:
            out.print(f"• {escape(sentence)}")
    if digest.rows:
        table = Table("", "now", "last week", "target or promise", "a year ago")
        for row in digest.rows:
            cells = (row.measure, row.now, row.last_week, row.yardstick, row.year_ago)
            table.add_row(*(escape(cell or "–") for cell in cells))
        out.print(table)
    foot = " · ".join(text for text in (digest.as_at, " ".join(digest.health)) if text)
    out.print(f"[dim]{escape(foot)}[/dim]")
    for sheet in digest.thread:
        _print_sheet(sheet)


def _print_sheet(sheet: Sheet) -> None:
    out.print(f"\n[bold]{escape(sheet.title)}[/bold]")
    for line in sheet.lines:
        out.print(escape(line))
    if sheet.rows:
        table = Table(*(escape(heading) for heading in sheet.headings))
        for row in sheet.rows:
            table.add_row(*(escape(cell or "–") for cell in row))
        out.print(table)
    if sheet.footer:
        out.print(f"[dim]{escape(sheet.footer)}[/dim]")

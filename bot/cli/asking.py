"""`caseload ask`: the same question and the same answer as in Slack."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table as RichTable

from bot.blocks.answers import table_texts
from bot.cli.common import out, print_json, services
from bot.questions.answer import Answer, Table
from bot.questions.as_json import answer_as_json
from bot.questions.asking import Via, ask

NOT_ANSWERED = 1


def register(app: typer.Typer) -> None:
    app.command("ask")(ask_command)


def ask_command(
    question: Annotated[str, typer.Argument(help="For example: caseload for team Court North")],
    as_email: Annotated[
        str, typer.Option("--as", help="The email of whoever asks; they see what they may see.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="The stable form for programs.")] = False,
) -> None:
    """Ask a question as a person would in Slack.

    Example: caseload ask "caseload for team Court North" --as mia@example.gov.uk
    """
    with services() as made:
        answer = ask(made, question, as_email, Via("command line"))
        if as_json:
            print_json(answer_as_json(answer, made.settings.zone))
        else:
            _print(answer)
    if not answer.answered:
        raise typer.Exit(NOT_ANSWERED)


def _print(answer: Answer) -> None:
    out.print(f"[bold]{escape(answer.headline)}[/bold]")
    for line in answer.lines:
        out.print(escape(line))
    if answer.table is not None and answer.table.rows:
        out.print(_rich(answer.table))
    if answer.footer:
        out.print(f"[dim]{escape(answer.footer)}[/dim]")
    if not answer.answered:
        for step in answer.next:
            out.print(f"  {escape(step.label)}: {escape(step.question)}")


def _rich(shown: Table) -> RichTable:
    table = RichTable(title=escape(shown.caption), title_justify="left")
    for column in shown.columns:
        table.add_column(escape(column.heading), justify="right" if column.numeric else "left")
    for row in table_texts(shown)[1:]:
        table.add_row(*(escape(cell) for cell in row))
    return table

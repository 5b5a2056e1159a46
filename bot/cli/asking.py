"""`caseload ask` and `caseload compare`: the same question and the same answer as in Slack."""

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
    app.command("compare")(compare_command)


AsEmail = Annotated[
    str, typer.Option("--as", help="The email of whoever asks; they see what they may see.")
]
AsJson = Annotated[bool, typer.Option("--json", help="The stable form for programs.")]


def ask_command(
    question: Annotated[str, typer.Argument(help="For example: caseload for team Court North")],
    as_email: AsEmail,
    as_json: AsJson = False,
) -> None:
    """Ask a question as a person would in Slack.

    Example: caseload ask "caseload for team Court North" --as mia@example.gov.uk
    """
    _ask(question, as_email, as_json=as_json)


def compare_command(
    as_email: AsEmail,
    measure: Annotated[
        str,
        typer.Argument(help="caseload, agency, vacancies, turnover or absence; all if left out"),
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Lay the authority beside England, its region and its ten statistical neighbours.

    Example: caseload compare agency --as mia@example.gov.uk
    """
    _ask(f"compare {measure}", as_email, as_json=as_json)


def _ask(question: str, as_email: str, *, as_json: bool) -> None:
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

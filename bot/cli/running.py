"""`caseload serve` and `caseload doctor`: the service, and whether it can run."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from alerts.wording import count
from bot.app import build
from bot.cli.common import err, out, print_json, services
from bot.doctor import examine
from bot.findings import Finding, Level
from bot.http_mode import http_mode
from bot.operations.counting import ErrorCounter
from bot.operations.logs import set_up_logs
from bot.serve import serve, socket_mode, until_told
from models.errors import SettingsWrong
from models.schema_standing import require_current

NOT_WELL = 1
MARKS = {Level.GOOD: "ok", Level.ADVICE: "advice", Level.BAD: "mend"}


def register(app: typer.Typer) -> None:
    app.command("serve")(serve_command)
    app.command("doctor")(doctor_command)


def serve_command() -> None:
    """Run the service: Socket Mode with SLACK_APP_TOKEN, HTTP with SLACK_SIGNING_SECRET.

    Example: SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… caseload serve
    """
    with until_told() as stopped, services(current=False) as made:
        settings = made.settings
        set_up_logs(settings.log_format, settings.log_level, ErrorCounter(made.meters))
        require_current(made.database)  # whose warning belongs in the log
        if settings.slack_app_token is None and settings.slack_signing_secret is None:
            raise SettingsWrong(
                "Neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set. Set SLACK_APP_TOKEN "
                "(xapp-…) for Socket Mode, which needs no inbound connection, or "
                "SLACK_SIGNING_SECRET to be called over HTTP."
            )
        caseload = build(made)
        try:
            if settings.slack_app_token is not None:
                said = "Caseload is connecting to Slack in Socket Mode. Stop it with Ctrl-C."
                entrance = socket_mode(caseload, settings.slack_app_token.get_secret_value())
            else:
                address = f"http://{settings.http_host}:{settings.http_port}"
                said = f"Caseload listens at {address}/slack/events. Stop it with Ctrl-C."
                entrance = http_mode(caseload, settings.http_host, settings.http_port)
            if settings.log_format == "text":  # a collector takes nothing but objects
                err.print(said)
            serve(caseload, entrance, stopped)
        finally:
            caseload.close()


def doctor_command(
    as_json: Annotated[bool, typer.Option("--json", help="The stable form for programs.")] = False,
) -> None:
    """Check settings, database, data and Slack, and say how to mend what is wrong.

    Example: caseload doctor
    """
    with services(current=False) as made:
        findings = examine(made)
    if as_json:
        print_json([finding.as_json() for finding in findings])
    else:
        for finding in findings:
            _print(finding)
        out.print(_summary(findings))
    if any(finding.level is Level.BAD for finding in findings):
        raise typer.Exit(NOT_WELL)


def _summary(findings: Sequence[Finding]) -> str:
    """ "2 to mend, 1 piece of advice.": what an operator looks for first, at the end."""
    levels = Counter(finding.level for finding in findings)
    mend, advice = levels[Level.BAD], levels[Level.ADVICE]
    if not mend and not advice:
        return "Nothing to mend."
    text = f"{mend or 'Nothing'} to mend"
    return f"{text}, {count(advice, 'piece')} of advice." if advice else f"{text}."


def _print(finding: Finding) -> None:
    out.print(f"[bold]{MARKS[finding.level]:>6}[/bold]  {escape(finding.what)}")
    if finding.mend:
        out.print(f"        {escape(finding.mend)}")

"""The register as a workbook: to whoever may see it, in their direct message with the app."""

from collections.abc import Sequence
from functools import partial
from http.client import HTTPException
from importlib import import_module
from typing import Any

from slack_bolt import Ack, App

from alerts.register import RegisterRow, counted, register_rows
from alerts.register_exported import Exported, file_name
from alerts.wording import moment
from bot import ids
from bot.failures import Failure
from bot.listeners.callers import Caller, caller_of_action
from bot.listeners.context import Office
from bot.listeners.desk import Reply
from bot.questions.answer import Answer
from bot.questions.asking import Via
from bot.questions.places import decisions_within
from models.access import find_asker
from models.errors import CaseloadError

_NOT_CONFIRMED = (
    "Slack did not confirm that the register arrived. Look at your direct message with me first; "
    "if it is not there, press Export again."
)


def register(app: App, office: Office) -> None:
    app.action(ids.EXPORT)(partial(_pressed, office))


def _pressed(office: Office, ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
    ack()

    def work() -> None:
        caller = caller_of_action(body)
        said = _export(office, action.get("value") or "", caller)
        if said is not None:
            office.say_to_caller(caller, Reply.plain(said))

    def tell(failure: Failure) -> None:
        office.say_to_caller(caller_of_action(body), Reply.plain(failure.sentence))

    office.desk.later(work, on_failure=tell)


def _export(office: Office, question: str, caller: Caller) -> str | None:
    """Gives what to tell the caller, unless the message with the file is told where they are.

    Asked anew, so that who they are and what they may see is looked at now.
    """
    answer = office.ask(question, caller, Via("export"))
    if not answer.can_be_exported:
        return answer.headline
    rows, export = _gather(office, answer)
    opened = office.client.conversations_open(users=caller.user_id)
    channel = str(opened["channel"]["id"])
    # Written first: what cannot be written down is not handed out.
    office.write_audit("exported", answer, {"what": "register", "decisions": len(rows)})
    try:
        _upload(office, channel, rows, export)
    except (OSError, HTTPException):
        raise CaseloadError(_NOT_CONFIRMED) from None  # it may be there
    except Exception:
        office.write_audit("not exported", answer, {"what": "register", "decisions": len(rows)})
        raise
    if channel == caller.channel_id:
        return None
    return f"The register of {export.about} is in your direct message with me."


def _gather(office: Office, answer: Answer) -> tuple[list[RegisterRow], Exported]:
    services, scope = office.services, answer.scope
    assert scope is not None  # it was answered
    now = services.clock().astimezone(services.settings.zone)
    with services.database.look() as session:
        asker = find_asker(session, answer.asked_by, now.date())
        within = decisions_within(session, scope, asker)
        rows = register_rows(session, zone=services.settings.zone, within=within)
    by = asker.name if asker.name == asker.email else f"{asker.name} ({asker.email})"
    about = scope.name
    return rows, Exported(authority=services.settings.authority, about=about, by=by, at=now)


def _upload(office: Office, channel: str, rows: Sequence[RegisterRow], export: Exported) -> None:
    as_at = moment(export.at, export.zone, export.at.date())
    # Slack reads the comment as text with markup: names of teams are the authority's own.
    comment = Reply.plain(
        f"The register of {export.about}: {counted(rows)}, as at {as_at}. "
        "It names workers; keep it as you keep staff records."
    ).text
    # Read when it is wanted: what writes workbooks takes a seventh of the service's memory.
    workbooks = import_module("alerts.register_workbook")
    office.client.files_upload_v2(
        channel=channel,
        filename=file_name(export),
        title=f"Register of {export.about}",
        content=workbooks.register_workbook(rows, export),
        initial_comment=comment,
    )

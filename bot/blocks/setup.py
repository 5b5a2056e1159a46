"""The dialogs of setting up: all steps, whom the app knows, working hours, and the test message."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from alerts.routes import CHANNEL_ID
from alerts.wording import moment
from bot import ids
from bot.blocks.parts import Block, actions, button, context, cut, escape, section
from bot.setup.known import Known, Progress
from bot.setup.part import step_title
from bot.setup.steps import SetUp, names
from bot.setup.testing import Came
from models.errors import CaseloadError
from models.vocabulary import OutboxState

OPENS, CLOSES, PLACES = "opens", "closes", "places"
"""The fields."""

MOST_PLACES = 20
"""Channels of one test: the dialog has to remember them."""

MOST_OPTIONS = 100
OPTION_LENGTH = 75
MOST_MISSING = 40

_OLD_DIALOG = "This dialog is of an older version. Close it, and open the app's Home again."


def settings_view(setting_up: SetUp) -> Block:
    """Every step with its button, also when set-up is long finished."""
    blocks = []
    for number, step in enumerate(setting_up.steps, start=1):
        lines = "\n".join(escape(line) for line in step.lines)
        told = section(f"*{escape(step_title(step, number))}*\n{lines}")
        press = button(step.press, ids.set_up_id(step.name), step.name)
        blocks.append({**told, "accessory": press})
    return {**_modal("Settings", blocks), "callback_id": ids.SETTINGS}


def people_view(known: Known, progress: Progress) -> Block:
    """How far looking up is, and at its end who was not found and what to do about it."""
    without = known.workers - known.with_email
    lines = [f"{known.with_email:,} of {known.workers:,} workers have an email in the Staff sheet."]
    if without:
        lines.append(
            f"{without:,} have none: Caseload does not know them in Slack. Add the emails they "
            "have in Slack, and load the workforce again."
        )
    if known.unled:
        lines.append(
            f"No manager or head with an email: {names(known.unled)}. What is for them goes to "
            "whoever is above."
        )
    blocks = [section("\n".join(escape(line) for line in lines)), section(_progress(progress))]
    if progress.missing:
        blocks.append(section(_missing(progress)))
    return _modal("Whom Caseload knows", blocks)


def _progress(progress: Progress) -> str:
    if not progress.all:
        return "*Nobody leads or administers yet.* Load the workforce, or `caseload people grant`."
    found = progress.done - len(progress.missing)
    if progress.ended:
        return f"*Everybody is looked up: {found:,} of {progress.all:,} were found in Slack.*"
    return (
        f"*Looking up who leads or administers: {progress.done:,} of {progress.all:,}.* This takes "
        "a second each; it goes on when you close this."
    )


def _missing(progress: Progress) -> str:
    listed = "\n".join(f"• {escape(email)}" for email in progress.missing[:MOST_MISSING])
    left = len(progress.missing) - MOST_MISSING
    more = f"\n… and {left} more" if left > 0 else ""
    return (
        f"No active account in Slack has these emails:\n{listed}{more}\nAsk them which email they "
        "have in Slack, and correct it in the Staff sheet; direct messages do not reach them until "
        "then."
    )


def hours_view(opens: str, closes: str) -> Block:
    """From when to when Caseload writes what is not urgent; "08:00", "18:00"."""
    told = (
        "Alerts and digests come between these hours on working days. Urgent alerts come at once."
    )
    blocks = [section(told), _time(OPENS, "From", opens), _time(CLOSES, "To", closes)]
    return {**_form("Working hours", blocks, "Save"), "callback_id": ids.SET_UP_HOURS}


def sending_view(places: Sequence[tuple[str, str]], wanted: Sequence[str]) -> Block:
    """Where to send it: targets with what they are called, and those that are chosen already."""
    options = {target: _option(label, target) for target, label in places[:MOST_OPTIONS]}
    element: Block = {
        "type": "multi_static_select",
        "action_id": PLACES,
        "options": list(options.values()),
        "max_selected_items": MOST_PLACES,
    }
    initial = [options[target] for target in wanted if target in options][:MOST_PLACES]
    if initial:
        element["initial_options"] = initial
    told = "Everybody in these channels will see that it is a test, and that you sent it."
    field = {"type": "input", "block_id": PLACES, "label": _plain("Send it to"), "element": element}
    blocks = [section(told), field]
    return {**_form("Test message", blocks, "Send"), "callback_id": ids.SET_UP_TEST}


def came_view(
    came: Sequence[Came], key: str, targets: Sequence[str], zone: ZoneInfo, today: date
) -> Block:
    """What came of the test, place by place, with a button to look again."""
    lines = "\n".join(f"• {_came(each, zone, today)}" for each in came)
    blocks = [section(lines or "Nothing was sent.")]
    if not all(each.is_over for each in came):
        press = button("What came of it", ids.SET_UP_CAME, key)
        blocks += [actions([press]), context("It is sent at once, one place after the other.")]
    remembered = json.dumps({"key": key, "targets": list(targets)})
    return {**_modal("Test message", blocks), "private_metadata": remembered}


def _came(came: Came, zone: ZoneInfo, today: date) -> str:
    place = place_words(came.target)
    if came.state is OutboxState.SENT and came.sent_at is not None:
        return f"{place}: arrived {moment(came.sent_at, zone, today)}"
    if not came.is_over:
        return f"{place}: on its way"
    why = came.why.rstrip(".")
    return f"*{place}: not sent.* {escape(why[:1].upper() + why[1:])}."


def place_words(target: str) -> str:
    """A target as mrkdwn: "#court-north", a channel's id as Slack shows its name, an email."""
    name = target.partition(":")[2]
    return f"<#{name}>" if CHANNEL_ID.fullmatch(name) else escape(name)


def remembered_test(view: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The key and the targets of the test that a dialog tells of; raises CaseloadError."""
    try:
        found = json.loads(view.get("private_metadata") or "")
        return str(found["key"]), [str(target) for target in found["targets"]]
    except (ValueError, KeyError, TypeError):
        raise CaseloadError(_OLD_DIALOG) from None


def _time(field: str, label: str, initial: str) -> Block:
    element = {"type": "timepicker", "action_id": field, "initial_time": initial}
    return {"type": "input", "block_id": field, "label": _plain(label), "element": element}


def _option(label: str, value: str) -> Block:
    return {"text": _plain(cut(label, OPTION_LENGTH)), "value": value}


def _form(title: str, blocks: Sequence[Block], submit: str) -> Block:
    return {**_modal(title, blocks), "submit": _plain(submit), "close": _plain("Cancel")}


def _modal(title: str, blocks: Sequence[Block]) -> Block:
    return {
        "type": "modal",
        "title": _plain(title),
        "close": _plain("Close"),
        "blocks": list(blocks),
    }


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}

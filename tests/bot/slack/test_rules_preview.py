"""Preview in the dialog of a rule: the past by what is filled in, before anything is saved."""

import pytest

from alerts.rules.storing import rules_now
from bot import ids
from bot.demo.running import Running
from tests.bot.slack.acting import Who
from tests.bot.slack.forging import JSON, a_press, deliver
from tests.bot.slack.persona import Member, channel_id

PERFORMANCE = channel_id("performance")
NAME = "worker-over-limit"


def opened(running: Running, person: Member, name: str = NAME) -> JSON:
    """The dialog of a rule, as the button in the list opens it."""
    deed = ids.change_rule_id(0)
    deliver(running, a_press(running, person, PERFORMANCE, deed=deed, value=name))
    return person.wait_for(person.modal) or {}


def previewed(person: Member, view: JSON, **filled: str) -> str:
    """What the preview says, once it is there, by what is filled in."""
    (block,) = [block for block in view["blocks"] if block["type"] == "actions"]
    action = {key: value for key, value in block["elements"][0].items() if key != "text"}
    done = person.do(
        "action",
        view_id=view["id"],
        action={**action, "block_id": block["block_id"]},
        state={"values": {field: {field: {"value": value}} for field, value in filled.items()}},
    )
    assert done["ok"], done
    return str(person.wait_for(lambda: _shown(person)))


def _shown(person: Member) -> JSON | None:
    view = person.modal()
    there = view is not None and view["title"]["text"] == "Preview"
    return view if there and "Looking at" not in str(view) else None


def close(person: Member) -> None:
    view = person.modal()
    if view is not None:
        person.do("view_close", view_id=view["id"], all=True)


def test_what_is_filled_in_is_laid_over_the_past_beside_the_rule_in_force(
    running: Running, member: Who
) -> None:
    analyst = member("analyst")
    text = previewed(analyst, opened(running, analyst), limit="1", for_days="0")
    assert "In the week of which figures are kept this would have fired" in text
    assert text.index("As filled in") < text.index("In force") < text.index("For example")
    assert "Nothing was saved, and nobody was told." in text
    services = running.caseload.office.services
    with services.database.look() as session:
        assert rules_now(session, services.clock())[NAME].limit == 0
    close(analyst)


@pytest.mark.parametrize(
    ("name", "filled", "said"),
    [
        (NAME, {"limit": "-1"}, "It begins with more than: Write a number from 0 to 1,000 (cases)"),
        (NAME, {"for_days": "1.5"}, "Tell it after: Write a whole number."),
        ("data-late", {}, "This rule cannot be previewed."),
        ("child-not-seen", {"limit": "13"}, "Write 14 or more to look back."),
        ("agency-above-target", {}, "The rule in force is the same."),
    ],
)
def test_what_cannot_be_previewed_is_said_with_the_reason(
    running: Running, member: Who, name: str, filled: dict[str, str], said: str
) -> None:
    analyst = member("analyst")
    assert said in previewed(analyst, opened(running, analyst, name), **filled)
    close(analyst)


@pytest.mark.parametrize("who", ["manager", "stranger"])
def test_a_forged_press_shows_the_past_to_nobody_else(
    running: Running, member: Who, who: str
) -> None:
    analyst, person = member("analyst"), member(who)
    view = opened(running, analyst)
    before = person.seen(person.direct)
    own = {"view": {**view, "type": "modal"}, "container": {"type": "view", "view_id": view["id"]}}
    press = a_press(running, person, person.direct, deed=ids.PREVIEW_RULE, value=NAME, **own)
    deliver(running, press)
    said = person.next_message(person.direct, before)["text"]
    assert "only an administrator of Caseload previews the rules" in said
    assert not person.modal()
    close(analyst)

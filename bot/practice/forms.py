"""Elements inside blocks: giving them ids, finding them, and the state they are in."""

import copy
import secrets
from collections.abc import Iterator
from typing import Any

_STATE_FIELDS = {
    "plain_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "file_input": ("files", None),
    "checkboxes": ("selected_options", "initial_options"),
    "radio_buttons": ("selected_option", "initial_option"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
}
_SHOWN_ONLY = frozenset({"image", "plain_text", "mrkdwn"})

Element = dict[str, Any]


def with_ids(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A copy of the blocks in which every block and interactive element has an id."""
    named = copy.deepcopy(blocks)
    for block in named:
        block.setdefault("block_id", secrets.token_urlsafe(4))
        for element in _elements(block):
            element.setdefault("action_id", secrets.token_urlsafe(4))
    return named


def elements_of(blocks: list[dict[str, Any]]) -> Iterator[tuple[str, Element]]:
    """Every interactive element with the id of the block it is in."""
    for block in blocks:
        for element in _elements(block):
            yield block.get("block_id", ""), element


def _elements(block: dict[str, Any]) -> Iterator[Element]:
    nested = [block.get("accessory"), block.get("element")]
    if block.get("type") in ("actions", "context_actions"):
        nested += block["elements"]
    nested += block.get("actions") or [] if block.get("type") == "card" else []
    for element in nested:
        if isinstance(element, dict) and element.get("type") not in _SHOWN_ONLY:
            yield element
    children = [*block.get("child_blocks", [])]
    children += block["elements"] if block.get("type") == "carousel" else []
    for child in children:
        yield from _elements(child)


def find_element(blocks: list[dict[str, Any]], block_id: str, action_id: str) -> Element | None:
    """The element with these ids; an element may be named by its action id alone."""
    for found_in, element in elements_of(blocks):
        if element["action_id"] == action_id and block_id in ("", found_in):
            return element
    return None


def block_of(blocks: list[dict[str, Any]], element: Element) -> str:
    """The id of the block that holds this element."""
    return next(block_id for block_id, found in elements_of(blocks) if found is element)


def initial_values(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """The state of blocks nobody has touched: initial values, or null."""
    values: dict[str, Any] = {}
    for block_id, element in elements_of(blocks):
        kind = element["type"]
        if kind in _STATE_FIELDS:
            name, initial = _STATE_FIELDS[kind]
            empty: Any = [] if name.endswith("options") else None
            state = {"type": kind, name: element.get(initial, empty) if initial else empty}
            values.setdefault(block_id, {})[element["action_id"]] = state
    return values


def merged_values(blocks: list[dict[str, Any]], given: Any) -> dict[str, Any]:
    """The whole state of these blocks: what the page gave, else initial values."""
    values = initial_values(blocks)
    for block_id, actions in given.items() if isinstance(given, dict) else ():
        for action_id, state in actions.items() if isinstance(actions, dict) else ():
            known = values.get(block_id, {}).get(action_id)
            if known is not None and isinstance(state, dict):
                name = _STATE_FIELDS[known["type"]][0]
                filled = state.get(name, known[name])
                known[name] = filled if filled != "" else None
    return values


def missing_answers(blocks: list[dict[str, Any]], values: dict[str, Any]) -> dict[str, str]:
    """The sentence for each required input left empty or too short, by block id."""
    errors: dict[str, str] = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element = block["element"]
        name = _STATE_FIELDS[element["type"]][0]
        answer = values[block["block_id"]][element["action_id"]][name]
        if not answer and not block.get("optional"):
            errors[block["block_id"]] = "Please complete this required field."
        elif isinstance(answer, str) and answer:
            sentence = _length_fault(answer, element)
            if sentence:
                errors[block["block_id"]] = sentence
    return errors


def _length_fault(answer: str, element: Element) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(answer) < least:
        return f"Please write at least {least} characters."
    if len(answer) > most:
        return f"Please write at most {most} characters."
    return None


def performed_action(element: Element, given: dict[str, Any]) -> dict[str, Any] | None:
    """The action as Slack sends it, or None when the choice is not one the element offers."""
    kind = element["type"]
    shown = ("type", "action_id", "text", "value", "style")
    action: dict[str, Any] = {name: element[name] for name in shown if name in element}
    if kind == "overflow":
        return _chosen(element, given, action)
    if kind not in _STATE_FIELDS:
        return action
    name = _STATE_FIELDS[kind][0]
    if name == "selected_option" and "options" in element and given.get(name) is not None:
        action = {"type": kind, "action_id": element["action_id"]}
        return _chosen(element, given, action)
    action[name] = given.get(name)
    return action


def _chosen(
    element: Element, given: dict[str, Any], action: dict[str, Any]
) -> dict[str, Any] | None:
    option = given.get("selected_option")
    wanted = option.get("value") if isinstance(option, dict) else None
    found = next((one for one in element["options"] if one["value"] == wanted), None)
    return None if found is None else {**action, "selected_option": found}

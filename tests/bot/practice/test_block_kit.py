"""Blocks at Slack's limits pass, one over is refused, and what Slack does not know is refused."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slackblocks import _limits
from slackblocks._surfaces import _BLOCK_TYPES_BY_SURFACE

from bot.practice.block_kit import Surface, check_blocks, check_view
from bot.practice.block_kit.blocks import BLOCKS, SURFACES

JSON = dict[str, Any]


def plain(size: int) -> JSON:
    return {"type": "plain_text", "text": "x" * size}


def mrkdwn(size: int) -> JSON:
    return {"type": "mrkdwn", "text": "x" * size}


def section(**more: Any) -> JSON:
    return {"type": "section", "text": mrkdwn(1), **more}


def button(**more: Any) -> JSON:
    return {"type": "button", "text": plain(1), **more}


def actions(*elements: JSON) -> JSON:
    return {"type": "actions", "elements": list(elements)}


def option(text: int = 1, value: int = 1, **more: Any) -> JSON:
    return {"text": plain(text), "value": "v" * value, **more}


def select(**more: Any) -> JSON:
    return {"type": "static_select", "options": [option()], **more}


def input_of(element: JSON, **more: Any) -> JSON:
    return {"type": "input", "label": plain(1), "element": element, **more}


def confirm(**more: Any) -> JSON:
    every = {"title": plain(1), "text": plain(1), "confirm": plain(1), "deny": plain(1)}
    return button(confirm={**every, **more})


def table(rows: int, columns: int, **more: Any) -> JSON:
    cell = {"type": "raw_text", "text": "x"}
    return {"type": "table", "rows": [[cell] * columns for _ in range(rows)], **more}


def data_table(rows: int, columns: int, **more: Any) -> JSON:
    return {**table(rows, columns), "type": "data_table", "caption": "c", **more}


def chart(points: int = 1, series: int = 1, **more: Any) -> JSON:
    categories = [f"p{n}" for n in range(points)]
    data = [{"label": label, "value": 1} for label in categories]
    body = {
        "type": "line",
        "series": [{"name": f"s{n}", "data": data} for n in range(series)],
        "axis_config": {"categories": categories},
    }
    return {"type": "data_visualization", "title": "t", "chart": body, **more}


def pie(segments: int, label: int = 1) -> JSON:
    every = [{"label": "x" * label, "value": 1} for _ in range(segments)]
    return {
        "type": "data_visualization",
        "title": "t",
        "chart": {"type": "pie", "segments": every},
    }


def image(**more: Any) -> JSON:
    return {"type": "image", "image_url": "https://x", "alt_text": "x", **more}


def typed(**more: Any) -> JSON:
    return {"type": "plain_text_input", **more}


Row = tuple[str, int, Callable[[int], list[JSON]]]

AT_MOST: list[Row] = [
    ("blocks of a message", 50, lambda n: [{"type": "divider"}] * n),
    ("section text", 3000, lambda n: [section(text=mrkdwn(n))]),
    ("fields", 10, lambda n: [section(fields=[mrkdwn(1)] * n)]),
    ("a field", 2000, lambda n: [section(fields=[mrkdwn(n)])]),
    ("header", 150, lambda n: [{"type": "header", "text": plain(n)}]),
    ("markdown", 12_000, lambda n: [{"type": "markdown", "text": "x" * n}]),
    ("block_id", 255, lambda n: [section(block_id="b" * n)]),
    ("action_id", 255, lambda n: [actions(button(action_id="a" * n))]),
    ("button text", 75, lambda n: [actions(button(text=plain(n)))]),
    ("button value", 2000, lambda n: [actions(button(value="v" * n))]),
    ("button url", 3000, lambda n: [actions(button(url="u" * n))]),
    ("button label", 75, lambda n: [actions(button(accessibility_label="a" * n))]),
    ("accessory text", 75, lambda n: [section(accessory=button(text=plain(n)))]),
    ("actions elements", 25, lambda n: [actions(*[button()] * n)]),
    ("context elements", 10, lambda n: [{"type": "context", "elements": [mrkdwn(1)] * n}]),
    ("confirm title", 100, lambda n: [actions(confirm(title=plain(n)))]),
    ("confirm text", 300, lambda n: [actions(confirm(text=mrkdwn(n)))]),
    ("confirm button", 30, lambda n: [actions(confirm(confirm=plain(n)))]),
    ("deny button", 30, lambda n: [actions(confirm(deny=plain(n)))]),
    ("options", 100, lambda n: [actions(select(options=[option()] * n))]),
    ("option text", 75, lambda n: [actions(select(options=[option(text=n)]))]),
    ("option value", 150, lambda n: [actions(select(options=[option(value=n)]))]),
    (
        "option description",
        75,
        lambda n: [actions(select(options=[option(description=plain(n))]))],
    ),
    ("placeholder", 150, lambda n: [actions(select(placeholder=plain(n)))]),
    ("overflow", 5, lambda n: [actions({"type": "overflow", "options": [option()] * n})]),
    (
        "radio buttons",
        10,
        lambda n: [actions({"type": "radio_buttons", "options": [option()] * n})],
    ),
    ("checkboxes", 10, lambda n: [actions({"type": "checkboxes", "options": [option()] * n})]),
    ("alt text", 2000, lambda n: [image(alt_text="x" * n)]),
    ("image url", 3000, lambda n: [image(image_url="x" * n)]),
    ("image title", 2000, lambda n: [image(title=plain(n))]),
    ("input label", 2000, lambda n: [input_of(typed(), label=plain(n))]),
    ("input hint", 2000, lambda n: [input_of(typed(), hint=plain(n))]),
    ("max_length", 3000, lambda n: [input_of(typed(max_length=n))]),
    ("table rows", 100, lambda n: [table(n, 1)]),
    ("table cells", 20, lambda n: [table(1, n)]),
    ("column settings", 20, lambda n: [table(1, 1, column_settings=[None] * n)]),
    ("tables", 1, lambda n: [table(1, 1)] * n),
    ("charts", 2, lambda n: [chart()] * n),
    ("chart title", 50, lambda n: [chart(title="t" * n)]),
    ("chart points", 20, lambda n: [chart(points=n)]),
    ("chart series", 12, lambda n: [chart(series=n)]),
    ("pie segments", 12, lambda n: [pie(n)]),
    ("pie label", 20, lambda n: [pie(1, label=n)]),
    ("data table rows", 101, lambda n: [data_table(n, 1)]),
    ("data table cells", 20, lambda n: [data_table(2, n)]),
    ("data table page", 100, lambda n: [data_table(2, 1, page_size=n)]),
    ("card actions", 3, lambda n: [{"type": "card", "actions": [button()] * n}]),
    ("card body", 200, lambda n: [{"type": "card", "body": mrkdwn(n)}]),
    (
        "carousel",
        10,
        lambda n: [{"type": "carousel", "elements": [{"type": "card", "body": mrkdwn(1)}] * n}],
    ),
    (
        "container",
        10,
        lambda n: [{"type": "container", "title": plain(1), "child_blocks": [section()] * n}],
    ),
    (
        "all text",
        13_200,
        lambda n: (
            [section(text=mrkdwn(3000)) for _ in range(4)] + [section(text=mrkdwn(n - 12_000))]
        ),
    ),
]


@pytest.mark.parametrize(("name", "most", "make"), AT_MOST, ids=[row[0] for row in AT_MOST])
def test_a_limit_is_kept_exactly(name: str, most: int, make: Callable[[int], list[JSON]]) -> None:
    assert check_blocks(make(most), "message") == [], name
    assert check_blocks(make(most + 1), "message") != [], name


REFUSED: list[tuple[str, list[JSON], str]] = [
    ("an unknown block", [{"type": "sectoin"}], "/blocks/0/type"),
    ("a block without a type", [{}], "/blocks/0/type"),
    ("an unknown key", [section(colour="red")], "/blocks/0/colour"),
    ("an unknown key deep down", [actions(button(vlaue="1"))], "/blocks/0/elements/0/vlaue"),
    ("mrkdwn in a header", [{"type": "header", "text": mrkdwn(1)}], "/blocks/0/text/type"),
    ("mrkdwn on a button", [actions(button(text=mrkdwn(1)))], "/blocks/0/elements/0/text/type"),
    ("empty text", [section(text=mrkdwn(0))], "/blocks/0/text/text"),
    ("a section without anything", [{"type": "section"}], "/blocks/0"),
    ("no elements", [actions()], "/blocks/0/elements"),
    ("no options", [actions(select(options=[]))], "/blocks/0/elements/0/options"),
    ("an input in actions", [actions(typed())], "/blocks/0/elements/0/type"),
    ("a button as input", [input_of(button())], "/blocks/0/element/type"),
    ("an image without alt text", [{"type": "image", "image_url": "x"}], "/blocks/0"),
    ("two equal block ids", [section(block_id="a")] * 2, "/blocks/1/block_id"),
    (
        "two equal action ids",
        [actions(button(action_id="a"), button(action_id="a"))],
        "/blocks/0/elements/1/action_id",
    ),
    ("a wrong style", [actions(button(style="green"))], "/blocks/0/elements/0/style"),
    (
        "a wrong date",
        [actions({"type": "datepicker", "initial_date": "20/11/2026"})],
        "/blocks/0/elements/0/initial_date",
    ),
    ("a data table with a header only", [data_table(1, 1)], "/blocks/0/rows"),
    ("an alert in a message", [{"type": "alert", "text": plain(1)}], "/blocks/0/type"),
    (
        "a rich text piece of no kind",
        [
            {
                "type": "rich_text",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "bold"}]}],
            }
        ],
        "/blocks/0/elements/0/elements/0/type",
    ),
]


@pytest.mark.parametrize(("name", "blocks", "pointer"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_slack_does_not_know_is_refused_where_it_stands(
    name: str, blocks: list[JSON], pointer: str
) -> None:
    assert pointer in [fault.pointer for fault in check_blocks(blocks, "message")], name


def test_points_that_do_not_match_the_categories_are_refused() -> None:
    block = chart(points=2)
    block["chart"]["axis_config"]["categories"] = ["p1", "p0"]
    assert [f.pointer for f in check_blocks([block], "message")] == [
        "/blocks/0/chart/series/0/data"
    ]


def test_two_series_of_one_name_are_refused() -> None:
    block = chart(series=2)
    block["chart"]["series"][1]["name"] = "s0"
    assert len(check_blocks([block], "message")) == 1


@pytest.mark.parametrize("value", [None, {}, "[]", [None], ["x"], [[]], [{"type": ["a"]}]])
def test_things_that_are_not_blocks_are_refused_without_an_accident(value: Any) -> None:
    assert check_blocks(value, "message")


def places_in(value: Any) -> list[tuple[Any, Any]]:
    """Every place inside a value at which something stands: its holder and key."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    found = [(value, key) for key in keys]
    for key in keys:
        if isinstance(value[key], dict | list):
            found += places_in(value[key])
    return found


JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, 0, -1, 2.5, True, "", "x", "\u202e", [], [[]], {}, {"type": []}, [1]]
)


@given(data=st.data(), junk=JUNK, surface=st.sampled_from(["message", "modal", "home"]))
@settings(deadline=None, max_examples=300)
def test_no_mutilated_block_breaks_the_checker(
    data: st.DataObject, junk: Any, surface: Surface
) -> None:
    make = data.draw(st.sampled_from(AT_MOST))[2]
    blocks = copy.deepcopy(make(2))
    holder, key = data.draw(st.sampled_from(places_in(blocks)))
    holder[key] = junk
    assert isinstance(check_blocks(blocks, surface), list)


def test_too_much_text_in_all_has_its_own_code() -> None:
    blocks = [section(text=mrkdwn(3000)) for _ in range(5)]
    assert {fault.code for fault in check_blocks(blocks, "message")} == {"msg_blocks_too_long"}


def modal(**more: Any) -> JSON:
    return {"type": "modal", "title": plain(1), "blocks": [section()], **more}


VIEW_LIMITS: list[tuple[str, int, Callable[[int], JSON]]] = [
    ("title", 24, lambda n: modal(title=plain(n))),
    ("submit", 24, lambda n: modal(submit=plain(n))),
    ("close", 24, lambda n: modal(close=plain(n))),
    ("private_metadata", 3000, lambda n: modal(private_metadata="m" * n)),
    ("callback_id", 255, lambda n: modal(callback_id="c" * n)),
    ("blocks of a modal", 100, lambda n: modal(blocks=[section()] * n)),
    ("blocks of a Home tab", 100, lambda n: {"type": "home", "blocks": [section()] * n}),
]


@pytest.mark.parametrize(("name", "most", "make"), VIEW_LIMITS, ids=[r[0] for r in VIEW_LIMITS])
def test_a_limit_of_views_is_kept_exactly(
    name: str, most: int, make: Callable[[int], JSON]
) -> None:
    assert check_view(make(most)) == [], name
    assert check_view(make(most + 1)) != [], name


def test_a_form_needs_a_button_that_submits_it() -> None:
    form = modal(blocks=[input_of(typed())])
    assert [fault.sentence for fault in check_view(form)] == ["missing required field: submit"]
    assert check_view({**form, "submit": plain(1)}) == []


@pytest.mark.parametrize("view", [None, [], {}, {"type": "modal"}, {"type": "home"}])
def test_things_that_are_not_views_are_refused_without_an_accident(view: Any) -> None:
    assert check_view(view)


SURFACE_NAMES: list[Surface] = ["message", "modal", "home"]


@pytest.mark.parametrize("surface", SURFACE_NAMES)
def test_no_surface_takes_more_than_an_independent_judge_allows(surface: Surface) -> None:
    # The judge knows none of the blocks that are only for streams and sign-in.
    assert SURFACES[surface] <= _BLOCK_TYPES_BY_SURFACE[surface]


def test_the_limits_agree_with_an_independent_judge() -> None:
    judged = {
        "section text": _limits.SECTION_TEXT_MAX_LENGTH,
        "fields": _limits.SECTION_FIELDS_MAX_ITEMS,
        "a field": _limits.SECTION_FIELDS_ITEM_MAX_LENGTH,
        "header": _limits.HEADER_TEXT_MAX_LENGTH,
        "markdown": _limits.MARKDOWN_TEXT_MAX_LENGTH,
        "block_id": _limits.BLOCK_ID_MAX_LENGTH,
        "action_id": _limits.ACTION_ID_MAX_LENGTH,
        "button text": _limits.BUTTON_TEXT_MAX_LENGTH,
        "button value": _limits.BUTTON_VALUE_MAX_LENGTH,
        "button url": _limits.BUTTON_URL_MAX_LENGTH,
        "actions elements": _limits.ACTIONS_ELEMENTS_MAX_ITEMS,
        "context elements": _limits.CONTEXT_ELEMENTS_MAX_ITEMS,
        "confirm title": _limits.CONFIRMATION_TITLE_MAX_LENGTH,
        "confirm text": _limits.CONFIRMATION_TEXT_MAX_LENGTH,
        "confirm button": _limits.CONFIRMATION_CONFIRM_MAX_LENGTH,
        "options": _limits.SELECT_OPTIONS_MAX_ITEMS,
        "option text": _limits.OPTION_TEXT_MAX_LENGTH,
        "option value": _limits.OPTION_VALUE_MAX_LENGTH,
        "option description": _limits.OPTION_DESCRIPTION_MAX_LENGTH,
        "placeholder": _limits.SELECT_PLACEHOLDER_MAX_LENGTH,
        "overflow": _limits.OVERFLOW_OPTIONS_MAX_ITEMS,
        "radio buttons": _limits.RADIO_BUTTONS_OPTIONS_MAX_ITEMS,
        "checkboxes": _limits.CHECKBOXES_OPTIONS_MAX_ITEMS,
        "alt text": _limits.IMAGE_ALT_TEXT_MAX_LENGTH,
        "table rows": _limits.TABLE_ROWS_MAX_ITEMS,
        "table cells": _limits.TABLE_COLUMNS_MAX_ITEMS,
        "charts": _limits.MESSAGE_DATA_VISUALIZATIONS_MAX_ITEMS,
        "chart title": _limits.DATA_VISUALIZATION_TITLE_MAX_LENGTH,
        "chart points": _limits.DATA_VISUALIZATION_DATA_MAX_ITEMS,
        "chart series": _limits.DATA_VISUALIZATION_SERIES_MAX_ITEMS,
        "pie segments": _limits.DATA_VISUALIZATION_SEGMENTS_MAX_ITEMS,
        "card body": _limits.CARD_BODY_MAX_LENGTH,
        "blocks of a message": _limits.MESSAGE_BLOCKS_MAX_ITEMS,
    }
    ours = {name: most for name, most, _ in AT_MOST}
    assert {name: ours[name] for name in judged} == judged


def test_every_block_has_a_surface() -> None:
    assert frozenset().union(*SURFACES.values()) == frozenset(BLOCKS)

"""How a held load reads in Slack, and that every dialog and Home of it is one Slack takes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.blocks.held_loads import (
    decided_words,
    differences_view,
    held_headline,
    held_load_blocks,
)
from bot.blocks.home.parts import part_blocks
from bot.blocks.home.shown import Shown
from bot.home.part import Part
from bot.practice.block_kit import check_blocks, check_view
from models.extracts.differences import Counts, differences
from models.extracts.held import Decided, HeldLoad
from models.extracts.records import Place, Problem
from models.vocabulary import ExtractKind, LoadStatus

LONDON = ZoneInfo("Europe/London")
ALLOCATIONS, WORKFORCE = ExtractKind.ALLOCATIONS, ExtractKind.WORKFORCE
FELL = "open cases fell from 2,014 to 1,297 (−36 %)"

LOAD = HeldLoad(
    id=7,
    mark="a1b2c3d4e5f6",
    kind=ALLOCATIONS,
    file="cases.csv",
    as_at=datetime(2026, 11, 20, 18, tzinfo=UTC),
    held_at=datetime(2026, 11, 23, 7, tzinfo=UTC),
    counts={"open_cases": 1297},
    reasons=(FELL,),
    waits=False,
)
DECIDED = Decided(
    ALLOCATIONS, "cases.csv", LOAD.as_at, LoadStatus.LOADED, {"open_cases": 1297}, (FELL,)
)
MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("kind", "today", "begins"),
    [
        (ALLOCATIONS, date(2026, 11, 20), "Today's allocations were not loaded: open"),
        (ALLOCATIONS, date(2026, 11, 21), "Friday's allocations were not loaded: open"),
        (ALLOCATIONS, date(2026, 11, 26), "Friday's allocations were not loaded: open"),
        (ALLOCATIONS, date(2026, 11, 27), "The allocations of Fri 20 Nov were not loaded: open"),
        (ALLOCATIONS, date(2027, 1, 4), "The allocations of Fri 20 Nov 2026 were not loaded: open"),
        (WORKFORCE, date(2026, 11, 23), "Friday's workforce was not loaded: open"),
    ],
)
def test_the_first_line_alone_says_what_and_how_bad(
    kind: ExtractKind, today: date, begins: str
) -> None:
    assert held_headline(replace(LOAD, kind=kind), LONDON, today).startswith(begins)


def test_the_yardsticks_stand_under_the_first_line() -> None:
    more = (
        "usual change in a day: −1 to +1 %",
        "teams missing from the file: Care Leavers, Court South",
    )
    first, *_ = held_load_blocks(replace(LOAD, reasons=(FELL, *more)), LONDON, MONDAY)
    assert first["text"]["text"] == (
        f"*Friday's allocations were not loaded: {FELL}*\n"
        "Usual change in a day: −1 to +1 %. "
        "Teams missing from the file: Care Leavers, Court South."
    )


def test_what_waits_for_its_workforce_cannot_be_loaded_first() -> None:
    blocks = held_load_blocks(replace(LOAD, waits=True, counts={}), LONDON, MONDAY)
    labels = [element["text"]["text"] for element in blocks[2]["elements"]]
    assert labels == ["Refuse it", "Show the differences"]


def test_with_many_held_loads_the_newest_are_shown_and_the_rest_counted() -> None:
    loads = [replace(LOAD, id=number) for number in range(13)]
    shown = Shown(most=10, rows=10, zone=LONDON, today=MONDAY)
    blocks = part_blocks(Part(items=loads), shown, with_table=True)
    assert check_blocks(blocks, "home") == []
    assert check_blocks(blocks, "message") == []
    assert blocks[-1]["text"]["text"] == "… 3 more"
    assert str(blocks).count("Show the differences") == 10
    assert part_blocks(Part(items=()), shown, with_table=True) == []


def test_nothing_a_file_says_is_markup() -> None:
    load = replace(LOAD, file="<!channel>.csv", reasons=("<!here>", "missing: <b>"))
    found = differences(ALLOCATIONS, Counts({"<T>": 2}, 0), Counts({}, 0))
    text = str(held_load_blocks(load, LONDON, MONDAY))
    text += str(differences_view(load, found, LONDON, MONDAY))
    assert "<" not in text


def test_the_differences_of_a_whole_country_fit_into_a_dialog() -> None:
    now: dict[str | None, int] = {f"A team with a long name, number {n}": n for n in range(2_000)}
    found = differences(ALLOCATIONS, Counts(now, 9), Counts({None: 4}, 9))
    view = differences_view(LOAD, found, LONDON, MONDAY)
    assert check_view(view) == []
    assert "In no team: 0 now, 4 in the file (+4)" in str(view)
    assert "Without a worker: 9 now, 9 in the file (no change)" in str(view)


@pytest.mark.parametrize(
    ("decided", "words"),
    [
        (DECIDED, "Loaded by you: Friday's allocations, with 1,297 open cases."),
        (
            replace(DECIDED, status=LoadStatus.REFUSED),
            "Refused by you: Friday's allocations. The figures are as they were.",
        ),
        (
            replace(DECIDED, kind=WORKFORCE, counts={"workers": 1}, waited=(DECIDED,)),
            "Loaded by you: Friday's workforce, with 1 worker. "
            "Friday's allocations were loaded with it: 1,297 open cases.",
        ),
        (
            replace(
                DECIDED,
                kind=WORKFORCE,
                counts={"workers": 90},
                waited=(replace(DECIDED, status=LoadStatus.HELD),),
            ),
            f"Loaded by you: Friday's workforce, with 90 workers. "
            f"Friday's allocations are held for a decision of their own: {FELL}.",
        ),
    ],
)
def test_whoever_decided_is_told_what_was_done(decided: Decided, words: str) -> None:
    assert decided_words(decided, LONDON, MONDAY) == words


def test_what_keeps_a_load_from_being_loaded_is_told_once_with_its_rows() -> None:
    def problems(team: str, rows: int) -> tuple[Problem, ...]:
        message = f'There is no team "{team}" in the workforce.'
        return tuple(Problem(Place("cases.csv", None, row), message) for row in range(rows))

    held = replace(DECIDED, status=LoadStatus.HELD, problems=problems("A", 12) + problems("B", 1))
    assert decided_words(held, LONDON, MONDAY) == (
        'Not loaded, and still held: There is no team "A" in the workforce. (12 rows) '
        'There is no team "B" in the workforce.'
    )
    many = tuple(problem for team in "ABCDE" for problem in problems(team, 1))
    refused = replace(DECIDED, status=LoadStatus.REFUSED, problems=many)
    told = decided_words(replace(DECIDED, kind=WORKFORCE, waited=(refused,)), LONDON, MONDAY)
    assert "Friday's allocations were refused: There is no team" in told
    assert told.endswith('"C" in the workforce. And 2 more problems.')

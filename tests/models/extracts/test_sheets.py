"""Sheets: the header is found and matched, rows keep the numbers a person sees."""

from collections.abc import Sequence
from typing import Any

import pytest

from models.extracts.problems import Problems
from models.extracts.records import Place
from models.extracts.sheets import Column, Grid, Sheet, find_header

COLUMNS = (
    Column("Child Unique ID", ("Child ID",)),
    Column("Was the Child Seen?"),
    Column("Child's Team", required=False),
)


def found(
    rows: Sequence[Sequence[Any]], *, even: bool = False
) -> tuple[Sheet | None, Problems, list[tuple[Place, str]]]:
    problems = Problems()
    sheet = find_header(Grid("a.xlsx", "List_6", enumerate(rows, 1), even), COLUMNS, problems)
    return sheet, problems, [(each.place, each.message) for each in problems.listed("a.xlsx")]


@pytest.mark.parametrize(
    "header",
    [
        ["Child Unique ID", "Was the Child Seen?", "Child's Team"],
        ["child unique id", "WAS THE CHILD SEEN", "child’s team"],
        ["Child_Unique_ID ", "Was the\u00a0Child Seen??", " Child`s  Team"],
        ["Child ID", "Was the child\nseen ?", "Childs Team"],
    ],
)
def test_a_header_is_matched_whatever_its_case_spaces_and_signs(header: list[str]) -> None:
    sheet, problems, _ = found([header])
    assert sheet is not None
    assert not problems
    assert sheet.header == {"Child Unique ID": 0, "Was the Child Seen?": 1, "Child's Team": 2}


@pytest.mark.parametrize("titles", [0, 1, 5, 19])
def test_the_header_may_stand_below_titles_and_run_dates(titles: int) -> None:
    above: list[list[object]] = [["Report run 20/11/2026", None, None]] * titles
    sheet, _, _ = found([*above, ["Child ID", "Was the Child Seen?"], ["1", "yes"]])
    assert sheet is not None
    assert sheet.header_row == titles + 1
    assert [row.number for row in sheet.rows()] == [titles + 2]


def test_a_header_below_the_twentieth_row_is_not_looked_for() -> None:
    _, _, problems = found([["Report"]] * 20 + [["Child ID", "Was the Child Seen?"]])
    assert problems == [
        (
            Place("a.xlsx", "List_6"),
            "List_6 has no header row in its first 20 rows; it needs the columns Child Unique ID, "
            "Was the Child Seen?.",
        )
    ]


def test_every_missing_column_is_named_at_the_header_row() -> None:
    problems = Problems()
    columns = (*COLUMNS, Column("Case Status"), Column("Team"))
    rows = enumerate([["Title"], ["Child ID", "Was the Child Seen?"]], 1)
    assert find_header(Grid("a.xlsx", "List_6", rows), columns, problems) is None
    assert [(each.place.row, each.place.column) for each in problems.listed("a")] == [
        (2, "Case Status"),
        (2, "Team"),
    ]


def test_a_column_that_is_there_twice_is_refused() -> None:
    _, _, problems = found([["Child Unique ID", "Was the Child Seen?", "child_unique_id"]])
    assert problems[0][0].column == "Child Unique ID"
    assert "is there twice" in problems[0][1]


def test_blank_rows_are_skipped_and_the_others_keep_their_numbers() -> None:
    sheet, _, _ = found(
        [
            ["Child ID", "Was the Child Seen?", "Age"],
            ["1", "yes"],
            [None, " ", 12.5],
            ["#N/A", "\u00a0", None],
            [],
            ["2"],
        ]
    )
    assert sheet is not None
    assert [(row.number, row.text("Child Unique ID")) for row in sheet.rows()] == [
        (2, "1"),
        (6, "2"),
    ]


def test_a_header_alone_is_an_empty_list_and_no_error() -> None:
    sheet, problems, _ = found([["Child ID", "Was the Child Seen?"]])
    assert sheet is not None
    assert list(sheet.rows()) == []
    assert not problems


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["1", "yes"], True),
        (["1", "yes", ""], False),
        (["", "", ""], False),
        ([], False),
        (["1"], False),
        (["1", "yes", "x"], False),
    ],
)
def test_a_row_of_a_csv_file_must_be_as_long_as_its_header(cells: list[str], read: bool) -> None:
    sheet, problems, _ = found([["Child ID", "Was the Child Seen?"], cells], even=True)
    assert sheet is not None
    assert bool(list(sheet.rows())) is read
    assert bool(problems) is (not read and any(cells))


def test_only_the_first_200_problems_are_kept_and_the_rest_counted() -> None:
    problems = Problems()
    for row in range(1, 1235):
        problems.add(Place("a.xlsx", "List_6", row), "Wrong.")
    listed = problems.listed("a.xlsx")
    assert len(listed) == 201
    assert listed[-1].message.startswith("and 1,034 more problems")

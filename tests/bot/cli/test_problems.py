"""A person reads each problem of an extract once, with the rows that have it."""

import pytest

from bot.load_reports import problem_lines
from models.extracts.records import Place, Problem

SENTENCE = 'There is no team "Nowhere".'


def a_problem(row: int | None, message: str = SENTENCE, column: str | None = "team") -> Problem:
    return Problem(Place("cases.csv", None, row, column), message)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([2], "row 2"),
        ([2, 3], "rows 2 and 3"),
        ([2, 3, 9], "rows 2, 3 and 9"),
        ([2, 3, 4, 5], "rows 2, 3, 4 and 1 more"),
        (range(2, 2000), "rows 2, 3, 4 and 1,995 more"),
    ],
)
def test_the_rows_of_one_problem_are_named_together(rows: list[int], words: str) -> None:
    lines = problem_lines([a_problem(row) for row in rows])
    assert lines == [f'cases.csv, {words}, column "team": {SENTENCE}']


def test_different_problems_stay_apart_in_the_order_found() -> None:
    lines = problem_lines(
        [a_problem(2), a_problem(2, column="worker"), a_problem(3, "Other."), a_problem(4)]
    )
    assert lines == [
        f'cases.csv, rows 2 and 4, column "team": {SENTENCE}',
        f'cases.csv, row 2, column "worker": {SENTENCE}',
        'cases.csv, row 3, column "team": Other.',
    ]


def test_a_problem_without_a_row_names_none() -> None:
    assert problem_lines([a_problem(None, column=None)]) == [f"cases.csv: {SENTENCE}"]

"""The page of figures says what the kept runs came to, and no more."""

import json
from pathlib import Path
from typing import Any

from tests.bench.page import BEGIN, END, KEPT, PAGE, page, row_of
from tests.bench.table import Bound, Row, as_json
from tests.bench.timing import spread_of

MACHINE = {"python": "3.11", "system": "Linux", "processors": "2", "sqlite": "3.40"}
MET = Row(
    measure="answer: a team's caseload",
    database="sqlite",
    size="england",
    measured=spread_of([0.002]),
    floor=spread_of([0.001]),
    ratio=spread_of([2.0]),
    bound=Bound(5),
    note="the floor is what it is.",
    facts={"exponent": 0.5},
)
MISSED = Row(
    measure="one change told",
    database="postgres",
    size="borough",
    measured=spread_of([1.5]),
    bound=Bound(1, of_floor=False),
)


def kept(*rows: Row) -> dict[str, Any]:
    run: dict[str, Any] = json.loads(json.dumps(as_json(rows, MACHINE)))
    return run


def test_a_row_comes_back_from_json_as_it_was() -> None:
    run = kept(MET, MISSED)
    assert [row_of(row) for row in run["rows"]] == [MET, MISSED]


def test_the_page_says_which_bounds_are_not_met_and_keeps_what_is_around() -> None:
    written = page(f"Before.\n\n{BEGIN}\nold figures\n{END}\n\nAfter.\n", [kept(MET), kept(MISSED)])
    assert written.startswith("Before.\n")
    assert written.endswith("\nAfter.\n")
    assert "old figures" not in written
    assert "**1 of 2 bounds are met.**" in written
    assert "- one change told, borough, PostgreSQL: 1.50 s, bound ≤ 1.00 s" in written
    assert "| answer: a team's caseload | 2.00 ms | 1.00 ms | 2.00 × | ≤ 5 × | met |" in written
    assert written.index("### England, SQLite") < written.index("### Borough, PostgreSQL")
    assert page(written, [kept(MET), kept(MISSED)]) == written


def test_the_page_in_the_project_is_the_one_of_the_runs_that_are_kept() -> None:
    runs = [json.loads(path.read_text("utf-8")) for path in sorted(Path(KEPT).glob("*.json"))]
    assert runs
    text = PAGE.read_text("utf-8")
    assert page(text, runs) == text

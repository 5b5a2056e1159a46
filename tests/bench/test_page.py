"""The page of figures says what the kept runs came to, and no more."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.bench.page import BEGIN, END, KEPT, PAGE, page, pictures, row_of
from tests.bench.table import MISSED as NOT_MET
from tests.bench.table import Bound, Row, as_json, bound_share
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
    for path, picture in pictures(runs).items():
        assert path.read_text("utf-8") == picture


def test_a_picture_has_a_bar_for_each_bound_and_says_which_are_not_met() -> None:
    slow = replace(MISSED, size="england")
    (picture,) = pictures([kept(MET, slow, replace(MET, measure="nothing", bound=None))]).values()
    ElementTree.fromstring(picture)
    assert "1 of 2 bounds are met" in picture
    assert picture.count('<rect class="bar sqlite" x="330"') == 1
    assert picture.count('<rect class="bar postgres over" x="330"') == 1
    assert "2.00 ×, bound ≤ 5 ×" in picture
    assert "nothing" not in picture


@pytest.mark.parametrize(("measured", "share"), [(0.5, 0.5), (1.0, 1.0), (1.5, 1.5)])
def test_a_bound_is_met_while_no_more_than_all_of_it_is_taken(
    measured: float, share: float
) -> None:
    row = replace(MISSED, measured=spread_of([measured]))
    assert bound_share(row) == share
    assert (row.verdict == NOT_MET) is (share > 1)

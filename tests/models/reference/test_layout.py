"""The published figures that come with the product: complete, small, and written one way only."""

from importlib.resources import files

import pytest

from models.reference.layout import neighbours_text, read_neighbours, read_table, table_text
from models.reference.measures import PublishedMeasure, Symbol
from models.reference.storing import PACKAGED, packaged_text
from models.reference.table import Area, Level, Neighbour, Neighbours, Published, Table
from models.vocabulary import ExtractKind


@pytest.mark.parametrize("kind", [ExtractKind.INDICATORS, ExtractKind.CHILDREN_IN_NEED])
def test_a_packaged_table_is_written_back_byte_for_byte(kind: ExtractKind) -> None:
    text = packaged_text(kind)
    assert table_text(read_table(text)) == text


def test_the_packaged_neighbours_are_written_back_byte_for_byte() -> None:
    text = packaged_text(ExtractKind.NEIGHBOURS)
    assert neighbours_text(read_neighbours(text)) == text


def test_the_packaged_files_name_their_source_and_licence_and_are_small() -> None:
    folder = files("models.reference") / "published"
    said = " ".join((folder / "README.md").read_text(encoding="utf-8").split())
    assert "Source: Department for Education" in said
    assert "contain public sector information licensed under the [Open Government Licence" in said
    assert sum(len((folder / name).read_bytes()) for name in PACKAGED.values()) < 250_000


def test_every_published_row_part_and_rate_is_there(packaged: Published) -> None:
    table = packaged.indicators
    levels = [table.areas[code].level for code, _ in table.rows]
    assert [levels.count(level) for level in Level] == [9, 99, 1355]
    assert table.years == list(range(2017, 2026))
    assert table.measures == [m for m in PublishedMeasure if m != "children_in_need"]
    assert all(len(row) == 22 for row in table.rows.values())


def test_every_symbol_is_kept_as_it_was_printed(packaged: Published) -> None:
    values = [value for row in packaged.indicators.rows.values() for value in row.values()]
    counts = {symbol.value: values.count(symbol) for symbol in Symbol}
    assert counts == {"z": 81, "x": 98, "c": 8, "low": 12, "u": 51}


def test_each_authority_has_ten_neighbours_that_are_authorities(packaged: Published) -> None:
    of = packaged.neighbours.of
    assert (packaged.neighbours.year, len(of)) == (2025, 153)
    assert {len(near) for near in of.values()} == {10}
    assert {neighbour.code for near in of.values() for neighbour in near} <= of.keys()


def test_a_text_says_everything_that_a_table_holds() -> None:
    table = Table(
        {
            "E92000001": Area("E92000001", Level.ENGLAND, "England"),
            "314/318": Area("314/318", Level.AUTHORITY, 'A, "B" / C', "E13", ("E09", "E08")),
        },
        {
            ("314/318", 2025): {
                PublishedMeasure.AGENCY_RATE: Symbol.LOW,
                PublishedMeasure.CASES: 321661.0,
                PublishedMeasure.DAYS_LOST: 322786.3,
            },
            ("E92000001", 2024): {PublishedMeasure.CASES: 0.0},
        },
    )
    assert read_table(table_text(table)) == table


def test_a_text_says_everything_that_a_model_of_neighbours_holds() -> None:
    near = (Neighbour("301", "very close"), Neighbour("302", ""))
    model = Neighbours(2026, {"852": near, "301": near[:1]}, {"852": "South, A", "301": "B"})
    assert read_neighbours(neighbours_text(model)) == model

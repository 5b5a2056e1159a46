"""No file that Caseload writes holds anything a spreadsheet would work out."""

import ast
import csv
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from models.safe_cells import LONGEST_CELL, SafeCsv, as_text, in_csv, text_cell, written

ROOT = Path(__file__).parents[2]
DANGEROUS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "=", "-", " =1+1", '"=1+1',
    "'=1+1", "\u00a0=1", "\ufeff=1", "\u200b@x", "＝1+1", "＋1+1", "－1+1", "＠x", "\x00=1",
    "=cmd|' /C calc'!A0", '=HYPERLINK("https://example.org";"x")', "+44 7700 900123",
)  # fmt: skip
HARMLESS = ("Sam Example", "a=1", "1-2", "", "#N/A", "2026-11-23", "12.5", "-5", "+3.25", "-4%")


@pytest.mark.parametrize("text", DANGEROUS)
def test_in_csv_an_apostrophe_stands_before_what_is_like_a_formula(text: str) -> None:
    assert str(in_csv(text)).startswith("'")


@pytest.mark.parametrize("value", [*HARMLESS, -5, -2.5, 0, None])
def test_everything_else_stays_as_it_is(value: str | float | None) -> None:
    assert in_csv(value) == value


def test_a_semicolon_parts_no_formula_off() -> None:
    assert in_csv("a; =1+1;b;@x") == "a;' =1+1;b;'@x"


@given(st.lists(st.one_of(st.text(), st.sampled_from(DANGEROUS)), min_size=1, max_size=4))
def test_whatever_is_written_is_read_as_so_many_cells_none_like_a_formula(row: list[str]) -> None:
    file = StringIO(newline="")
    SafeCsv(file).write(row)
    (cells,) = list(csv.reader(StringIO(file.getvalue(), newline=""), strict=True))
    assert len(cells) == len(row)
    assert not any(cell.lstrip(' "\t\r\n').startswith(("=", "@")) for cell in cells)
    file.getvalue().encode()


@pytest.mark.parametrize(
    "text", [*DANGEROUS, "Sam Example", "#N/A", "a\x0bb\ud800\uffff", "x" * 40_000]
)
def test_in_a_workbook_a_text_stays_a_text(text: str) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Texts")
    sheet.append([text_cell(sheet, text)])
    (cell,) = _read(book)["Texts"][1]
    assert cell.data_type == "s"
    assert len(cell.value) <= LONGEST_CELL
    assert cell.quotePrefix or not text.startswith(DANGEROUS)


def test_a_number_stays_a_number_and_a_name_of_an_error_a_text() -> None:
    book = Workbook()
    for column, value in enumerate((-5, 2.5, None, "#REF!", "=1"), start=1):
        written(book.active.cell(1, column), value)
    as_text(book.active.cell(1, 6), "-5")
    kinds = [(cell.value, cell.data_type) for cell in _read(book).active[1]]
    assert kinds == [(-5, "n"), (2.5, "n"), (None, "n"), ("#REF!", "s"), ("=1", "s"), ("-5", "s")]


def _read(book: Workbook) -> Any:
    file = BytesIO()
    book.save(file)
    return openpyxl.load_workbook(file)


# Every writer.

NOT_FILES = {"models/reference/layout.py": "published figures, kept in the database"}


def _writers() -> list[Path]:
    """The modules that can make a workbook or write CSV."""
    found = []
    for room in ("models", "alerts", "bot"):
        for path in sorted((ROOT / room).rglob("*.py")):
            text = path.read_text()
            if any(word in text for word in ("csv.writer", "DictWriter", "openpyxl import Workb")):
                found.append(path)
    return found


def test_every_module_that_writes_a_table_for_people_uses_safe_cells() -> None:
    found = {path.relative_to(ROOT).as_posix() for path in _writers()}
    assert {"alerts/register_workbook.py", "models/extracts/template.py"} < found
    for name in found - NOT_FILES.keys() - {"models/safe_cells.py"}:
        tree = ast.parse((ROOT / name).read_text())
        froms = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert "models.safe_cells" in froms, f"{name} writes cells that may be formulas"
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node) == "cell":
                assert len(node.args) == 2, f"{name}:{node.lineno} gives a cell its value unsafely"


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""

"""Writes the empty workforce workbook: columns explained, words to choose from, example rows."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from models.extracts.template_columns import FILLED, Filled
from models.safe_cells import as_text, written

GUIDE = "How to fill this in"
ROWS_READY = 2_000  # rows that get drop-downs and formats, beyond any authority's workforce
HEADER_FILL = PatternFill("solid", fgColor="FF1F4E5F")
HEADER_FONT = Font(bold=True, color="FFFFFFFF")
EXAMPLE_FONT = Font(italic=True, color="FF7A7A7A")
LEAST_WIDTH = 14
INTRODUCTION = (
    "The workforce, for Caseload",
    "Fill in the sheets and import the workbook with: caseload import FILE",
    "The second row of each sheet is an example of people and teams that do not exist: delete it.",
    "Dates are written 20/11/2026 or 2026-11-20. Leave a cell empty where there is nothing to say.",
    "Reasons for absence have no column; do not write them anywhere.",
)


def write_template(path: Path) -> None:
    """Writes the workbook to `path`, over what is there; an example row left in it is refused."""
    book = Workbook()
    guide = book.active
    guide.title = GUIDE
    lists = book.create_sheet("Words")
    for name, columns in FILLED.items():
        _write_sheet(book.create_sheet(name.capitalize()), columns, lists)
    _write_guide(guide)
    book.move_sheet(lists, offset=len(FILLED))
    lists.sheet_state = "hidden"
    book.save(path)


def _write_sheet(sheet: Worksheet, columns: Mapping[str, Filled], lists: Worksheet) -> None:
    sheet.freeze_panes = "A2"
    for index, (name, column) in enumerate(columns.items(), start=1):
        header = as_text(sheet.cell(1, index), name)
        header.font, header.fill = HEADER_FONT, HEADER_FILL
        header.comment = Comment(column.explained, "Caseload", width=320, height=120)
        example = written(sheet.cell(2, index), column.example)
        example.font = EXAMPLE_FONT
        letter = get_column_letter(index)
        widest = max(len(name), len(str(column.example or "")))
        sheet.column_dimensions[letter].width = max(LEAST_WIDTH, widest + 3)
        _format_cells(sheet, index, column)
        if column.words:
            _offer_words(sheet, letter, column.words, lists)


def _format_cells(sheet: Worksheet, index: int, column: Filled) -> None:
    if column.number_format:
        sheet.column_dimensions[get_column_letter(index)].number_format = column.number_format
        sheet.cell(2, index).number_format = column.number_format


def _offer_words(sheet: Worksheet, letter: str, words: Sequence[str], lists: Worksheet) -> None:
    """A drop-down; its words stand in a hidden sheet, as lists in place must be short."""
    column = lists.max_column + 1 if lists["A1"].value else 1
    for row, word in enumerate(words, start=1):
        as_text(lists.cell(row, column), word)
    listed = get_column_letter(column)
    choice = DataValidation(
        type="list",
        formula1=f"'{lists.title}'!${listed}$1:${listed}${len(words)}",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="Not one of the words",
        error="Choose a word from the list.",
    )
    sheet.add_data_validation(choice)
    choice.add(f"{letter}2:{letter}{ROWS_READY}")


def _write_guide(sheet: Worksheet) -> None:
    rows: list[tuple[str, str, str]] = [(line, "", "") for line in INTRODUCTION]
    rows.append(("Sheet", "Column", "What to write"))
    for name, columns in FILLED.items():
        rows.extend((name.capitalize(), column, each.explained) for column, each in columns.items())
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            written(sheet.cell(number, column), text or None)
    heading = len(INTRODUCTION) + 1
    for cell in (sheet["A1"], *sheet[heading]):
        cell.font = Font(bold=True)
    for letter, width in (("A", 12), ("B", 24), ("C", 100)):
        sheet.column_dimensions[letter].width = width
    for (cell,) in sheet.iter_rows(min_row=heading + 1, min_col=3, max_col=3):
        cell.alignment = Alignment(wrap_text=True, vertical="top")

"""Finds the Department's figures in a workbook that somebody saved its CSV file as."""

from itertools import islice

from models.extracts.problems import Problems, Unreadable
from models.extracts.sheets import HEADER_WITHIN, Grid
from models.extracts.workbooks import Workbook
from models.reference.reading import kind_of_rows, read_published_sheet
from models.reference.records import PublishedRecords
from models.vocabulary import ExtractKind

MAX_SHEETS = 60  # that are looked through; a CSV file saved as a workbook has one
TAKE = (
    "Of the Department's statistics take the CSV file with a row for each authority and year, such "
    "as csww_indicators_2017_to_2025.csv, sn_model_2025_wide.csv or "
    "b1_children_in_need_2013_to_2025.csv; not the tables made for reading."
)


def published_sheet(book: Workbook) -> tuple[str, ExtractKind] | None:
    """The first sheet that is a published file by its columns, and which; may raise Unreadable."""
    for sheet in book.sheet_names[:MAX_SHEETS]:
        kind = kind_of_rows([cells for _, cells in islice(book.rows(sheet), HEADER_WITHIN)])
        if kind is not None:
            return sheet, kind
    return None


def read_published_book(file: str, data: bytes, problems: Problems) -> PublishedRecords | None:
    """What the workbook's published sheet says; None, with the problems, where it cannot be read.

    Raises Unreadable for bytes that are no workbook, or one without such a sheet.
    """
    book = Workbook(data)
    found = published_sheet(book)
    if found is None:
        raise Unreadable(f"The workbook has no sheet of published figures. {TAKE}")
    sheet, kind = found
    return read_published_sheet(kind, Grid(file, sheet, book.rows(sheet)), problems)

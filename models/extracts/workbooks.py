"""Opens a workbook only after making sure that it is one, and that unpacking it is harmless."""

import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from models.extracts.problems import Unreadable
from models.extracts.sheets import NumberedRow

MAX_MEMBERS = 2_000  # a workbook has some twenty; each costs time to look at
MAX_UNPACKED = 600 * 1024 * 1024  # bytes; all of England's cases unpack to about half of it
MAX_RATIO = 200  # unpacked to packed; real sheets of repeated words reach about 40
RATIO_MATTERS_FROM = 10 * 1024 * 1024  # bytes; a small workbook may be nearly all repetition
MAX_CELLS = 10_000_000  # in one sheet's rectangle, which takes 32 bytes of memory a cell
MAX_ROWS = 1_048_576  # of a sheet, in any spreadsheet program
MAX_TEXTS = MAX_CELLS  # kept apart from the cells; a program that keeps each once has far fewer
MAX_DEPTH = 1_000  # of elements in each other; a workbook has about ten
MAX_LIST = 4 * 1024 * 1024  # bytes that name the sheets; real ones have some thousand
CHUNK = 1024 * 1024  # bytes; no cell's text is as long, so that each has markup in it
OVERLAP = 64  # bytes carried over, so that a cell's address is never cut in two

OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
_SHEET_NAME = re.compile(rb"<(?:\w+:)?sheet\s[^<>]*?\bname\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_CELL, _ROW, _TEXT = b"c", b"row", b"si"
# Found by its first letter, which is much sooner done than by the end of a word before it.
_ADDRESS = re.compile(rb"r\s*=\s*[\"']([A-Za-z]{1,7})([0-9]{1,12})[\"']")
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,  # a way of packing that Python does not know
    RuntimeError,  # an encrypted member
    ValueError,
)
DAMAGED = "The workbook is damaged; open it in a spreadsheet program and save it again as .xlsx."


def refuse_other_kinds(data: bytes) -> None:
    """Raises Unreadable, with the next step, for bytes that are not an .xlsx or .xlsm workbook."""
    if not data:
        raise Unreadable("The file is empty; export it again.")
    if data.startswith(OLD_OFFICE):
        raise Unreadable(_about_old_office(data))
    if data.startswith(b"%PDF"):
        raise Unreadable("This is a PDF; export the list as .xlsx or .csv instead.")
    if not data.startswith(b"PK"):
        raise Unreadable(
            "This is not a workbook, whatever its name says; open it in a spreadsheet program and "
            "save it as .xlsx, or as .csv if it is text."
        )


def read_sheet_names(data: bytes) -> list[str]:
    """The names of the sheets in the workbook's order; raises Unreadable when it is not safe."""
    refuse_other_kinds(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            members = _checked_members(packed, len(data))
            if "xl/workbook.xml" not in members:
                raise Unreadable(_about_other_archive(packed, members))
            text = _start_of(packed, "xl/workbook.xml", MAX_LIST + 1)
    except _BROKEN:
        raise Unreadable(DAMAGED) from None
    if len(text) > MAX_LIST:
        raise Unreadable(DAMAGED)
    names = (quoted or single for quoted, single in _SHEET_NAME.findall(text))
    return [html.unescape(name.decode("utf-8", "replace")) for name in names]


class Workbook:
    """An open workbook; its rows are read one sheet at a time."""

    def __init__(self, data: bytes) -> None:
        self.sheet_names = read_sheet_names(data)
        _refuse_bombs(data)
        try:
            self._book = CalamineWorkbook.from_filelike(BytesIO(data))
        except (CalamineError, *_BROKEN):
            raise Unreadable(DAMAGED) from None

    def rows(self, sheet: str) -> Iterator[NumberedRow]:
        """The sheet's rows, numbered as the spreadsheet shows them; may raise Unreadable."""
        try:
            yield from enumerate(self._book.get_sheet_by_name(sheet).iter_rows(), start=1)
        except (CalamineError, *_BROKEN):
            raise Unreadable(f"The sheet {sheet} is damaged; save the workbook again.") from None


def _checked_members(packed: zipfile.ZipFile, size: int) -> set[str]:
    """The members' names, unless the sizes they declare are those of a zip bomb."""
    members = packed.infolist()
    names = {member.filename for member in members}
    if len(members) > MAX_MEMBERS or len(names) != len(members):
        raise Unreadable(DAMAGED)
    _refuse_unpacking(sum(member.file_size for member in members), size)
    return names


def _refuse_unpacking(unpacked: int, size: int) -> None:
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * size):
        raise Unreadable(
            f"The workbook would unpack to more than {unpacked // 2**20:,} MB, which no extract "
            "does; export it again without empty rows and pictures."
        )


def _start_of(packed: zipfile.ZipFile, name: str, most: int) -> bytes:
    with packed.open(name) as content:
        return content.read(most)


def _refuse_bombs(data: bytes) -> None:
    """Unpacks every member once, counting, because declared sizes and addresses may lie."""
    unpacked = 0
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            for member in packed.infolist():
                extent = _Extent()
                for chunk in _chunks(packed, member):
                    unpacked += len(chunk) - OVERLAP
                    _refuse_unpacking(unpacked, len(data))
                    if member.filename.endswith(".xml"):
                        extent.take_in(chunk, is_sheet="worksheets/" in member.filename)
    except _BROKEN:
        raise Unreadable(DAMAGED) from None


@dataclass(slots=True)
class _Extent:
    """How far a part of a workbook reaches, as far as it is unpacked."""

    rows: int = 0  # the furthest that is named, or else how many there are
    columns: int = 0
    row_elements: int = 0
    cell_elements: int = 0
    texts: int = 0
    depth: int = 0

    def take_in(self, chunk: bytes, *, is_sheet: bool) -> None:
        """One piece more; raises Unreadable when no list reaches as far."""
        if len(chunk) > CHUNK and b"<" not in chunk:
            raise Unreadable(DAMAGED)
        with_one_before = chunk[OVERLAP - 1 :]
        ends = 2 * with_one_before.count(b"</") + with_one_before.count(b"/>")
        self.depth += with_one_before.count(b"<", 1) - ends
        if self.depth > MAX_DEPTH:
            raise Unreadable(DAMAGED)
        if not is_sheet:
            self.texts += _count(_TEXT, chunk)
            _refuse_wide_spread(self.texts > MAX_TEXTS, self.texts, 1)
            return
        self.row_elements += _count(_ROW, chunk)
        self.cell_elements += _count(_CELL, chunk)
        self.rows, self.columns = _furthest(chunk, self.rows, self.columns)
        rows = max(self.rows, self.row_elements)
        columns = max(self.columns, -(-self.cell_elements // max(rows, 1)))
        far = rows > MAX_ROWS or rows * self.columns > MAX_CELLS or self.cell_elements > MAX_CELLS
        _refuse_wide_spread(far, rows, columns)


def _count(element: bytes, chunk: bytes) -> int:
    """About how many there are: beginnings, with or without a prefix, and of longer names too."""
    prefixed = chunk.count(b":" + element) if b":" in chunk else 0
    return chunk.count(b"<" + element) + prefixed


def _chunks(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    carried = b" " * OVERLAP
    with packed.open(member) as content:
        while chunk := content.read(CHUNK):
            yield carried + chunk
            carried = (carried + chunk)[-OVERLAP:]


def _furthest(chunk: bytes, rows: int, columns: int) -> tuple[int, int]:
    """The furthest row and column among the addresses of a piece of a sheet, and those given."""
    addresses = _ADDRESS.findall(chunk)
    if not addresses:
        return rows, columns
    widest = max({letters.upper() for letters, _ in addresses}, key=lambda name: (len(name), name))
    return (
        max(rows, max(int(digits) for _, digits in addresses)),
        max(columns, _column_number(widest)),
    )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _refuse_wide_spread(far: bool, rows: int, columns: int) -> None:
    if far:
        raise Unreadable(
            f"A sheet reaches to row {rows:,} and column {columns:,}, far beyond any list; delete "
            "the empty rows and columns beside the table and save the workbook again."
        )


def _about_old_office(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "The workbook has a password; save it without one and import it again."
    return "This is an old .xls workbook; open it and save it as .xlsx."


def _about_other_archive(packed: zipfile.ZipFile, members: set[str]) -> str:
    kind = _start_of(packed, "mimetype", 100) if "mimetype" in members else b""
    if b"opendocument" in kind:
        return (
            "This is an OpenDocument file; save it as .xlsx. Of the Department's statistics take "
            "the CSV file, such as csww_indicators_2017_to_2025.csv, not the tables."
        )
    if "xl/workbook.bin" in members:
        return "This is a binary workbook (.xlsb); save it as .xlsx."
    if "word/document.xml" in members:
        return "This is a Word document; put the list into a workbook and save it as .xlsx."
    return "This is a zip archive, not a workbook; unpack it and import what is inside."

"""Workbooks: what is not one, or is dangerous to unpack, is refused with the next step."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from models.extracts.problems import Unreadable
from models.extracts.workbooks import Workbook, read_sheet_names
from tests.models.extracts.workbooks import write_workbook

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def good(tmp_path: Path) -> bytes:
    return write_workbook(tmp_path / "good.xlsx", {"List_6": [["a", "b"], [1, 2]]}).read_bytes()


def with_member(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one member changed, or added when it was not there."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for member in old.infolist():
            content = old.read(member)
            new.writestr(member.filename, change(content) if member.filename == name else content)
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return out.getvalue()


def archive(**members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", 8) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty"),
        (b"case_ref,kind\n1,other\n", "This is not a workbook, whatever its name says"),
        (b"<html><table>", "This is not a workbook"),
        (b"%PDF-1.7", "This is a PDF"),
        (OLE + bytes(600), "This is an old .xls workbook; open it and save it as .xlsx."),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "The workbook has a password"),
        (b"PK\x03\x04 cut short", "The workbook is damaged"),
        (archive(word__document_xml=b"<w/>"), "This is a Word document"),
        (archive(xl__workbook_bin=b"x"), "save it as .xlsx"),
        (
            archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
            "This is an OpenDocument file; save it as .xlsx. Of the Department's statistics take "
            "the CSV file, such as csww_indicators_2017_to_2025.csv, not the tables.",
        ),
        (archive(cases_csv=b"case_ref"), "This is a zip archive, not a workbook"),
    ],
)
def test_other_kinds_of_file_are_refused_with_the_next_step(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_sheet_names(data)
    assert sentence in str(refused.value)


def test_the_sheets_are_named_as_the_workbook_names_them(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"List 6": [], "R & D's": []})
    assert read_sheet_names(path.read_bytes()) == ["List 6", "R & D's"]
    assert Workbook(path.read_bytes()).sheet_names == ["List 6", "R & D's"]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(good: bytes) -> None:
    bomb = with_member(good, SHEET, lambda sheet: sheet + b" " * 40_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(Unreadable, match="would unpack to more than 38 MB"):
        read_sheet_names(bomb)


def test_a_zip_bomb_that_lies_about_its_size_is_refused(good: bytes) -> None:
    bomb = bytearray(with_member(good, SHEET, lambda sheet: sheet + b" " * 40_000_000))
    with zipfile.ZipFile(BytesIO(bytes(bomb))) as packed:
        size = packed.getinfo(SHEET).file_size
    lying = bytes(bomb).replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != bytes(bomb)
    with pytest.raises(Unreadable, match="damaged"):
        Workbook(lying)


def test_thousands_of_members_are_refused() -> None:
    crowd = archive(**{f"xl__m{number}_xml": b"" for number in range(2_001)})
    with pytest.raises(Unreadable, match="damaged"):
        read_sheet_names(crowd)


@pytest.mark.parametrize("address", [b"XFD1048576", b"A99999999", b"ZZZZZZ1"])
def test_a_cell_far_beyond_any_list_is_refused(good: bytes, address: bytes) -> None:
    far = with_member(good, SHEET, lambda sheet: sheet.replace(b'r="B2"', b'r="%s"' % address))
    with pytest.raises(Unreadable, match="far beyond any list; delete the empty rows"):
        Workbook(far)


def test_entities_are_not_expanded(good: bytes) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'

    def change(sheet: bytes) -> bytes:
        return laughs + sheet.replace(b"<t>a</t>", b"<t>&b;</t>")

    book = Workbook(with_member(good, SHEET, change))
    with pytest.raises(Unreadable, match="The sheet List_6 is damaged"):
        list(book.rows("List_6"))


def test_rows_keep_their_numbers_when_the_first_ones_are_empty(tmp_path: Path) -> None:
    rows: list[list[object]] = [[], [], [None, None, "a"], [], [None, None, "b"]]
    book = Workbook(write_workbook(tmp_path / "a.xlsx", {"Teams": rows}).read_bytes())
    filled = [number for number, cells in book.rows("Teams") if any(cells)]
    assert filled == [3, 5]

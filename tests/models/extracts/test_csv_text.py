"""CSV files: encodings, separators, quotation marks and lines that are no rows."""

import pytest

from models.extracts.csv_text import PORTION, csv_grid, decode, header_of, mentions
from models.extracts.problems import Unreadable
from models.extracts.sheets import Column

COLUMNS = (Column("case_ref"), Column("team"), Column("worker"))
TEXT = "case_ref,team,worker\n1,Court,Zoë\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_utf_8_with_and_without_its_mark_and_cp1252_are_read(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty"),
        (b" \r\n\r\n", "The file is empty"),
        (TEXT.encode("utf-16"), 'save it as "CSV UTF-8"'),
        (b"case_ref,team\n1,Co\x00urt\n", "NUL bytes"),
        (b"case_ref\n\x81\x8d\n", "unknown encoding"),
        (b"PK\x03\x04....", "This is a workbook named .csv"),
    ],
)
def test_what_is_not_text_is_refused_with_the_next_step(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as refused:
        decode(data)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_the_one_the_header_shows(separator: str) -> None:
    text = f"Report, run; today\n{TEXT.replace(',', separator)}"
    assert [cells for _, cells in csv_grid("cases.csv", text, COLUMNS).rows][1:] == [
        ["case_ref", "team", "worker"],
        ["1", "Court", "Zoë"],
    ]
    assert header_of(text, COLUMNS) == {"case_ref", "team", "worker"}


@pytest.mark.parametrize(
    ("header", "is_named"),
    [
        ("case_ref,team", True),
        ('team;"Case Reference"', True),
        ("team\tCASE-REF", True),
        ("case,worker,team", False),
    ],
)
def test_a_column_is_looked_for_however_its_name_is_written(header: str, is_named: bool) -> None:
    column = Column("case_ref", ("case reference",))
    assert mentions(f"Report of today\n{header}\n1,2\n", column) is is_named


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_rows_are_numbered_as_a_spreadsheet_shows_them(newline: str) -> None:
    text = newline.join(["case_ref,team,worker", "", '1,"Court', 'North",Sam', "2,Court,Kit"])
    numbered = {cells[0]: number for number, cells in csv_grid("a", text, COLUMNS).rows if cells}
    assert numbered == {"case_ref": 1, "1": 3, "2": 4}


@pytest.mark.parametrize("row", ['1,"Court,Sam', '1,"Court"s,Sam'])
def test_broken_quotation_marks_are_refused_with_their_row(row: str) -> None:
    text = f"case_ref,team,worker\n0,Court,Sam\n{row}\n2,Court,Kit\n"
    with pytest.raises(Unreadable, match="quotation marks do not pair up") as refused:
        list(csv_grid("a", text, COLUMNS).rows)
    assert refused.value.row == 3


@pytest.mark.parametrize("rows_before", [0, PORTION])
def test_a_line_far_too_long_is_refused_before_it_is_parted(rows_before: int) -> None:
    before = "1,,\n" * rows_before
    text = f"case_ref,team,worker\n{before}{',' * 5_000_000}\n"
    with pytest.raises(Unreadable, match="longer than 100,000 characters") as refused:
        list(csv_grid("a", text, COLUMNS).rows)
    assert refused.value.row == rows_before + 2


def test_a_row_over_two_lines_is_one_wherever_it_stands() -> None:
    text = "case_ref,team,worker\r\n" + '1,"Court\r\nNorth",Sam\r\n' * PORTION
    _, *cells = (cells for _, cells in csv_grid("a", text, COLUMNS).rows)
    assert cells == [["1", "Court\r\nNorth", "Sam"]] * PORTION

"""Cells: what each kind of column takes, and what it says to the rest."""

from datetime import date, datetime, time, timedelta

import pytest

from models.extracts.cells import (
    Cell,
    Refused,
    read_date,
    read_fte,
    read_holder,
    read_number,
    read_pounds,
    read_reference,
    read_text,
    read_word,
)
from models.vocabulary import TeamKind

NBSP, ZERO_WIDTH, RIGHT_TO_LEFT = "\u00a0", "\u200b", "\u202e"


@pytest.mark.parametrize(
    "cell",
    [None, "", "   ", NBSP, ZERO_WIDTH, "\t\r\n", "#N/A", "n/a", "NULL", "-", "–", "#REF!", "nan"],
)
def test_a_cell_with_only_spaces_or_a_word_for_nothing_is_blank(cell: Cell) -> None:
    assert read_text(cell) is None
    assert read_reference(cell) is None
    assert read_date(cell) is None
    assert read_number(cell) is None


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (f" Sam{NBSP}{NBSP}Example ", "Sam Example"),
        (f"Court{ZERO_WIDTH} North\n", "Court North"),
        (f"{RIGHT_TO_LEFT}Court", "Court"),
        ("Zoe\u0308", "Zoë"),
        (4711.0, "4711"),
        (4711, "4711"),
        (0.5, "0.5"),
        ("O’Hara", "O’Hara"),
    ],
)
def test_text_is_tidied_but_not_changed(cell: Cell, text: str) -> None:
    assert read_text(cell) == text


def test_a_text_longer_than_any_name_is_refused() -> None:
    with pytest.raises(Refused, match="longer than 250 characters"):
        read_text("x" * 251)


@pytest.mark.parametrize(
    ("cell", "reference"),
    [
        (12598894.0, "12598894"),
        ("12598894.0", "12598894"),
        ("0012", "0012"),
        (" A-1 ", "A-1"),
        (1e20, "100000000000000000000"),
        ("1.5.0", "1.5.0"),
    ],
)
def test_a_reference_that_became_a_number_is_turned_back(cell: Cell, reference: str) -> None:
    assert read_reference(cell) == reference


@pytest.mark.parametrize("cell", [date(2026, 1, 2), True, time(1, 2), timedelta(days=2)])
def test_a_reference_that_became_a_date_is_refused_without_repeating_it(cell: Cell) -> None:
    with pytest.raises(Refused, match="format the column as text") as refused:
        read_reference(cell)
    assert "2026" not in str(refused.value)


@pytest.mark.parametrize(
    "cell", ["Unallocated", "DUTY", "Court North Duty Tray", "work tray", "tbc", "#N/A", None]
)
def test_a_case_in_a_tray_is_held_by_nobody(cell: Cell) -> None:
    assert read_holder(cell) is None


@pytest.mark.parametrize("cell", ["Sam Example", "W2", "Grey Duty-Tractor", "Tbc Smith"])
def test_a_name_is_somebody(cell: Cell) -> None:
    assert read_holder(cell) == cell


TWENTIETH = date(2026, 11, 20)


@pytest.mark.parametrize(
    "cell",
    [
        TWENTIETH,
        datetime(2026, 11, 20, 13, 5),  # noqa: DTZ001 - workbooks know no zones
        "2026-11-20",
        "2026/11/20",
        "20/11/2026",
        "20-11-2026",
        "20.11.2026",
        " 20/11/2026 ",
        f"20/11/2026{NBSP}",
        "2026-11-20 00:00:00",
        "2026-11-20T18:00:00.000Z",
        "20/11/2026 00:00",
        "20 Nov 2026",
        "20-Nov-2026",
        "20 November 2026",
        "46346",
        46346.0,
        46346.75,
        46346,
    ],
)
def test_a_date_is_read_however_it_is_written(cell: Cell) -> None:
    assert read_date(cell) == TWENTIETH


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("31/02/2026", "31/02/2026 is not a date that exists; dates are written 20/11/2026 or"),
        ("2026-02-30", "is not a date that exists"),
        ("29/02/2025", "is not a date that exists"),
        ("11/20/2026", "is not a date that exists"),
        ("00/01/2026", "is not a date that exists"),
        ("20/11/26", "has a year of two digits"),
        ("20-Nov-26", "has a year of two digits"),
        ("20 Nvo 2026", "is not a date;"),
        ("soon", "soon is not a date; dates are written 20/11/2026 or 2026-11-20."),
        ("20/11-2026", "is not a date;"),
        ("20261120", "is not a date;"),
        ("01/01/1900", "01/01/1900 is not between 1990 and 2100"),
        ("31/12/9999", "leave the cell empty where there is no date"),
        (date(1989, 12, 31), "is not between 1990 and 2100"),
        (date(2101, 1, 1), "is not between 1990 and 2100"),
        (1.0, "is not between 1990 and 2100"),
        (0.0, "is not a date"),
        (-5.0, "is not a date"),
        (float("nan"), "is not a date"),
        (float("inf"), "is not a date"),
        (1e300, "is not a date"),
        (True, "True is not a date"),
        (time(12, 0), "is not a date"),
        (timedelta(days=3), "is not a date"),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_the_forms_taken(cell: Cell, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read_date(cell)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("cell", [date(1990, 1, 1), date(2100, 12, 31), "29/02/2024"])
def test_the_first_and_last_days_are_dates(cell: Cell) -> None:
    assert read_date(cell) is not None


def test_a_career_may_begin_before_any_case() -> None:
    assert read_date("01/07/1988", earliest=date(1950, 1, 1)) == date(1988, 7, 1)


@pytest.mark.parametrize(
    ("cell", "fte"), [(0, 0), (0.0, 0), (1, 1), (1.0, 1), ("0.6", 0.6), (".5", 0.5), (" 1 ", 1)]
)
def test_an_fte_from_0_to_1_is_taken(cell: Cell, fte: float) -> None:
    assert read_fte(cell) == fte


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (37, "37 is not an FTE; FTE is between 0 and 1"),
        ("37", "37 is not an FTE; FTE is between 0 and 1"),
        (1.01, "FTE is between 0 and 1"),
        (-0.1, "FTE is between 0 and 1"),
        ("60%", "write 60% as 0.6"),
        ("0,6", "0,6 has a decimal comma; write a point, as in 0.6"),
        ("full", '"full" is not a number'),
        ("1e-1", "is not a number"),
        ("inf", "is not a number"),
        (float("nan"), "is not a number"),
        (float("inf"), "is not a number"),
        (True, "is not a number"),
        (date(2026, 1, 1), "is not a number"),
        ("٠٫٦", "is not a number"),
    ],
)
def test_other_ftes_are_refused_with_what_is_meant(cell: Cell, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        read_fte(cell)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("cell", "pounds"),
    [("£1,450", 1450), ("1,450.50", 1450.5), (1450, 1450), ("£ 60000", 60000), ("0", 0)],
)
def test_money_may_have_its_sign_and_commas(cell: Cell, pounds: float) -> None:
    assert read_pounds(cell) == pounds


@pytest.mark.parametrize("cell", ["-5", -5.0, "1,45", "12,34,567", "£", "9" * 400])
def test_other_money_is_refused(cell: Cell) -> None:
    with pytest.raises(Refused):
        read_pounds(cell)


@pytest.mark.parametrize(
    "cell", ["looked_after", "Looked after", " LOOKED-AFTER ", "looked  after"]
)
def test_a_word_of_the_list_is_taken_whatever_its_case(cell: Cell) -> None:
    assert read_word(cell, TeamKind) is TeamKind.LOOKED_AFTER


def test_another_word_is_refused_with_the_list_and_the_nearest() -> None:
    with pytest.raises(Refused) as refused:
        read_word("Safegarding", TeamKind)
    assert str(refused.value) == (
        '"Safegarding" is not accepted. Did you mean "safeguarding"? Use assessment, safeguarding, '
        "court, looked_after, care_leavers, disabled_children, fostering, adoption, early_help or "
        "other."
    )


def test_a_long_cell_is_cut_where_it_is_repeated() -> None:
    with pytest.raises(Refused) as refused:
        read_word("z" * 200, TeamKind)
    assert f'"{"z" * 39}…"' in str(refused.value)

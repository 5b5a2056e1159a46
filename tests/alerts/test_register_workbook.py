"""The workbook for inspection: what it holds, and that no text in it is ever a formula."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from alerts.register import RegisterRow
from alerts.register_exported import Exported, file_name
from alerts.register_workbook import COLUMNS, register_workbook
from models.vocabulary import DecisionKind, RuleKind
from tests.conftest import NOW

EXPORT = Exported(
    authority="Northmere Council",
    about="Court North",
    by="Mia Manager (mia@example.gov.uk)",
    at=NOW.astimezone(ZoneInfo("Europe/London")),
)
ROW = RegisterRow(
    decision_id=1,
    alert_id=1,
    decided_at=datetime(2026, 7, 1, 8, 12, tzinfo=UTC),
    team="Court North",
    service="Court",
    kind=RuleKind.WORKER_OVER,
    headline="2 workers over their limit",
    about=("Sam Example: 26 cases, limit 18", "Jo Placeholder: 17 cases, limit 16.2"),
    decision=DecisionKind.CASES_BEING_MOVED,
    note="Two cases move to Kit.",
    by="mia@example.gov.uk",
    by_name="Mia Manager",
    review_on=date(2026, 11, 27),
    ended_at=None,
    outcome=None,
)


def opened(*rows: RegisterRow, export: Exported = EXPORT) -> Workbook:
    return openpyxl.load_workbook(BytesIO(register_workbook(rows, export)))


def values(book: Workbook) -> dict[str, object]:
    headings, row = list(book["Register"].iter_rows(values_only=True))[:2]
    return dict(zip(headings, row, strict=True))


def test_a_row_holds_the_whole_decision_with_dates_as_dates() -> None:
    assert values(opened(ROW)) == {
        "Decided": datetime(2026, 7, 1, 9, 12),  # noqa: DTZ001 - a workbook knows no zones
        "Service": "Court",
        "Team": "Court North",
        "Rule": "Worker over limit",
        "Alert": "2 workers over their limit",
        "About, as it stood": "Sam Example: 26 cases, limit 18\n"
        "Jo Placeholder: 17 cases, limit 16.2",
        "Decision": "cases being moved",
        "Note": "Two cases move to Kit.",
        "By": "Mia Manager",
        "Email": "mia@example.gov.uk",
        "Review or snoozed until": datetime(2026, 11, 27),  # noqa: DTZ001
        "State": "open",
        "Ended": None,
        "Outcome": None,
    }


def test_a_decision_of_no_team_is_the_authoritys() -> None:
    row = values(opened(replace(ROW, team=None, service=None)))
    assert (row["Team"], row["Service"]) == ("Northmere Council", None)


def test_a_decision_about_a_service_itself_says_so() -> None:
    row = values(opened(replace(ROW, team=None, service="Court")))
    assert (row["Service"], row["Team"]) == ("Court", "the whole service")


def test_a_snooze_is_a_row_with_who_muted_it_until_when() -> None:
    book = opened(replace(ROW, decision_id=None, decision=None, note=""), ROW)
    row = values(book)
    assert (row["Decision"], row["By"]) == ("snoozed until Fri 27 Nov", "Mia Manager")
    told = dict(book["About"].iter_rows(min_row=2, values_only=True))
    assert (told["Decisions"], told["Snoozes"]) == ("1", "1")


def test_the_headings_stay_in_sight_and_the_columns_are_wide_enough() -> None:
    book = opened(ROW)
    sheet = book["Register"]
    assert book.sheetnames == ["About", "Register"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:N2"
    assert sheet["A1"].font.bold
    widths = [dimension.width for dimension in sheet.column_dimensions.values()]
    assert widths == [column.width for column in COLUMNS]


def test_the_first_sheet_says_what_it_is_of_when_and_for_whom() -> None:
    told = dict(opened(ROW)["About"].iter_rows(min_row=2, values_only=True))
    assert told["Authority"] == "Northmere Council"
    assert told["About"] == "Court North"
    assert told["Decided"] == "from the beginning to 23/11/2026"
    assert told["As at"] == "Mon 23 Nov 2026 08:45"
    assert told["Exported by"] == "Mia Manager (mia@example.gov.uk)"
    assert told["Decisions"] == "1"
    assert told["State: open"].startswith("1; ")
    assert told["Rule: worker over limit"].startswith("Tells when a worker at work holds more")
    assert not any("child not seen" in name for name in told)


def test_the_period_that_was_chosen_is_said() -> None:
    export = replace(EXPORT, since=date(2026, 4, 1), until=date(2026, 6, 30))
    told = dict(opened(export=export)["About"].iter_rows(min_row=2, values_only=True))
    assert told["Decided"] == "from 01/04/2026 to 30/06/2026"
    assert told["Decisions"] == "0"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://example.org","x")',
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "#N/A",
        "TRUE",
        "2026-11-27",
    ],
)
def test_whatever_is_typed_stays_a_text(text: str) -> None:
    row = replace(
        ROW, note=text, by_name=text, team=text, service=text, outcome=text, about=(text,)
    )
    book = opened(row, export=replace(EXPORT, about=text, by=text, authority=text))
    for sheet in book:
        cells = [cell for line in sheet.iter_rows() for cell in line if cell.value == text]
        assert cells
        for cell in cells:
            assert cell.data_type == "s"
            assert cell.quotePrefix is (text[0] in "=+-@\t")


def test_a_carriage_return_before_a_formula_leaves_a_text() -> None:
    book = opened(replace(ROW, note="\r=1+1"))
    (cell,) = [cell for cell in book["Register"][2] if "1+1" in str(cell.value)]
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_characters_no_workbook_may_hold_are_left_out() -> None:
    assert values(opened(replace(ROW, note="a\x00b\x0bc")))["Note"] == "abc"


@pytest.mark.parametrize(
    ("about", "name"),
    [
        ("Court North", "register-court-north-2026-11-23.xlsx"),
        ("../St John's & Co", "register-st-john-s-co-2026-11-23.xlsx"),
        ("***", "register-2026-11-23.xlsx"),
    ],
)
def test_the_files_name_says_of_what_and_of_when_it_is(about: str, name: str) -> None:
    assert file_name(replace(EXPORT, about=about)) == name

"""Annex A: which rows are cases, whose they are, and what is refused."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from models.vocabulary import CaseKind, ExtractKind
from tests.models.extracts.workbooks import (
    AS_AT,
    LIST_7_HEADER,
    LIST_8_HEADER,
    Rows,
    a_care_leaver,
    allocations,
    an_open_child,
    list_6,
    list_9,
    only_problem,
    read_sheets,
)

NBSP = "\u00a0"


def lists(six: Rows | None = None, nine: Rows | None = None, **others: Rows) -> dict[str, Rows]:
    """An Annex A workbook; lists that are not given have a header alone."""
    return {
        "List_6": list_6() if six is None else six,
        "List_7": [LIST_7_HEADER],
        "List_8": [LIST_8_HEADER],
        "List_9": list_9() if nine is None else nine,
    } | others


def test_the_caseload_is_open_children_in_need_and_care_leavers(tmp_path: Path) -> None:
    read = read_sheets(
        tmp_path,
        lists(
            list_6(an_open_child("C1"), an_open_child("C2", Case_Status="a) Looked after child")),
            list_9(a_care_leaver("L1")),
        ),
    )
    assert read.kind is ExtractKind.ALLOCATIONS
    assert [(case.case_ref, case.kind, case.worker) for case in allocations(read).cases] == [
        ("C1", CaseKind.CHILD_IN_NEED, "Sam Example"),
        ("C2", CaseKind.LOOKED_AFTER, "Sam Example"),
        ("L1", CaseKind.CARE_LEAVER, "Kit Dummy"),
    ]


def test_empty_lists_are_no_error(tmp_path: Path) -> None:
    read = allocations(read_sheets(tmp_path, lists()))
    assert read.cases == ()
    assert read.notes == ()


@pytest.mark.parametrize("name", ["List_6", "List 6", "list6 ", "LIST-6", "List 6 - CIN"])
def test_a_list_is_found_however_its_sheet_is_called(tmp_path: Path, name: str) -> None:
    sheets = lists(list_6(an_open_child()))
    sheets[name] = sheets.pop("List_6")
    assert len(allocations(read_sheets(tmp_path, sheets)).cases) == 1


def test_a_sheet_that_only_begins_like_a_list_is_not_taken_for_it(tmp_path: Path) -> None:
    sheets = lists() | {"List 60": [["x"]], "Guidance": [["List 6"]], "Front_Sheet": []}
    assert allocations(read_sheets(tmp_path, sheets)).cases == ()


def test_titles_stand_above_the_header_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    rows = [["List 6: Children in need"], [], ["Run", "20/11/2026"], *list_6(an_open_child())]
    (case,) = allocations(read_sheets(tmp_path, lists(rows))).cases
    assert (case.place.sheet, case.place.row) == ("List_6", 5)


def test_dirt_of_real_workbooks_is_cleaned(tmp_path: Path) -> None:
    child = an_open_child(
        12598894.0,
        Allocated_Worker=f"Sam{NBSP}Example ",
        Allocated_Team=" Court  North",
        CIN_Start_Date="46266",
        Date_Child_Was_Last_Seen=datetime(2026, 11, 2, 9, 30),  # noqa: DTZ001
        Case_Status="CLA&CP",
    )
    rows = list_6(child)
    rows[0] = [f"{name} ".replace("Case Status", "Case status") for name in rows[0]]
    (case,) = allocations(read_sheets(tmp_path, lists(rows))).cases
    assert case.case_ref == "12598894"
    assert (case.team, case.worker) == ("Court North", "Sam Example")
    assert (case.opened_on, case.last_seen_on) == (date(2026, 9, 1), date(2026, 11, 2))
    assert case.kind is CaseKind.LOOKED_AFTER
    assert case.weight == 1


@pytest.mark.parametrize("worker", ["#N/A", "", None, " ", "=NA()", "Unallocated", "Duty tray"])
def test_a_case_without_a_worker_is_unallocated(tmp_path: Path, worker: object) -> None:
    rows = list_6(an_open_child(Allocated_Worker=worker, Allocated_Team="#N/A"))
    (case,) = allocations(read_sheets(tmp_path, lists(rows))).cases
    assert (case.team, case.worker) == (None, None)


@pytest.mark.parametrize("status", ["e) Closed episode", "c) Child in need plan", None, "gone"])
def test_a_row_with_a_closure_date_is_closed_whatever_its_status(
    tmp_path: Path, status: str | None
) -> None:
    rows = list_6(an_open_child(CIN_Closure_Date="10/10/2026", Case_Status=status))
    (case,) = allocations(read_sheets(tmp_path, lists(rows))).cases
    assert case.closed_on == date(2026, 10, 10)


def test_a_row_closed_by_status_alone_is_left_out_with_a_note(tmp_path: Path) -> None:
    read = allocations(
        read_sheets(tmp_path, lists(list_6(an_open_child(Case_Status="e) Closed episode"))))
    )
    assert read.cases == ()
    assert read.notes == ("1 case is closed by status but without a closure date: left out.",)


def test_an_open_row_without_a_status_is_another_kind_with_a_note(tmp_path: Path) -> None:
    rows = list_6(an_open_child("C1", Case_Status=None), an_open_child("C2", Case_Status="#N/A"))
    read = allocations(read_sheets(tmp_path, lists(rows)))
    assert {case.kind for case in read.cases} == {CaseKind.OTHER}
    assert read.notes == ('2 cases are open without a case status: counted as "other".',)


def test_lists_7_and_8_give_the_last_visit_and_no_cases(tmp_path: Path) -> None:
    six = list_6(
        an_open_child("C1", Date_Child_Was_Last_Seen="01/11/2026"),
        an_open_child("C2", Date_Child_Was_Last_Seen="19/11/2026"),
        an_open_child("C3"),
    )
    seven: Rows = [LIST_7_HEADER, ["C1", None, "05/11/2026"], ["C2", None, "05/11/2026"]]
    eight: Rows = [LIST_8_HEADER, ["C3", None, "06/11/2026"], ["C9", None, "07/11/2026"]]
    read = allocations(read_sheets(tmp_path, lists(six, List_7=seven, List_8=eight)))
    assert {case.case_ref: case.last_seen_on for case in read.cases} == {
        "C1": date(2026, 11, 5),
        "C2": date(2026, 11, 19),
        "C3": date(2026, 11, 6),
    }


def test_without_lists_7_and_8_the_notes_say_what_is_not_known(tmp_path: Path) -> None:
    sheets = {"List_6": list_6(an_open_child()), "List_9": list_9()}
    assert allocations(read_sheets(tmp_path, sheets)).notes == (
        "List_7 is not in the workbook, so its visits do not count as last seen.",
        "List_8 is not in the workbook, so its visits do not count as last seen.",
    )


@pytest.mark.parametrize("missing", ["List_6", "List_9"])
def test_a_workbook_without_list_6_or_9_is_refused(tmp_path: Path, missing: str) -> None:
    sheets = lists()
    del sheets[missing]
    problem = only_problem(read_sheets(tmp_path, sheets))
    assert problem.place.sheet == missing
    assert problem.message.startswith(f"{missing} is missing from the workbook")


@pytest.mark.parametrize(
    "column",
    [
        *("Child Unique ID", "CIN Start Date", "Date Child Was Last Seen", "CIN Closure Date"),
        *("Case Status", "Allocated Team", "Allocated Worker"),
    ],
)
def test_a_column_that_is_used_may_not_be_missing(tmp_path: Path, column: str) -> None:
    rows = [list(row) for row in list_6(an_open_child())]
    rows[0][rows[0].index(column)] = "Something else"
    problem = only_problem(read_sheets(tmp_path, lists(rows)))
    assert problem.message == f'The column "{column}" is missing from List_6.'
    assert (problem.place.row, problem.place.column) == (1, column)


@pytest.mark.parametrize("column", ["Gender", "Date of Birth", "Age of Child (Years)"])
def test_a_column_that_is_not_used_may_be_missing(tmp_path: Path, column: str) -> None:
    rows = [list(row) for row in list_6(an_open_child())]
    rows[0][rows[0].index(column)] = "Age"
    assert len(allocations(read_sheets(tmp_path, lists(rows))).cases) == 1


@pytest.mark.parametrize(
    ("worker", "adviser", "holder"),
    [
        ("Kit Dummy", "Ana Specimen", "Kit Dummy"),
        ("#N/A", "Ana Specimen", "Ana Specimen"),
        (None, None, None),
    ],
)
def test_a_care_leaver_is_held_by_the_worker_or_else_the_adviser(
    tmp_path: Path, worker: str | None, adviser: str | None, holder: str | None
) -> None:
    nine = list_9(a_care_leaver(Allocated_Worker=worker, Allocated_Personal_Advisor=adviser))
    (case,) = allocations(read_sheets(tmp_path, lists(nine=nine))).cases
    assert case.worker == holder


def test_list_9_from_before_2024_has_no_advisers(tmp_path: Path) -> None:
    nine = [["Child Unique ID", "Allocated Team", "Allocated Worker"], ["L1", "Care", "Kit Dummy"]]
    (case,) = allocations(read_sheets(tmp_path, lists(nine=nine))).cases
    assert (case.worker, case.last_seen_on) == ("Kit Dummy", None)


def test_a_child_open_in_list_6_and_in_list_9_is_one_case(tmp_path: Path) -> None:
    sheets = lists(list_6(an_open_child("C1")), list_9(a_care_leaver("C1")))
    read = allocations(read_sheets(tmp_path, sheets))
    assert [case.place.sheet for case in read.cases] == ["List_6"]
    assert read.notes == ("1 case is in List_6 and in List_9: counted once, as List_6 says.",)


def test_a_child_closed_in_list_6_and_open_elsewhere_is_one_open_case(tmp_path: Path) -> None:
    closed = {"CIN_Closure_Date": "10/10/2026"}
    six = list_6(an_open_child("C1", **closed), an_open_child("C1"), an_open_child("C2", **closed))
    read = allocations(read_sheets(tmp_path, lists(six, list_9(a_care_leaver("C2")))))
    assert [(case.case_ref, case.closed_on) for case in read.cases] == [("C1", None), ("C2", None)]
    assert read.notes == ("2 cases are closed in one row and open in another: counted as open.",)


@pytest.mark.parametrize(
    ("six", "nine", "row"),
    [
        (list_6(an_open_child("Z9"), an_open_child("B"), an_open_child("Z9")), None, 4),
        (None, list_9(a_care_leaver("Z9"), a_care_leaver("Z9")), 3),
    ],
)
def test_a_child_twice_in_one_list_is_refused_without_naming_the_child(
    tmp_path: Path, six: Rows | None, nine: Rows | None, row: int
) -> None:
    problem = only_problem(read_sheets(tmp_path, lists(six, nine)))
    assert problem.place.row == row
    assert "already in row 2" in problem.message
    assert "Z9" not in problem.message


@pytest.mark.parametrize(
    ("cells", "column", "sentence"),
    [
        ({"Case_Status": "Pending"}, "Case Status", '"Pending" is not a known case status'),
        ({"CIN_Start_Date": "31/02/2026"}, "CIN Start Date", "not a date that exists"),
        ({"CIN_Start_Date": "21/11/2026"}, "CIN Start Date", "is after the day the data is as at"),
        ({"CIN_Closure_Date": "21/11/2026"}, "CIN Closure Date", "is after the day"),
        ({"Date_Child_Was_Last_Seen": "21/11/2026"}, "Date Child Was Last Seen", "is after"),
        ({"CIN_Closure_Date": "31/08/2026"}, "CIN Closure Date", "before CIN Start Date, which is"),
        ({"Child_Unique_ID": None}, "Child Unique ID", "Child Unique ID is empty"),
        ({"Child_Unique_ID": "#N/A"}, "Child Unique ID", "Child Unique ID is empty"),
    ],
)
def test_what_cannot_be_is_refused_with_row_and_column(
    tmp_path: Path, cells: dict[str, Any], column: str, sentence: str
) -> None:
    rows = list_6(an_open_child("A"), an_open_child("B", **cells))
    problem = only_problem(read_sheets(tmp_path, lists(rows)))
    assert (problem.place.file, problem.place.sheet) == ("extract.xlsx", "List_6")
    assert (problem.place.row, problem.place.column) == (3, column)
    assert sentence in problem.message


def test_the_day_of_the_data_itself_is_not_too_late(tmp_path: Path) -> None:
    day = f"{AS_AT:%d/%m/%Y}"
    rows = list_6(an_open_child(CIN_Start_Date=day, Date_Child_Was_Last_Seen=day))
    assert len(allocations(read_sheets(tmp_path, lists(rows))).cases) == 1


def test_every_problem_is_reported_and_nothing_is_read(tmp_path: Path) -> None:
    bad = an_open_child(None, CIN_Start_Date="soon", Case_Status="?!")
    sheets = lists(list_6(bad, bad), list_9(a_care_leaver(Latest_Date_of_Contact="32/01/2026")))
    read = read_sheets(tmp_path, sheets)
    assert read.records is None
    assert [(each.place.sheet, each.place.row) for each in read.problems] == [
        *[("List_6", 2)] * 3,
        *[("List_6", 3)] * 3,
        ("List_9", 2),
    ]


def test_nothing_about_a_child_but_the_reference_leaves_the_workbook(tmp_path: Path) -> None:
    secrets = ["Nameless Child", "12/03/2014", "MOTH", "1 Secret Street"]
    header = ["Child Name", "Date of Birth", "Ethnicity", "Address"]
    six = [
        [*header, *list_6()[0]],
        [*secrets, *list_6(an_open_child("C1"))[1]],
        [*secrets, *list_6(an_open_child("C1"))[1]],
        [*secrets, *list_6(an_open_child("C2", CIN_Start_Date="bad"))[1]],
    ]
    refused = read_sheets(tmp_path, lists(six))
    assert len(refused.problems) == 2
    good = read_sheets(tmp_path, lists(six[:2]))
    assert len(allocations(good).cases) == 1
    for secret in (*secrets, "2014"):
        assert secret not in repr(refused)
        assert secret not in repr(good)
    assert "C1" not in repr(refused.problems)

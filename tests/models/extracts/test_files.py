"""Files and folders: which extracts they are, in what order, and what cannot be one."""

import csv
from pathlib import Path

import pytest

from models.extracts.files import ExtractFile, gather_extracts, read_extract
from models.vocabulary import ExtractKind
from tests.models.extracts.workbooks import (
    AS_AT,
    WORKFORCE,
    an_open_child,
    list_6,
    list_9,
    only_problem,
    read_one,
    workforce,
    write_workbook,
)

CASES = "case_ref,kind,team,worker,opened_on,allocated_on,closed_on,last_seen_on\n1,other,,,,,,\n"
WORKFORCE_KIND, ALLOCATIONS = ExtractKind.WORKFORCE, ExtractKind.ALLOCATIONS


def write_csv_files(folder: Path, *names: str) -> None:
    for name in names or tuple(WORKFORCE):
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(WORKFORCE[name])


def write_annex_a(path: Path) -> Path:
    return write_workbook(path, {"List_6": list_6(an_open_child()), "List_9": list_9()})


def kinds(found: list[ExtractFile]) -> list[tuple[str, ExtractKind | None]]:
    return [(each.name, each.kind) for each in found]


def test_a_folder_gives_the_workforce_first_and_leaves_other_files_alone(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text(CASES)
    write_workbook(tmp_path / "workforce.xlsx", WORKFORCE)
    for other in (".hidden.csv", "~$workforce.xlsx", "notes.txt", "old.pdf"):
        (tmp_path / other).write_text("x")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "Teams.csv").write_text("x")
    found = gather_extracts([tmp_path])
    assert kinds(found) == [("workforce.xlsx", WORKFORCE_KIND), ("cases.csv", ALLOCATIONS)]
    assert [read_extract(each, as_at=AS_AT).problems for each in found] == [(), ()]


def test_csv_files_of_the_workforce_are_one_extract(tmp_path: Path) -> None:
    write_csv_files(tmp_path)
    read = read_one(tmp_path)
    assert read.file == tmp_path.name
    assert len(workforce(read).workers) == 3
    assert workforce(read).workers[0].place.file == "Staff.csv"


def test_csv_files_and_the_workbook_say_the_same(tmp_path: Path) -> None:
    write_csv_files(tmp_path)
    path = write_workbook(tmp_path.parent / "w.xlsx", WORKFORCE)
    from_csv, from_book = workforce(read_one(tmp_path)), workforce(read_one(path))
    assert [worker.email for worker in from_csv.workers] == [
        worker.email for worker in from_book.workers
    ]
    assert [limit.limit_percent for limit in from_csv.limits] == [
        limit.limit_percent for limit in from_book.limits
    ]


def test_csv_files_given_one_by_one_are_one_extract_too(tmp_path: Path) -> None:
    write_csv_files(tmp_path)
    (found,) = gather_extracts(sorted(tmp_path.iterdir()))
    assert read_extract(found, as_at=AS_AT).problems == ()


def test_a_csv_file_of_the_workforce_may_not_be_missing(tmp_path: Path) -> None:
    write_csv_files(tmp_path, "Teams", "Staff", "Posts", "Limits")
    problem = only_problem(read_one(tmp_path))
    assert problem.message.startswith("Targets.csv is missing")


def test_the_header_says_that_a_csv_file_holds_cases(tmp_path: Path) -> None:
    path = tmp_path / "Extract 20 November.CSV"
    path.write_text(CASES)
    assert read_one(path).kind is ALLOCATIONS


def test_the_same_path_twice_is_one_extract(tmp_path: Path) -> None:
    path = write_annex_a(tmp_path / "annex.xlsx")
    assert kinds(gather_extracts([path, path, tmp_path])) == [("annex.xlsx", ALLOCATIONS)]


def test_a_macro_workbook_is_read_like_another(tmp_path: Path) -> None:
    assert read_one(write_annex_a(tmp_path / "annex.xlsm")).problems == ()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("annex.xlsx", b"", "The file is empty"),
        ("annex.xlsx", b"case_ref,kind\n", "This is not a workbook, whatever its name says"),
        ("annex.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(99), "save it as .xlsx"),
        ("annex.pdf", b"%PDF-1.4", "This is a PDF"),
        ("annex.docx", b"PK", "Files of this kind (.docx) are not read."),
        ("cases", b"x", "Files of this kind (no ending) are not read."),
        ("cases.csv", b"", "The file is empty"),
        ("other.csv", b"a,b\n1,2\n", "no column case_ref and an unknown name"),
    ],
)
def test_files_of_other_kinds_are_refused_with_what_is_accepted(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    problem = only_problem(read_one(path))
    assert problem.place.file == name
    assert sentence in problem.message


def test_a_workbook_with_the_wrong_ending_is_told_the_right_one(tmp_path: Path) -> None:
    problem = only_problem(read_one(write_annex_a(tmp_path / "a.xlsx").rename(tmp_path / "a.xls")))
    assert "rename it to .xlsx" in problem.message


def test_a_workbook_that_is_neither_extract_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "budget.xlsx", {"Sheet1": [["a", "b"]]})
    assert "neither Annex A's sheets" in only_problem(read_one(path)).message


def test_a_path_that_does_not_exist_and_an_empty_folder_are_problems(tmp_path: Path) -> None:
    assert "There is no file or folder" in only_problem(read_one(tmp_path / "nothing")).message
    assert "has no .xlsx, .xlsm, .csv or .xml file" in only_problem(read_one(tmp_path)).message


def test_two_extracts_of_one_kind_are_both_refused(tmp_path: Path) -> None:
    write_annex_a(tmp_path / "a.xlsx")
    write_annex_a(tmp_path / "b.xlsx")
    found = gather_extracts([tmp_path])
    assert {read_extract(each, as_at=AS_AT).problems[0].message for each in found} == {
        "Several allocations extracts were given: a.xlsx, b.xlsx; import one of them."
    }


def test_a_csv_file_given_twice_from_two_folders_is_refused(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    write_csv_files(tmp_path)
    write_csv_files(tmp_path / "old", "Teams")
    (found,) = gather_extracts([tmp_path, tmp_path / "old"])
    assert "Teams.csv was given twice" in found.problems[0].message


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    sheets = {"List_6": list_6(), "List 6": list_6(), "List_9": list_9()}
    problem = only_problem(read_one(write_workbook(tmp_path / "a.xlsx", sheets)))
    assert "The sheets List_6 and List 6" in problem.message


def test_a_file_that_has_gone_since_it_was_found_is_a_problem(tmp_path: Path) -> None:
    path = write_annex_a(tmp_path / "a.xlsx")
    (found,) = gather_extracts([path])
    path.unlink()
    assert "cannot be read" in read_extract(found, as_at=AS_AT).problems[0].message


def test_one_bad_csv_file_refuses_the_whole_workforce(tmp_path: Path) -> None:
    write_csv_files(tmp_path)
    (tmp_path / "Limits.csv").write_bytes(b"")
    (found,) = gather_extracts([tmp_path])
    assert [each.place.file for each in read_extract(found, as_at=AS_AT).problems] == ["Limits.csv"]

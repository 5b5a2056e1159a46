"""The template: it reads back as an extract, explains every column and offers every word."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from models.extracts.agreement import workforce_problems
from models.extracts.records import WorkforceRecords
from models.extracts.template import GUIDE, write_template
from models.extracts.template_columns import FILLED
from models.extracts.workforce import WORKFORCE_SHEETS
from models.vocabulary import Role
from tests.models.extracts.workbooks import read_one, workforce


def test_the_template_with_its_examples_is_a_workforce(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    read = workforce(read_one(tmp_path / "template.xlsx"))
    assert read.notes == ()
    rows = (read.teams, read.services, read.workers, read.posts, read.limits, read.targets)
    assert [len(each) for each in rows] == [1] * 6
    assert read.limits[0].limit == 18


def test_each_example_that_was_left_is_refused_by_its_row(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    read = workforce(read_one(tmp_path / "template.xlsx"))
    found = workforce_problems(read, "template.xlsx", date(2026, 11, 20))
    assert [(each.place.sheet, each.place.row) for each in found] == [
        (name, 2) for name in ("Teams", "Services", "Staff", "Posts", "Limits")
    ]
    assert found[2].message.startswith("This row is the template's example")


def test_a_worker_with_the_examples_number_or_name_is_somebody(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    read = workforce(read_one(tmp_path / "template.xlsx"))
    (team,), (example,), (service,) = read.teams, read.workers, read.services
    court = replace(team, name="Court North", manager=None)
    mine = replace(example, team="Court North")
    workers = (replace(mine, name="Ana Specimen"), replace(mine, staff_id="W9"))
    implied = replace(service, place=court.place)  # by the team alone
    records = WorkforceRecords((implied,), (court,), workers, (), (), ())
    assert workforce_problems(records, "mine.xlsx", date(2026, 11, 20)) == ()


def test_the_template_has_exactly_the_columns_that_are_read() -> None:
    assert {sheet: list(columns) for sheet, columns in FILLED.items()} == {
        sheet: [column.name for column in columns] for sheet, columns in WORKFORCE_SHEETS.items()
    }


def test_every_column_is_explained_and_the_header_stays_in_sight(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    book = load_workbook(tmp_path / "template.xlsx")
    assert book.sheetnames[0] == GUIDE
    for name in WORKFORCE_SHEETS:
        sheet = book[name.capitalize()]
        assert sheet.freeze_panes == "A2"
        assert all(cell.comment and cell.comment.text for cell in sheet[1])
    explained = {(row[0], row[1]) for row in book[GUIDE].iter_rows(values_only=True)}
    assert {("Staff", column) for column in FILLED["staff"]} <= explained


def test_words_are_offered_from_a_list(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    book = load_workbook(tmp_path / "template.xlsx")
    letter = "ABCDEFGHIJKLMNO"[list(FILLED["staff"]).index("role")]
    choices = {
        str(choice.sqref).split(":")[0]: choice.formula1
        for choice in book["Staff"].data_validations.dataValidation
    }
    sheet, _, cells = choices[f"{letter}2"].partition("!")
    offered = [cell.value for (cell,) in book[sheet.strip("'")][cells.replace("$", "")]]
    assert offered == [str(role) for role in Role]
    assert book[sheet.strip("'")].sheet_state == "hidden"


def test_dates_and_ids_keep_their_form_in_new_rows(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    staff = load_workbook(tmp_path / "template.xlsx")["Staff"]
    assert staff.column_dimensions["A"].number_format == "@"
    assert staff.column_dimensions["I"].number_format == "dd/mm/yyyy"

"""The register as an XLSX workbook for inspection: a sheet about itself, and a row a decision."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from alerts.register import RegisterRow, RegisterState, what_words
from alerts.register_exported import Exported
from alerts.rules.kinds import KINDS
from alerts.wording import moment, sentence
from models.safe_cells import text_cell
from models.vocabulary import RuleKind, words

Cell = str | date | datetime | None

DAY = "dd/mm/yyyy"
MOMENT = "dd/mm/yyyy hh:mm"

HEADING_FONT = Font(bold=True, color="FFFFFFFF")
HEADING_FILL = PatternFill("solid", fgColor="FF1F4E5F")
TOP = Alignment(vertical="top", wrap_text=True)

_STATES = {
    RegisterState.OPEN: "it stands, and its review (or the end of the snooze) is to come",
    RegisterState.REVIEW_PASSED: "the review date has passed and nothing was decided anew",
    RegisterState.REPLACED: "the alert went on: a later decision replaced it, or the alert grew",
    RegisterState.ENDED: "the alert ended",
}


@dataclass(frozen=True, slots=True)
class _Column:
    heading: str
    width: int
    value: Callable[[RegisterRow, Exported], Cell]


COLUMNS = (
    _Column("Decided", 17, lambda row, export: _local(row.decided_at, export)),
    _Column("Service", 24, lambda row, _: row.service),
    _Column("Team", 24, lambda row, export: row.team or _outside_teams(row, export)),
    _Column("Rule", 28, lambda row, _: sentence(words(row.kind))),
    _Column("Alert", 36, lambda row, _: sentence(row.headline)),
    _Column("About, as it stood", 44, lambda row, _: "\n".join(row.about)),
    _Column("Decision", 28, lambda row, export: what_words(row, export.at.date())),
    _Column("Note", 50, lambda row, _: row.note),
    _Column("By", 24, lambda row, _: row.by_name),
    _Column("Email", 32, lambda row, _: row.by),
    _Column("Review or snoozed until", 16, lambda row, _: row.review_on),
    _Column("State", 15, lambda row, export: row.state(export.at.date()).value),
    _Column("Ended", 17, lambda row, export: row.ended_at and _local(row.ended_at, export)),
    _Column("Outcome", 50, lambda row, _: row.outcome),
)


def _outside_teams(row: RegisterRow, export: Exported) -> str:
    """Of a service its own column says which; of no service it is the authority's."""
    return "the whole service" if row.service else export.authority


def register_workbook(rows: Sequence[RegisterRow], export: Exported) -> bytes:
    """The workbook's bytes; texts are texts whatever they begin with, and days are days."""
    book = Workbook(write_only=True)
    _write_about(book.create_sheet("About"), rows, export)
    _write_rows(book.create_sheet("Register"), rows, export)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _write_about(sheet: Worksheet, rows: Sequence[RegisterRow], export: Exported) -> None:
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 90
    sheet.append([_cell(sheet, "The register: decisions about alerts", bold=True)])
    for name, text in _about(rows, export):
        sheet.append([_cell(sheet, name, bold=True), _cell(sheet, text)])


def _about(rows: Sequence[RegisterRow], export: Exported) -> Iterator[tuple[str, str]]:
    today = export.at.date()
    yield "Authority", export.authority
    yield "About", export.about
    yield "Decided", _period(export)
    yield "As at", moment(export.at, export.zone, date.min)
    yield "Exported by", export.by
    snoozes = sum(row.is_snooze for row in rows)
    yield "Decisions", f"{len(rows) - snoozes:,}"
    yield "Snoozes", f"{snoozes:,}"
    yield "Confidential", "It names workers and their caseloads; keep it as you keep staff records."
    yield "As it stood", "Names and figures as they were when the decision was made."
    for state in RegisterState:
        number = sum(row.state(today) is state for row in rows)
        yield f"State: {state.value}", f"{number:,}; {_STATES[state]}"
    for kind in RuleKind:
        if any(row.kind is kind for row in rows):
            yield f"Rule: {words(kind)}", f"Tells when {KINDS[kind].looks_for}."


def _period(export: Exported) -> str:
    since = f"from {export.since:%d/%m/%Y}" if export.since else "from the beginning"
    return f"{since} to {export.until or export.at.date():%d/%m/%Y}"


def _write_rows(sheet: Worksheet, rows: Sequence[RegisterRow], export: Exported) -> None:
    sheet.freeze_panes = "A2"
    last = get_column_letter(len(COLUMNS))
    sheet.auto_filter.ref = f"A1:{last}{len(rows) + 1}"
    for number, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.append([_heading(sheet, column.heading) for column in COLUMNS])
    for row in rows:
        sheet.append([_cell(sheet, column.value(row, export)) for column in COLUMNS])


def _heading(sheet: Worksheet, text: str) -> WriteOnlyCell:
    cell = _cell(sheet, text)
    cell.font, cell.fill = HEADING_FONT, HEADING_FILL
    return cell


def _cell(sheet: Worksheet, value: Cell, *, bold: bool = False) -> WriteOnlyCell:
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = MOMENT if isinstance(value, datetime) else DAY
    else:
        cell = text_cell(sheet, value)
    cell.alignment = TOP
    if bold:
        cell.font = Font(bold=True)
    return cell


def _local(value: datetime, export: Exported) -> datetime:
    """Workbooks know no zones: the authority's wall clock."""
    return value.astimezone(export.zone).replace(tzinfo=None)

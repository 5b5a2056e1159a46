"""Reads the sheet Staff: who works where, for how much of full time, and on what terms."""

from collections.abc import Iterable
from datetime import date

from models.extracts.cells import (
    Cell,
    Refused,
    read_fte,
    read_pounds,
    read_reference,
    read_text,
    read_word,
)
from models.extracts.problems import listed, quoted
from models.extracts.records import WorkerRecord
from models.extracts.sheets import Column, Row, Sheet
from models.extracts.workforce.names import refuse_repeats
from models.vocabulary import AgencyBasis, Employment, Role

STAFF = (
    Column("staff_id"),
    Column("name"),
    Column("email"),
    Column("team"),
    Column("role"),
    Column("fte"),
    Column("employment"),
    Column("agency_basis"),
    Column("started_on"),
    Column("left_on"),
    Column("qualified_on", required=False),
    Column("newly_qualified_until"),
    Column("absent_from"),
    Column("absent_until"),
    Column("weekly_cost", required=False),
)
FIRST_WORKING_DAY = date(1950, 1, 1)  # careers begin long before cases do


def read_staff(sheet: Sheet) -> list[tuple[Row, WorkerRecord]]:
    """Each worker with their row; `started_on` and `left_on` may lie in the future."""
    ids: dict[str, int] = {}
    emails: dict[str, int] = {}
    workers = []
    for row in sheet.rows():
        worker = _read_worker(row)
        refuse_repeats(ids, row, "staff_id", worker.staff_id)
        refuse_repeats(emails, row, "email", worker.email)
        _refuse_agency_mismatch(row, worker)
        refuse_wrong_order(row, "started_on", worker.started_on, "left_on", worker.left_on)
        refuse_wrong_order(
            row, "absent_from", worker.absent_from, "absent_until", worker.absent_until
        )
        if worker.absent_until and not worker.absent_from:
            row.refuse("absent_from", "There is an absent_until without an absent_from; give both.")
        workers.append((row, worker))
    return workers


def basis_notes(workers: Iterable[tuple[Row, WorkerRecord]]) -> list[str]:
    """A note on agency workers of whom nobody wrote why they are here."""
    rows = [
        str(row.number)
        for row, worker in workers
        if worker.employment is Employment.AGENCY and worker.agency_basis is None
    ]
    if not rows:
        return []
    have = "1 agency worker has" if len(rows) == 1 else f"{len(rows)} agency workers have"
    where = f"row{'s' if len(rows) > 1 else ''} {listed(rows, most=10)} of Staff"
    return [
        f"{have} no agency_basis ({where}): counted as agency, for an unknown reason. "
        f"Accepted: {listed(AgencyBasis)}."
    ]


def refuse_wrong_order(
    row: Row, earlier: str, first: date | None, later: str, last: date | None
) -> None:
    """Reports two dates of a row that are the wrong way round."""
    if first and last and last < first:
        row.refuse(
            later, f"{later} is {last:%d/%m/%Y}, before {earlier}, which is {first:%d/%m/%Y}."
        )


def _read_worker(row: Row) -> WorkerRecord:
    return WorkerRecord(
        staff_id=row.needed("staff_id", read_reference, ""),
        name=row.needed("name", read_text, ""),
        email=row.read("email", _read_email),
        team=row.needed("team", read_text, ""),
        role=row.needed("role", lambda cell: read_word(cell, Role), Role.OTHER),
        fte=row.needed("fte", read_fte, 0.0),
        employment=row.needed(
            "employment", lambda cell: read_word(cell, Employment), Employment.PERMANENT
        ),
        agency_basis=row.word("agency_basis", AgencyBasis),
        started_on=row.date("started_on", earliest=FIRST_WORKING_DAY),
        left_on=row.date("left_on", earliest=FIRST_WORKING_DAY),
        qualified_on=row.date("qualified_on", earliest=FIRST_WORKING_DAY),
        newly_qualified_until=row.date("newly_qualified_until"),
        absent_from=row.date("absent_from"),
        absent_until=row.date("absent_until"),
        weekly_cost=row.read("weekly_cost", read_pounds),
        place=row.place(),
    )


def _read_email(cell: Cell) -> str | None:
    text = read_text(cell)
    if text is None:
        return None
    name, at, domain = text.casefold().partition("@")
    if not (name and at and domain) or "@" in domain or " " in text:
        raise Refused(
            f'"{quoted(text)}" is not an email address; write one such as sam@example.org.'
        )
    return text.casefold()


def _refuse_agency_mismatch(row: Row, worker: WorkerRecord) -> None:
    if worker.employment is Employment.AGENCY:
        return
    if worker.agency_basis is not None and row.cell("employment"):
        row.refuse(
            "agency_basis",
            f"Only agency workers have an agency_basis, and this one is {worker.employment}; "
            "empty the cell or write agency under employment.",
        )

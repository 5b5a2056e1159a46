"""A small authority whose extracts are written as files and loaded as the product loads them."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import inspect, select
from sqlmodel import SQLModel, col

from models.cases import Case
from models.database import Database
from models.extracts.importing import ImportOptions, import_extracts
from models.extracts.report import ImportReport, LoadReport
from models.secrets import case_hasher
from models.vocabulary import LoadStatus
from models.workforce import Worker
from tests.conftest import NOW
from tests.models.extracts.workbooks import POSTS_HEADER, STAFF_HEADER

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 11, day) for day in range(16, 21))
KEY = "a key that only the tests know"

Row = Mapping[str, object]
Dump = dict[str, list[tuple[Any, ...]]]

HEADERS: dict[str, Sequence[str]] = {
    "Teams": ("team", "service", "kind", "manager", "slack_channel", "ends_on"),
    "Services": ("service", "head", "slack_channel"),
    "Staff": STAFF_HEADER,
    "Posts": POSTS_HEADER,
    "Limits": ("applies_to", "promise_low", "promise_high", "limit", "from", "until", "reason"),
    "Targets": ("measure", "scope", "value", "from", "until"),
    "cases": (
        *("case_ref", "kind", "team", "worker", "opened_on", "allocated_on", "closed_on"),
        *("last_seen_on", "weight"),
    ),
}


def team(name: str, **cells: object) -> Row:
    return {"team": name, "service": "Court", "kind": "court", **cells}


def worker(staff_id: str, name: str | None = None, **cells: object) -> Row:
    """A full-time permanent social worker of Court North."""
    usual = {"team": "Court North", "role": "case_holder", "fte": 1, "employment": "permanent"}
    email = f"{staff_id.lower()}@example.org"
    return {"staff_id": staff_id, "name": name or f"Name of {staff_id}", "email": email} | {
        **usual,
        **cells,
    }


def post(post_id: str, **cells: object) -> Row:
    usual = {"team": "Court North", "role": "case_holder", "fte": 1, "funding": "base"}
    return {"post_id": post_id, **usual, **cells}


def case(ref: str, holder: str | None = "W1", **cells: object) -> Row:
    """An open child-in-need case of Court North."""
    usual = {"kind": "child_in_need", "team": "Court North"}
    return {"case_ref": ref, "worker": holder, **usual, **cells}


def cases_of(holder: str | None, number: int, **cells: object) -> list[Row]:
    return [case(f"{holder}/{index}", holder, **cells) for index in range(number)]


TEAMS = (team("Court North"), team("Court South"))
STAFF = tuple(worker(f"W{number}") for number in range(1, 5))
LIMITS = ({"applies_to": "authority", "limit": 18},)


def write_csv(path: Path, rows: Sequence[Row]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, HEADERS[path.stem], restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def options(day: date = FRIDAY, **given: Any) -> ImportOptions:
    """As at six in the evening of a day, said by whoever imports."""
    usual: dict[str, Any] = {
        "as_at": datetime.combine(day, time(18), UTC),
        "as_at_day": day,
        "as_at_given": True,
        "now": NOW,
        "by": "the tests",
        "case_key": KEY,
    }
    return ImportOptions(**usual | given)


def dump(database: Database, *, but: Sequence[str] = ()) -> Dump:
    """Every row of every table."""
    with database.look() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in SQLModel.metadata.sorted_tables
            if table.name not in but
        }


def figures(database: Database) -> Dump:
    """Every table that an answer is made of."""
    return dump(database, but=("loads", "held_records", "load_problems", "audit"))


@dataclass
class Authority:
    """One database, and a folder in which its extracts are written."""

    database: Database
    folder: Path

    def staff_files(self, *workers: Row, teams: Sequence[Row] = TEAMS, **sheets: Any) -> Path:
        """A folder with the workforce's CSV files; no workers given are the usual four."""
        folder = self.folder / "workforce"
        folder.mkdir(exist_ok=True)
        rows = {"limits": LIMITS, **sheets, "teams": teams, "staff": workers or STAFF}
        for name in ("Teams", "Services", "Staff", "Posts", "Limits", "Targets"):
            write_csv(folder / f"{name}.csv", rows.get(name.lower(), ()))
        return folder

    def cases_file(self, *cases: Row) -> Path:
        return write_csv(self.folder / "cases.csv", cases)

    def load(self, *paths: Path, day: date = FRIDAY, **given: Any) -> ImportReport:
        return import_extracts(self.database, paths, options(day, **given))

    def workforce(
        self, *workers: Row, day: date = FRIDAY, accept: bool = False, **sheets: Any
    ) -> LoadReport:
        """Load a workforce; what became of it."""
        return only(self.load(self.staff_files(*workers, **sheets), day=day, accept=accept))

    def cases(self, *cases: Row, day: date = FRIDAY, **given: Any) -> LoadReport:
        """Load allocations; what became of them."""
        return only(self.load(self.cases_file(*cases), day=day, **given))

    def case(self, ref: str, key: str = KEY) -> Case:
        with self.database.look() as session:
            case_hash = case_hasher(session, key)(ref)
            return session.scalars(select(Case).where(col(Case.case_hash) == case_hash)).one()

    def worker(self, staff_id: str) -> Worker:
        with self.database.look() as session:
            return session.scalars(select(Worker).where(col(Worker.staff_id) == staff_id)).one()

    def holder(self, ref: str) -> str | None:
        """The staff id of whoever holds a case."""
        with self.database.look() as session:
            found = session.get(Worker, self.case(ref).worker_id or 0)
            return found.staff_id if found else None

    def rows(self, table: type[SQLModel]) -> list[Any]:
        """In the order of their numbers."""
        with self.database.look() as session:
            return list(session.scalars(select(table).order_by(*inspect(table).primary_key)))


def only(report: ImportReport) -> LoadReport:
    """The one load of an import that was not refused."""
    assert report.problems == ()
    (load,) = report.loads
    return load


def refusal(report: ImportReport) -> str:
    """The one sentence that refused an import."""
    assert report.status is LoadStatus.REFUSED
    (problem,) = report.problems
    return problem.message

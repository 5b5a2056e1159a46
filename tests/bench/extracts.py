"""Writes the bench's authority as the extracts it would have, in CSV or as workbooks."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

from models.vocabulary import AgencyBasis, CaseKind, Employment, Funding
from tests.bench.cases import WEEK, CaseRow, cases_of
from tests.bench.people import (
    BROKEN_PROMISE,
    LIMIT,
    PROMISE,
    BenchTeam,
    BenchWorker,
    Trouble,
    service_name,
    teams_of,
)
from tests.bench.sizes import Size

Cells = Sequence[object]

CASES_HEADER = (
    *("case_ref", "kind", "team", "worker", "opened_on", "allocated_on", "closed_on"),
    *("last_seen_on", "weight"),
)
_HEADERS: Mapping[str, Cells] = {
    "Teams": ("team", "service", "kind", "manager", "slack_channel", "ends_on"),
    "Services": ("service", "head", "slack_channel"),
    "Staff": (
        *("staff_id", "name", "email", "team", "role", "fte", "employment", "agency_basis"),
        *("started_on", "left_on", "qualified_on", "newly_qualified_until"),
        *("absent_from", "absent_until", "weekly_cost"),
    ),
    "Posts": (
        *("post_id", "team", "role", "fte", "funding", "funded_until", "held_by"),
        *("annual_cost", "created_on", "deleted_on"),
    ),
    "Limits": ("applies_to", "promise_low", "promise_high", "limit", "from", "until", "reason"),
    "Targets": ("measure", "scope", "value", "from", "until"),
}
_LIST_6: Cells = (
    *("Child Unique ID", "CIN Start Date", "Date Child Was Last Seen", "CIN Closure Date"),
    *("Case Status", "Allocated Team", "Allocated Worker"),
)
_LIST_9: Cells = (
    *("Child Unique ID", "Allocated Team", "Allocated Worker"),
    "Latest Date of Contact",
)
_STATUS = {
    CaseKind.LOOKED_AFTER: "a) Looked after child",
    CaseKind.CHILD_PROTECTION: "b) Child Protection plan",
    CaseKind.CHILD_IN_NEED: "c) Child in need plan",
    CaseKind.ASSESSMENT: "d) Open assessment",
}
_SERVICE_TARGETS = 3  # one service of so many has a target of its own


def write_extracts(
    size: Size, folder: Path, *, as_at: date, changed: int = 0, later: int = 0
) -> list[Path]:
    """The workforce's folder and cases.csv, the same bytes in every run; what an import takes.

    `changed`: so many workers who were within their limit hold cases of colleagues beyond it.
    `later`: so many weeks after the first extract, with about 2 % of the cases changed in each;
    every other date stays as it was in the first one.
    """
    first_day = as_at - later * WEEK
    workforce = folder / "workforce"
    workforce.mkdir(parents=True, exist_ok=True)
    for name, rows in _sheets(size, first_day, changed).items():
        _write_csv(workforce / f"{name}.csv", _HEADERS[name], rows)
    teams = teams_of(size, changed=changed)
    rows = ((*row, 1) for team in teams for row in cases_of(team, first_day, later))
    return [workforce, _write_csv(folder / "cases.csv", CASES_HEADER, rows)]


def write_workbooks(
    size: Size, folder: Path, *, as_at: date, changed: int = 0, later: int = 0
) -> list[Path]:
    """The same as a workforce workbook and an Annex A workbook."""
    first_day = as_at - later * WEEK
    folder.mkdir(parents=True, exist_ok=True)
    sheets = _sheets(size, first_day, changed)
    cases = [row for t in teams_of(size, changed=changed) for row in cases_of(t, first_day, later)]
    return [
        _write_workbook(
            folder / "workforce.xlsx",
            {name: (_HEADERS[name], rows) for name, rows in sheets.items()},
        ),
        _write_workbook(
            folder / "annex_a.xlsx",
            {
                "List_6": (_LIST_6, _list_6(cases)),
                "List_7": (("Child Unique ID", "Date of the Last Statutory Visit"), ()),
                "List_8": (("Child Unique ID", "Date of Last Social Work Visit"), ()),
                "List_9": (_LIST_9, _list_9(cases)),
            },
        ),
    ]


def _write_csv(path: Path, header: Cells, rows: Iterable[Cells]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    return path


def _write_workbook(path: Path, sheets: Mapping[str, tuple[Cells, Iterable[Cells]]]) -> Path:
    book = Workbook(write_only=True)
    for name, (header, rows) in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(header)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def _list_6(cases: Iterable[CaseRow]) -> Iterator[Cells]:
    for ref, kind, team, worker, opened, _, closed, seen in cases:
        if kind in _STATUS or closed:
            status = "e) Closed episode" if closed else _STATUS[kind]
            yield ref, opened, seen, closed, status, team, worker


def _list_9(cases: Iterable[CaseRow]) -> Iterator[Cells]:
    for ref, kind, team, worker, _, _, closed, seen in cases:
        if kind not in _STATUS and not closed:
            yield ref, team, worker, seen


def _sheets(size: Size, day: date, changed: int) -> dict[str, Iterable[Cells]]:
    teams = list(teams_of(size, changed=changed))
    return {
        "Teams": [
            (t.name, service_name(t.service), t.kind, t.manager.staff_id, t.channel, "")
            for t in teams
        ],
        "Services": _services(teams),
        "Staff": [_staff(worker, team, day) for team in teams for worker in team.workers],
        "Posts": [post for team in teams for post in _posts(team, day)],
        "Limits": list(_limits(teams)),
        "Targets": list(_targets(size, day)),
    }


def _services(teams: Iterable[BenchTeam]) -> list[Cells]:
    """Each headed by the manager of its first team, with no channel of its own."""
    first: dict[int, BenchTeam] = {}
    for team in teams:
        first.setdefault(team.service, team)
    return [(service_name(n), team.manager.staff_id, "") for n, team in first.items()]


def _staff(worker: BenchWorker, team: BenchTeam, day: date) -> Cells:
    def on(days: int) -> str:
        return (day + timedelta(days=days)).isoformat()

    started = on(-100 - worker.number * 13 % 3000)
    if worker.newly_qualified:
        started = on(-60 - worker.number % 90)
    agency = worker.employment is Employment.AGENCY
    return (
        *(worker.staff_id, worker.name, worker.email, team.name, worker.role, worker.fte),
        *(worker.employment, worker.basis or "", started, on(-9) if worker.left else ""),
        on(-100 - worker.number % 200 if worker.newly_qualified else -800 - worker.number % 9000),
        on(200 - worker.number % 90) if worker.newly_qualified else "",
        *((on(-20), on(40)) if worker.absent else ("", "")),
        1_400 + worker.number % 7 * 50 if agency else "",
    )


def _posts(team: BenchTeam, day: date) -> Iterator[Cells]:
    """A post for everybody employed, and a vacant one for everybody who covers a vacancy."""
    created = (day - timedelta(days=2_000)).isoformat()
    for worker in team.workers:
        agency = worker.basis is not None
        if agency and worker.basis is not AgencyBasis.VACANCY:
            continue
        limited = worker.number % 40 == 11
        funding = Funding.TIME_LIMITED if limited else Funding.BASE
        until = (day + timedelta(days=300)).isoformat() if limited else ""
        holder = "" if agency else worker.staff_id
        yield (
            *(f"P{worker.number:05}", team.name, worker.role, worker.fte, funding, until, holder),
            *(52_000, created, ""),
        )


def _limits(teams: Iterable[BenchTeam]) -> Iterator[Cells]:
    yield "authority", *PROMISE, LIMIT, "", "", ""
    yield "newly_qualified", "", "", "90%", "", "", ""
    for team in teams:
        if team.trouble is Trouble.PROMISE:
            yield f"team:{team.name}", *BROKEN_PROMISE, LIMIT, "", "", "promised to the committee"


def _targets(size: Size, day: date) -> Iterator[Cells]:
    """Two steps of each of the authority's paths, and agency targets of some services."""
    steps = (day - timedelta(days=200)).isoformat(), (day + timedelta(days=165)).isoformat()
    for measure, values in (
        ("agency_rate", (14, 9)),
        ("vacancy_rate", (10, 8)),
        ("permanent_share", (85, 90)),
        ("turnover_rate", (15, 13)),
    ):
        for value, begins in zip(values, steps, strict=True):
            yield measure, "authority", value, begins, ""
    for number in range(1, size.services + 1, _SERVICE_TARGETS):
        yield "agency_rate", f"service:{service_name(number)}", 13 + number % 4, steps[0], ""

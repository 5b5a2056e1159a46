"""A worker becomes nobody: figures stay as they are, and no load brings the name back."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session, col

from models.cases import Case
from models.database import Database
from models.figures.measures import scope_figures
from models.figures.queries import gather_book
from models.forgetting import forget_workers
from models.history import StaffingSnapshot, TeamSnapshot
from models.loads import UnmatchedWorker
from models.staffing.filling import vacancies
from models.staffing.parts import parts_by_team
from models.staffing.queries import gather_staffing
from models.telling.persons import person_meant
from models.workforce import Worker
from tests.databases import ON_SQLITE
from tests.models.extracts.authority import (
    FRIDAY,
    MONDAY,
    STAFF,
    THURSDAY,
    Authority,
    case,
    cases_of,
    post,
    worker,
)

ZOE = worker(
    *("W17", "Zoë Ash-Fell"),
    **{"started_on": "2015-01-05", "qualified_on": "2014-07-01", "left_on": "2026-09-01"},
)
LEE = (
    worker("L1", "Lee Mover", email="", started_on="2019-03-04", left_on="2026-06-30"),
    worker("L2", "Lee Mover", team="Court South", started_on="2026-07-10", left_on="2026-10-30"),
)
PAT = (
    worker("A1", "Pat Double", email="", employment="agency", agency_basis="vacancy"),
    worker("P1", "Pat Double", fte=0.6, started_on="2024-01-08"),
)
KIM = (
    worker(
        "K1",
        "Kim Name",
        email="",
        qualified_on="2015-07-01",
        started_on="2016-01-04",
        left_on="2024-11-04",
    ),
    worker("K2", "Kim Name", team="Court South", started_on="2025-01-06", left_on="2026-08-28"),
)
GONE = (ZOE, *LEE, *PAT, *KIM)
POSTS = (post("N1", held_by="W17"), post("N2", held_by="P1"), post("N3", held_by="W1"))
NOW_POSTS = (post("N1"), post("N2"), post("N3", held_by="W1"))
CASES = (*cases_of("W1", 3), case("z", "Ash-Fell, Zoe"), case("w", "W17", closed_on="2026-08-03"))


@pytest.fixture
def authority(database: Database, tmp_path: Path) -> Authority:
    """Five people have left, and are no longer in the newest extract."""
    found = Authority(database, tmp_path)
    found.workforce(*STAFF, *GONE, day=MONDAY, posts=POSTS, accept=True)
    found.cases(*CASES, day=MONDAY, accept=True)
    found.workforce(*STAFF, day=THURSDAY, posts=NOW_POSTS, accept=True)
    found.cases(*CASES, day=THURSDAY, accept=True)
    return found


def figures(session: Session) -> list[Any]:
    """What every answer about staffing and caseload is made of, today and on earlier days."""
    book = gather_staffing(session)
    days = (FRIDAY, date(2026, 10, 15), date(2026, 7, 3), date(2025, 11, 20), date(2024, 12, 2))
    teams = [gather_staffing(session, [team]) for team in book.teams]
    cases = gather_book(session, team_ids=None, not_seen_days=28)
    return [
        *(parts_by_team(each, day) for each in (book, *teams) for day in days),
        *(vacancies(book, day) for day in days),
        scope_figures(cases),
        [(gap.team_id, gap.cases) for gap in cases.unmatched],
        [row.model_dump() for row in session.scalars(select(TeamSnapshot))],
        [row.model_dump() for row in session.scalars(select(StaffingSnapshot))],
    ]


def forgotten(session: Session, *staff_ids: str) -> set[str]:
    """Forget whoever is meant by these staff ids; gives the staff ids of all their rows."""
    meant = person_meant(session, None, staff_ids)
    ids = {each.staff_id for each in meant.workers}
    forget_workers(session, meant.who.worker_ids, FRIDAY)
    return ids


ALL = {str(row["staff_id"]) for row in GONE}


def test_figures_are_the_same_before_and_after(authority: Authority) -> None:
    with authority.database.transaction() as session:
        before = figures(session)
        for staff_ids, rows in (
            (["W17"], {"W17"}),
            (["L2"], {"L1", "L2"}),
            (["P1"], {"A1", "P1"}),
            (["K2"], {"K2"}),
            (sorted(ALL), ALL),
        ):
            savepoint = session.begin_nested()
            assert forgotten(session, *staff_ids) == rows
            assert figures(session) == before
            if rows != ALL:
                savepoint.rollback()
                session.expire_all()
        refs = set(session.scalars(select(col(UnmatchedWorker.worker_ref))))
        refs |= set(session.scalars(select(col(Case.worker_ref))))
    assert not any("W17" in ref or "Zoe" in ref for ref in refs if ref)


@ON_SQLITE
def test_no_load_brings_back_who_it_was_nor_does_a_second_time(authority: Authority) -> None:
    with authority.database.transaction() as session:
        forgotten(session, "W17", "K1")
    number = authority.worker("W1").id
    nobody = {row.id: row for row in authority.rows(Worker) if row.forgotten_on == FRIDAY}
    again = (ZOE, *(worker(f"forgotten {n}", f"New {n}", email="") for n in nobody))
    authority.workforce(*STAFF, *again, day=FRIDAY, posts=NOW_POSTS, accept=True)
    assert authority.worker("W17").id not in nobody
    assert authority.worker("W1").id == number
    with authority.database.transaction() as session:
        forget_workers(session, list(nobody), THURSDAY)
    rows = {row.id: row for row in authority.rows(Worker)}
    assert {number: rows[number] for number in nobody} == nobody
    assert len(rows) == len(STAFF) + len(GONE) + len(again)
    # The last day stays for turnover; what no figure looks back to goes.
    kept = {row.left_on: (row.email, row.qualified_on is None) for row in nobody.values()}
    assert kept == {date(2026, 9, 1): (None, False), date(2024, 11, 4): (None, True)}

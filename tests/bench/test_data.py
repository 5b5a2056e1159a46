"""The bench's authority is what its size says, and the same in every run."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from models.cases import Case
from models.database import Database
from models.history import AuthoritySnapshot, StaffingSnapshot, TeamSnapshot, WorkerSnapshot
from models.organisation import Service, Team
from models.people import Person
from models.workforce import Manager, Post, Worker
from tests.bench.building import fill
from tests.bench.cases import cases_of
from tests.bench.extracts import write_extracts, write_workbooks
from tests.bench.people import BenchTeam, Trouble, teams_of
from tests.bench.sizes import BOROUGH, COUNTY, ENGLAND, SIZES, TINY, Size, times
from tests.models.extracts.workbooks import allocations, read_one, workforce

DAY = date(2026, 11, 20)


def _open_by_worker(team: BenchTeam) -> Counter[str]:
    return Counter(row[3] for row in cases_of(team, DAY) if not row[6])


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_size_has_as_many_of_everything_as_it_says(size: Size) -> None:
    teams = list(teams_of(size))
    assert len(teams) == size.teams
    assert {team.service for team in teams} == set(range(1, size.services + 1))
    assert sum(len(team.workers) for team in teams) == size.workers
    assert sum(team.cases for team in teams) == size.cases
    assert len({worker.name for team in teams for worker in team.workers}) == size.workers


@pytest.mark.parametrize("size", [TINY, BOROUGH, COUNTY], ids=lambda size: size.name)
def test_nobody_is_over_in_a_team_without_trouble(size: Size) -> None:
    for team in teams_of(size):
        held = _open_by_worker(team)
        over = [w.staff_id for w in team.workers if held[w.staff_id] > w.allowance]
        wanted = team.trouble in (Trouble.OVER, Trouble.NEWLY_QUALIFIED)
        assert bool(over) == wanted or team.trouble is not Trouble.NONE, (team.number, over)
        assert held.total() == team.cases


def test_three_teams_of_four_are_in_trouble() -> None:
    troubled = sum(team.trouble is not Trouble.NONE for team in teams_of(ENGLAND))
    assert troubled == 3_750
    assert sum(team.trouble is not Trouble.NONE for team in teams_of(BOROUGH)) == 9


def test_one_change_puts_one_worker_over_the_limit() -> None:
    before, after = list(teams_of(TINY)), list(teams_of(TINY, changed=1))
    (number,) = [b.number for b, a in zip(before, after, strict=True) if b.trouble != a.trouble]
    team = after[number - 1]
    held = _open_by_worker(team)
    assert [w for w in team.workers if held[w.staff_id] > w.allowance] == [team.workers[1]]
    assert sum(held.values()) == sum(_open_by_worker(before[number - 1]).values())


def test_about_two_percent_change_in_a_week() -> None:
    team = next(teams_of(Size("one", services=1, teams=1, workers=40, cases=2_000)))
    before = set(cases_of(team, DAY))
    after = {row for row in cases_of(team, DAY, later=1) if not row[6]}
    assert 0.01 < len(after - before) / len(after) < 0.03


@pytest.mark.parametrize(
    ("factor", "teams", "workers", "cases"),
    [(0.1, 500, 3_600, 40_000), (0.3, 1_500, 10_800, 120_000), (1, 5_000, 36_000, 400_000)],
)
def test_so_many_times_a_size_keeps_its_proportions(
    factor: float, teams: int, workers: int, cases: int
) -> None:
    size = times(ENGLAND, factor)
    assert (size.teams, size.workers, size.cases) == (teams, workers, cases)
    assert size.weeks == ENGLAND.weeks


def test_extracts_are_the_same_in_every_run(tmp_path: Path) -> None:
    said = []
    for name in ("one", "two"):
        paths = write_extracts(TINY, tmp_path / name, as_at=DAY)
        said.append({path.name: path.read_bytes() for path in _files(paths)})
    assert said[0] == said[1]
    assert len(said[0]) == 7


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(path.iterdir()) if path.is_dir() else (path,)


def test_workbooks_say_what_the_text_files_say(tmp_path: Path) -> None:
    folder, cases = write_extracts(TINY, tmp_path / "text", as_at=DAY)
    staff, annex_a = write_workbooks(TINY, tmp_path / "books", as_at=DAY)
    in_text, in_book = workforce(read_one(folder)), workforce(read_one(staff))
    assert [w.staff_id for w in in_text.workers] == [w.staff_id for w in in_book.workers]
    listed = allocations(read_one(cases)), allocations(read_one(annex_a))
    refs = [{case.case_ref for case in each.cases} for each in listed]
    assert refs[0] == refs[1]


def test_a_filled_database_has_the_size_and_its_weeks(
    sqlite_database: Database, tmp_path: Path
) -> None:
    filled = fill(
        sqlite_database, TINY, tmp_path, as_at=DAY, on_progress=lambda _what, _done, _of: None
    )
    assert filled.as_at.date() == DAY
    assert filled.load_seconds > 0
    days = TINY.weeks + 1
    expected: dict[Any, int] = {
        Service: TINY.services, Team: TINY.teams, Worker: TINY.workers, Manager: TINY.teams,
        AuthoritySnapshot: days, TeamSnapshot: days * TINY.teams,
        StaffingSnapshot: days * TINY.teams, Person: TINY.workers + 2,
    }  # fmt: skip
    with sqlite_database.look() as session:
        found = {
            table: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (*expected, Case, Post, WorkerSnapshot)
        }
        oldest = session.execute(select(func.min(WorkerSnapshot.day))).scalar_one()
    assert {table: found[table] for table in expected} == expected
    assert found[Case] >= TINY.cases
    assert found[Post] > TINY.workers * 0.8
    assert found[WorkerSnapshot] % days == 0
    assert oldest == DAY - timedelta(weeks=TINY.weeks)

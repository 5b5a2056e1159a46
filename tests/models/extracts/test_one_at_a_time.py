"""One import at a time: a second is refused at once, and a killed one leaves nothing behind."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from models.database import Database
from models.errors import ImportRunning
from models.extracts.importing import import_extracts
from models.extracts.lock import import_lock
from models.vocabulary import LoadStatus
from tests.models.extracts.authority import Authority, case, cases_of, dump, options
from tests.models.extracts.slow_import import HALF_WAY
from tests.waiting import PATIENCE


@contextmanager
def half_way(authority: Authority, *paths: Path) -> Iterator[subprocess.Popen[str]]:
    """An import in another process that has written its rows and not yet committed them."""
    url = authority.database.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.models.extracts.slow_import", url, *map(str, paths)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline().strip() == HALF_WAY
            yield process
        finally:
            process.kill()


def import_when_free(authority: Authority, *paths: Path) -> LoadStatus:
    """Import as soon as the lock is free: PostgreSQL takes a moment to see that a client died."""
    pause = threading.Event()
    for _ in range(PATIENCE * 20):
        try:
            return authority.load(*paths).status
        except ImportRunning:
            pause.wait(0.05)
    raise AssertionError("the lock stayed")


def test_an_import_beside_another_process_is_refused_and_reads_what_was_before(
    staffed: Authority,
) -> None:
    staffed.cases(*cases_of("W1", 4))
    before = dump(staffed.database)
    with half_way(staffed, staffed.cases_file(*cases_of("W1", 5))):
        with pytest.raises(ImportRunning, match="Another import is running"):
            staffed.load(staffed.folder / "workforce")
        assert dump(staffed.database) == before


def test_a_killed_import_leaves_no_row_and_no_lock(staffed: Authority) -> None:
    staffed.cases(*cases_of("W1", 4))
    before = dump(staffed.database)
    changed = staffed.cases_file(*cases_of("W1", 5))
    with half_way(staffed, changed) as process:
        process.kill()
        process.wait()
        assert dump(staffed.database) == before
        assert import_when_free(staffed, changed) is LoadStatus.LOADED


def test_of_imports_started_together_each_is_loaded_or_refused(staffed: Authority) -> None:
    paths = []
    for number in range(1, 5):
        folder = staffed.folder / str(number)
        folder.mkdir()
        staffed.cases_file(*cases_of("W1", 3)).rename(folder / "cases.csv")
        paths.append(folder)
    together = threading.Barrier(len(paths))

    def start(path: Path) -> str:
        together.wait()
        try:
            return import_extracts(staffed.database, [path], options()).status.value
        except ImportRunning:
            return "running"

    with ThreadPoolExecutor(len(paths)) as threads:
        outcomes = list(threads.map(start, paths))
    assert outcomes.count("loaded") == 1
    assert set(outcomes) <= {"loaded", "unchanged", "running"}


def test_the_lock_is_held_until_the_end_and_not_beyond(database: Database) -> None:
    with import_lock(database):
        with pytest.raises(ImportRunning), import_lock(database):
            pass
        with pytest.raises(ImportRunning), import_lock(database):
            pass
    with import_lock(database):
        pass


def test_an_import_that_fails_lets_go_of_the_lock(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), import_lock(database):
        raise ZeroDivisionError
    with import_lock(database):
        pass


def test_the_lock_is_the_files_whatever_it_is_called(
    sqlite_database: Database, tmp_path: Path
) -> None:
    path = sqlite_database.path()
    assert path is not None
    (tmp_path / "another name.db").symlink_to(path)
    other = Database(f"sqlite:///{tmp_path / 'another name.db'}")
    with import_lock(sqlite_database), pytest.raises(ImportRunning), import_lock(other):
        pass
    other.close()


def test_a_refused_import_lets_the_next_one_in(staffed: Authority) -> None:
    staffed.load(staffed.cases_file(case("C1", team="Nowhere")))
    assert staffed.cases(case("C1")).status is LoadStatus.LOADED

"""Several processes watch one folder: each file is taken by one of them."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.inbox.folders import open_inbox, takings_in
from bot.inbox.taking import (
    TakenByAnother,
    claim,
    gather_parts,
    mark_whole,
    new_taking,
    settle,
    taken_up,
)
from models.database import Database
from tests.bot.inbox.conftest import Drop, drop_on
from tests.models.extracts.authority import FRIDAY, THURSDAY, WEDNESDAY, cases_of, worker

MANY = 4


def together(deed: Callable[[int], object]) -> list[object]:
    """What each of many gives who begin at the same moment."""
    barrier = threading.Barrier(MANY)

    def begin(number: int) -> object:
        barrier.wait()
        return deed(number)

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(begin, range(MANY)))


def test_each_file_is_loaded_once_however_many_look(database: Database, tmp_path: Path) -> None:
    first = drop_on(database, tmp_path)
    first.authority.workforce()
    replicas = [first, *(Drop(first.inbox, first.services) for _ in range(MANY - 1))]
    names = [f"cases {day}.csv" for day in (THURSDAY, FRIDAY)]
    for name, number in zip(names, (8, 9), strict=True):
        first.cases(*cases_of("W1", number), name=name)
    for replica in replicas:
        replica.look(5)
    together(lambda number: replicas[number].look(5))
    assert first.loads()[1:] == [(name, "loaded") for name in names]
    assert sorted(path.name for path in (first.inbox / "done").iterdir()) == sorted(
        name + ending for name in names for ending in ("", ".report.json", ".report.txt")
    )


def test_without_any_lock_each_thing_is_taken_by_one_alone(tmp_path: Path) -> None:
    names = [f"{number}.csv" for number in range(100)]
    for name in names:
        (tmp_path / name).touch()

    def take(number: int) -> list[str]:
        with open_inbox(tmp_path) as inbox, new_taking(inbox, f"t{number}") as taking:
            assert claim(taking, names) == {}
            settle(taking)
            return os.listdir(taking.things)

    taken = [name for found in together(take) if isinstance(found, list) for name in found]
    assert sorted(taken) == sorted(names)


def test_a_taking_that_was_left_is_taken_up_by_one_alone(tmp_path: Path) -> None:
    (tmp_path / "a.csv").touch()
    with open_inbox(tmp_path) as inbox:
        with new_taking(inbox, "left") as taking:
            claim(taking, ["a.csv"])

        def take_up(number: int) -> bool:
            try:
                with taken_up(inbox, "left", f"mine {number}"):
                    return True
            except TakenByAnother:
                return False

        assert sorted(map(bool, together(take_up))) == [False] * (MANY - 1) + [True]
        assert len(takings_in(inbox)) == 1


def test_whoever_was_thought_dead_notices_that_another_has_taken_up_the_work(
    tmp_path: Path,
) -> None:
    with open_inbox(tmp_path) as inbox, new_taking(inbox, "slow") as slow:
        slow.beat()
        with taken_up(inbox, "slow", "quick"), pytest.raises(TakenByAnother):
            slow.beat()


def test_files_of_one_workforce_are_gathered_though_a_process_died_half_way(
    tmp_path: Path,
) -> None:
    with open_inbox(tmp_path) as inbox, new_taking(inbox, "t") as taking:
        for name in ("Staff.csv", "Teams.csv"):
            (tmp_path / name).touch()
        claim(taking, ["Staff.csv", "Teams.csv"])
        settle(taking)
        os.mkdir("parts", dir_fd=taking.fd)
        gather_parts(taking, ["Staff.csv", "Teams.csv"], "workforce")
        assert os.listdir(taking.things) == ["workforce"]
        assert sorted(os.listdir(taking.path / "workforce")) == ["Staff.csv", "Teams.csv"]


def test_what_belongs_together_stays_together_though_a_process_died_while_it_took_it(
    drop: Drop,
) -> None:
    staff = drop.authority.staff_files(*(worker(f"W{number}") for number in range(1, 6)))
    for path in list(staff.iterdir()):
        drop.put(path)
    with open_inbox(drop.inbox) as inbox, new_taking(inbox, "half") as taking:
        claim(taking, ["Posts.csv", "Staff.csv"])
    drop.look(5, 5, 60)
    assert "Teams.csv" in drop
    drop.look(60)
    assert "workers: 1 added" in drop.report("done/workforce")


def test_what_arrives_after_a_death_waits_for_what_was_taken_before(drop: Drop) -> None:
    drop.cases(*cases_of("W1", 8), name=f"{THURSDAY}.csv")
    with open_inbox(drop.inbox) as inbox, new_taking(inbox, "left") as taking:
        claim(taking, [f"{THURSDAY}.csv"])
        mark_whole(taking)
    drop.cases(*cases_of("W1", 9), name=f"{FRIDAY}.csv")
    drop.look(5, 5, 60, 60)
    assert drop.loads()[1:] == [(f"{day}.csv", "loaded") for day in (THURSDAY, FRIDAY)]


def test_days_that_were_loaded_before_a_death_are_not_refused_as_old_after_it(drop: Drop) -> None:
    days = (WEDNESDAY, THURSDAY, FRIDAY)
    for number, day in enumerate(days):
        drop.cases(*cases_of("W1", 8 + number), name=f"{day}.csv")
    drop.wait()
    with open_inbox(drop.inbox) as inbox, new_taking(inbox, "left") as taking:
        for day in days:
            (drop.inbox / "done" / f"{day}.csv").rename(taking.path / f"{day}.csv")
        mark_whole(taking)
    drop.look(120)
    reports = [drop.report(f"done/{day}.csv") for day in days]
    assert all("the same records are already loaded" in report for report in reports)
    assert drop.loads()[1:] == [(f"{day}.csv", "loaded") for day in days]

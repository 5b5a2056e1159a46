"""A process killed at any step loses no file, and the next one finishes what it began."""

import json
import subprocess
import sys

from tests.bot.inbox.conftest import Drop
from tests.conftest import checkpoint
from tests.models.extracts.authority import FRIDAY, cases_of, worker

EVERY = 45
"""Steps from one death to the next; with 1 each is died before, in a minute."""


def test_a_kill_at_any_step_loses_nothing_and_loads_nothing_twice(drop: Drop) -> None:
    drop.put(drop.authority.staff_files(*(worker(f"W{number}") for number in range(1, 6))), "staff")
    drop.cases(*cases_of("W5", 3))
    (drop.inbox / "notes.txt").touch()
    path = drop.services.database.path()
    assert path is not None
    checkpoint(drop.services.database)
    command = (sys.executable, "-m", "tests.bot.inbox.killed")
    ran = subprocess.run(
        [*command, path, drop.inbox, str(EVERY)], stdout=subprocess.PIPE, text=True, check=True
    )
    outcomes = [json.loads(line) for line in ran.stdout.splitlines()]
    cases = f"cases {FRIDAY}.csv"
    *killed, whole = outcomes
    assert len(killed) > 1
    assert not whole["killed"]
    assert whole["loads"] == [
        *("workforce loaded", "notes.txt refused", "staff loaded", f"{cases} loaded")
    ]
    assert {"done/staff/Staff.csv", f"done/{cases}", "refused/notes.txt"} < set(whole["files"])
    for outcome in killed:
        assert outcome["killed"]
        assert [path for path in outcome["files"] if path.startswith(".working/")] == []
        assert set(whole["files"]) <= set(outcome["files"])
        # A refusal is written down again when it is found again; a load is not.
        assert set(outcome["loads"]) == set(whole["loads"])
        assert outcome["loads"].count(f"{cases} loaded") == 1
        assert outcome["loads"].count("staff loaded") == 1

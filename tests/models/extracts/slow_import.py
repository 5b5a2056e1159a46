"""An import in a process of its own that stops half-way, to be killed there.

Run as `python -m tests.models.extracts.slow_import DATABASE_URL PATH...`.
"""

import sys
import threading
from pathlib import Path

from models.database import Database
from models.extracts.importing import import_extracts
from tests.models.extracts.authority import options

HALF_WAY = "half-way"


def stop_half_way(step: str, _done: int, _total: int) -> None:
    if step == "Writing the day's figures":
        sys.stdout.write(f"{HALF_WAY}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    url, *paths = sys.argv[1:]
    import_extracts(Database(url), [Path(path) for path in paths], options(), stop_half_way)

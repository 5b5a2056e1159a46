"""Loads extracts in a process of its own, and says how much memory that took at most."""

import json
import sys
from pathlib import Path

from models.database import Database
from tests.bench.loading import load


def main() -> None:
    """Arguments: the database's address, the file for the answer, then what is loaded."""
    address, answer, *paths = sys.argv[1:]
    load(Database(address), [Path(path) for path in paths])
    # Not getrusage: it counts what the process was while it was still a copy of the bench's.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024  # from KiB
    Path(answer).write_text(json.dumps({"peak_mb": peak}), encoding="utf-8")


if __name__ == "__main__":
    main()

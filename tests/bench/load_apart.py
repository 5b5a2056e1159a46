"""Loads extracts in a process of its own, and says how much memory that took at most."""

import json
import resource
import sys
from pathlib import Path

from models.database import Database
from tests.bench.loading import load


def main() -> None:
    """Arguments: the database's address, the file for the answer, then what is loaded."""
    address, answer, *paths = sys.argv[1:]
    load(Database(address), [Path(path) for path in paths])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # from KiB
    Path(answer).write_text(json.dumps({"peak_mb": peak}), encoding="utf-8")


if __name__ == "__main__":
    main()

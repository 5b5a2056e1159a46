"""Reads files in a process of its own, which has no more memory and time than it is given.

Run as a program it reads the files it is told, a line of JSON for each.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.extracts.files import gather_extracts, read_extract
from tests.models.extracts.workbooks import AS_AT

MEMORY = 1_000_000_000
"""Bytes of addresses, of which the program itself takes about a quarter."""

SECONDS = 20
"""Of processor for all files of a run, whoever else is busy."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file: whether it was read, what was said, and what it took."""

    file: str
    is_read: bool
    sentences: tuple[str, ...]
    seconds: float
    peak: int  # bytes of memory, of the process until then


def read_apart(paths: Sequence[Path]) -> list[Outcome]:
    """What comes of each file; AssertionError with the traceback when the process breaks."""
    program = [sys.executable, "-m", __spec__.name, *(str(path) for path in paths)]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (done.stdout[-200:], done.stderr[-2_000:])
    return [
        Outcome(**{**said, "sentences": tuple(said["sentences"])})
        for said in map(json.loads, done.stdout.splitlines())
    ]


def peak() -> int:
    """The kernel's own mark; what getrusage says is also that of whoever started the process."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def _main(names: Sequence[str]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    for name in names:
        began = time.process_time()
        read = [read_extract(found, as_at=AS_AT) for found in gather_extracts([Path(name)])]
        said = {
            "file": Path(name).name,
            "is_read": all(extract.records is not None for extract in read),
            "sentences": [problem.message for extract in read for problem in extract.problems],
            "seconds": time.process_time() - began,
            "peak": peak(),
        }
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _main(sys.argv[1:])

"""The readers and the import: any file is records or problems, and what is refused changes nothing.

It runs in a process of its own, with a limit on its memory.
"""

import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random

from models.database import Database
from models.extracts.files import gather_extracts, read_extract
from models.vocabulary import LoadStatus
from tests.fuzz.mutating import changed_archive, changed_bytes, changed_lines
from tests.fuzz.tally import Rounds, Surprise, Tally
from tests.models.census.returns import NUMBER, VACANCIES, message, worker
from tests.models.extracts.authority import Authority, case, figures
from tests.models.extracts.reading_apart import peak
from tests.models.extracts.workbooks import (
    AS_AT,
    WORKFORCE,
    a_care_leaver,
    an_open_child,
    list_6,
    list_9,
    write_workbook,
)
from tests.models.reference.files import ENGLAND, SOUTH_EAST, row, text_of

READ_WITHIN, IMPORTED_WITHIN = 5.0, 10.0
"""Seconds of processor for one small file."""

Change = Callable[[Random, bytes], bytes]


def fuzz_readers(dice: Random, more: Rounds, folder: Path) -> Tally:
    """Changed files of every kind, read."""
    tally = Tally("readers")
    seeds = _seeds(folder)
    while more():
        name, data, changes = dice.choice(seeds)
        path = folder / name
        path.write_bytes(_changed(dice, data, changes))
        tally.try_out(f"{name}, input {tally.inputs}", partial(_read, path), READ_WITHIN)
        if tally.surprises and len(tally.kept) == tally.surprises:
            shutil.copyfile(path, folder / f"surprise-{tally.surprises}-{name}")
        path.unlink(missing_ok=True)
    tally.peak = peak()
    return tally


def fuzz_imports(dice: Random, more: Rounds, folder: Path, database: Database) -> Tally:
    """Changed files, imported; the database before and after each refusal is compared."""
    tally = Tally("imports")
    authority = Authority(database, folder)
    authority.workforce()
    authority.cases(*(case(f"C{number}") for number in range(20)))
    before = figures(database)
    seeds = _seeds(folder)
    while more():
        name, data, changes = dice.choice(seeds)
        path = folder / name
        path.write_bytes(_changed(dice, data, changes))

        def imported(path: Path = path) -> bool:
            nonlocal before
            report = authority.load(path)
            is_refused = report.status is LoadStatus.REFUSED
            after = figures(database)
            if is_refused and after != before:
                raise Surprise("a refused file changed the database")
            before = after
            return not is_refused

        tally.try_out(f"{name}, input {tally.inputs}", imported, IMPORTED_WITHIN)
        path.unlink(missing_ok=True)
    tally.peak = peak()
    return tally


def _seeds(folder: Path) -> list[tuple[str, bytes, Sequence[Change]]]:
    """Good files by name, with the ways to spoil them."""
    annex_a = {
        "List_6": list_6(an_open_child(), an_open_child("C2")),
        "List_9": list_9(a_care_leaver()),
    }
    leaver = worker(FTE=0, RoleEndDate="2025-03-31", ReasonLeave=1)
    census = message(VACANCIES, worker(SWENo=NUMBER), leaver, worker(AgencyWorker=1))
    cases = "case_ref,kind,team,worker,opened_on,allocated_on,closed_on,last_seen_on\r\n" + "".join(
        f"C{n},child_in_need,Court North,W1,2026-01-0{n},05/02/2026,,2026-11-01\r\n"
        for n in range(1, 6)
    )
    published = text_of(row(ENGLAND), row(SOUTH_EAST, 2024), row())
    archive, text = (
        (changed_archive, changed_archive, changed_bytes),
        (changed_lines, changed_bytes),
    )
    seeds: list[tuple[str, bytes, Sequence[Change]]] = [
        ("annex.xlsx", write_workbook(folder / "a.xlsx", annex_a).read_bytes(), archive),
        ("workforce.xlsx", write_workbook(folder / "w.xlsx", WORKFORCE).read_bytes(), archive),
        ("cases.csv", cases.encode(), text),
        ("cases.csv", cases.replace(",", ";").encode("cp1252"), text),
        ("csww.xml", census.encode(), (changed_bytes,)),
        ("csww.xml", census.encode("utf-16"), (changed_bytes,)),
        ("published.csv", published.encode(), text),
    ]
    for name, rows in WORKFORCE.items():
        lines = [",".join("" if cell is None else str(cell) for cell in cells) for cells in rows]
        seeds.append((f"{name}.csv", "\r\n".join(lines).encode(), text))
    for path in (folder / "a.xlsx", folder / "w.xlsx"):
        path.unlink()
    return seeds


def _changed(dice: Random, data: bytes, changes: Sequence[Change]) -> bytes:
    if dice.random() < 0.02:
        return dice.randbytes(dice.choice((0, 1, 100, 10_000)))
    return dice.choice(changes)(dice, data)


def _read(path: Path) -> bool:
    read = [read_extract(found, as_at=AS_AT) for found in gather_extracts([path])]
    for extract in read:
        if (extract.records is None) is not bool(extract.problems):
            raise Surprise("neither records nor problems, or both")
        if not all(problem.message.endswith(".") for problem in extract.problems):
            raise Surprise("a problem that is no sentence")
    return all(extract.records is not None for extract in read)

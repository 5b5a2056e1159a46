"""Finds which extracts the given files and folders are, and reads each into its records."""

import re
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from models.census.reading import read_return
from models.census.records import ReturnRecords
from models.census.xml_text import MAX_RETURN
from models.extracts.annex_a import read_annex_a
from models.extracts.cases_csv import CASE_COLUMNS, CASE_REF, read_cases
from models.extracts.csv_text import csv_grid, decode, header_of, mentions, top_rows
from models.extracts.digests import records_digest
from models.extracts.problems import Problems, Unreadable
from models.extracts.records import (
    AllocationsRecords,
    Place,
    Problem,
    ReadExtract,
    WorkforceRecords,
)
from models.extracts.sheets import Grid, same
from models.extracts.workbooks import Workbook, read_sheet_names, refuse_other_kinds
from models.extracts.workforce import WORKFORCE_SHEETS, read_workforce
from models.reference.reading import is_other_statistics, kind_of, read_published
from models.reference.records import PublishedRecords
from models.reference.workbooks import TAKE, published_sheet, read_published_book
from models.vocabulary import PUBLISHED, ExtractKind, words

MAX_FILE = 200 * 1024 * 1024  # bytes; all of England's cases as CSV are about 40 MB
WORKBOOKS = frozenset({".xlsx", ".xlsm"})
CENSUS = ".xml"
LISTS = ("list6", "list7", "list8", "list9")
ACCEPTED = (
    "Caseload reads an Annex A workbook, a workforce workbook, cases.csv, and the workforce's "
    "Teams.csv, Services.csv, Staff.csv, Posts.csv, Limits.csv and Targets.csv; and, as the "
    "Department publishes them in CSV (or saved as .xlsx), its workforce indicators, statistical "
    "neighbours and children in need; and the authority's own workforce census return in XML."
)
WHEN_LOADED = (
    *(*PUBLISHED, ExtractKind.CENSUS_RETURN),
    *(ExtractKind.WORKFORCE, ExtractKind.ALLOCATIONS, None),
)


@dataclass(frozen=True, slots=True)
class ExtractFile:
    """One extract that was found: a file, or several CSV files that are one workforce extract."""

    name: str  # what the report calls it
    kind: ExtractKind | None  # None when it was not recognised
    paths: tuple[Path, ...]
    problems: tuple[Problem, ...] = ()  # why it cannot be read, where that is already clear


def gather_extracts(paths: Sequence[Path]) -> list[ExtractFile]:
    """The extracts that files and folders hold, in the order they are loaded; never raises.

    Folders are looked through without their subfolders; other kinds of file in them are left
    alone. At most one extract of each kind may be given at a time.
    """
    found: list[ExtractFile] = []
    for path in dict.fromkeys(paths):
        found.extend(_found_at(path))
    found = list({each.paths or each.name: each for each in found}.values())
    found = _refuse_rivals(_joined(found))
    return sorted(found, key=lambda each: WHEN_LOADED.index(each.kind))


def read_extract(found: ExtractFile, *, as_at: date) -> ReadExtract:
    """The extract's records, or every problem that refuses it; never raises for bad input."""
    if found.problems or found.kind is None:
        return ReadExtract(found.name, found.kind, None, found.problems)
    problems = Problems()
    records: AllocationsRecords | WorkforceRecords | PublishedRecords | ReturnRecords | None = None
    try:
        if found.kind in PUBLISHED:
            records = _read_published(found, found.kind, problems)
        elif found.kind is ExtractKind.CENSUS_RETURN:
            records = read_return(_bytes_of(found.paths[0], MAX_RETURN))
        elif found.kind is ExtractKind.WORKFORCE:
            records = read_workforce(found.name, _workforce_grids(found, problems), problems)
        else:
            records = _read_allocations(found, problems, as_at)
    except Unreadable as error:
        problems.add(Place(found.name, row=error.row), str(error))
    if problems:
        return ReadExtract(found.name, found.kind, None, problems.listed(found.name))
    if not isinstance(records, AllocationsRecords | WorkforceRecords):
        return ReadExtract(found.name, found.kind, records)
    # Here, because nothing is locked yet.
    return ReadExtract(found.name, found.kind, records, digest=records_digest(records))


def _found_at(path: Path) -> list[ExtractFile]:
    try:
        if path.is_file():
            return [_recognised(path)]
        if path.is_dir():
            return _found_in(path)
        known = path.exists()
    except (OSError, ValueError):
        return [_refused(path, "The path cannot be opened; check its name and permissions.")]
    if known:
        return [_refused(path, "This is neither a file nor a folder.")]
    return [_refused(path, f"There is no file or folder at {path}; check the path.")]


def _found_in(folder: Path) -> list[ExtractFile]:
    files = sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in WORKBOOKS | {".csv", CENSUS}
        and not path.name.startswith((".", "~$"))
        and path.is_file()
    )
    if not files:
        return [
            _refused(folder, f"The folder has no .xlsx, .xlsm, .csv or .xml file in it. {ACCEPTED}")
        ]
    return [_recognised(path) for path in files]


def _recognised(path: Path) -> ExtractFile:
    suffix = path.suffix.lower()
    kind: ExtractKind | None = None
    try:
        if suffix == ".csv":
            kind = _kind_by_name(path)
            kind = _kind_of_csv(path, decode(_bytes_of(path)))
        elif suffix == CENSUS:
            kind = ExtractKind.CENSUS_RETURN
        elif suffix in WORKBOOKS:
            kind = _kind_of_workbook(_bytes_of(path))
        else:
            raise Unreadable(_about_other_suffix(path, suffix))
    except Unreadable as error:
        return _refused(path, str(error), kind)
    return ExtractFile(path.name, kind, (path,))


def _refused(path: Path, message: str, kind: ExtractKind | None = None) -> ExtractFile:
    name = path.name or str(path)
    return ExtractFile(name, kind, (path,), (Problem(Place(name), message),))


def _bytes_of(path: Path, most: int = MAX_FILE) -> bytes:
    try:
        if path.stat().st_size > most:
            raise Unreadable(
                f"The file is larger than {most // 2**20} MB, which no extract is; export only "
                "what is needed."
            )
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(
            f"The file cannot be read ({error.strerror}); close it elsewhere."
        ) from None


def _kind_by_name(path: Path) -> ExtractKind | None:
    if same(path.stem) in WORKFORCE_SHEETS:
        return ExtractKind.WORKFORCE
    return ExtractKind.ALLOCATIONS if same(path.stem) == "cases" else None


def _kind_of_csv(path: Path, text: str) -> ExtractKind:
    if mentions(text, CASE_REF) and "case_ref" in header_of(text, CASE_COLUMNS):
        return ExtractKind.ALLOCATIONS
    kind = _kind_by_name(path) or kind_of(text)
    if kind is None and is_other_statistics(top_rows(text)):
        raise Unreadable(f"This file of the Department has none of the figures read. {TAKE}")
    if kind is None:
        raise Unreadable(f"The file has no column case_ref and an unknown name. {ACCEPTED}")
    return kind


def _kind_of_workbook(data: bytes) -> ExtractKind:
    sheets = read_sheet_names(data)
    if any(_list_key(name) for name in sheets):
        return ExtractKind.ALLOCATIONS
    if {same(name) for name in sheets} & WORKFORCE_SHEETS.keys():
        return ExtractKind.WORKFORCE
    published = published_sheet(Workbook(data))
    if published is None:
        raise Unreadable(
            "The workbook has neither Annex A's sheets (List_6, List_9) nor the workforce's "
            f"(Teams, Staff). {ACCEPTED} {TAKE}"
        )
    return published[1]


def _read_published(
    found: ExtractFile, kind: ExtractKind, problems: Problems
) -> PublishedRecords | None:
    data = _bytes_of(found.paths[0])
    if found.paths[0].suffix.lower() in WORKBOOKS:
        return read_published_book(found.name, data, problems)
    return read_published(kind, found.name, decode(data), problems)


def _list_key(sheet: str) -> str | None:
    """`list6` for "List_6", "List 6" or "list6 Children in need"; None for other sheets."""
    matched = re.match(r"list0?(1[01]|[1-9])(?![0-9])", same(sheet))
    return f"list{matched[1]}" if matched else None


def _about_other_suffix(path: Path, suffix: str) -> str:
    data = _bytes_of(path)
    if suffix in {".xls", ".xlsb", ".ods", ".pdf"}:
        refuse_other_kinds(data)
        read_sheet_names(data)
        return f"This is an .xlsx workbook named {suffix}; rename it to .xlsx."
    return f"Files of this kind ({suffix or 'no ending'}) are not read. {ACCEPTED}"


def _joined(found: list[ExtractFile]) -> list[ExtractFile]:
    """The same, with the workforce's CSV files made one extract."""
    parts = [each for each in found if _is_workforce_csv(each)]
    if not parts:
        return found
    paths = tuple(path for part in parts for path in part.paths)
    problems = [problem for part in parts for problem in part.problems]
    sheets = [same(path.stem) for path in paths]
    for path in paths:
        if sheets.count(same(path.stem)) > 1:
            problems.append(
                Problem(Place(path.name), f"{path.name} was given twice; import one of them.")
            )
    name = paths[0].resolve().parent.name or "workforce"
    whole = ExtractFile(name, ExtractKind.WORKFORCE, paths, tuple(problems))
    return [whole, *(each for each in found if each not in parts)]


def _is_workforce_csv(found: ExtractFile) -> bool:
    return found.kind is ExtractKind.WORKFORCE and found.paths[0].suffix.lower() == ".csv"


def _refuse_rivals(found: list[ExtractFile]) -> list[ExtractFile]:
    """The same, refusing every extract of a kind of which several were given."""
    judged = []
    for each in found:
        rivals = [other.name for other in found if other.kind and other.kind is each.kind]
        if len(rivals) > 1:
            kind, names = words(each.kind or ""), ", ".join(rivals)
            message = f"Several {kind} extracts were given: {names}; import one of them."
            each = replace(each, problems=(*each.problems, Problem(Place(each.name), message)))
        judged.append(each)
    return judged


def _workforce_grids(found: ExtractFile, problems: Problems) -> dict[str, Grid]:
    if not _is_workforce_csv(found):
        return _grids_of_workbook(found, same, WORKFORCE_SHEETS)
    grids = {}
    for path in found.paths:
        name = same(path.stem)
        try:
            grids[name] = csv_grid(path.name, decode(_bytes_of(path)), WORKFORCE_SHEETS[name])
        except Unreadable as error:
            problems.add(Place(path.name), str(error))
    return grids


def _read_allocations(found: ExtractFile, problems: Problems, as_at: date) -> AllocationsRecords:
    if found.paths[0].suffix.lower() == ".csv":
        text = decode(_bytes_of(found.paths[0]))
        return read_cases(csv_grid(found.name, text, CASE_COLUMNS), problems, as_at=as_at)
    grids = _grids_of_workbook(found, _list_key, LISTS)
    return read_annex_a(found.name, grids, problems, as_at=as_at)


def _grids_of_workbook(
    found: ExtractFile, key: Callable[[str], str | None], wanted: Container[str]
) -> dict[str, Grid]:
    book = Workbook(_bytes_of(found.paths[0]))
    grids: dict[str, Grid] = {}
    for sheet in book.sheet_names:
        name = key(sheet)
        if name is None or name not in wanted:
            continue
        if name in grids:
            raise Unreadable(
                f"The sheets {grids[name].sheet} and {sheet} have the same name but for spaces; "
                "delete the one that is not wanted."
            )
        grids[name] = Grid(found.name, sheet, book.rows(sheet))
    return grids

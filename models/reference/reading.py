"""Reads the Department's files as it publishes them, whichever release they are of."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import cast

from models.extracts.cells import Cell, as_word, read_text
from models.extracts.csv_text import csv_grid, top_rows
from models.extracts.problems import Problems, listed
from models.extracts.records import Place
from models.extracts.sheets import (
    HEADER_WITHIN,
    Column,
    Grid,
    Row,
    Sheet,
    find_header,
    likeliest_header,
)
from models.reference import column_names as columns
from models.reference.measures import PublishedMeasure
from models.reference.published_cells import (
    read_new_codes,
    read_old_codes,
    read_value,
    read_year,
)
from models.reference.records import PublishedRecords
from models.reference.table import Area, Level, Neighbour, Neighbours, Table, Value
from models.vocabulary import ExtractKind

_LEVELS = {
    "national": Level.ENGLAND,
    "country": Level.ENGLAND,
    "england": Level.ENGLAND,
    "regional": Level.REGION,
    "region": Level.REGION,
    "local_authority": Level.AUTHORITY,
    "la": Level.AUTHORITY,
}
_FEWEST_MEASURES = 2  # one column alone may be in somebody else's file
_BEHIND_NAME = re.compile(r"_(20[0-9]{2})$")
_COLUMNS: Mapping[ExtractKind, Sequence[Column]] = {
    ExtractKind.INDICATORS: columns.INDICATOR_COLUMNS,
    ExtractKind.CHILDREN_IN_NEED: columns.NEED_COLUMNS,
    ExtractKind.NEIGHBOURS: columns.NEIGHBOUR_COLUMNS,
}
_IN_NAME = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")


def kind_of(text: str) -> ExtractKind | None:
    """Which published file a CSV file is by its columns; None where it is none of them."""
    return kind_of_rows(top_rows(text))


def kind_of_rows(top: Sequence[Sequence[Cell]]) -> ExtractKind | None:
    """Which published file a sheet is by its first rows; None where it is none of them."""
    if columns.NEED[PublishedMeasure.CHILDREN_IN_NEED].name in likeliest_header(
        top, columns.NEED_COLUMNS
    ):
        return ExtractKind.CHILDREN_IN_NEED
    year = _year_of_columns(top)
    names = {column.name for column in columns.MEASURES.values()}
    found = likeliest_header(top, columns.of_year(columns.INDICATOR_COLUMNS, year))
    if (year or columns.YEAR.name in found) and len(found & names) >= _FEWEST_MEASURES:
        return ExtractKind.INDICATORS
    if {"SN_1", "SN_2"} <= likeliest_header(top, columns.NEIGHBOUR_COLUMNS):
        return ExtractKind.NEIGHBOURS
    return None


def is_other_statistics(top: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first rows are those of a file of the Department's with figures not read."""
    found = likeliest_header(top, columns.INDICATOR_COLUMNS)
    return {columns.YEAR.name, columns.LEVEL.name} <= found and kind_of_rows(top) is None


def read_published(
    kind: ExtractKind, file: str, text: str, problems: Problems
) -> PublishedRecords | None:
    """What a published file says; None, with the problems reported, where it cannot be read."""
    year = _year_of_columns(top_rows(text))
    grid = csv_grid(file, text, columns.of_year(_COLUMNS[kind], year))
    return _read(kind, grid, year, problems)


def read_published_sheet(
    kind: ExtractKind, grid: Grid, problems: Problems
) -> PublishedRecords | None:
    """What a published file says that somebody saved as a workbook; else as `read_published`."""
    top = list(islice(grid.rows, HEADER_WITHIN))
    whole = replace(grid, rows=chain(top, grid.rows))
    return _read(kind, whole, _year_of_columns([cells for _, cells in top]), problems)


def _read(
    kind: ExtractKind, grid: Grid, year: int | None, problems: Problems
) -> PublishedRecords | None:
    sheet = find_header(grid, columns.of_year(_COLUMNS[kind], year), problems)
    if sheet is None:
        return None
    if kind is ExtractKind.NEIGHBOURS:
        return _read_neighbours(sheet, problems)
    measures = columns.NEED if kind is ExtractKind.CHILDREN_IN_NEED else columns.MEASURES
    return _read_table(sheet, measures, year, problems)


def _year_of_columns(top: Sequence[Sequence[Cell]]) -> int | None:
    """The year behind the columns' names, in a file that has no column of years."""
    if columns.YEAR.name in likeliest_header(top, columns.INDICATOR_COLUMNS):
        return None
    ends = (_BEHIND_NAME.search(cell) for row in top for cell in row if isinstance(cell, str))
    years = {int(end[1]) for end in ends if end}
    return years.pop() if len(years) == 1 else None


def _read_table(
    sheet: Sheet,
    measures: Mapping[PublishedMeasure, Column],
    year_of_all: int | None,
    problems: Problems,
) -> PublishedRecords | None:
    has = {measure: c.name for measure, c in measures.items() if c.name in sheet.header}
    areas: dict[str, tuple[int, Area]] = {}
    rows: dict[tuple[str, int], Mapping[PublishedMeasure, Value]] = {}
    others = Counter[str]()
    for row in sheet.rows():
        level = _level(row)
        if level is None or not _is_counted(row):
            left_out = columns.LEVEL.name if level is None else columns.CATEGORY.name
            others[row.text(left_out) or ""] += 1
            continue
        year = year_of_all or row.needed(columns.YEAR.name, read_year, 0)
        area = _area(row, level)
        if area is None or not year:
            continue
        if (area.code, year) in rows:
            row.refuse(None, f"{area.name} is there twice for {year}; keep one row of each year.")
            continue
        areas[area.code] = _newest(areas.get(area.code), year, area)
        rows[area.code, year] = _values(row, has)
    if not rows and not problems:
        problems.add(Place(sheet.file), "The file has no row of England, a region or an authority.")
    missing = [c.name for measure, c in measures.items() if measure not in has]
    notes = [*_about_missing(missing), *_about_others(others)]
    table = Table({code: area for code, (_, area) in areas.items()}, rows)
    return PublishedRecords(table, tuple(notes))


def _values(row: Row, has: Mapping[PublishedMeasure, str]) -> dict[PublishedMeasure, Value]:
    values: dict[PublishedMeasure, Value] = {}
    for measure, column in has.items():
        value = cast(Value | None, row.read(column, read_value))
        if value is not None:
            values[measure] = value
    return values


def _level(row: Row) -> Level | None:
    """England, region or authority; by the codes in files that do not say."""
    said = row.text(columns.LEVEL.name)
    if said is not None:
        return _LEVELS.get(as_word(said))
    if row.text(columns.OLD_CODE.name) or row.text(columns.NEW_CODE.name):
        return Level.AUTHORITY
    return Level.REGION if row.text("region_code") else Level.ENGLAND


def _is_counted(row: Row) -> bool:
    """Whether the row is of every child in need, where the file has other categories too."""
    category = row.text(columns.CATEGORY.name)
    return category is None or as_word(category) in {"children_in_need", "total"}


def _area(row: Row, level: Level) -> Area | None:
    if level is Level.ENGLAND:
        return Area(row.text("country_code") or "E92000001", level, "England")
    region = row.text("region_code")
    if level is Level.REGION:
        name = row.text("region_name")
        if region is None or name is None:
            row.refuse("region_code", "A region needs its code and its name; fill both in.")
            return None
        return Area(region, level, name)
    old = row.read(columns.OLD_CODE.name, read_old_codes) or ()
    new = row.read(columns.NEW_CODE.name, read_new_codes) or ()
    if not old and not new:
        row.refuse(columns.OLD_CODE.name, "An authority needs its code; fill it in, such as 852.")
        return None
    code = "/".join(old or new)
    return Area(code, level, row.text(columns.NAME.name) or code, region, new)


def _newest(known: tuple[int, Area] | None, year: int, area: Area) -> tuple[int, Area]:
    """The area as its newest row describes it, known by the codes of every year."""
    if known is None:
        return year, area
    newest, older = ((year, area), known) if year > known[0] else (known, (year, area))
    codes = dict.fromkeys((*newest[1].long_codes, *older[1].long_codes))
    described = newest[1]
    return newest[0], Area(
        described.code, described.level, described.name, described.region, tuple(codes)
    )


def _about_missing(missing: Sequence[str]) -> list[str]:
    if not missing:
        return []
    are = "column" if len(missing) == 1 else "columns"
    return [f"The file does not have the {are} {listed(missing)}; nothing is taken from it there."]


def _about_others(others: Counter[str]) -> list[str]:
    if not others:
        return []
    kinds, number = listed(sorted(word for word in others if word)), others.total()
    rows = "1 row" if number == 1 else f"{number:,} rows"
    were = "was" if number == 1 else "were"
    return [f"{rows} of another level or category {were} left out: {kinds}."]


def _read_neighbours(sheet: Sheet, problems: Problems) -> PublishedRecords:
    of: dict[str, tuple[Neighbour, ...]] = {}
    names: dict[str, str] = {}
    for row in sheet.rows():
        codes: tuple[str, ...] = row.needed(columns.OLD_CODE.name, _some_codes, ())
        if not codes:
            continue
        if codes[0] in of:
            row.refuse(columns.OLD_CODE.name, f"{codes[0]} is there twice; keep one row.")
            continue
        found = [_neighbour(row, n, sheet) for n in range(1, columns.HOW_MANY_NEIGHBOURS + 1)]
        of[codes[0]] = tuple(neighbour for neighbour in found if neighbour is not None)
        names[codes[0]] = row.text(columns.NAME.name) or codes[0]
    if not of and not problems:
        problems.add(Place(sheet.file), "The file has no row of an authority.")
    years = [int(year) for year in _IN_NAME.findall(sheet.file)]
    notes = () if years else (_NO_YEAR,)
    return PublishedRecords(Neighbours(max(years, default=0), of, names), notes)


def _some_codes(cell: Cell) -> tuple[str, ...] | None:
    return read_old_codes(cell) or None


_NO_YEAR = (
    "The name of the file has no year, so that nobody can tell whether it is the newest model; "
    "sn_model_2025_wide.csv has."
)


def _neighbour(row: Row, number: int, sheet: Sheet) -> Neighbour | None:
    column, closeness = f"SN_{number}", f"SN_{number}P"
    codes = row.read(column, read_old_codes)
    if not codes:
        return None
    cell = row.cell(closeness)
    if closeness not in sheet.header:  # some releases call every one of these columns SNP
        beside = sheet.header[column] + 1
        cell = row.cells[beside] if beside < len(row.cells) else None
    words = read_text(cell)
    known = words is not None and not words.isdigit()
    return Neighbour(codes[0], words.casefold() if words and known else "")

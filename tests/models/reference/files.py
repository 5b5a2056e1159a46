"""Writes files as the Department publishes them, for tests to read."""

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path

from models.extracts.problems import Problems
from models.extracts.records import Place
from models.reference.measures import PublishedMeasure, Symbol
from models.reference.reading import read_published
from models.reference.records import PublishedRecords
from models.reference.table import Level, Neighbours, Row, Table
from models.vocabulary import ExtractKind

LEVELS = {
    Level.ENGLAND: "National",
    Level.REGION: "Regional",
    Level.AUTHORITY: "Local authority",
}
AREA = (
    *("time_period", "time_identifier", "geographic_level", "country_code", "country_name"),
    *("region_code", "region_name", "old_la_code", "new_la_code", "la_name"),
)
ENGLAND = {"geographic_level": "National", "country_code": "E92000001", "country_name": "England"}
SOUTH_EAST = ENGLAND | {
    "geographic_level": "Regional",
    "region_code": "E12000008",
    "region_name": "South East",
}
SOUTHAMPTON = SOUTH_EAST | {
    "geographic_level": "Local authority",
    "old_la_code": "852",
    "new_la_code": "E06000045",
    "la_name": "Southampton",
}
JOINT = SOUTH_EAST | {
    "geographic_level": "Local authority",
    "old_la_code": "314 / 318",
    "new_la_code": "E09000021 / E09000027",
    "la_name": "Kingston upon Thames / Richmond upon Thames",
}
USUAL = {"inpost_fte": "90", "agency_fte": "10", "agency_rate_fte": "10"}


def row(
    where: Mapping[str, str] = SOUTHAMPTON,
    year: object = 2025,
    said: Mapping[str, str] = USUAL,
    **cells: str,
) -> dict[str, str]:
    period = {"time_period": str(year), "time_identifier": "Reporting year"}
    return {**period, **where, **said, **cells}


def text_of(
    *rows: Mapping[str, str],
    columns: Sequence[str] | None = None,
    separator: str = ",",
) -> str:
    """A CSV file of these rows, with a column for each key."""
    names = columns or [
        *AREA,
        *dict.fromkeys(key for each in rows for key in each if key not in AREA),
    ]
    out = StringIO()
    writer = csv.DictWriter(
        out, names, restval="", delimiter=separator, lineterminator="\r\n", extrasaction="ignore"
    )
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def as_published(table: Table, names: Mapping[PublishedMeasure, str]) -> str:
    """A table as a file of the Department's, with these columns in this order."""
    rows = []
    for (code, year), said in table.rows.items():
        area = table.areas[code]
        region = table.areas.get(area.region or "")
        authority = area.level is Level.AUTHORITY
        rows.append(
            {
                "time_period": str(year),
                "geographic_level": LEVELS[area.level],
                "country_code": "E92000001",
                "country_name": "England",
                "region_code": code if area.level is Level.REGION else area.region or "",
                "region_name": area.name if region is None else region.name,
                "old_la_code": " / ".join(area.codes),
                "new_la_code": " / ".join(area.long_codes) if authority else "",
                "la_name": area.name if authority else "",
            }
            | {name: _printed(said, measure) for measure, name in names.items()}
        )
    return text_of(*rows)


def _printed(said: Row, measure: PublishedMeasure) -> str:
    value = said.get(measure, "")
    return value.value if isinstance(value, Symbol) else f"{value:.10g}" if value != "" else ""


def read(
    text: str, kind: ExtractKind = ExtractKind.INDICATORS, file: str = "published.csv"
) -> PublishedRecords:
    """What a file says; it must have nothing wrong with it."""
    problems = Problems()
    found = read_published(kind, file, text, problems)
    assert problems.listed(file) == ()
    assert found is not None
    return found


def table(text: str, kind: ExtractKind = ExtractKind.INDICATORS) -> Table:
    said = read(text, kind).said
    assert isinstance(said, Table)
    return said


def neighbours(text: str, file: str = "sn_model_2025_wide.csv") -> Neighbours:
    said = read(text, ExtractKind.NEIGHBOURS, file).said
    assert isinstance(said, Neighbours)
    return said


def wrong(text: str, kind: ExtractKind = ExtractKind.INDICATORS) -> list[tuple[Place, str]]:
    """Everything wrong with a file: where, and the sentence."""
    problems = Problems()
    read_published(kind, "published.csv", text, problems)
    return [(problem.place, problem.message) for problem in problems.listed("published.csv")]

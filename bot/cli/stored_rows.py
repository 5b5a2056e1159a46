"""Rows that tell of a person, as lines to hand to them and as stable JSON."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from alerts.wording import count, day, moment
from models.stored.describing import Stored
from models.telling.rows import Found
from models.vocabulary import words

MOST = 12
"""Rows of one table in words; the JSON has them all."""

Row = dict[str, Any]
Places = Mapping[tuple[str, int], str]
"""The names of teams and services, by "team" or "service" and their number."""

_TOLD_IDS = frozenset({"staff_id", "slack_id", "team_id", "service_id", "channel_id"})


def as_json_rows(found: Sequence[Found], zone: ZoneInfo) -> list[Row]:
    """Each table with its purpose, how long it is kept, who sees it, and its rows."""
    return [
        {
            "table": each.stored.name,
            "what": each.stored.what,
            "kept": each.stored.kept,
            "seen_by": each.stored.seen_by,
            "rows": [{name: _plain(v, zone) for name, v in row.items()} for row in each.rows],
        }
        for each in found
    ]


def as_lines(found: Sequence[Found], places: Places, zone: ZoneInfo, today: date) -> Iterator[str]:
    """The same as sections in plain words, without numbers that mean something here alone."""
    for each in found:
        stored = each.stored
        lines = Counter(_in_words(stored, row, places, zone, today) for row in each.rows)
        yield f"\n{stored.what} ({stored.name}, {count(len(each.rows), 'row')})"
        yield f"  Kept: {stored.kept}. Seen by {stored.seen_by}."
        for line, times in list(lines.items())[:MOST]:
            yield f"  - {line}" if times == 1 else f"  - {times:,} times {line}"
        if len(lines) > MOST:
            yield f"  and {len(lines) - MOST:,} more{_range(each.rows, zone, today)}: see --json"


def said_at(value: datetime | None, zone: ZoneInfo) -> str | None:
    """A moment in the stable form."""
    return None if value is None else value.astimezone(zone).isoformat()


def _in_words(stored: Stored, row: Row, places: Places, zone: ZoneInfo, today: date) -> str:
    said = []
    for name, value in row.items():
        noun = name.removesuffix("_id")
        if name.endswith("id") and noun in ("team", "service"):
            value = places.get((noun, value or 0))
        if value not in (None, "", []) and not _is_number_here(name):
            said.append(f"{stored.columns[name].what}: {_worded(value, zone, today)}")
    return "; ".join(said) or "yes, by number"


def _is_number_here(name: str) -> bool:
    """Whether a column links one row to another, or says the same again."""
    linked = name == "id" or (name.endswith("_id") and name not in _TOLD_IDS)
    return linked or name == "folded_name"


def _worded(value: Any, zone: ZoneInfo, today: date) -> str:
    if isinstance(value, datetime):
        return moment(value, zone, today)
    if isinstance(value, date):
        return day(value, today)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return words(value.value)
    if isinstance(value, list):
        return " / ".join(f'"{text}"' for text in value)
    return str(_plain(value, zone))


def _plain(value: Any, zone: ZoneInfo) -> Any:
    if isinstance(value, datetime):
        return said_at(value, zone)
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _range(rows: Sequence[Row], zone: ZoneInfo, today: date) -> str:
    """ ", all of them from 3 Jan to 20 Nov", where each row has a day or a moment."""
    dated = next((n for n, v in rows[0].items() if isinstance(v, date)), None)
    days = [] if dated is None else [row[dated] for row in rows if row[dated] is not None]
    if not days:
        return ""
    first, last = (_worded(each, zone, today) for each in (min(days), max(days)))
    return f", all of them from {first} to {last}"

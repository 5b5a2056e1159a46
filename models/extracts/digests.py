"""The digest of what an extract says: by it the same records are known again."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from hashlib import sha256
from operator import attrgetter
from typing import Any

from models.extracts.records import AllocationsRecords, WorkforceRecords

AT_ONCE = 20_000
"""Rows written out together: all of England's cases would take as much memory as they do."""


def records_digest(records: AllocationsRecords | WorkforceRecords) -> str:
    """A digest of what an extract says: saving the same workbook again changes nothing."""
    digest = sha256()
    for field in fields(records):
        rows = getattr(records, field.name)
        if field.name == "notes" or not rows:
            continue
        for text in _in_order(rows):
            digest.update(f"{field.name} [{text}]".encode())
    return digest.hexdigest()


def _in_order(rows: Sequence[Any]) -> Iterator[str]:
    """Each row written out, in the order of these texts, not of the extract.

    Not the place it was said in: saving the same rows in another order changes nothing.
    """
    names = [part.name for part in fields(rows[0]) if part.name != "place"]
    texts = [repr, *(_Texts().__getitem__ for _ in names[1:])]  # the first is a row's own
    for portion in _portions(rows, attrgetter(names[0])):
        values = (map(attrgetter(name), portion) for name in names)
        written = [map(text, of_column) for text, of_column in zip(texts, values, strict=True)]
        yield from sorted(map(", ".join, zip(*written, strict=True)))


def _portions(rows: Sequence[Any], own: Callable[[Any], Any]) -> Iterator[Sequence[Any]]:
    """All rows in portions of which each comes before the next, by what a row begins with."""
    if len(rows) <= AT_ONCE:
        yield rows
        return
    ordered = sorted(rows, key=lambda row: repr(own(row)))
    start = 0
    while start < len(ordered):
        end = min(start + AT_ONCE, len(ordered))
        while end < len(ordered) and own(ordered[end]) == own(ordered[end - 1]):
            end += 1
        yield ordered[start:end]
        start = end


class _Texts(dict[Any, str]):
    """How the values of a column are written out, each different one once."""

    def __missing__(self, value: Any) -> str:
        text = self[value] = repr(value)
        return text

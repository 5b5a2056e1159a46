"""What a published file says once it is read."""

from dataclasses import dataclass

from models.reference.table import Neighbours, Table


@dataclass(frozen=True, slots=True)
class PublishedRecords:
    """The figures or neighbours of one file, and what the reader decided about it."""

    said: Table | Neighbours
    notes: tuple[str, ...] = ()

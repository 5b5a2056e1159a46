"""What every measure is given: the databases, the size, how often to repeat, and whom to tell."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from models.database import Database
from tests.bench.building import fill
from tests.bench.places import Place
from tests.bench.sizes import Size
from tests.bench.table import Row

AS_AT = date(2026, 11, 23)
"""A Monday: the day of the newest extracts of every filled database."""


@dataclass(frozen=True, slots=True)
class Bench:
    """One run on one kind of database at one size."""

    place: Place
    size: Size
    repeats: int
    minutes: float  # for what goes on for a while
    say: Callable[[str], object]
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def kind(self) -> str:
        """ "sqlite" or "postgres"."""
        return self.place.kind

    @contextmanager
    def empty(self) -> Iterator[Database]:
        """A new database with up-to-date tables and nothing in them; dropped afterwards."""
        with self._opened(None) as database:
            yield database

    @contextmanager
    def filled(self, size: Size | None = None) -> Iterator[Database]:
        """A copy of the database of this size (or of the run's), to do with as one likes."""
        with self._opened(self._built(size or self.size)) as database:
            yield database

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """A folder for files, which may be left full."""
        path = self.place.folder / "files"
        path.mkdir(exist_ok=True)
        yield path

    def row(self, **fields: Any) -> Row:
        """A row of this run."""
        return Row(**{"database": self.kind, "size": self.size.name} | fields)

    @contextmanager
    def _opened(self, like: str | None) -> Iterator[Database]:
        name = f"in_use_{next(self._numbers)}"
        self.say("making a database" if like is None else f"copying the database of {like}")
        database = Database(self.place.make(name, like))
        try:
            yield database
        finally:
            database.close()
            self.place.drop(name)

    def _built(self, size: Size) -> str:
        """The name of the filled database, which is built once and kept in the place."""
        name = size.name.replace(" × ", "_times_").replace(".", "_")
        done = self.place.folder / f"{name}.built"
        if done.exists():
            return name
        database = Database(self.place.make(name))

        def progress(step: str, part: int, whole: int) -> None:
            self.say(f"building {size.name}: {step} {part:,} of {whole:,}")

        with self.folder() as folder:
            fill(database, size, folder / name, as_at=AS_AT, on_progress=progress)
        database.close()
        done.touch()
        return name


Measure = Callable[[Bench], Iterable[Row]]

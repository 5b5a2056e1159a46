"""Finds the team, service or worker that a cell means, and reports those that mean none."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from models.extracts.problems import did_you_mean, listed, quoted
from models.extracts.records import WorkerRecord
from models.extracts.sheets import Row


@dataclass(frozen=True, slots=True)
class Names:
    """Names of one thing as their own sheet spells them, found whatever the case."""

    thing: str  # "team"
    sheet: str  # "Teams"
    spelt: Mapping[str, str]

    @classmethod
    def of(cls, thing: str, sheet: str, names: Iterable[str]) -> "Names":
        return cls(thing, sheet, {name.casefold(): name for name in names if name})

    def find(self, row: Row, column: str, name: str | None) -> str:
        """The name as its own sheet spells it; as written, with a problem, when it is unknown.

        A sheet that has no names at all is reported elsewhere and makes nothing unknown here.
        """
        if name is None or not self.spelt:
            return name or ""
        found = self.spelt.get(name.casefold())
        if found is None:
            row.refuse(
                column,
                f'There is no {self.thing} "{quoted(name)}" in {self.sheet}.'
                f"{did_you_mean(name, self.spelt.values())} "
                f"{self.sheet} has {listed(self.spelt.values())}.",
            )
        return found or name


class Staff:
    """The workers of the extract, each found by staff id, email or unambiguous name."""

    def __init__(self, workers: Iterable[WorkerRecord]) -> None:
        self._workers = tuple(workers)
        self._ids = {worker.staff_id.casefold() for worker in self._workers}
        self._emails = {worker.email for worker in self._workers if worker.email}

    @cached_property
    def _by_name(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for worker in self._workers:
            found[worker.name.casefold()].add(worker.staff_id)
        return found

    def check(self, row: Row, column: str, who: str | None) -> None:
        """Reports a person who is not in Staff, or whom two workers of one name could be."""
        if who is None or not self._ids:
            return
        if (word := who.casefold()) in self._ids or word in self._emails:
            return
        same_name = self._by_name.get(who.casefold(), set())
        if len(same_name) > 1:
            row.refuse(
                column,
                f'{len(same_name)} workers are called "{quoted(who)}"; '
                "write the staff id or email.",
            )
        elif not same_name:
            row.refuse(
                column,
                f'"{quoted(who)}" is not in Staff.{did_you_mean(who, self._by_name)} '
                "Write a staff id, an email or a name from Staff.",
            )

    def check_id(self, row: Row, column: str, staff_id: str) -> None:
        """Reports a staff id that is not in Staff."""
        word = staff_id.casefold()
        if self._ids and word not in self._ids and word not in self._emails:
            row.refuse(column, f'There is no staff id "{quoted(staff_id)}" in Staff.')


def refuse_repeats(kept: dict[str, int], row: Row, column: str, name: str | None) -> None:
    """Reports a name that an earlier row already has; `kept` remembers the rows."""
    if not name:
        return
    first = kept.setdefault(name.casefold(), row.number)
    if first != row.number:
        row.refuse(column, f'"{quoted(name)}" is already in row {first}; keep one of the rows.')

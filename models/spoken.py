"""A statement as its driver takes it: SQLAlchemy puts it into words once instead of each time."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Dialect

MOST_KNOWN = 100
"""Statements of one kind that are kept; what differs is how long the lists in them are."""


class Spoken:
    """One statement, with places for the values of lists of some lengths."""

    def __init__(self, statement: Any, dialect: Dialect, values: Mapping[str, Any]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=tuple(values))
        state = compiled.construct_expanded_state(dict(values), escape_names=False)
        self.text: str = state.statement
        self._order: Sequence[str] | None = state.positiontup
        self._lists: Mapping[str, Sequence[str]] = state.parameter_expansion
        self._processors = {
            name: process
            for name, bound in compiled.binds.items()
            if (process := bound.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        } | state.processors
        given = {*values, *chain.from_iterable(self._lists.values())}
        self._fixed = {
            name: self._written(name, value)
            for name, value in state.parameters.items()
            if name not in given
        }

    def given(self, values: Mapping[str, Any]) -> Any:
        """These values by their places, or by their names where the driver has them so."""
        found = dict(self._fixed)
        for name, value in values.items():
            if name in self._lists:
                for place, each in zip(self._lists[name], value, strict=True):
                    found[place] = self._written(place, each)
            else:
                found[name] = self._written(name, value)
        return found if self._order is None else tuple([found[name] for name in self._order])

    def _written(self, name: str, value: Any) -> Any:
        write = self._processors.get(name)
        return value if write is None else write(value)


class Spoke:
    """What was put into words before, by the statement, the kind of database, the values' names and
    the lengths.
    """

    def __init__(self) -> None:
        self._known: dict[Any, Spoken] = {}

    def of(self, statement: Any, dialect: Dialect, values: Mapping[str, Any]) -> Spoken:
        """The statement for these values, or for others with lists as long as theirs."""
        lengths = [len(each) for each in values.values() if isinstance(each, list)]
        key = (statement, dialect.name, *values, *lengths)
        spoken = self._known.get(key)
        if spoken is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            spoken = self._known[key] = Spoken(statement, dialect, values)
        return spoken

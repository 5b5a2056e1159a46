"""Several small selects in one round trip: each comes back as the list of its rows."""

import json
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, DateTime, Enum, Executable, Select, func, select
from sqlalchemy.sql.selectable import SelectBase
from sqlalchemy.types import TypeEngine
from sqlmodel import Session

from models.rows import connection_of
from models.spoken import Spoke

Convert = Callable[[Any], Any]


class Together:
    """Selects by name, put into one statement for each kind of database.

    For small results only: the rows travel as JSON, which takes longer than it saves where there
    are thousands. Numbers keep fifteen digits.
    """

    def __init__(self, **parts: SelectBase) -> None:
        subqueries = {name: part.subquery(name) for name, part in parts.items()}
        self._shapes = {name: _Shape(part.c) for name, part in subqueries.items()}
        self._on_sqlite = self._statement(subqueries, func.json_group_array, func.json_array)
        self._on_postgresql = self._statement(subqueries, func.json_agg, func.json_build_array)
        self._spoke = Spoke()

    def read(self, session: Session, **values: object) -> Mapping[str, Sequence[Any]]:
        """The rows of each select, with names and types as the select itself would give them."""
        if session.autoflush:
            session.flush()
        connection = connection_of(session)
        postgresql = connection.dialect.name == "postgresql"
        statement = self._on_postgresql if postgresql else self._on_sqlite
        spoken = self._spoke.of(statement, connection.dialect, values)
        (found,) = connection.exec_driver_sql(spoken.text, spoken.given(values)).all()
        return {
            name: shape.rows(given)
            for (name, shape), given in zip(self._shapes.items(), found, strict=True)
        }

    @staticmethod
    def _statement(subqueries: Mapping[str, Any], together: Any, row: Any) -> Executable:
        lists = (select(together(row(*part.c))).select_from(part) for part in subqueries.values())
        found: Select[*tuple[Any, ...]] = select(*(each.scalar_subquery() for each in lists))
        return found


class _Shape:
    """What a row is called by and made of."""

    def __init__(self, columns: Any) -> None:
        named: Any = namedtuple  # whose fields only the columns know
        self._make = named("Together", columns.keys(), rename=True)._make
        converts = [_convert(column.type) for column in columns]
        self._converts = [(i, convert) for i, convert in enumerate(converts) if convert]

    def rows(self, given: Any) -> list[Any]:
        """Rows of a JSON list; SQLite gives it as text, PostgreSQL nothing where it is empty."""
        if not given or given == "[]":
            return []  # as most are
        listed = json.loads(given) if isinstance(given, str) else given
        for row in listed:
            for i, convert in self._converts:
                if row[i] is not None:
                    row[i] = convert(row[i])
        return list(map(self._make, listed))


def _convert(type_: TypeEngine[Any]) -> Convert | None:
    """How a value comes out of JSON again, where it has changed."""
    if isinstance(type_, Enum):
        return type_.enum_class
    for kind, convert in _CONVERTS.items():
        if isinstance(type_, kind):
            return convert
    decorated = getattr(type_, "impl_instance", None)
    return _convert(decorated) if decorated is not None else None


def _moment(text: str) -> datetime:
    """SQLite keeps moments in UTC without saying so."""
    found = datetime.fromisoformat(text)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _json(given: Any) -> Any:
    return json.loads(given) if isinstance(given, str) else given


_CONVERTS: Mapping[type[TypeEngine[Any]], Convert] = {
    DateTime: _moment,
    Date: date.fromisoformat,
    Boolean: bool,
    JSON: _json,
}

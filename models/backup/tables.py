"""The tables as a database has them at this moment, in a form that is the same on both kinds."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import MetaData, Table, inspect
from sqlalchemy.engine import Connection
from sqlalchemy.types import TypeEngine, UserDefinedType
from sqlmodel.sql.sqltypes import UTCDateTime

from models.backup.form import Kind, TableHead
from models.base import metadata


class JsonText(UserDefinedType[str]):
    """A column of JSON, given and taken as the text that stands in it."""

    cache_ok = True

    def get_col_spec(self, **_given: Any) -> str:
        return "JSON"

    def column_expression(self, column: Any) -> Any:
        return sa.cast(column, sa.Text())


_KINDS: tuple[tuple[type[TypeEngine[Any]], Kind], ...] = (
    (sa.JSON, Kind.JSON),
    (sa.Boolean, Kind.FLAG),
    (sa.DateTime, Kind.MOMENT),
    (sa.Date, Kind.DAY),
    (sa.LargeBinary, Kind.BYTES),
    (sa.Integer, Kind.INTEGER),
    (sa.Numeric, Kind.NUMBER),
    (sa.Float, Kind.NUMBER),
    (sa.String, Kind.TEXT),
)

_TYPES: dict[Kind, TypeEngine[Any]] = {
    Kind.JSON: JsonText(),
    Kind.FLAG: sa.Boolean(),
    Kind.MOMENT: UTCDateTime(),
    Kind.DAY: sa.Date(),
    Kind.BYTES: sa.LargeBinary(),
    Kind.INTEGER: sa.Integer(),
    Kind.NUMBER: sa.Float(),
    Kind.TEXT: sa.String(),
}


@dataclass(frozen=True, slots=True)
class PortableTable:
    """One table: to read from and write to, whatever the code declares today."""

    head: TableHead
    table: sa.TableClause
    key: tuple[str, ...]

    @property
    def kinds(self) -> list[Kind]:
        return [kind for _, kind in self.head.columns]


def there(connection: Connection) -> list[Table]:
    """Those of the product's tables that the database has, each after those it refers to."""
    names = set(inspect(connection).get_table_names()) & set(metadata.tables)
    found = MetaData()
    found.reflect(connection, only=sorted(names))
    return [table for table in found.sorted_tables if table.name in names]


def portable_tables(connection: Connection) -> list[PortableTable]:
    """The same as they are read and written, with the last number that each has given."""
    numbered = numbers_given(connection)
    return [_portable(table, numbered.get(table.name)) for table in there(connection)]


def numbers_given(connection: Connection) -> dict[str, int]:
    """The last number each table gave to a row, where the database remembers it."""
    if connection.dialect.name == "sqlite":
        if not inspect(connection).has_table("sqlite_sequence"):
            return {}
        return dict(_rows(connection, "SELECT name, seq FROM sqlite_sequence"))
    asked = (
        "SELECT t.relname, pg_sequence_last_value(s.oid) FROM pg_class s "
        "JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') "
        "JOIN pg_class t ON t.oid = d.refobjid "
        "WHERE s.relkind = 'S' AND t.relnamespace = current_schema()::regnamespace"
    )
    return {name: last for name, last in _rows(connection, asked) if last is not None}


def _rows(connection: Connection, asked: str) -> list[Any]:
    return list(connection.exec_driver_sql(asked))


def _portable(table: Table, numbered_to: int | None) -> PortableTable:
    columns = tuple((column.name, _kind(column.type)) for column in table.columns)
    return PortableTable(
        head=TableHead(table.name, columns, numbered_to),
        table=sa.table(table.name, *(sa.column(name, _TYPES[kind]) for name, kind in columns)),
        key=tuple(column.name for column in table.primary_key.columns),
    )


def _kind(column: TypeEngine[Any]) -> Kind:
    return next(kind for type_, kind in _KINDS if isinstance(column, type_))

"""What every table shares: named constraints, and columns that hold one of a list of words."""

from enum import StrEnum
from typing import Any, cast

from sqlalchemy import CheckConstraint, Dialect, Enum, MetaData
from sqlmodel import Field, SQLModel

# Unnamed constraints cannot be dropped on SQLite later; this must be set before any table is.
SQLModel.metadata.naming_convention = cast(
    "Any",
    {
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    },
)

metadata: MetaData = SQLModel.metadata

WORD_LENGTH = 32


class _Words(Enum):
    """SQLAlchemy looks each word up by two calls in Python; tens of thousands come at once."""

    inherit_cache = True

    def result_processor(self, _dialect: Dialect, _coltype: object) -> Any:
        members: dict[str | None, Any] = {word.value: word for word in self.enum_class or ()}
        return _Known({None: None, **members}).__getitem__


class _Known(dict[str | None, Any]):
    """The members of a vocabulary by their words."""

    def __missing__(self, word: str | None) -> Any:
        known = ", ".join(each for each in self if each is not None)
        raise LookupError(f"The database holds the word {word!r}, and this program knows {known}.")


def word_type(vocabulary: type[StrEnum]) -> Enum:
    """A column type that stores the word itself, not the member's name, as plain text.

    SQLAlchemy stores a member's *name* unless told otherwise, and a fixed length keeps a longer
    word added later from needing ALTER COLUMN, which SQLite does not have.
    """
    return _Words(
        vocabulary,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=False,
        length=WORD_LENGTH,
        validate_strings=True,
    )


def one_of(column: str, vocabulary: type[StrEnum]) -> CheckConstraint:
    """The database's own refusal of any other word: SQLModel tables do not validate."""
    words = ", ".join(f"'{member.value}'" for member in vocabulary)
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_known")


def key() -> Any:
    """An integer primary key that the database gives."""
    return Field(default=None, primary_key=True)

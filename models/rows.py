"""Rows instead of entities, by statements that are built once and take their values."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Connection, Executable
from sqlmodel import Session


def rows(session: Session, statement: Executable, **values: object) -> Sequence[Any]:
    """What a statement gives with these values for its `bindparam`s.

    A question reads a dozen small things. Through entities each takes several times as long as the
    database does, and building the statement anew takes as long again.
    """
    if session.autoflush:
        session.flush()
    return connection_of(session).execute(statement, values).all()


def connection_of(session: Session) -> Connection:
    """The connection of the session's transaction; a look has begun on it before its session."""
    there = session.bind
    begun = isinstance(there, Connection) and there.in_transaction()
    return cast("Connection", there) if begun else session.connection()


def change(session: Session, statement: Executable, **values: object) -> None:
    """Does what a statement says that changes rows; objects that are loaded are not told."""
    session.flush()
    session.connection().execute(statement, values)

"""Changes many rows at once, and says how many there were."""

from typing import Any, cast

from sqlalchemy import CursorResult
from sqlalchemy.sql.dml import Delete, Update
from sqlmodel import Session


def changed_rows(session: Session, statement: Update | Delete) -> int:
    """How many rows it changed or deleted; objects that are loaded already are not told."""
    options = {"synchronize_session": False}
    return cast("CursorResult[Any]", session.execute(statement, execution_options=options)).rowcount

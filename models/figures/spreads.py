"""How many workers held how many cases on each day that is kept, of however many teams."""

from collections import Counter
from datetime import date

from sqlalchemy import ColumnElement, Integer, cast, func, select, true
from sqlmodel import Session, col

from models.history import TeamSnapshot
from models.rows import rows


def spreads_by_day(
    session: Session, in_scope: ColumnElement[bool]
) -> dict[date, Counter[int] | None]:
    """How many workers held so many cases on each day; None where a team's row does not tell it.

    Added up by the database: of all of England's teams there are half a million rows in two years.
    """
    day, spread = col(TeamSnapshot.day), col(TeamSnapshot.spread)
    told = select(day, func.count() - func.count(spread)).where(in_scope).group_by(day)
    found: dict[date, Counter[int] | None] = {
        each: None if untold else Counter() for each, untold in rows(session, told)
    }
    apart = (
        func.json_each_text if session.get_bind().dialect.name == "postgresql" else func.json_each
    )
    part = apart(spread).table_valued("key", "value")
    workers = func.sum(cast(part.c.value, Integer))
    query = select(day, part.c.key, workers).select_from(TeamSnapshot).join(part, true())
    query = query.where(in_scope, spread.is_not(None)).group_by(day, part.c.key)
    for each, cases, many in rows(session, query):
        there = found[each]
        if there is not None:
            there[int(cases)] = int(many)
    return found

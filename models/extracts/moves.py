"""How cases left their workers with a load: closed, moved to a colleague, or left without one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from models.folding import folded
from models.moves import CaseMove
from models.vocabulary import Leaving

Move = tuple[int, int | None, Leaving]
"""From which worker, to which one of the workforce, and how one case left."""


def same_worker(before: Any, ref: str | None, worker_id: int | None) -> bool:
    """The same person, though the extract may call them by another name or id now."""
    if worker_id is not None and before.worker_id is not None:
        return bool(before.worker_id == worker_id)
    return folded(before.worker_ref or "") == folded(ref or "")


def move_of(before: Any, after: Any) -> list[Move]:
    """How an open case left the worker it had; empty where it stayed, or had none.

    `before` and `after` have a case's columns; None after is a case that the extract has no more.
    """
    giver = before.worker_id
    if giver is None or before.closed_on is not None:
        return []
    if after is None or after.closed_on is not None:
        return [(giver, None, Leaving.CLOSED)]
    if after.worker_ref is None:
        return [(giver, None, Leaving.UNALLOCATED)]
    if same_worker(before, after.worker_ref, after.worker_id):
        return []
    return [(giver, after.worker_id, Leaving.MOVED)]


def write_moves(session: Session, moves: Mapping[Move, int], day: date) -> None:
    """Keep how many cases went which way on a day; which cases is not kept."""
    rows = [
        {"day": day, "from_worker_id": giver, "to_worker_id": taker, "how": how, "cases": cases}
        for (giver, taker, how), cases in moves.items()
    ]
    if rows:
        session.execute(insert(CaseMove), rows)

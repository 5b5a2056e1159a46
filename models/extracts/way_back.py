"""Whether a load is the way back from one that was only accepted by hand."""

from sqlalchemy import String, cast, select
from sqlmodel import Session, col

from models.extracts.plausibility import Totals, doubts
from models.figures.queries import newest_load
from models.loads import Load
from models.vocabulary import ExtractKind, LoadStatus


def is_way_back(
    session: Session, kind: ExtractKind, after: Totals, children_in_need: int | None
) -> bool:
    """Whether it is believable beside the load before one that was only accepted by hand.

    After an accepted file with a third missing, the whole file of the next day is no surprise.
    """
    newest = newest_load(session, kind)
    if newest is None or not newest.reasons:
        return False
    query = (
        select(Load)
        .where(
            col(Load.kind) == kind,
            col(Load.status) == LoadStatus.LOADED,
            cast(col(Load.reasons), String) == "[]",
        )
        .order_by(col(Load.id).desc())
        .limit(1)
    )
    usual = session.scalars(query).first()
    if usual is None:
        return False
    if _size(after) <= _size(_totals_of(newest)):
        return False  # a further fall is no way back
    return not doubts(_totals_of(usual), after, children_in_need)


def _totals_of(load: Load) -> Totals:
    """What a load was judged by when it was loaded."""
    names = ("open_cases", "unallocated", "workers")
    return Totals(**{name: load.counts.get(name) for name in names})


def _size(totals: Totals) -> int:
    return totals.open_cases or totals.workers or 0

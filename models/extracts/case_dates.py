"""Refuses dates of a case that cannot be: in the future, or in the wrong order."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations

from models.extracts.sheets import Row


def refuse_impossible_dates(
    row: Row, dates: Mapping[str, date | None], *, in_order: Sequence[str], as_at: date
) -> None:
    """Reports each date after `as_at`, and each pair of `in_order` that is the wrong way round."""
    for column, day in dates.items():
        if day is not None and day > as_at:
            row.refuse(
                column,
                f"{day:%d/%m/%Y} is after the day the data is as at, {as_at:%d/%m/%Y}; correct the "
                "date, or give the right day with --as-at.",
            )
    for earlier, later in combinations(in_order, 2):
        first, last = dates[earlier], dates[later]
        if first is not None and last is not None and last < first:
            row.refuse(
                later, f"{later} is {last:%d/%m/%Y}, before {earlier}, which is {first:%d/%m/%Y}."
            )


def are_in_order(opened: date | None, allocated: date | None, closed: date | None) -> bool:
    """Whether none of these days of a case is before one that has to come first."""
    if allocated is not None:
        if opened is not None and allocated < opened:
            return False
        if closed is not None and closed < allocated:
            return False
    return opened is None or closed is None or opened <= closed

"""Leaves out of an extract what is kept no longer, so that no load brings back what was deleted."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from models.extracts.agreement import workers_of
from models.extracts.records import CaseRecord, WorkforceRecords
from models.folding import folded
from models.kept import Kept
from models.vocabulary import LimitScope


def is_long_closed(case: CaseRecord, day: date, kept: Kept) -> bool:
    """Whether it was closed so long before the extract's day that it would be deleted again."""
    return case.closed_on is not None and case.closed_on < day - kept.closed_cases


def without_long_gone(records: WorkforceRecords, day: date, kept: Kept) -> WorkforceRecords:
    """The same without workers who left so long ago that they would be forgotten again.

    Who is still named in a post, as a manager or head, or by a limit of their own stays.
    """
    gone = {
        record.staff_id
        for record in records.workers
        if record.left_on is not None and record.left_on < day - kept.leavers
    }
    if not gone:
        return records
    gone -= set(_named(records, day))
    workers = tuple(record for record in records.workers if record.staff_id not in gone)
    note = (_note(len(gone), kept),) if gone else ()
    return replace(records, workers=workers, notes=(*records.notes, *note))


def _named(records: WorkforceRecords, day: date) -> Iterator[str | None]:
    index = workers_of(records, day)
    yield from (index.find(who).key for post in records.posts for who in post.held_by)
    yield from (index.find(team.manager).key for team in records.teams if team.manager)
    yield from (index.find(each.head).key for each in records.services if each.head)
    by_id = {folded(record.staff_id): record.staff_id for record in records.workers}
    for limit in records.limits:
        if limit.scope is LimitScope.STAFF:
            yield by_id.get(folded(limit.name or ""))


def _note(number: int, kept: Kept) -> str:
    who = "1 worker" if number == 1 else f"{number:,} workers"
    return (
        f"{who} left more than {kept.leavers.days} days ago and {'is' if number == 1 else 'are'} "
        "not kept (CASELOAD_LEAVERS_KEPT_DAYS)."
    )

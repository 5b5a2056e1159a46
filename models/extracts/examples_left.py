"""Refuses the template's example rows: nobody in them exists, and they would count as anybody."""

from collections.abc import Iterator
from dataclasses import replace

from models.extracts.problems import Problems
from models.extracts.records import Place, WorkforceRecords
from models.extracts.template_columns import FILLED

_TEAM = FILLED["teams"]["team"].example
_SERVICE = FILLED["services"]["service"].example
_WORKER = (FILLED["staff"]["staff_id"].example, FILLED["staff"]["name"].example)
_POST = (FILLED["posts"]["post_id"].example, FILLED["posts"]["team"].example)
_REASON = FILLED["limits"]["reason"].example


def refuse_examples(problems: Problems, records: WorkforceRecords) -> None:
    """Reports each example row that was not deleted.

    A target says nothing that could not be meant, so the example of one is never refused.
    """
    for place in _left(records):
        problems.add(
            place, "This row is the template's example, of what does not exist; delete the row."
        )
    for limit in records.limits:
        if limit.reason == _REASON:
            problems.add(
                replace(limit.place, column="reason"),
                "This is the template's example; delete the row, or write your own reason.",
            )


def _left(records: WorkforceRecords) -> Iterator[Place]:
    of_teams = {row.place for row in records.teams}
    yield from (row.place for row in records.teams if row.name == _TEAM)
    # One that no row lists stands where its team does, and may be what the authority calls it.
    listed = (row for row in records.services if row.place not in of_teams)
    yield from (row.place for row in listed if row.name == _SERVICE)
    yield from (row.place for row in records.workers if (row.staff_id, row.name) == _WORKER)
    yield from (row.place for row in records.posts if (row.post_id, row.team) == _POST)

"""What is worth saying of a workforce that is loaded, and is no reason to refuse or to hold it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from math import fsum

from models.extracts.matching import KnownWorker, WorkerIndex
from models.extracts.problems import quoted
from models.extracts.records import WorkerRecord, WorkforceRecords
from models.extracts.successors import Successor
from models.figures.figure import shown
from models.figures.holders import in_post
from models.figures.limits import PLACES
from models.vocabulary import Employment

MOST_NAMED = 5


def workforce_notes(
    records: WorkforceRecords, successors: Sequence[Successor], day: date
) -> tuple[str, ...]:
    """Notes as sentences: who has another's staff id, and which posts are held by too many."""
    return (*_of_successors(successors), *_of_posts(records, day))


def _of_successors(successors: Sequence[Successor]) -> Iterator[str]:
    for each in successors[:MOST_NAMED]:
        yield (
            f'Staff id {each.staff_id} was "{quoted(each.earlier)}" and is now '
            f'"{quoted(each.later)}", with another email and a later start: the earlier one '
            f"counts as having left on {each.last_day.isoformat()}. Give every person a staff id "
            "of their own."
        )
    more = len(successors) - MOST_NAMED
    if more > 0:
        yield f"So too {more} more staff ids."


def _of_posts(records: WorkforceRecords, day: date) -> Iterator[str]:
    """The posts that are held by more than their FTE, by those alone who hold no other post."""
    beyond = [f"{post_id} by {shown(fte, 2)}" for post_id, fte in _held_beyond(records, day)]
    if beyond:
        more = f" and {len(beyond) - MOST_NAMED} more" if len(beyond) > MOST_NAMED else ""
        held = "A post is" if len(beyond) == 1 else f"{len(beyond)} posts are"
        yield (
            f"{held} held by more than the post's FTE, as in a handover: "
            f"{', '.join(beyond[:MOST_NAMED])}{more}. Correct held_by where it is none."
        )


def _held_beyond(records: WorkforceRecords, day: date) -> Iterator[tuple[str, float]]:
    """Such posts, and by how much FTE more than they have."""
    here = {record.staff_id: record for record in records.workers if _employed(record, day)}
    index = WorkerIndex(
        KnownWorker(r.staff_id, r.staff_id, r.email, r.name, r.staff_id in here)
        for r in records.workers
    )
    holders = {
        post.post_id: {key for who in post.held_by if (key := index.find(who).key) in here}
        for post in records.posts
    }
    posts_of = Counter(key for keys in holders.values() for key in keys)
    for post in records.posts:
        alone = [here[k].fte for k in holders[post.post_id] if k is not None and posts_of[k] == 1]
        beyond = round(fsum(alone) - post.fte, PLACES)
        if beyond > 0 and (post.deleted_on is None or post.deleted_on >= day):
            yield post.post_id, beyond


def _employed(record: WorkerRecord, day: date) -> bool:
    agency = record.employment is Employment.AGENCY
    return not agency and in_post(started_on=record.started_on, left_on=record.left_on, day=day)

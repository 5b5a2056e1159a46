"""An account of digests: each slot's was said once, with each table of its thread once."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from models.outbox import OutboxRow
from models.slots import Slot
from models.vocabulary import Deed, OutboxState
from tests.chaos.books import JSON, Books
from tests.chaos.finding import Finding, Wrong


def find_wrong_digests(books: Books) -> Iterator[Finding]:
    """What the schedules ask for, whatever the outbox holds; and every thread in its place."""
    done = {(slot.schedule, slot.target, slot.slot_at): slot for slot in books.slots}
    for schedule, target, slot_at in books.due_slots:
        said = f"the {schedule} of {slot_at:%a %d %b %H:%M}"
        slot = done.get((schedule, target, slot_at))
        if slot is None:
            if not _stood_for(books, schedule, target, slot_at):
                yield Finding(Wrong.LOST, f"{said} was never done")
            continue
        yield from _not_once(_posts_of(books.rows, slot), said)
    yield from _threads(books)


def _stood_for(books: Books, schedule: str, target: str, missed: datetime) -> bool:
    """Whether the service was away for a week, and the digest after it says what it stands for."""
    later = [
        slot
        for slot in books.slots
        if (slot.schedule, slot.target) == (schedule, target) and slot.slot_at > missed
    ]
    if not later:
        return False
    posts = _posts_of(books.rows, min(later, key=lambda slot: slot.slot_at))
    return bool(posts) and all("stands for the one" in (row.digest or {})["late"] for row in posts)


def _posts_of(rows: Sequence[OutboxRow], slot: Slot) -> list[OutboxRow]:
    """The messages that were written with a slot: at the same moment, about the same scope."""
    return [
        row
        for row in rows
        if row.deed is Deed.POST
        and row.about is not None
        and row.made_at == slot.done_at
        and slot.schedule == f"digest {_scope(row.about)}"
    ]


def _scope(about: JSON) -> str:
    return about["kind"] if about["id"] is None else f"{about['kind']}:{about['id']}"


def _not_once(posts: Sequence[OutboxRow], said: str) -> Iterator[Finding]:
    lanes = [row.lane for row in posts]
    if not lanes:
        yield Finding(Wrong.LOST, f"{said} was said to nobody")
    if len(set(lanes)) < len(lanes):
        yield Finding(Wrong.DOUBLED, f"{said} was written more than once for {lanes}")
    for row in posts:
        if row.state is not OutboxState.SENT:
            yield Finding(Wrong.LOST, f"{said} for {row.lane} is {row.state.value}: {row.error}")


def _threads(books: Books) -> Iterator[Finding]:
    """Whether each table stands below its message; that it stands once is counted elsewhere."""
    rows = {row.id: row for row in books.rows}
    threads = {(each["channel"], each["ts"]): each.get("thread_ts") for each in books.said.messages}
    for row in books.rows:
        if row.deed is not Deed.IN_THREAD or row.state is not OutboxState.SENT:
            continue
        root = rows[row.reply_to_id or 0]
        if threads.get((row.channel_id, row.ts)) != root.ts:
            yield Finding(Wrong.STATE, f"row {row.id} is not in the thread of row {root.id}")

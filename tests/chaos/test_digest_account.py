"""The account of digests notices what is lost, doubled or out of its thread, and no other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from models.outbox import OutboxRow
from models.slots import Slot
from models.vocabulary import Deed, OutboxState
from tests.chaos.books import Books, Said
from tests.chaos.digest_account import find_wrong_digests
from tests.chaos.finding import Wrong

MONDAY = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
NAME, HEAD = "digest service:3", "person:head@x.example"
ABOUT = {"kind": "service", "id": 3, "team_ids": None}


def a_row(row_id: int, deed: Deed, reply_to: int | None = None) -> OutboxRow:
    return OutboxRow(
        id=row_id,
        token=f"token-{row_id}",
        lane=HEAD,
        deed=deed,
        notice={},
        state=OutboxState.SENT,
        made_at=MONDAY,
        due_at=MONDAY,
        channel_id="D0HEAD",
        ts=str(row_id),
        reply_to_id=reply_to,
        about=ABOUT,
    )


@pytest.fixture
def books() -> Books:
    """One digest with one table, as it should be."""
    thread = {"channel": "D0HEAD", "ts": "2", "thread_ts": "1"}
    slot = Slot(schedule=NAME, target="", slot_at=MONDAY, done_at=MONDAY, late=False)
    return Books(
        rows=[a_row(1, Deed.POST), a_row(2, Deed.IN_THREAD, 1)],
        postings=[],
        alerts=[],
        members=[],
        events=[],
        decisions=[],
        said=Said(messages=[thread], readers={}, shared=set()),
        staff_ids={},
        teams={},
        day=date(2026, 2, 27),
        slots=[slot],
        due_slots=[(NAME, "", MONDAY)],
    )


def never_done(books: Books) -> Books:
    return replace(books, slots=[])


def never_written(books: Books) -> Books:
    return replace(books, rows=[])


def written_twice(books: Books) -> Books:
    return replace(books, rows=[*books.rows, a_row(3, Deed.POST)])


def not_sent(books: Books) -> Books:
    books.rows[0].state = OutboxState.PARKED
    return books


def beside_its_thread(books: Books) -> Books:
    stray = {"channel": "D0HEAD", "ts": "2", "thread_ts": None}
    return replace(books, said=replace(books.said, messages=[stray]))


def test_a_digest_that_was_said_once_with_its_thread_is_well(books: Books) -> None:
    assert list(find_wrong_digests(books)) == []


@pytest.mark.parametrize(
    ("befall", "wrong"),
    [
        (never_done, Wrong.LOST),
        (never_written, Wrong.LOST),
        (written_twice, Wrong.DOUBLED),
        (not_sent, Wrong.LOST),
        (beside_its_thread, Wrong.STATE),
    ],
)
def test_each_fault_is_noticed(
    books: Books, befall: Callable[[Books], Books], wrong: Wrong
) -> None:
    assert [finding.wrong for finding in find_wrong_digests(befall(books))] == [wrong]


@pytest.mark.parametrize(
    ("late", "wrong"),
    [
        ("This digest stands for the one due Mon 23 Feb 08:30 too, which was not sent.", []),
        ("", [Wrong.LOST]),
    ],
)
def test_a_week_that_was_missed_has_to_be_said_by_the_next_digest(
    books: Books, late: str, wrong: list[Wrong]
) -> None:
    books.rows[0].digest = {"late": late}
    due = [(NAME, "", MONDAY - timedelta(weeks=1)), *books.due_slots]
    found = find_wrong_digests(replace(books, due_slots=due))
    assert [finding.wrong for finding in found] == wrong

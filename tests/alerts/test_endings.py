"""Why a breach is over, when several reasons would do: the surest is given."""

from dataclasses import replace

import pytest

from alerts.endings import NO_OUTFLOW, Outflow, Receiver, ending_of
from alerts.members import Member
from alerts.readings import Reading
from models.vocabulary import Ending
from tests.alerts.place import MON, clear

OVER = Member(
    subject="worker:1", rule="worker-over-limit", since=MON, value=21, limit=18, worker_id=1
)
MOVED = Outflow(closed=2, receivers=(Receiver("Kit Dummy", 3, 15, 18),))
CLOSED = Outflow(closed=5, unallocated=1)


@pytest.mark.parametrize(
    ("reading", "outflow", "listed", "ending"),
    [
        (None, MOVED, False, Ending.LEFT),  # the workforce list has the worker no more
        (None, MOVED, True, Ending.FELL),
        (clear(gone="left"), MOVED, True, Ending.LEFT),
        (clear(gone="absent"), MOVED, True, Ending.ABSENT),
        (clear(21, limit=22), MOVED, True, Ending.LIMIT_CHANGED),
        (clear(21, limit=22, gone="left"), NO_OUTFLOW, True, Ending.LEFT),
        (clear(18, limit=22), NO_OUTFLOW, True, Ending.FELL),  # within the old limit, too
        (clear(19, limit=22), MOVED, True, Ending.LIMIT_CHANGED),
        (clear(17, limit=16), MOVED, True, Ending.MOVED),
        (clear(21, limit=None), NO_OUTFLOW, True, Ending.FELL),
        (clear(17), MOVED, True, Ending.MOVED),
        (clear(17), Outflow(elsewhere=1), True, Ending.MOVED),
        (clear(17), CLOSED, True, Ending.FELL),
        (clear(17), NO_OUTFLOW, True, Ending.FELL),
    ],
)
def test_the_surest_cause_is_the_one_given(
    reading: Reading | None, outflow: Outflow, listed: bool, ending: Ending
) -> None:
    assert ending_of(OVER, reading, outflow, listed=listed) is ending


def test_a_kind_of_case_cannot_leave() -> None:
    kind = replace(OVER, subject="kind:child_protection", worker_id=None)
    assert ending_of(kind, None, NO_OUTFLOW, listed=False) is Ending.FELL


def test_a_member_without_a_limit_has_none_that_could_change() -> None:
    member = replace(OVER, limit=None)
    assert ending_of(member, clear(21, limit=22), NO_OUTFLOW, listed=True) is Ending.FELL

"""One alert on late data may speak of two feeds: the allocations, and the workforce list."""

from dataclasses import replace
from typing import Any

import pytest

from alerts.lifecycle import Event
from alerts.members import Judged, Member
from alerts.notices.facts import Facts
from alerts.notices.message import message
from alerts.notices.replies import reply
from alerts.readings import Reading
from models.vocabulary import AlertState, Ending, RuleKind
from tests.alerts.notices.samples import SUBJECTS
from tests.alerts.notices.saying import a_subject, ended, facts, text

((A_FEED, A_READING),) = SUBJECTS[RuleKind.DATA_LATE]
ALLOCATIONS = (A_FEED, A_READING)
LIST = (
    "The workforce list is 40 working days old. Staffing alerts are held until a new one arrives."
)
LAST = "Last workforce list: Fri 25 Sep."
NEWER = "Workforce list as at Fri 20 Nov."


def workforce(age: float = 40, *more: str) -> tuple[Member, Reading]:
    member, reading = a_subject("feed:workforce", "the workforce list", LIST, age, limit=25)
    return member, replace(reading, more=more or (LAST,))


def late(*feeds: tuple[Member, Reading], **given: Any) -> Facts:
    return facts(RuleKind.DATA_LATE, *feeds, **given)


def test_of_the_workforce_alone_only_staffing_is_held() -> None:
    found = message(late(workforce()))
    assert (found.headline, found.named, found.plain) == (LIST, (LAST,), (LAST,))
    assert found.subject == ""


def test_of_both_the_allocations_come_first() -> None:
    found = message(late(workforce(), ALLOCATIONS))
    assert found.headline == A_READING.said
    assert found.named == ("Last load: Fri 20 Nov 18:00.", LIST, LAST)


def test_a_second_feed_is_told_in_a_reply_that_is_about_it() -> None:
    news = Judged((), joined=("feed:workforce",))
    found = reply(late(ALLOCATIONS, workforce(), judged=news), Event.GROWN)
    assert text(found).splitlines() == [
        LIST,
        "Last load: Fri 20 Nov 18:00 · Last workforce list: Fri 25 Sep",
    ]


def test_allocations_that_are_late_after_the_workforce_are_told_too() -> None:
    news = Judged((), joined=("feed:allocations",))
    found = reply(late(ALLOCATIONS, workforce(), judged=news), Event.GROWN)
    assert found.headline == A_READING.said


CASES = ended(ALLOCATIONS, Ending.FELL, 0)
STAFF = ended(workforce(40, NEWER), Ending.FELL, 0)
AGAIN = "Alerts are raised and closed again."


@pytest.mark.parametrize(
    ("feeds", "headline", "lines"),
    [
        (
            [CASES],
            "New allocations have been loaded, as at Fri 20 Nov 18:00",
            [AGAIN],
        ),
        (
            [STAFF],
            "A new workforce list has been loaded",
            [NEWER, "Staffing alerts are raised and closed again."],
        ),
        (
            [STAFF, CASES],
            "New allocations and a new workforce list have been loaded",
            ["Allocations as at Fri 20 Nov 18:00.", NEWER, AGAIN],
        ),
        (
            [CASES, ended(workforce(), Ending.RULE_CHANGED, 40)],
            "New allocations have been loaded, as at Fri 20 Nov 18:00",
            [AGAIN],
        ),
    ],
)
def test_its_end_says_which_has_arrived(
    feeds: list[tuple[Member, Reading]], headline: str, lines: list[str]
) -> None:
    before = message(late(ALLOCATIONS))
    over = {"state": AlertState.RESOLVED, "ending": Ending.FELL, "notice": before}
    found = message(late(*feeds, life=over))
    assert (found.headline, list(found.named)) == (headline, lines)

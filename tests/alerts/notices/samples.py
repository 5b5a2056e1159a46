"""A sample of every kind of alert, with one and with several members."""

from datetime import UTC, datetime
from typing import Any

from alerts.members import Member
from alerts.notices.facts import Facts, Free, RefusedFile
from alerts.readings import Reading
from models.vocabulary import RuleKind
from tests.alerts.notices.saying import JO, SAM, a_subject, a_worker, facts
from tests.alerts.place import FRI, WED

FREE = (Free("Kit Dummy", 3), Free("Robin Sample", 2), Free("Ali Filler", 1))

REFUSED = RefusedFile(
    datetime(2026, 11, 19, 6, tzinfo=UTC),
    "List_6",
    212,
    "CIN Start Date",
    '"31/02/2026" is not a date; write it as 28/02/2026.',
)

SUBJECTS: dict[RuleKind, list[tuple[Member, Reading]]] = {
    RuleKind.WORKER_OVER: [
        a_worker(1, SAM, "26 cases, limit 18"),
        a_worker(2, JO, "17 cases, limit 16.2 newly qualified", 17, 16.2, since=WED),
    ],
    RuleKind.TEAM_ABOVE_PROMISE: [
        a_subject(
            "team:1",
            "Court North",
            "19.3 cases per full-time worker, above the promise of 12–15",
            19.3,
        )
    ],
    RuleKind.URGENT_UNALLOCATED: [
        a_subject("kind:looked_after", "looked after", "2 cases, the longest for 2 working days"),
        a_subject("kind:child_protection", "child protection", "1 case, for 1 working day", 1),
    ],
    RuleKind.UNALLOCATED: [
        a_subject(
            "kind:child_in_need", "child in need", "3 cases, the longest for 12 working days", 3
        ),
        a_subject("kind:assessment", "assessment", "1 case, for 10 working days", 1),
    ],
    RuleKind.ABSENT_HOLDING: [
        a_worker(1, SAM, "absent, with 7 cases", 7, None),
        a_worker(2, JO, "absent, with 1 case", 1, None, since=WED),
    ],
    RuleKind.LEAVER_HOLDING: [
        a_worker(1, SAM, "has left, with 7 cases", 7, None, since=WED),
        a_worker(2, JO, "has left, with 1 case", 1, None, since=FRI),
    ],
    RuleKind.NOT_SEEN: [
        a_worker(1, SAM, "2 children, the longest not seen for 40 days", 2, 28),
        a_subject("nobody", "no worker", "1 child, not seen for 30 days", 1, limit=28),
    ],
    RuleKind.DATA_LATE: [
        a_subject(
            "feed:allocations",
            "the allocations",
            "The caseload figures are two working days old. "
            "No alert is raised or closed until a new load arrives.",
        )
    ],
    RuleKind.LOAD_HELD: [
        a_subject(
            "load:7",
            "annex_a.xlsx",
            "Today's allocations were not loaded: open cases fell from 2,014 to 1,297 (−36 %)",
            0,
            since=WED,
        ),
        a_subject(
            "load:6",
            "staff.xlsx",
            "Thursday's workforce was not loaded: workers fell from 90 to 50 (−44 %)",
            0,
            since=WED,
        ),
    ],
    RuleKind.UNMATCHED: [
        a_subject("unmatched:1", "Robin Sample", "3 cases, not in the workforce list", 3),
        a_subject("unmatched:2", "Alex Sample", "1 case, two workers are called this", 1),
    ],
}

_OWN: dict[RuleKind, dict[str, Any]] = {
    RuleKind.UNALLOCATED: {"limit": 10},
    RuleKind.URGENT_UNALLOCATED: {"limit": 1},
    RuleKind.NOT_SEEN: {"limit": 28},
    RuleKind.DATA_LATE: {"refused": REFUSED},
    RuleKind.LOAD_HELD: {"load_id": 7},
}


def sample(kind: RuleKind, members: int = 2, **given: Any) -> Facts:
    """An alert of a kind with so many of its members, as many as there are."""
    own = {"free": FREE, **_OWN.get(kind, {}), **given}
    return facts(kind, *SUBJECTS[kind][:members], **own)

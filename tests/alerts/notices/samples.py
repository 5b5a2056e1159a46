"""A sample of every kind of alert, with one and with several members."""

from dataclasses import replace
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


def _with_more(subject: tuple[Member, Reading], *more: str) -> tuple[Member, Reading]:
    member, reading = subject
    return member, replace(reading, more=more)


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
            "No alert on cases is raised or closed until a new load arrives.",
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
    RuleKind.AGENCY_ABOVE: [
        _with_more(
            a_subject(
                "measure:agency_fte",
                "Agency social workers",
                "Agency social workers: 14.0 FTE, target 12 since 1 October",
                limit=12,
            ),
            "9.0 cover a vacancy or an absence, 5.0 are extra (supernumerary) · rate 9.1 % (DfE) "
            "· about £2,600 a week above employed cost for the 5 extra",
            "On the present course 12 is reached on 1 March: 2 contracts end in December, "
            "1 permanent starter in February.",
        ),
        a_subject(
            "measure:agency_rate",
            "Agency rate (DfE)",
            "Agency rate (DfE): 9.1 %, target 8 % since 1 October",
            1.1,
            limit=8,
        ),
    ],
    RuleKind.SUPERNUMERARY_PAST_END: [
        a_subject(
            "measure:supernumerary_fte",
            "Supernumerary agency",
            "Supernumerary agency: 5.0 FTE, target 0 since 1 October",
            5,
            limit=0,
        ),
        a_subject(
            "past_end:supernumerary",
            "Supernumerary agency past the last day",
            "2 supernumerary agency workers whose last day has passed still hold 13 cases",
        ),
    ],
    RuleKind.VACANCY_OFF: [
        a_subject(
            "measure:vacancy_rate",
            "Vacancy rate (DfE)",
            "Vacancy rate (DfE): 22.4 %, target 15 % since 1 April",
            7.4,
            limit=15,
        )
    ],
    RuleKind.PERMANENT_OFF: [
        a_subject(
            "measure:permanent_share",
            "Permanent share",
            "Permanent share: 85 %, target at least 90 % since 1 April",
            5,
            limit=90,
        )
    ],
    RuleKind.TURNOVER_OFF: [
        a_subject(
            "measure:turnover_rate",
            "Turnover (DfE)",
            "Turnover (DfE): 18.2 %, target 15 % since 1 April",
            3.2,
            limit=15,
        )
    ],
    RuleKind.TARGET_MISSED: [
        _with_more(
            a_subject(
                "measure:agency_fte",
                "Agency social workers",
                "Agency social workers: on the present course 14.0 FTE on 1 January, "
                "and the path says 12 from then",
                limit=12,
            ),
            "On the present course 12 is reached on 1 March: 2 contracts end in February; "
            "the path says 1 January.",
        )
    ],
    RuleKind.FUNDING_ENDS: [
        _with_more(
            a_subject(
                "funding:2027-03-31",
                "Money until 31 March",
                "20 time-limited posts (19.2 FTE) end on 31 March; without them the average "
                "would be 19.8",
                20,
            ),
            "Nine people in them have no leaving date and no other post.",
        )
    ],
    RuleKind.TEAM_ENDS: [
        a_subject(
            "team:1",
            "Assessment Backlog",
            "Assessment Backlog ends on Fri 25 Dec; it holds 43 cases",
            43,
        )
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

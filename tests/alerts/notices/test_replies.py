"""What is new, replied visibly in a message's thread, and what the head of service is told."""

from dataclasses import replace

import pytest

from alerts.lifecycle import Event
from alerts.members import Judged
from alerts.notices.facts import Facts
from alerts.notices.message import message
from alerts.notices.replies import escalation, reply
from alerts.rules.kinds import OF_STAFFING
from models.vocabulary import RuleKind
from tests.alerts.notices.samples import SUBJECTS, sample
from tests.alerts.notices.saying import a_worker, facts, sections, text

DECIDED = (
    "Before: Mia Manager, Mon 16 Nov 09:12: cases being moved – two to Kit. Review Thu 19 Nov."
)
DECIDED_PLAIN = "Before: acknowledged. Review Thu 19 Nov."

REPLIES = """
= worker_over_limit, grown
Court North: 2 workers are over their limit
Now also Jo Placeholder: 17 cases, limit 16.2 newly qualified.
Worse: Sam Example, 26 cases, limit 18.
Data as at Fri 20 Nov 18:00

= worker_over_limit, grown, without names
Court North: 2 workers are over their limit
One more than before.
It has become worse. It has lasted since Mon 16 Nov (4 working days).
Data as at Fri 20 Nov 18:00

= worker_over_limit, reminded
Court North: 2 workers are over their limit · not acknowledged yet
It has lasted since Mon 16 Nov (4 working days).
Data as at Fri 20 Nov 18:00

= worker_over_limit, review_passed
Court North: 2 workers are over their limit · the review date has passed
Before: Mia Manager, Mon 16 Nov 09:12: cases being moved – two to Kit. Review Thu 19 Nov.
It is not over, and wants a new decision or a new date.
Data as at Fri 20 Nov 18:00

= worker_over_limit, review_passed, without names
Court North: 2 workers are over their limit · the review date has passed
Before: acknowledged. Review Thu 19 Nov.
It is not over, and wants a new decision or a new date.
Data as at Fri 20 Nov 18:00

= worker_over_limit, snooze_over
Court North: 2 workers are over their limit · the snooze is over
It has lasted since Mon 16 Nov (4 working days).
Data as at Fri 20 Nov 18:00

= team_above_promise, grown
Court North: 19.3 cases per full-time worker, above the promise of 12–15
It has become worse. It has lasted since Mon 16 Nov (4 working days).
Data as at Fri 20 Nov 18:00

= team_above_promise, reminded
Court North: 19.3 cases per full-time worker, above the promise of 12–15 · not acknowledged yet
It has lasted since Mon 16 Nov (4 working days).
Data as at Fri 20 Nov 18:00

= team_above_promise, review_passed
Court North: 19.3 cases per full-time worker, above the promise of 12–15 · the review date has \
passed
Before: Mia Manager, Mon 16 Nov 09:12: cases being moved – two to Kit. Review Thu 19 Nov.
It is not over, and wants a new decision or a new date.
Data as at Fri 20 Nov 18:00

= team_above_promise, review_passed, without names
Court North: 19.3 cases per full-time worker, above the promise of 12–15 · the review date has \
passed
Before: acknowledged. Review Thu 19 Nov.
It is not over, and wants a new decision or a new date.
Data as at Fri 20 Nov 18:00

= team_above_promise, snooze_over
Court North: 19.3 cases per full-time worker, above the promise of 12–15 · the snooze is over
It has lasted since Mon 16 Nov (4 working days).
Data as at Fri 20 Nov 18:00

= urgent_case_unallocated, grown
Court North: 3 looked-after or child-protection cases have no worker
Now also child protection: 1 case, for 1 working day.
Worse: looked after, 2 cases, the longest for 2 working days.
Data as at Fri 20 Nov 18:00

= urgent_case_unallocated, reminded
Court North: 3 looked-after or child-protection cases have no worker · not acknowledged yet
It has lasted since Mon 16 Nov (4 working days).
Data as at Fri 20 Nov 18:00

= case_unallocated, grown
Court North: 4 cases have had no worker for 10 working days or more
Now also assessment: 1 case, for 10 working days.
Worse: child in need, 3 cases, the longest for 12 working days.
Data as at Fri 20 Nov 18:00

= case_unallocated, reminded
Court North: 4 cases have had no worker for 10 working days or more · not acknowledged yet
It has lasted since Mon 16 Nov (4 working days).
Data as at Fri 20 Nov 18:00

= absent_worker_holding_cases, grown
Court North: 2 absent workers hold 8 cases
Now also Jo Placeholder: 1 case.
Worse: Sam Example, 7 cases.
Data as at Fri 20 Nov 18:00

= absent_worker_holding_cases, grown, without names
Court North: 2 absent workers hold 8 cases
One more than before.
It has become worse. It has lasted since Mon 16 Nov (4 working days).
Data as at Fri 20 Nov 18:00

= absent_worker_holding_cases, reminded
Court North: 2 absent workers hold 8 cases · not acknowledged yet
It has lasted since Mon 16 Nov (4 working days).
Data as at Fri 20 Nov 18:00

= leaver_holding_cases, grown
Court North: 8 cases are still held by 2 workers who have left
Now also Jo Placeholder: 1 case.
Worse: Sam Example, 7 cases.
Data as at Fri 20 Nov 18:00

= leaver_holding_cases, grown, without names
Court North: 8 cases are still held by 2 workers who have left
One more than before.
It has become worse. It has lasted since Wed 18 Nov (2 working days).
Data as at Fri 20 Nov 18:00

= leaver_holding_cases, reminded
Court North: 8 cases are still held by 2 workers who have left · not acknowledged yet
It has lasted since Wed 18 Nov (2 working days).
Data as at Fri 20 Nov 18:00

= child_not_seen, grown
Court North: 3 children have not been seen for more than 28 days
Now also no worker: 1 child, not seen for 30 days.
Worse: Sam Example, 2 children, the longest not seen for 40 days.
Data as at Fri 20 Nov 18:00

= child_not_seen, grown, without names
Court North: 3 children have not been seen for more than 28 days
One more than before.
It has become worse. It has lasted since Mon 16 Nov (4 working days).
Data as at Fri 20 Nov 18:00

= child_not_seen, reminded
Court North: 3 children have not been seen for more than 28 days · not acknowledged yet
It has lasted since Mon 16 Nov (4 working days).
Data as at Fri 20 Nov 18:00

= data_late, grown
The caseload figures are two working days old. No alert on cases is raised or closed until a \
new load arrives.
It has become worse. It has lasted since Mon 16 Nov (4 working days).
Last load: Fri 20 Nov 18:00

= data_late, reminded
The caseload figures are two working days old. No alert on cases is raised or closed until a \
new load arrives.
Not acknowledged yet.
It has lasted since Mon 16 Nov (4 working days).
Last load: Fri 20 Nov 18:00

= data_late, review_passed
The caseload figures are two working days old. No alert on cases is raised or closed until a \
new load arrives.
The review date has passed.
Before: Mia Manager, Mon 16 Nov 09:12: cases being moved – two to Kit. Review Thu 19 Nov.
It is not over, and wants a new decision or a new date.
Last load: Fri 20 Nov 18:00

= data_late, review_passed, without names
The caseload figures are two working days old. No alert on cases is raised or closed until a \
new load arrives.
The review date has passed.
Before: acknowledged. Review Thu 19 Nov.
It is not over, and wants a new decision or a new date.
Last load: Fri 20 Nov 18:00

= data_late, snooze_over
The caseload figures are two working days old. No alert on cases is raised or closed until a \
new load arrives.
The snooze is over.
It has lasted since Mon 16 Nov (4 working days).
Last load: Fri 20 Nov 18:00

= load_held, grown
Today's allocations were not loaded: open cases fell from 2,014 to 1,297 (−36 %)
Also held: Thursday's workforce was not loaded: workers fell from 90 to 50 (−44 %).

= load_held, reminded
Today's allocations were not loaded: open cases fell from 2,014 to 1,297 (−36 %)
It has waited for a decision since Wed 18 Nov (2 working days).

= unmatched_workers, grown
4 cases are held by 2 people who are not in the workforce list
Now also Alex Sample: 1 case, two workers are called this.
Worse: Robin Sample, 3 cases, not in the workforce list.
Data as at Fri 20 Nov 18:00

= unmatched_workers, grown, without names
4 cases are held by 2 people who are not in the workforce list
One more than before.
It has become worse. It has lasted since Mon 16 Nov (4 working days).
Data as at Fri 20 Nov 18:00

= unmatched_workers, reminded
4 cases are held by 2 people who are not in the workforce list · not acknowledged yet
It has lasted since Mon 16 Nov (4 working days).
Data as at Fri 20 Nov 18:00
"""


def grown(found: Facts) -> Facts:
    """The first member is worse, and the others are new; it was decided about before."""
    members = found.life.members
    judged = Judged(
        members,
        joined=tuple(member.subject for member in members[1:]),
        worse=tuple(member.subject for member in members[:1]),
    )
    said = replace(message(found), decided=DECIDED, decided_plain=DECIDED_PLAIN)
    return replace(found, judged=judged, life=replace(found.life, notice=said))


@pytest.mark.parametrize(("title", "said"), sections(REPLIES))
def test_a_reply_reads(title: str, said: str) -> None:
    kind, event, *without = title.split(", ")
    found = reply(grown(sample(RuleKind(kind))), Event(event))
    assert text(found, named=not without) == said


def test_every_kind_of_alert_has_its_replies() -> None:
    said = {tuple(title.split(", ")[:2]) for title, _ in sections(REPLIES)}
    for kind in SUBJECTS.keys() - OF_STAFFING:
        assert {(kind.value, "grown"), (kind.value, "reminded")} <= said


@pytest.mark.parametrize("kind", list(SUBJECTS))
@pytest.mark.parametrize(
    "event", [Event.GROWN, Event.REMINDED, Event.REVIEW_PASSED, Event.SNOOZE_OVER]
)
def test_a_reply_says_of_which_day_its_figures_are_and_offers_nothing(
    kind: RuleKind, event: Event
) -> None:
    found = reply(grown(sample(kind)), event)
    assert found.offers == ()
    if kind is RuleKind.LOAD_HELD:
        assert found.footer == ""  # the headline says of which day the extract is
    else:
        assert "Fri 20 Nov 18:00" in found.footer


def test_many_who_join_at_once_are_ten_lines_and_the_rest_counted() -> None:
    workers = [a_worker(number, f"Worker {number}", "26 cases") for number in range(14)]
    found = reply(grown(facts(RuleKind.WORKER_OVER, *workers)), Event.GROWN)
    assert len(found.named) == 11
    assert found.named[-1] == "… and 4 more"
    assert found.plain[0] == "13 more than before."


def test_a_note_that_may_name_somebody_is_replied_only_with_names() -> None:
    found = reply(grown(sample(RuleKind.TEAM_ABOVE_PROMISE)), Event.REVIEW_PASSED)
    assert DECIDED in found.named
    assert "Kit" not in "".join(found.plain)


@pytest.mark.parametrize(
    ("kind", "days", "headline"),
    [
        (
            RuleKind.WORKER_OVER,
            3,
            "Court North: 2 workers are over their limit · not acknowledged for 3 working days",
        ),
        (
            RuleKind.URGENT_UNALLOCATED,
            1,
            "Court North: 3 looked-after or child-protection cases have no worker "
            "· not acknowledged for 1 working day",
        ),
        (
            RuleKind.DATA_LATE,
            2,
            "The caseload figures are two working days old. No alert on cases is raised or closed "
            "until a new load arrives · not acknowledged for 2 working days",
        ),
    ],
)
def test_the_head_of_service_is_told_that_nobody_has_answered(
    kind: RuleKind, days: int, headline: str
) -> None:
    found = grown(sample(kind))
    told = escalation(found, days)
    assert told.headline == headline
    assert found.life.notice is not None
    assert replace(told, headline="") == replace(found.life.notice, headline="")

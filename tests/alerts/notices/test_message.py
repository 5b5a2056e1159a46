"""The alert's one message, read as a whole: of every kind, with names and without."""

from dataclasses import replace
from datetime import date

import pytest

from alerts.notice import Notice, Offer
from alerts.notices.facts import Free
from alerts.notices.message import message, offers
from alerts.rules.kinds import OF_STAFFING
from models.vocabulary import AlertState, RuleKind, TeamKind
from tests.alerts.notices.samples import SUBJECTS, sample
from tests.alerts.notices.saying import a_worker, facts, sections, text
from tests.alerts.place import FRI, NEXT_MON, WED

MESSAGES = """
= worker_over_limit, 1 member
Court North: 1 worker is over the limit
Sam Example 26 cases, limit 18 · over since Mon 16 Nov (4 working days)
6 places are free in the team: Kit Dummy 3, two others 3.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [who_has_room] [counted]

= worker_over_limit, 1 member, without names
Court North: 1 worker is over the limit
Over since Mon 16 Nov (4 working days)
6 places are free in the team.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [who_has_room] [counted]

= worker_over_limit, 2 members
Court North: 2 workers are over their limit
Sam Example 26 cases, limit 18 · over since Mon 16 Nov (4 working days)
Jo Placeholder 17 cases, limit 16.2 newly qualified · over since Wed 18 Nov (2 working days)
6 places are free in the team: Kit Dummy 3, two others 3.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [who_has_room] [counted]

= worker_over_limit, 2 members, without names
Court North: 2 workers are over their limit
The longest over since Mon 16 Nov (4 working days)
6 places are free in the team.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [who_has_room] [counted]

= team_above_promise, 1 member
Court North: 19.3 cases per full-time worker, above the promise of 12–15
Above since Mon 16 Nov (4 working days)
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [caseload] [who_has_room] [counted]

= team_above_promise, 1 member, without names
Court North: 19.3 cases per full-time worker, above the promise of 12–15
Above since Mon 16 Nov (4 working days)
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [caseload] [who_has_room] [counted]

= urgent_case_unallocated, 1 member
Court North: 2 looked-after cases have no worker
Looked after: 2 cases, the longest for 2 working days
6 places are free in the team: Kit Dummy 3, two others 3.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [unallocated] [who_has_room] [counted]

= urgent_case_unallocated, 1 member, without names
Court North: 2 looked-after cases have no worker
Looked after: 2 cases, the longest for 2 working days
6 places are free in the team.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [unallocated] [who_has_room] [counted]

= urgent_case_unallocated, 2 members
Court North: 3 looked-after or child-protection cases have no worker
Looked after: 2 cases, the longest for 2 working days
Child protection: 1 case, for 1 working day
6 places are free in the team: Kit Dummy 3, two others 3.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [unallocated] [who_has_room] [counted]

= urgent_case_unallocated, 2 members, without names
Court North: 3 looked-after or child-protection cases have no worker
Looked after: 2 cases, the longest for 2 working days
Child protection: 1 case, for 1 working day
6 places are free in the team.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [unallocated] [who_has_room] [counted]

= case_unallocated, 1 member
Court North: 3 cases have had no worker for 10 working days or more
Child in need: 3 cases, the longest for 12 working days
6 places are free in the team: Kit Dummy 3, two others 3.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [unallocated] [who_has_room] [counted]

= case_unallocated, 1 member, without names
Court North: 3 cases have had no worker for 10 working days or more
Child in need: 3 cases, the longest for 12 working days
6 places are free in the team.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [unallocated] [who_has_room] [counted]

= case_unallocated, 2 members
Court North: 4 cases have had no worker for 10 working days or more
Child in need: 3 cases, the longest for 12 working days
Assessment: 1 case, for 10 working days
6 places are free in the team: Kit Dummy 3, two others 3.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [unallocated] [who_has_room] [counted]

= case_unallocated, 2 members, without names
Court North: 4 cases have had no worker for 10 working days or more
Child in need: 3 cases, the longest for 12 working days
Assessment: 1 case, for 10 working days
6 places are free in the team.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [unallocated] [who_has_room] [counted]

= absent_worker_holding_cases, 1 member
Court North: 1 absent worker holds 7 cases
Sam Example: 7 cases · absent since Mon 16 Nov (4 working days)
6 places are free in the team: Kit Dummy 3, two others 3.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [who_has_room] [counted]

= absent_worker_holding_cases, 1 member, without names
Court North: 1 absent worker holds 7 cases
Absent since Mon 16 Nov (4 working days)
6 places are free in the team.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [who_has_room] [counted]

= absent_worker_holding_cases, 2 members
Court North: 2 absent workers hold 8 cases
Sam Example: 7 cases · absent since Mon 16 Nov (4 working days)
Jo Placeholder: 1 case · absent since Wed 18 Nov (2 working days)
6 places are free in the team: Kit Dummy 3, two others 3.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [who_has_room] [counted]

= absent_worker_holding_cases, 2 members, without names
Court North: 2 absent workers hold 8 cases
The longest absent since Mon 16 Nov (4 working days)
6 places are free in the team.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [who_has_room] [counted]

= leaver_holding_cases, 1 member
Court North: 7 cases are still held by a worker who has left
Sam Example: 7 cases · left on Wed 18 Nov (2 working days ago)
6 places are free in the team: Kit Dummy 3, two others 3.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [who_has_room] [counted]

= leaver_holding_cases, 1 member, without names
Court North: 7 cases are still held by a worker who has left
Left on Wed 18 Nov (2 working days ago)
6 places are free in the team.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [who_has_room] [counted]

= leaver_holding_cases, 2 members
Court North: 8 cases are still held by 2 workers who have left
Sam Example: 7 cases · left on Wed 18 Nov (2 working days ago)
Jo Placeholder: 1 case · left on Fri 20 Nov
6 places are free in the team: Kit Dummy 3, two others 3.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [who_has_room] [counted]

= leaver_holding_cases, 2 members, without names
Court North: 8 cases are still held by 2 workers who have left
The first left on Wed 18 Nov (2 working days ago)
6 places are free in the team.
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [who_has_room] [counted]

= child_not_seen, 1 member
Court North: 2 children have not been seen for more than 28 days
Sam Example: 2 children, the longest not seen for 40 days
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [not_seen] [counted]

= child_not_seen, 1 member, without names
Court North: 2 children have not been seen for more than 28 days
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [not_seen] [counted]

= child_not_seen, 2 members
Court North: 3 children have not been seen for more than 28 days
Sam Example: 2 children, the longest not seen for 40 days
No worker: 1 child, not seen for 30 days
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [not_seen] [counted]

= child_not_seen, 2 members, without names
Court North: 3 children have not been seen for more than 28 days
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [not_seen] [counted]

= data_late, 1 member
The caseload figures are two working days old. No alert on cases is raised or closed until a \
new load arrives.
Last load: Fri 20 Nov 18:00.
Yesterday's file was refused: sheet List_6, row 212, column "CIN Start Date": "31/02/2026" is \
not a date; write it as 28/02/2026.
[acknowledge] [snooze] [counted]

= data_late, 1 member, without names
The caseload figures are two working days old. No alert on cases is raised or closed until a \
new load arrives.
Last load: Fri 20 Nov 18:00.
Yesterday's file was refused: sheet List_6, row 212, column "CIN Start Date".
[acknowledge] [snooze] [counted]

= load_held, 1 member
Today's allocations were not loaded: open cases fell from 2,014 to 1,297 (−36 %)
[held_load]

= load_held, 2 members
Today's allocations were not loaded: open cases fell from 2,014 to 1,297 (−36 %)
Also held: Thursday's workforce was not loaded: workers fell from 90 to 50 (−44 %).
[held_load]

= unmatched_workers, 1 member
3 cases are held by somebody who is not in the workforce list
Robin Sample: 3 cases, not in the workforce list · unknown since Mon 16 Nov (4 working days)
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [counted]

= unmatched_workers, 1 member, without names
3 cases are held by somebody who is not in the workforce list
Unknown since Mon 16 Nov (4 working days)
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [counted]

= unmatched_workers, 2 members
4 cases are held by 2 people who are not in the workforce list
Robin Sample: 3 cases, not in the workforce list · unknown since Mon 16 Nov (4 working days)
Alex Sample: 1 case, two workers are called this · unknown since Mon 16 Nov (4 working days)
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [counted]

= unmatched_workers, 2 members, without names
4 cases are held by 2 people who are not in the workforce list
The longest unknown since Mon 16 Nov (4 working days)
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [counted]
"""


@pytest.mark.parametrize(("title", "said"), sections(MESSAGES))
def test_the_message_of_an_alert_reads(title: str, said: str) -> None:
    kind, members, *without = title.split(", ")
    found = message(sample(RuleKind(kind), int(members.split()[0])))
    assert text(found, named=not without) == said


def test_every_kind_of_alert_has_a_message() -> None:
    said = {title.split(", ")[0] for title, _ in sections(MESSAGES)}
    assert said == {*RuleKind} - {RuleKind.NEWLY_QUALIFIED_OVER} - OF_STAFFING
    assert set(SUBJECTS) == said | OF_STAFFING


def test_eleven_workers_are_ten_lines_and_one_more() -> None:
    eleven = [a_worker(n, f"Worker {n:02}", f"{40 - n} cases, limit 18", 40 - n) for n in range(11)]
    found = message(facts(RuleKind.WORKER_OVER, *eleven))
    assert found.headline == "Court North: 11 workers are over their limit"
    assert len(found.named) == 11
    assert found.named[0].startswith("Worker 00 40 cases")  # the worst first
    assert found.named[-1] == "… and 1 more"
    assert "… and" not in "".join(message(facts(RuleKind.WORKER_OVER, *eleven[:10])).named)


def test_whoever_is_further_over_their_own_limit_comes_first() -> None:
    half_time = a_worker(1, "Ana Specimen", "20 cases, limit 9 at half time", 20, 9)
    full_time = a_worker(2, "Sam Example", "26 cases, limit 18")
    lines = message(facts(RuleKind.WORKER_OVER, full_time, half_time)).named
    assert [line.split()[0] for line in lines] == ["Ana", "Sam"]


def test_what_began_on_the_day_of_the_data_has_not_lasted_yet() -> None:
    found = message(facts(RuleKind.WORKER_OVER, a_worker(1, "Sam Example", "26 cases", since=FRI)))
    assert found.named == ("Sam Example 26 cases · over since Fri 20 Nov",)
    found = message(facts(RuleKind.WORKER_OVER, a_worker(1, "Sam Example", "26 cases", since=WED)))
    assert found.plain == ("Over since Wed 18 Nov (2 working days)",)


@pytest.mark.parametrize(
    ("free", "named", "plain"),
    [
        ((), None, None),
        ((1,), "1 place is free in the team, with Kit 0.", "1 place is free in the team."),
        ((3,), "3 places are free in the team, with Kit 0.", "3 places are free in the team."),
        ((3, 1), "4 places are free in the team: Kit 0 3, one other 1.", "4 places are free in "
            "the team."),
        ((3, 3, 2), "8 places are free in the team: Kit 0 3, two others 5.", "8 places are free "
            "in the team."),
    ],
)  # fmt: skip
def test_free_places_are_told_with_whoever_has_most(
    free: tuple[int, ...], named: str | None, plain: str | None
) -> None:
    room = tuple(Free(f"Kit {number}", places) for number, places in enumerate(free))
    found = message(facts(RuleKind.URGENT_UNALLOCATED, free=room))
    assert (found.named, found.plain) == (
        ((named,) if named else ()),
        ((plain,) if plain else ()),
    )


def test_where_no_case_can_be_given_to_anybody_no_free_places_are_told() -> None:
    assert "free" not in text(message(sample(RuleKind.NOT_SEEN)))
    assert Offer.WHO_HAS_ROOM not in message(sample(RuleKind.NOT_SEEN)).offers


def test_care_leavers_are_young_people() -> None:
    found = message(sample(RuleKind.NOT_SEEN, team_kind=TeamKind.CARE_LEAVERS)).headline
    assert found == "Court North: 3 young people have not been seen for more than 28 days"


def test_the_message_says_of_which_day_its_figures_are() -> None:
    for kind in SUBJECTS:
        found = message(sample(kind))
        tells_of_files = kind in {RuleKind.DATA_LATE, RuleKind.LOAD_HELD}
        assert found.footer.endswith(" as at Fri 20 Nov 18:00") is not tells_of_files


def test_a_year_is_told_where_it_is_not_this_one() -> None:
    found = message(sample(RuleKind.WORKER_OVER, 1, day=FRI, today=date(2027, 1, 4)))
    assert found.footer == "Data as at Fri 20 Nov 2026 18:00"
    assert "Mon 16 Nov 2026" in found.named[0]


def answered(state: AlertState, **given: str) -> Notice:
    before = Notice(alert_id=7, headline="", **given)  # type: ignore[arg-type]
    return message(sample(RuleKind.WORKER_OVER, life={"state": state, "notice": before}))


DECIDED = {
    "decided": "Mia Manager, Mon 16 Nov 09:12: cases being moved. Review Thu 19 Nov.",
    "decided_plain": "Acknowledged. Review Thu 19 Nov.",
}


@pytest.mark.parametrize("state", [AlertState.ACKNOWLEDGED, AlertState.SNOOZED])
def test_a_decision_stands_while_it_holds(state: AlertState) -> None:
    found = answered(state, **DECIDED)
    assert (found.decided, found.decided_plain) == tuple(DECIDED.values())
    assert found.offers[0] is Offer.CHANGE_DECISION


def test_an_earlier_decision_stays_to_be_read_and_is_marked_once() -> None:
    found = answered(AlertState.FIRING, **DECIDED)
    assert found.decided == f"Before: {DECIDED['decided']}"
    assert found.decided_plain == "Before: acknowledged. Review Thu 19 Nov."
    assert found.offers[:2] == (Offer.ACKNOWLEDGE, Offer.SNOOZE)
    again = answered(AlertState.FIRING, decided=found.decided, decided_plain=found.decided_plain)
    assert (again.decided, again.decided_plain) == (found.decided, found.decided_plain)


def test_without_a_decision_nothing_is_said_of_one() -> None:
    found = answered(AlertState.FIRING)
    assert (found.decided, found.decided_plain) == ("", "")


@pytest.mark.parametrize("kind", list(RuleKind))
@pytest.mark.parametrize("state", [AlertState.FIRING, AlertState.ACKNOWLEDGED, AlertState.SNOOZED])
def test_what_can_be_pressed_fits_the_kind_and_the_state(kind: RuleKind, state: AlertState) -> None:
    found = offers(kind, state)
    if kind is RuleKind.LOAD_HELD:
        assert found == (Offer.HELD_LOAD,)
        return
    fresh = state is AlertState.FIRING
    assert (Offer.ACKNOWLEDGE in found, Offer.SNOOZE in found) == (fresh, fresh)
    assert (Offer.CHANGE_DECISION in found) is not fresh
    assert found[-1] is Offer.COUNTED
    assert len(found) <= 5


def test_the_questions_behind_the_buttons_are_about_the_team_or_the_authority() -> None:
    assert message(sample(RuleKind.WORKER_OVER)).subject == "Court North"
    for kind in (RuleKind.DATA_LATE, RuleKind.LOAD_HELD, RuleKind.UNMATCHED):
        assert message(sample(kind)).subject == ""
    assert message(sample(RuleKind.LOAD_HELD)).load_id == 7


def test_a_day_without_news_says_the_very_same() -> None:
    first = message(sample(RuleKind.WORKER_OVER))
    again = message(replace(sample(RuleKind.WORKER_OVER), life=replace(
        sample(RuleKind.WORKER_OVER).life, notice=first)))  # fmt: skip
    assert again == first
    later = message(sample(RuleKind.WORKER_OVER, day=FRI, today=NEXT_MON))
    assert later == first  # by the day of the data, not of the clock

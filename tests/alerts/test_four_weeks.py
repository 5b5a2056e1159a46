"""Four weeks told from the first day over to the second end, as everything that reached Slack."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlmodel import col, select

from alerts.notice import Offer
from models.alerts import Decision
from models.database import Database
from models.outbox import OutboxRow
from models.vocabulary import AlertState, Deed, OutboxState, RuleKind
from tests.alerts.story import Said, Story
from tests.alerts.telling import Told, four_weeks, transcript

TRANSCRIPT = """
= Tue 3 Nov 08:30, Sam holds 21
(nothing is said)

= Wed 4 Nov 08:30, as before
(nothing is said)

= Thu 5 Nov 08:30, over for two working days
post to channel:#court-north
    Court North: 1 worker is over the limit
    Sam Example 21 cases, limit 18 · over since Mon 2 Nov (2 working days)
    7 places are free in the team: Kit Dummy 6, one other 1.
    Data as at Wed 4 Nov 18:00
    [acknowledge] [snooze] [who_has_room] [counted]

= Fri 6 Nov 08:30, Jo holds 17, Ana 11
edit to channel:#court-north
    Court North: 1 worker is over the limit
    Sam Example 21 cases, limit 18 · over since Mon 2 Nov (3 working days)
    6 places are free in the team, with Kit Dummy.
    Data as at Thu 5 Nov 18:00
    [acknowledge] [snooze] [who_has_room] [counted]

= Mon 9 Nov 08:30, the newly qualified worker is told after one day
edit to channel:#court-north
    Court North: 2 workers are over their limit
    Sam Example 21 cases, limit 18 · over since Mon 2 Nov (4 working days)
    Jo Placeholder 17 cases, limit 16.2 newly qualified · over since Thu 5 Nov (1 working day)
    6 places are free in the team, with Kit Dummy.
    Data as at Fri 6 Nov 18:00
    [acknowledge] [snooze] [who_has_room] [counted]
reply to channel:#court-north
    Court North: 2 workers are over their limit
    Now also Jo Placeholder: 17 cases, limit 16.2 newly qualified.
    Data as at Fri 6 Nov 18:00

= Tue 10 Nov 08:30, the other after two
edit to channel:#court-north
    Court North: 3 workers are over their limit
    Sam Example 21 cases, limit 18 · over since Mon 2 Nov (5 working days)
    Ana Specimen 11 cases, limit 9 at half time · over since Thu 5 Nov (2 working days)
    Jo Placeholder 17 cases, limit 16.2 newly qualified · over since Thu 5 Nov (2 working days)
    6 places are free in the team, with Kit Dummy.
    Data as at Mon 9 Nov 18:00
    [acknowledge] [snooze] [who_has_room] [counted]
reply to channel:#court-north
    Court North: 3 workers are over their limit
    Now also Ana Specimen: 11 cases, limit 9 at half time.
    Data as at Mon 9 Nov 18:00

= Tue 10 Nov 09:15, acknowledged
edit to channel:#court-north
    Court North: 3 workers are over their limit
    Sam Example 21 cases, limit 18 · over since Mon 2 Nov (5 working days)
    Ana Specimen 11 cases, limit 9 at half time · over since Thu 5 Nov (2 working days)
    Jo Placeholder 17 cases, limit 16.2 newly qualified · over since Thu 5 Nov (2 working days)
    6 places are free in the team, with Kit Dummy.
    Mia Manager, Tue 10 Nov 09:15: cases being moved – two of Sam's to Kit. Review Fri 13 Nov.
    Data as at Mon 9 Nov 18:00
    [change_decision] [who_has_room] [counted]

= Wed 11 Nov 08:30, Sam holds 24
edit to channel:#court-north
    Court North: 3 workers are over their limit
    Sam Example 24 cases, limit 18 · over since Mon 2 Nov (6 working days)
    Ana Specimen 11 cases, limit 9 at half time · over since Thu 5 Nov (3 working days)
    Jo Placeholder 17 cases, limit 16.2 newly qualified · over since Thu 5 Nov (3 working days)
    6 places are free in the team, with Kit Dummy.
    Before: Mia Manager, Tue 10 Nov 09:15: cases being moved – two of Sam's to Kit. Review Fri \
13 Nov.
    Data as at Tue 10 Nov 18:00
    [acknowledge] [snooze] [who_has_room] [counted]
reply to channel:#court-north
    Court North: 3 workers are over their limit
    Worse: Sam Example, 24 cases, limit 18.
    Data as at Tue 10 Nov 18:00

= Wed 11 Nov 09:15, acknowledged
edit to channel:#court-north
    Court North: 3 workers are over their limit
    Sam Example 24 cases, limit 18 · over since Mon 2 Nov (6 working days)
    Ana Specimen 11 cases, limit 9 at half time · over since Thu 5 Nov (3 working days)
    Jo Placeholder 17 cases, limit 16.2 newly qualified · over since Thu 5 Nov (3 working days)
    6 places are free in the team, with Kit Dummy.
    Mia Manager, Wed 11 Nov 09:15: no new allocations. Review Tue 17 Nov.
    Data as at Tue 10 Nov 18:00
    [change_decision] [who_has_room] [counted]

= Thu 12 Nov 08:30, three of Sam's closed, four moved to Kit
edit to channel:#court-north
    Court North: 2 workers are over their limit
    Ana Specimen 11 cases, limit 9 at half time · over since Thu 5 Nov (4 working days)
    Jo Placeholder 17 cases, limit 16.2 newly qualified · over since Thu 5 Nov (4 working days)
    3 places are free in the team: Kit Dummy 2, one other 1.
    Mia Manager, Wed 11 Nov 09:15: no new allocations. Review Tue 17 Nov.
    Data as at Wed 11 Nov 18:00
    [change_decision] [who_has_room] [counted]

= Fri 13 Nov 08:30, no new data
post to person:analyst@example.org
    The caseload figures are two working days old. No alert on cases is raised or closed until a \
new load arrives.
    Last load: Wed 11 Nov 18:00.
    [acknowledge] [snooze] [counted]

= Mon 16 Nov 08:30, no new data
edit to person:analyst@example.org
    The caseload figures are three working days old. No alert on cases is raised or closed until a \
new load arrives.
    Last load: Wed 11 Nov 18:00.
    [acknowledge] [snooze] [counted]

= Tue 17 Nov 08:30, the data is back, and nobody is over
edit to person:analyst@example.org
    ~The caseload figures are three working days old. No alert on cases is raised or closed until \
a new load arrives.~
    New allocations have been loaded, as at Mon 16 Nov 18:00
    Alerts are raised and closed again.
edit to channel:#court-north
    ~Court North: 2 workers are over their limit~
    Over since Mon 16 Nov, after 10 working days
    Sam Example 17: three cases closed, four moved to Kit Dummy, who now holds 16 of 18.
    Ana Specimen 8: three cases closed.
    Jo Placeholder 15: two cases closed.
    Mia Manager, Wed 11 Nov 09:15: no new allocations. Review Tue 17 Nov.
    Data as at Mon 16 Nov 18:00

= Wed 18 Nov 08:30, Sam holds 21 again
(nothing is said)

= Thu 19 Nov 08:30, as before
(nothing is said)

= Fri 20 Nov 08:30, over for two working days
post to channel:#court-north
    Court North: 1 worker is over the limit
    Sam Example 21 cases, limit 18 · over since Tue 17 Nov (2 working days)
    4 places are free in the team: Kit Dummy 2, two others 2.
    Data as at Thu 19 Nov 18:00
    [acknowledge] [snooze] [who_has_room] [counted]

= Fri 20 Nov 09:15, acknowledged
edit to channel:#court-north
    Court North: 1 worker is over the limit
    Sam Example 21 cases, limit 18 · over since Tue 17 Nov (2 working days)
    4 places are free in the team: Kit Dummy 2, two others 2.
    Mia Manager, Fri 20 Nov 09:15: no new allocations. Review Mon 23 Nov.
    Data as at Thu 19 Nov 18:00
    [change_decision] [who_has_room] [counted]

= Mon 23 Nov 08:30, the day of the review
edit to channel:#court-north
    Court North: 1 worker is over the limit
    Sam Example 21 cases, limit 18 · over since Tue 17 Nov (3 working days)
    4 places are free in the team: Kit Dummy 2, two others 2.
    Mia Manager, Fri 20 Nov 09:15: no new allocations. Review Mon 23 Nov.
    Data as at Fri 20 Nov 18:00
    [change_decision] [who_has_room] [counted]

= Tue 24 Nov 08:30, the review has passed
edit to channel:#court-north
    Court North: 1 worker is over the limit
    Sam Example 21 cases, limit 18 · over since Tue 17 Nov (4 working days)
    4 places are free in the team: Kit Dummy 2, two others 2.
    Before: Mia Manager, Fri 20 Nov 09:15: no new allocations. Review Mon 23 Nov.
    Data as at Mon 23 Nov 18:00
    [acknowledge] [snooze] [who_has_room] [counted]
reply to channel:#court-north
    Court North: 1 worker is over the limit · the review date has passed
    Before: Mia Manager, Fri 20 Nov 09:15: no new allocations. Review Mon 23 Nov.
    It is not over, and wants a new decision or a new date.
    Data as at Mon 23 Nov 18:00

= Wed 25 Nov 08:30, nobody answers
edit to channel:#court-north
    Court North: 1 worker is over the limit
    Sam Example 21 cases, limit 18 · over since Tue 17 Nov (5 working days)
    4 places are free in the team: Kit Dummy 2, two others 2.
    Before: Mia Manager, Fri 20 Nov 09:15: no new allocations. Review Mon 23 Nov.
    Data as at Tue 24 Nov 18:00
    [acknowledge] [snooze] [who_has_room] [counted]

= Thu 26 Nov 08:30, nobody answers
edit to channel:#court-north
    Court North: 1 worker is over the limit
    Sam Example 21 cases, limit 18 · over since Tue 17 Nov (6 working days)
    4 places are free in the team: Kit Dummy 2, two others 2.
    Before: Mia Manager, Fri 20 Nov 09:15: no new allocations. Review Mon 23 Nov.
    Data as at Wed 25 Nov 18:00
    [acknowledge] [snooze] [who_has_room] [counted]

= Fri 27 Nov 08:30, not answered for three working days
edit to channel:#court-north
    Court North: 1 worker is over the limit
    Sam Example 21 cases, limit 18 · over since Tue 17 Nov (7 working days)
    4 places are free in the team: Kit Dummy 2, two others 2.
    Not acknowledged: the head of service was told on Fri 27 Nov.
    Before: Mia Manager, Fri 20 Nov 09:15: no new allocations. Review Mon 23 Nov.
    Data as at Thu 26 Nov 18:00
    [acknowledge] [snooze] [who_has_room] [counted]
post to person:hal@example.org
    Court North: 1 worker is over the limit · not acknowledged for 3 working days
    Sam Example 21 cases, limit 18 · over since Tue 17 Nov (7 working days)
    4 places are free in the team: Kit Dummy 2, two others 2.
    Not acknowledged: the head of service was told on Fri 27 Nov.
    Before: Mia Manager, Fri 20 Nov 09:15: no new allocations. Review Mon 23 Nov.
    Data as at Thu 26 Nov 18:00
    [acknowledge] [snooze] [who_has_room] [counted]

= Fri 27 Nov 09:15, snoozed
edit to channel:#court-north
    Court North: 1 worker is over the limit
    Sam Example 21 cases, limit 18 · over since Tue 17 Nov (7 working days)
    4 places are free in the team: Kit Dummy 2, two others 2.
    Hal Head, Fri 27 Nov 09:15: snoozed until Tue 1 Dec.
    Data as at Thu 26 Nov 18:00
    [change_decision] [who_has_room] [counted]
edit to person:hal@example.org
    Court North: 1 worker is over the limit
    Sam Example 21 cases, limit 18 · over since Tue 17 Nov (7 working days)
    4 places are free in the team: Kit Dummy 2, two others 2.
    Hal Head, Fri 27 Nov 09:15: snoozed until Tue 1 Dec.
    Data as at Thu 26 Nov 18:00
    [change_decision] [who_has_room] [counted]

= Mon 30 Nov 08:30, snoozed
edit to channel:#court-north
    Court North: 1 worker is over the limit
    Sam Example 21 cases, limit 18 · over since Tue 17 Nov (8 working days)
    4 places are free in the team: Kit Dummy 2, two others 2.
    Hal Head, Fri 27 Nov 09:15: snoozed until Tue 1 Dec.
    Data as at Fri 27 Nov 18:00
    [change_decision] [who_has_room] [counted]
edit to person:hal@example.org
    Court North: 1 worker is over the limit
    Sam Example 21 cases, limit 18 · over since Tue 17 Nov (8 working days)
    4 places are free in the team: Kit Dummy 2, two others 2.
    Hal Head, Fri 27 Nov 09:15: snoozed until Tue 1 Dec.
    Data as at Fri 27 Nov 18:00
    [change_decision] [who_has_room] [counted]

= Tue 1 Dec 08:30, the snooze is over
edit to channel:#court-north
    Court North: 1 worker is over the limit
    Sam Example 21 cases, limit 18 · over since Tue 17 Nov (9 working days)
    4 places are free in the team: Kit Dummy 2, two others 2.
    Before: Hal Head, Fri 27 Nov 09:15: snoozed until Tue 1 Dec.
    Data as at Mon 30 Nov 18:00
    [acknowledge] [snooze] [who_has_room] [counted]
reply to channel:#court-north
    Court North: 1 worker is over the limit · the snooze is over
    It has lasted since Tue 17 Nov (9 working days).
    Data as at Mon 30 Nov 18:00
edit to person:hal@example.org
    Court North: 1 worker is over the limit
    Sam Example 21 cases, limit 18 · over since Tue 17 Nov (9 working days)
    4 places are free in the team: Kit Dummy 2, two others 2.
    Before: Hal Head, Fri 27 Nov 09:15: snoozed until Tue 1 Dec.
    Data as at Mon 30 Nov 18:00
    [acknowledge] [snooze] [who_has_room] [counted]
reply to person:hal@example.org
    Court North: 1 worker is over the limit · the snooze is over
    It has lasted since Tue 17 Nov (9 working days).
    Data as at Mon 30 Nov 18:00

= Wed 2 Dec 08:30, one closed, three moved to Jo
edit to channel:#court-north
    ~Court North: 1 worker is over the limit~
    Over since Tue 1 Dec, after 10 working days
    Sam Example 17: one case closed, three moved to Jo Placeholder, who now holds 18 of 16.2.
    Before: Hal Head, Fri 27 Nov 09:15: snoozed until Tue 1 Dec.
    Data as at Tue 1 Dec 18:00
edit to person:hal@example.org
    ~Court North: 1 worker is over the limit~
    Over since Tue 1 Dec, after 10 working days
    Sam Example 17: one case closed, three moved to Jo Placeholder, who now holds 18 of 16.2.
    Before: Hal Head, Fri 27 Nov 09:15: snoozed until Tue 1 Dec.
    Data as at Tue 1 Dec 18:00
"""

WORKERS = ("Sam", "Jo", "Ana", "Kit")


@pytest.fixture
def story(database: Database, tmp_path: Path) -> Story:
    return Story(database, tmp_path)


def test_four_weeks_are_told_call_by_call(story: Story) -> None:
    told = list(four_weeks(story))
    assert transcript(told) == TRANSCRIPT.strip()
    every_message_ends_without_buttons_and_with_its_as_at(told)
    # Whoever took the last cases over waits in an alert of their own.
    assert [(alert.state, len(alert.members)) for alert in story.alerts(RuleKind.WORKER_OVER)] == [
        (AlertState.RESOLVED, 3),
        (AlertState.RESOLVED, 1),
        (AlertState.PENDING, 1),
    ]
    with story.database.look() as session:
        assert set(session.scalars(select(col(OutboxRow.state)))) == {OutboxState.SENT}
        outcomes = list(session.scalars(select(col(Decision.outcome)).order_by(col(Decision.id))))
    assert outcomes == [
        "It grew on Wed 11 Nov, and wants a new decision.",
        "The alert ended on Mon 16 Nov: the figures fell.",
        "The alert ended on Tue 1 Dec: cases were moved to colleagues.",
    ]


def test_where_somebody_may_not_see_names_the_manager_alone_gets_them(
    sqlite_database: Database, tmp_path: Path
) -> None:
    story = Story(sqlite_database, tmp_path)
    story.slack.named_in = lambda target: target.startswith("person:")
    told = [call for _, calls in four_weeks(story) for call in calls]
    in_channel = [call for call in told if call.target.startswith("channel:")]
    assert in_channel
    for call in in_channel:
        assert not any(name in str(call) for name in WORKERS)
    to_mia = [call for call in told if call.target == "person:mia@example.org"]
    assert [call.deed for call in to_mia].count(Deed.POST) == 2  # one for each alert
    assert "Sam Example 21 cases, limit 18" in str(to_mia[0])
    assert "who now holds 18 of 16.2" in str(to_mia[-1])


def every_message_ends_without_buttons_and_with_its_as_at(told: Sequence[Told]) -> None:
    last: dict[tuple[str, int], Said] = {}
    for _, calls in told:
        for call in calls:
            if call.deed is not Deed.REPLY:
                last[call.target, call.notice.alert_id] = call
            if call.notice.offers:
                assert call.notice.offers[-1] is Offer.COUNTED
    assert len(last) == 4  # two in the channel, the head's, the analyst's
    for call in last.values():
        assert call.notice.offers == ()
        assert call.notice.struck
        assert "18:00" in str(call)

"""Notices on staffing, word for word: a message of each kind, its replies, and how it ends."""

import pytest

from alerts.lifecycle import Event
from alerts.notices.message import message
from alerts.notices.replies import reply
from alerts.rules.kinds import OF_STAFFING
from models.vocabulary import AlertState, Ending, RuleKind
from tests.alerts.notices.samples import SUBJECTS, sample
from tests.alerts.notices.saying import ended, facts, sections, text
from tests.alerts.notices.test_replies import grown

MESSAGES = """
= agency_above_target
Agency social workers: 14.0 FTE, target 12 since 1 October
9.0 cover a vacancy or an absence, 5.0 are extra (supernumerary) · rate 9.1 % (DfE) · about \
£2,600 a week above employed cost for the 5 extra
On the present course 12 is reached on 1 March: 2 contracts end in December, 1 permanent starter \
in February.
Agency rate (DfE): 9.1 %, target 8 % since 1 October
Off target since Mon 16 Nov (4 working days)
Workforce as at Fri 20 Nov 18:00
[acknowledge] [snooze] [agency] [counted]

= supernumerary_past_end
Supernumerary agency: 5.0 FTE, target 0 since 1 October
2 supernumerary agency workers whose last day has passed still hold 13 cases
Off target since Mon 16 Nov (4 working days)
Workforce as at Fri 20 Nov 18:00
[acknowledge] [snooze] [agency] [counted]

= vacancy_off_target
Vacancy rate (DfE): 22.4 %, target 15 % since 1 April
Off target since Mon 16 Nov (4 working days)
Workforce as at Fri 20 Nov 18:00
[acknowledge] [snooze] [vacancies] [counted]

= permanent_share_off_target
Permanent share: 85 %, target at least 90 % since 1 April
Off target since Mon 16 Nov (4 working days)
Workforce as at Fri 20 Nov 18:00
[acknowledge] [snooze] [agency] [counted]

= turnover_off_target
Turnover (DfE): 18.2 %, target 15 % since 1 April
Off target since Mon 16 Nov (4 working days)
Workforce as at Fri 20 Nov 18:00
[acknowledge] [snooze] [turnover] [counted]

= target_will_be_missed
Agency social workers: on the present course 14.0 FTE on 1 January, and the path says 12 from then
On the present course 12 is reached on 1 March: 2 contracts end in February; the path says 1 \
January.
Workforce as at Fri 20 Nov 18:00
[acknowledge] [snooze] [targets] [counted]

= funding_ends
20 time-limited posts (19.2 FTE) end on 31 March; without them the average would be 19.8
Nine people in them have no leaving date and no other post.
Workforce as at Fri 20 Nov 18:00
[acknowledge] [snooze] [posts] [counted]

= team_ends
Assessment Backlog ends on Fri 25 Dec; it holds 43 cases
Data as at Fri 20 Nov 18:00
[acknowledge] [snooze] [caseload] [counted]
"""

REPLIES = """
= agency_above_target, grown
Agency social workers: 14.0 FTE, target 12 since 1 October
It has become worse. It has lasted since Mon 16 Nov (4 working days).
Now also: Agency rate (DfE): 9.1 %, target 8 % since 1 October.
Workforce as at Fri 20 Nov 18:00

= agency_above_target, reminded
Agency social workers: 14.0 FTE, target 12 since 1 October · not acknowledged yet
It has lasted since Mon 16 Nov (4 working days).
Workforce as at Fri 20 Nov 18:00

= supernumerary_past_end, grown
Supernumerary agency: 5.0 FTE, target 0 since 1 October
It has become worse. It has lasted since Mon 16 Nov (4 working days).
Now also: 2 supernumerary agency workers whose last day has passed still hold 13 cases.
Workforce as at Fri 20 Nov 18:00

= supernumerary_past_end, reminded
Supernumerary agency: 5.0 FTE, target 0 since 1 October · not acknowledged yet
It has lasted since Mon 16 Nov (4 working days).
Workforce as at Fri 20 Nov 18:00

= vacancy_off_target, grown
Vacancy rate (DfE): 22.4 %, target 15 % since 1 April
It has become worse. It has lasted since Mon 16 Nov (4 working days).
Workforce as at Fri 20 Nov 18:00

= vacancy_off_target, reminded
Vacancy rate (DfE): 22.4 %, target 15 % since 1 April · not acknowledged yet
It has lasted since Mon 16 Nov (4 working days).
Workforce as at Fri 20 Nov 18:00

= permanent_share_off_target, grown
Permanent share: 85 %, target at least 90 % since 1 April
It has become worse. It has lasted since Mon 16 Nov (4 working days).
Workforce as at Fri 20 Nov 18:00

= permanent_share_off_target, reminded
Permanent share: 85 %, target at least 90 % since 1 April · not acknowledged yet
It has lasted since Mon 16 Nov (4 working days).
Workforce as at Fri 20 Nov 18:00

= turnover_off_target, grown
Turnover (DfE): 18.2 %, target 15 % since 1 April
It has become worse. It has lasted since Mon 16 Nov (4 working days).
Workforce as at Fri 20 Nov 18:00

= turnover_off_target, reminded
Turnover (DfE): 18.2 %, target 15 % since 1 April · not acknowledged yet
It has lasted since Mon 16 Nov (4 working days).
Workforce as at Fri 20 Nov 18:00

= target_will_be_missed, grown
Agency social workers: on the present course 14.0 FTE on 1 January, and the path says 12 from then
It has become worse. It has been known since Mon 16 Nov (4 working days).
Workforce as at Fri 20 Nov 18:00

= target_will_be_missed, reminded
Agency social workers: on the present course 14.0 FTE on 1 January, and the path says 12 from \
then · not acknowledged yet
It has been known since Mon 16 Nov (4 working days).
Workforce as at Fri 20 Nov 18:00

= funding_ends, grown
20 time-limited posts (19.2 FTE) end on 31 March; without them the average would be 19.8
It has become worse. It has been known since Mon 16 Nov (4 working days).
Workforce as at Fri 20 Nov 18:00

= funding_ends, reminded
20 time-limited posts (19.2 FTE) end on 31 March; without them the average would be 19.8 · not \
acknowledged yet
It has been known since Mon 16 Nov (4 working days).
Workforce as at Fri 20 Nov 18:00

= team_ends, grown
Assessment Backlog ends on Fri 25 Dec; it holds 43 cases
It has become worse. It has been known since Mon 16 Nov (4 working days).
Data as at Fri 20 Nov 18:00

= team_ends, reminded
Assessment Backlog ends on Fri 25 Dec; it holds 43 cases · not acknowledged yet
It has been known since Mon 16 Nov (4 working days).
Data as at Fri 20 Nov 18:00
"""


@pytest.mark.parametrize(("title", "said"), sections(MESSAGES))
def test_the_message_of_an_alert_on_staffing_reads(title: str, said: str) -> None:
    found = message(sample(RuleKind(title), life={"team_id": None, "place": "authority"}))
    assert text(found) == text(found, named=False) == said
    assert not found.confidential


@pytest.mark.parametrize("kind", [RuleKind.AGENCY_ABOVE, RuleKind.TARGET_MISSED])
def test_of_a_team_its_parts_and_course_are_for_those_who_may_see_its_workers(
    kind: RuleKind,
) -> None:
    found = message(sample(kind))
    assert "On the present course 12 is reached" in text(found)
    for_all = text(found, named=False).partition("\n")[2]
    assert "On the present course" not in for_all
    assert "extra (supernumerary)" not in for_all
    assert found.names_anybody


@pytest.mark.parametrize(("title", "said"), sections(REPLIES))
def test_a_reply_on_staffing_reads(title: str, said: str) -> None:
    kind, event = title.split(", ")
    assert text(reply(grown(sample(RuleKind(kind))), Event(event))) == said


def test_every_kind_on_staffing_has_its_message_and_its_replies() -> None:
    assert {RuleKind(title) for title, _ in sections(MESSAGES)} == OF_STAFFING
    replies = {title for title, _ in sections(REPLIES)}
    assert replies == {f"{k.value}, {e}" for k in OF_STAFFING for e in ("grown", "reminded")}


def test_of_the_authority_no_team_is_asked_about_and_of_a_team_that_team() -> None:
    kind = RuleKind.AGENCY_ABOVE
    assert message(sample(kind)).subject == "Court North"
    whole = message(sample(kind, life={"team_id": None, "place": "authority"}))
    assert whole.subject == ""


@pytest.mark.parametrize(
    ("kind", "how", "closing"),
    [
        (RuleKind.AGENCY_ABOVE, Ending.FELL, "On target since Fri 20 Nov, after 4 working days"),
        (
            RuleKind.VACANCY_OFF,
            Ending.LIMIT_CHANGED,
            "On target since Fri 20 Nov, after 4 working days: the target was changed.",
        ),
        (
            RuleKind.TARGET_MISSED,
            Ending.RULE_CHANGED,
            "Over since Fri 20 Nov, after 4 working days: the rule was changed.",
        ),
        (RuleKind.FUNDING_ENDS, Ending.FELL, "Over since Fri 20 Nov, after 4 working days"),
        (
            RuleKind.TEAM_ENDS,
            Ending.SWITCHED_OFF,
            "No longer watched: the rule is off or the team has gone.",
        ),
    ],
)
def test_its_end_says_how_and_how_it_stands_now(kind: RuleKind, how: Ending, closing: str) -> None:
    before = sample(kind, 1)
    subject = ended(SUBJECTS[kind][0], how, said="it stands so now")
    life = {"state": AlertState.RESOLVED, "ending": how, "notice": message(before)}
    found = message(facts(kind, subject, life=life))
    assert (found.headline, found.offers) == (closing, ())
    assert found.named == (() if how is Ending.SWITCHED_OFF else ("It stands so now.",))

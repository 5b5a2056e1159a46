"""A place's alert from one check to the next: opened, told, held, carried on, switched off."""

from datetime import date, datetime, time

import pytest

from alerts.calendar import WorkingCalendar
from alerts.endings import Outflow
from alerts.life import Terms
from alerts.lifecycle import Event
from alerts.readings import Reading
from alerts.rules.rule import Rule
from models.vocabulary import AlertState, Ending, RuleKind
from tests.alerts.place import (
    FRI,
    HOLDERS,
    LONDON,
    MON,
    NEXT_MON,
    NEXT_THU,
    NEXT_TUE,
    NEXT_WED,
    THU,
    TUE,
    WED,
    Place,
    clear,
    half_past_eight,
    in_margin,
    over,
)
from tests.build import a_holder, a_rule

NEWLY = a_rule(RuleKind.NEWLY_QUALIFIED_OVER)


def newly_over(cases: int = 17) -> Reading:
    return over(cases, number=9, rule=NEWLY.name, limit=16.2)


def firing(*readings: Reading, rules: tuple[Rule, ...] = (a_rule(),)) -> Place:
    """Over since Monday, told on Wednesday."""
    place = Place(rules=rules)
    for day in (MON, WED):
        place.judge(day, *(readings or (over(),)))
    assert place.state is AlertState.FIRING
    return place


def test_an_alert_waits_and_then_tells() -> None:
    place = Place()
    assert place.judge(MON, clear()) is None
    assert place.judge(MON, in_margin()) is None
    assert place.events(TUE, over()) == []
    assert (place.state, place.open.since) == (AlertState.PENDING, TUE)
    assert place.events(WED, over()) == []
    assert place.events(THU, over()) == ["grown: message"]
    assert place.open.fired_at == half_past_eight(THU)
    assert place.open.judged_as_at == datetime.combine(THU, time(18), LONDON)


def test_a_rule_that_does_not_wait_opens_and_tells_at_once() -> None:
    place = Place(rules=(a_rule(for_days=0),))
    assert place.events(MON, over()) == ["grown: message"]
    assert place.state is AlertState.FIRING


def test_what_was_never_told_ends_unheard() -> None:
    place = Place()
    place.judge(MON, over())
    assert place.events(TUE, clear()) == ["cleared: nothing"]
    assert [life.ending for life in place.over_and_done] == [Ending.FELL]


def test_a_quiet_day_is_no_news() -> None:
    outcome = firing().judge(THU, over())
    assert outcome is not None
    assert outcome.happened == ()
    assert not outcome.is_news


def test_what_changed_is_edited_and_what_grew_is_told_anew() -> None:
    place = firing()
    assert place.events(THU, over(27)) == ["changed: edit"]
    assert place.events(FRI, over(28)) == ["grown: reply"]
    assert place.events(NEXT_MON, over(28), over(number=2, since=THU)) == ["grown: reply"]


def test_the_answer_of_a_manager_ends_with_what_it_was_about() -> None:
    place = firing()
    place.answer(Event.ACKNOWLEDGED, WED, NEXT_THU)
    assert place.events(THU, over()) == []
    assert place.events(FRI, over(28)) == ["grown: reply"]
    life = place.open
    assert (life.state, life.acknowledged_by, life.review_on) == (AlertState.FIRING, None, None)


def test_an_alert_lasts_since_the_first_of_those_who_are_over_now() -> None:
    place = firing(over(), over(number=2, since=WED))
    assert place.open.since == MON
    place.judge(THU, clear(), over(number=2))
    assert place.open.since == WED


def test_an_acknowledged_alert_fires_again_the_day_after_its_review() -> None:
    place = firing()
    place.answer(Event.ACKNOWLEDGED, WED, FRI)
    assert place.events(FRI, over()) == []
    assert place.events(FRI, over(), today=date(2026, 11, 21)) == ["review_passed: reply"]
    assert place.state is AlertState.FIRING


def test_a_snooze_ends_on_its_day() -> None:
    place = firing()
    place.answer(Event.SNOOZED, WED, NEXT_MON)
    assert place.events(FRI, over(27), today=FRI) == ["changed: edit"]
    assert place.state is AlertState.SNOOZED
    assert place.events(FRI, over(27), today=NEXT_MON) == ["snooze_over: reply"]


def test_the_head_is_told_once_and_then_it_is_repeated_on_its_days() -> None:
    place = firing()
    told = {}
    for number in range(19, 31):
        day = date(2026, 11, number)
        if events := place.events(THU, over(), today=day):
            told[number] = events
    assert told == {23: ["unanswered: escalation"], 25: ["reminded: reply"]}


def test_what_is_told_today_anyway_is_not_repeated_today() -> None:
    place = firing()
    assert place.events(THU, over(30), today=NEXT_MON) == ["grown: reply"]
    assert place.events(THU, over(30), today=NEXT_WED) == []
    assert place.events(THU, over(30), today=NEXT_THU) == ["unanswered: escalation"]


def test_an_alert_is_hurried_by_the_rules_of_whom_it_speaks_of() -> None:
    place = firing(rules=(a_rule(), NEWLY))
    rules = {rule.name: rule for rule in place.rules}
    outcome = place.judge(THU, over())
    assert outcome is not None
    assert outcome.judging.rules == rules
    assert outcome.judging.terms(place.open) == Terms(remind_days=5, escalate_days=3)
    place.judge(FRI, over(), newly_over())
    # Whoever waits to be told does not hurry what was told of others.
    assert outcome.judging.terms(place.open).escalate_days == 3
    both = place.judge(NEXT_MON, over(), newly_over())
    assert both is not None
    assert both.judging.terms(place.open) == Terms(remind_days=5, escalate_days=2)


def test_when_all_who_were_told_are_over_whoever_waits_goes_on_alone() -> None:
    place = firing()
    outcome = place.judge(THU, clear(), over(number=2))
    assert outcome is not None
    (old,) = place.over_and_done
    assert [member.subject for member in old.members] == ["worker:1"]
    assert (old.state, old.ending) == (AlertState.RESOLVED, Ending.FELL)
    new = place.open
    assert [member.subject for member in new.members] == ["worker:2"]
    assert (new.state, new.since, new.fired_at) == (AlertState.PENDING, THU, None)
    assert place.events(FRI, over(number=2)) == []
    assert place.events(NEXT_MON, over(number=2)) == ["grown: message"]
    assert place.open.members[0].since == THU


def test_whoever_waits_stays_in_an_alert_that_lasts() -> None:
    place = firing()
    place.judge(THU, over(), over(number=2))
    assert place.events(FRI, over(), over(number=2)) == []
    assert place.events(NEXT_MON, over(), over(number=2)) == ["grown: reply"]
    assert len(place.over_and_done) == 0


def test_late_data_holds_what_there_is_and_opens_nothing() -> None:
    assert Place().judge(MON, over(), late=True) is None
    place = firing()
    place.answer(Event.ACKNOWLEDGED, WED, FRI)
    assert place.events(WED, clear(), late=True) == ["late: nothing"]
    held = place.open
    assert (held.state, held.held_from) == (AlertState.HELD, AlertState.ACKNOWLEDGED)
    assert place.events(WED, clear(), late=True, today=NEXT_THU) == []
    assert place.life == held


@pytest.mark.parametrize(
    ("reading", "happened", "state"),
    [
        (over(), ["still: nothing"], AlertState.FIRING),
        (over(27), ["changed: edit"], AlertState.FIRING),
        (over(30), ["grown: reply"], AlertState.FIRING),
        (clear(), ["cleared: end"], None),
    ],
)
def test_a_held_alert_goes_on_with_fresh_data(
    reading: Reading, happened: list[str], state: AlertState | None
) -> None:
    place = firing()
    place.judge(WED, over(), late=True)
    assert place.events(THU, reading) == happened
    assert place.state is state


def test_what_fell_due_while_the_data_was_late_is_due_with_fresh_data() -> None:
    place = firing()
    place.answer(Event.ACKNOWLEDGED, WED, THU)
    assert place.events(WED, over(), today=NEXT_MON, late=True) == ["late: nothing"]
    assert place.events(NEXT_MON, over(), today=NEXT_TUE) == [
        "still: nothing",
        "review_passed: reply",
    ]


def test_alerts_about_the_data_itself_are_not_held() -> None:
    rule = a_rule(RuleKind.DATA_LATE)
    late = Reading(subject="feed:allocations", rule=rule.name, over=True, clear=False, value=2)
    place = Place(rules=(rule,), kind=RuleKind.DATA_LATE)
    assert place.events(MON, late, late=True) == ["grown: message"]


def test_switching_the_rule_off_ends_its_alert_even_while_the_data_is_late() -> None:
    place = firing()
    place.judge(THU, over(), over(number=2))
    place.judge(THU, over(), late=True)
    place.rules = ()
    assert place.events(THU, late=True) == ["switched_off: end"]
    (life,) = place.over_and_done
    assert life.ending is Ending.SWITCHED_OFF
    assert {member.ending for member in life.members} == {Ending.SWITCHED_OFF}
    assert place.judge(FRI, over()) is None


def test_with_one_of_two_rules_off_the_others_worker_stays() -> None:
    place = firing(over(), newly_over(), rules=(a_rule(), NEWLY))
    place.rules = (NEWLY,)
    assert place.events(THU, newly_over()) == ["changed: edit"]
    first, second = place.open.members
    assert (first.ending, second.over) == (Ending.SWITCHED_OFF, True)


def test_without_its_own_rule_a_newly_qualified_worker_is_judged_as_everybody() -> None:
    place = firing(newly_over(19), rules=(a_rule(), NEWLY))
    place.rules = (a_rule(),)
    assert place.events(THU, over(19, number=9, limit=16.2)) == []
    (member,) = place.open.members
    assert (member.rule, member.over) == ("worker-over-limit", True)


def test_why_a_worker_is_over_no_more_is_decided_from_the_workforce_and_the_moves() -> None:
    place = firing(over(), over(number=2), over(number=3), over(number=4))
    place.outflows = {2: Outflow(elsewhere=3)}
    south = a_holder(worker_id=4, team_id=2, team="Court South")
    place.holders = {1: HOLDERS[1], 2: HOLDERS[2], 4: south}
    place.judge(THU, clear(), clear(number=2), clear(number=4))
    (life,) = place.over_and_done
    assert [member.ending for member in life.members] == [
        Ending.FELL,
        Ending.MOVED,
        Ending.LEFT,
        Ending.MOVED_TEAM,
    ]


def test_a_rule_is_changed_when_it_allows_what_it_did_not() -> None:
    place = firing(over(21))
    place.rules = (a_rule(limit=5),)
    place.judge(WED, clear(21))
    assert [life.ending for life in place.over_and_done] == [Ending.RULE_CHANGED]


def test_a_rule_of_another_name_that_looks_for_the_same_has_changed_and_is_not_off() -> None:
    place = firing(over(21))
    place.rules = (a_rule(name="court-over", limit=5),)
    place.judge(WED, clear(21, rule="court-over"))
    assert [life.ending for life in place.over_and_done] == [Ending.RULE_CHANGED]


BEGAN = [
    # since when over in another team, by which kind of alert; the data's own day; since when
    (RuleKind.WORKER_OVER, MON, None, MON),
    (RuleKind.ABSENT_HOLDING, MON, None, THU),  # another kind of alert has days of its own
    (RuleKind.WORKER_OVER, MON, WED, WED),  # what the data says counts
    (RuleKind.WORKER_OVER, None, None, THU),
]


@pytest.mark.parametrize(("kind", "there", "in_data", "since"), BEGAN)
def test_whoever_comes_from_another_team_has_been_over_since_the_first_day_there(
    kind: RuleKind, there: date | None, in_data: date | None, since: date
) -> None:
    place = Place(began={(kind, "worker:1"): there} if there else {})
    place.judge(THU, over(since=in_data), over(number=2))
    assert [member.since for member in place.open.members] == [since, THU]
    told = ["worker:1"] if since == MON else []
    assert [member.subject for member in place.open.members if member.told] == told


def test_whoever_is_in_an_alert_already_keeps_the_first_day_in_it() -> None:
    place = firing()
    place.began = {(RuleKind.WORKER_OVER, "worker:1"): date(2026, 11, 2)}
    place.judge(THU, over())
    assert place.open.members[0].since == MON


def test_days_are_the_authoritys_working_days() -> None:
    place = Place(closing=(WED, THU))
    place.judge(TUE, over())
    assert place.events(FRI, over()) == []
    assert WorkingCalendar(place.closing).working_days(TUE, FRI) == 1
    assert place.events(NEXT_MON, over()) == ["grown: message"]

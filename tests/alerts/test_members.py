"""Who is part of an alert: when somebody joins, is told anew, stays in the margin, and ends."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from alerts.members import Judged, Member, judge_members
from alerts.readings import Reading
from models.vocabulary import Ending, RuleKind
from tests.alerts.place import (
    FRI,
    MON,
    THU,
    TUE,
    WED,
    clear,
    half_past_eight,
    in_margin,
    over,
    when,
)
from tests.build import a_rule

RULE = a_rule()
"""Told after two working days, worse by two cases is told anew."""


def why(_member: Member, reading: Reading | None) -> Ending:
    """Says what it was given, so that a test sees it."""
    return Ending.LEFT if reading is None else Ending.FELL


def judged(
    before: Sequence[Member],
    *readings: Reading,
    day: date,
    closing: Sequence[date] = (),
    **rule: Any,
) -> Judged:
    rules = {RULE.name: replace(RULE, **rule)}
    moment = when(day, closing=closing)
    return judge_members(before, readings, rules=rules, when=moment, cause=why)


def history(days: Sequence[tuple[date, Sequence[Reading]]], **rule: Any) -> list[Judged]:
    """The judgement of each day, each from the members of the day before."""
    found: list[Judged] = []
    members: tuple[Member, ...] = ()
    for day, readings in days:
        found.append(judged(members, *readings, day=day, **rule))
        members = found[-1].members
    return found


CHRISTMAS_EVE = date(2026, 12, 24)

JOINING = [
    # first over, for_days, closing days, the last day not told, the day told
    (MON, 1, (), MON, TUE),
    (MON, 2, (), TUE, WED),
    (THU, 2, (), date(2026, 11, 22), date(2026, 11, 23)),  # a weekend between
    (FRI, 1, (), date(2026, 11, 22), date(2026, 11, 23)),
    (date(2026, 11, 21), 1, (), date(2026, 11, 22), date(2026, 11, 23)),  # over since a Saturday
    (date(2026, 4, 2), 1, (), date(2026, 4, 6), date(2026, 4, 7)),  # Easter
    (date(2026, 12, 23), 2, (), date(2026, 12, 28), date(2026, 12, 29)),  # Christmas
    (date(2026, 12, 23), 2, (CHRISTMAS_EVE,), date(2026, 12, 29), date(2026, 12, 30)),
    (MON, 5, (WED,), date(2026, 11, 23), date(2026, 11, 24)),  # a closing day in the week
]


@pytest.mark.parametrize(("first", "for_days", "closing", "last_silent", "told"), JOINING)
def test_a_worker_is_told_after_exactly_so_many_working_days_over(
    first: date, for_days: int, closing: tuple[date, ...], last_silent: date, told: date
) -> None:
    how: dict[str, Any] = {"for_days": for_days, "closing": closing}
    (new,) = judged((), over(), day=first, **how).members
    assert judged([new], over(), day=last_silent, **how).joined == ()
    found = judged([new], over(), day=told, **how)
    assert found.joined == ("worker:1",)
    assert (found.members[0].since, found.members[0].told_value) == (first, 26)
    assert found.members[0].told_at == half_past_eight(told)


def test_a_rule_without_a_time_tells_at_once() -> None:
    assert judged((), over(), day=MON, for_days=0).joined == ("worker:1",)


def test_where_the_data_says_since_when_that_counts() -> None:
    found = judged((), over(since=MON), day=THU, for_days=3)
    assert found.joined == ("worker:1",)
    assert found.members[0].since == MON
    assert judged((), over(since=TUE), day=THU, for_days=3).joined == ()


def test_the_first_day_stays_though_the_data_says_another_one_later() -> None:
    first, second = history([(THU, [over(since=MON)]), (FRI, [over(since=WED)])], for_days=9)
    assert [found.members[0].since for found in (first, second)] == [MON, MON]


def test_nobody_joins_from_the_margin() -> None:
    assert judged((), in_margin(), day=MON).members == ()
    first, second, third = history([(MON, [over()]), (TUE, [over()]), (WED, [in_margin()])])
    assert (first.joined, second.joined, third.joined) == ((), (), ())


def test_the_margin_keeps_whoever_is_in_an_alert() -> None:
    days = [(MON, [over()]), (WED, [over()]), (THU, [in_margin()]), (FRI, [over()])]
    _, told, margin, again = history(days)
    assert told.joined == ("worker:1",)
    assert (margin.ended, margin.members[0].over) == ((), True)
    assert (again.joined, again.members[0].since) == ((), MON)


def test_whoever_was_not_told_of_leaves_at_the_limit_and_waits_anew() -> None:
    days = [(MON, [over()]), (TUE, [in_margin()]), (WED, [over()]), (FRI, [over()])]
    _, at_the_limit, again, told = history(days)
    assert not at_the_limit.members[0].over
    assert (again.members[0].since, again.joined) == (WED, ())
    assert told.joined == ("worker:1",)


@pytest.mark.parametrize(
    ("step", "later", "told_anew"),
    [
        (2, 27, False),  # just below a step
        (2, 28, True),  # exactly a step
        (2, 35, True),
        (2, 20, False),  # better
        (0.5, 26.4, False),
        (0.5, 26.5, True),
        (0, 99, False),  # a rule without a step never tells anew
    ],
)
def test_worse_by_a_step_is_told_anew(step: float, later: float, told_anew: bool) -> None:
    worse = replace(over(), value=later)
    days = [(MON, [over()]), (WED, [over()]), (THU, [worse])]
    found = history(days, step=step)[-1]
    assert found.worse == (("worker:1",) if told_anew else ())
    assert found.members[0].told_value == (later if told_anew else 26)
    assert found.joined == ()


def test_only_what_passes_the_highest_told_is_told_anew() -> None:
    cases = [26, 26, 28, 22, 28, 29, 30]
    days = [(date(2026, 11, 2 + number), [over(value)]) for number, value in enumerate(cases)]
    found = history(days, for_days=1)
    assert [judgement.worse != () for judgement in found] == [
        *(False, False, True),
        *(False, False, False, True),
    ]
    assert found[-1].members[0].told_value == 30


def test_a_worker_in_the_margin_is_not_told_as_worse() -> None:
    days = [(MON, [over()]), (WED, [over()]), (THU, [in_margin(value=30, limit=30)])]
    assert history(days)[-1].worse == ()


@pytest.mark.parametrize("end", [[clear()], [], [over(gone="left")], [over(gone="absent")]])
def test_whoever_is_clear_gone_or_not_judged_any_more_has_ended(end: list[Reading]) -> None:
    found = history([(MON, [over()]), (WED, [over()]), (THU, end)])[-1]
    (member,) = found.members
    assert (member.over, member.shown, member.ended_on) == (False, False, THU)
    assert (found.ended, found.over, found.shown, found.changed) == (
        ("worker:1",),
        False,
        False,
        True,
    )
    assert member.ending is (Ending.FELL if end else Ending.LEFT)


def test_an_ended_member_stays_as_it_ended() -> None:
    days = [(MON, [over()]), (WED, [over()]), (THU, [clear(15)]), (FRI, [clear(3)])]
    *_, ended, later = history(days)
    assert later.members == ended.members
    assert (later.ended, later.changed) == ((), False)
    assert (later.members[0].value, later.members[0].limit) == (15, 18)


def test_an_ended_member_keeps_the_limit_that_ended_it() -> None:
    days = [(MON, [over()]), (WED, [over()]), (THU, [clear(26, limit=30)])]
    assert history(days)[-1].members[0].limit == 30


def test_whoever_is_over_again_begins_anew_in_the_same_alert() -> None:
    days = [(MON, [over()]), (WED, [over()]), (THU, [clear()]), (FRI, [over(22)])]
    again = history(days)[-1]
    (member,) = again.members
    assert (member.since, member.told_value, member.ended_on, again.joined) == (FRI, None, None, ())
    told = judged(again.members, over(22), day=date(2026, 11, 24))
    assert told.joined == ("worker:1",)


def test_whoever_ends_before_being_told_changes_no_message() -> None:
    found = history([(MON, [over()]), (TUE, [clear()])])[-1]
    assert (found.ended, found.changed, found.over) == ((), False, False)


def test_one_may_end_while_another_joins() -> None:
    days = [
        (MON, [over(), over(number=2)]),
        (WED, [over(), over(number=2)]),
        (THU, [clear(), over(number=2), over(number=3, since=MON)]),
    ]
    found = history(days)[-1]
    assert (found.ended, found.joined) == (("worker:1",), ("worker:3",))
    assert [member.subject for member in found.members if member.shown] == ["worker:2", "worker:3"]


@pytest.mark.parametrize(
    ("reading", "changed"),
    [
        (over(), False),
        (over(27), True),
        (over(limit=17), True),
        (over(said="other words"), False),
    ],
)
def test_a_message_is_changed_by_a_value_or_a_limit_it_shows(
    reading: Reading, changed: bool
) -> None:
    found = history([(MON, [over()]), (WED, [over()]), (THU, [reading])])[-1]
    assert found.changed is changed


def test_a_value_not_told_yet_changes_no_message() -> None:
    assert not history([(MON, [over()]), (TUE, [over(30)])])[-1].changed


def test_each_member_waits_by_the_rule_it_is_judged_by() -> None:
    newly = a_rule(RuleKind.NEWLY_QUALIFIED_OVER)
    readings = [over(), over(number=2, rule=newly.name)]
    rules = {RULE.name: RULE, newly.name: newly}
    first = judge_members((), readings, rules=rules, when=when(MON), cause=why)
    second = judge_members(first.members, readings, rules=rules, when=when(TUE), cause=why)
    assert second.joined == ("worker:2",)


@pytest.mark.parametrize(("limit", "margin", "clears_at"), [(0, 1, -1), (5, 2, 3), (28, 0, 28)])
def test_a_member_remembers_what_it_would_be_clear_at_by_the_rule(
    limit: float, margin: float, clears_at: float
) -> None:
    (new,) = judged((), over(), day=MON, limit=limit, margin=margin).members
    assert new.clears_at == clears_at
    before = [replace(new, clears_at=99)]
    (kept,) = judged(before, over(), day=TUE, limit=limit, margin=margin).members
    assert kept.clears_at == clears_at
    (ended,) = judged(before, clear(), day=TUE).members
    assert ended.clears_at == 99

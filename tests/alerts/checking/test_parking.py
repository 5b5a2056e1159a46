"""A rule that cannot be evaluated is set aside, and the others go on."""

import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, time
from threading import Barrier

import pytest

from alerts.calendar import WorkingCalendar
from alerts.checking.check import check, outcomes
from alerts.checking.gathering import gather
from alerts.checking.judged_apart import judged_apart
from alerts.readings import Reading
from alerts.rules.rule import Rule
from models.database import Database
from models.organisation import Team
from models.outbox import OutboxRow
from models.rules import ParkedRule
from models.vocabulary import AlertState, RuleKind
from tests.alerts.checking.court import ANALYST, Court
from tests.alerts.notices.saying import SAM
from tests.alerts.place import LONDON, MON, THU, TUE, WED, over
from tests.alerts.story import NORTHMERE
from tests.build import a_case, a_rule

BAD = date(2026, 10, 6)
UNALLOCATED = ("case-unallocated", "urgent-case-unallocated")


class StumblingCalendar(WorkingCalendar):
    """Fails on one day, so that the rules which count from it do."""

    def working_days(self, after: date, until: date) -> int:
        if after == BAD:
            raise ValueError(SAM)
        return super().working_days(after, until)


STUMBLING = replace(NORTHMERE, calendar=StumblingCalendar())


def with_a_case_of_that_day(court: Court) -> None:
    with court.database.transaction() as session:
        team = session.get_one(Team, court.team.id)
        a_case(session, team=team, unallocated_since=BAD)


def told(court: Court) -> list[str]:
    """What the administrator is told of rules, in the order written."""
    rows = [row for row in court.rows(OutboxRow) if row.lane == f"person:{ANALYST}"]
    return [row.notice["headline"] for row in rows if "rule" in row.notice["headline"]]


def test_the_other_rules_are_judged(court: Court) -> None:
    with_a_case_of_that_day(court)
    court.authority = STUMBLING
    court.evening(MON, sam=3)
    assert court.morning(TUE).parked == UNALLOCATED
    court.evening(WED)
    report = court.morning(THU)
    assert (report.parked, report.fired) == (UNALLOCATED, 1)
    assert [(row.name, row.error) for row in court.rows(ParkedRule)] == [
        (name, "ValueError") for name in UNALLOCATED
    ]


def test_an_administrator_is_told_once_a_day(court: Court) -> None:
    with_a_case_of_that_day(court)
    court.authority = STUMBLING
    court.evening(MON)
    for hour in (8, 9, 10):
        assert court.morning(TUE, hour=hour).looked  # it is tried again at every tick
    assert told(court) == [
        f'The rule "{name}" could not be evaluated, and tells nothing until it can.'
        for name in UNALLOCATED
    ]
    court.morning(WED)
    assert len(told(court)) == 4
    first = court.rows(ParkedRule)[0]
    assert first.since == datetime.combine(TUE, time(8, 30), LONDON)


def test_an_alert_of_a_parked_rule_stands_still(court: Court) -> None:
    with_a_case_of_that_day(court)
    court.evening(MON)
    assert court.morning(TUE).fired == 1
    before = court.alert(RuleKind.UNALLOCATED)
    court.authority = STUMBLING
    court.evening(TUE)
    court.morning(WED)
    assert court.alert(RuleKind.UNALLOCATED) == before
    assert before.state is AlertState.FIRING


def test_a_rule_that_can_be_evaluated_again_is_no_longer_parked(court: Court) -> None:
    with_a_case_of_that_day(court)
    court.authority = STUMBLING
    court.evening(MON)
    court.morning(TUE)
    court.authority = NORTHMERE
    report = court.morning(TUE, hour=9)
    assert (report.parked, report.fired) == ((), 1)
    assert court.rows(ParkedRule) == []
    assert not court.morning(TUE, hour=10).looked


def test_several_who_park_the_same_rule_at_once_do_it_once(court: Court) -> None:
    with_a_case_of_that_day(court)
    court.evening(MON)
    barrier = Barrier(3)

    def one(_number: int) -> tuple[str, ...]:
        url = court.database.engine.url.render_as_string(hide_password=False)
        with closing(Database(url)) as own:
            barrier.wait(timeout=60)
            return check(own, STUMBLING, datetime.combine(TUE, time(8, 30), LONDON)).parked

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(one, range(3))) == [UNALLOCATED] * 3
    assert len(court.rows(ParkedRule)) == len(told(court)) == 2


def judge(rules: dict[RuleKind, Rule], failing: RuleKind) -> list[Reading]:
    """Each rule reads one worker; one of them fails, and takes all down that are judged with it."""
    if failing in rules:
        raise KeyError(SAM)
    return [over(rule=rule.name) for rule in rules.values()]


def test_a_parked_rule_is_tried_again_after_an_hour_and_not_at_every_tick(court: Court) -> None:
    with_a_case_of_that_day(court)
    court.authority = STUMBLING
    court.evening(MON, sam=3)
    ticks = [court.morning(TUE, hour).looked for hour in (8, 8, 9, 9)]
    assert ticks == [True, False, True, False]


class FailingFor(dict[str, str]):
    """Names of places, one of which cannot be looked up."""

    def get(self, place: str, default: str = "") -> str:  # type: ignore[override]
        if place.startswith("team:"):
            raise ValueError(SAM)
        return default


def test_an_alert_that_cannot_be_worded_is_set_aside(court: Court) -> None:
    court.firing()
    now = datetime.combine(THU, time(8, 30), LONDON)
    with court.database.look() as session:
        picture = gather(session, NORTHMERE, now)
    found, failed = outcomes(replace(picture, place_names=FailingFor()), NORTHMERE, now)
    assert found == {}
    assert failed == {
        "worker-over-limit": "ValueError",
        "newly-qualified-over-limit": "ValueError",
    }


@pytest.mark.parametrize(
    ("failing", "failed"),
    [
        (RuleKind.NOT_SEEN, {RuleKind.NOT_SEEN}),
        (
            RuleKind.NEWLY_QUALIFIED_OVER,
            {RuleKind.NEWLY_QUALIFIED_OVER, RuleKind.WORKER_OVER},
        ),
    ],
)
def test_only_what_is_judged_together_fails_together(
    failing: RuleKind, failed: set[RuleKind], caplog: pytest.LogCaptureFixture
) -> None:
    kinds = (RuleKind.WORKER_OVER, RuleKind.NEWLY_QUALIFIED_OVER, RuleKind.NOT_SEEN)
    rules = {kind: a_rule(kind) for kind in kinds}
    with caplog.at_level(logging.ERROR):
        found = judged_apart(judge, rules, failing)  # type: ignore[arg-type]
    assert found.failed == dict.fromkeys(failed, "KeyError")
    assert [reading.rule for reading in found.readings] == [
        rules[kind].name for kind in kinds if kind not in failed
    ]
    assert "KeyError" in caplog.text
    assert SAM not in caplog.text  # an error's text may hold a name


def test_the_log_says_where_it_happened_without_saying_whom(
    court: Court, caplog: pytest.LogCaptureFixture
) -> None:
    with_a_case_of_that_day(court)
    court.authority = STUMBLING
    court.evening(MON)
    court.morning(TUE)
    assert SAM not in caplog.text
    assert "working_days" in caplog.text
    assert "ValueError" in caplog.text

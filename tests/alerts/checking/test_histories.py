"""Random histories of a team, held against a model that is as plain as possible."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from alerts.checking.deciding import Outcome
from alerts.life import Life
from alerts.lifecycle import Event, NotPossible
from alerts.readings import Reading
from models.vocabulary import AlertState
from tests.alerts.place import Place, over
from tests.alerts.plain import LIMIT, Plain, Worker, working_days
from tests.build import a_rule

AUDIBLE = {"message", "reply", "escalation", "end"}
WORKERS = (1, 2, 3)
RULE = a_rule()


class Histories(RuleBasedStateMachine):
    """Days pass, with a load or without; cases come and go; people answer; rules change."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Place(rules=(RULE,))
        self.plain = Plain()
        self.workers = {number: Worker() for number in WORKERS}
        self.today = self.data = date(2026, 12, 14)
        self.kept: list[Life] = []

    @rule(number=st.sampled_from(WORKERS), cases=st.integers(LIMIT - 2, LIMIT + 6))
    def cases_change(self, number: int, cases: int) -> None:
        self.workers[number].cases = cases

    @rule(
        number=st.sampled_from(WORKERS),
        away=st.sampled_from(["", "", "", "left", "absent", "unlisted"]),
    )
    def somebody_leaves_or_returns(self, number: int, away: str) -> None:
        self.workers[number].away = away

    @rule(days=st.integers(1, 3))
    def a_load_arrives(self, days: int) -> None:
        self._load_after(days)

    @rule(days=st.integers(4, 14))
    def nothing_changes_for_days(self, days: int) -> None:
        for _ in range(days):
            self._load_after(1)

    @rule(days=st.integers(1, 4))
    def no_load_arrives(self, days: int) -> None:
        self.today += timedelta(days=days)
        self._judge()

    @rule()
    def the_same_data_is_judged_again(self) -> None:
        assert self._judge_saying_nothing_new() == []

    @rule(days=st.integers(1, 6))
    def somebody_acknowledges(self, days: int) -> None:
        until = self.today + timedelta(days=days)
        self._answer(Event.ACKNOWLEDGED, until, self.plain.acknowledge)

    @rule(days=st.integers(1, 6))
    def somebody_snoozes(self, days: int) -> None:
        until = self.today + timedelta(days=days)
        self._answer(Event.SNOOZED, until, self.plain.snooze)

    @rule(is_on=st.sampled_from([True, True, False]), for_days=st.integers(0, 3))
    def the_rule_changes(self, is_on: bool, for_days: int) -> None:
        self.place.rules = (replace(RULE, for_days=for_days),) if is_on else ()
        self.plain.is_on, self.plain.for_days = is_on, for_days

    @invariant()
    def an_alert_exists_if_and_only_if_somebody_is_over(self) -> None:
        assert (self.place.life is not None) == self.plain.exists
        if self.place.life is not None:
            over_now = {m.subject for m in self.place.life.members if m.over}
            assert over_now == {f"worker:{number}" for number in self.plain.over}

    @invariant()
    def it_is_told_held_and_answered_as_the_model_says(self) -> None:
        life, told = self.place.life, self.plain.told
        assert (life is not None and life.has_been_told) == (told is not None)
        if life is None:
            return
        assert (life.state is AlertState.HELD) == self.plain.held
        assert (life.true_state is AlertState.PENDING) == (told is None)
        if told is not None:
            acknowledged = told.acknowledged_until is not None
            snoozed = told.snoozed_until is not None and not acknowledged
            assert (life.true_state is AlertState.ACKNOWLEDGED) == acknowledged
            assert (life.true_state is AlertState.SNOOZED) == snoozed

    @invariant()
    def what_is_resolved_never_changes(self) -> None:
        assert self.place.over_and_done[: len(self.kept)] == self.kept
        self.kept = deepcopy(self.place.over_and_done)

    def _load_after(self, days: int) -> None:
        self.today += timedelta(days=days)
        self.data = self.today
        self._judge()

    def _judge(self) -> None:
        late = working_days(self.data, self.today) >= 2
        expected = self.plain.morning(self.today, self.data, self.workers, late=late)
        before = self.place.life
        outcome = self.place.judge(self.data, *self._readings(), today=self.today, late=late)
        assert _audible(outcome) == expected
        if outcome is None:
            return
        if late:
            assert outcome.life.state in {AlertState.HELD, AlertState.RESOLVED}
        if outcome.carried is not None:
            assert outcome.life.state is AlertState.RESOLVED
            assert not any(member.told for member in outcome.carried.members)
        _check_told_once(before, outcome)

    def _judge_saying_nothing_new(self) -> list[str]:
        """Judged twice in one morning: the second look finds nothing to say."""
        self._judge()
        late = working_days(self.data, self.today) >= 2
        again = self.place.judge(self.data, *self._readings(), today=self.today, late=late)
        assert self.plain.morning(self.today, self.data, self.workers, late=late) == []
        return _audible(again)

    def _readings(self) -> list[Reading]:
        return [_reading(n, w) for n, w in self.workers.items() if w.away != "unlisted"]

    def _answer(self, event: Event, until: date, plain: Callable[[date], bool]) -> None:
        if self.place.life is None:
            return
        try:
            self.place.answer(event, self.today, until)
            done = True
        except NotPossible:
            done = False
        assert done == plain(until)


def _reading(number: int, worker: Worker) -> Reading:
    return over(
        worker.cases,
        number,
        over=worker.over,
        clear=worker.clear and not worker.away,
        gone=worker.away or None,
    )


def _audible(outcome: Outcome | None) -> list[str]:
    happened = () if outcome is None else outcome.happened
    return [each.tell.value for each in happened if each.tell.value in AUDIBLE]


def _check_told_once(before: Life | None, outcome: Outcome) -> None:
    """Told for the first time once in each joining, and as worse only by a step."""
    if outcome.judged is None:
        return
    known = {m.subject: m for m in before.members if m.over} if before else {}
    now = {member.subject: member for member in outcome.judged.members}
    for subject in outcome.judged.joined:
        assert subject not in known or not known[subject].told
    for subject in outcome.judged.worse:
        told = known[subject].told_value
        assert told is not None
        assert now[subject].value >= told + RULE.step


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)

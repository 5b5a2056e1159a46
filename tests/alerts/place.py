"""One place judged day by day as values: readings go in, and what happened comes out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from alerts.calendar import WorkingCalendar
from alerts.checking.deciding import Ground, Judging, Outcome, decide
from alerts.endings import Outflow
from alerts.life import Life, live
from alerts.lifecycle import Event
from alerts.readings import Reading
from alerts.rules.rule import Rule
from alerts.when import When
from models.figures.holders import Holder
from models.vocabulary import AlertState, RuleKind
from tests.build import a_holder, a_reading, a_rule

LONDON = ZoneInfo("Europe/London")

MON, TUE, WED, THU, FRI = (date(2026, 11, day) for day in range(16, 21))
NEXT_MON, NEXT_TUE, NEXT_WED, NEXT_THU, NEXT_FRI = (date(2026, 11, day) for day in range(23, 28))


def half_past_eight(day: date) -> datetime:
    return datetime.combine(day, time(8, 30), LONDON)


def when(day: date, today: date | None = None, closing: Collection[date] = ()) -> When:
    """Judged the same morning that the data is as at, unless another day is given."""
    today = today or day
    return When(half_past_eight(today), today, day, WorkingCalendar(closing))


def over(cases: int = 26, number: int = 1, **given: Any) -> Reading:
    """A worker over a limit of 18."""
    return a_reading(number, **{"value": cases, "said": f"{cases} cases, limit 18", **given})


def in_margin(number: int = 1, **given: Any) -> Reading:
    """At the limit: not over it, and not clear of it."""
    usual = {"over": False, "value": 18, "said": "18 cases, limit 18"}
    return a_reading(number, **{**usual, **given})


def clear(cases: int = 12, number: int = 1, **given: Any) -> Reading:
    usual = {"over": False, "clear": True, "value": cases, "said": f"{cases} cases, limit 18"}
    return a_reading(number, **{**usual, **given})


HOLDERS = {number: a_holder(worker_id=number) for number in range(1, 100)}
"""Who works in Court North."""


@dataclass
class Place:
    """Court North and its alert of workers over their limit."""

    rules: tuple[Rule, ...] = (a_rule(),)
    kind: RuleKind = RuleKind.WORKER_OVER
    closing: Collection[date] = ()
    workforce_late: bool = False
    outflows: Mapping[int, Outflow] = field(default_factory=dict)
    holders: Mapping[int, Holder] = field(default_factory=lambda: HOLDERS)
    began: Mapping[tuple[RuleKind, str], date] = field(default_factory=dict)
    life: Life | None = None
    over_and_done: list[Life] = field(default_factory=list)

    def judge(
        self, day: date, *readings: Reading, today: date | None = None, late: bool = False
    ) -> Outcome | None:
        """What a check makes of this place, and keeps."""
        ground = Ground(
            as_at=datetime.combine(day, time(18), LONDON),
            late=late,
            workforce_as_at=datetime.combine(day, time(18), LONDON),
            workforce_late=self.workforce_late,
            outflows=self.outflows,
            holders=self.holders,
            began=self.began,
        )
        judging = Judging(
            kind=self.kind,
            place="team:1",
            team_id=1,
            rules={rule.name: rule for rule in self.rules},
            readings=readings,
            ground=ground,
        )
        outcome = decide(self.life, judging, when(day, today, self.closing))
        if outcome is not None:
            self._keep(outcome)
        return outcome

    def events(self, day: date, *readings: Reading, **how: Any) -> list[str]:
        """The same, as "event: told" in order."""
        outcome = self.judge(day, *readings, **how)
        happened = () if outcome is None else outcome.happened
        return [f"{each.event.value}: {each.tell.value}" for each in happened]

    def answer(self, event: Event, on: date, until: date) -> None:
        """Somebody acknowledges it with a review, or snoozes it, on a day."""
        assert self.life is not None
        after, _ = live(self.life, event, half_past_eight(on))
        values: dict[str, Any] = {"snoozed_until": until, "snoozed_by": "mia@example.org"}
        if event is Event.ACKNOWLEDGED:
            values = {
                "acknowledged_at": half_past_eight(on),
                "acknowledged_by": "mia@example.org",
                "review_on": until,
            }
        self.life = replace(after, **values)

    @property
    def state(self) -> AlertState | None:
        return None if self.life is None else self.life.state

    @property
    def open(self) -> Life:
        assert self.life is not None
        return self.life

    def _keep(self, outcome: Outcome) -> None:
        self.life = replace(outcome.life, id=outcome.life.id or len(self.over_and_done) + 1)
        if self.life.state is AlertState.RESOLVED:
            self.over_and_done.append(self.life)
            self.life = outcome.carried

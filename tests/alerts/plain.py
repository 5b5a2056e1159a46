"""What alerts ought to do, written down as plainly as possible, to hold the product against."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

FREE = {
    *(date(2026, 12, day) for day in (25, 28)),
    *(date(2027, *day) for day in ((1, 1), (3, 26), (3, 29), (5, 3), (5, 31), (8, 30))),
    *(date(2027, 12, day) for day in (27, 28)),
    *(date(2028, *day) for day in ((1, 3), (4, 14), (4, 17), (5, 1), (5, 29), (8, 28))),
}
"""England's bank holidays in the time that the histories are set in."""

LIMIT = 18


def working_days(after: date, until: date) -> int:
    days = 0
    while after < until:
        after += timedelta(days=1)
        days += after.weekday() < 5 and after not in FREE
    return days


@dataclass
class Worker:
    cases: int = 10
    away: str = ""  # "left", "absent", or "unlisted"

    @property
    def over(self) -> bool:
        return not self.away and self.cases > LIMIT

    @property
    def clear(self) -> bool:
        return bool(self.away) or self.cases <= LIMIT - 1


@dataclass
class Over:
    """A worker who is over, since when, and the worst that was told of it."""

    first: date
    told: int | None = None


@dataclass
class Told:
    """An alert that was told: when last anew, when last at all, and how it was answered."""

    anew: date
    last: date
    escalated: bool = False
    acknowledged_until: date | None = None
    snoozed_until: date | None = None


@dataclass
class Plain:
    """One team's alert of workers over their limit."""

    for_days: int = 2
    step: int = 2
    remind_days: int = 5
    escalate_days: int = 3
    is_on: bool = True
    over: dict[int, Over] = field(default_factory=dict)
    told: Told | None = None
    held: bool = False

    @property
    def exists(self) -> bool:
        return bool(self.over)

    def morning(
        self, today: date, data: date, workers: Mapping[int, Worker], *, late: bool
    ) -> list[str]:
        """What is said this morning, edits aside."""
        if not self.is_on:
            return self._end_all()
        if late:
            self.held = self.exists
            return []
        self.held = False
        if self._judge(data, workers):
            said = "message" if self.told is None else "reply"
            self.told = Told(anew=today, last=today)
            return [said]
        if self.told is None:
            return []
        if not any(over.told is not None for over in self.over.values()):
            self.told = None  # whoever waits goes on in an alert that was not told yet
            return ["end"]
        pressing = any(workers[n].over for n, over in self.over.items() if over.told is not None)
        return self._due(today, self.told, pressing=pressing)

    def _end_all(self) -> list[str]:
        told, self.told, self.over, self.held = self.told, None, {}, False
        return [] if told is None else ["end"]

    def _judge(self, data: date, workers: Mapping[int, Worker]) -> bool:
        """Whether anybody is told for the first time, or as worse."""
        news = False
        for number, worker in workers.items():
            if worker.clear:
                self.over.pop(number, None)
            elif not worker.over:
                if number in self.over and self.over[number].told is None:
                    del self.over[number]  # the margin is for those who were told of
            else:
                over = self.over.setdefault(number, Over(data))
                new = over.told is None and working_days(over.first, data) >= self.for_days
                worse = over.told is not None and worker.cases >= over.told + self.step
                if new or worse:
                    over.told, news = worker.cases, True
        return news

    def _due(self, today: date, told: Told, *, pressing: bool) -> list[str]:
        if told.acknowledged_until is not None:
            return self._anew(today) if today > told.acknowledged_until else []
        if told.snoozed_until is not None:
            return self._anew(today) if today >= told.snoozed_until else []
        if not pressing:
            return []
        if not told.escalated and working_days(told.anew, today) >= self.escalate_days:
            told.escalated = True
            return ["escalation"]
        if working_days(told.last, today) >= self.remind_days:
            told.last = today
            return ["reply"]
        return []

    def _anew(self, today: date) -> list[str]:
        self.told = Told(anew=today, last=today)
        return ["reply"]

    def acknowledge(self, review: date) -> bool:
        """Whether that is possible."""
        if self.told is None:
            return False
        self.told.acknowledged_until, self.told.snoozed_until = review, None
        return True

    def snooze(self, until: date) -> bool:
        if self.told is None or self.told.acknowledged_until is not None:
            return False
        self.told.snoozed_until = until
        return True

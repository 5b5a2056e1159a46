"""What a check makes of one alert, or of a place that has none: pure, from readings to a life."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from operator import attrgetter

from alerts.endings import NO_OUTFLOW, Now, Outflow, ending_of
from alerts.life import Life, Terms, due_event, event_of, live
from alerts.lifecycle import Event, Tell
from alerts.members import Judged, Member, judge_members
from alerts.readings import Reading
from alerts.rules.kinds import waits_for_data, waits_for_workforce
from alerts.rules.rule import Rule
from alerts.when import When
from models.figures.holders import Holder
from models.vocabulary import AlertState, Ending, RuleKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What every judgement of one check stands on."""

    as_at: datetime  # of the allocations
    late: bool  # the allocations are too old to judge by
    workforce_as_at: datetime
    workforce_late: bool = False
    outflows: Mapping[int, Outflow]  # by worker
    holders: Mapping[int, Holder]  # workers in the workforce, by id
    began: Mapping[tuple[RuleKind, str], date] = field(default_factory=dict)
    # ^ since when members of alerts who now work in another team were over, by kind and subject
    emptied: Collection[str] = ()  # places that held cases lately, and none in this load


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """One kind of rule in one place, as it stands now."""

    kind: RuleKind  # of the alert: newly qualified workers are in the alert of all workers
    place: str
    team_id: int | None
    service_id: int | None = None
    rules: Mapping[str, Rule]  # those that judge here, by name; empty: switched off
    readings: Sequence[Reading]
    ground: Ground
    at_top: Collection[str] = ()  # names of rules told to leadership for want of a service's place

    @property
    def late(self) -> bool:
        """Whether this kind waits for data that is late, or that its place is missing from."""
        if waits_for_workforce(self.kind):
            return self.ground.workforce_late
        missing = self.ground.late or self.place in self.ground.emptied
        return missing and waits_for_data(self.kind)

    @property
    def as_at(self) -> datetime:
        """Of the data this kind counts; a team that ends is told by its cases."""
        by_workforce = waits_for_workforce(self.kind) and self.kind is not RuleKind.TEAM_ENDS
        return self.ground.workforce_as_at if by_workforce else self.ground.as_at

    def terms(self, life: Life) -> Terms:
        """The most pressing of the rules that judge what the alert's message speaks of."""
        judged_by = {member.rule for member in life.members if member.shown}
        rules = [rule for name, rule in self.rules.items() if name in judged_by]
        return Terms(
            remind_days=_soonest(rule.remind_days for rule in rules),
            escalate_days=_soonest(
                rule.escalate_days for rule in rules if rule.name not in self.at_top
            ),
            urgent=any(rule.urgent for rule in rules),
        )

    def anybody_over(self, life: Life) -> bool:
        """Whether somebody the message speaks of is over now, and not only not clear yet."""
        over = {reading.subject for reading in self.readings if reading.over}
        return any(member.shown and member.subject in over for member in life.members)


_KEPT = attrgetter(*(field.name for field in fields(Life) if field.name != "judged_as_at"))
"""An alert but for the data it was judged by: each load is another."""


@dataclass(frozen=True, slots=True)
class Happened:
    event: Event
    tell: Tell


@dataclass(frozen=True, slots=True)
class Outcome:
    """An alert after a check, and what happened to it."""

    judging: Judging
    before: Life | None
    life: Life
    happened: tuple[Happened, ...] = ()
    judged: Judged | None = None
    carried: Life | None = None  # members not told yet when the rest was over

    @property
    def is_news(self) -> bool:
        """Whether anything has to be written down."""
        if self.before is None or self.happened or self.carried is not None:
            return True
        return _KEPT(self.life) != _KEPT(self.before)


def decide(life: Life | None, judging: Judging, when: When) -> Outcome | None:
    """What becomes of a place's alert; None where there is none, and no reason for one."""
    if life is None:
        return None if judging.late or not judging.rules else _opened(judging, when)
    if not judging.rules:
        return _switched_off(life, judging, when)
    if judging.late:
        if life.state is AlertState.HELD:
            return Outcome(judging, life, life)
        return _after(life, judging, [Event.LATE], when)
    return _judged(life, judging, when)


def _opened(judging: Judging, when: When) -> Outcome | None:
    judged = _judge((), judging, when)
    if not judged.members:
        return None
    life = _new(judging, judged.members, when)
    if not judged.joined:
        return Outcome(judging, None, life, judged=judged)
    fired, tell = live(life, Event.GROWN, when.now)
    return Outcome(judging, None, fired, (Happened(Event.GROWN, tell),), judged)


def _judged(life: Life, judging: Judging, when: When) -> Outcome:
    judged = _judge(life.members, judging, when)
    event = event_of(life, judged)
    over = [member.since for member in judged.members if member.over]
    since = min(over) if over and event is not Event.CLEARED else life.since
    current = replace(life, members=judged.members, judged_as_at=judging.as_at, since=since)
    carried = None
    if event is Event.CLEARED:
        current, carried = _part(current, judging, when)
    events = [event]
    outcome = _after(current, judging, events, when, before=life)
    due = due_event(outcome.life, judging.terms(outcome.life), when)
    if due in _PRESSING and not judging.anybody_over(outcome.life):
        due = None
    if due is not None and event in {Event.STILL, Event.CHANGED}:
        outcome = _after(current, judging, [*events, due], when, before=life)
    return replace(outcome, judged=judged, carried=carried)


_PRESSING = frozenset({Event.UNANSWERED, Event.REMINDED})
"""What presses for an answer: nobody is pressed about somebody who is not over any more."""


def _judge(members: Sequence[Member], judging: Judging, when: When) -> Judged:
    def cause(member: Member, reading: Reading | None) -> Ending:
        worker_id = member.worker_id or 0
        now = Now(
            kind=judging.kind,
            team_id=judging.team_id,
            service_id=judging.service_id,
            rule=judging.rules.get(member.rule if reading is None else reading.rule),
            holder=judging.ground.holders.get(worker_id),
            outflow=judging.ground.outflows.get(worker_id, NO_OUTFLOW),
        )
        return ending_of(member, reading, now)

    readings = [_since_before(reading, judging) for reading in judging.readings]
    return judge_members(members, readings, rules=judging.rules, when=when, cause=cause)


def _since_before(reading: Reading, judging: Judging) -> Reading:
    """Whoever comes from another team has been over since the first day there."""
    began = judging.ground.began.get((judging.kind, reading.subject))
    return reading if reading.since or not began else replace(reading, since=began)


def _after(
    life: Life,
    judging: Judging,
    events: Sequence[Event],
    when: When,
    before: Life | None = None,
) -> Outcome:
    happened = []
    after = life
    for event in events:
        held = after.state is AlertState.HELD
        after, tell = live(after, event, when.now)
        if event is not Event.STILL or held:
            happened.append(Happened(event, tell))
    return Outcome(judging, before or life, after, tuple(happened))


def _switched_off(life: Life, judging: Judging, when: When) -> Outcome:
    ended = tuple(
        replace(member, ended_on=when.day, ending=Ending.SWITCHED_OFF) if member.over else member
        for member in life.members
    )
    return _after(replace(life, members=ended), judging, [Event.SWITCHED_OFF], when, before=life)


def _part(life: Life, judging: Judging, when: When) -> tuple[Life, Life | None]:
    """What was told is over; members not told yet go on in an alert of their own."""
    waiting = tuple(member for member in life.members if member.over and not member.told)
    if not waiting:
        return life, None
    rest = tuple(member for member in life.members if member not in waiting)
    return replace(life, members=rest), _new(judging, waiting, when)


def _new(judging: Judging, members: tuple[Member, ...], when: When) -> Life:
    return Life(
        kind=judging.kind,
        place=judging.place,
        team_id=judging.team_id,
        service_id=judging.service_id,
        since=min(member.since for member in members),
        opened_at=when.now,
        judged_as_at=judging.as_at,
        members=members,
    )


def _soonest(days: Iterable[int]) -> int:
    """The smallest number of days that is not zero, which means never."""
    return min((number for number in days if number), default=0)

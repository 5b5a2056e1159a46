"""Why a breach is over: what became of the worker, the limit, the rule or the cases."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from alerts.members import Member, clears_at
from alerts.readings import Reading
from alerts.rules.kinds import KINDS, OF_STAFFING, OFF_TARGET, Over
from alerts.rules.rule import Rule
from alerts.staffing_subjects import is_of_another_place, target_of
from models.figures.holders import Holder
from models.figures.limits import PLACES
from models.staffing.targets import DIRECTIONS, Direction
from models.vocabulary import Ending, RuleKind


@dataclass(frozen=True, slots=True)
class Receiver:
    """A colleague who took cases over, and how they stand now."""

    name: str
    team_id: int
    team: str
    cases: int  # taken over
    caseload: int  # now
    allowance: float | None


@dataclass(frozen=True, slots=True)
class Outflow:
    """Where a worker's cases went since a day; no case is named."""

    closed: int = 0
    unallocated: int = 0
    elsewhere: int = 0  # to somebody who is not in the workforce list
    receivers: Sequence[Receiver] = field(default_factory=tuple)  # most cases first

    @property
    def moved(self) -> int:
        return self.elsewhere + sum(receiver.cases for receiver in self.receivers)


NO_OUTFLOW = Outflow()

_ABOVE_A_YARDSTICK = frozenset({RuleKind.WORKER_OVER, RuleKind.TEAM_ABOVE_PROMISE})
"""Their rules count what is above an allowance or a promise."""

_AWAY = frozenset({RuleKind.ABSENT_HOLDING, RuleKind.LEAVER_HOLDING})

_HELD = _ABOVE_A_YARDSTICK | _AWAY | {RuleKind.UNMATCHED}
"""Their rules count cases; the others count days, which a reading says only of what is over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What a member's end is judged by: the alert's kind and place, and how things stand now."""

    kind: RuleKind
    team_id: int | None
    service_id: int | None = None
    rule: Rule | None  # that judges the member now; None: there is none any more
    holder: Holder | None = None  # None: no worker, or one whom the workforce does not list
    outflow: Outflow = NO_OUTFLOW


def ending_of(member: Member, reading: Reading | None, now: Now) -> Ending:
    """Which kind of end this is, the surest first."""
    if now.rule is None:
        return Ending.SWITCHED_OFF
    if member.worker_id is not None and now.holder is None:
        return Ending.LEFT
    if now.holder is not None and now.holder.team_id != now.team_id:
        return Ending.MOVED_TEAM
    if reading is None:
        moved = is_of_another_place(member.subject, now.service_id)
        return Ending.MOVED_TEAM if moved else Ending.FELL
    if reading.gone is not None:
        return Ending.LEFT if reading.gone == "left" else Ending.ABSENT
    changed = _by_state(member, reading, now) or _by_measure(member, reading, now.kind, now.rule)
    return changed or (Ending.MOVED if now.outflow.moved else Ending.FELL)


def _by_state(member: Member, reading: Reading, now: Now) -> Ending | None:
    """The cases are still there, and the worker is not away any more as the rule means it."""
    if now.kind not in _AWAY or now.holder is None or not _stays(member, reading, now.kind):
        return None
    if now.holder.at_work:
        return Ending.RETURNED
    returned = now.kind is RuleKind.LEAVER_HOLDING and now.holder.in_post
    return Ending.ABSENT if returned else None


def _by_measure(member: Member, reading: Reading, kind: RuleKind, rule: Rule) -> Ending | None:
    """It would not be over by the limit and the rule as they were when it was judged last."""
    eased = clears_at(rule) > member.clears_at
    if KINDS[kind].over is Over.WITHIN:
        eased = clears_at(rule) < member.clears_at  # it looks less far ahead
    if kind in OF_STAFFING:
        return _in_staffing(member, reading, kind, eased=eased)
    if kind not in _HELD:
        return Ending.RULE_CHANGED if eased else None
    if not _stays(member, reading, kind):
        return None
    if kind in _ABOVE_A_YARDSTICK and _rose(member.limit, reading.limit):
        return Ending.LIMIT_CHANGED
    return Ending.RULE_CHANGED if eased else None


def _in_staffing(member: Member, reading: Reading, kind: RuleKind, *, eased: bool) -> Ending | None:
    """A target was withdrawn, or set so that a figure which still misses the old one meets it."""
    target = target_of(member.subject)
    if target is not None and member.limit is not None:
        if reading.limit is None:
            return Ending.LIMIT_CHANGED
        if kind in OFF_TARGET:
            rise = round(reading.limit - member.limit, PLACES)
            lower = rise if DIRECTIONS[target.measure] is Direction.AT_MOST else -rise
            if round(reading.value + lower, PLACES) <= member.clears_at:
                return None
            if lower > 0:
                return Ending.LIMIT_CHANGED
    return Ending.RULE_CHANGED if eased else None


def _rose(before: float | None, now: float | None) -> bool:
    """A limit that was removed is as if it were without end."""
    return before is not None and (now is None or now > before)


def _stays(member: Member, reading: Reading, kind: RuleKind) -> bool:
    """Whether what is held now is not clear of the limit and the rule as they were."""
    yardstick = (member.limit or 0) if kind in _ABOVE_A_YARDSTICK else 0
    excess = round(reading.value - yardstick, PLACES)
    return reading.value > 0 and excess > member.clears_at

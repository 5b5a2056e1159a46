"""Who or what is part of an alert, from one judgement to the next: joins, worsens, eases, ends."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from alerts.readings import Reading
from alerts.rules.rule import Rule
from alerts.when import When
from models.vocabulary import Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One subject of an alert, as stored."""

    subject: str
    rule: str
    since: date  # the first day it was over, as at
    value: float
    limit: float | None = None
    clears_at: float = 0  # the rule's limit less its margin, as it was judged last
    worker_id: int | None = None
    told_value: float | None = None  # the worst value told; None: not told yet
    told_at: datetime | None = None
    ended_on: date | None = None
    ending: Ending | None = None

    @property
    def over(self) -> bool:
        return self.ended_on is None

    @property
    def told(self) -> bool:
        return self.told_value is not None

    @property
    def shown(self) -> bool:
        """Whether the message speaks of it: told, and not over yet."""
        return self.over and self.told


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judgement makes of an alert's members."""

    members: tuple[Member, ...]  # all of them, those that ended included
    joined: tuple[str, ...] = ()  # subjects to be told for the first time
    worse: tuple[str, ...] = ()  # worse by a step than when told last
    ended: tuple[str, ...] = ()  # had been told, and are over no more
    changed: bool = False  # the message shows a value that is no longer true

    @property
    def over(self) -> bool:
        return any(member.over for member in self.members)

    @property
    def shown(self) -> bool:
        return any(member.shown for member in self.members)


Cause = Callable[[Member, Reading | None], Ending]
"""Why a member is over no more."""


def judge_members(
    before: Sequence[Member],
    readings: Iterable[Reading],
    *,
    rules: Mapping[str, Rule],
    when: When,
    cause: Cause,
) -> Judged:
    """Bring an alert's members up to the day's readings; `rules` by the names readings give."""
    day = when.day
    found = {reading.subject: reading for reading in readings}
    known = {member.subject: member for member in before}
    after: dict[str, Member] = {}
    for subject, member in known.items():
        after[subject] = _follow(member, found.get(subject), rules, day, cause)
    for subject, reading in found.items():
        if reading.over and (subject not in known or not known[subject].over):
            after[subject] = _new(reading, rules[reading.rule], day)
    joined, worse = [], []
    for subject, member in after.items():
        # Whoever is in the margin stays, and is not told: at the limit is not over it.
        if not member.over or subject not in found or not found[subject].over:
            continue
        rule = rules[member.rule]
        if not member.told and when.calendar.working_days(member.since, day) >= rule.for_days:
            joined.append(subject)
        elif _is_worse(member, rule):
            worse.append(subject)
        else:
            continue
        after[subject] = replace(member, told_value=member.value, told_at=when.now)
    ended = [s for s, member in known.items() if member.shown and not after[s].over]
    changed = bool(ended) or any(
        member.shown and s in after and _says(member) != _says(after[s])
        for s, member in known.items()
    )
    return Judged(tuple(after.values()), tuple(joined), tuple(worse), tuple(ended), changed)


def clears_at(rule: Rule) -> float:
    """What has to be reached by what the rule counts, so that a member is over no more."""
    return rule.limit - rule.margin


def _follow(
    member: Member, reading: Reading | None, rules: Mapping[str, Rule], day: date, cause: Cause
) -> Member:
    """A member that was over: still, or no more. One that ended stays as it ended."""
    if not member.over:
        return member
    if reading is None or _has_ended(member, reading):
        ended = replace(member, ended_on=day, ending=cause(member, reading))
        if reading is None:
            return ended
        return replace(ended, value=reading.value, limit=reading.limit)
    now = (reading.value, reading.limit, clears_at(rules[reading.rule]), reading.rule)
    if now == (member.value, member.limit, member.clears_at, member.rule):
        return member
    value, limit, clears, rule = now
    return replace(member, value=value, limit=limit, clears_at=clears, rule=rule)


def _has_ended(member: Member, reading: Reading) -> bool:
    """The margin keeps those in the alert who were told of; the others leave it at the limit."""
    if reading.clear or reading.gone is not None:
        return True
    return not member.told and not reading.over


def _new(reading: Reading, rule: Rule, day: date) -> Member:
    return Member(
        subject=reading.subject,
        rule=reading.rule,
        since=reading.since or day,
        value=reading.value,
        limit=reading.limit,
        clears_at=clears_at(rule),
        worker_id=reading.worker_id,
    )


def _is_worse(member: Member, rule: Rule) -> bool:
    return (
        rule.step > 0
        and member.told_value is not None
        and member.value >= member.told_value + rule.step
    )


def _says(member: Member) -> tuple[float, float | None]:
    return member.value, member.limit

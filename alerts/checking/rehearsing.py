"""What a check would do by other rules than those in force; nothing is changed or told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from alerts.authority import Authority
from alerts.calendar import WorkingCalendar
from alerts.checking.check import outcomes
from alerts.checking.gathering import gather
from alerts.checking.picture import Picture
from alerts.life import Life
from alerts.members import Member
from alerts.rules.rule import Rule
from alerts.rules.trying import Found, found_by, in_order
from models.figures.queries import newest_loads
from models.vocabulary import AlertState, Ending, RuleKind

Key = tuple[RuleKind, str]
"""A kind of alert and its place: at most one such alert is open."""


class Effect(StrEnum):
    """What other rules would do to an alert."""

    OPENS = "opens"
    ENDS = "ends"
    CHANGES = "changes"  # it is told, or others are part of it
    STAYS = "stays"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One alert by the rules in force and by the others."""

    effect: Effect
    kind: RuleKind
    place: str  # a team's name, or the authority's
    rules: tuple[str, ...]  # those that its members are judged by
    told: int = 0  # members that would be told of now, and are not by the rules in force
    waiting: int = 0  # members that would be told of if they last
    in_days: int = 0  # working days until the first of these is told
    joins: int = 0
    leaves: int = 0
    ending: Ending | None = None  # why it would end


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The data by the other rules, and what they would change."""

    as_at: datetime
    late: bool
    found: tuple[Found, ...]
    told: frozenset[tuple[str, str, str]]  # rule, place and subject of whatever alerts speak of
    changes: tuple[Change, ...]
    failed: tuple[str, ...]  # rules that could not be evaluated


def rehearse(
    session: Session, rules: Mapping[str, Rule], authority: Authority, now: datetime
) -> Rehearsal:
    """Check the newest data by the rules in force and by these, and compare the alerts after it.

    Raises NoData before both feeds were loaded.
    """
    in_force = _checked(gather(session, authority, now), authority, now)
    tried = _checked(gather(session, authority, now, rules), authority, now)
    picture = tried.picture

    def name(place: str) -> str:
        return picture.place_names.get(place, authority.name)

    found = [
        each
        for judging in picture.judgings
        for each in found_by(judging.rules.values(), judging.readings, name(judging.place))
    ]
    told = {
        (member.rule, name(life.place), member.subject)
        for life in tried.lives.values()
        for member in life.members
        if member.shown
    }
    keys = {*_open(in_force.lives), *_open(tried.lives)}
    terms = _Terms(rules, authority.calendar, picture, now.astimezone(authority.zone).date())
    changes = [
        _change(in_force.lives.get(key), tried.lives.get(key), name(key[1]), terms) for key in keys
    ]
    return Rehearsal(
        as_at=newest_loads(session).allocations.as_at,
        late=picture.late,
        found=in_order(found),
        told=frozenset(told),
        changes=tuple(sorted(changes, key=_order)),
        failed=tried.failed,
    )


@dataclass(frozen=True, slots=True)
class _Checked:
    """The alerts as they would be after a check."""

    picture: Picture
    lives: Mapping[Key, Life]
    failed: tuple[str, ...]


def _checked(picture: Picture, authority: Authority, now: datetime) -> _Checked:
    found, failed = outcomes(picture, authority, now)
    lives = dict(picture.lives)
    for outcome in (each for there in found.values() for each in there):
        key = (outcome.judging.kind, outcome.judging.place)
        lives[key] = outcome.carried or outcome.life
    return _Checked(picture, lives, tuple(sorted({*picture.parked, *failed})))


def _open(lives: Mapping[Key, Life]) -> set[Key]:
    return {key for key, life in lives.items() if life.state is not AlertState.RESOLVED}


@dataclass(frozen=True, slots=True)
class _Terms:
    """The rules that are tried, and the days that they count by."""

    rules: Mapping[str, Rule]
    calendar: WorkingCalendar
    picture: Picture
    today: date

    def days_left(self, kind: RuleKind, member: Member) -> int:
        """Working days until it is told of, if it lasts; 0 where it could be told now."""
        rule = self.rules.get(member.rule)
        lasted = self.calendar.working_days(member.since, self.picture.day_of(kind, self.today))
        return max(0, rule.for_days - lasted) if rule else 0


def _change(before: Life | None, after: Life | None, place: str, terms: _Terms) -> Change:
    """`before` by the rules in force, `after` by the others; at least one of them is open."""
    life = after or before
    assert life is not None
    old, new = _members(before), _members(after)
    told = {s for s, m in new.items() if m.told and m.told_at != _told_at(old.get(s))}
    waiting = [terms.days_left(life.kind, m) for m in new.values() if not m.told]
    joins, leaves = len(new.keys() - old.keys()), len(old.keys() - new.keys())
    return Change(
        effect=_effect(old, new, told),
        kind=life.kind,
        place=place,
        rules=tuple(sorted({member.rule for member in (new or old).values()})),
        told=len(told),
        waiting=len(waiting),
        in_days=min(waiting, default=0),
        joins=joins,
        leaves=leaves,
        ending=after.ending if after and not new else None,
    )


def _order(change: Change) -> tuple[int, int, str]:
    return list(Effect).index(change.effect), list(RuleKind).index(change.kind), change.place


def _told_at(member: Member | None) -> datetime | None:
    return member.told_at if member else None


def _members(life: Life | None) -> dict[str, Member]:
    """Who is part of an open alert, by subject."""
    if life is None or life.state is AlertState.RESOLVED:
        return {}
    return {member.subject: member for member in life.members if member.over}


def _effect(old: Mapping[str, Member], new: Mapping[str, Member], told: set[str]) -> Effect:
    if not old:
        return Effect.OPENS
    if not new:
        return Effect.ENDS
    return Effect.CHANGES if told or old.keys() != new.keys() else Effect.STAYS

"""Lives alerts through the days kept, by the same steps as a check, and notes their episodes."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from alerts.authority import Authority
from alerts.checking.deciding import Ground, Judging, Outcome, decide
from alerts.life import Life
from alerts.lifecycle import Tell
from alerts.members import Member
from alerts.places import place_of_key
from alerts.readings import Reading
from alerts.rules.in_force import ServicePlace, TeamPlace, rules_for
from alerts.rules.kinds import OF_STAFFING, host
from alerts.rules.previewing.kept import KeptDay
from alerts.rules.previewing.preview import Episode
from alerts.rules.rule import Rule
from alerts.wording import start_of_day
from models.vocabulary import AlertState, RuleKind

Key = tuple[RuleKind, str]
Where = TeamPlace | ServicePlace | None

_TOLD_ANEW = frozenset({Tell.MESSAGE, Tell.REPLY})
_DAY = timedelta(days=1)


@dataclass(slots=True)
class _Track:
    """One rule's part in one open alert."""

    since: date
    fired_on: date
    value: float
    limit: float | None
    until: date | None = None  # the day its last member ended, while the alert goes on
    members: set[str] = field(default_factory=set)
    notices: int = 0


class Run:
    """The alerts that one set of rules would have raised, day by day.

    Nobody decides about them, and nothing is reminded of: what was answered then is not known.
    """

    def __init__(
        self,
        rules: Mapping[str, Rule],
        kinds: Collection[RuleKind],
        places: Mapping[str, Where],
        authority: Authority,
    ) -> None:
        self._rules = {
            name: replace(rule, remind_days=0, escalate_days=0)
            for name, rule in rules.items()
            if rule.kind in kinds
        }
        self._places = places
        self._authority = authority
        self._here: dict[str, dict[RuleKind, Rule]] = {}
        self._lives: dict[Key, Life] = {}
        self._tracks: dict[Key, dict[str, _Track]] = defaultdict(dict)
        self._episodes: list[Episode] = []
        self._last: date | None = None

    def judge(self, kept: KeptDay) -> None:
        """Judge the next day; days come in order, and what lies between two is held."""
        open_kinds: dict[str, set[RuleKind]] = defaultdict(set)
        for kind, place in self._lives:
            open_kinds[place].add(kind)
        ground = self._ground(kept)
        for place in sorted({*kept.parts, *open_kinds}):
            self._judge_place(place, open_kinds.get(place, set()), kept, ground)
        self._last = kept.day

    def episodes(self) -> list[Episode]:
        """Those that are over, and those that are not yet, in the order in which they were told."""
        still = [
            self._episode(key, rule, track, track.until)
            for key, tracks in self._tracks.items()
            for rule, track in tracks.items()
        ]
        return sorted([*self._episodes, *still], key=lambda e: (e.fired_on, e.place, e.rule))

    def _judge_place(
        self, place: str, open_kinds: set[RuleKind], kept: KeptDay, ground: Ground
    ) -> None:
        here = self._rules_of(place) if place in kept.listed else {}
        part, readings = kept.parts.get(place), defaultdict[RuleKind, list[Reading]](list)
        kind_of = {rule.name: host(kind) for kind, rule in here.items()}
        if part is not None and here:
            for reading in part.readings(here, self._watched(place, open_kinds)):
                readings[kind_of[reading.rule]].append(reading)
        of = place_of_key(place)
        for kind in sorted({*readings, *open_kinds}):
            judging = Judging(
                kind=kind,
                place=place,
                team_id=of.team_id,
                service_id=of.service_id,
                rules={rule.name: rule for k, rule in here.items() if host(k) is kind},
                readings=readings[kind],
                ground=ground,
            )
            now = start_of_day(kept.day + _DAY, self._authority.zone)
            outcome = decide(
                self._lives.get((kind, place)), judging, self._authority.when(now, kept.day)
            )
            if outcome is not None:
                self._note((kind, place), outcome, kept.day)

    def _rules_of(self, place: str) -> dict[RuleKind, Rule]:
        if place not in self._here:
            self._here[place] = rules_for(self._rules, self._places.get(place))
        return self._here[place]

    def _watched(self, place: str, kinds: Iterable[RuleKind]) -> frozenset[str]:
        lives = [self._lives[kind, place] for kind in kinds]
        return frozenset(m.subject for life in lives for m in life.members if m.over)

    def _ground(self, kept: KeptDay) -> Ground:
        as_at = start_of_day(kept.day, self._authority.zone)
        return Ground(
            as_at=as_at,
            late=False,
            workforce_as_at=as_at,
            outflows={},
            holders={},
            began=self._began(kept),
            emptied=kept.emptied,
        )

    def _began(self, kept: KeptDay) -> dict[tuple[RuleKind, str], date]:
        """Since when workers were over who are in another team now."""
        found: dict[tuple[RuleKind, str], date] = {}
        if not kept.homes:
            return found
        for (kind, place), life in self._lives.items():
            for member in life.members:
                home = kept.homes.get(member.worker_id or 0, place)
                if member.over and home != place:
                    since = found.get((kind, member.subject), member.since)
                    found[kind, member.subject] = min(since, member.since)
        return found

    def _note(self, key: Key, outcome: Outcome, day: date) -> None:
        life = outcome.life
        self._note_told(key, outcome, day)
        shown: dict[str, list[Member]] = defaultdict(list)
        for member in life.members:
            if member.shown:
                shown[member.rule].append(member)
        for rule, track in self._tracks.get(key, {}).items():
            _follow(track, key[0], shown.get(rule, ()), day)
        if life.state is not AlertState.RESOLVED:
            self._lives[key] = life
            return
        for rule, track in self._tracks.pop(key, {}).items():
            self._episodes.append(self._episode(key, rule, track, track.until or day))
        self._lives.pop(key, None)
        if outcome.carried is not None:
            self._lives[key] = outcome.carried

    def _note_told(self, key: Key, outcome: Outcome, day: date) -> None:
        if outcome.judged is None or not any(h.tell in _TOLD_ANEW for h in outcome.happened):
            return
        members = {member.subject: member for member in outcome.life.members}
        told = [members[s] for s in (*outcome.judged.joined, *outcome.judged.worse)]
        for rule in {member.rule for member in told}:
            own = [member for member in told if member.rule == rule]
            tracks = self._tracks[key]
            if rule not in tracks:
                tracks[rule] = _Track(own[0].since, day, own[0].value, own[0].limit)
            track = tracks[rule]
            track.notices += 1
            track.members.update(member.subject for member in own)
            track.since = min([track.since, *(member.since for member in own)])

    def _episode(self, key: Key, rule: str, track: _Track, until: date | None) -> Episode:
        last = until or self._last or track.fired_on
        return Episode(
            rule=rule,
            place=key[1],
            since=track.since,
            fired_on=track.fired_on,
            until=until,
            working_days=self._authority.calendar.working_days(track.since, last),
            members=len(track.members),
            value=track.value,
            limit=track.limit,
            notices=track.notices,
        )


def _follow(track: _Track, kind: RuleKind, shown: Iterable[Member], day: date) -> None:
    """Bring a rule's part up to the day: its worst, and whether anybody is over by it still."""
    anybody = False
    for member in shown:
        anybody = True
        if _excess(kind, member.value, member.limit) > _excess(kind, track.value, track.limit):
            track.value, track.limit = member.value, member.limit
    track.until = None if anybody else track.until or day


def _excess(kind: RuleKind, value: float, limit: float | None) -> float:
    """How bad it is; of a staffing target the value says by itself how far off it is."""
    return value if kind in OF_STAFFING else value - (limit or 0)

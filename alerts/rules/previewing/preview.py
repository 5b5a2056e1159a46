"""What a rule would have done, as values: its episodes, the days looked at, and what they say."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from alerts.rules.rule import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One alert there would have been, as far as one rule is concerned; without names of people."""

    rule: str
    place: str  # "team:12", "service:3", "authority"
    since: date  # the first day over of the members it told of
    fired_on: date  # the day whose data it was told by
    until: date | None  # None: not over yet
    working_days: int  # from the first day over to the last, or so far
    members: int  # different ones it told of
    value: float  # at its worst
    limit: float | None  # what it was judged against then
    notices: int  # told for the first time, and told anew


@dataclass(frozen=True, slots=True)
class Gap:
    """Two kept days with so much time between that nothing was judged: the alerts were held."""

    after: date
    until: date
    working_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Which days were looked at."""

    weeks: int  # asked for
    asked_from: date
    days: int  # kept, and judged
    first: date | None = None  # None: no day was kept
    last: date | None = None
    gaps: tuple[Gap, ...] = ()

    @property
    def weeks_kept(self) -> int:
        """Those asked for, or whole weeks from the first day kept where that is later."""
        if self.first is None or self.last is None:
            return 0
        if not self.is_short:
            return self.weeks
        return min(self.weeks, max(1, round((self.last - self.first).days / 7)))

    @property
    def is_short(self) -> bool:
        """Whether the days kept begin more than a week after those asked for."""
        return self.first is not None and (self.first - self.asked_from).days > 7

    @property
    def is_weekly(self) -> bool:
        """Whether most days were kept so far apart that nothing was judged between them."""
        return len(self.gaps) > max(1, self.days // 2)


@dataclass(frozen=True, slots=True)
class Preview:
    """What one rule would have done."""

    rule: Rule
    coverage: Coverage
    episodes: tuple[Episode, ...]  # that were told, oldest first
    places: Mapping[str, str]  # what each place of an episode is called

    @property
    def fired(self) -> int:
        return len(self.episodes)

    @property
    def by_place(self) -> list[tuple[str, int]]:
        """Place's name and times fired, most first."""
        found = Counter(self.places[episode.place] for episode in self.episodes)
        return sorted(found.items(), key=lambda each: (-each[1], each[0]))

    @property
    def median_days(self) -> float | None:
        """Working days an episode lasted; those not over yet as long as they have lasted."""
        lasted = [episode.working_days for episode in self.episodes]
        return float(median(lasted)) if lasted else None

    @property
    def longest_days(self) -> int | None:
        return max((episode.working_days for episode in self.episodes), default=None)

    @property
    def still_open(self) -> int:
        return sum(episode.until is None for episode in self.episodes)

    @property
    def over_from_the_start(self) -> int:
        """Over on the first day looked at already, so that they may have begun before."""
        first = self.coverage.first
        return sum(first is not None and episode.since <= first for episode in self.episodes)

    @property
    def notices(self) -> int:
        return sum(episode.notices for episode in self.episodes)

    @property
    def notices_a_week(self) -> float:
        return self.notices / self.coverage.weeks_kept if self.coverage.weeks_kept else 0.0

    @property
    def examples(self) -> list[tuple[str, Episode]]:
        """The longest, the latest and a typical one, each once: what it is an example of first."""
        return examples(self.episodes)


@dataclass(frozen=True, slots=True)
class Beside:
    """A rule as wanted beside the one of its name in force."""

    wanted: Rule
    in_force: Rule | None  # None: there is none of that name
    cannot: str | None  # why neither can be previewed, as a sentence
    as_wanted: Preview | None = None
    as_in_force: Preview | None = None  # None too where it is off, or the same


def examples(episodes: Sequence[Episode]) -> list[tuple[str, Episode]]:
    """At most three different episodes, each with what it is an example of."""
    if not episodes:
        return []
    by_length = sorted(episodes, key=lambda e: (e.working_days, e.fired_on, e.place))
    latest = max(episodes, key=lambda e: (e.fired_on, e.place))
    named = [
        ("longest", by_length[-1]),
        ("latest", latest),
        ("typical", by_length[(len(by_length) - 1) // 2]),
    ]
    found: list[tuple[str, Episode]] = []
    for what, episode in named:
        if all(episode is not other for _, other in found):
            found.append((what, episode))
    return found

"""What a held extract would change, team by team, as plain values: now, and in the extract."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from models.extracts.records import CaseRecord, WorkforceRecords
from models.folding import folded
from models.vocabulary import ExtractKind


@dataclass(frozen=True, slots=True)
class Difference:
    """One team's open cases, or workers: as loaded now, and in the extract."""

    team: str | None  # None: what is in no team
    now: int
    extract: int

    @property
    def change(self) -> int:
        return self.extract - self.now


@dataclass(frozen=True, slots=True)
class Counts:
    """How many open cases or workers each team has, and how many cases have no worker."""

    teams: Mapping[str | None, int]
    unallocated: int | None = None  # None: this kind of extract does not say


@dataclass(frozen=True, slots=True)
class Differences:
    """All of it, what changes most first."""

    kind: ExtractKind
    total: Difference
    teams: tuple[Difference, ...]
    unallocated: Difference | None

    @property
    def missing(self) -> tuple[str, ...]:
        """Teams that have something now and nothing in the extract, by name."""
        gone = (each.team for each in self.teams if each.now and not each.extract)
        return tuple(sorted(team for team in gone if team is not None))


def differences(kind: ExtractKind, now: Counts, extract: Counts) -> Differences:
    """Now and the extract side by side, with every team that is in either."""
    teams = [
        Difference(team, now.teams.get(team, 0), extract.teams.get(team, 0))
        for team in {**now.teams, **extract.teams}
    ]
    teams.sort(key=lambda each: (-abs(each.change), each.team is None, each.team or ""))
    waiting = None
    if now.unallocated is not None and extract.unallocated is not None:
        waiting = Difference(None, now.unallocated, extract.unallocated)
    total = Difference(None, sum(now.teams.values()), sum(extract.teams.values()))
    return Differences(kind, total, tuple(teams), waiting)


def cases_in(
    cases: Sequence[CaseRecord], team_names: Sequence[str], team_of: Callable[[str], str | None]
) -> Counts:
    """An extract's open cases, counted where figures count them.

    That is where the worker works (`team_of` gives it by what the extract calls the worker), and
    without a known worker in the team the extract names.
    """
    known = {folded(name): name for name in team_names}
    teams: Counter[str | None] = Counter()
    unallocated = 0
    for case in cases:
        if case.closed_on is None:
            named = known.get(folded(case.team), case.team) if case.team else None
            teams[(team_of(case.worker) if case.worker else None) or named] += 1
            unallocated += case.worker is None
    return Counts(teams, unallocated)


def workers_in(records: WorkforceRecords, team_names: Sequence[str]) -> Counts:
    """A workforce extract's workers by team."""
    known = {folded(name): name for name in team_names}
    return Counts(
        Counter(known.get(folded(worker.team), worker.team) for worker in records.workers)
    )

"""Why an extract that reads well is refused by what is loaded already: its age, its teams."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Protocol

from models.extracts.problems import Problems, did_you_mean, listed, quoted
from models.extracts.records import AllocationsRecords, Place, Problem
from models.folding import folded
from models.loads import Load


class AsAt(Protocol):
    """When an extract says it was drawn, and when it is imported."""

    @property
    def as_at(self) -> datetime: ...
    @property
    def as_at_day(self) -> date: ...
    @property
    def now(self) -> datetime: ...


def as_at_problems(file: str, newest: Load | None, given: AsAt) -> tuple[Problem, ...]:
    """An as-at in the future, or before that of the newest load of the same kind."""
    if given.as_at > given.now:
        message = "The as-at lies in the future; give the day the data describes."
        return (Problem(Place(file), message),)
    if newest is None or not is_older(given.as_at, given.as_at_day, newest):
        return ()
    described, loaded = f"{given.as_at_day:%d/%m/%Y}", f"{newest.as_at_day:%d/%m/%Y}"
    if described == loaded:
        described += f" {given.as_at:%H:%M}"
        loaded += f" {newest.as_at.astimezone(given.as_at.tzinfo):%H:%M}"
    message = (
        f"The extract is as at {described}, older than the newest {newest.kind} loaded, which is "
        f"as at {loaded}. Load the newest extract, or correct --as-at."
    )
    return (Problem(Place(file), message),)


def is_older(as_at: datetime, day: date, newest: Load) -> bool:
    """By the day; within one day by the hour, unless the whole day is meant.

    `as_at` is in the authority's zone, where a whole day is its midnight.
    """
    if day != newest.as_at_day:
        return day < newest.as_at_day
    return as_at < newest.as_at and as_at.time() != time.min


def team_problems(
    teams: Mapping[str, int], records: AllocationsRecords, file: str
) -> tuple[Problem, ...]:
    """Every row of an open case whose team the workforce does not have."""
    known = {folded(name) for name in teams}
    named = {record.team for record in records.cases if record.team}
    unknown = {name for name in named if folded(name) not in known}
    problems = Problems()
    for record in records.cases if unknown else ():
        if record.closed_on is None and record.team in unknown:
            column = "Allocated Team" if record.place.sheet else "team"
            problems.add(
                replace(record.place, column=column), _unknown_team(record.team, sorted(teams))
            )
    return problems.listed(file)


def _unknown_team(team: str, names: list[str]) -> str:
    if not names:
        return (
            f'There is no team "{quoted(team)}", because no workforce extract has been loaded; '
            "load it first, or together with this one."
        )
    hint = did_you_mean(team, names)
    return f'There is no team "{quoted(team)}" in the workforce.{hint} Teams: {listed(names)}.'

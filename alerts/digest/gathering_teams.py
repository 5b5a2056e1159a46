"""Reads how each team's week was: now from the book, a week ago from what was kept."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from alerts.digest.facts import TeamFacts
from alerts.digest.gathering_limits import gather_above
from alerts.digest.pictures import Dot
from alerts.rules.kinds import URGENT_KINDS
from models.figures.book import Book
from models.figures.figure import Figure, tidy
from models.figures.holders import Standing
from models.figures.limits import PLACES, LimitsInForce
from models.figures.measures import (
    SMALL_TEAM,
    has_few_holders,
    scope_figures,
    tells_on_somebody,
)
from models.figures.snapshots import averages_a_week_before, kept_a_week_before
from models.history import TeamSnapshot
from models.vocabulary import Measure, TeamKind

_NOBODY = 0
"""In place of a worker's id: the limit that holds for somebody without one of their own."""


@dataclass(frozen=True, slots=True)
class Before:
    """What was kept of the teams about a week before the day."""

    counts: Mapping[int, Mapping[str, Any]]
    urgent: int | None  # urgent cases without a worker; None where it was not kept


def gather_before(session: Session, team_ids: Collection[int] | None, day: date) -> Before:
    """The kept day that stands for a week ago."""
    names = ("over_limit", "nobody_at_work", "unallocated", "not_seen", "waiting")
    query = select(
        col(TeamSnapshot.team_id), *(col(getattr(TeamSnapshot, name)) for name in names)
    ).where(col(TeamSnapshot.day) == kept_a_week_before(session, day))
    if team_ids is not None:
        query = query.where(col(TeamSnapshot.team_id).in_(team_ids))
    rows = session.execute(query).all()
    counts = {team_id: dict(zip(names, values, strict=True)) for team_id, *values in rows}
    return Before(counts, _urgent(counts))


def _urgent(counts: Mapping[int, Mapping[str, Any]]) -> int | None:
    waiting = [of_team["waiting"] for of_team in counts.values()]
    if not waiting or any(each is None for each in waiting):
        return None
    return sum(
        sum(days.values())
        for each in waiting
        for kind, days in each.items()
        if kind in {urgent.value for urgent in URGENT_KINDS}
    )


def team_facts(
    session: Session,
    book: Book,
    limits: LimitsInForce,
    kinds: Mapping[int, TeamKind],
    before: Before,
) -> tuple[TeamFacts, ...]:
    """The teams, furthest above their promise first."""
    averages = averages_a_week_before(session, book.day)
    found = {}
    for team_id, of_team in book.by_team().items():
        yardsticks = _Yardsticks(limits, team_id, kinds[team_id])
        found[team_id] = _team(of_team, yardsticks, before.counts, averages.get(team_id))
    over = [team_id for team_id, team in found.items() if team.above]
    for team_id, above in gather_above(session, kinds, over, book.day).items():
        team = found[team_id]
        found[team_id] = replace(team, above_since=above.since, above_before=above.before)
    return tuple(sorted(found.values(), key=_furthest_first))


def _furthest_first(team: TeamFacts) -> tuple[float, float, str]:
    above = team.above_by
    return (float("inf") if above is None else -above, -(team.average or 0), team.name)


@dataclass(frozen=True, slots=True)
class _Yardsticks:
    limits: LimitsInForce
    team_id: int
    kind: TeamKind

    @property
    def limit(self) -> float | None:
        found = self.limits.for_worker(
            worker_id=_NOBODY, team_id=self.team_id, kind=self.kind, newly_qualified=False
        )
        return None if found is None else found.cases


def _team(
    book: Book,
    yardsticks: _Yardsticks,
    before: Mapping[int, Mapping[str, Any]],
    then: tuple[float, float] | None,
) -> TeamFacts:
    (name,) = book.team_names.values()
    found = {figure.measure: figure for figure in scope_figures(book)}
    average = found[Measure.AVERAGE_CASELOAD]
    by_dfe = average.value is not None
    if not by_dfe:
        average, then = found[Measure.WORKING_AVERAGE_CASELOAD], None
    small, untold = has_few_holders(book), tells_on_somebody(book)
    counts = before.get(yardsticks.team_id, {})
    return TeamFacts(
        name=name,
        is_small=small,
        average=None if untold else average.value,
        exact=None if untold else _exact(average),
        average_week_ago=tidy(then[0] / then[1]) if then and then[1] > 0 and not untold else None,
        promise=yardsticks.limits.promise(team_id=yardsticks.team_id, kind=yardsticks.kind),
        limit=yardsticks.limit,
        median=None if small else found[Measure.MEDIAN_CASELOAD].value,
        highest=None if small else found[Measure.HIGHEST_CASELOAD].value,
        open_cases=book.open_cases,
        over_limit=round(found[Measure.OVER_LIMIT].value or 0),
        has_limits=has_limits(book),
        nobody_at_work=round(found[Measure.NOBODY_AT_WORK].value or 0),
        nobody_at_work_week_ago=counts.get("nobody_at_work"),
        unallocated=book.unallocated,
        not_seen=round(found[Measure.NOT_SEEN].value or 0),
        over_limit_week_ago=counts.get("over_limit"),
        unallocated_week_ago=counts.get("unallocated"),
        not_seen_week_ago=counts.get("not_seen"),
        dots=() if small else _dots(book),
        absent_with_cases=sum(h.in_post and h.absent and h.caseload > 0 for h in book.holders),
        average_leaves_out=by_dfe
        and any(h.in_post and h.caseload > 0 and not h.in_dfe_average for h in book.holders),
    )


def has_limits(book: Book) -> bool:
    """Whether anybody could be over a limit: without one, none over is not a good week."""
    return any(holder.in_post and holder.limit is not None for holder in book.holders)


def _exact(figure: Figure) -> float | None:
    """The average before rounding: 15.04 is above a promise of 15."""
    if not figure.denominator or figure.numerator is None:
        return None
    return round(figure.numerator / figure.denominator, PLACES)


def _dots(book: Book) -> tuple[Dot, ...]:
    """None where they would be of one or two: the others may be absent, or without any FTE."""
    dots = [
        Dot(per_fte=tidy(holder.per_fte), over=holder.standing is Standing.OVER)
        for holder in book.holders
        if holder.at_work and holder.caseload > 0 and holder.per_fte is not None
    ]
    if len(dots) < SMALL_TEAM:
        return ()
    return tuple(sorted(dots, key=lambda dot: dot.per_fte))

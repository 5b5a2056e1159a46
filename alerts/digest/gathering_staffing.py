"""Reads staffing for a digest: now, a year back, by what is known to come, and whose money ends."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from sqlmodel import Session

from alerts.digest.facts import MoneyEnd, StaffingFacts, TeamEnd
from alerts.digest.few import left_out
from models.figures.book import Book
from models.figures.measures import tells_on_somebody
from models.nearest import NEAR, a_point_a_week
from models.staffing.book import StaffingBook, years_before
from models.staffing.events import Happening, ends_of_money, events
from models.staffing.few import few_of
from models.staffing.parts import Parts, parts_on
from models.staffing.paths import all_paths
from models.staffing.projection import MOVED_BY, Projection, average_without, project_all
from models.staffing.queries import gather_staffing
from models.staffing.snapshots import parts_about, staffing_history
from models.staffing.targets import Path
from models.vocabulary import Measure

MONEY_AHEAD = timedelta(weeks=26)
"""Half a year: a committee decides and the posts are filled, or notice is given."""

TEAMS_AHEAD = timedelta(weeks=8)
"""As the rule on temporary teams: time to hand every case over at a visit."""


def gather_staffing_facts(
    session: Session, cases: Book, service_id: int | None, team_ids: Collection[int] | None
) -> StaffingFacts:
    """The staffing of the authority or of one service's teams."""
    book = gather_staffing(session, team_ids)
    a_year_ago = years_before(cases.day, 1)
    history = staffing_history(session, team_ids, a_year_ago - NEAR)
    then = parts_about(history, a_year_ago)
    paths = {
        path.measure: path
        for path in all_paths(session)
        if (path.service_id, path.team_id) == (service_id, None)
    }
    now = parts_on(book)
    few = left_out(now, few_of(book, now))
    return StaffingFacts(
        now=now,
        year_ago=then[1] if then else None,
        history=_weekly(history, a_year_ago),
        few=few,
        paths=paths,
        projections=_projections(book, now, paths, few),
        money_ends=_money_ends(book, cases),
        team_ends=_team_ends(book, cases),
    )


def _weekly(history: Collection[tuple[date, Parts]], since: date) -> tuple[tuple[date, Parts], ...]:
    """One of each week, oldest first."""
    by_day = dict(history)
    return tuple((day, by_day[day]) for day in a_point_a_week(by_day, since))


def _projections(
    book: StaffingBook, now: Parts, paths: Mapping[Measure, Path], few: Collection[Measure]
) -> dict[Measure, Projection]:
    moved = [measure for measure in paths if measure in MOVED_BY and measure not in few]
    if not moved:
        return {}
    projected = project_all(book, moved, years_before(book.day, -1), now)
    return {projection.measure: projection for projection in projected}


def _money_ends(book: StaffingBook, cases: Book) -> tuple[MoneyEnd, ...]:
    found = []
    for end in ends_of_money(book, events(book, book.day + MONEY_AHEAD)):
        gone = end.holder_ids
        holding = any(h.worker_id in gone and h.in_dfe_average for h in cases.holders)
        without = average_without(cases, gone) if holding else None
        found.append(
            MoneyEnd(
                last_day=end.last_day,
                posts=len(end.posts),
                average_without=None if tells_on_somebody(cases) else without,
            )
        )
    return tuple(found)


def _team_ends(book: StaffingBook, cases: Book) -> tuple[TeamEnd, ...]:
    ending = [
        event.team
        for event in events(book, book.day + TEAMS_AHEAD)
        if event.happening is Happening.TEAM_ENDS and event.team is not None
    ]
    if not ending:
        return ()
    by_team = cases.by_team()
    return tuple(
        TeamEnd(
            team=team.name,
            last_day=team.ends_on,
            open_cases=by_team[team.team_id].open_cases if team.team_id in by_team else 0,
        )
        for team in ending
        if team.ends_on is not None
    )

"""The caseload of a team worker by worker, or of a service or the authority team by team."""

from collections.abc import Mapping, Sequence

from alerts.wording import against_promise, count
from bot.grammar import Topic
from bot.questions.answer import Answer, Column, Next, Table, Value
from bot.questions.setting import Setting
from bot.questions.standing import team_rank, usual_limits, worker_row
from bot.questions.teams import (
    exact,
    headline_average,
    other_averages,
    team_rows,
    teams_above,
    teams_table,
)
from bot.questions.topics import question_about
from bot.questions.totals import total_lines
from models.access import Detail, ScopeKind
from models.figures.figure import Figure, shown
from models.figures.limits import Promise
from models.figures.measures import scope_figures
from models.vocabulary import CASE_HOLDING_ROLES, Measure

_METHODS = {
    Measure.AVERAGE_CASELOAD: "DfE method",
    Measure.WORKING_AVERAGE_CASELOAD: "working average",
}


def answer_caseload(setting: Setting) -> Answer:
    """The headline average against the promise, what it is made of, and the table behind it."""
    if not setting.averages_of(setting.book):
        return _too_few(setting)
    figures = visible_figures(setting)
    found = {figure.measure: figure for figure in figures}
    average = headline_average(found)
    one_team = setting.scope.kind is ScopeKind.TEAM and not setting.several_teams
    teams = [] if one_team else team_rows(setting)
    promise = _promise(setting)
    said = average.value is not None
    return setting.answer(
        f"{setting.name}: {_average_words(average, promise, teams)}",
        lines=[*total_lines(setting, average, found, promise), *other_averages(teams)],
        table=_workers(setting) if one_team else teams_table(teams),
        figures=figures,
        named=[average if said else found[Measure.OPEN_CASES]],
        notes=[
            *([_METHODS[average.measure]] if said else []),
            *(usual_limits(setting.book.holders) if said and one_team else []),
        ],
        then=_next(setting),
    )


ONE_COLLEAGUES = frozenset({Measure.HIGHEST_CASELOAD, Measure.NOBODY_AT_WORK})
"""Figures of a team that may be one colleague's caseload."""


def visible_figures(setting: Setting) -> list[Figure]:
    """The scope's figures, without one colleague's where only totals may be seen."""
    figures = scope_figures(setting.book, setting.warnings)
    if setting.names_workers:
        return figures
    return [figure for figure in figures if figure.measure not in ONE_COLLEAGUES]


def _too_few(setting: Setting) -> Answer:
    """Totals of a team so small that its average would be somebody's caseload."""
    cases = count(setting.book.open_cases, "open case")
    return setting.answer(
        f"{setting.name}: {cases}, {setting.book.unallocated or 'none'} unallocated",
        lines=["Fewer than three people hold cases, so the average is not shown in a channel."],
        figures=setting.figures(
            Measure.OPEN_CASES, Measure.OPENED, Measure.CLOSED, Measure.UNALLOCATED
        ),
        then=_next(setting),
    )


def _average_words(
    average: Figure, promise: Promise | None, teams: Sequence[Mapping[str, Value]]
) -> str:
    """The average and how it stands to its promise; of several teams, how many are above theirs."""
    if average.value is None:
        return "nobody in post holds a case"
    standing = against_promise(exact(average), promise)
    above = teams_above(teams, "theirs" if standing else "promise")
    yardsticks = "; ".join(part for part in (standing, above) if part)
    text = f"{shown(average.value)} cases per full-time worker"
    return f"{text}, {yardsticks}" if yardsticks else text


def _promise(setting: Setting) -> Promise | None:
    """The team's, or the authority's; the teams of a service may each have another."""
    if setting.scope.kind is ScopeKind.AUTHORITY:
        return setting.limits.promise()
    if setting.scope.kind is not ScopeKind.TEAM or setting.several_teams:
        return None
    (team_id,) = setting.book.team_names
    return setting.limits.promise(team_id=team_id, kind=setting.kinds[team_id])


def _workers(setting: Setting) -> Table | None:
    if not setting.names_workers:
        return None
    listed = [
        h
        for h in setting.book.holders
        if h.caseload or (h.in_post and h.role in CASE_HOLDING_ROLES)
    ]
    return Table(
        columns=(
            # A phone shows the first three: whom it is about, how many, and how bad.
            Column("worker", "Worker"),
            Column("cases", "Cases", numeric=True),
            Column("state", "State"),
            Column("fte", "FTE", numeric=True),
            Column("per_fte", "Per FTE", numeric=True),
            Column("limit_words", "Limit"),
        ),
        rows=[worker_row(holder) for holder in sorted(listed, key=team_rank)],
        caption=f"Workers of {setting.scope.name}",
    )


def _next(setting: Setting) -> list[Next]:
    if setting.detail < Detail.WORKERS:
        own = [Next("My caseload", "caseload me")] if setting.asker.worker_id else []
        return [_trend(setting), *own, _COMPARE]
    about = setting.scope
    return [
        _trend(setting),
        Next("Who is over", question_about(Topic.OVER, about)),
        Next("Who has room", question_about(Topic.ROOM, about)),
        Next("Open alerts", question_about(Topic.ALERTS, about)),
        Next("Unallocated", question_about(Topic.UNALLOCATED, about)),
        Next("Staffing", question_about(Topic.STAFFING, about)),
        *([_COMPARE] if about.kind is ScopeKind.AUTHORITY else []),
    ]


_COMPARE = Next("Compare", "compare caseload")


def _trend(setting: Setting) -> Next:
    return Next("Trend", question_about(Topic.TREND, setting.scope))

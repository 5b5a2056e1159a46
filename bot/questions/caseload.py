"""The caseload of a team worker by worker, or of a service or the authority team by team."""

from collections.abc import Mapping

from bot.grammar import Topic
from bot.questions.answer import Answer, Column, Next, Table
from bot.questions.setting import Setting
from bot.questions.standing import team_rank, worker_row
from bot.questions.teams import exact, headline_average, team_rows, teams_above, teams_table
from bot.questions.topics import question_about
from bot.questions.wording import against_promise, count
from models.access import Detail, ScopeKind
from models.figures.book import Book
from models.figures.figure import Figure, Measure, shown
from models.figures.limits import LimitsInForce, Promise
from models.figures.measures import scope_figures, total_fte
from models.figures.queries import limits_on, team_kinds
from models.vocabulary import CASE_HOLDING_ROLES


def answer_caseload(setting: Setting) -> Answer:
    """The headline average against the promise, what it is made of, and the table behind it."""
    figures = visible_figures(setting)
    found = {figure.measure: figure for figure in figures}
    average = headline_average(found)
    limits = limits_on(setting.session, setting.book.day)
    one_team = setting.scope.kind is ScopeKind.TEAM and len(setting.book.team_names) == 1
    teams = [] if one_team else team_rows(setting, limits)
    yardstick = (
        against_promise(exact(average), _promise_of_team(setting, limits))
        if one_team
        else teams_above(teams)
    )
    headline = f"{setting.scope.name}: {_average_words(average)}"
    return setting.answer(
        f"{headline}, {yardstick}" if yardstick and average.value is not None else headline,
        lines=[_parts_line(setting, average, found), *_more_lines(setting.book, found)],
        table=_workers(setting) if one_team else teams_table(teams),
        figures=figures,
        named=[average],
        method="DfE method" if average.measure is Measure.AVERAGE_CASELOAD else "working average",
        then=_next(setting),
    )


def visible_figures(setting: Setting) -> list[Figure]:
    """The scope's figures; the highest caseload of a team is one colleague's."""
    figures = scope_figures(setting.book, setting.warnings)
    if setting.names_workers:
        return figures
    return [figure for figure in figures if figure.measure is not Measure.HIGHEST_CASELOAD]


def _average_words(average: Figure) -> str:
    if average.value is None:
        return "nobody in post holds a case"
    return f"{shown(average.value)} cases per full-time worker"


def _promise_of_team(setting: Setting, limits: LimitsInForce) -> Promise | None:
    (team_id,) = setting.book.team_names
    return limits.promise(team_id=team_id, kind=team_kinds(setting.session)[team_id])


def _parts_line(setting: Setting, average: Figure, found: Mapping[Measure, Figure]) -> str:
    book, dfe = setting.book, average.measure is Measure.AVERAGE_CASELOAD
    counted = [
        holder
        for holder in book.holders
        if (holder.in_dfe_average if dfe else holder.in_working_average)
    ]
    who = "social worker" if not dfe or len(book.team_names) > 1 else "worker"
    noun = who if dfe else "worker"
    held = f"{count(int(average.numerator or 0), 'case')} held by {count(len(counted), noun)}"
    parts = (
        [f"{held} ({shown(total_fte(counted))} FTE)"]
        if counted
        else [count(book.open_cases, "open case")]
    )
    if Measure.MEDIAN_CASELOAD in found and found[Measure.MEDIAN_CASELOAD].value is not None:
        parts.append(f"median {shown(found[Measure.MEDIAN_CASELOAD].value)}")
    if Measure.HIGHEST_CASELOAD in found and found[Measure.HIGHEST_CASELOAD].value is not None:
        parts.append(f"highest {shown(found[Measure.HIGHEST_CASELOAD].value)}")
    parts.append(f"{shown(found[Measure.OVER_LIMIT].value)} over their limit")
    parts.append(f"{shown(found[Measure.UNALLOCATED].value)} unallocated")
    return " · ".join(parts)


def _more_lines(book: Book, found: Mapping[Measure, Figure]) -> list[str]:
    """What the headline alone would hide: another average, and cases nobody is working on."""
    lines = []
    dfe, working = found[Measure.AVERAGE_CASELOAD], found[Measure.WORKING_AVERAGE_CASELOAD]
    if working.value is not None and dfe.value is not None and working.value != dfe.value:
        lines.append(
            f"Working average {shown(working.value)}: everybody at work who holds cases, "
            "whatever their role"
        )
    resting = [holder for holder in book.holders if not holder.at_work and holder.caseload]
    if resting:
        cases = sum(holder.caseload for holder in resting)
        lines.append(
            f"{count(cases, 'case')} of {count(len(resting), 'worker')} who "
            f"{'is' if len(resting) == 1 else 'are'} absent or "
            f"{'has' if len(resting) == 1 else 'have'} left: held by nobody at work"
        )
    return lines


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
        return [Next("My caseload", "caseload me")] if setting.asker.worker_id else []
    about = setting.scope
    return [
        Next("Who is over", question_about(Topic.OVER, about)),
        Next("Who has room", question_about(Topic.ROOM, about)),
        Next("Unallocated", question_about(Topic.UNALLOCATED, about)),
    ]

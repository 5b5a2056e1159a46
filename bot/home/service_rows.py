"""Services in a table: the average, how many teams are above promise, over, unallocated."""

from collections.abc import Mapping, Sequence

from alerts.wording import count
from bot.home.opening import Opening, of_teams
from bot.questions.answer import Column, Table, Value
from bot.questions.teams import headline_average
from models.figures.book import Book
from models.figures.figure import shown, tidy
from models.figures.measures import scope_figures
from models.figures.snapshots import averages_a_week_before
from models.vocabulary import Measure


def service_table(opening: Opening, teams: Sequence[Mapping[str, Value]]) -> Table:
    """The listed services, the highest average first; `teams` are their teams' rows."""
    above = {str(row["team"]): bool(row["above_promise"]) for row in teams}
    promised = {str(row["team"]) for row in teams if row["promise"] is not None}
    before = averages_a_week_before(opening.session, opening.book.day)
    rows = []
    for service_id, name in opening.listed.services.items():
        team_ids = opening.listed.teams_in(service_id)
        if not team_ids:
            continue
        names = {opening.listed.teams[team_id] for team_id in team_ids} & promised
        book = of_teams(opening.book, team_ids)
        found = {figure.measure: figure for figure in scope_figures(book)}
        average = headline_average(found)
        then = [before[team_id] for team_id in team_ids if team_id in before]
        rows.append(
            {
                "service": name,
                "average": average.value,
                "above": f"{sum(above[each] for each in names)} of {len(names)}" if names else None,
                "over_limit": found[Measure.OVER_LIMIT].value,
                "unallocated": book.unallocated,
                "change": _change(average.value, then),
                "cases": book.open_cases,
            }
        )
    rows.sort(key=lambda row: -float(row["average"] or 0))
    return Table(
        columns=(
            # A phone shows the first three: which service, how bad, in how many teams.
            Column("service", "Service"),
            Column("average", "Average", numeric=True),
            Column("above", "Above promise", numeric=True),
            Column("over_limit", "Over", numeric=True),
            Column("change", "± week", numeric=True),
            Column("unallocated", "Unallocated", numeric=True),
            Column("cases", "Open", numeric=True),
        ),
        rows=rows,
        caption="Services, the highest average first",
    )


def _change(now: float | None, then: Sequence[tuple[float, float]]) -> str | None:
    """The change of the DfE average on last week, with its sign; None when either is unknown."""
    cases, fte = sum(each[0] for each in then), sum(each[1] for each in then)
    if now is None or fte <= 0:
        return None
    change = tidy(now - cases / fte)
    return f"{change:+.1f}".replace("-", "−") if change else "0"


def row_words(book: Book) -> str:
    """ "19.3 cases per full-time worker, 12 over their limit, 3 unallocated"."""
    found = {figure.measure: figure for figure in scope_figures(book)}
    average = headline_average(found)
    over = int(found[Measure.OVER_LIMIT].value or 0)
    first = count(book.open_cases, "open case")
    if average.value is not None:
        first = f"{shown(average.value)} cases per full-time worker"
    return f"{first}, {over or 'nobody'} over their limit, {book.unallocated or 'none'} unallocated"

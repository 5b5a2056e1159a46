"""The table of teams behind a service's or the authority's headline."""

from collections.abc import Mapping, Sequence

from alerts.wording import count, promise
from bot.questions.answer import Column, Table, Value
from bot.questions.setting import Setting
from models.figures.book import Book
from models.figures.figure import Figure, tidy
from models.figures.limits import Promise
from models.figures.measures import scope_figures
from models.figures.snapshots import averages_a_week_before
from models.vocabulary import Measure

_DFE = Measure.AVERAGE_CASELOAD
_OF_A_TEAM = {
    _DFE,
    Measure.WORKING_AVERAGE_CASELOAD,
    Measure.MEDIAN_CASELOAD,
    Measure.HIGHEST_CASELOAD,
    Measure.OVER_LIMIT,
}


def headline_average(found: Mapping[Measure, Figure]) -> Figure:
    """The DfE average, or where no social worker holds a case the working average."""
    dfe = found[Measure.AVERAGE_CASELOAD]
    return dfe if dfe.value is not None else found[Measure.WORKING_AVERAGE_CASELOAD]


def exact(figure: Figure) -> float | None:
    """The average before rounding: 15.04 is above a promise of 15."""
    if not figure.denominator or figure.numerator is None:
        return None
    return figure.numerator / figure.denominator


def team_rows(setting: Setting) -> list[dict[str, Value]]:
    """Each team with its own average, promise and change, furthest above its promise first."""
    before = averages_a_week_before(setting.session, setting.book.day)
    books = setting.book.by_team()
    rows: list[tuple[float, dict[str, Value]]] = []
    for team_id in setting.book.team_names:
        band = setting.limits.promise(team_id=team_id, kind=setting.kinds[team_id])
        book = books[team_id]
        ranked = _team_row(book, band, before.get(team_id))
        if not setting.averages_of(book):
            ranked = _without_averages(ranked[1])
        rows.append(ranked)
    rows.sort(key=lambda ranked: (-ranked[0], -float(ranked[1]["average"] or 0)))
    return [row for _, row in rows]


def _team_row(
    book: Book, band: Promise | None, before: tuple[float, float] | None
) -> tuple[float, dict[str, Value]]:
    """A team's row, and by how much its average is above its promise."""
    (name,) = book.team_names.values()
    found = {figure.measure: figure for figure in scope_figures(book, measures=_OF_A_TEAM)}
    average = headline_average(found)
    dfe = exact(average) if average.measure is _DFE else None
    above_by = _above_by(exact(average), band)
    return above_by, {
        "team": name,
        "cases": book.open_cases,
        "average": average.value,
        "average_by": average.measure.value,
        "change": _change(dfe, before),
        "promise": promise(band),
        "above_promise": int(above_by > 0),
        "median": found[Measure.MEDIAN_CASELOAD].value,
        "highest": found[Measure.HIGHEST_CASELOAD].value,
        "over_limit": found[Measure.OVER_LIMIT].value,
        "unallocated": book.unallocated,
    }


def _without_averages(row: dict[str, Value]) -> tuple[float, dict[str, Value]]:
    """A team too small for its average to be shown where only totals may be seen."""
    hidden = dict.fromkeys(("average", "median", "highest", "change", "over_limit"))
    return float("-inf"), {**row, **hidden, "above_promise": 0}


def _above_by(average: float | None, band: Promise | None) -> float:
    """How far above the promise; minus infinity where there is none to be above."""
    if average is None or band is None or band.high is None:
        return float("-inf")
    return average - band.high


def _change(now: float | None, before: tuple[float, float] | None) -> str | None:
    """The change of the DfE average on last week, with its sign; None when either is unknown."""
    if now is None or before is None or before[1] <= 0:
        return None
    change = tidy(now - before[0] / before[1])
    return f"{change:+.1f}".replace("-", "−") if change else "0"


def teams_above(rows: Sequence[Mapping[str, Value]], what: str) -> str | None:
    """ "8 of 11 teams above promise", or above `what` else; None where no team has a promise."""
    promised = [row for row in rows if row["promise"] is not None and row["average"] is not None]
    above = sum(bool(row["above_promise"]) for row in promised)
    if len(promised) < 2:  # of one team the headline has said it
        return None
    return f"{above or 'no'} of {count(len(promised), 'team')} above {what}"


def other_averages(rows: Sequence[Mapping[str, Value]]) -> list[str]:
    """Which averages of the table are not by the DfE's method."""
    teams = [
        str(row["team"])
        for row in rows
        if row["average"] is not None and row["average_by"] != _DFE.value
    ]
    if not teams:
        return []
    return [f"No social worker holds a case, so the working average: {', '.join(teams)}"]


def teams_table(rows: Sequence[Mapping[str, Value]]) -> Table:
    """The rows with the headings a reader sees."""
    return Table(
        columns=(
            # A phone shows the first three: which team, how bad, against what.
            Column("team", "Team"),
            Column("average", "Average", numeric=True),
            Column("promise", "Promise"),
            Column("over_limit", "Over", numeric=True),
            Column("change", "± week", numeric=True),
            Column("unallocated", "Unallocated", numeric=True),
            Column("median", "Median", numeric=True),
            Column("highest", "Highest", numeric=True),
            Column("cases", "Open", numeric=True),
        ),
        rows=rows,
        caption="Teams, furthest above promise first",
    )

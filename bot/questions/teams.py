"""The table of teams behind a service's or the authority's headline."""

from collections.abc import Mapping, Sequence

from bot.questions.answer import Column, Table, Value
from bot.questions.setting import Setting
from bot.questions.wording import count, promise
from models.figures.figure import Figure, Measure
from models.figures.limits import LimitsInForce
from models.figures.measures import scope_figures
from models.figures.queries import team_kinds
from models.figures.snapshots import averages_a_week_before

_DFE = Measure.AVERAGE_CASELOAD


def headline_average(found: Mapping[Measure, Figure]) -> Figure:
    """The DfE average, or where no social worker holds a case the working average."""
    dfe = found[Measure.AVERAGE_CASELOAD]
    return dfe if dfe.value is not None else found[Measure.WORKING_AVERAGE_CASELOAD]


def exact(figure: Figure) -> float | None:
    """The average before rounding: 15.04 is above a promise of 15."""
    if not figure.denominator or figure.numerator is None:
        return None
    return figure.numerator / figure.denominator


def team_rows(setting: Setting, limits: LimitsInForce) -> list[dict[str, Value]]:
    """Each team of the book with its own average, promise and change, highest average first."""
    kinds = team_kinds(setting.session)
    before = averages_a_week_before(setting.session, setting.book.day)
    rows: list[dict[str, Value]] = []
    for team_id, name in setting.book.team_names.items():
        book = setting.book.of_team(team_id)
        found = {figure.measure: figure for figure in scope_figures(book)}
        average = headline_average(found)
        band = limits.promise(team_id=team_id, kind=kinds[team_id])
        average_now = exact(average)
        rows.append(
            {
                "team": name,
                "cases": book.open_cases,
                "average": average.value,
                "average_by": average.measure.value,
                "change": _change(
                    average_now if average.measure is _DFE else None, before.get(team_id)
                ),
                "promise": promise(band),
                "above_promise": int(
                    band is not None
                    and band.high is not None
                    and average_now is not None
                    and average_now > band.high
                ),
                "median": found[Measure.MEDIAN_CASELOAD].value,
                "highest": found[Measure.HIGHEST_CASELOAD].value,
                "over_limit": found[Measure.OVER_LIMIT].value,
                "unallocated": book.unallocated,
            }
        )
    return sorted(rows, key=lambda row: -float(row["average"] or 0))


def _change(now: float | None, before: tuple[float, float] | None) -> str | None:
    """The change of the DfE average on last week, with its sign; None when either is unknown."""
    if now is None or before is None or before[1] <= 0:
        return None
    change = round(now - before[0] / before[1], 1)
    return f"{change:+.1f}".replace("-", "−") if change else "0"


def teams_above(rows: Sequence[Mapping[str, Value]]) -> str | None:
    promised = [row for row in rows if row["promise"] is not None and row["average"] is not None]
    above = sum(bool(row["above_promise"]) for row in promised)
    if not promised:
        return None
    return f"{above or 'no'} of {count(len(promised), 'team')} above promise"


def teams_table(rows: Sequence[Mapping[str, Value]]) -> Table:
    """The rows with the headings a reader sees."""
    return Table(
        columns=(
            # A phone shows the first four: how bad, against what, how many people, which way.
            Column("team", "Team"),
            Column("average", "Average", numeric=True),
            Column("promise", "Promise"),
            Column("over_limit", "Over", numeric=True),
            Column("change", "Week", numeric=True),
            Column("unallocated", "No worker", numeric=True),
            Column("median", "Median", numeric=True),
            Column("highest", "Highest", numeric=True),
            Column("cases", "Open", numeric=True),
        ),
        rows=rows,
        caption="Teams, highest average first",
    )

"""The tables and the chart behind a comparison."""

from alerts.wording import sentence
from bot.questions.answer import Chart, Column, Series, Table, Value
from bot.questions.compare.own import Own
from bot.questions.compare.words import SHORT, value_said
from bot.questions.inquiry import Inquiry
from models.figures.figure import Figure, tidy
from models.reference.comparing import Comparison
from models.reference.measures import COMPARED, PublishedMeasure


def years_table(inquiry: Inquiry, compared: Comparison, figure: Figure | None) -> Table:
    """Everybody with every year; the newest first, because a phone shows three columns."""
    years = [year.year for year in reversed(compared.history)]
    now = [Column("now", "Now", numeric=True, places=1)] if figure is not None else []
    return Table(
        columns=(
            Column("name", "Authority"),
            *now,
            *(Column(str(year), str(year), numeric=True, places=1) for year in years),
        ),
        rows=[
            *_own_rows(inquiry, compared, figure),
            _row("England", {y.year: y.england.value for y in compared.history}),
            *_region_row(compared),
            _row("Median of neighbours", {y.year: y.median.value for y in compared.history}),
            *_neighbour_rows(compared),
        ],
        caption=f"{COMPARED[compared.measure].label.capitalize()} on 30 September of each year",
    )


def is_same(inquiry: Inquiry, compared: Comparison) -> bool:
    """Whether it is published under the name the authority goes by here."""
    return compared.area.name.casefold() in inquiry.authority.name.casefold()


def _row(name: str, values: dict[int, float | None], **more: Value) -> dict[str, Value]:
    return {"name": name, **{str(year): value for year, value in values.items()}, **more}


def _own_rows(
    inquiry: Inquiry, compared: Comparison, figure: Figure | None
) -> list[dict[str, Value]]:
    """Today beside what was published; apart where that is published under another name."""
    published = {year.year: year.own.value for year in compared.history}
    now = figure.value if figure is not None else None
    if is_same(inquiry, compared):
        return [_row(inquiry.authority.name, published, now=now)]
    rows = [_row(compared.area.name, published)]
    return rows if figure is None else [_row(inquiry.authority.name, {}, now=now), *rows]


def _region_row(compared: Comparison) -> list[dict[str, Value]]:
    if compared.now.region is None:
        return []
    values = {y.year: y.region.value if y.region else None for y in compared.history}
    return [_row(compared.now.region.name, values)]


def _neighbour_rows(compared: Comparison) -> list[dict[str, Value]]:
    """Each of the ten by its place among them, which stays the same over the years."""
    return [
        _row(
            near.name,
            {year.year: year.neighbours[place].reading.value for year in compared.history},
            closeness=near.closeness,
        )
        for place, near in enumerate(compared.neighbours)
    ]


def years_chart(compared: Comparison) -> Chart:
    """The authority, England, its region and the neighbours' median over the years."""
    label = COMPARED[compared.measure].label
    history = compared.history
    series = [
        _series(compared.area.name, [year.own.value for year in history]),
        _series("England", [year.england.value for year in history]),
        _series("Neighbours' median", [year.median.value for year in history]),
    ]
    if compared.now.region is not None:
        regional = [year.region.value if year.region else None for year in history]
        series.insert(2, _series(compared.now.region.name, regional))
    return Chart(
        kind="line",
        title=f"{label.capitalize()}, 30 September",
        labels=[str(year.year) for year in history],
        series=series,
        x_label="year",
        y_label=COMPARED[compared.measure].unit,
    )


def _series(name: str, values: list[float | None]) -> Series:
    return Series(name, [None if value is None else tidy(value) for value in values])


def overview_row(compared: Comparison, own: Own) -> dict[str, Value]:
    """One measure of the five: the authority now, the neighbours, England, last published."""
    measure, now, figure = compared.measure, compared.now, own.of(compared.measure)
    live = figure.value if figure is not None else None
    values = {
        "now": live,
        "median": now.median.value,
        "england": now.england.value,
        "own": now.own.value,
    }
    words: dict[str, Value] = {f"{k}_words": value_said(measure, v) for k, v in values.items()}
    unit = "" if measure is PublishedMeasure.AVERAGE_CASELOAD else ", %"
    named = {"measure": sentence(COMPARED[measure].label), "short": f"{SHORT[measure]}{unit}"}
    return {**named, **values, **words, "year": now.year}

"""A chart as Slack draws it, within Slack's limits; the figures stand in the table beside it."""

from bot.blocks.parts import Block, cut
from bot.questions.answer import Chart, Series

TITLE = 50  # characters, as the axis labels
LABEL = 20
MOST_SERIES = 6  # an older page of Slack's says six, a newer one twelve
MOST_POINTS = 20


def chart_block(chart: Chart) -> Block | None:
    """The chart, or None where too little of it is known to be drawn.

    Slack wants a value of every series at every point, so points that a series lacks are left out;
    a series that lacks most of them is left out itself.
    """
    series = _drawable(chart)
    shown = [i for i in range(len(chart.labels)) if all(s.values[i] is not None for s in series)]
    shown = shown[-MOST_POINTS:]
    if not series or len(shown) < chart.fewest_points:
        return None
    labels = [cut(chart.labels[i], LABEL) for i in shown]
    return {
        "type": "data_visualization",
        "title": cut(chart.title, TITLE),
        "chart": {
            "type": chart.kind,
            "series": [_series(each, shown, labels) for each in series],
            "axis_config": {
                "categories": labels,
                "x_label": cut(chart.x_label, TITLE),
                "y_label": cut(chart.y_label, TITLE),
            },
        },
    }


def _drawable(chart: Chart) -> list[Series]:
    enough = max(chart.fewest_points, len(chart.labels) // 2)
    known = [s for s in chart.series if sum(value is not None for value in s.values) >= enough]
    return known[:MOST_SERIES]


def _series(series: Series, shown: list[int], labels: list[str]) -> Block:
    points = [
        {"label": label, "value": series.values[i]} for i, label in zip(shown, labels, strict=True)
    ]
    return {"name": cut(series.name, LABEL), "data": points}

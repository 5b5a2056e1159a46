"""Charts as Slack draws them: within its limits, and nothing drawn that is not known."""

import pytest

from bot.blocks.charts import chart_block
from bot.practice.block_kit.check import check_blocks
from bot.questions.answer import Chart, Series

YEARS = [str(year) for year in range(2017, 2026)]


def a_chart(*series: Series, labels: list[str] | None = None) -> Chart:
    return Chart("line", "Average caseload", labels or YEARS, series, "30 September", "cases")


def points(block: dict[str, object] | None) -> dict[str, list[tuple[str, float]]]:
    assert block is not None
    chart = block["chart"]
    assert isinstance(chart, dict)
    return {s["name"]: [(p["label"], p["value"]) for p in s["data"]] for s in chart["series"]}


def test_every_series_has_a_value_at_every_point() -> None:
    england = Series("England", [17.7, 17.4, 16.9, 16.3, 16.3, 16.6, 16.0, 15.4, 15.2])
    own = Series("Own", [23.9, 19.5, None, 16.9, 26.1, 17.9, 16.0, 14.9, 14.3])
    drawn = points(chart_block(a_chart(england, own)))
    assert [label for label, _ in drawn["Own"]] == [year for year in YEARS if year != "2019"]
    assert [label for label, _ in drawn["England"]] == [label for label, _ in drawn["Own"]]


def test_a_series_that_lacks_most_points_does_not_take_the_others_away() -> None:
    england = Series("England", [float(year) for year in range(9)])
    new = Series("New council", [None] * 7 + [14.0, 15.0])
    assert list(points(chart_block(a_chart(england, new)))) == ["England"]


@pytest.mark.parametrize("values", [[], [None, None], [15.0, None]])
def test_what_has_no_two_points_is_not_drawn(values: list[float | None]) -> None:
    chart = a_chart(Series("Own", values), labels=["2024", "2025"][: len(values)])
    assert chart_block(chart) is None


def test_a_chart_of_long_names_and_many_points_is_one_that_slack_takes() -> None:
    labels = [f"week {number} of a long year" for number in range(30)]
    series = [Series(f"{number} Westmorland and Furness", [1.0] * 30) for number in range(9)]
    block = chart_block(a_chart(*series, labels=labels))
    assert block is not None
    assert check_blocks([block], "message") == []
    assert len(points(block)) == 6
    assert {len(each) for each in points(block).values()} == {20}

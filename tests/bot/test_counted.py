"""The dialog behind "How is this counted?": the average first, and each warning once."""

import pytest

from bot.blocks.counted import counted_view, parts_words
from bot.questions.answer import Answer, Outcome
from models.figures.figure import Figure
from models.vocabulary import Measure
from tests.build import FRIDAY, at_six


def a_figure(
    measure: Measure,
    value: float | None = 3,
    numerator: float | None = None,
    denominator: float | None = None,
    warnings: tuple[str, ...] = (),
) -> Figure:
    return Figure(measure, value, numerator, denominator, at_six(FRIDAY), warnings)


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (a_figure(Measure.OPEN_CASES, 146, 146), None),
        (a_figure(Measure.AVERAGE_CASELOAD, 19.3, 143, 7.4), "143 ÷ 7.4 FTE"),
        (a_figure(Measure.ALLOWANCE, 9, 18, 0.5), "18 × 0.5 FTE"),
        (a_figure(Measure.OVER_LIMIT, 3, None, 10), "3 of 10 workers in post"),
        (a_figure(Measure.UNALLOCATED, 2, 2, 1460), "2 of 1,460 open cases"),
        (a_figure(Measure.MEDIAN_CASELOAD, 17, None, 9), "of 9 workers in post who hold a case"),
        (a_figure(Measure.AGENCY_RATE, 9.1, 14, 154.3), "14 ÷ 154.3 FTE"),
        (a_figure(Measure.SUPERNUMERARY_FTE, 5, 5, 14), "5 of 14 FTE of agency social workers"),
        (a_figure(Measure.AGENCY_WEEKLY_COST, 21990, 21990, 14),
         "for 14 FTE of agency social workers"),
        (a_figure(Measure.UNDER_TWO_YEARS_SHARE, 22.2, 36, 162),
         "36 of 162 social workers whose day of qualifying is known"),
    ],
)  # fmt: skip
def test_the_parts_of_a_figure_say_what_they_are(figure: Figure, words: str | None) -> None:
    assert parts_words(figure) == words


@pytest.mark.parametrize(
    ("figure", "heading"),
    [
        (a_figure(Measure.AGENCY_RATE, 9.1), "*Agency rate (DfE): 9.1 %*"),
        (a_figure(Measure.AGENCY_WEEKLY_COST, 21990), "*Agency cost a week: £21,990*"),
        (a_figure(Measure.AGENCY_FTE, 12.75), "*Agency social workers: 12.75*"),
        (a_figure(Measure.TURNOVER_RATE, None), "*Turnover (DfE): –*"),
    ],
)
def test_a_figure_is_headed_by_its_name_and_value(figure: Figure, heading: str) -> None:
    answer = Answer("staffing", "x", Outcome.ANSWERED, "Staffing", figures=(figure,))
    assert heading in str(counted_view(answer)["blocks"])


def test_the_average_comes_first_and_what_all_warn_of_is_only_in_the_foot() -> None:
    old, undated = "the data is 6 working days old", "2 open cases with no date last seen"
    answer = Answer(
        question="caseload",
        asked_by="a@example.gov.uk",
        outcome=Outcome.ANSWERED,
        headline="East: 19.3 cases per full-time worker",
        figures=[
            a_figure(Measure.OPEN_CASES, warnings=(old,)),
            a_figure(Measure.NOT_SEEN, warnings=(old, undated)),
            a_figure(Measure.AVERAGE_CASELOAD, warnings=(old,)),
        ],
        footer=f"Data as at Fri 20 Nov 18:00 · {old}",
    )
    blocks = counted_view(answer)["blocks"]
    text = str(blocks)
    assert text.index("Average caseload") < text.index("Open cases")
    assert text.count(old) == 1
    assert f"Note: {undated}" in text

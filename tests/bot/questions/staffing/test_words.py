"""How staffing figures are said, and which of them are of too few people to be said to many."""

from datetime import date

import pytest

from bot.questions.staffing.words import (
    against_target,
    change,
    fte,
    percent_change,
    said,
    short_day,
)
from models.staffing.few import few_in
from models.staffing.parts import Parts
from models.staffing.targets import Path, Step
from models.vocabulary import Measure
from tests.build import FRIDAY

SINCE = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("measure", "value", "words"),
    [
        (Measure.AGENCY_FTE, 14, "14.0"),
        (Measure.AGENCY_FTE, 12.75, "12.75"),
        (Measure.POSTS_FTE, 1240, "1,240.0"),
        (Measure.AGENCY_RATE, 9, "9.0 %"),
        (Measure.AGENCY_WEEKLY_COST, 21990, "£21,990"),
        (Measure.IN_POST_HEADCOUNT, 148, "148"),
        (Measure.TURNOVER_RATE, None, "–"),
    ],
)
def test_a_value_is_said_with_its_unit(measure: Measure, value: float | None, words: str) -> None:
    assert said(measure, value) == words


@pytest.mark.parametrize(
    ("measure", "target", "value", "words"),
    [
        (Measure.AGENCY_FTE, 12, 14, ", target 12 since 1 October"),
        (Measure.AGENCY_FTE, 12, 12, ", within the target of 12"),
        (Measure.AGENCY_FTE, 12, 12.01, ", target 12 since 1 October"),
        (Measure.PERMANENT_SHARE, 90, 89.9, ", target at least 90 % since 1 October"),
        (Measure.PERMANENT_SHARE, 90, 90, ", meets the target of at least 90 %"),
    ],
)
def test_a_target_is_said_with_its_side_and_its_day(
    measure: Measure, target: float, value: float, words: str
) -> None:
    path = Path(measure, (Step(target, SINCE),))
    assert against_target(path, value, FRIDAY) == words
    assert against_target(path, value, date(2026, 9, 30)) == ""
    assert against_target(None, value, FRIDAY) == ""


def test_changes_have_their_sign() -> None:
    assert change(588, 643) == "−55.0"
    assert change(3, 2.5) == "+0.5"
    assert change(0.3, 0.1 + 0.2) == "no change"
    assert percent_change(-8.55) == "−8.6 %"
    assert fte(0.1 + 0.2) == "0.30"
    assert short_day(date(2025, 9, 18), FRIDAY) == "18 Sep 2025"


@pytest.mark.parametrize(
    ("parts", "few"),
    [
        (Parts(), set()),
        (Parts(agency_fte=2, agency_headcount=2), {Measure.AGENCY_FTE, Measure.PERMANENT_SHARE}),
        (Parts(agency_fte=1.5, agency_headcount=3), set()),
        (Parts(agency_fte=4, agency_headcount=4, supernumerary_fte=1, agency_vacancy_fte=3),
         {Measure.SUPERNUMERARY_FTE, Measure.AGENCY_VACANCY_FTE}),
        (Parts(leavers_fte=2.9), {Measure.TURNOVER_RATE, Measure.LEAVERS_FTE}),
        (Parts(leavers_fte=3), set()),
        (Parts(newly_qualified=1), {Measure.NEWLY_QUALIFIED}),
        (Parts(under_two_years=2), {Measure.UNDER_TWO_YEARS_SHARE}),
        (Parts(in_post_headcount=2), {Measure.IN_POST_FTE, Measure.VACANCY_RATE}),
    ],
)  # fmt: skip
def test_a_figure_of_one_or_two_people_is_known_as_such(parts: Parts, few: set[Measure]) -> None:
    found = few_in(parts)
    assert few <= found
    if not few:
        told = {Measure.AGENCY_FTE, Measure.TURNOVER_RATE, Measure.LEAVERS_FTE}
        assert not found & told

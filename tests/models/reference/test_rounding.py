"""One decimal as the Department prints it: a half goes up."""

from fractions import Fraction

import pytest

from models.figures.figure import shown, tidy
from models.figures.formulas import average_caseload, turnover_rate
from models.reference.measures import PublishedMeasure as M
from models.reference.table import Published
from tests.models.reference.test_formulas import FORMULAS, checked

#  a number, its places: as it is printed
PRINTED = [
    (6.25, 1, "6.3"),
    (6.35, 1, "6.4"),
    (16.04, 1, "16"),
    (44.349999999999994, 1, "44.4"),  # what binary fractions make of 44.35
    (44.3499, 1, "44.3"),
    (-6.25, 1, "-6.3"),
    (-0.04, 1, "0"),
    (0.125, 2, "0.13"),
    (2013.5, 0, "2,014"),
    (1e300, 0, f"{10**300:,}"),
    (None, 1, "–"),
]


@pytest.mark.parametrize(("value", "places", "printed"), PRINTED)
def test_a_half_goes_up_in_what_is_printed(value: float | None, places: int, printed: str) -> None:
    assert shown(value, places) == printed
    if value is not None:
        assert shown(tidy(value, places), places) == printed


def test_nothing_is_printed_as_less_than_nothing() -> None:
    assert str(tidy(-0.04)) == "0.0"


@pytest.mark.parametrize(
    ("measure", "percent", "halves", "as_printed"),
    [(M.AVERAGE_CASELOAD, 1, 4, 3), (M.TURNOVER_RATE_HEADCOUNT, 100, 8, 8)],
)
def test_published_rates_that_come_to_a_half_are_printed_so(
    packaged: Published, measure: M, percent: int, halves: int, as_printed: int
) -> None:
    """The fourth caseload is one of parts that are printed to one decimal themselves."""
    formula = FORMULAS[measure][0]
    assert formula in (average_caseload, turnover_rate)  # a part, and a whole without the part
    rows, _ = checked(packaged, measure)
    twentieths = {
        row: Fraction(str(row.parts[0])) * percent * 20 / Fraction(str(row.parts[1]))
        for row in rows
    }
    exact = [row for row, of in twentieths.items() if of.denominator == 1 and of % 2 == 1]
    fitting = [row for row in exact if tidy(row.recomputed) == row.printed]
    assert (len(exact), len(fitting)) == (halves, as_printed)

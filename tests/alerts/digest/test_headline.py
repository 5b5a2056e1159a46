"""The digest's first line, which is all that a phone shows."""

from dataclasses import replace
from typing import Any

import pytest

from alerts.digest.sentences.headline import headline
from models.vocabulary import Measure
from tests.alerts.digest.samples import AGENCY_TARGET, a_quiet_week, a_team, by_measure, measured

AVERAGE = measured(Measure.AVERAGE_CASELOAD, 16.3)
AGENCY = measured(Measure.AGENCY_FTE, 14, path=AGENCY_TARGET)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"measures": by_measure(AVERAGE, AGENCY)},
         "average 16.3, one team above promise, agency 14 against 12"),
        ({"measures": by_measure(AVERAGE, replace(AGENCY, path=None))},
         "average 16.3, one team above promise, agency 14 FTE"),
        ({"measures": by_measure(AVERAGE)}, "average 16.3, one team above promise"),
        ({"measures": by_measure(measured(Measure.AGENCY_FTE, 0)), "teams": ()}, "no agency"),
        ({"measures": by_measure(measured(Measure.WORKING_AVERAGE_CASELOAD, 16)), "teams": ()},
         "working average 16"),
        ({"measures": by_measure(AVERAGE), "teams": (a_team(average=15.0),)},
         "average 16.3, no team above promise"),
        ({"measures": by_measure(AVERAGE), "teams": (a_team(average=15.0, exact=15.04),)},
         "average 16.3, one team above promise"),
        ({"measures": by_measure(AVERAGE), "teams": (a_team(promise=None),)}, "average 16.3"),
        ({"measures": by_measure(AVERAGE), "teams": tuple(a_team(str(n), 19) for n in range(11))},
         "average 16.3, 11 teams above promise"),
    ],
)  # fmt: skip
def test_a_week_with_decisions_begins_with_its_figures(given: dict[str, Any], said: str) -> None:
    line = headline(a_quiet_week(**given), is_quiet=False)
    assert line == f"Week to Fri 20 Nov: {said}"


@pytest.mark.parametrize(
    ("averages", "said"),
    [
        ((16.0, 14.0), "All teams within a case of their promise."),
        ((15.0, 14.0), "No team above promise."),
        ((16.2, 14.0), "One team above promise."),  # somebody decided about it
        ((15.4,), "One team above promise."),
    ],
)
def test_a_quiet_week_says_how_its_teams_stand(averages: tuple[float, ...], said: str) -> None:
    teams = tuple(a_team(str(number), average) for number, average in enumerate(averages))
    line = headline(a_quiet_week(measures={}, teams=teams), is_quiet=True)
    assert line == f"Week to Fri 20 Nov: nothing needs a decision. {said}"


def test_a_week_of_which_nothing_is_known_says_only_that_it_was() -> None:
    empty = a_quiet_week(measures={}, teams=())
    assert headline(empty, is_quiet=False) == "Week to Fri 20 Nov"
    assert headline(empty, is_quiet=True) == "Week to Fri 20 Nov: nothing needs a decision."

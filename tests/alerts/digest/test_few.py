"""What a digest leaves out of the past, and of pictures, where it was of one or two people."""

from datetime import timedelta

import pytest

from alerts.digest.few import left_out_then, told_of
from alerts.digest.gathering_teams import gather_before, team_facts
from models.database import Database
from models.figures.queries import gather_book, limits_on, team_kinds
from models.figures.trends import Point
from models.staffing.parts import Parts
from models.vocabulary import Measure
from tests.build import FRIDAY, a_team, a_worker, cases, loaded

MEDIAN, AVERAGE, OVER = Measure.MEDIAN_CASELOAD, Measure.AVERAGE_CASELOAD, Measure.OVER_LIMIT
THEN = FRIDAY - timedelta(weeks=1)


@pytest.mark.parametrize(
    ("holders", "fte", "average", "over"),
    [
        (3, 3.0, 15.0, 2.0),
        (2, 2.0, None, None),
        (3, 2.0, None, 2.0),  # the average may be of two of the three
        (None, 2.5, 15.0, 2.0),  # of days of an earlier version only FTE is known
        (None, 2.0, None, None),
    ],
)
def test_a_day_is_judged_by_how_many_held_cases_on_it(
    holders: float | None, fte: float, average: float | None, over: float | None
) -> None:
    found = {
        MEDIAN: [] if holders is None else [Point(THEN, 15.0, None, holders)],
        AVERAGE: [Point(THEN, 15.0, 15 * fte, fte)],
        OVER: [Point(THEN, 2.0, 2.0, 9.0)],
    }
    assert [point.value for point in told_of(found, AVERAGE)] == [average]
    assert [point.value for point in told_of(found, OVER)] == [over]


def test_agency_of_one_is_left_out_of_the_day_on_which_it_was_one() -> None:
    one = Parts(agency_fte=1, agency_headcount=1, agency_vacancy_fte=1)
    many = Parts(agency_fte=9, agency_headcount=9, agency_vacancy_fte=9)
    assert Measure.AGENCY_FTE in left_out_then(one)
    assert Measure.AGENCY_FTE not in left_out_then(many)


@pytest.mark.parametrize(("without_fte", "dots"), [(1, 3), (2, 0), (3, 0)])
def test_fewer_than_three_dots_are_not_drawn(
    sqlite_database: Database, without_fte: int, dots: int
) -> None:
    with sqlite_database.transaction() as session:
        loaded(session)
        team = a_team(session, "Court North")
        for number in range(4):
            fte = 0.0 if number < without_fte else 1.0
            cases(session, 5, a_worker(session, team, fte=fte))
        session.flush()
        book = gather_book(session, team_ids=None, not_seen_days=28)
        limits, kinds = limits_on(session, book.day), team_kinds(session)
        (facts,) = team_facts(session, book, limits, kinds, gather_before(session, None, book.day))
    assert len(facts.dots) == dots

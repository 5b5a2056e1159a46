"""The pictures tell what the figures are: whose they are, from when, and nothing of a few."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from alerts.digest.drawing import pictures
from alerts.digest.facts import DigestFacts, PastPoint, StaffingFacts
from alerts.digest.pictures import AgencyPicture, DemandPicture, picture_as_json, picture_from_json
from models.staffing.parts import Parts
from models.staffing.targets import Path, Step
from models.vocabulary import Measure
from tests.alerts.digest.samples import (
    AGENCY_TARGET,
    MONDAY,
    SINCE_OCTOBER,
    a_quiet_week,
    by_measure,
    measured,
)
from tests.build import FRIDAY

WEEKS = [FRIDAY - timedelta(weeks=back) for back in range(10, -1, -1)]
NINE = Parts(agency_fte=9, agency_headcount=9, agency_vacancy_fte=5, supernumerary_fte=4)
ONE = Parts(agency_fte=1, agency_headcount=1, agency_vacancy_fte=1)
ONE_EXTRA = replace(NINE, agency_vacancy_fte=8, supernumerary_fte=1)


def agency_of(facts: DigestFacts) -> AgencyPicture | None:
    found = [picture for picture in pictures(facts) if isinstance(picture, AgencyPicture)]
    return found[0] if found else None


def week_of(
    parts: Parts, few: frozenset[Measure] = frozenset(), path: Path | None = None
) -> DigestFacts:
    staffing = StaffingFacts(now=parts, few=few, history=tuple((day, parts) for day in WEEKS))
    agency = measured(Measure.AGENCY_FTE, parts.agency_fte, path=path)
    return a_quiet_week(staffing=staffing, measures=by_measure(agency))


@pytest.mark.parametrize(
    ("few", "lowest", "values", "extra"),
    [
        (frozenset(), "covering a vacancy or an absence", {5}, {4}),
        (frozenset({Measure.SUPERNUMERARY_FTE}), "agency social workers", {9}, set()),
    ],
)
def test_where_the_reasons_are_of_few_the_layer_is_all_of_agency_and_says_so(
    few: frozenset[Measure], lowest: str, values: set[float], extra: set[float]
) -> None:
    picture = agency_of(week_of(NINE, few))
    assert picture is not None
    assert picture.lowest == lowest
    assert {spot.value for spot in picture.covering} == values
    assert {spot.value for spot in picture.supernumerary} == extra


@pytest.mark.parametrize(
    ("early", "values", "extra"),
    [
        ((ONE,) * 4, [5] * 7, [4] * 7),
        ((ONE_EXTRA,) * 4, [5] * 7, [4] * 7),
        ((ONE_EXTRA,) * 6, [9] * 11, []),  # most weeks have no reasons to be told: the whole is
        ((ONE,) * 8, None, None),  # too few weeks are left for a line
    ],
)
def test_no_week_of_one_or_two_agency_workers_is_drawn(
    early: tuple[Parts, ...], values: list[float] | None, extra: list[float] | None
) -> None:
    week = week_of(NINE)
    past = tuple(zip(WEEKS, (*early, *[NINE] * (len(WEEKS) - len(early))), strict=True))
    picture = agency_of(replace(week, staffing=replace(week.staffing, history=past)))
    assert (picture and [spot.value for spot in picture.covering]) == values
    assert (picture and [spot.value for spot in picture.supernumerary]) == extra


def test_a_picture_that_was_stored_without_a_name_for_its_layer_has_the_usual_one() -> None:
    picture = agency_of(week_of(NINE))
    assert picture is not None
    stored = picture_as_json(picture)
    del stored["lowest"]
    assert picture_from_json(stored) == picture


def test_where_there_was_no_agency_all_year_nothing_is_drawn() -> None:
    assert agency_of(week_of(Parts())) is None
    before = replace(week_of(Parts()).staffing, history=((WEEKS[0], NINE), *[
        (day, Parts()) for day in WEEKS[1:]
    ]))  # fmt: skip
    assert agency_of(replace(week_of(Parts()), staffing=before)) is not None


@pytest.mark.parametrize(
    ("fte", "path", "title"),
    [
        (14, AGENCY_TARGET, "Agency: 14 FTE, 2 above target"),
        (12, AGENCY_TARGET, "Agency: 12 FTE, on target"),
        (6, AGENCY_TARGET, "Agency: 6 FTE, within the target of 12"),
        (14, None, "Agency: 14 FTE"),
        (
            14,
            Path(Measure.AGENCY_FTE, (Step(20, SINCE_OCTOBER), Step(12, MONDAY))),
            "Agency: 14 FTE, 2 above target",  # in force on the day of the digest
        ),
        (
            14,
            Path(Measure.AGENCY_FTE, (Step(20, SINCE_OCTOBER), Step(12, date(2026, 11, 30)))),
            "Agency: 14 FTE, within the target of 20",
        ),
    ],
)
def test_the_title_is_against_the_target_of_the_day(
    fte: float, path: Path | None, title: str
) -> None:
    picture = agency_of(week_of(replace(NINE, agency_fte=fte), path=path))
    assert picture is not None
    assert picture.title == title


@pytest.mark.parametrize(
    ("unknown", "title"),
    [
        (0, "Open cases 2,000 → 2,000, average 16.3 → 16.3 since 11 September"),
        (3, "Open cases 2,000 → 2,000 since 11 September, average 16.3 → 16.3 since 2 October"),
    ],
)
def test_what_was_kept_for_less_long_has_its_own_day(unknown: int, title: str) -> None:
    past = tuple(
        PastPoint(day=day, open_cases=2000, average=None if n < unknown else 16.25)
        for n, day in enumerate(WEEKS)
    )
    (picture,) = [p for p in pictures(a_quiet_week(past=past)) if isinstance(p, DemandPicture)]
    assert picture.title == title

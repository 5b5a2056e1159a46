"""The tables in the digest's thread and the pictures under it; and what neither may tell."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from alerts.digest.digest import Sheet
from alerts.digest.drawing import pictures
from alerts.digest.facts import DigestFacts, PastPoint, StaffingFacts
from alerts.digest.few import left_out
from alerts.digest.pictures import AgencyPicture, CaseloadsPicture, DemandPicture
from alerts.digest.rows import fte_cell
from alerts.digest.sheets import sheets
from models.reference.comparing import comparison
from models.reference.layout import read_neighbours, read_table
from models.reference.measures import PublishedMeasure
from models.reference.storing import packaged_text
from models.reference.table import Published
from models.staffing.parts import Parts
from models.staffing.projection import Point, Projection
from models.vocabulary import AlertState, CaseKind, ExtractKind, Measure
from tests.alerts.digest.samples import (
    AGENCY_TARGET,
    MONDAY,
    a_busy_week,
    a_quiet_week,
    a_review,
    a_team,
    an_open_alert,
    waiting,
)
from tests.build import FRIDAY


def sheet_called(facts: DigestFacts, beginning: str) -> Sheet:
    return next(sheet for sheet in sheets(facts) if sheet.title.startswith(beginning))


SMALL = a_team(
    "Quality and Review",
    is_small=True,
    average=None,
    exact=None,
    median=None,
    highest=None,
    over_limit=1,
    dots=(),
)


def test_of_a_team_of_one_or_two_workers_nothing_is_told_but_its_cases() -> None:
    week = a_quiet_week(teams=(a_team(average=15.9), a_team("Court South", 14.4), SMALL))
    sheet = sheet_called(week, "One of two teams is above promise")
    assert sheet.rows[2] == (
        "Quality and Review", "–", "12–15", "–", "–", "0", "0", "–", "–", "61",
    )  # fmt: skip
    assert sheet.footer == "No averages of teams with fewer than three workers who hold cases."
    (picture, *_) = pictures(week)
    assert isinstance(picture, CaseloadsPicture)
    assert [team.name for team in picture.teams] == ["Court North", "Court South"]
    assert "one team with fewer than three workers with cases is not drawn" in picture.foot
    assert "Quality" not in picture.alt


def test_the_table_of_teams_has_the_change_on_last_week() -> None:
    week = a_quiet_week(teams=(a_team(average=15.9, average_week_ago=16.2),))
    assert sheet_called(week, "One of one team").rows == (
        ("Court North", "15.9", "12–15", "−0.3", "0", "0", "0", "15", "18", "61"),
    )


def test_cases_without_a_worker_stand_by_kind_with_the_urgent_first() -> None:
    week = a_quiet_week(
        waiting=(
            waiting(5, None, kind=CaseKind.ASSESSMENT, team=None),
            waiting(2, 4),
            waiting(1, 9, team="Court South"),
        )
    )
    sheet = sheet_called(week, "8 cases have no worker, 3 of them child protection or looked after")
    assert sheet.rows == (
        ("looked after", "3", "9", "Court North 2 and Court South 1"),
        ("assessments", "5", "not known", "no team 5"),
    )


def test_reviews_stand_in_the_thread_that_fall_due_before_the_next_digest() -> None:
    days = (FRIDAY - timedelta(days=1), MONDAY, MONDAY + timedelta(days=7))
    reviews = tuple(a_review(review_on=on) for on in (*days, MONDAY + timedelta(days=8)))
    sheet = sheet_called(a_quiet_week(reviews=reviews), "Three reviews are due this week")
    assert sheet.title == "Three reviews are due this week, one of them overdue"
    assert [row[4] for row in sheet.rows] == ["Thu 19 Nov, overdue", "Mon 23 Nov", "Mon 30 Nov"]


def test_how_many_alerts_began_and_ended_is_said_without_a_review_too() -> None:
    week = a_quiet_week(began=2, ended=1, alerts=(an_open_alert(),))
    assert sheet_called(week, "No review is due this week").lines == (
        "In the last seven days two alerts began and one ended; one is open now.",
    )


def test_the_muted_are_listed() -> None:
    alert = an_open_alert(state=AlertState.SNOOZED, snoozed_until=MONDAY, snoozed_by="Mia")
    assert sheet_called(a_quiet_week(alerts=(alert,)), "One alert is muted").lines == (
        "Case unallocated in Court South until Mon 23 Nov (Mia)",
    )


STAFF = Parts(
    posts_fte=110,
    in_post_fte=100,
    in_post_headcount=105,
    agency_fte=14,
    agency_headcount=14,
    agency_vacancy_fte=8,
    agency_absence_fte=1,
    supernumerary_fte=5,
)


@pytest.mark.parametrize(
    ("parts", "is_hidden"),
    [
        (STAFF, False),  # one covers an absence, and stands with those who cover a vacancy
        (replace(STAFF, agency_vacancy_fte=12, supernumerary_fte=1), True),
        (replace(STAFF, agency_fte=15), True),  # of one nobody knows why
        (replace(STAFF, agency_fte=9, supernumerary_fte=0), False),
    ],
)
def test_the_reasons_for_agency_are_left_out_where_one_is_of_few(
    parts: Parts, is_hidden: bool
) -> None:
    assert (Measure.SUPERNUMERARY_FTE in left_out(parts, ())) is is_hidden


@pytest.mark.parametrize(("fte", "said"), [(0, "0"), (0.5, "under 3"), (2.9, "under 3"), (3, "3")])
def test_fewer_than_three_extra_are_not_counted_out(fte: float, said: str) -> None:
    assert fte_cell(fte) == said


def test_staffing_of_one_or_two_people_is_left_out() -> None:
    now = replace(STAFF, supernumerary_fte=1, newly_qualified=2, under_two_years=2,
                  experience_known=100)  # fmt: skip
    few = frozenset({Measure.NEWLY_QUALIFIED, Measure.UNDER_TWO_YEARS_SHARE})
    staffing = StaffingFacts(
        now=now, few=left_out(now, few), paths={Measure.AGENCY_FTE: AGENCY_TARGET}
    )
    sheet = sheet_called(a_quiet_week(staffing=staffing), "Off target: agency social workers")
    cells = {row[0]: row[1:3] for row in sheet.rows}
    assert cells["Agency social workers"] == ("14", "12")
    assert cells["Supernumerary agency"] == ("under 3", "–")
    assert cells["Newly qualified"] == ("under 3", "–")
    assert cells["Under two years' experience"] == ("–", "–")


def test_the_neighbours_stand_beside_the_live_figures() -> None:
    known = Published(
        indicators=read_table(packaged_text(ExtractKind.INDICATORS)),
        neighbours=read_neighbours(packaged_text(ExtractKind.NEIGHBOURS)),
        need=read_table(packaged_text(ExtractKind.CHILDREN_IN_NEED)),
    )
    compared = comparison(known, "852", PublishedMeasure.AVERAGE_CASELOAD)
    assert compared is not None
    sheet = sheet_called(a_quiet_week(neighbours=(compared,)), "Above the middle")
    assert sheet.rows[0][:2] == ("average caseload", "15.9")
    assert sheet.headings[2:4] == ("Neighbours", "England")


WEEKS = [FRIDAY - timedelta(weeks=back) for back in range(10, -1, -1)]


def test_agency_is_drawn_beside_its_path_and_its_present_course() -> None:
    march = date(2027, 3, 1)
    course = Projection(
        Measure.AGENCY_FTE, (Point(FRIDAY, 14), Point(march, 12)), date(2027, 11, 20), ()
    )
    staffing = StaffingFacts(
        now=STAFF,
        history=tuple((day, STAFF) for day in WEEKS),
        paths={Measure.AGENCY_FTE: AGENCY_TARGET},
        projections={Measure.AGENCY_FTE: course},
    )
    found = pictures(a_busy_week(staffing=staffing))
    (picture,) = [each for each in found if isinstance(each, AgencyPicture)]
    assert picture.title == "Agency: 14 FTE, 2 above target"
    assert {spot.value for spot in picture.covering} == {9}
    assert {spot.value for spot in picture.supernumerary} == {5}
    assert picture.unknown == ()
    assert [(spot.day, spot.value) for spot in picture.target] == [("2026-10-01", 12)]
    assert [spot.day for spot in picture.course] == ["2026-11-20", "2027-03-01"]
    assert picture.course_words == "on the present course 12 on 1 March"
    assert picture.alt == (
        "Agency social workers on 20 November: 14 FTE, target 12; a year ago 34; on the present "
        "course 12 on 1 March"
    )


def test_a_year_of_demand_is_drawn_once_there_are_some_weeks_of_it() -> None:
    past = tuple(PastPoint(day=day, open_cases=2000, average=16.0) for day in WEEKS)
    found = pictures(a_quiet_week(past=past))
    (picture,) = [each for each in found if isinstance(each, DemandPicture)]
    assert picture.title == "Open cases 2,000 → 2,000, average 16 → 16 since 11 September"
    assert len(picture.open_cases) == len(picture.average) == 11
    assert not [p for p in pictures(a_quiet_week(past=past[:3])) if isinstance(p, DemandPicture)]

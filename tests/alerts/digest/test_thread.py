"""The tables in the digest's thread and the pictures under it; and what neither may tell."""

from collections.abc import Sequence
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
from alerts.digest.staffing_sheet import staffing_sheet
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
    a_target,
    a_team,
    an_open_alert,
    by_measure,
    measured,
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


def test_of_a_team_of_one_or_two_workers_nothing_is_told() -> None:
    week = a_quiet_week(teams=(a_team(average=15.9), a_team("Court South", 14.4), SMALL))
    sheet = sheet_called(week, "One of two teams is above promise")
    assert sheet.rows[2] == (
        "Quality and Review", "–", "–", "–", "–", "–", "–", "–", "–", "–",
    )  # fmt: skip
    assert sheet.footer == "No figures of teams where fewer than three workers hold cases."
    (picture, *_) = pictures(week)
    assert isinstance(picture, CaseloadsPicture)
    assert [team.name for team in picture.teams] == ["Court North", "Court South"]
    assert "one team with fewer than three workers at work with cases is not drawn" in picture.foot
    assert "Quality" not in picture.alt


def test_an_average_of_one_social_worker_among_many_holders_is_not_told() -> None:
    alone = a_team("Care Leavers", average=None, exact=None)
    mixed = a_team("Court North", average_leaves_out=True)
    sheet = sheet_called(a_quiet_week(teams=(mixed, alone)), "Court North is above")
    assert [row[1] for row in sheet.rows] == ["15.2", "–"]
    assert sheet.rows[1][7:] == ("15", "18", "61")
    assert sheet.footer == (
        "No average that would be of fewer than three workers. "
        "Average: social workers (DfE); over, median and highest: all with cases."
    )


def test_whom_the_dots_and_the_averages_are_of_is_said_beneath_them() -> None:
    mixed = a_team(average_leaves_out=True, absent_with_cases=3)
    (picture, *_) = pictures(a_quiet_week(teams=(mixed, a_team("East", absent_with_cases=1))))
    assert "dots: everybody at work with cases; average: social workers, DfE" in picture.foot
    assert "4 absent workers with cases are not drawn" in picture.foot


@pytest.mark.parametrize(
    ("paths", "few", "title"),
    [
        ((), (), "Staffing"),
        (((Measure.AGENCY_FTE, 14),), (), "Every staffing target is met"),
        (((Measure.AGENCY_FTE, 12),), (), "Off target: agency social workers"),
        (((Measure.AGENCY_ABSENCE_FTE, 0),), (), "Off target: agency covering an absence"),
        (
            ((Measure.AGENCY_FTE, 14), (Measure.SUPERNUMERARY_FTE, 0)),
            (Measure.SUPERNUMERARY_FTE,),
            "Off target: supernumerary agency",
        ),
        (
            ((Measure.AGENCY_FTE, 14), (Measure.SUPERNUMERARY_FTE, 5)),
            (Measure.SUPERNUMERARY_FTE,),
            "Every target that can be told here is met",
        ),
        (
            ((Measure.AGENCY_FTE, 14), (Measure.UNDER_TWO_YEARS_SHARE, 20)),
            (),
            "Every target that can be told here is met",
        ),  # of whom nobody knows the experience
        (((Measure.SUPERNUMERARY_FTE, 5),), (Measure.SUPERNUMERARY_FTE,), "Staffing"),
    ],
)
def test_that_every_target_is_met_is_said_only_of_those_that_are_told(
    paths: Sequence[tuple[Measure, float]], few: Sequence[Measure], title: str
) -> None:
    by_measure = {measure: a_target(measure, value) for measure, value in paths}
    staffing = StaffingFacts(now=STAFF, few=frozenset(few), paths=by_measure)
    sheet = staffing_sheet(a_quiet_week(measures={}, staffing=staffing))
    assert sheet is not None
    assert sheet.title == title


def test_the_table_of_teams_has_the_change_on_last_week() -> None:
    week = a_quiet_week(teams=(a_team(average=15.9, average_week_ago=16.2),))
    assert sheet_called(week, "Court North is above its promise").rows == (
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
        ("assessments", "5", "not known", "no listed team 5"),
    )


def test_reviews_stand_in_the_thread_that_fall_due_before_the_next_digest() -> None:
    days = (FRIDAY - timedelta(days=1), MONDAY, MONDAY + timedelta(days=6))
    reviews = tuple(a_review(review_on=on) for on in (*days, MONDAY + timedelta(days=7)))
    sheet = sheet_called(a_quiet_week(reviews=reviews), "Two reviews are due this week")
    assert sheet.title == "Two reviews are due this week, one is overdue"
    assert [row[4] for row in sheet.rows] == ["Thu 19 Nov, overdue", "Mon 23 Nov", "Sun 29 Nov"]
    (passed, *_) = reviews
    assert sheet_called(a_quiet_week(reviews=(passed,)), "One review is overdue").rows


@pytest.mark.parametrize(
    ("averages", "title"),
    [
        ((15.9,), "Court North is above its promise"),
        ((15.0,), "Court North is not above its promise"),
        ((15.0, 14.0), "None of two teams is above promise"),
        ((16.0, 14.0), "One of two teams is above promise"),
        ((16.0, 15.1), "Two of two teams are above promise"),
    ],
)
def test_the_table_of_teams_is_headed_by_how_many_are_above_promise(
    averages: tuple[float, ...], title: str
) -> None:
    names = ("Court North", "Court South")
    teams = tuple(a_team(name, average) for name, average in zip(names, averages, strict=False))
    assert sheet_called(a_quiet_week(teams=teams), title).headings


def test_cases_of_no_listed_team_have_a_row_so_that_the_teams_add_up() -> None:
    figures = by_measure(
        measured(Measure.OPEN_CASES, 140),
        measured(Measure.UNALLOCATED, 2),
        measured(Measure.NOT_SEEN, 0),
    )
    week = a_quiet_week(measures=figures)  # two teams of 61
    last = sheet_called(week, "One of two teams").rows[-1]
    assert (last[0], last[5], last[6], last[9]) == ("no listed team", "2", "0", "18")
    whole = replace(week, measures=by_measure(measured(Measure.OPEN_CASES, 122)))
    assert sheet_called(whole, "One of two teams").rows[-1][0] == "Court South"


def test_of_a_team_without_limits_it_is_not_said_that_nobody_is_over() -> None:
    week = a_quiet_week(teams=(a_team(average=15.9, has_limits=False),))
    assert sheet_called(week, "Court North").rows[0][4] == "–"


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

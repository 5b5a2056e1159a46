"""What needs a decision: each sentence, and the figure from which on it is said."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from alerts.digest.composing import compose
from alerts.digest.facts import DigestFacts, Health, MoneyEnd, StaffingFacts, TeamEnd
from alerts.digest.sentences.decisions import decisions
from models.staffing.parts import Parts
from models.staffing.projection import Point, Projection
from models.vocabulary import AlertState, CaseKind, Measure, RuleKind, words
from tests.alerts.digest.samples import (
    AGENCY_TARGET,
    MONDAY,
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

PROTECTED = CaseKind.CHILD_PROTECTION


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        (
            [waiting(1, 0)],
            ["One looked-after child has had no worker since today, in Court North."],
        ),
        ([waiting(9, 9, kind=CaseKind.CHILD_IN_NEED)], []),
        (
            [waiting(1, 1)],
            ["One looked-after child has had no worker for 1 working day, in Court North."],
        ),
        (
            [waiting(3, 4, shortest_days=1)],
            ["Three looked-after children have had no worker for up to 4 working days, in Court "
             "North."],
        ),
        ([waiting(1, None)], ["One looked-after child has had no worker, in Court North."]),
        ([waiting(1, 2, team=None)], ["One looked-after child has had no worker for 2 working "
                                      "days."]),
        (
            [waiting(1, 4), waiting(2, 3, kind=PROTECTED), waiting(1, 3, kind=PROTECTED, team="A"),
             waiting(1, 3, kind=PROTECTED, team="B"), waiting(1, 3, kind=PROTECTED, team="C")],
            ["Five children on a protection plan have had no worker for 3 working days, in Court "
             "North, A and two other teams.",
             "One looked-after child has had no worker for 4 working days, in Court North."],
        ),
    ],
)  # fmt: skip
def test_children_who_must_have_a_worker_come_first(cases: list[object], said: list[str]) -> None:
    assert decisions(a_quiet_week(waiting=tuple(cases))) == said


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (MONDAY, None),
        (MONDAY - timedelta(days=1), "Sunday"),
        (MONDAY - timedelta(days=6), "Tuesday"),
        (MONDAY - timedelta(days=7), "Mon 16 Nov"),
    ],
)
def test_a_review_is_overdue_from_the_day_after(due: date, words: str | None) -> None:
    alert = an_open_alert(team="Court North", headline="Court North: 3 cases have no worker")
    review = a_review(kind=RuleKind.UNALLOCATED, review_on=due)
    expected = (
        f"Court North: 3 cases have no worker; it was acknowledged (cases being moved), review "
        f"was due {words}."
    )
    found = decisions(a_quiet_week(alerts=(alert,), reviews=(review,)))
    assert found == ([expected] if words else [])


def test_of_a_team_of_one_or_two_an_alert_is_told_without_its_figures() -> None:
    alert = an_open_alert(kind=RuleKind.NOT_SEEN, team="Review", headline="Review: 9", waits=5)
    review = a_review(kind=RuleKind.NOT_SEEN, team="Review", review_on=FRIDAY)
    for given in ({"alerts": (alert,)}, {"alerts": (alert,), "reviews": (review,)}):
        big, small = (
            " ".join(decisions(a_quiet_week(teams=(a_team("Review", is_small=few),), **given)))
            for few in (False, True)
        )
        assert "Review: 9" in big
        assert "9" not in small
        assert f"Review: {words(RuleKind.NOT_SEEN)}" in small


def test_many_overdue_reviews_are_one_sentence() -> None:
    reviews = tuple(
        a_review(alert_id=n, review_on=FRIDAY - timedelta(days=10 - n)) for n in (1, 2, 3)
    )
    assert decisions(a_quiet_week(reviews=reviews)) == [
        "Three decisions are past their review, the oldest of Court North, due Wed 11 Nov."
    ]


FAR = (19.3, 17.2, 16.6, 16.1)
NAMES = ("Court North", "Court South", "Assessment East", "Assessment West")


@pytest.mark.parametrize(
    ("averages", "said"),
    [
        ((16.0,), []),
        (
            (16.04,),
            ["Court North is above promise, 16 against 12–15; nobody has decided about it."],
        ),
        (
            FAR[:2],
            ["Two teams are more than a case above their promise and nobody has decided about "
             "them: Court North 19.3 and Court South 17.2, against 12–15."],
        ),
        (
            FAR,
            ["Four teams are more than a case above their promise and nobody has decided about "
             "them; the furthest: Court North 19.3, Court South 17.2 and Assessment East 16.6, "
             "against 12–15."],
        ),
    ],
)  # fmt: skip
def test_a_team_more_than_a_case_above_its_promise_needs_a_decision(
    averages: tuple[float, ...], said: list[str]
) -> None:
    teams = tuple(a_team(name, average) for name, average in zip(NAMES, averages, strict=False))
    assert decisions(a_quiet_week(teams=teams)) == said


@pytest.mark.parametrize(
    ("days", "before", "how_long"),
    [
        (4, False, "since Mon 16 Nov"),
        (13, False, "since Sat 7 Nov"),
        (14, False, "for two weeks"),
        (364, False, "for 52 weeks"),
        (385, True, "since at least Fri 31 Oct 2025"),
    ],
)
def test_how_long_a_team_is_above_its_promise_is_said_as_far_back_as_days_are_kept(
    days: int, before: bool, how_long: str
) -> None:
    since = FRIDAY - timedelta(days=days)
    team = a_team("Court North", 19.3, above_since=since, above_before=before)
    later = an_open_alert(RuleKind.TEAM_ABOVE_PROMISE, team="Court North", since=FRIDAY)
    assert decisions(a_quiet_week(teams=(team,), alerts=(later,))) == [
        f"Court North has been above promise {how_long}, 19.3 against 12–15; nobody has decided "
        "about it."
    ]


def test_a_team_back_within_its_promise_is_not_said_to_be_above_it() -> None:
    alert = an_open_alert(
        RuleKind.TEAM_ABOVE_PROMISE, team="Court North", headline="Court North: 15 cases per FTE"
    )
    review = a_review(review_on=FRIDAY - timedelta(days=1))
    week = a_quiet_week(teams=(a_team(average=15.0),), alerts=(alert,), reviews=(review,))
    assert decisions(week) == [
        "Court North: 15 cases per FTE; it was acknowledged (cases being moved), review was due "
        "Thursday."
    ]


def test_a_team_about_which_somebody_decided_is_not_asked_about_again() -> None:
    week = a_quiet_week(teams=(a_team("Court North", 19.3),), reviews=(a_review(),))
    assert decisions(week) == []


@pytest.mark.parametrize(("now", "is_said"), [(12.0, False), (12.1, True)])
def test_agency_is_told_when_it_is_above_its_target(now: float, is_said: bool) -> None:
    figure = measured(Measure.AGENCY_FTE, now, path=AGENCY_TARGET)
    assert bool(decisions(a_quiet_week(measures=by_measure(figure)))) is is_said


def test_agency_says_when_its_target_is_reached_on_the_present_course() -> None:
    assert decisions(_with_course(14, 12)) == [
        "Agency is 14 FTE, against a target of 12 since 1 October; on the present course 12 is "
        "reached on 1 March."
    ]


def test_a_target_that_is_met_now_and_will_be_missed_is_told() -> None:
    assert decisions(_with_course(12, 13, date(2027, 2, 12))) == [
        "Agency social workers: on the present course it is 13 on 12 February; the target is 12."
    ]
    assert decisions(_with_course(12, 13, date(2027, 2, 13))) == []


def _with_course(now: float, later: float, on: date = date(2027, 3, 1)) -> DigestFacts:
    points = (Point(FRIDAY, now), Point(on, later))
    course = Projection(Measure.AGENCY_FTE, points, date(2027, 11, 20), ())
    week = a_quiet_week(measures=by_measure(measured(Measure.AGENCY_FTE, now, path=AGENCY_TARGET)))
    return replace(week, staffing=replace(week.staffing, projections={Measure.AGENCY_FTE: course}))


@pytest.mark.parametrize(
    ("measure", "value", "target", "said"),
    [
        (Measure.VACANCY_RATE, 10.0, 10, []),
        (Measure.VACANCY_RATE, 10.1, 10, ["Off target: vacancy rate 10.1 % against 10 %."]),
        (Measure.AVERAGE_CASELOAD, 18.0, 18, []),
        (Measure.AVERAGE_CASELOAD, 18.2, 18, ["Off target: average caseload 18.2 against 18."]),
        (Measure.SUPERNUMERARY_FTE, 5, 0, ["Off target: supernumerary agency 5 against 0."]),
        (Measure.NOT_SEEN, 3, 2, ["Off target: not seen 3 against 2."]),
        (
            Measure.PERMANENT_SHARE,
            88.0,
            90,
            ["Off target: permanent share 88 % against at least 90 %."],
        ),
    ],
)
def test_a_missed_target_of_any_measure_is_a_decision(
    measure: Measure, value: float, target: float, said: list[str]
) -> None:
    figure = measured(measure, value, path=a_target(measure, target))
    assert decisions(a_quiet_week(measures=by_measure(figure))) == said


def test_what_missed_its_target_and_may_not_be_said_is_told_without_its_figure() -> None:
    extra, rate = Measure.SUPERNUMERARY_FTE, Measure.VACANCY_RATE
    staffing = StaffingFacts(
        now=Parts(supernumerary_fte=1, vacant_fte=1, in_post_fte=9, posts_fte=10),
        few=frozenset({extra}),
        paths={extra: a_target(extra, 0), rate: a_target(rate, 10)},
    )
    week = a_quiet_week(measures={}, staffing=staffing)
    assert decisions(week) == ["Off target: supernumerary agency above 0."]


def test_of_many_missed_targets_four_are_named() -> None:
    measures = (Measure.AVERAGE_CASELOAD, Measure.OVER_LIMIT, Measure.UNALLOCATED, Measure.NOT_SEEN)
    more = (Measure.AT_20_OR_MORE, Measure.OPEN_CASES)
    figures = by_measure(*(measured(m, 3, path=a_target(m, 2)) for m in (*measures, *more)))
    (said,) = decisions(a_quiet_week(measures=figures, teams=()))
    assert said.startswith("Off target: average caseload 3 against 2, ")
    assert said.endswith(" and two other measures.")


def test_what_ended_since_old_data_came_is_said_in_the_past() -> None:
    november = FRIDAY + timedelta(days=5)
    staffing = StaffingFacts(
        now=Parts(),
        money_ends=(MoneyEnd(last_day=november, posts=20, average_without=22.0),),
        team_ends=(TeamEnd(team="Assessment Backlog", last_day=november, open_cases=57),),
    )
    week = a_quiet_week(staffing=staffing, today=MONDAY + timedelta(days=7))
    week = replace(week, health=Health(stale_days=6))
    assert decisions(week) == [
        "20 time-limited posts ended on 25 November.",
        "Assessment Backlog, a temporary team, ended on 25 November and held 57 open cases on 20 "
        "November.",
    ]


@pytest.mark.parametrize(
    ("today", "is_said"), [(date(2027, 2, 28), True), (date(2027, 3, 1), False)]
)
def test_a_course_that_ran_out_before_old_data_was_replaced_is_left_out(
    today: date, is_said: bool
) -> None:
    week = replace(_with_course(14, 12), today=today, health=Health(stale_days=60))
    assert ("on the present course" in decisions(week)[0]) is is_said


def test_money_and_teams_that_end_are_told_with_what_they_leave() -> None:
    march, december = date(2027, 3, 31), date(2026, 12, 25)
    staffing = replace(
        a_quiet_week().staffing,
        money_ends=(
            MoneyEnd(last_day=december, posts=1, average_without=None),
            MoneyEnd(last_day=march, posts=20, average_without=19.8),
        ),
        team_ends=(
            TeamEnd(team="Assessment Backlog", last_day=december, open_cases=57),
            TeamEnd(team="Empty", last_day=december, open_cases=0),
        ),
    )
    assert decisions(a_quiet_week(staffing=staffing)) == [
        "1 time-limited post ends on 25 December.",
        "20 time-limited posts end on 31 March; without those in them today's average would be "
        "19.8.",
        "Assessment Backlog, a temporary team, ends on 25 December and holds 57 open cases.",
    ]


@pytest.mark.parametrize(
    ("kind", "state", "waits", "is_said"),
    [
        (RuleKind.UNALLOCATED, AlertState.FIRING, 3, True),
        (RuleKind.UNALLOCATED, AlertState.FIRING, 2, False),
        (RuleKind.UNALLOCATED, AlertState.ACKNOWLEDGED, 3, False),
        (RuleKind.UNALLOCATED, AlertState.SNOOZED, 3, False),
        (RuleKind.LOAD_HELD, AlertState.FIRING, 3, False),
        (RuleKind.TEAM_ABOVE_PROMISE, AlertState.FIRING, 3, False),
    ],
)
def test_an_alert_that_nobody_acknowledges_is_told(
    kind: RuleKind, state: AlertState, waits: int, is_said: bool
) -> None:
    alert = an_open_alert(kind, state=state, waits=waits)
    assert decisions(a_quiet_week(alerts=(alert,))) == (
        ["Court South: 3 cases have had no worker for 10 working days or more; nobody has "
         "acknowledged it for 3 working days."] if is_said else []
    )  # fmt: skip


def test_several_unacknowledged_alerts_are_one_sentence() -> None:
    alerts = tuple(an_open_alert(id=n, waits=n) for n in (3, 4, 9))
    assert decisions(a_quiet_week(alerts=alerts)) == [
        "Three alerts have gone unacknowledged for 3 working days or more; the longest, for 9, is "
        '"Court South: 3 cases have had no worker for 10 working days or more".'
    ]


def test_what_has_been_decided_is_not_asked_again() -> None:
    reviews = (
        a_review(kind=RuleKind.AGENCY_ABOVE, team=None),
        a_review(kind=RuleKind.FUNDING_ENDS, team=None),
    )
    figure = measured(Measure.AGENCY_FTE, 14, path=AGENCY_TARGET)
    money = MoneyEnd(last_day=date(2027, 3, 31), posts=20, average_without=19.8)
    week = a_quiet_week(measures=by_measure(figure), reviews=reviews)
    week = replace(week, staffing=replace(week.staffing, money_ends=(money,)))
    assert decisions(week) == []


def test_more_than_five_decisions_go_on_in_the_thread() -> None:
    ends = tuple(
        TeamEnd(team=f"Team {n}", last_day=date(2026, 12, 25), open_cases=n) for n in range(1, 8)
    )
    week = a_quiet_week(health=Health())
    digest = compose(replace(week, staffing=StaffingFacts(now=week.staffing.now, team_ends=ends)))
    assert len(digest.decisions) == 5
    assert digest.thread[0].title == "Also needs a decision"
    assert len(digest.thread[0].lines) == 2

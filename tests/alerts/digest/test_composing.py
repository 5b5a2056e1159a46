"""The digest of whole weeks, word for word."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from alerts.digest.composing import compose
from alerts.digest.digest import Digest
from alerts.digest.facts import Health
from models.staffing.targets import Path, Step
from models.vocabulary import Measure
from tests.alerts.digest.samples import (
    MONDAY,
    a_busy_week,
    a_quiet_week,
    a_target,
    by_measure,
    measured,
)


def test_a_quiet_week_says_so_in_one_line() -> None:
    digest = compose(a_quiet_week())
    assert digest.headline == (
        "Week to Fri 20 Nov: nothing needs a decision. Average 15.9, all teams within a case of "
        "their promise, agency 12 of 12."
    )
    assert (digest.decisions, digest.better, digest.worse, digest.late) == ((), (), (), "")
    assert digest.health == ("All five loads of the week arrived.",)


def test_a_busy_week_is_told_as_a_director_would_write_it() -> None:
    digest = compose(a_busy_week())
    assert digest.headline == (
        "Week to Fri 20 Nov: average 16.3, three teams above promise, agency 14 against 12"
    )
    assert digest.decisions == (
        "Two looked-after children have had no worker for 4 working days, in Court North.",
        "Court North has been above promise for six weeks; its alert was acknowledged, review was "
        "due Thursday.",
        "Agency is 14 FTE, 5 of it supernumerary, against a target of 12 since 1 October "
        "(supernumerary 0).",
        "20 time-limited posts end on 31 March; without those in them today's average would be "
        "19.8.",
    )
    assert digest.better == (
        "Workers over their limit 11 → 9; those at 20 or more 14 → 12.",
        "Agency social workers 15 → 14 FTE.",
    )
    assert digest.worse == ("Children not seen within 28 days 31 → 38, mostly Assessment East.",)
    assert digest.as_at == "Data as at Fri 20 Nov 18:00"
    assert digest.health == (
        "All five loads of the week arrived.",
        "2 cases are held by somebody not in the workforce list.",
        "Muted: child not seen in Court South until Mon 30 Nov (Mia Manager).",
        "Open longest: team above promise in Court North, for 32 working days.",
    )


def test_the_busy_weeks_figures_stand_beside_last_week_the_target_and_a_year_ago() -> None:
    rows = {
        row.measure: (row.now, row.last_week, row.yardstick, row.year_ago, row.turn.value)
        for row in compose(a_busy_week()).rows
    }
    assert rows == {
        "average caseload (DfE)": ("16.3", "16.5", "12–15", "18.1", "same"),
        "workers over their limit": ("9", "11", "0", "23", "better"),
        "workers with 20 or more": ("12", "14", "", "", "better"),
        "not seen within 28 days": ("38", "31", "", "", "worse"),
        "agency FTE (extra)": ("14 (5)", "15 (6)", "12 (0)", "34 (14)", "better"),
    }


def test_a_week_that_is_clearly_worse_is_not_called_quiet() -> None:
    worse = by_measure(measured(Measure.NOT_SEEN, 50, 30))
    digest = compose(a_quiet_week(measures=worse))
    assert (digest.decisions, digest.headline) == ((), "Week to Fri 20 Nov: one team above promise")


def test_a_promise_and_a_target_stand_side_by_side() -> None:
    average = measured(Measure.AVERAGE_CASELOAD, 18.2, path=a_target(Measure.AVERAGE_CASELOAD, 18))
    over = measured(Measure.OVER_LIMIT, 3, 46, is_comparable=False)
    rows = compose(a_quiet_week(measures=by_measure(average, over))).rows
    assert [(row.last_week, row.yardstick) for row in rows] == [
        ("18.2", "12–15; target 18"),
        ("", "0"),
    ]


@pytest.mark.parametrize(("working", "shown"), [(18.2, 1), (18.24, 1), (18.3, 2)])
def test_the_working_average_is_shown_where_it_differs(working: float, shown: int) -> None:
    figures = by_measure(
        measured(Measure.AVERAGE_CASELOAD, 18.2),
        measured(Measure.WORKING_AVERAGE_CASELOAD, working),
    )
    assert len(compose(a_quiet_week(measures=figures)).rows) == shown


def test_the_target_is_that_of_the_digests_own_day() -> None:
    steps = (Step(20, date(2026, 1, 1)), Step(12, MONDAY))
    agency = measured(Measure.AGENCY_FTE, 14, path=Path(Measure.AGENCY_FTE, steps))
    digest = compose(a_quiet_week(measures=by_measure(agency)))
    assert digest.decisions == ("Agency is 14 FTE, against a target of 12 since 23 November.",)
    assert digest.headline.endswith("agency 14 against 12")
    assert digest.rows[0].yardstick == "12"


def test_old_data_is_said_first_and_nothing_is_called_better_or_worse() -> None:
    week = a_busy_week()
    digest = compose(replace(week, health=replace(week.health, stale_days=4)))
    assert digest.headline == (
        "The caseload figures are four working days old. On Fri 20 Nov: average 16.3, three teams "
        "above promise, agency 14 against 12."
    )
    assert digest.decisions[0] == (
        "On Fri 20 Nov two looked-after children had no worker, in Court North."
    )
    assert (digest.better, digest.worse) == ((), ())
    assert {(row.last_week, row.turn.value) for row in digest.rows} == {("", "unknown")}
    assert digest.health[:2] == (
        "No alert is raised or closed until a new load arrives, and nothing here is compared with "
        "last week.",
        "The last load is of Fri 20 Nov; none has come since.",
    )


def test_old_data_never_says_that_nothing_needs_a_decision() -> None:
    digest = compose(a_quiet_week(health=Health(stale_days=2)))
    assert digest.headline == (
        "The caseload figures are two working days old. On Fri 20 Nov: average 15.9, one team "
        "above promise, agency 12 against 12."
    )


def test_a_digest_that_is_sent_late_says_since_when_it_was_due() -> None:
    due = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    digest = compose(a_quiet_week(), late_since=due)
    assert digest.late == "This digest is late: it was due Mon 23 Nov 08:30."


def test_a_head_of_service_reads_whose_week_it_is() -> None:
    digest = compose(a_busy_week(scope="Court", is_service=True))
    assert digest.headline.startswith("Court, week to Fri 20 Nov: average 16.3, three teams")


def test_a_digest_survives_being_stored() -> None:
    digest = compose(a_busy_week())
    assert Digest.from_json(digest.as_json()) == digest

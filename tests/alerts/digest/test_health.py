"""What a digest says of itself."""

from datetime import date, timedelta
from typing import Any

import pytest

from alerts.digest.facts import Health, HeldFacts, LimitChange, LoadFacts, RuleOff
from alerts.digest.gathering_health import usual_loads
from alerts.digest.sentences.health import as_at, health
from models.vocabulary import AlertState, ExtractKind, Measure, RuleKind
from tests.alerts.digest.samples import (
    WEEK,
    a_quiet_week,
    a_team,
    an_open_alert,
    by_measure,
    measured,
)
from tests.build import MONDAY_BEFORE, at_six

HELD = HeldFacts(kind=ExtractKind.ALLOCATIONS, day=date(2026, 11, 19))


@pytest.mark.parametrize(
    ("loads", "said"),
    [
        ({"arrived": WEEK}, ["All five loads of the week arrived."]),
        ({"arrived": WEEK[1:], "missing": WEEK[:1]},
         ["Four loads of five arrived in the week; none for Mon 16 Nov."]),
        ({"arrived": WEEK[2:], "missing": WEEK[:2]},
         ["Three loads of five arrived in the week; none for Mon 16 Nov and Tue 17 Nov."]),
        ({"arrived": WEEK[4:], "weekly": True}, ["The week's load arrived."]),
        ({"weekly": True}, ["The week's load did not arrive."]),
        ({"arrived": WEEK[3:], "weekly": True}, ["Two loads arrived in the week."]),
        ({"arrived": WEEK[4:], "is_first": True},
         ["These are the first allocations that were loaded."]),
        ({"arrived": WEEK, "refused": 1},
         ["All five loads of the week arrived.", "One file was refused in the week."]),
        ({"arrived": WEEK, "held": (HELD,)},
         ["All five loads of the week arrived.",
          "Thursday's allocations were not loaded: held until an administrator decides."]),
    ],
)  # fmt: skip
def test_the_weeks_loads_are_accounted_for(loads: dict[str, Any], said: list[str]) -> None:
    assert health(a_quiet_week(health=Health(loads=LoadFacts(**loads)))) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"workforce_stale_days": 26}, "The workforce list is 26 working days old."),
        ({"unmatched_cases": 1, "unmatched_people": 1},
         "1 case is held by somebody not in the workforce list."),
        ({"unmatched_cases": 7, "unmatched_people": 3},
         "7 cases are held by three people not in the workforce list."),
        ({"rules_off": (RuleOff(name="team-ends", by="Ana Analyst"), RuleOff(name="x", by=None))},
         "Rules switched off: team-ends (by Ana Analyst) and x."),
        ({"always": (RuleKind.NOT_SEEN, RuleKind.WORKER_OVER)},
         "Open in more than half of the teams, so that it singles out none: child not seen and "
         "worker over limit."),
        ({"never": (RuleKind.TEAM_ENDS,)}, "Told nothing in 26 weeks: team ends."),
        ({"parked_notices": 3},
         "Three notices could not be sent; an administrator sees why with `caseload outbox list`."),
        ({"parked_rules": ("child-not-seen",)},
         "Not judged at the last check: child-not-seen."),
    ],
)  # fmt: skip
def test_what_is_not_well_is_said_after_the_loads(given: dict[str, Any], said: str) -> None:
    assert said in health(a_quiet_week(health=Health(**given)))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, []),
        ({"limit_change": LimitChange(workers=46, of=46)},
         ["The limit changed in the week; by the new one 9 workers are over. Last week's 46 were "
          "counted by the old."]),
        ({"limit_change": LimitChange(workers=8, of=46)},
         ["The limit of 8 workers changed in the week; by the new ones 9 workers are over. Last "
          "week's 46 were counted by the old."]),
        ({"limit_change": LimitChange(workers=46, of=46), "measures": {},
          "teams": (a_team(has_limits=False),)},
         ["No limit is known now, so that nobody is counted as over one."]),
        ({"limit_change": LimitChange(workers=3, of=3), "measures": {}},  # too few to say more
         ["The limit changed in the week."]),
    ],
)  # fmt: skip
def test_a_limit_that_changed_is_told_and_nothing_is_made_of_it(
    given: dict[str, Any], said: list[str]
) -> None:
    over = measured(Measure.OVER_LIMIT, 9, 46, is_comparable=False)
    week = a_quiet_week(**{"measures": by_measure(over), **given})
    assert health(week)[1:] == said


def test_alerts_that_wait_for_a_weekly_load_are_told_of_before_it_is_late() -> None:
    lines = health(a_quiet_week(health=Health(alerts_held=True, loads=LoadFacts(weekly=True))))
    assert lines[0].startswith("No alert is raised or closed until the next load")


def on(*back: int) -> set[date]:
    """Days before the week's first."""
    return {WEEK[0] - timedelta(days=days) for days in back}


@pytest.mark.parametrize(
    ("days", "usual"),
    [
        (on(), None),
        (on(0), None),  # the week's own
        (on(57), None),  # too long ago to say
        (on(3), 1),
        (on(3, 10, 17, 18, 24), 1),  # a correction
        (on(3, 4, 5, 10, 11, 12, 13, 14, 17, 18, 19, 20, 21), 5),  # a week that missed some
        (on(3, 17), 1),  # a week without any
    ],
)
def test_how_often_loads_come_is_learnt_from_the_weeks_before(
    days: set[date], usual: float | None
) -> None:
    assert usual_loads(days, WEEK[0]) == usual


def test_a_head_of_service_is_not_told_of_notices_that_are_for_an_administrator() -> None:
    week = a_quiet_week(is_service=True, health=Health(parked_notices=3))
    assert not any("notices" in line for line in health(week))


def test_each_muted_alert_says_until_when_and_by_whom_and_many_are_counted() -> None:
    muted = [
        an_open_alert(
            RuleKind.NOT_SEEN,
            id=n,
            team=f"Team {n}",
            state=AlertState.SNOOZED,
            snoozed_until=date(2026, 11, 30 - n),
            snoozed_by="Mia Manager",
        )
        for n in range(1, 5)
    ]
    assert health(a_quiet_week(alerts=tuple(muted[:2])))[1] == (
        "Muted: child not seen in Team 2 until Sat 28 Nov (Mia Manager); "
        "child not seen in Team 1 until Sun 29 Nov (Mia Manager)."
    )
    assert health(a_quiet_week(alerts=tuple(muted)))[1] == (
        "Muted: 4 alerts, listed in the thread."
    )


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((19,), []),
        ((20,), ["Open longest: case unallocated in Court South, for 20 working days."]),
        ((20, 31, 3), ["Open longest: case unallocated in Court South, for 31 working days; one "
                       "other for 20 or more."]),
    ],
)  # fmt: skip
def test_the_alert_that_is_open_longest_is_named_after_a_month(
    days: tuple[int, ...], said: list[str]
) -> None:
    alerts = tuple(an_open_alert(id=n, working_days=n) for n in days)
    assert health(a_quiet_week(alerts=alerts))[1:] == said


def test_the_workforces_as_at_is_said_where_it_is_another() -> None:
    assert as_at(a_quiet_week(workforce_as_at=at_six(MONDAY_BEFORE))) == (
        "Data as at Fri 20 Nov 18:00, workforce as at Mon 16 Nov 18:00"
    )

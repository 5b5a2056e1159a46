"""What a digest says of itself."""

from datetime import date
from typing import Any

import pytest

from alerts.digest.facts import Health, HeldFacts, LoadFacts, RuleOff
from alerts.digest.sentences.health import as_at, health
from models.vocabulary import AlertState, ExtractKind, RuleKind
from tests.alerts.digest.samples import WEEK, a_quiet_week, an_open_alert
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

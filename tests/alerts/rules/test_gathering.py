"""What the rules are judged by, read from both databases."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from alerts.calendar import WorkingCalendar
from alerts.readings import Reading
from alerts.rules.defaults import SHIPPED
from alerts.rules.gathering import gather_authority_day, gather_team_days
from alerts.rules.in_force import rules_for
from alerts.rules.judging.judge import judge, judge_authority
from alerts.rules.rule import Rule
from models.alerts import Alert, AlertMember
from models.database import Database
from models.errors import NoData
from models.loads import HeldRecords
from models.organisation import Team
from models.vocabulary import (
    AlertState,
    CaseKind,
    ExtractKind,
    LimitScope,
    LoadStatus,
    RuleKind,
    TeamKind,
)
from tests.build import (
    FRIDAY,
    a_case,
    a_limit_row,
    a_load,
    a_rule,
    a_service,
    a_team,
    a_worker,
    an_unmatched_worker,
    at_six,
    cases,
    loaded,
    saved,
)

CALENDAR = WorkingCalendar()
LONDON = ZoneInfo("Europe/London")


def ago(days: int) -> date:
    return FRIDAY - timedelta(days=days)


def read(session: Session, *own: Rule) -> dict[str, list[Reading]]:
    """The readings of each team by its name, under "" those of the authority."""
    rules = {**SHIPPED, **{rule.name: rule for rule in own}}
    days = gather_team_days(session, rules, calendar=CALENDAR)
    found = {day.place.name: judge(rules_for(rules, day.place), day) for day in days.values()}
    whole = gather_authority_day(session, rules, today=FRIDAY, zone=LONDON, calendar=CALENDAR)
    found[""] = judge_authority(rules_for(rules, None), whole)
    return found


def subjects(readings: list[Reading]) -> list[tuple[str, str, str]]:
    return [(reading.rule, reading.name, reading.said) for reading in readings]


def an_authority(session: Session) -> tuple[Team, Team]:
    """Two teams with something for every rule but the promise's."""
    loaded(session)
    service = a_service(session, "Court Service")
    north = a_team(session, "Court North", service, kind=TeamKind.COURT)
    south = a_team(session, "Court South", service, kind=TeamKind.COURT)
    saved(session, a_limit_row(cases=2))
    saved(session, a_limit_row(scope=LimitScope.NEWLY_QUALIFIED, cases=1))
    cases(session, 3, a_worker(session, north, "Sam Example"))
    cases(session, 2, a_worker(session, north, "Jo New", newly_qualified_until=FRIDAY))
    cases(session, 1, a_worker(session, north, "Ab Sent", absent_from=ago(4)))
    cases(session, 1, a_worker(session, south, "Al Left", left_on=ago(3)))
    cases(session, 1, a_worker(session, south, "Dri Ft"), last_seen_on=ago(30))
    return north, south


def test_every_rule_is_judged_in_every_team_from_one_look(database: Database) -> None:
    with database.transaction() as session:
        north, south = an_authority(session)
        a_case(session, team=north, kind=CaseKind.CHILD_PROTECTION, unallocated_since=ago(4))
        a_case(session, team=south, unallocated_since=ago(20))
        a_case(session, kind=CaseKind.LOOKED_AFTER, unallocated_since=ago(2))
        a_case(session, team=south, last_seen_on=ago(40), unallocated_since=FRIDAY)
        an_unmatched_worker(session, "Robin Sample", north)
        found = read(session)
    assert subjects(found["Court North"]) == [
        ("newly-qualified-over-limit", "Jo New", "2 cases, limit 1 newly qualified"),
        ("worker-over-limit", "Sam Example", "3 cases, limit 2"),
        ("absent-worker-holding-cases", "Ab Sent", "absent, with 1 case"),
        ("urgent-case-unallocated", "child protection", "1 case, for 4 working days"),
    ]
    assert subjects(found["Court South"]) == [
        ("leaver-holding-cases", "Al Left", "has left, with 1 case"),
        ("child-not-seen", "no worker", "1 child, not seen for 40 days"),
        ("child-not-seen", "Dri Ft", "1 child, not seen for 30 days"),
        ("case-unallocated", "child in need", "1 case, for 15 working days"),
    ]
    assert subjects(found[""]) == [
        ("unmatched-workers", "Robin Sample", "1 case, not in the workforce list"),
        ("urgent-case-unallocated", "looked after", "1 case, for 2 working days"),
    ]


def test_absences_and_departures_are_known_with_their_first_day(database: Database) -> None:
    with database.transaction() as session:
        an_authority(session)
        found = read(session)
    away = [
        reading.since
        for team in ("Court North", "Court South")
        for reading in found[team]
        if reading.rule in {"absent-worker-holding-cases", "leaver-holding-cases"}
    ]
    assert away == [ago(4), ago(3)]


@pytest.mark.parametrize(("days", "names"), [(20, ["Dri Ft"]), (28, ["Dri Ft"]), (30, [])])
def test_a_rule_with_days_of_its_own_is_read_by_them(
    database: Database, days: int, names: list[str]
) -> None:
    own = a_rule(
        RuleKind.NOT_SEEN, name="south-not-seen", applies_to="team:Court South", limit=days
    )
    with database.transaction() as session:
        _, south = an_authority(session)
        a_case(session, worker_ref="Robin", last_seen_on=ago(60))
        found = read(session, own)
        assert south.name == "Court South"
    seen = [reading.name for reading in found["Court South"] if reading.limit == days]
    assert seen == names
    assert [reading.name for reading in found[""] if reading.rule == "child-not-seen"] == [
        "not in the workforce list"
    ]


def test_a_promise_belongs_to_its_team(database: Database) -> None:
    with database.transaction() as session:
        an_authority(session)
        saved(
            session,
            a_limit_row(scope=LimitScope.KIND, kind=TeamKind.COURT, promise_low=1, promise_high=1),
        )
        found = read(session)
    assert "team-above-promise" in [reading.rule for reading in found["Court North"]]
    assert "team-above-promise" not in [reading.rule for reading in found["Court South"]]


def an_alert(session: Session, team: Team, subject: str, **given: object) -> None:
    alert = saved(
        session,
        Alert(
            kind=RuleKind.WORKER_OVER,
            place=f"team:{team.id}",
            team_id=team.id,
            state=AlertState.FIRING,
            since=FRIDAY,
            opened_at=at_six(FRIDAY),
            judged_as_at=at_six(FRIDAY),
        ),
    )
    member = AlertMember(
        alert_id=alert.id, subject=subject, rule="worker-over-limit", since=FRIDAY, value=3
    )
    saved(session, member.model_copy(update=given))


def test_whoever_an_open_alert_speaks_of_is_read_though_not_over(database: Database) -> None:
    with database.transaction() as session:
        north, south = an_authority(session)
        well = a_worker(session, north, "Kit Well")
        an_alert(session, north, f"worker:{well.id}")
        an_alert(session, south, f"worker:{well.id}")
        found = read(session)
    own = [each for each in found["Court North"] if each.name == "Kit Well"]
    assert {(each.over, each.clear, each.gone) for each in own} == {(False, True, None)}
    assert own[0].said == "no cases, limit 2"
    elsewhere = [each.said for each in found["Court South"] if each.name == "Kit Well"]
    assert set(elsewhere) == {"now works in Court North"}


def test_a_load_is_told_while_somebody_may_decide_about_it(database: Database) -> None:
    with database.transaction() as session:
        loaded(session)
        held = {"status": LoadStatus.HELD, "reasons": ["open cases fell"]}
        open_, decided = (a_load(session, ExtractKind.ALLOCATIONS, FRIDAY, **held) for _ in "12")
        saved(session, HeldRecords(load_id=open_.id, records=b""))
        found = read(session)
        assert decided.id != open_.id
    assert subjects(found[""]) == [
        ("load-held", "allocations.xlsx", "Today's allocations were not loaded: open cases fell")
    ]


def test_before_the_first_load_there_is_nothing_to_judge(database: Database) -> None:
    with database.look() as session:
        with pytest.raises(NoData):
            gather_team_days(session, SHIPPED, calendar=CALENDAR)
        with pytest.raises(NoData):
            read(session)

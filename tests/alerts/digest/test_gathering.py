"""What a digest is made of, gathered from the tables of a small authority worked out by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from alerts.authority import Authority
from alerts.calendar import WorkingCalendar
from alerts.digest.composing import compose
from alerts.digest.facts import DigestFacts
from alerts.digest.gathering import gather_facts
from alerts.hours import WorkingHours
from models.database import Database
from models.errors import NoData, NotFound
from models.history import AuthoritySnapshot, TeamSnapshot, WorkerSnapshot
from models.limits import Target
from models.organisation import Service, Team
from models.rules import RuleVersion
from models.vocabulary import (
    AgencyBasis,
    AlertState,
    CaseKind,
    Employment,
    ExtractKind,
    Funding,
    LoadStatus,
    Measure,
    Role,
    RuleKind,
    ToldTo,
)
from models.workforce import Post, PostHolder, Worker
from tests.alerts.place import LONDON
from tests.build import (
    FRIDAY,
    MONDAY_BEFORE,
    a_case,
    a_decision,
    a_limit_row,
    a_load,
    a_service,
    a_team,
    a_worker,
    an_alert,
    an_unmatched_worker,
    at_six,
    cases,
    loaded,
    saved,
)

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
WEEK_AGO = FRIDAY - timedelta(days=7)
CALENDAR = WorkingCalendar()
AUTHORITY = Authority(
    "Northmere Council",
    LONDON,
    CALENDAR,
    WorkingHours(NOW.time(), NOW.replace(hour=17).time(), LONDON, CALENDAR),
    code="852",
)


def gathered(database: Database, service: int | None = None) -> DigestFacts:
    with database.look() as session:
        return gather_facts(session, AUTHORITY, NOW, service)


def test_there_is_no_digest_before_both_feeds_were_loaded(sqlite_database: Database) -> None:
    with pytest.raises(NoData):
        gathered(sqlite_database)


def test_there_is_no_digest_of_a_service_that_is_not_listed(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        loaded(session)
        dropped = a_service(session, "Gone", dropped_on=FRIDAY).id
    for service in (dropped, 77):
        with pytest.raises(NotFound):
            gathered(sqlite_database, service)


def test_a_small_authoritys_week_is_as_worked_out_by_hand(database: Database) -> None:
    """Court North: 20, 16, 15 and 13 cases, 64 ÷ 4 = 16; a week ago 60 ÷ 4 = 15."""
    with database.transaction() as session:
        _small_authority(session)
    facts = gathered(database)

    north, south = sorted(facts.teams, key=lambda team: team.name)
    assert (north.average, north.average_week_ago, north.above_by) == (16.0, 15.0, 1.0)
    assert (north.over_limit, north.limit, north.median, north.highest) == (1, 18, 15.5, 20)
    assert [dot.per_fte for dot in north.dots] == [13.0, 15.0, 16.0, 20.0]
    assert (south.is_small, south.average, south.dots) == (True, None, ())
    assert facts.promise is not None
    assert (facts.promise.low, facts.promise.high) == (12, 15)

    average = facts.measures[Measure.AVERAGE_CASELOAD]
    assert (average.now, average.week_ago) == (14.8, 15.0)  # 74 ÷ 5, and 60 ÷ 4
    over = facts.measures[Measure.OVER_LIMIT]
    assert (over.now, over.week_ago) == (1, 2)
    assert facts.urgent_week_ago == 2
    (part,) = facts.waiting
    assert (part.kind, part.team, part.cases) == (CaseKind.LOOKED_AFTER, "Court North", 2)
    assert (part.working_days, part.shortest_days, part.long) == (5, 3, 0)  # to this Monday
    assert north.above_since is None  # a week ago it was at the upper end, and Friday is not kept
    assert facts.limit_change is None

    assert [(alert.kind, alert.waits) for alert in facts.alerts] == [
        (RuleKind.WORKER_OVER, 5),
        (RuleKind.NOT_SEEN, 5),
    ]
    assert facts.alerts[1].snoozed_by == "Mia Manager"
    (review,) = facts.reviews
    assert (review.team, review.by, review.decision) == (
        "Court North", "Mia Manager", "no new allocations",
    )  # fmt: skip

    (end,) = facts.staffing.money_ends
    assert (end.posts, end.average_without) == (1, 18.5)  # 74 ÷ 4 without one of the five
    assert [end.team for end in facts.staffing.team_ends] == ["Court South"]
    assert facts.staffing.paths[Measure.AGENCY_FTE].value_on(FRIDAY) == 0
    assert Measure.AGENCY_FTE not in facts.measures  # of one person

    health = facts.health
    assert (health.stale_days, health.unmatched_cases, health.unmatched_people) == (0, 1, 1)
    assert [day.day for day in health.loads.arrived] == [18, 19, 20]
    assert [day.day for day in health.loads.missing] == [16, 17]
    assert (health.loads.refused, len(health.loads.held)) == (1, 1)
    assert [(rule.name, rule.by) for rule in health.rules_off] == [("team-ends", "Mia Manager")]
    assert len(facts.neighbours) == 4
    assert compose(facts).headline == ("Week to Fri 20 Nov: average 14.8, one team above promise")


def test_a_services_digest_is_of_its_own_teams(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        service = _small_authority(session)
        elsewhere = a_team(session, "Elsewhere")
        cases(session, 30, a_worker(session, elsewhere))
        a_case(session, team=elsewhere, kind=CaseKind.LOOKED_AFTER, unallocated_since=MONDAY_BEFORE)
        an_alert(session, elsewhere)
        service_id = service.id
    facts = gathered(sqlite_database, service_id)
    assert (facts.scope, facts.is_service) == ("Court", True)
    assert [team.name for team in facts.teams] == ["Court North", "Court South"]
    assert sum(part.cases for part in facts.waiting) == 2
    assert {alert.team for alert in facts.alerts} == {"Court North"}
    assert facts.neighbours == ()
    assert facts.measures[Measure.OVER_LIMIT].week_ago == 2


def test_data_that_is_late_is_known_by_the_working_days_since(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        loaded(session, MONDAY_BEFORE)
        a_worker(session, a_team(session))
    assert gathered(sqlite_database).health.stale_days == 5


def test_an_authority_that_loads_once_a_week_misses_no_day(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        for weeks in range(4):
            loaded(session, FRIDAY - timedelta(weeks=weeks))
    loads = gathered(sqlite_database).health.loads
    assert (loads.weekly, loads.missing, len(loads.arrived)) == (True, (), 1)
    with sqlite_database.transaction() as session:
        a_load(session, ExtractKind.ALLOCATIONS, MONDAY_BEFORE)
    loads = gathered(sqlite_database).health.loads
    assert (loads.weekly, loads.missing, len(loads.arrived)) == (True, (), 2)  # a correction


def test_loads_that_wait_and_files_refused_are_told_whatever_day_they_describe(
    sqlite_database: Database,
) -> None:
    long_ago = FRIDAY - timedelta(days=63)
    with sqlite_database.transaction() as session:
        loaded(session)
        for kind in (ExtractKind.ALLOCATIONS, ExtractKind.INDICATORS):
            a_load(session, kind, long_ago, status=LoadStatus.HELD)
        a_load(session, ExtractKind.ALLOCATIONS, long_ago, status=LoadStatus.HELD)
        for days in (1, 8):
            refused = a_load(session, ExtractKind.ALLOCATIONS, long_ago, status=LoadStatus.REFUSED)
            refused.loaded_at = NOW - timedelta(days=days)
    loads = gathered(sqlite_database).health.loads
    assert (loads.refused, loads.is_first) == (1, True)
    assert [(held.kind.value, held.day) for held in loads.held] == [
        ("allocations", long_ago),
        ("indicators", long_ago),
    ]


def test_a_load_after_months_without_one_is_not_called_the_first(
    sqlite_database: Database,
) -> None:
    with sqlite_database.transaction() as session:
        loaded(session)
    assert gathered(sqlite_database).health.loads.is_first
    with sqlite_database.transaction() as session:
        a_load(session, ExtractKind.ALLOCATIONS, FRIDAY - timedelta(weeks=20))
    loads = gathered(sqlite_database).health.loads
    assert (loads.is_first, loads.weekly, loads.missing) == (False, True, ())


@pytest.mark.parametrize(
    ("now", "stale_days", "alerts_held"),
    [(NOW, 0, False), (NOW + timedelta(days=1), 0, True), (NOW + timedelta(days=7), 6, True)],
)
def test_a_weekly_load_is_not_late_before_the_next_is_due(
    sqlite_database: Database, now: datetime, stale_days: int, alerts_held: bool
) -> None:
    with sqlite_database.transaction() as session:
        for weeks in range(4):
            loaded(session, FRIDAY - timedelta(weeks=weeks))
    with sqlite_database.look() as session:
        health = gather_facts(session, AUTHORITY, now).health
    assert (health.stale_days, health.alerts_held) == (stale_days, alerts_held)


@pytest.mark.parametrize(("weeks", "is_said"), [(25, False), (27, True)])
def test_rules_that_told_nothing_are_named_once_there_is_half_a_year_of_alerts(
    sqlite_database: Database, weeks: int, is_said: bool
) -> None:
    with sqlite_database.transaction() as session:
        loaded(session)
        team = a_team(session)
        an_alert(session, team, opened_at=NOW - timedelta(weeks=weeks))
    never = gathered(sqlite_database).health.never
    assert (RuleKind.NOT_SEEN in never) is is_said
    assert RuleKind.WORKER_OVER not in never
    assert RuleKind.NEWLY_QUALIFIED_OVER not in never  # told with the others over their limit
    assert RuleKind.LOAD_HELD not in never


def _small_authority(session: Session) -> Service:
    """Two teams of one service; three days of loads, and a week ago."""
    for day in (FRIDAY - timedelta(days=2), FRIDAY - timedelta(days=1)):
        a_load(session, ExtractKind.ALLOCATIONS, day)
    loaded(session)
    for day in (WEEK_AGO, WEEK_AGO - timedelta(days=1), WEEK_AGO - timedelta(days=2)):
        a_load(session, ExtractKind.ALLOCATIONS, day)
    a_load(session, ExtractKind.ALLOCATIONS, MONDAY_BEFORE, status=LoadStatus.REFUSED)
    a_load(session, ExtractKind.WORKFORCE, FRIDAY, status=LoadStatus.HELD)
    service = a_service(session, "Court")
    north = a_team(session, "Court North", service)
    south = a_team(session, "Court South", service, ends_on=FRIDAY + timedelta(days=40))
    saved(session, a_limit_row(promise_low=12, promise_high=15, cases=18))
    workers = [_holding(session, north, number) for number in (20, 16, 15, 13)]
    other = _holding(session, south, 10)
    manager = a_worker(
        session, south, "Mia Manager", email="mia@example.gov.uk", role=Role.FIRST_LINE_MANAGER
    )
    for since in (MONDAY_BEFORE, MONDAY_BEFORE + timedelta(days=2)):
        a_case(session, team=north, kind=CaseKind.LOOKED_AFTER, unallocated_since=since)
    an_unmatched_worker(session, "S999", south)
    _staffing(session, north, other)
    _a_week_ago(session, north, workers)
    over = an_alert(session, north)
    a_decision(session, over)
    an_alert(
        session,
        north,
        kind=RuleKind.NOT_SEEN,
        state=AlertState.SNOOZED,
        snoozed_until=FRIDAY + timedelta(days=10),
        snoozed_by=manager.email,
    )
    an_alert(session, north, kind=RuleKind.UNALLOCATED, state=AlertState.PENDING, fired_at=None)
    _switched_off(session, "team-ends", manager.email)
    return service


def _holding(session: Session, team: Team, number: int, **given: Any) -> Worker:
    worker = a_worker(session, team, **given)
    cases(session, number, worker, last_seen_on=FRIDAY)
    return worker


def _staffing(session: Session, north: Team, holder: Worker) -> None:
    """One agency worker, a target of none, and a post whose money ends in spring."""
    a_worker(session, north, employment=Employment.AGENCY, agency_basis=AgencyBasis.VACANCY)
    saved(session, Target(measure="agency_fte", value=0, from_on=MONDAY_BEFORE))
    post = saved(
        session,
        Post(
            post_id="P1",
            team_id=north.id,
            role=Role.CASE_HOLDER,
            fte=1.0,
            funding=Funding.TIME_LIMITED,
            funded_until=FRIDAY + timedelta(days=130),
        ),
    )
    saved(session, PostHolder(post_id=post.id, worker_id=holder.id))


def _a_week_ago(session: Session, team: Team, workers: list[Worker]) -> None:
    """Each of four workers held 15."""
    counts: dict[str, Any] = {"open_cases": 62, "unallocated": 2, "not_seen": 0}
    counts |= {"opened": 0, "closed": 0}
    fte: dict[str, Any] = {"in_post_fte": 4.0, "agency_fte": 0.0}
    session.add(AuthoritySnapshot(day=WEEK_AGO, **counts, **fte))
    session.add(
        TeamSnapshot(
            day=WEEK_AGO,
            team_id=team.id,
            **counts,
            **fte,
            in_post=4,
            average_cases=60,
            average_fte=4.0,
            working_cases=60,
            working_fte=4.0,
            over_limit=2,
            nobody_at_work=0,
            spread={"15": 4},
            waiting={"looked_after": {"2026-11-10": 2}, "assessment": {"2026-11-10": 1}},
        )
    )
    for worker in workers:
        session.add(
            WorkerSnapshot(
                day=WEEK_AGO,
                worker_id=worker.id,
                team_id=team.id,
                caseload=15,
                fte=1.0,
                at_work=True,
                in_average=True,
                in_post=True,
                limit_cases=18,
            )
        )


def _switched_off(session: Session, name: str, by: str | None) -> None:
    session.add(
        RuleVersion(
            name=name,
            kind=RuleKind.TEAM_ENDS,
            applies_to="authority",
            is_on=False,
            limit=8,
            for_days=0,
            margin=0,
            step=0,
            remind_days=0,
            escalate_days=0,
            told_to=ToldTo.SERVICE,
            urgent=False,
            from_at=at_six(MONDAY_BEFORE),
            changed_by=by or "",
        )
    )

"""What the rules on staffing are judged by, read from both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from alerts.calendar import WorkingCalendar
from alerts.places import WHOLE, Place
from alerts.rules.defaults import SHIPPED
from alerts.rules.gathering import gather_team_days
from alerts.rules.gathering_staffing import StaffingDays, gather_staffing_days
from alerts.rules.in_force import rules_for
from alerts.rules.judging.judge import judge_staffing
from models.database import Database
from models.limits import Target
from models.organisation import Team
from models.staffing.apart import books_apart
from models.staffing.parts import parts_on
from models.staffing.queries import gather_staffing
from models.staffing.snapshots import write_staffing
from models.vocabulary import AgencyBasis, Employment, Funding, Measure, Role, RuleKind
from models.workforce import Post, PostHolder
from tests.build import a_rule, a_service, a_team, a_worker, loaded, saved

OCTOBER = date(2026, 10, 1)
AGENCY = {"employment": Employment.AGENCY, "agency_basis": AgencyBasis.VACANCY}


def gathered(session: Session) -> StaffingDays:
    teams = gather_team_days(session, SHIPPED, calendar=WorkingCalendar())
    return gather_staffing_days(session, SHIPPED, teams)


def a_target(session: Session, value: float, **given: Any) -> Target:
    measure = Measure.AGENCY_FTE.value
    return saved(session, Target(measure=measure, value=value, from_on=OCTOBER, **given))


def a_post_held(session: Session, team: Team, worker_id: int) -> None:
    post = saved(
        session,
        Post(
            post_id=f"{team.name} {worker_id}",
            team_id=team.id,
            role=Role.CASE_HOLDER,
            fte=1.0,
            funding=Funding.BASE,
        ),
    )
    session.add(PostHolder(post_id=post.id, worker_id=worker_id))
    session.flush()


@contextmanager
def counting(session: Session) -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    found: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    bind = session.connection()
    event.listen(bind, "before_cursor_execute", note)
    yield found
    event.remove(bind, "before_cursor_execute", note)


def test_each_target_is_judged_where_it_belongs(
    database: Database,
) -> None:
    with database.transaction() as session:
        service = a_service(session, "Court")
        north, south = (a_team(session, name, service) for name in ("North", "South"))
        other = a_team(session, "Elsewhere")
        for team in (north, north, south, other):
            a_worker(session, team, **AGENCY)
        loaded(session)
        a_target(session, 1)
        a_target(session, 2, service_id=service.id)
        a_target(session, 1, team_id=north.id)
        a_target(session, 1, team_id=south.id)
        days = gathered(session)
        assert set(days) == {WHOLE, Place(service_id=service.id), Place(north.id), Place(south.id)}
        rules = rules_for(SHIPPED, None)
        said = {
            place.key: [reading.said for reading in judge_staffing(rules, day)]
            for place, day in days.items()
        }
    since = "since 1 October"
    assert said == {
        "authority": [f"Agency social workers: 4.0 FTE, target 1 {since}"],
        f"service:{service.id}": [f"Court, agency social workers: 3.0 FTE, target 2 {since}"],
        f"team:{north.id}": [f"North, agency social workers: 2.0 FTE, target 1 {since}"],
        f"team:{south.id}": [],
    }


def test_no_more_is_read_for_ten_teams_than_for_two(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        loaded(session)
        read = []
        for many in (2, 8):
            for _ in range(many):
                team = a_team(session)
                worker = a_worker(session, team, **AGENCY)
                a_target(session, 0, team_id=team.id)
                a_post_held(session, team, worker.id)
            write_staffing(session, gather_staffing(session))  # as every load does
            teams = gather_team_days(session, SHIPPED, calendar=WorkingCalendar())
            with counting(session) as statements:
                gather_staffing_days(session, SHIPPED, teams)
            read.append(len(statements))
    assert read[0] == read[1] <= 13


def test_nothing_is_read_where_every_rule_on_staffing_is_off(sqlite_database: Database) -> None:
    off = {kind.value: a_rule(kind, is_on=False) for kind in RuleKind}
    with sqlite_database.look() as session:
        assert gather_staffing_days(session, off, {}) == {}


@pytest.mark.parametrize("elsewhere", ["Same Name", "Another Name"])
def test_a_small_book_comes_to_what_reading_that_team_alone_does(
    sqlite_database: Database, elsewhere: str
) -> None:
    with sqlite_database.transaction() as session:
        north, south = a_team(session, "North"), a_team(session, "South")
        here = a_worker(session, north, "Same Name", **AGENCY)
        there = a_worker(session, south, elsewhere)
        for team, worker in ((north, there), (south, there), (south, here)):
            a_post_held(session, team, worker.id)
        loaded(session)
        whole = gather_staffing(session)
        apart = books_apart(whole, {team.id: [team.id] for team in (north, south)})
        for team in (north, south):
            found = parts_on(apart[team.id])
            assert found == parts_on(gather_staffing(session, [team.id]))
            assert found == parts_on(whole.of_teams([team.id]))

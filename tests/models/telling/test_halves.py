"""Of whoever left, an email and the row in the workforce are found apart: both are asked for."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from models.database import Database
from models.people import GrantRole, Person
from models.telling.halves import Half, OtherHalf, other_half
from models.telling.persons import open_cases_naming, person_meant
from models.workforce import Worker
from tests.build import (
    FRIDAY,
    a_case,
    a_decision,
    a_team,
    a_worker,
    an_alert,
    an_unmatched_worker,
    granted,
    saved,
)
from tests.conftest import NOW

ZOE = "zoe@example.org"
LATER = FRIDAY + timedelta(days=40)


def authority(session: Session) -> Worker:
    """Zoë and Sam left; Kit is still listed, and Ada never was."""
    team = a_team(session)
    zoe = a_worker(session, team, "Zoë Ash-Fell", staff_id="W4", dropped_on=FRIDAY)
    a_worker(session, team, "Sam Example", staff_id="W5", dropped_on=FRIDAY)
    a_worker(session, team, "Kit Dummy", staff_id="W6", email="kit.dummy@example.org")
    life = an_alert(session, team)
    a_decision(session, life, by=ZOE, by_name="Zoe Ash Fell")
    a_decision(session, life, by="kit.dummy@example.org", by_name="Kit Dummy")
    for email in ("example.sam@example.org", "ada@example.org"):
        granted(session, email, GrantRole.LEADERSHIP)
    saved(session, Person(slack_id="U1", email="sam_example@old.org", active=True, checked_at=NOW))
    return zoe


SAM = ("example.sam@example.org", "sam_example@old.org")


@pytest.mark.parametrize(
    ("email", "staff_ids", "other"),
    [
        (None, ["W4"], OtherHalf(Half.EMAIL, (ZOE,))),
        (None, ["w5"], OtherHalf(Half.EMAIL, SAM)),
        (ZOE, [], OtherHalf(Half.STAFF_ID, ("W4",))),
        (SAM[0], [], OtherHalf(Half.STAFF_ID, ("W5",))),
        ("ada@example.org", [], OtherHalf(Half.STAFF_ID)),
        (ZOE, ["W4"], None),
        (None, ["W6"], None),
        ("kit.dummy@example.org", [], None),
        (None, ["W99"], None),
    ],
)
def test_the_half_that_was_not_given_is_named_with_what_it_may_be(
    sqlite_database: Database, email: str | None, staff_ids: list[str], other: OtherHalf | None
) -> None:
    with sqlite_database.transaction() as session:
        authority(session)
        assert other_half(session, person_meant(session, email, staff_ids)) == other


def test_an_email_is_all_there_is_where_nobody_ever_left(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as session:
        a_worker(session, a_team(session), "Kit Dummy")
        assert other_half(session, person_meant(session, "ada@example.org", [])) is None


def test_open_cases_that_name_them_are_counted_and_nobody_elses(database: Database) -> None:
    with database.transaction() as session:
        zoe = authority(session)
        team = a_team(session)
        an_unmatched_worker(session, "Ash-Fell, Zoe", team)
        a_case(session, zoe)
        a_case(session, zoe, closed_on=FRIDAY)
        a_case(session, team=team, worker_ref="W4", closed_on=FRIDAY)
        namesake = a_worker(
            session, team, "Zoë Ash-Fell", email="other@example.org", started_on=LATER
        )
        a_case(session, namesake, worker_ref="Zoë Ash-Fell")
        a_case(session, team=team, worker_ref="Sam Example")
        a_case(session, team=team)
        assert open_cases_naming(session, person_meant(session, None, ["W4"]).who) == 2

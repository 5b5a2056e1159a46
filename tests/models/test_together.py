"""Selects that are read together give what each of them gives alone."""

from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlmodel import col

from models.database import Database
from models.loads import Load
from models.organisation import Team
from models.people import Person
from models.rows import rows
from models.together import Together
from models.workforce import Worker
from tests.build import FRIDAY, a_team, a_worker, loaded, saved
from tests.conftest import NOW

NAMED: ColumnElement[Any] = bindparam("name")
PARTS: dict[str, Select[*tuple[Any, ...]]] = {
    "words_moments_days_and_lists": select(
        *(col(column) for column in (Load.id, Load.kind, Load.as_at, Load.as_at_day, Load.reasons))
    ).order_by(col(Load.id)),
    "fractions_and_what_is_missing": select(
        col(Worker.fte), col(Worker.left_on), col(Worker.role), col(Worker.agency_basis)
    ),
    "yes_and_no": select(col(Person.active), col(Person.reads), col(Person.checked_at)),
    "in_an_order": select(col(Team.name), col(Team.id)).order_by(col(Team.name).desc()),
    "by_a_value": select(col(Team.id), col(Team.kind)).where(col(Team.name) == NAMED),
    "of_nothing": select(col(Team.id)).where(col(Team.dropped_on).is_not(None)),
}
ALL = Together(**PARTS)


def test_rows_have_the_same_values_in_the_same_order(database: Database) -> None:
    with database.transaction() as session:
        loaded(session)
        team = a_team(session, "Court North")
        a_team(session, "Ash & Co's")
        a_worker(session, team, fte=0.57, left_on=FRIDAY)
        saved(session, Person(slack_id="U1", email=None, active=False, checked_at=NOW))
    with database.look() as session:
        together = ALL.read(session, name="Court North")
        for name, part in PARTS.items():
            given = {"name": "Court North"} if name == "by_a_value" else {}
            alone = [tuple(row) for row in rows(session, part, **given)]
            assert [tuple(row) for row in together[name]] == alone, name


def test_columns_keep_their_names(database: Database) -> None:
    with database.transaction() as session:
        a_team(session, "Court North")
    with database.look() as session:
        (row,) = ALL.read(session, name="Court North")["in_an_order"]
    assert row.name == "Court North"

"""What is read of whoever asks: their roles, what may be theirs, and the loads in force."""

from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, String, bindparam, func, or_, select, union_all
from sqlalchemy.sql.selectable import SelectBase
from sqlmodel import col

from models.figures.statements import NEWEST_LOADS
from models.organisation import Service, Team
from models.people import Grant, Person
from models.together import Together
from models.workforce import Head, Manager, Worker

# In no order: by the names' index, SQLite would look at everybody for those of one team.
SERVICES = (
    select(col(Service.id), col(Service.name), col(Team.id))
    .join(Team, col(Team.service_id) == col(Service.id))
    .where(col(Service.dropped_on).is_(None), col(Team.dropped_on).is_(None))
)
TEAMS = select(col(Team.id), col(Team.name)).where(col(Team.dropped_on).is_(None))
WORKERS = select(
    *(col(column) for column in (Worker.id, Worker.name, Worker.team_id, Worker.staff_id))
).where(col(Worker.dropped_on).is_(None))

_SERVICE = (Service.id, Service.name, Service.dropped_on)
PLACES = (
    select(col(Team.id), col(Team.name), *(col(column) for column in _SERVICE))
    .join(Service, col(Service.id) == col(Team.service_id))
    .where(col(Team.dropped_on).is_(None))
)
"""Every team with its service."""

_NAMES: ColumnElement[Any] = bindparam("names", expanding=True, type_=String)
_CODES: ColumnElement[Any] = bindparam("codes", expanding=True, type_=String)
_FOLDED: Any = col(Worker.folded_name)
_APOSTROPHES = "'`‘ʼ"
"""As extracts write them; the usual curly one is a straight one in a folded name already."""

_HAS_SIGNS = or_(*(_FOLDED.contains(sign, autoescape=True) for sign in f"{_APOSTROPHES}."))
_LETTERS = reduce(lambda name, sign: func.replace(name, sign, ""), f"{_APOSTROPHES}. ", _FOLDED)


def unsigned(folded: str) -> str:
    """A folded name without apostrophes and stops: "o'brien" is "obrien"."""
    return " ".join(folded.translate(_WITHOUT).split())


_WITHOUT = str.maketrans({**dict.fromkeys(_APOSTROPHES, None), ".": " "})


WORKERS_CALLED = WORKERS.where(or_(_FOLDED.in_(_NAMES), col(Worker.staff_id).in_(_CODES)))
WORKERS_ALIKE = WORKERS.where(
    # By the names' own index, which is much less to go through than the workers.
    _FOLDED.in_(select(_FOLDED).where(_HAS_SIGNS, _LETTERS.in_(_NAMES)))
)
"""Those with signs in their names, whose letters are one of these `names`."""

_EMAIL: ColumnElement[Any] = bindparam("email")
_ACCOUNT: ColumnElement[Any] = bindparam("account")

_PERSON = select(col(Person.email), col(Person.active), col(Person.checked_at)).where(
    col(Person.slack_id) == _ACCOUNT
)


def _of(email: ColumnElement[Any], *, theirs: bool) -> dict[str, SelectBase]:
    """By whom somebody is employed, what was granted to them, and what they lead.

    With `theirs` also all that they may lead, their own team, and the loads in force. Who sees what
    of it is not said here.
    """
    own, granted = col(Worker.email) == email, col(Grant.email) == email
    managed = _led_by(own, Manager, Manager.team_id)
    headed = _led_by(own, Head, Head.service_id)
    services = union_all(headed, select(col(Grant.service_id)).where(granted)).cte("may_head")
    of_services = col(Team.service_id).in_(select(services.c[0]))
    listed = (Worker.id, Worker.name, Worker.team_id, Worker.staff_id, Worker.left_on)
    roles: dict[str, SelectBase] = {
        "grants": select(*map(col, (Grant.role, Grant.service_id, Grant.team_id))).where(granted),
        "listed": select(*map(col, listed)).where(own, col(Worker.dropped_on).is_(None)),
        "managed": managed,
        "headed": headed,
        "teams_headed": select(col(Team.id), col(Team.service_id)).where(of_services),
    }
    if not theirs:
        return roles
    led = union_all(
        managed,
        select(col(Grant.team_id)).where(granted),
        select(col(Team.id)).where(of_services),
    ).cte("may_lead")
    seen = union_all(select(led.c[0]), select(col(Worker.team_id)).where(own))
    return {
        **roles,
        "services": SERVICES.where(col(Service.id).in_(select(services.c[0]))),
        "teams": TEAMS.where(col(Team.id).in_(seen)),
        "workers": WORKERS.where(col(Worker.team_id).in_(select(led.c[0]))),
        "loads": NEWEST_LOADS,
    }


def _led_by(own: ColumnElement[bool], table: Any, led: Any) -> Any:
    return select(col(led)).join(Worker, col(Worker.id) == col(table.worker_id)).where(own)


ROLES = Together(**_of(_EMAIL, theirs=False))
"""Of the person with an `email`, their roles alone."""

BY_EMAIL = Together(**_of(_EMAIL, theirs=True))
"""All of it, of the person with an `email`."""

_REMEMBERED = select(select(col(Person.email)).where(col(Person.slack_id) == _ACCOUNT).cte("me"))
BY_ACCOUNT = Together(person=_PERSON, **_of(_REMEMBERED.scalar_subquery(), theirs=True))
"""All of it, of the person with a Slack `account`, as far as that is remembered."""

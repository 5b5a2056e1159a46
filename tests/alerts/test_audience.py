"""Names are said in a channel only where every human who can read it may see them."""

from dataclasses import replace

import pytest

from alerts.audience import Allowed, Audience, allowed_for, why_no_digest
from models.access import Asker, Detail, Scope, ScopeKind, authority_scope

COURT_NORTH = Scope(ScopeKind.TEAM, 1, "Court North", frozenset({1}))
SAFEGUARDING = Scope(ScopeKind.SERVICE, 5, "Safeguarding", frozenset({1, 2}))
SAM = Scope(ScopeKind.WORKER, 8, "Sam Example", frozenset({1}))
AUTHORITY = authority_scope("Borough")

WORKER = Asker(
    email="sam@example.gov.uk",
    name="Sam Example",
    worker_id=8,
    team_id=1,
    managed=frozenset(),
    headed=frozenset(),
    headed_teams=frozenset(),
    leadership=False,
    administrator=False,
)
MANAGER = replace(WORKER, worker_id=9, managed=frozenset({1}))
OTHER_MANAGER = replace(WORKER, worker_id=10, team_id=2, managed=frozenset({2}))
HEAD = replace(WORKER, worker_id=11, headed=frozenset({5}), headed_teams=frozenset({1, 2}))
DIRECTOR = replace(WORKER, worker_id=12, team_id=9, leadership=True)
ADMINISTRATOR = replace(WORKER, worker_id=13, team_id=9, administrator=True)

SHARED = "the channel is shared with another organisation"


def audience(*known: Asker, strangers: int = 0, guests: int = 0, shared: bool = False) -> Audience:
    return Audience(known, strangers, guests, shared)


def barred(number: int) -> str:
    people = "1 person" if number == 1 else f"{number} people"
    return f"{people} in the channel may not see workers by name"


#  who reads, about what, why names may not be said (None: they may)
ROWS = [
    pytest.param(audience(MANAGER), COURT_NORTH, None, id="the manager alone"),
    pytest.param(audience(MANAGER, HEAD, DIRECTOR, ADMINISTRATOR), COURT_NORTH, None, id="all may"),
    pytest.param(audience(MANAGER, WORKER), COURT_NORTH, barred(1), id="a worker of the team"),
    pytest.param(audience(MANAGER, OTHER_MANAGER), COURT_NORTH, barred(1), id="another manager"),
    pytest.param(audience(WORKER, OTHER_MANAGER), COURT_NORTH, barred(2), id="two who may not"),
    pytest.param(audience(MANAGER, strangers=1), COURT_NORTH, barred(1), id="a stranger"),
    pytest.param(
        audience(MANAGER, WORKER, strangers=2), COURT_NORTH, barred(3), id="strangers and a worker"
    ),
    pytest.param(
        audience(MANAGER, guests=1), COURT_NORTH, "1 guest can read the channel", id="a guest"
    ),
    pytest.param(
        audience(MANAGER, guests=2), COURT_NORTH, "2 guests can read the channel", id="two guests"
    ),
    pytest.param(audience(MANAGER, shared=True), COURT_NORTH, SHARED, id="a shared channel"),
    pytest.param(audience(DIRECTOR, shared=True), COURT_NORTH, SHARED, id="shared, though all may"),
    pytest.param(
        audience(WORKER, strangers=1, guests=1, shared=True), COURT_NORTH, SHARED, id="all at once"
    ),
    pytest.param(audience(HEAD, DIRECTOR), SAFEGUARDING, None, id="a service's head"),
    pytest.param(audience(HEAD, MANAGER), SAFEGUARDING, barred(1), id="one team's manager"),
    pytest.param(audience(DIRECTOR, ADMINISTRATOR), AUTHORITY, None, id="leadership"),
    pytest.param(audience(DIRECTOR, HEAD), AUTHORITY, barred(1), id="a head, of the authority"),
    pytest.param(audience(WORKER, MANAGER), SAM, None, id="the worker and the manager"),
    pytest.param(
        audience(replace(WORKER, worker_id=99), MANAGER), SAM, barred(1), id="a colleague"
    ),
]


@pytest.mark.parametrize(("readers", "scope", "why"), ROWS)
def test_names_are_said_only_where_every_reader_may_see_them(
    readers: Audience, scope: Scope, why: str | None
) -> None:
    detail = Detail.WORKERS if why is None else Detail.TOTALS
    assert allowed_for(readers, scope) == Allowed(detail, why)


NOT_ITS_FIGURES = "2 people in the channel may not see its figures"


@pytest.mark.parametrize(
    ("readers", "scope", "why", "why_configured"),
    [
        (audience(DIRECTOR, ADMINISTRATOR), AUTHORITY, None, None),
        (audience(DIRECTOR, HEAD), SAFEGUARDING, None, None),
        (audience(HEAD, WORKER, strangers=1), SAFEGUARDING, NOT_ITS_FIGURES, None),
        (audience(HEAD, MANAGER), AUTHORITY, NOT_ITS_FIGURES, None),
        (audience(DIRECTOR, guests=1), AUTHORITY, *["1 guest can read the channel"] * 2),
        (audience(shared=True), AUTHORITY, SHARED, SHARED),
    ],
)
def test_a_digest_is_read_where_everybody_may_or_administrators_chose_and_never_outside(
    readers: Audience, scope: Scope, why: str | None, why_configured: str | None
) -> None:
    assert why_no_digest(readers, scope, is_configured=False) == why
    assert why_no_digest(readers, scope, is_configured=True) == why_configured

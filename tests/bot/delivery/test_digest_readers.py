"""Who may read the digest in a channel is asked when it is sent there."""

import pytest

from alerts.choices import LEADERSHIP, SERVICE, choose
from alerts.delivery.taking import Outcome
from alerts.digest.sending import Addressed, put_digest
from bot.digest_readers import NOT_FOR_READERS
from models.access import Scope, ScopeKind, authority_scope
from models.people import GrantRole
from tests.alerts.digest.handmade import DIGEST
from tests.bot.delivery.workplace import COURT, LEAD, MIA, RUTH, TO_RUTH, TO_SAM, Workplace
from tests.build import granted

NORTHMERE = authority_scope("Northmere")


def put(court: Workplace, target: str = f"channel:{LEAD}", scope: Scope = NORTHMERE) -> None:
    said = Addressed(digest=DIGEST, scope=scope, target=target, key="Monday")
    with court.services.database.transaction() as session:
        put_digest(session, said, court.clock(), court.clock())


def configure(court: Workplace, channel: str, name: str = LEADERSHIP) -> None:
    with court.services.database.transaction() as session:
        choose(session, name, channel, by=RUTH, now=court.clock())


def lead(court: Workplace, email: str) -> None:
    with court.services.database.transaction() as session:
        granted(session, email, GrantRole.LEADERSHIP)


@pytest.mark.parametrize("written", [LEAD, "#leadership", "leadership"])
def test_the_channel_that_administrators_chose_gets_it(court: Workplace, written: str) -> None:
    configure(court, written)
    put(court)
    assert court.drain() == [Outcome.SENT] * 3


def test_another_channel_gets_it_where_every_reader_may_see_it(court: Workplace) -> None:
    put(court)
    assert court.deliver() is Outcome.PARKED
    assert court.row(1).error == NOT_FOR_READERS
    court.drain()
    assert court.messages(LEAD) == []
    assert "1 person in the channel may not see its figures" in court.said(TO_RUTH)
    lead(court, MIA)
    put(court, "channel:leadership")
    assert court.drain() == [Outcome.SENT] * 3


def test_what_was_chosen_for_one_service_is_not_chosen_for_leadership(court: Workplace) -> None:
    configure(court, COURT, f"{SERVICE}1")
    put(court, f"channel:{COURT}")
    assert court.deliver() is Outcome.PARKED
    put(court, f"channel:{COURT}", Scope(ScopeKind.SERVICE, 1, "Court", None))
    assert Outcome.SENT in court.drain()


@pytest.mark.parametrize(
    ("outsiders", "why"),
    [("shared", "shared with another organisation"), ("guest", "1 guest can read the channel")],
)
def test_where_somebody_from_outside_reads_no_digest_is_sent(
    court: Workplace, outsiders: str, why: str
) -> None:
    configure(court, LEAD)
    lead(court, MIA)
    if outsiders == "shared":
        court.server.administration.share(LEAD, ext=True)
    else:
        court.server.administration.add_member(LEAD, "U0GUEST")
    put(court)
    assert court.drain()[0] is Outcome.PARKED
    assert court.messages(LEAD) == []
    assert f"{why}: the weekly digest is not sent there" in court.said(TO_RUTH)


def test_nobody_is_sent_a_digest_by_the_id_of_their_direct_message(court: Workplace) -> None:
    put(court, f"channel:{TO_SAM}")
    assert court.drain()[0] is Outcome.PARKED
    assert court.messages(TO_SAM) == []

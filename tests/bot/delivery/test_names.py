"""Names stand only where everybody who can read them may see them, asked at each sending."""

from dataclasses import replace

import pytest
from sqlmodel import col, select

from alerts.delivery.taking import Outcome
from alerts.outbox import put_edit, put_reply
from bot.practice.faults import Fault
from models.workforce import Worker
from tests.bot.delivery.workplace import (
    ALL,
    COURT,
    LEAD,
    MIA,
    NOTICE,
    SAM,
    TO_MIA,
    TO_SAM,
    Workplace,
)

NAME = "Sam Low"


def leaves(court: Workplace, email: str) -> None:
    with court.services.database.transaction() as session:
        worker = session.exec(select(Worker).where(col(Worker.email) == email)).one()
        worker.left_on = court.clock().date().replace(day=1)


def test_where_all_readers_may_see_them_there_are_names(court: Workplace) -> None:
    court.alert(f"channel:{LEAD}")
    assert court.drain() == [Outcome.SENT]
    assert NAME in court.said(LEAD)
    assert court.row(1).named


def test_where_a_reader_may_not_there_are_none_and_the_manager_has_them(court: Workplace) -> None:
    court.alert()
    assert court.drain() == [Outcome.SENT] * 2
    assert NAME not in court.said()
    assert "the details went by direct message" in court.said()
    assert NAME in court.said(TO_MIA)


def test_without_a_manager_nobody_is_said_to_have_them(court: Workplace) -> None:
    leaves(court, MIA)
    court.alert()
    assert court.drain() == [Outcome.SENT]
    assert NAME not in court.said()
    assert "by direct message" not in court.said()


@pytest.mark.parametrize("sharing", [{"ext": True}, {"pending": True}, {"org": True}])
def test_a_shared_channel_gets_no_names(court: Workplace, sharing: dict[str, bool]) -> None:
    court.server.administration.share(LEAD, **sharing)
    court.alert(f"channel:{LEAD}")
    court.drain()
    assert NAME not in court.said(LEAD)


def test_a_channel_with_a_guest_gets_no_names(court: Workplace) -> None:
    court.server.administration.add_member(LEAD, "U0GUEST")
    court.alert(f"channel:{LEAD}")
    court.drain()
    assert NAME not in court.said(LEAD)


@pytest.mark.parametrize("account", ["U0POLL", "USLACKBOT", "U0OLD"])
def test_bots_and_deactivated_accounts_are_nobody_who_reads(court: Workplace, account: str) -> None:
    court.server.administration.add_member(LEAD, account)
    court.alert(f"channel:{LEAD}")
    assert court.drain() == [Outcome.SENT]
    assert NAME in court.said(LEAD)


def test_a_deactivated_account_reads_again_once_it_is_reactivated(court: Workplace) -> None:
    court.server.administration.add_member(LEAD, "U0OLD")
    alert_id = court.alert(f"channel:{LEAD}")
    court.drain()
    court.server.administration.reactivate("U0OLD")
    court.put(put_edit, alert_id=alert_id, notice=NOTICE)
    court.later(600)
    assert NAME not in court.said(LEAD)


@pytest.mark.parametrize("code", ["user_not_found", "user_not_visible"])
def test_an_account_of_which_slack_says_nothing_counts_as_a_guest(
    court: Workplace, code: str
) -> None:
    court.server.administration.add_member(LEAD, "U0RUTH")
    court.server.faults.add(Fault("refusal", "users.info", times=1, code=code))
    court.alert(f"channel:{LEAD}")
    court.drain()
    assert NAME not in court.said(LEAD)


def test_an_edit_takes_names_out_where_somebody_has_joined(court: Workplace) -> None:
    alert_id = court.alert(f"channel:{LEAD}")
    court.drain()
    court.server.administration.add_member(LEAD, "U0SAM")
    court.put(put_edit, alert_id=alert_id, notice=NOTICE)
    assert court.drain() == [Outcome.SENT] * 2
    assert NAME not in court.said(LEAD)
    assert NAME in court.said(TO_MIA)


def test_a_reply_is_judged_by_who_reads_it(court: Workplace) -> None:
    alert_id = court.alert(f"channel:{LEAD}")
    court.drain()
    court.server.administration.add_member(LEAD, "U0SAM")
    reply = replace(NOTICE, headline="Now also one more")
    court.put(put_reply, alert_id=alert_id, root=NOTICE, reply=reply)
    court.drain()
    assert len(court.messages(LEAD)) == 2
    assert NAME not in court.said(LEAD)


def test_a_person_who_may_not_see_names_gets_none(court: Workplace) -> None:
    court.alert(f"person:{SAM}")
    court.drain()
    assert NAME not in court.said(TO_SAM)


def test_a_manager_who_has_left_gets_no_more_names(court: Workplace) -> None:
    alert_id = court.alert(f"person:{MIA}")
    court.drain()
    assert NAME in court.said(TO_MIA)
    leaves(court, MIA)
    court.put(put_edit, alert_id=alert_id, notice=NOTICE)
    court.drain()
    assert NAME not in court.said(TO_MIA)


def test_somebody_who_became_a_guest_gets_no_more_names(court: Workplace) -> None:
    alert_id = court.alert(f"person:{MIA}")
    court.drain()
    court.server.administration.make_guest("U0MIA")
    court.put(put_edit, alert_id=alert_id, notice=NOTICE)
    court.later(600)
    assert NAME not in court.said(TO_MIA)


def test_names_that_are_not_the_alert_s_own_are_held_back_too(court: Workplace) -> None:
    free = replace(NOTICE, confidential=False, plain=(), named=("11 places are free: Kit Dummy 3",))
    court.alert(notice=free)
    assert court.drain() == [Outcome.SENT]
    assert "Kit Dummy" not in court.said()


def test_a_decision_s_note_is_for_those_who_may_see_names(court: Workplace) -> None:
    decided = replace(
        NOTICE, named=(), plain=(), decided="No more for Sam Low", decided_plain="Decided"
    )
    court.alert(notice=decided)
    court.drain()
    assert NAME not in court.said()
    assert "Decided" in court.said()


def test_nobody_is_looked_up_for_a_notice_that_names_nobody(court: Workplace) -> None:
    court.alert(notice=replace(NOTICE, named=NOTICE.plain, confidential=False))
    court.drain()
    assert court.calls("conversations.members") == 0


def test_a_channel_shared_with_others_still_gets_the_counts(court: Workplace) -> None:
    court.server.administration.add_app(ALL)
    court.alert(f"channel:{ALL}")
    court.drain()
    assert NOTICE.headline in court.said(ALL)
    assert COURT not in court.said(ALL)

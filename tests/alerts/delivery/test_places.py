"""A channel goes by a name or an id, and an alert may go on in another one than it began in."""

from collections.abc import Sequence

import pytest

from alerts.delivery.parcel import Parcel
from alerts.notice import Notice
from alerts.outbox import leave_channels, put_edit, put_end, put_message, put_reply
from models.outbox import Posting
from models.people import GrantRole
from models.vocabulary import Deed, OutboxState
from tests.alerts.delivery.office import COURT, Office, a_notice
from tests.alerts.delivery.slack import fails
from tests.build import granted

BY_ID = f"channel:C-{COURT}"  # as the fake Slack has it
NEW = "channel:#new-court"
FAREWELL = a_notice("It goes on in #new-court")
RUTH = "person:ruth@example.gov.uk"


def tell(office: Office, alert_id: int, target: str, headline: str = "3 workers are over") -> None:
    office.put(put_message, alert_id=alert_id, target=target, notice=a_notice(headline))


def administers(office: Office) -> None:
    with office.database.transaction() as session:
        granted(session, RUTH.removeprefix("person:"), GrantRole.ADMINISTRATOR)


def leave(office: Office, alert_id: int, *targets: str, farewell: Notice = FAREWELL) -> bool:
    with office.database.transaction() as session:
        now = office.clock.now
        return leave_channels(
            session, alert_id=alert_id, targets=targets, farewell=farewell, now=now
        )


def moved(office: Office, alert_id: int, target: str = NEW) -> None:
    """It is told elsewhere from now on."""
    leave(office, alert_id, target)
    tell(office, alert_id, target)
    office.drain()


def test_the_same_channel_by_its_id_is_the_same_message(office: Office) -> None:
    alert_id = office.posted()
    tell(office, alert_id, BY_ID)
    office.drain()
    assert office.slack.texts() == ["3 workers are over"]


def test_the_same_channel_by_its_name_is_the_same_message(office: Office) -> None:
    """Which channel the name means is known from another alert that was posted by it."""
    office.posted("Of another team")
    alert_id = office.alert()
    office.slack.named_channels[BY_ID] = f"C-{COURT}"
    tell(office, alert_id, BY_ID, "2 workers are over")
    office.drain()
    tell(office, alert_id, COURT)
    office.drain()
    assert office.slack.texts() == ["Of another team", "3 workers are over"]


@pytest.mark.parametrize("target", ["channel:C0ELSE", "channel:#elsewhere", RUTH])
def test_another_place_gets_a_message_of_its_own(office: Office, target: str) -> None:
    alert_id = office.posted()
    administers(office)
    tell(office, alert_id, target)
    office.drain()
    assert office.slack.texts() == ["2 workers are over", "3 workers are over"]


def test_a_name_that_nothing_was_posted_by_is_a_channel_of_its_own(office: Office) -> None:
    alert_id = office.alert()
    for target in (COURT, BY_ID):
        tell(office, alert_id, target)
    assert [row.lane for row in office.rows()] == [COURT, BY_ID]


def test_the_message_in_the_former_channel_says_where_it_goes_on(office: Office) -> None:
    alert_id = office.posted()
    moved(office, alert_id)
    assert office.slack.texts(COURT) == [FAREWELL.headline]
    assert office.slack.texts(NEW) == ["3 workers are over"]


def test_the_former_message_is_edited_once_and_then_no_more(office: Office) -> None:
    alert_id = office.posted()
    moved(office, alert_id)
    office.put(put_edit, alert_id=alert_id, notice=a_notice("4 workers are over"))
    office.drain()
    root, reply = a_notice("5 workers are over"), a_notice("Now also one more")
    office.put(put_reply, alert_id=alert_id, root=root, reply=reply)
    office.drain()
    office.put(put_end, alert_id=alert_id, notice=a_notice("Over"))
    office.drain()
    assert [call for call in office.slack.calls if call[1] == COURT] == [
        ("post", COURT, "2 workers are over"),
        ("edit", COURT, FAREWELL.headline),
    ]
    assert office.slack.texts(NEW) == ["Over", "> Now also one more"]


@pytest.mark.parametrize(
    "targets", [[COURT], [BY_ID], [NEW, COURT]], ids=["by name", "by id", "one more"]
)
def test_a_channel_that_is_still_one_of_them_is_not_left(
    office: Office, targets: Sequence[str]
) -> None:
    assert not leave(office, office.posted(), *targets)
    assert office.drain() == []


def test_people_who_were_told_are_not_left(office: Office) -> None:
    alert_id = office.posted()
    administers(office)
    tell(office, alert_id, RUTH, "Not acknowledged")
    office.drain()
    assert leave(office, alert_id, NEW)
    office.drain()
    assert office.slack.texts(RUTH) == ["Not acknowledged"]


def test_what_was_not_said_yet_is_not_said_in_the_former_channel(office: Office) -> None:
    alert_id = office.alert()
    tell(office, alert_id, COURT)
    moved(office, alert_id)
    assert office.slack.calls == [("post", NEW, "3 workers are over")]


def test_what_is_being_sent_is_followed_by_where_it_goes_on(office: Office) -> None:
    alert_id = office.alert()
    tell(office, alert_id, COURT)
    left: list[bool] = []

    def leave_meanwhile(_parcel: Parcel) -> None:
        if not left:
            left.append(leave(office, alert_id, NEW))

    office.slack.before = leave_meanwhile
    office.drain()
    assert office.slack.texts() == [FAREWELL.headline]


def test_changes_that_waited_are_replaced_by_where_it_goes_on(office: Office) -> None:
    alert_id = office.posted()
    root, reply = a_notice("5 workers are over"), a_notice("Now also one more")
    office.put(put_reply, alert_id=alert_id, root=root, reply=reply, due_in=60)
    leave(office, alert_id, NEW)
    office.clock.move(seconds=60)
    office.drain()
    assert office.slack.texts() == [FAREWELL.headline]


def test_a_former_message_that_was_deleted_is_not_posted_anew(office: Office) -> None:
    alert_id = office.posted()
    leave(office, alert_id, NEW)
    office.slack.before = fails("message_not_found", permanent=True)
    office.drain()
    assert [row.state for row in office.rows() if row.deed is Deed.EDIT] == [OutboxState.DROPPED]


def test_an_alert_that_comes_back_goes_on_where_it_was(office: Office) -> None:
    alert_id = office.posted()
    moved(office, alert_id)
    leave(office, alert_id, COURT, farewell=a_notice("It goes on in #court-north"))
    tell(office, alert_id, COURT, "4 workers are over")
    office.drain()
    assert office.slack.texts(COURT) == ["4 workers are over"]
    assert office.slack.texts(NEW) == ["It goes on in #court-north"]
    with office.database.look() as session:
        assert [session.get_one(Posting, number).left for number in (1, 2)] == [False, True]

"""Names are taken out of what stands in a channel when somebody reads it who may not see them."""

from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from alerts.audience import Audience
from alerts.notice import Notice
from alerts.outbox import leave_channels, put_message, put_reply
from alerts.readers import channels_with_names, let_names_in, names_stand_in, take_names_out
from alerts.shared_answers import note_said
from models.access import Scope, ScopeKind
from models.alerts import Alert
from models.database import Database
from models.outbox import OutboxRow, Posting
from models.vocabulary import AlertState, Deed, OutboxState
from tests.alerts.delivery.office import COURT, Office, a_notice
from tests.alerts.test_audience import DIRECTOR, MANAGER, OTHER_MANAGER

HERE = f"C-{COURT}"
NOTICE = a_notice(named=("Sam Low 26 cases",), plain=("1 worker",), confidential=True)
REPLY = a_notice("Now also one more", named=("Jo Bell 19 cases",), plain=("1 more",))
STRANGER = Audience([], 1, 0, shared=False)
LEADERSHIP = Audience([DIRECTOR], 0, 0, shared=False)


@dataclass
class Court(Office):
    """An alert of one team, told with names in its channel, and again in a reply."""

    def __post_init__(self) -> None:
        self.slack.named = True
        self.alert_id = self.alert(notice=NOTICE.as_json())
        self.put(put_message, alert_id=self.alert_id, target=COURT, notice=NOTICE)
        self.drain()
        self.put(put_reply, alert_id=self.alert_id, root=NOTICE, reply=REPLY)
        self.drain()
        self.clock.move(seconds=1)
        self.slack.calls.clear()

    def only(self, *readers: str) -> Audience:
        """The channel's readers: the team's manager, and another's."""
        with self.database.look() as session:
            team = session.scalars(select(col(Alert.team_id))).one() or 0
        other = replace(OTHER_MANAGER, managed=frozenset({team + 1}))
        known = {"its manager": replace(MANAGER, managed=frozenset({team})), "another's": other}
        return Audience([known[reader] for reader in readers], 0, 0, shared=False)

    def look(self, audience: Audience) -> list[str]:
        """What is said anew because these people read the channel."""
        with self.database.transaction() as session:
            edited = take_names_out(session, HERE, audience, self.clock.now)
        self.slack.named = False
        self.drain()
        said = [text for _, _, text in self.slack.calls]
        assert len(said) == edited
        self.slack.calls.clear()
        return said

    def let_in(self, audience: Audience) -> int:
        with self.database.transaction() as session:
            session.execute(update(Posting).values(named=False))
            return let_names_in(session, HERE, audience, self.clock.now)


@pytest.fixture
def court(database: Database) -> Court:
    return Court(database)


@pytest.fixture
def small_court(sqlite_database: Database) -> Court:
    return Court(sqlite_database)


def test_a_stranger_takes_the_names_out_of_the_message_and_of_the_reply(court: Court) -> None:
    assert court.look(STRANGER) == [NOTICE.headline, REPLY.headline]
    (reply,) = [row for row in court.rows() if row.deed is Deed.EDIT and row.ts == "0002"]
    assert Notice.from_json(reply.notice).named == REPLY.plain


def test_names_are_taken_out_once(court: Court) -> None:
    court.look(STRANGER)
    assert court.look(STRANGER) == []


@pytest.mark.parametrize(
    ("readers", "edited"), [(("its manager",), 0), (("another's",), 2), ((), 0)]
)
def test_names_stay_where_everybody_may_see_them(
    small_court: Court, readers: tuple[str, ...], edited: int
) -> None:
    assert len(small_court.look(small_court.only(*readers))) == edited


@pytest.mark.parametrize(
    "audience",
    [
        pytest.param(Audience([DIRECTOR], 0, 1, shared=False), id="a guest"),
        pytest.param(Audience([], 0, 0, shared=True), id="shared"),
    ],
)
def test_guests_and_other_organisations_take_the_names_out(
    small_court: Court, audience: Audience
) -> None:
    assert len(small_court.look(audience)) == 2


def test_only_the_channel_s_own_message_is_edited(small_court: Court) -> None:
    court = small_court
    court.put(put_message, alert_id=court.alert_id, target="channel:heads", notice=NOTICE)
    court.drain()
    court.slack.calls.clear()
    with court.database.transaction() as session:
        take_names_out(session, HERE, STRANGER, court.clock.now)
    court.drain()
    assert {target for _, target, _ in court.slack.calls} == {COURT}


def test_an_edit_that_slack_refused_for_good_waits_for_an_administrator(
    small_court: Court,
) -> None:
    court = small_court
    with court.database.transaction() as session:
        take_names_out(session, HERE, STRANGER, court.clock.now)
        waiting = update(OutboxRow).where(col(OutboxRow.state) == OutboxState.WAITING)
        session.execute(waiting.values(state=OutboxState.PARKED))
    assert court.look(STRANGER) == []


def test_an_edit_that_waits_already_is_hurried_and_not_doubled(small_court: Court) -> None:
    court = small_court
    for _ in range(2):
        with court.database.transaction() as session:
            take_names_out(session, HERE, STRANGER, court.clock.now)
    assert [row.deed for row in court.rows(OutboxState.WAITING)] == [Deed.EDIT, Deed.EDIT]


def test_the_channels_with_names_are_those_where_names_stand(court: Court) -> None:
    with court.database.look() as session:
        assert channels_with_names(session, court.clock.now) == [HERE]
        assert names_stand_in(session, HERE, court.clock.now)
        assert not names_stand_in(session, "Celsewhere", court.clock.now)
    court.look(STRANGER)
    with court.database.look() as session:
        assert channels_with_names(session, court.clock.now) == []


def test_a_direct_message_is_no_channel(small_court: Court) -> None:
    court = small_court
    with court.database.transaction() as session:
        session.execute(update(Posting).values(target="person:mia@example.org"))
        session.execute(update(OutboxRow).values(lane="person:mia@example.org"))
        assert channels_with_names(session, court.clock.now) == []
        assert take_names_out(session, HERE, STRANGER, court.clock.now) == 0


def test_a_message_that_was_left_says_where_it_goes_on_whoever_reads_it(
    small_court: Court,
) -> None:
    court = small_court
    with court.database.transaction() as session:
        leave_channels(
            session,
            alert_id=court.alert_id,
            targets=["channel:#new"],
            farewell=a_notice("It goes on in #new"),
            now=court.clock.now,
        )
        take_names_out(session, HERE, STRANGER, court.clock.now)
    court.drain()
    assert court.slack.texts() == ["It goes on in #new", f"> {REPLY.headline}"]


def test_a_shared_answer_loses_its_names_when_somebody_comes_who_may_not_see_them(
    court: Court,
) -> None:
    scope = Scope(ScopeKind.TEAM, 900, "Court South", frozenset({900}))
    answer = a_notice("Court South: 19.3 cases per worker", plain=("The names were removed.",))
    with court.database.transaction() as session:
        note_said(
            session,
            channel_id="C0SOUTH",
            ts="0001",
            scope=scope,
            without_names=answer,
            now=court.clock.now,
        )
    south = Audience([replace(MANAGER, managed=frozenset({900}))], 0, 0, shared=False)
    with court.database.transaction() as session:
        assert "C0SOUTH" in channels_with_names(session, court.clock.now)
        assert take_names_out(session, "C0SOUTH", south, court.clock.now) == 0
        assert take_names_out(session, "C0SOUTH", STRANGER, court.clock.now) == 1
        assert take_names_out(session, "C0SOUTH", STRANGER, court.clock.now) == 0
        assert not names_stand_in(session, "C0SOUTH", court.clock.now)


@pytest.mark.parametrize(
    ("audience", "edited"), [(LEADERSHIP, 1), (STRANGER, 0)], ids=["leadership", "a stranger"]
)
def test_names_come_back_where_all_may_see_them(
    court: Court, audience: Audience, edited: int
) -> None:
    assert court.let_in(audience) == edited


@pytest.mark.parametrize(
    "changed",
    [{"state": AlertState.RESOLVED}, {"notice": NOTICE.without_names().as_json()}],
    ids=["over", "names nobody"],
)
def test_nothing_comes_back_into_what_is_over_or_names_nobody(
    small_court: Court, changed: dict[str, object]
) -> None:
    with small_court.database.transaction() as session:
        session.execute(update(Alert).values(changed))
    assert small_court.let_in(LEADERSHIP) == 0

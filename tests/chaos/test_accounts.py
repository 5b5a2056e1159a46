"""The accounts of a campaign notice what is lost, doubled or wrong: each fault, and no other."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from alerts.notice import Notice, Offer
from bot.blocks.notices import notice_blocks, notice_text
from models.alerts import Alert, AlertEvent, AlertMember, Decision
from models.outbox import OutboxRow, Posting
from models.vocabulary import AlertState, DecisionKind, Deed, OutboxState, RuleKind
from tests.chaos.audience_account import find_names_seen
from tests.chaos.books import JSON, Books, Said
from tests.chaos.clicking import NOTE
from tests.chaos.delivery_account import find_wrong_delivery
from tests.chaos.finding import Wrong
from tests.chaos.rulebook import Rulebook
from tests.chaos.state_account import find_wrong_states
from tests.chaos.town import (
    ANALYST,
    STRANGERS,
    TEAMS,
    Town,
    account_of,
    head_of,
    holders_of,
    manager_of,
    name_of,
)

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
FRIDAY = date(2026, 2, 27)
TUESDAY = date(2026, 3, 3)
TEAM = TEAMS[0]
WORKER = holders_of(TEAM)[0]
NOTICE = Notice(alert_id=1, headline="1 worker is over", offers=(Offer.ACKNOWLEDGE,))
REPLY = Notice(alert_id=1, headline="1 worker is still over")
HEADLINE_BEFORE = Notice(alert_id=1, headline="2 workers are over", offers=NOTICE.offers)


def a_row(row_id: int, deed: Deed, notice: Notice, ts: str, at: datetime = MONDAY) -> OutboxRow:
    return OutboxRow(
        id=row_id,
        token=f"token-{row_id}",
        lane="channel:ash",
        posting_id=1,
        deed=deed,
        notice=notice.as_json(),
        state=OutboxState.SENT,
        made_at=at,
        due_at=at,
        begun_at=at,
        channel_id="C0ASH",
        ts=ts,
    )


def a_message(row: OutboxRow, notice: Notice) -> JSON:
    return {
        "channel": row.channel_id,
        "ts": row.ts,
        "text": notice_text(notice, named=False),
        "blocks": notice_blocks(notice, named=False),
        "metadata": {"event_payload": {"token": row.token}},
        "visible_to": None,
    }


def an_event(event: str, state: AlertState, at: datetime) -> AlertEvent:
    return AlertEvent(id=1, alert_id=1, at=at, event=event, state=state.value)


@pytest.fixture
def books() -> Books:
    """One worker is over since Friday, and was told on Monday and again on Tuesday."""
    tuesday = MONDAY + timedelta(days=1)
    post, reply = a_row(1, Deed.POST, NOTICE, "1"), a_row(2, Deed.REPLY, REPLY, "2", tuesday)
    return Books(
        rows=[post, reply],
        postings=[Posting(id=1, alert_id=1, target="channel:ash", channel_id="C0ASH", ts="1")],
        alerts=[
            Alert(
                id=1,
                kind=RuleKind.WORKER_OVER,
                place="team:1",
                team_id=1,
                state=AlertState.FIRING,
                since=FRIDAY,
                opened_at=MONDAY,
                judged_as_at=MONDAY,
                notice=NOTICE.as_json(),
            )
        ],
        members=[
            AlertMember(
                id=1,
                alert_id=1,
                subject="worker:1",
                rule="worker-over-limit",
                worker_id=1,
                since=FRIDAY,
                value=7,
                told_value=7,
            )
        ],
        events=[
            an_event("grown", AlertState.FIRING, MONDAY),
            an_event("reminded", AlertState.FIRING, tuesday),
        ],
        decisions=[],
        said=Said(
            messages=[a_message(post, NOTICE), a_message(reply, REPLY)],
            readers={"C0ASH": {account_of(manager_of(TEAM))}},
            shared=set(),
        ),
        staff_ids={1: WORKER},
        teams={"team:1": TEAM},
        day=TUESDAY,
    )


@pytest.fixture
def town() -> Town:
    town = Town(Random(1))
    town.loaded = {day: Counter({WORKER: 7}) for day in (FRIDAY, TUESDAY)}
    town.rules = {day: [Rulebook()] for day in (FRIDAY, TUESDAY)}
    return town


def test_where_all_is_well_nothing_is_found(books: Books, town: Town) -> None:
    assert list(find_wrong_delivery(books)) == []
    assert list(find_wrong_states(books, town)) == []
    assert list(find_names_seen(books.said)) == []


def with_messages(books: Books, messages: Sequence[JSON]) -> Books:
    return replace(books, said=replace(books.said, messages=messages))


def never_sent(books: Books) -> Books:
    books.rows[1].state = OutboxState.WAITING
    return books


def edited_in_vain(books: Books) -> Books:
    edit = a_row(3, Deed.EDIT, HEADLINE_BEFORE, "1")
    return replace(books, rows=[*books.rows, edit])


def with_buttons_at_the_end(books: Books) -> Books:
    books.alerts[0].state = AlertState.RESOLVED
    return books


def forgotten_with_names(books: Books) -> Books:
    books.rows[0].notice = Notice(alert_id=0, headline="").as_json()
    books.rows[0].named = books.postings[0].named = True
    return books


DELIVERY: dict[str, tuple[Wrong, Callable[[Books], Books]]] = {
    "a message that is not there": (
        Wrong.LOST,
        lambda books: with_messages(books, books.said.messages[:1]),
    ),
    "a row that still waits": (Wrong.LOST, never_sent),
    "a reply that nobody wrote down": (
        Wrong.LOST,
        lambda books: with_messages(replace(books, rows=books.rows[:1]), books.said.messages[:1]),
    ),
    "an alert told nowhere": (
        Wrong.LOST,
        lambda books: with_messages(replace(books, rows=[], postings=[]), []),
    ),
    "a message that stands there twice": (
        Wrong.DOUBLED,
        lambda books: with_messages(books, [*books.said.messages, books.said.messages[1]]),
    ),
    "a message of no row": (Wrong.DOUBLED, lambda books: replace(books, rows=books.rows[:1])),
    "a message without a token": (
        Wrong.DOUBLED,
        lambda books: with_messages(
            books, [*books.said.messages, {**books.said.messages[1], "metadata": None}]
        ),
    ),
    "a happening told twice": (
        Wrong.DOUBLED,
        lambda books: replace(books, events=[*books.events, books.events[1]]),
    ),
    "an edit that did not arrive": (Wrong.STATE, edited_in_vain),
    "buttons under what is over": (Wrong.STATE, with_buttons_at_the_end),
    "names in what is forgotten": (Wrong.STATE, forgotten_with_names),
}


@pytest.mark.parametrize("fault", DELIVERY)
def test_the_account_of_delivery_notices(books: Books, fault: str) -> None:
    wrong, done = DELIVERY[fault]
    assert wrong in {finding.wrong for finding in find_wrong_delivery(done(books))}


def in_another_state(books: Books, _town: Town) -> None:
    books.alerts[0].state = AlertState.SNOOZED


def with_a_decision_nobody_made(books: Books, _town: Town) -> None:
    decision = Decision(
        alert_id=1,
        at=MONDAY,
        by="",
        by_name="",
        decision=DecisionKind.OTHER,
        review_on=TUESDAY,
    )
    assert isinstance(books.decisions, list)
    books.decisions.append(decision)


def with_an_older_value(books: Books, _town: Town) -> None:
    books.members[0].value = 8


def not_told_though_it_has_lasted(books: Books, _town: Town) -> None:
    books.members[0].told_value = None


def without_a_reason(_books: Books, town: Town) -> None:
    town.loaded[TUESDAY][WORKER] = 5


def without_an_alert(_books: Books, town: Town) -> None:
    town.loaded[TUESDAY][holders_of(TEAMS[1])[0]] = 6


def with_a_case_that_waits(_books: Books, town: Town) -> None:
    town.waiting["P1"], town.team["P1"] = FRIDAY, TEAM


def with_another_rule(_books: Books, town: Town) -> None:
    town.rules_changed(Rulebook(allowed=2))


def with_a_rule_that_is_off(_books: Books, town: Town) -> None:
    town.rules_changed(Rulebook(is_on=False))


def over_before_a_rule_looked(_books: Books, town: Town) -> None:
    town.rules[FRIDAY] = [Rulebook(allowed=2), Rulebook(is_on=False)]


@pytest.mark.parametrize(
    "done",
    [
        with_another_rule,
        with_a_rule_that_is_off,
        over_before_a_rule_looked,
        in_another_state,
        with_a_decision_nobody_made,
        with_an_older_value,
        not_told_though_it_has_lasted,
        without_a_reason,
        without_an_alert,
        with_a_case_that_waits,
    ],
)
def test_the_account_of_states_notices_an_alert(
    books: Books, town: Town, done: Callable[[Books, Town], None]
) -> None:
    done(books, town)
    assert {finding.wrong for finding in find_wrong_states(books, town)} == {Wrong.STATE}


STRANGER, LEADS = account_of(STRANGERS[0]), account_of(manager_of(TEAM))
OTHER = account_of(manager_of(TEAMS[1]))


@pytest.mark.parametrize(
    ("said", "channel", "readers", "shared", "seen"),
    [
        (name_of(WORKER), "C0ASH", {LEADS, account_of(head_of(TEAM))}, False, False),
        (name_of(WORKER), "C0ASH", {LEADS, account_of(ANALYST)}, False, False),
        (name_of(WORKER), "C0ASH", {LEADS, STRANGER}, False, True),
        (name_of(WORKER), "C0ASH", {LEADS}, True, True),
        (name_of(WORKER), "D1", {OTHER}, False, True),
        (NOTE, "C0ASH", {LEADS, STRANGER}, False, True),
        ("1 worker is over the limit", "C0ASH", {LEADS, STRANGER}, True, False),
    ],
)
def test_the_account_of_readers_notices_names(
    books: Books, said: str, channel: str, readers: set[str], shared: bool, seen: bool
) -> None:
    message = {**books.said.messages[0], "channel": channel, "blocks": [{"text": said}]}
    whole = {channel} if shared else set()
    changed = Said(messages=[message], readers={channel: readers}, shared=whole)
    assert [finding.wrong for finding in find_names_seen(changed)] == [Wrong.SEEN] * seen


def test_an_old_workforce_list_has_to_be_told_of(books: Books, town: Town) -> None:
    found = list(find_wrong_states(replace(books, workforce_stale=True), town))
    assert [finding.wrong for finding in found] == [Wrong.STATE]


def test_what_only_one_person_sees_is_read_by_nobody_else(books: Books) -> None:
    whisper = {**books.said.messages[0], "text": name_of(WORKER), "visible_to": LEADS}
    there = Said(messages=[whisper], readers={"C0ASH": {LEADS, STRANGER}}, shared={"C0ASH"})
    assert list(find_names_seen(there)) == []

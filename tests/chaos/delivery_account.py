"""An account of delivery that asks only rows and messages: each notice stands in Slack, once."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from alerts.notice import Notice
from bot.blocks.notices import notice_text
from models.alerts import Alert
from models.outbox import OutboxRow, Posting
from models.vocabulary import AlertState, Deed, OutboxState
from tests.chaos.books import JSON, Books
from tests.chaos.finding import Finding, Wrong

NEWS = (Deed.POST, Deed.REPLY, Deed.IN_THREAD)

UNSURE = timedelta(seconds=10)
"""A row taken so shortly before may have been taken with what was true then."""

_BY_DAYS = frozenset({"review_passed", "snooze_over", "reminded", "unanswered"})
_TOLD = (_BY_DAYS | {"grown"}) - {"unanswered"}
_ESCALATED = " · not acknowledged for "


def find_wrong_delivery(books: Books) -> Iterator[Finding]:
    """Everything lost, doubled, or standing in Slack as it should not."""
    yield from _rows_without_their_message(books)
    yield from _messages_without_a_row(books)
    yield from _postings_that_say_something_else(books)
    yield from _happenings_that_were_not_told(books)
    yield from _happenings_told_twice(books)


def due(books: Books) -> int:
    """How many messages and replies have to stand in Slack."""
    return sum(row.deed in NEWS and row.state is not OutboxState.DROPPED for row in books.rows)


def tokens(books: Books) -> Counter[str]:
    """How often each notice stands in Slack, by its token."""
    return Counter(token for message in books.said.messages if (token := _token(message)))


def _rows_without_their_message(books: Books) -> Iterator[Finding]:
    times = tokens(books)
    for row in books.rows:
        said = f"row {row.id} ({row.deed.value} in {row.lane})"
        if row.state not in {OutboxState.SENT, OutboxState.DROPPED}:
            yield Finding(Wrong.LOST, f"{said} is still {row.state.value}: {row.error}")
        if row.deed not in NEWS:
            continue
        number = times[row.token]
        if number > 1:
            yield Finding(Wrong.DOUBLED, f"{said} stands in Slack {number} times")
        if row.state is OutboxState.SENT and number == 0:
            yield Finding(Wrong.LOST, f"{said} was marked as sent and is not in Slack")
        if row.state is OutboxState.DROPPED and number > 0:
            yield Finding(Wrong.STATE, f"{said} was dropped and stands in Slack")


def _messages_without_a_row(books: Books) -> Iterator[Finding]:
    known = {row.token for row in books.rows}
    for message in books.said.messages:
        said = f"{message['channel']} {message['ts']} ({message['text'][:60]})"
        token = _token(message)
        if token is not None and token not in known:
            yield Finding(Wrong.DOUBLED, f"{said} is of no row")
        is_answer = message["visible_to"] or message["channel"].startswith("D")
        if token is None and not is_answer:
            yield Finding(Wrong.DOUBLED, f"{said} has no token")


def _postings_that_say_something_else(books: Books) -> Iterator[Finding]:
    alerts = {alert.id: alert for alert in books.alerts}
    standing = {(message["channel"], message["ts"]): message for message in books.said.messages}
    for posting in books.postings:
        rows = [row for row in books.rows if row.posting_id == posting.id]
        posts = [row for row in rows if row.deed is Deed.POST and row.state is OutboxState.SENT]
        if len(posts) > 1:
            yield Finding(Wrong.DOUBLED, f"{_named(posting)} was posted {len(posts)} times")
        if not posts:
            continue
        message = standing.get((posting.channel_id or "", posting.ts or ""))
        if message is None:
            yield Finding(Wrong.LOST, f"{_named(posting)} is not where it is said to be")
            continue
        alert = alerts[posting.alert_id]
        for problem in _problems(posting, alert, _newest(posting, rows), message):
            yield Finding(Wrong.STATE, f"{_named(posting)} {problem}")


def _newest(posting: Posting, rows: list[OutboxRow]) -> OutboxRow:
    """What was said last in the message itself: its rows keep their order."""
    sent = [row for row in rows if row.state is OutboxState.SENT and row.ts == posting.ts]
    return max(sent, key=lambda row: row.id)


def _problems(posting: Posting, alert: Alert, row: OutboxRow, message: JSON) -> Iterator[str]:
    blocks = message["blocks"] or []
    buttons = any(block["type"] == "actions" for block in blocks)
    struck = "~" in str(blocks[0]) if blocks else False
    over = alert.state is AlertState.RESOLVED
    if buttons == over or struck != over:
        yield f"is {alert.state.value}, with buttons: {buttons}, struck: {struck}"
    if posting.named != row.named:
        yield "has names or has none, and its posting says otherwise"
    notice = Notice.from_json(row.notice)
    if _is_forgotten(notice):
        if posting.named:
            yield "has names that nobody knows of any more"
        return
    wanted = {notice_text(notice, named=row.named, confidant=told) for told in (False, True)}
    if message["text"] not in wanted:
        yield f"reads {message['text']!r}, and its last edit says {sorted(wanted)[0]!r}"
    if not _is_newest(notice, alert):
        yield f"was edited last by row {row.id}, which is not what the alert says now"


def _is_forgotten(notice: Notice) -> bool:
    """Some weeks after it was said, a text goes from the database."""
    return not notice.headline


def _is_newest(notice: Notice, alert: Alert) -> bool:
    """What the alert says now, with names or after they were taken out, or an escalation of it."""
    if alert.notice is None:
        return alert.state is AlertState.RESOLVED
    newest = Notice.from_json(alert.notice)
    escalated = notice.headline.startswith(f"{newest.headline}{_ESCALATED}")
    return escalated or notice in (newest, newest.without_names())


def _happenings_that_were_not_told(books: Books) -> Iterator[Finding]:
    """What the alerts' histories ask for, whatever the outbox holds."""
    postings: dict[int, list[Posting]] = defaultdict(list)
    for posting in books.postings:
        postings[posting.alert_id].append(posting)
    told: set[int] = set()
    for event in books.events:
        said = f"event {event.id} ({event.event} of alert {event.alert_id})"
        if event.event in _TOLD:
            if not postings[event.alert_id]:
                yield Finding(Wrong.LOST, f"{said} was told nowhere")
            if event.alert_id in told:
                for posting in postings[event.alert_id]:
                    if not posting.left and not _was_told(books, posting, event.at):
                        yield Finding(Wrong.LOST, f"{said} was not told in {posting.target}")
            told.add(event.alert_id)
        if event.event == "unanswered":
            people = [p for p in postings[event.alert_id] if p.target.startswith("person:head")]
            if not people:
                yield Finding(Wrong.LOST, f"{said} did not reach the head of service")


def _happenings_told_twice(books: Books) -> Iterator[Finding]:
    """Nobody joins an alert twice without an end between; what a day brings, it brings once."""
    happened: set[object] = set()
    for event in books.events:
        of_a_day = (event.alert_id, event.event, event.at.date())
        news: list[object] = [of_a_day] if event.event in _BY_DAYS else []
        news += [(event.alert_id, subject) for subject in event.detail.get("joined", ())]
        happened -= {(event.alert_id, subject) for subject in event.detail.get("ended", ())}
        if not happened.isdisjoint(news):
            said = f"event {event.id} ({event.event} of alert {event.alert_id})"
            yield Finding(Wrong.DOUBLED, f"{said} happened before: {event.detail}")
        happened.update(news)


def _was_told(books: Books, posting: Posting, at: datetime) -> bool:
    """By a reply of its own, or by a first message that was not sent yet."""
    rows = [row for row in books.rows if row.posting_id == posting.id]
    posts = [row for row in rows if row.deed is Deed.POST]
    if any(row.deed is Deed.REPLY and row.made_at == at for row in rows):
        return True
    return any(
        row.made_at >= at or row.begun_at is None or row.begun_at > at - UNSURE for row in posts
    )


def _token(message: JSON) -> str | None:
    payload = (message["metadata"] or {}).get("event_payload") or {}
    token: str | None = payload.get("token")
    return token


def _named(posting: Posting) -> str:
    return f"the message of alert {posting.alert_id} in {posting.target}"

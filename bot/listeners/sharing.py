"""Sharing an answer with a channel, after looking at everybody who can read it."""

from collections.abc import Iterator
from typing import Any

from alerts.audience import Audience, allowed_for
from bot.blocks.answers import answer_blocks, fallback_text
from bot.directory import person_of
from bot.listeners.callers import Caller
from bot.listeners.context import Office
from bot.listeners.desk import Reply
from bot.questions.answer import Answer
from bot.questions.asking import Via
from bot.questions.topics import TOPICS
from models.access import Asker, Detail, ScopeKind, find_asker
from models.errors import CaseloadError, NotKnown
from models.people import AuditEntry


def share(office: Office, question: str, caller: Caller) -> Reply:
    """Post the answer for all to see, with as much detail as all may see; tell the caller."""
    channel = caller.channel_id or ""
    full = office.ask(question, caller, Via("share"))
    if not full.can_be_shared or full.scope is None:
        return Reply(full.headline)
    allowed = allowed_for(audience_of(office, channel), full.scope)
    answer = full
    if full.detail > allowed.detail and _names_workers(full):
        if full.scope.kind is ScopeKind.WORKER or TOPICS[_topic(full)].needs_workers:
            return Reply(f"Not shared: {allowed.why}, and this answer is about workers by name.")
        answer = office.ask(question, caller, Via("share", most=allowed.detail))
    office.client.chat_postMessage(
        channel=channel,
        text=fallback_text(answer),
        blocks=answer_blocks(answer, shareable=False),
        unfurl_links=False,
        unfurl_media=False,
    )
    _write_audit(office, full, answer.detail, caller, channel)
    if answer is full:
        return Reply("Shared.")
    return Reply(f"Shared without names and without the worker table: {allowed.why}.")


def audience_of(office: Office, channel: str) -> Audience:
    """Everybody who can read a channel, as far as Slack and the workforce know them."""
    info: dict[str, Any] = office.client.conversations_info(channel=channel)["channel"]
    services, today = office.services, _today(office)
    known: list[Asker] = []
    strangers = guests = 0
    people = [
        person_of(services, office.client, user_id, office.team_id)
        for user_id in _members(office, channel)
        if user_id != office.bot_user_id
    ]
    with services.database.look() as session:
        for person in people:
            if not person.active:
                guests += 1
                continue
            try:
                known.append(find_asker(session, person.email, today))
            except NotKnown:
                strangers += 1
    shared = any(
        info.get(mark) for mark in ("is_ext_shared", "is_pending_ext_shared", "is_org_shared")
    )
    return Audience(known, strangers, guests, shared)


def _members(office: Office, channel: str) -> Iterator[str]:
    cursor: str | None = None
    while True:
        page = office.client.conversations_members(channel=channel, cursor=cursor, limit=200)
        yield from page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return


def _names_workers(answer: Answer) -> bool:
    return answer.detail is Detail.WORKERS


def _topic(answer: Answer) -> Any:
    if answer.topic is None:
        raise CaseloadError("There is nothing to share in this answer.")
    return answer.topic


def _today(office: Office) -> Any:
    return office.services.clock().astimezone(office.services.settings.zone).date()


def _write_audit(
    office: Office, answer: Answer, detail: Detail, caller: Caller, channel: str
) -> None:
    scope = answer.scope
    entry = AuditEntry(
        at=office.services.clock(),
        who=answer.asked_by,
        deed="shared",
        scope_kind=scope.kind.value if scope else None,
        scope_name=scope.name if scope else None,
        detail={"channel": channel, "detail": detail.name.lower(), "slack_id": caller.user_id},
    )
    with office.services.database.transaction() as session:
        session.add(entry)

"""What every listener is given: the services, the desk, and who the app itself is."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from ssl import SSLContext
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.blocks.answers import answer_blocks, fallback_text
from bot.blocks.plans import plans_blocks
from bot.blocks.rules import rules_blocks, rules_text
from bot.directory import SlackAccount
from bot.failures import slack_code
from bot.grammar import Topic
from bot.home.turns import Turns
from bot.listeners.callers import Caller
from bot.listeners.desk import Desk, Reply
from bot.questions.answer import Answer
from bot.questions.asking import Via, ask
from bot.reader_watch import ReaderWatch
from bot.services import Services
from bot.slack_codes import SLACK_TIMEOUT
from models.people import AuditEntry

_NO_VOICE = frozenset(
    {"channel_not_found", "not_in_channel", "user_not_in_channel", "is_archived", "no_permission"}
)


@dataclass(frozen=True, slots=True)
class Office:
    """One per process."""

    services: Services
    client: WebClient
    desk: Desk
    team_id: str  # the workspace the app is installed in
    bot_user_id: str
    watch: ReaderWatch
    homes: Turns = field(default_factory=Turns)

    def email_of(self, caller: Caller) -> str | None:
        """The caller's email; None for strangers, guests and people of other workspaces."""
        who = self._who(caller)
        return who.email() if who is not None else None

    def ask(self, text: str, caller: Caller, via: Via) -> Answer:
        via = replace(via, account=caller.user_id)
        return ask(self.services, text, self._who(caller), via)

    def _who(self, caller: Caller) -> SlackAccount | None:
        """Whoever asks; nobody for people of other workspaces."""
        if caller.team_id and caller.team_id != self.team_id:
            return None
        return SlackAccount(self.services, self.client, caller.user_id, self.team_id)

    def reply_to(self, text: str, caller: Caller, via: Via) -> Reply:
        """The answer as a message; shareable where there is a channel to share it to."""
        answer = self.ask(text, caller, via)
        return reply_of(answer, shareable=not caller.in_direct_message)

    def write_audit(self, deed: str, answer: Answer, detail: dict[str, Any]) -> None:
        """Write down what somebody does with an answer, beyond having asked for it."""
        scope = answer.scope
        entry = AuditEntry(
            at=self.services.clock(),
            who=answer.asked_by,
            deed=deed,
            scope_kind=scope.kind.value if scope else None,
            scope_name=scope.name if scope else None,
            detail=detail,
        )
        with self.services.database.transaction() as session:
            session.add(entry)

    def acknowledge(self, ack: Callable[..., Any], caller: Caller, reply: Reply) -> None:
        """Answer a command with its acknowledgement, or just after it.

        Slack draws charts for some workspaces only. Of an acknowledgement nobody hears that it was
        refused, so an answer with a chart follows it, by the address that has no limit on its rate.
        """
        if not reply.has_chart:
            ack(response_type="ephemeral", **reply.message())
            return
        ack()

        def follow() -> None:
            if not _use_response_url_for(caller, reply, self.client.ssl):
                self.say_to_caller(caller, reply)

        self.desk.later(
            follow,
            on_failure=lambda failure: self.say_to_caller(caller, Reply.plain(failure.sentence)),
        )

    def say_to_caller(self, caller: Caller, reply: Reply, thread: str | None = None) -> None:
        """Answer where the caller is, seen by nobody else; where that cannot be, between us."""
        try:
            self._say(caller, reply, thread)
        except SlackApiError as error:
            if not reply.has_chart or slack_code(error) != "invalid_blocks":
                raise
            self._say(caller, reply.without_charts(), thread)

    def _say(self, caller: Caller, reply: Reply, thread: str | None) -> None:
        if caller.in_direct_message and self._post(caller, reply, thread):
            return
        if _use_response_url_for(caller, reply, self.client.ssl):
            return
        if not caller.in_direct_message and self._whisper(caller, reply, thread):
            return
        opened = self.client.conversations_open(users=caller.user_id)
        self.client.chat_postMessage(channel=str(opened["channel"]["id"]), **reply.message())

    def _post(self, caller: Caller, reply: Reply, thread: str | None) -> bool:
        """False where two people write to each other: a command works there, a message does not."""
        return _heard(
            lambda: self.client.chat_postMessage(
                channel=caller.channel_id or "", thread_ts=thread, **reply.message()
            )
        )

    def _whisper(self, caller: Caller, reply: Reply, thread: str | None) -> bool:
        return caller.channel_id is not None and _heard(
            lambda: self.client.chat_postEphemeral(
                channel=caller.channel_id or "",
                user=caller.user_id,
                thread_ts=thread,
                **reply.message(),
            )
        )


def _heard(say: Callable[[], Any]) -> bool:
    """False where the app has no voice; raises SlackApiError for every other refusal."""
    try:
        say()
    except SlackApiError as error:
        if slack_code(error) in _NO_VOICE:
            return False
        raise
    return True


def _use_response_url_for(caller: Caller, reply: Reply, trust: SSLContext | None) -> bool:
    """False where there is none that works; without its charts where Slack refuses them."""
    url = caller.response_url
    if url is None:
        return False
    drawn = _use_response_url(url, reply, trust)
    return drawn or (reply.has_chart and _use_response_url(url, reply.without_charts(), trust))


def _use_response_url(url: str, reply: Reply, trust: SSLContext | None) -> bool:
    """False when it is used up or too old, or Slack says no; the SDK does not raise then."""
    client = WebhookClient(url, timeout=SLACK_TIMEOUT, ssl=trust, retry_handlers=[])
    message = {**reply.message(), "response_type": "ephemeral", "replace_original": False}
    heard = client.send_dict(message)
    return heard.status_code == 200 and '"ok":false' not in (heard.body or "").replace(" ", "")


def reply_of(answer: Answer, *, shareable: bool) -> Reply:
    if answer.topic is Topic.RULES:
        return Reply(rules_text(answer), rules_blocks(answer))
    if answer.topic is Topic.PLANS:
        return Reply(fallback_text(answer), plans_blocks(answer))
    return Reply(fallback_text(answer), answer_blocks(answer, shareable=shareable))

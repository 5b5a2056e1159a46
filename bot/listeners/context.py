"""What every listener is given: the services, the desk, and who the app itself is."""

from dataclasses import dataclass

from slack_sdk import WebClient
from slack_sdk.webhook import WebhookClient

from bot.blocks.answers import answer_blocks, fallback_text
from bot.directory import email_of
from bot.listeners.callers import Caller
from bot.listeners.desk import Desk, Reply
from bot.questions.answer import Answer
from bot.questions.asking import Via, ask
from bot.services import Services
from models.errors import CaseloadError


@dataclass(frozen=True, slots=True)
class Office:
    """One per process."""

    services: Services
    client: WebClient
    desk: Desk
    team_id: str  # the workspace the app is installed in
    bot_user_id: str

    def email_of(self, caller: Caller) -> str | None:
        """The caller's email; None for strangers, guests and people of other workspaces."""
        if caller.team_id and caller.team_id != self.team_id:
            return None
        return email_of(self.services, self.client, caller.user_id, self.team_id)

    def ask(self, text: str, caller: Caller, via: Via) -> Answer:
        return ask(self.services, text, self.email_of(caller), via)

    def reply_to(self, text: str, caller: Caller, via: Via) -> Reply:
        """The answer as a message; shareable where there is a channel to share it to."""
        answer = self.ask(text, caller, via)
        return reply_of(answer, shareable=not caller.in_direct_message)

    def say_to_caller(self, caller: Caller, reply: Reply) -> None:
        """Answer where the caller is, seen by nobody else."""
        if caller.in_direct_message and caller.channel_id:
            self.client.chat_postMessage(channel=caller.channel_id, **reply.message())
        elif caller.response_url:
            self._use_response_url(caller.response_url, reply)
        elif caller.channel_id:
            self.client.chat_postEphemeral(
                channel=caller.channel_id, user=caller.user_id, **reply.message()
            )

    def _use_response_url(self, url: str, reply: Reply) -> None:
        sent = WebhookClient(url).send_dict(
            {**reply.message(), "response_type": "ephemeral", "replace_original": False}
        )
        if sent.status_code != 200:  # the SDK never raises here
            raise CaseloadError(
                f"Slack no longer takes an answer to this ({sent.status_code}). Ask again."
            )


def reply_of(answer: Answer, *, shareable: bool) -> Reply:
    return Reply(fallback_text(answer), answer_blocks(answer, shareable=shareable))

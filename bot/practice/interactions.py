"""What a person clicks: elements in messages and views, submitting and closing modals."""

from typing import Any

from bot.practice.conversations import Conversation, Message
from bot.practice.courier import Courier
from bot.practice.forms import (
    block_of,
    find_element,
    merged_values,
    missing_answers,
    performed_action,
)
from bot.practice.payloads import message_action_payload, view_payload
from bot.practice.plan import PracticeUser
from bot.practice.refusal import Refusal, Sorry
from bot.practice.slack_shapes import view_shape
from bot.practice.views import View
from bot.practice.web_api.views import checked_view, shown
from bot.practice.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"
NO_ANSWER = "The app did not respond. Try again in a moment."


class Interactions:
    """Turns clicks into payloads and the app's acknowledgements into what follows."""

    def __init__(self, workspace: Workspace, courier: Courier) -> None:
        self._workspace = workspace
        self._courier = courier

    async def press_in_message(
        self, user: PracticeUser, place: Conversation, ts: str, given: dict[str, Any], state: Any
    ) -> None:
        """An element of a message is used; raises Sorry when that comes to nothing."""
        with self._workspace.lock:
            message = place.find_any(ts)
            if message is None or message.visible_to not in (None, user.id):
                raise Sorry("This message is gone.")
            payload = self._message_payload(user, place, message, given, state)
        await self._deliver(payload)

    def _message_payload(
        self,
        user: PracticeUser,
        place: Conversation,
        message: Message,
        given: dict[str, Any],
        state: Any,
    ) -> dict[str, Any]:
        workspace = self._workspace
        blocks = message.blocks or []
        payload = message_action_payload(user, place, message, workspace.plan, workspace.base_url)
        payload["state"] = {"values": merged_values(blocks, state)}
        payload["actions"] = [self._action(blocks, given)]
        now = workspace.now()
        token = workspace.tickets.response_url(
            user.id, place.id, now, message.ts, message.thread_ts
        )
        payload["response_url"] = f"{workspace.base_url}/response/{token}"
        payload["trigger_id"] = workspace.tickets.trigger(user.id, now)
        return payload

    async def press_in_view(
        self, user: PracticeUser, view_id: str, given: dict[str, Any], state: Any
    ) -> None:
        """An element of a modal or of the Home tab is used."""
        with self._workspace.lock:
            view = self.open_view(user, view_id)
            view.values = merged_values(view.blocks, state or view.values)
            workspace = self._workspace
            payload = view_payload("block_actions", user, view, workspace.plan)
            payload["actions"] = [self._action(view.blocks, given)]
            trigger = workspace.tickets.trigger(user.id, workspace.now(), view.id)
            payload["trigger_id"] = trigger
        await self._deliver(payload)

    async def _deliver(self, payload: dict[str, Any]) -> None:
        if await self._courier.deliver("interactive", payload) is None:
            raise Sorry(NO_ANSWER)

    def _action(self, blocks: list[dict[str, Any]], given: dict[str, Any]) -> dict[str, Any]:
        """The action as the app will get it; what the page says is checked against the blocks."""
        block_id, action_id = str(given.get("block_id", "")), str(given.get("action_id", ""))
        element = find_element(blocks, block_id, action_id)
        action = performed_action(element, given) if element is not None else None
        if element is None or action is None:
            raise Sorry("This can no longer be chosen here. Open it again.")
        return {
            **action,
            "block_id": block_of(blocks, element),
            "action_ts": self._workspace.new_ts(),
        }

    def open_view(self, user: PracticeUser, view_id: str) -> View:
        """A view this person has open."""
        view = self._workspace.views.find(view_id)
        if view is None or view.user_id != user.id:
            raise Sorry("This window is no longer open.")
        return view

    async def submit(self, user: PracticeUser, view_id: str, state: Any) -> dict[str, str]:
        """A modal is submitted; gives the sentence for each field that must be mended."""
        workspace = self._workspace
        with workspace.lock:
            view = self.open_view(user, view_id)
            view.values = merged_values(view.blocks, state)
            errors = missing_answers(view.blocks, view.values)
            if errors:
                return errors
            payload = view_payload("view_submission", user, view, workspace.plan)
            trigger = workspace.tickets.trigger(user.id, workspace.now(), view.id)
            payload["trigger_id"] = trigger
        ack = await self._courier.deliver("interactive", payload)
        if ack is None:
            raise Sorry(TROUBLE)
        with workspace.lock:
            try:
                return self._respond(view, ack.payload or {})
            except Refusal as refusal:
                raise Sorry(f"{TROUBLE} (The app answered badly: {refusal.error}.)") from None

    def _respond(self, view: View, answer: dict[str, Any]) -> dict[str, str]:
        """Follows the app's `response_action`; without one the modal closes."""
        views, action = self._workspace.views, answer.get("response_action")
        if action == "errors":
            return self._field_errors(view, answer.get("errors"))
        if action == "update":
            body = checked_view(answer.get("view"), "modal")
            shown(self._workspace, views.update(view, body))
        elif action == "push":
            body = checked_view(answer.get("view"), "modal")
            shown(self._workspace, views.push(view.user_id, body))
        elif action == "clear":
            views.clear(view.user_id)
        elif action is None:
            views.close(view)
        else:
            raise Refusal("unknown_response_action")
        self._workspace.changes.tell("modal", to=[view.user_id])
        return {}

    def _field_errors(self, view: View, errors: Any) -> dict[str, str]:
        inputs = {b["block_id"] for b in view.blocks if b.get("type") == "input"}
        if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
            raise Refusal("errors_for_unknown_blocks")
        return {str(block_id): str(sentence) for block_id, sentence in errors.items()}

    def close(self, user: PracticeUser, view_id: str, *, everything: bool) -> None:
        """A modal is dismissed, alone or with the whole stack; the app is told if it asked."""
        view = self.open_view(user, view_id)
        payload = view_payload("view_closed", user, view, self._workspace.plan)
        payload["is_cleared"] = everything
        if everything or view.body.get("clear_on_close"):
            self._workspace.views.clear(user.id)
        else:
            self._workspace.views.close(view)
        self._workspace.changes.tell("modal", to=[user.id])
        if view.body.get("notify_on_close"):
            self._courier.spawn(self._courier.deliver("interactive", payload))

    def open_home(self, user: PracticeUser, tab: str) -> None:
        """Sends app_home_opened, which comes every time, with the Home as it is if there is one."""
        workspace = self._workspace
        event: dict[str, Any] = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": workspace.im_with(user.id).id,
            "tab": tab,
            "event_ts": workspace.new_ts(),
        }
        home = workspace.views.homes.get(user.id)
        if home is not None and tab == "home":
            event["view"] = view_shape(home, workspace.plan)
        self._courier.send_event(event)

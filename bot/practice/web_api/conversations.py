"""The conversations methods: which there are, who is in them, what was said."""

from collections.abc import Iterable

from bot.practice.conversations import Conversation, Message
from bot.practice.refusal import Refusal, invalid_arguments
from bot.practice.slack_shapes import channel_shape, message_shape
from bot.practice.web_api.call import (
    JSON,
    TIER_2,
    TIER_3,
    TIER_4,
    Call,
    Method,
    cursor_to,
)

_KINDS = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": None}
_SCOPES = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}


def info(call: Call) -> JSON:
    """conversations.info; with include_num_members the count is always right."""
    return {"channel": channel_shape(call.conversation("read"), call.workspace.plan)}


def members(call: Call) -> JSON:
    """conversations.members: the ids of everyone, the bot included."""
    place = call.conversation("read")
    page, cursor = call.page([{"id": member} for member in place.members], 100, 999)
    return {"members": [entry["id"] for entry in page], "response_metadata": cursor}


def _of_kinds(call: Call) -> Iterable[Conversation]:
    asked = (call.get("types") or "public_channel").split(",")
    for kind in asked:
        if kind.strip() not in _KINDS:
            raise Refusal("invalid_types")
        call.need_scope(_SCOPES[kind.strip()])
    wanted = {_KINDS[kind.strip()] for kind in asked}
    archived = not call.flag("exclude_archived")
    for place in call.workspace.conversations.values():
        if place.is_archived and not archived:
            continue
        if place.kind in wanted and (place.kind == "channel" or call.is_member(place)):
            yield place


def _listed(call: Call, places: Iterable[Conversation], default: int) -> JSON:
    shapes = [channel_shape(place, call.workspace.plan) for place in places]
    page, cursor = call.page(shapes, default, 999)
    return {"channels": page, "response_metadata": cursor}


def list_(call: Call) -> JSON:
    """conversations.list: public channels, and the private ones the app is in."""
    return _listed(call, _of_kinds(call), 100)


def of_user(call: Call) -> JSON:
    """users.conversations: those a person, or the bot itself, is a member of."""
    user_id = call.get("user") or call.workspace.plan.bot_user_id
    if user_id not in call.workspace.users:
        raise Refusal("user_not_found")
    return _listed(call, (p for p in _of_kinds(call) if user_id in p.members), 100)


def _readable(call: Call) -> Conversation:
    place = call.conversation("history")
    if not call.is_member(place):
        raise Refusal("not_in_channel")
    return place


def _within(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = call.get("oldest") or "0", call.get("latest") or "9" * 12
    for value in (oldest, latest):
        if not value.replace(".", "", 1).isdigit():
            raise Refusal("invalid_ts_oldest" if value == oldest else "invalid_ts_latest")
    low, high = float(oldest), float(latest)
    if call.flag("inclusive"):
        return [m for m in messages if low <= float(m.ts) <= high]
    return [m for m in messages if low < float(m.ts) < high]


def _answer(call: Call, place: Conversation, found: list[Message], default: int) -> JSON:
    """One page; its cursor names a message, so that what is said meanwhile moves nothing."""
    start = _position(call.cursor("next_ts"), found)
    end = start + call.limit(default, 999)
    answer = {
        "messages": [_shape(call, place, message) for message in found[start:end]],
        "has_more": end < len(found),
    }
    if end < len(found):
        cursor = cursor_to("next_ts", found[end].ts.replace(".", ""))
        answer["response_metadata"] = {"next_cursor": cursor}
    return answer


def _position(cursor: str | None, found: list[Message]) -> int:
    """Where the message a cursor names stands, or the next in the same direction."""
    if cursor is None:
        return 0
    times = [int(message.ts.replace(".", "")) for message in found]
    newest_first = len(times) > 1 and times[0] > times[1]
    wanted = int(cursor)
    ahead = (n for n, at in enumerate(times) if (at <= wanted if newest_first else at >= wanted))
    return next(ahead, len(found))


def _shape(call: Call, place: Conversation, message: Message) -> JSON:
    shape = message_shape(message, place, call.workspace.plan, call.workspace.base_url)
    if message.metadata and call.flag("include_all_metadata"):
        shape["metadata"] = message.metadata
    return shape


def history(call: Call) -> JSON:
    """conversations.history: newest first, thread replies left out unless broadcast."""
    place = _readable(call)
    found = [m for m in _within(call, place.lasting()) if m.in_channel]
    return _answer(call, place, found[::-1], 100)


def replies(call: Call) -> JSON:
    """conversations.replies: the root and its replies, oldest first."""
    place = _readable(call)
    asked = place.find(call.need("ts"))
    root = place.find(asked.thread_ts or asked.ts) if asked else None
    if root is None:
        raise Refusal("thread_not_found")
    return _answer(call, place, [root, *_within(call, place.replies(root.ts))], 1000)


def open_(call: Call) -> JSON:
    """conversations.open: the direct message with one person; groups of people are refused."""
    workspace = call.workspace
    if call.get("channel"):
        return {"channel": {"id": call.conversation().id}}
    users = call.need("users").split(",")
    if len(users) != 1:
        raise invalid_arguments("only one user is supported [json-pointer:/users]")
    user = workspace.users.get(users[0])
    if user is None:
        raise Refusal("user_not_found")
    if user.deleted:
        raise Refusal("user_disabled")
    place = workspace.im_with(user.id)
    whole = call.flag("return_im")
    return {"channel": channel_shape(place, workspace.plan) if whole else {"id": place.id}}


def join(call: Call) -> JSON:
    """conversations.join: the app joins a public channel by itself."""
    place = call.conversation()
    if place.kind != "channel":
        raise Refusal("method_not_supported_for_channel_type")
    if place.is_archived:
        raise Refusal("is_archived")
    new = call.workspace.join(place, call.workspace.plan.bot_user_id)
    answer: JSON = {"channel": channel_shape(place, call.workspace.plan)}
    return answer if new else {**answer, "warning": "already_in_channel"}


METHODS = {
    "conversations.info": Method(info, None, TIER_3),
    "conversations.members": Method(members, None, TIER_4),
    "conversations.list": Method(list_, None, TIER_2),
    "conversations.history": Method(history, None, TIER_3),
    "conversations.replies": Method(replies, None, TIER_3),
    "conversations.open": Method(open_, "im:write", TIER_3),
    "conversations.join": Method(join, "channels:join", TIER_3),
    "users.conversations": Method(of_user, None, TIER_3),
}

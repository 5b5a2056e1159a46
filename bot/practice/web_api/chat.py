"""The chat methods: posting, editing and deleting messages."""

from bot.practice.conversations import Conversation, Message
from bot.practice.posting import checked_blocks, checked_metadata, checked_text
from bot.practice.refusal import Refusal
from bot.practice.slack_shapes import message_shape
from bot.practice.web_api.call import JSON, SPECIAL, TIER_3, TIER_4, Call, Method
from bot.practice.workspace import Draft


def _place(call: Call) -> Conversation:
    """Where to post: a channel's id or name, a direct message, or a person's id."""
    workspace = call.workspace
    wanted = call.need("channel")
    if wanted in workspace.users and wanted[0] in "UW":
        return workspace.im_with(wanted)
    by_name = {c.name: c for c in workspace.conversations.values() if c.kind != "im"}
    found = workspace.conversations.get(wanted) or by_name.get(wanted.removeprefix("#"))
    if found is None or (found.kind == "private" and not call.is_member(found)):
        raise Refusal("channel_not_found")
    return found


def _draft(call: Call) -> Draft:
    text = checked_text(call.get("text") or call.get("markdown_text"))
    blocks = checked_blocks(call.workspace, call.json("blocks"))
    if not text and not blocks and not call.json("attachments"):
        raise Refusal("no_text")
    return Draft(
        text=text,
        blocks=blocks,
        thread_ts=call.get("thread_ts"),
        broadcast=call.flag("reply_broadcast") and call.get("thread_ts") is not None,
        metadata=checked_metadata(call.json("metadata") or None),
    )


def _shown(call: Call, message: Message, place: Conversation) -> JSON:
    shape = message_shape(message, place, call.workspace.plan, call.workspace.base_url)
    return {**shape, "metadata": message.metadata} if message.metadata else shape


def post_message(call: Call) -> JSON:
    """chat.postMessage; a reply to an unknown thread is refused as `thread_not_found`."""
    place = _place(call)
    public = place.kind == "channel" and "chat:write.public" in call.workspace.plan.scopes
    if not call.is_member(place) and not public:
        raise Refusal("not_in_channel")
    if place.is_archived:
        raise Refusal("is_archived")
    draft = _draft(call)
    if draft.thread_ts and place.find(draft.thread_ts) is None:
        raise Refusal("thread_not_found")
    call.workspace.rate_limits.take_post(place.id, call.workspace.now())
    message = call.workspace.post(place, call.workspace.plan.bot_user_id, draft)
    return {"channel": place.id, "ts": message.ts, "message": _shown(call, message, place)}


def post_ephemeral(call: Call) -> JSON:
    """chat.postEphemeral: to one person who is in the channel."""
    place = _place(call)
    if not call.is_member(place):
        raise Refusal("not_in_channel")
    if place.is_archived:
        raise Refusal("is_archived")
    user_id = call.need("user")
    if user_id not in place.members:
        raise Refusal("user_not_in_channel")
    draft = _draft(call)
    workspace = call.workspace
    visible = Draft(draft.text, draft.blocks, thread_ts=draft.thread_ts, visible_to=user_id)
    message = workspace.post(place, workspace.plan.bot_user_id, visible)
    return {"message_ts": message.ts}


def _own_message(call: Call, refusal: str) -> tuple[Conversation, Message]:
    place = call.conversation()
    message = place.find(call.need("ts"))
    if message is None or message.tombstone:
        raise Refusal("message_not_found")
    if message.user_id != call.workspace.plan.bot_user_id:
        raise Refusal(refusal)
    return place, message


def update(call: Call) -> JSON:
    """chat.update: new text without blocks removes the blocks, as Slack documents.

    Metadata stays unless there is new; an empty object removes it.
    """
    place, message = _own_message(call, "cant_update_message")
    if place.is_archived:
        raise Refusal("is_inactive")
    draft = _draft(call)
    message.text = draft.text or message.text
    message.blocks = draft.blocks
    message.edits += 1
    message.broadcast = message.broadcast or (call.flag("reply_broadcast") and message.is_reply)
    if call.get("metadata") is not None:
        message.metadata = draft.metadata
    if draft.blocks is None:
        # Slack shows the mark of editing only when text was edited.
        message.edited_ts = call.workspace.new_ts()
    call.workspace.tell_messages(place)
    shown = _shown(call, message, place)
    return {"channel": place.id, "ts": message.ts, "text": message.text, "message": shown}


def delete(call: Call) -> JSON:
    """chat.delete; a thread's root leaves a tombstone while it has replies."""
    place, message = _own_message(call, "cant_delete_message")
    if place.replies(message.ts):
        message.tombstone = True
        message.text, message.blocks, message.files = "This message was deleted.", None, []
    else:
        place.messages.remove(message)
    call.workspace.tell_messages(place)
    return {"channel": place.id, "ts": message.ts}


def get_permalink(call: Call) -> JSON:
    """chat.getPermalink: the page's address of a message."""
    place = call.conversation()
    message = place.find(call.need("message_ts"))
    if message is None:
        raise Refusal("message_not_found")
    link = f"{call.workspace.base_url}/#in={place.id}&ts={message.ts}"
    return {"channel": place.id, "permalink": link}


METHODS = {
    "chat.postMessage": Method(post_message, "chat:write", SPECIAL),
    "chat.postEphemeral": Method(post_ephemeral, "chat:write", TIER_4),
    "chat.update": Method(update, "chat:write", TIER_3),
    "chat.delete": Method(delete, "chat:write", TIER_3),
    "chat.getPermalink": Method(get_permalink, None, SPECIAL),
}

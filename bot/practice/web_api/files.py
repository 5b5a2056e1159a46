"""The methods that upload a file in three steps, and those that tell of one or delete it."""

from datetime import timedelta

from bot.practice.conversations import Conversation
from bot.practice.files import StoredFile
from bot.practice.refusal import Refusal, invalid_arguments
from bot.practice.slack_shapes import file_shape
from bot.practice.web_api.call import JSON, TIER_4, Call, Method
from bot.practice.workspace import Draft

_MOST_ALT = 1000  # characters


def get_upload_url(call: Call) -> JSON:
    """files.getUploadURLExternal: the address takes exactly `length` bytes, once."""
    length = call.need("length")
    if not length.isdigit() or int(length) < 1:
        raise invalid_arguments("must be a positive number [json-pointer:/length]")
    alt = call.get("alt_txt") or ""
    if len(alt) > _MOST_ALT:
        raise Refusal("alt_txt_too_large")
    workspace = call.workspace
    file, ticket = workspace.files.expect(
        call.need("filename"), int(length), alt, workspace.plan.bot_user_id
    )
    return {"upload_url": f"{workspace.base_url}/upload/{ticket}", "file_id": file.id}


def _uploaded(call: Call) -> list[StoredFile]:
    listed = call.json("files")
    if not isinstance(listed, list) or not listed:
        raise invalid_arguments("missing required field: files [json-pointer:/files]")
    found = []
    for entry in listed:
        if not isinstance(entry, dict):
            raise invalid_arguments("must be objects [json-pointer:/files]")
        file = call.workspace.files.by_id.get(str(entry.get("id")))
        if file is None or file.data is None or file.processed_at is not None:
            raise Refusal("file_not_found")
        file.title = entry.get("title") or file.title
        found.append(file)
    return found


def _places(call: Call) -> list[Conversation]:
    ids = [call.get("channel_id") or "", *(call.get("channels") or "").split(",")]
    places = []
    for channel_id in filter(None, ids):
        place = call.workspace.conversations.get(channel_id)
        if place is None or (place.kind == "private" and not call.is_member(place)):
            raise Refusal("channel_not_found")
        if not call.is_member(place):
            raise Refusal("not_in_channel")
        if place.is_archived:
            raise Refusal("is_archived")
        places.append(place)
    return places


def complete_upload(call: Call) -> JSON:
    """files.completeUploadExternal: shares the files in a message when a channel is named.

    Slack shares a moment after it has answered, and looks at the file later still; here the
    message is there at once, and the file is looked at unless the mood is `unprocessed`.
    """
    workspace = call.workspace
    files, places = _uploaded(call), _places(call)
    for place in places:
        workspace.rate_limits.take_post(place.id, workspace.now())
        text = call.get("initial_comment") or ""
        draft = Draft(text, files=tuple(files), thread_ts=call.get("thread_ts"))
        workspace.post(place, workspace.plan.bot_user_id, draft)
    mood = call.fault if call.fault is not None and call.fault.kind == "unprocessed" else None
    for file in files:
        file.shared = file.shared or bool(places)
        file.processed_at = workspace.now() + timedelta(seconds=mood.seconds if mood else 0)
    return {"files": [_shape(call, file) for file in files]}


def info(call: Call) -> JSON:
    """files.info: a file of the app's; `mimetype` is empty until Slack has processed it."""
    file = call.workspace.files.by_id.get(call.need("file"))
    if file is None or file.processed_at is None:
        raise Refusal("file_not_found")
    return {"file": _shape(call, file), "comments": [], "response_metadata": {"next_cursor": ""}}


def delete(call: Call) -> JSON:
    """files.delete: one of the app's own; a message that showed it shows nothing in its place."""
    if call.workspace.files.by_id.pop(call.need("file"), None) is None:
        raise Refusal("file_not_found")
    return {}


def _shape(call: Call, file: StoredFile) -> JSON:
    workspace = call.workspace
    processed = file.processed(workspace.now())
    return file_shape(file, workspace.base_url, processed=processed)


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, "files:write", TIER_4),
    "files.completeUploadExternal": Method(complete_upload, "files:write", TIER_4),
    "files.delete": Method(delete, "files:write"),
    "files.info": Method(info, "files:read", TIER_4),
}

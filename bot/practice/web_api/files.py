"""The methods that upload a file in three steps: ask for an address, send bytes, share."""

from bot.practice.conversations import Conversation
from bot.practice.files import StoredFile
from bot.practice.refusal import Refusal, invalid_arguments
from bot.practice.slack_shapes import file_shape
from bot.practice.web_api.call import JSON, TIER_4, Call, Method
from bot.practice.workspace import Draft


def get_upload_url(call: Call) -> JSON:
    """files.getUploadURLExternal: the address takes exactly `length` bytes, once."""
    length = call.need("length")
    if not length.isdigit() or int(length) < 1:
        raise invalid_arguments("must be a positive number [json-pointer:/length]")
    workspace = call.workspace
    file, ticket = workspace.files.expect(
        call.need("filename"), int(length), call.get("alt_txt") or "", workspace.plan.bot_user_id
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
        if file is None or file.data is None:
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

    Slack shares a moment after it has answered; here the message is there at once.
    """
    workspace = call.workspace
    files, places = _uploaded(call), _places(call)
    for place in places:
        workspace.rate_limits.take_post(place.id, workspace.now())
        text = call.get("initial_comment") or ""
        draft = Draft(text, files=tuple(files), thread_ts=call.get("thread_ts"))
        workspace.post(place, workspace.plan.bot_user_id, draft)
    for file in files:
        file.shared = file.shared or bool(places)
    return {"files": [file_shape(file, workspace.base_url) for file in files]}


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, "files:write", TIER_4),
    "files.completeUploadExternal": Method(complete_upload, "files:write", TIER_4),
}

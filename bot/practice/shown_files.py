"""Which people see which of the app's files: those who can see a message or a view showing it."""

from typing import Any

from bot.practice.composer import can_see
from bot.practice.files import StoredFile, file_of, images_in
from bot.practice.plan import PracticeUser
from bot.practice.workspace import Workspace

JSON = dict[str, Any]


def address_of(file: StoredFile, user_id: str) -> str:
    """Where the page fetches a file for one person."""
    return f"/files/{file.id}?as={user_id}"


def with_addresses(workspace: Workspace, blocks: Any, user_id: str) -> Any:
    """Blocks as the page shows them: each image with its address and its size in pixels."""
    if isinstance(blocks, list):
        return [with_addresses(workspace, each, user_id) for each in blocks]
    if not isinstance(blocks, dict):
        return blocks
    shown = {name: with_addresses(workspace, each, user_id) for name, each in blocks.items()}
    file = file_of(workspace.files, blocks) if isinstance(blocks.get("slack_file"), dict) else None
    if file is None:
        return shown
    width, height = file.size or (None, None)
    size = {"image_width": width, "image_height": height}
    return {**shown, **size, "slack_file": {"id": file.id, "url": address_of(file, user_id)}}


def may_fetch(workspace: Workspace, user: PracticeUser, file: StoredFile) -> bool:
    """Whether this person sees a message, a modal or a Home that shows the file."""
    for place in workspace.conversations.values():
        for message in place.seen_by(user.id) if can_see(user, place) else []:
            if file in message.files or _shows(workspace, message.blocks, file):
                return True
    views = (workspace.views.top(user.id), workspace.views.homes.get(user.id))
    return any(view is not None and _shows(workspace, view.blocks, file) for view in views)


def _shows(workspace: Workspace, blocks: Any, file: StoredFile) -> bool:
    return any(file_of(workspace.files, image) is file for _, image in images_in(blocks))

"""The workspace's files: bytes uploaded by the app and shown in messages."""

import secrets
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "svg": "image/svg+xml",
    "csv": "text/csv",
    "txt": "text/plain",
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_PNG_START = b"\x89PNG\r\n\x1a\n"


@dataclass
class StoredFile:
    """One file; `data` is None until its bytes have arrived.

    It belongs to its app alone until a message shows it. `processed_at` is when Slack will have
    looked at it, None until the upload is completed: before that its type is not told, and no
    message can show it.
    """

    id: str
    name: str
    length: int
    alt_txt: str
    user_id: str
    title: str = ""
    data: bytes | None = None
    shared: bool = False
    processed_at: datetime | None = None

    @property
    def mimetype(self) -> str:
        """The media type by the name's ending."""
        return _TYPES.get(self.name.rpartition(".")[2].lower(), "application/octet-stream")

    @property
    def filetype(self) -> str:
        """Slack's word for its kind: the name's ending."""
        return self.name.rpartition(".")[2].lower()

    @property
    def is_image(self) -> bool:
        """Whether an image block can show it: PNG, JPEG and GIF, and nothing else."""
        return self.mimetype in ("image/png", "image/jpeg", "image/gif")

    def processed(self, now: datetime) -> bool:
        """Whether Slack has looked at it."""
        return self.processed_at is not None and self.processed_at <= now

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height in pixels of a PNG, None for anything else."""
        if self.data is None or len(self.data) < 24 or not self.data.startswith(_PNG_START):
            return None
        width, height = struct.unpack(">II", self.data[16:24])
        return width, height


class Files:
    """The files by id, and the single-use addresses they are uploaded to."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self._uploads: dict[str, StoredFile] = {}

    def expect(self, name: str, length: int, alt_txt: str, user_id: str) -> tuple[StoredFile, str]:
        """Makes room for a file that will be uploaded; gives it and its upload ticket."""
        file = StoredFile(
            f"F{secrets.token_hex(5).upper()}", name, length, alt_txt, user_id, title=name
        )
        self.by_id[file.id] = file
        ticket = secrets.token_urlsafe(18)
        self._uploads[ticket] = file
        return file, ticket

    def receive(self, ticket: str, data: bytes) -> bool:
        """Stores uploaded bytes; False when the address is unknown or the size differs."""
        file = self._uploads.get(ticket)
        if file is None or len(data) != file.length:
            return False
        file.data = data
        del self._uploads[ticket]
        return True


def images_in(part: Any, pointer: str = "/blocks") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every image within blocks that names a file of Slack's, with its JSON pointer."""
    if isinstance(part, dict):
        if isinstance(part.get("slack_file"), dict):
            yield pointer, part
        for name, value in part.items():
            yield from images_in(value, f"{pointer}/{name}")
    elif isinstance(part, list):
        for place, value in enumerate(part):
            yield from images_in(value, f"{pointer}/{place}")


def file_of(files: Files, image: dict[str, Any]) -> StoredFile | None:
    """The file that an image names by its id or by its private address."""
    named = image["slack_file"]
    given = str(named.get("id") or str(named.get("url", "")).rpartition("/")[2])
    return files.by_id.get(given)

"""The workspace's files: bytes uploaded by the app and shown in messages."""

import secrets
import struct
from dataclasses import dataclass

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
    """One file; `data` is None until its bytes have arrived."""

    id: str
    name: str
    length: int
    alt_txt: str
    user_id: str
    title: str = ""
    data: bytes | None = None
    shared: bool = False

    @property
    def mimetype(self) -> str:
        """The media type by the name's ending."""
        return _TYPES.get(self.name.rpartition(".")[2].lower(), "application/octet-stream")

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

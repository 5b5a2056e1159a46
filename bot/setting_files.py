"""Which files settings are read from: `.env`, and what NAME_FILE names, for secrets.

A `.env` that may not be read is as none: it is somebody else's, in whose folder a command was run.
"""

import errno
import os
from pathlib import Path
from typing import Any

from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource

from models.errors import SettingsWrong

ENV_FILE = Path(".env")


def env_file_to_read(path: Path = ENV_FILE) -> Path | None:
    """The file, or None where it may not be read."""
    return path if why_unread(path) is None else None


def why_unread(path: Path = ENV_FILE) -> str | None:
    """What the system says against reading the file; None where it can be read, or is not there."""
    try:
        path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        return error.strerror
    # Not opened: a pipe would give its content to nobody else.
    may = os.access(path, os.R_OK, effective_ids=os.access in os.supports_effective_ids)
    return None if may else os.strerror(errno.EACCES)


class FromFiles(PydanticBaseSettingsSource):
    """Reads NAME_FILE, from the environment or else `.env`, for every setting NAME."""

    def __init__(
        self, settings_cls: type[BaseSettings], *sources: PydanticBaseSettingsSource
    ) -> None:
        super().__init__(settings_cls)
        self._given: dict[str, str | None] = {}
        for source in reversed(sources):
            if isinstance(source, EnvSettingsSource):
                self._given.update(source.env_vars)

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        found = {}
        for field in self.settings_cls.model_fields.values():
            path = self._given.get(f"{field.alias}_file".lower())
            if path and field.alias:
                found[field.alias] = _content(field.alias, path)
        return found


def _content(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsWrong(
            f"{name}_FILE names {path}, which cannot be read ({error.strerror}). "
            "Check the path and who may read it."
        ) from error

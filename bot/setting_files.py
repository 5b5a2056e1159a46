"""Reads a setting from the file that NAME_FILE names, so that secrets need not be in the open."""

from pathlib import Path
from typing import Any

from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource

from models.errors import SettingsWrong


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

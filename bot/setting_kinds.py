"""The kinds of value a setting can have, each with what is refused and how to write it right."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from alerts.hours import hours_of

PLACEHOLDERS = ("your-", "your_", "changeme", "change-me", "...", "<")

_CODE = re.compile(r"[0-9]{3}(?:/[0-9]{3})*|E[0-9]{8}")
_CHANNEL = re.compile(r"#?[^\s#@<>,:]{1,80}")
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})


def days_of(text: str) -> list[date]:
    """The days of "2026-12-29,2026-12-30"; ValueError for anything else."""
    return [date.fromisoformat(part.strip()) for part in text.split(",") if part.strip()]


def _blank_is_unset(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _in_capitals(value: Any) -> Any:
    return value.strip().upper() if isinstance(value, str) else value


def _in_small_letters(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


def _is_placeholder(text: str) -> bool:
    return any(word in text.lower() for word in PLACEHOLDERS)


def _token(prefix: str) -> AfterValidator:
    def is_real(value: SecretStr) -> SecretStr:
        text = value.get_secret_value()
        if not text.startswith(prefix) or _is_placeholder(text):
            raise ValueError(f"should be the real token, which begins with {prefix}")
        return value

    return AfterValidator(is_real)


def _is_a_signing_secret(value: SecretStr) -> SecretStr:
    if _is_placeholder(value.get_secret_value()):
        raise ValueError("should be the real signing secret from Basic Information")
    return value


def _is_reached_safely(address: str) -> None:
    """Raises ValueError where what is sent could be read on the way."""
    parts = urlsplit(address)
    if not parts.hostname or not (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
    ):
        raise ValueError("should begin with https:// (http:// only on this machine)")


def _is_an_api(value: str) -> str:
    _is_reached_safely(value)
    return value if value.endswith("/") else value + "/"


def _is_a_page(value: SecretStr) -> SecretStr:
    _is_reached_safely(value.get_secret_value())
    return value


def _is_a_code(value: str) -> str | None:
    code = "".join(value.split()).upper()
    if code and not _CODE.fullmatch(code):
        raise ValueError("should be the Department's three digits, such as 852 or 314/318")
    return code or None


def _is_a_zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (OSError, ValueError, ZoneInfoNotFoundError) as error:  # a folder of zones, for one
        raise ValueError("should be a zone such as Europe/London") from error


def _are_days(value: str) -> str:
    try:
        days_of(value)
    except ValueError as error:
        raise ValueError("should be days such as 2026-12-29,2026-12-30") from error
    return value


def _are_hours(value: str) -> str:
    try:
        opens, closes = hours_of(value)
    except ValueError:
        raise ValueError("should be hours such as 08:00-18:00") from None
    if not opens < closes:
        raise ValueError("should begin before they end, such as 08:00-18:00")
    return value


def _is_a_channel(value: str) -> str | None:
    name = value.strip()
    if name and not _CHANNEL.fullmatch(name):
        raise ValueError("should be one channel's name or id, such as #leadership")
    return name.removeprefix("#") or None


_UNSET_IF_BLANK = BeforeValidator(_blank_is_unset)

BotToken = Annotated[SecretStr, _token("xoxb-")]
AppToken = Annotated[SecretStr, _token("xapp-")]
SigningSecret = Annotated[SecretStr, AfterValidator(_is_a_signing_secret)]
CaseKey = Annotated[SecretStr, Field(min_length=16)]
ApiAddress = Annotated[str, AfterValidator(_is_an_api)]
SecretAddress = Annotated[SecretStr, AfterValidator(_is_a_page)]
AuthorityCode = Annotated[str, AfterValidator(_is_a_code)]
Zone = Annotated[str, AfterValidator(_is_a_zone)]
Days = Annotated[str, AfterValidator(_are_days)]
Hours = Annotated[str, AfterValidator(_are_hours)]
Channel = Annotated[str, AfterValidator(_is_a_channel)]
Port = Annotated[int, Field(ge=0, le=65535)]
Folder = Annotated[Path, AfterValidator(Path.expanduser)]
LogLevel = Annotated[
    str, BeforeValidator(_in_capitals), Field(pattern="^(DEBUG|INFO|WARNING|ERROR)$")
]
LogFormat = Annotated[str, BeforeValidator(_in_small_letters), Field(pattern="^(text|json)$")]

BotTokenOrUnset = Annotated[BotToken | None, _UNSET_IF_BLANK]
AppTokenOrUnset = Annotated[AppToken | None, _UNSET_IF_BLANK]
SigningSecretOrUnset = Annotated[SigningSecret | None, _UNSET_IF_BLANK]

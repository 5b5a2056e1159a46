"""Every setting, read once from the environment, `.env` or secret files, and checked with a hint.

Any setting may be given as a file instead, for secrets: `SLACK_BOT_TOKEN_FILE=/run/secrets/token`.
"""

import re
from datetime import date, time
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from alerts.hours import hours_of
from bot.setting_files import FromFiles
from models.errors import SettingsWrong

PLACEHOLDERS = ("your-", "your_", "changeme", "change-me", "...", "<")

_CODE = re.compile(r"[0-9]{3}(?:/[0-9]{3})*|E[0-9]{8}")
_CHANNEL = re.compile(r"#?[^\s#@<>,:]{1,80}")


class Settings(BaseSettings):
    """Slack's own names for what is Slack's, `CASELOAD_…` for the rest."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,  # an empty line in .env is a setting not made
        extra="ignore",
        populate_by_name=True,
    )

    slack_bot_token: SecretStr | None = Field(
        None,
        alias="SLACK_BOT_TOKEN",
        description="The app's bot token, xoxb-…; from OAuth & Permissions.",
    )
    slack_app_token: SecretStr | None = Field(
        None,
        alias="SLACK_APP_TOKEN",
        description="The app-level token, xapp-…, with connections:write; turns on Socket Mode.",
    )
    slack_signing_secret: SecretStr | None = Field(
        None,
        alias="SLACK_SIGNING_SECRET",
        description="The signing secret from Basic Information; needed for HTTP instead.",
    )
    slack_api_url: str = Field(
        "https://slack.com/api/",
        alias="CASELOAD_SLACK_API_URL",
        description="Where Slack's Web API is; another address only for the practice workspace.",
    )
    database_url: SecretStr = Field(
        SecretStr("sqlite:///caseload.db"),
        alias="CASELOAD_DATABASE_URL",
        description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.",
    )
    authority: str = Field(
        "the authority",
        alias="CASELOAD_AUTHORITY",
        min_length=1,
        max_length=80,
        description="The authority's name, as answers say it.",
    )
    authority_code: str | None = Field(
        None,
        alias="CASELOAD_AUTHORITY_CODE",
        description="The Department's three digits for the authority, such as 852: by them it is "
        "found among the published figures.",
    )
    time_zone: str = Field(
        "Europe/London", alias="CASELOAD_TIME_ZONE", description="The zone of days and hours."
    )
    closing_days: str = Field(
        "",
        alias="CASELOAD_CLOSING_DAYS",
        description="Days the authority is closed besides bank holidays: 2026-12-29,2026-12-30.",
    )
    working_hours: str = Field(
        "08:00-18:00",
        alias="CASELOAD_WORKING_HOURS",
        description="When notices that are not urgent are sent, on working days.",
    )
    leadership_channel: str | None = Field(
        None,
        alias="CASELOAD_LEADERSHIP_CHANNEL",
        description="The channel of leadership's notices; without it they are direct messages.",
    )
    administrators_channel: str | None = Field(
        None,
        alias="CASELOAD_ADMINISTRATORS_CHANNEL",
        description="The channel of administrators' notices; without it they are direct messages.",
    )
    case_key: SecretStr | None = Field(
        None,
        alias="CASELOAD_CASE_KEY",
        min_length=16,
        description="The key that hashes case references; keep it, and keep it out of the "
        "database.",
    )
    children_in_need: int | None = Field(
        None,
        alias="CASELOAD_CHILDREN_IN_NEED",
        gt=0,
        description="The authority's children in need, where they are not the published ones.",
    )
    not_seen_days: int = Field(
        28,
        alias="CASELOAD_NOT_SEEN_DAYS",
        ge=1,
        le=366,
        description="A child last seen more than so many days before the as-at is not seen.",
    )
    names_kept_days: int = Field(
        30,
        alias="CASELOAD_NAMES_KEPT_DAYS",
        ge=1,
        le=366,
        description="A notice with workers' names is edited down to counts after so many days.",
    )
    history_days: int = Field(
        730,
        alias="CASELOAD_HISTORY_DAYS",
        ge=200,
        description="What each worker held on past days is kept for so many days; the counts of "
        "teams stay.",
    )
    http_host: str = Field(
        "127.0.0.1", alias="CASELOAD_HTTP_HOST", description="Where HTTP mode listens."
    )
    http_port: int = Field(
        3000, alias="CASELOAD_HTTP_PORT", ge=0, le=65535, description="The port of HTTP mode."
    )
    log_level: str = Field(
        "INFO",
        alias="CASELOAD_LOG_LEVEL",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="DEBUG, INFO, WARNING or ERROR.",
    )

    @field_validator("slack_bot_token", "slack_app_token", "slack_signing_secret", mode="before")
    @classmethod
    def _blank_is_unset(cls, value: Any) -> Any:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _is_a_token(cls, value: SecretStr | None, info: Any) -> SecretStr | None:
        prefix = "xoxb-" if info.field_name == "slack_bot_token" else "xapp-"
        text = "" if value is None else value.get_secret_value()
        if value is not None and (not text.startswith(prefix) or _is_placeholder(text)):
            raise ValueError(f"should be the real token, which begins with {prefix}")
        return value

    @field_validator("slack_signing_secret")
    @classmethod
    def _is_a_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and _is_placeholder(value.get_secret_value()):
            raise ValueError("should be the real signing secret from Basic Information")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        address = urlsplit(value)
        here = address.hostname in {"127.0.0.1", "localhost", "::1"}
        if address.scheme != "https" and not (address.scheme == "http" and here):
            raise ValueError("should begin with https:// (http:// only on this machine)")
        return value if value.endswith("/") else value + "/"

    @field_validator("authority_code")
    @classmethod
    def _is_a_code(cls, value: str | None) -> str | None:
        code = "".join((value or "").split()).upper()
        if code and not _CODE.fullmatch(code):
            raise ValueError("should be the Department's three digits, such as 852 or 314/318")
        return code or None

    @field_validator("time_zone")
    @classmethod
    def _is_a_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("should be a zone such as Europe/London")
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: Any) -> Any:
        return value.strip().upper() if isinstance(value, str) else value

    @field_validator("closing_days")
    @classmethod
    def _are_days(cls, value: str) -> str:
        try:
            _days(value)
        except ValueError as error:
            raise ValueError("should be days such as 2026-12-29,2026-12-30") from error
        return value

    @field_validator("working_hours")
    @classmethod
    def _are_hours(cls, value: str) -> str:
        try:
            opens, closes = hours_of(value)
        except ValueError:
            raise ValueError("should be hours such as 08:00-18:00") from None
        if not opens < closes:
            raise ValueError("should begin before they end, such as 08:00-18:00")
        return value

    @field_validator("leadership_channel", "administrators_channel")
    @classmethod
    def _is_a_channel(cls, value: str | None) -> str | None:
        name = (value or "").strip()
        if name and not _CHANNEL.fullmatch(name):
            raise ValueError("should be one channel's name or id, such as #leadership")
        return name.removeprefix("#") or None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def closed_on(self) -> list[date]:
        return _days(self.closing_days)

    @property
    def opens_and_closes(self) -> tuple[time, time]:
        """The working hours: from the first to before the second."""
        return hours_of(self.working_hours)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        files = FromFiles(settings_cls, env_settings, dotenv_settings)
        return init_settings, files, env_settings, dotenv_settings


def read_settings(**given: Any) -> Settings:
    """The settings, with `given` before the environment; SettingsWrong names each problem."""
    try:
        return Settings(**given)
    except ValidationError as error:
        problems = [
            f"{'.'.join(str(part) for part in found['loc'])} "
            f"{str(found['msg']).removeprefix('Value error, ')}."
            for found in error.errors(include_input=False, include_url=False)
        ]
        raise SettingsWrong(
            "Some settings are not right. " + " ".join(problems) + " Mend them and try again."
        ) from None


def _is_placeholder(text: str) -> bool:
    return any(word in text.lower() for word in PLACEHOLDERS)


def _days(text: str) -> list[date]:
    return [date.fromisoformat(part.strip()) for part in text.split(",") if part.strip()]

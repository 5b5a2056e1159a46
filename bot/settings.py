"""Every setting, read once from the environment, `.env` or secret files, and checked with a hint.

Any setting may be given as a file instead, for secrets: `SLACK_BOT_TOKEN_FILE=/run/secrets/token`.
"""

from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from alerts.hours import hours_of
from bot.setting_files import FromFiles, env_file_to_read
from bot.setting_kinds import (
    ApiAddress,
    AppTokenOrUnset,
    AuthorityCode,
    BotTokenOrUnset,
    CaseKey,
    Channel,
    Days,
    Folder,
    Hours,
    LogFormat,
    LogLevel,
    Port,
    SecretAddress,
    SigningSecretOrUnset,
    Zone,
    days_of,
)
from models.errors import SettingsWrong


class Settings(BaseSettings):
    """Slack's own names for what is Slack's, `CASELOAD_…` for the rest."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,  # an empty line in .env is a setting not made
        extra="ignore",
        populate_by_name=True,
    )

    slack_bot_token: BotTokenOrUnset = Field(
        None,
        alias="SLACK_BOT_TOKEN",
        description="The app's bot token, xoxb-…; from OAuth & Permissions.",
    )
    slack_app_token: AppTokenOrUnset = Field(
        None,
        alias="SLACK_APP_TOKEN",
        description="The app-level token, xapp-…, with connections:write; turns on Socket Mode.",
    )
    slack_signing_secret: SigningSecretOrUnset = Field(
        None,
        alias="SLACK_SIGNING_SECRET",
        description="The signing secret from Basic Information; needed for HTTP instead.",
    )
    slack_api_url: ApiAddress = Field(
        "https://slack.com/api/",
        alias="CASELOAD_SLACK_API_URL",
        description="Where Slack's Web API is; another address only for the practice workspace.",
    )
    database_url: SecretStr = Field(
        SecretStr("sqlite:///caseload.db"),
        alias="CASELOAD_DATABASE_URL",
        description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.",
    )
    database_pool: int = Field(
        20,
        alias="CASELOAD_DATABASE_POOL",
        ge=5,
        le=200,
        description="The most connections one process opens to PostgreSQL.",
    )
    authority: str = Field(
        "the authority",
        alias="CASELOAD_AUTHORITY",
        min_length=1,
        max_length=80,
        description="The authority's name, as answers say it.",
    )
    authority_code: AuthorityCode | None = Field(
        None,
        alias="CASELOAD_AUTHORITY_CODE",
        description="The Department's three digits for the authority, such as 852: by them it is "
        "found among the published figures.",
    )
    time_zone: Zone = Field(
        "Europe/London", alias="CASELOAD_TIME_ZONE", description="The zone of days and hours."
    )
    closing_days: Days = Field(
        "",
        alias="CASELOAD_CLOSING_DAYS",
        description="Days the authority is closed besides bank holidays: 2026-12-29,2026-12-30.",
    )
    working_hours: Hours = Field(
        "08:00-18:00",
        alias="CASELOAD_WORKING_HOURS",
        description="When notices that are not urgent are sent, on working days.",
    )
    leadership_channel: Channel | None = Field(
        None,
        alias="CASELOAD_LEADERSHIP_CHANNEL",
        description="The channel of leadership's notices; without it they are direct messages.",
    )
    administrators_channel: Channel | None = Field(
        None,
        alias="CASELOAD_ADMINISTRATORS_CHANNEL",
        description="The channel of administrators' notices; without it they are direct messages.",
    )
    inbox: Folder | None = Field(
        None,
        alias="CASELOAD_INBOX",
        description="A folder that is watched: files put there are loaded, then moved to done or "
        "refused in it.",
    )
    case_key: CaseKey | None = Field(
        None,
        alias="CASELOAD_CASE_KEY",
        description="The key that hashes case references; keep it, and keep it out of the "
        "database.",
    )
    case_key_before: CaseKey | None = Field(
        None,
        alias="CASELOAD_CASE_KEY_BEFORE",
        description="The key before, while a new one takes its place: until the next load of "
        "allocations.",
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
    loads_kept_days: int = Field(
        90,
        alias="CASELOAD_LOADS_KEPT_DAYS",
        ge=7,
        description="What a load said besides its figures is deleted after so many days: held "
        "rows, problems, files in the inbox's done and refused.",
    )
    closed_cases_kept_days: int = Field(
        400,
        alias="CASELOAD_CLOSED_CASES_KEPT_DAYS",
        ge=40,
        description="A closed case is deleted so many days after it was closed.",
    )
    leavers_kept_days: int = Field(
        760,
        alias="CASELOAD_LEAVERS_KEPT_DAYS",
        ge=400,
        description="Who has left is forgotten by name after so many days; turnover and its value "
        "a year ago need two years.",
    )
    history_days: int = Field(
        730,
        alias="CASELOAD_HISTORY_DAYS",
        ge=200,
        description="What each worker held on past days is kept for so many days; the counts of "
        "teams stay.",
    )
    audit_kept_days: int = Field(
        730,
        alias="CASELOAD_AUDIT_KEPT_DAYS",
        ge=90,
        description="Who asked and did what is kept for so many days.",
    )
    register_kept_days: int = Field(
        2190,
        alias="CASELOAD_REGISTER_KEPT_DAYS",
        ge=400,
        description="Alerts that are over, and what was decided about them, are kept for so many "
        "days.",
    )
    http_host: str = Field(
        "127.0.0.1", alias="CASELOAD_HTTP_HOST", description="Where HTTP mode listens."
    )
    http_port: Port = Field(3000, alias="CASELOAD_HTTP_PORT", description="The port of HTTP mode.")
    health_host: str = Field(
        "127.0.0.1",
        alias="CASELOAD_HEALTH_HOST",
        description="Where /healthz, /readyz and /metrics listen.",
    )
    health_port: Port | None = Field(
        None,
        alias="CASELOAD_HEALTH_PORT",
        description="The port of /healthz, /readyz and /metrics; without it nothing listens there.",
    )
    heartbeat_url: SecretAddress | None = Field(
        None,
        alias="CASELOAD_HEARTBEAT_URL",
        description="An address of a dead man's switch, asked every minute while all is well.",
    )
    log_level: LogLevel = Field(
        "INFO", alias="CASELOAD_LOG_LEVEL", description="DEBUG, INFO, WARNING or ERROR."
    )
    log_format: LogFormat = Field(
        "text",
        alias="CASELOAD_LOG_FORMAT",
        description="text for people, json for a log collector: one object a line.",
    )

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def closed_on(self) -> list[date]:
        return days_of(self.closing_days)

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
        return Settings(**{"_env_file": env_file_to_read(), **given})
    except ValidationError as error:
        problems = [
            f"{'.'.join(str(part) for part in found['loc'])} "
            f"{str(found['msg']).removeprefix('Value error, ')}."
            for found in error.errors(include_input=False, include_url=False)
        ]
        raise SettingsWrong(
            "Some settings are not right. " + " ".join(problems) + " Mend them and try again."
        ) from None

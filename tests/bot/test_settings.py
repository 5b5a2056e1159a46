"""Settings come from the environment, `.env` or files, and a wrong one is named with the mend."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.setting_names import names_given
from bot.settings import Settings, read_settings
from models.errors import SettingsWrong

CASE_KEY = "a key of more than sixteen letters"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder without the developer's own `.env`."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def wrong(**given: object) -> str:
    """What is said of these settings."""
    with pytest.raises(SettingsWrong) as caught:
        read_settings(**given)
    return str(caught.value)


def test_without_any_setting_there_is_a_database_file_and_english_time() -> None:
    settings = read_settings()
    assert settings.database_url.get_secret_value() == "sqlite:///caseload.db"
    assert settings.zone == ZoneInfo("Europe/London")
    assert settings.closed_on == []
    assert settings.not_seen_days == 28
    assert (settings.slack_bot_token, settings.slack_app_token) == (None, None)


def test_settings_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASELOAD_AUTHORITY", "Borough")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1-2-abc")
    settings = read_settings()
    assert settings.authority == "Borough"
    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == "xoxb-1-2-abc"


def test_settings_are_read_from_a_dot_env_file(folder: Path) -> None:
    (folder / ".env").write_text("CASELOAD_AUTHORITY=Borough\n", encoding="utf-8")
    assert read_settings().authority == "Borough"


def test_a_setting_may_be_in_a_file_that_the_environment_names(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "key").write_text(f"{CASE_KEY}\n", encoding="utf-8")
    monkeypatch.setenv("CASELOAD_CASE_KEY_FILE", str(folder / "key"))
    found = read_settings().case_key
    assert found is not None
    assert found.get_secret_value() == CASE_KEY


def test_a_file_that_cannot_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", str(folder / "missing"))
    said = wrong()
    assert said.startswith(f"SLACK_BOT_TOKEN_FILE names {folder / 'missing'}")
    assert said.endswith("Check the path and who may read it.")


def test_given_beats_file_beats_environment_beats_dot_env(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".env").write_text("CASELOAD_AUTHORITY=from .env\n", encoding="utf-8")
    (folder / "authority").write_text("from a file", encoding="utf-8")
    found = [read_settings().authority]
    monkeypatch.setenv("CASELOAD_AUTHORITY", "from the environment")
    found.append(read_settings().authority)
    monkeypatch.setenv("CASELOAD_AUTHORITY_FILE", str(folder / "authority"))
    found.append(read_settings().authority)
    found.append(read_settings(CASELOAD_AUTHORITY="given").authority)
    assert found == ["from .env", "from the environment", "from a file", "given"]


@pytest.mark.parametrize("empty", ["", "   "])
@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"])
def test_an_empty_token_is_no_token(name: str, empty: str) -> None:
    field = name.lower()
    assert getattr(read_settings(**{name: empty}), field) is None


@pytest.mark.parametrize(
    ("name", "value", "mend"),
    [
        ("SLACK_BOT_TOKEN", "xapp-1-abc", "which begins with xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxp-1-abc", "which begins with xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxb-your-token", "the real token"),
        ("SLACK_BOT_TOKEN", "xoxb-...", "the real token"),
        ("SLACK_APP_TOKEN", "xoxb-1-abc", "which begins with xapp-"),
        ("SLACK_APP_TOKEN", "xapp-changeme", "the real token"),
        ("SLACK_SIGNING_SECRET", "<signing secret>", "the real signing secret"),
        ("SLACK_SIGNING_SECRET", "your-signing-secret", "the real signing secret"),
        ("CASELOAD_TIME_ZONE", "Mars/Base", "a zone such as Europe/London"),
        ("CASELOAD_TIME_ZONE", "", "a zone such as Europe/London"),
        ("CASELOAD_TIME_ZONE", "Europe", "a zone such as Europe/London"),
        ("CASELOAD_TIME_ZONE", "../etc/passwd", "a zone such as Europe/London"),
        ("CASELOAD_CLOSING_DAYS", "29/12/2026", "days such as 2026-12-29,2026-12-30"),
        ("CASELOAD_CLOSING_DAYS", "2026-02-30", "days such as 2026-12-29,2026-12-30"),
        ("CASELOAD_WORKING_HOURS", "8 to 6", "hours such as 08:00-18:00"),
        ("CASELOAD_WORKING_HOURS", "08:00-24:00", "hours such as 08:00-18:00"),
        ("CASELOAD_WORKING_HOURS", "18:00-08:00", "begin before they end"),
        ("CASELOAD_WORKING_HOURS", "08:00-08:00", "begin before they end"),
        ("CASELOAD_LEADERSHIP_CHANNEL", "two channels", "one channel's name or id"),
        ("CASELOAD_ADMINISTRATORS_CHANNEL", "#one,#two", "one channel's name or id"),
        ("CASELOAD_ADMINISTRATORS_CHANNEL", "<!channel>", "one channel's name or id"),
        ("CASELOAD_SLACK_API_URL", "http://slack.example/api/", "begin with https://"),
        ("CASELOAD_SLACK_API_URL", "slack.com/api", "begin with https://"),
        ("CASELOAD_HEARTBEAT_URL", "http://ping.example/secret", "begin with https://"),
        ("CASELOAD_HTTP_PORT", "65536", "65535"),
        ("CASELOAD_HTTP_PORT", "-1", "0"),
        ("CASELOAD_NOT_SEEN_DAYS", "0", "1"),
        ("CASELOAD_NOT_SEEN_DAYS", "367", "366"),
        ("CASELOAD_CHILDREN_IN_NEED", "0", "greater than 0"),
        ("CASELOAD_AUTHORITY_CODE", "Southampton", "three digits, such as 852 or 314/318"),
        ("CASELOAD_AUTHORITY_CODE", "8520", "three digits, such as 852 or 314/318"),
        ("CASELOAD_CASE_KEY", "fifteen letters", "16"),
        ("CASELOAD_AUTHORITY", "", "at least 1"),
        ("CASELOAD_AUTHORITY", "B" * 81, "80"),
        ("CASELOAD_LOG_LEVEL", "CHATTY", "DEBUG"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_accepted(name: str, value: str, mend: str) -> None:
    said = wrong(**{name: value})
    assert said.startswith(f"Some settings are not right. {name} ")
    assert said.endswith("Mend them and try again.")
    assert mend in said


@pytest.mark.parametrize("written", ["07:30-19:00", " 07:30 – 19:00 "])
def test_working_hours_are_written_with_a_dash(written: str) -> None:
    settings = read_settings(CASELOAD_WORKING_HOURS=written)
    assert settings.opens_and_closes == (time(7, 30), time(19))


@pytest.mark.parametrize(
    ("written", "channel"),
    [
        ("#leadership", "leadership"),
        ("leadership", "leadership"),
        ("C0NM01", "C0NM01"),
        (" ", None),
    ],
)
def test_a_channel_is_named_with_or_without_its_sign(written: str, channel: str | None) -> None:
    settings = read_settings(
        CASELOAD_LEADERSHIP_CHANNEL=written, CASELOAD_ADMINISTRATORS_CHANNEL=written
    )
    assert (settings.leadership_channel, settings.administrators_channel) == (channel, channel)


def test_every_wrong_setting_is_named_at_once() -> None:
    said = wrong(CASELOAD_TIME_ZONE="Mars", CASELOAD_HTTP_PORT=70_000, SLACK_BOT_TOKEN="x")
    for name in ("CASELOAD_TIME_ZONE", "CASELOAD_HTTP_PORT", "SLACK_BOT_TOKEN"):
        assert name in said


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "CASELOAD_CASE_KEY"])
def test_a_wrong_secret_is_not_said_back(name: str) -> None:
    assert "s3cr3t" not in wrong(**{name: "s3cr3t"})


def test_no_secret_is_in_the_settings_own_words() -> None:
    settings = read_settings(
        SLACK_BOT_TOKEN="xoxb-1-s3cr3t",
        SLACK_APP_TOKEN="xapp-1-s3cr3t",
        SLACK_SIGNING_SECRET="s3cr3t",
        CASELOAD_CASE_KEY="s3cr3t of more than sixteen",
        CASELOAD_DATABASE_URL="postgresql://ann:s3cr3t@db.example/caseload",
    )
    assert "s3cr3t" not in f"{settings!r} {settings}"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://slack.com/api/", "https://slack.com/api/"),
        ("https://slack.com/api", "https://slack.com/api/"),
        ("http://127.0.0.1:8000/api", "http://127.0.0.1:8000/api/"),
        ("http://localhost:8000/api/", "http://localhost:8000/api/"),
        ("http://[::1]:8000/api/", "http://[::1]:8000/api/"),
    ],
)
def test_slacks_address_ends_in_a_slash_and_is_plain_only_on_this_machine(
    given: str, kept: str
) -> None:
    assert read_settings(CASELOAD_SLACK_API_URL=given).slack_api_url == kept


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", []),
        ("2026-12-29", [date(2026, 12, 29)]),
        (" 2026-12-29 , 2026-12-30 ,", [date(2026, 12, 29), date(2026, 12, 30)]),
    ],
)
def test_closing_days_are_dates_with_commas_between(text: str, days: list[date]) -> None:
    assert read_settings(CASELOAD_CLOSING_DAYS=text).closed_on == days


def test_every_setting_has_slacks_or_the_products_name_and_says_what_it_is() -> None:
    for field in Settings.model_fields.values():
        assert re.fullmatch(r"(SLACK|CASELOAD)_[A-Z_]+", field.alias or "")
        assert field.description
        assert field.description.endswith(".")


@contextmanager
def somebody_else() -> Iterator[None]:
    """Whoever runs the tests may perhaps read everything; a service's account may not."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("closed", ["the file", "the folder"])
def test_a_dot_env_that_may_not_be_read_is_as_none(folder: Path, closed: str) -> None:
    (folder / ".env").write_text("CASELOAD_AUTHORITY=Northmere Council\n", encoding="utf-8")
    (folder / ".env" if closed == "the file" else folder).chmod(0)
    try:
        with somebody_else():
            assert read_settings().authority == "the authority"
            assert "CASELOAD_AUTHORITY" not in names_given()
    finally:
        folder.chmod(0o700)

"""The doctor looks at how settings are written: names, secrets in the open, examples left in."""

import contextlib
from pathlib import Path
from typing import Any

import pytest

from bot.findings import Finding, Level
from bot.setting_names import names_given
from bot.settings import read_settings
from bot.settings_examined import examine_settings

NOWHERE = Path("there is no such file")

SET_UP = {"CASELOAD_AUTHORITY": "Northmere Council"}


def examined(*names: str, env_file: Path = NOWHERE, **given: Any) -> list[Finding]:
    settings = read_settings(_env_file=None, **SET_UP, **given)
    return list(examine_settings(settings, names, env_file))


def test_nothing_is_said_against_settings_that_are_known() -> None:
    names = ("CASELOAD_INBOX", "SLACK_BOT_TOKEN_FILE", "CASELOAD_TOOLS", "PATH", "SLACK_WEBHOOK")
    (found,) = examined(*names)
    assert (found.level, found.what) == (
        Level.GOOD,
        "Every setting is one that Caseload knows.",
    )


@pytest.mark.parametrize(
    ("name", "level", "mend"),
    [
        ("CASELOAD_INBX", Level.BAD, "If CASELOAD_INBOX is meant, correct the name."),
        ("CASELOAD_CASE_KEYS", Level.BAD, "If CASELOAD_CASE_KEY is meant"),
        ("CASELOAD_CASEKEY_FILE", Level.BAD, "If CASELOAD_CASE_KEY_FILE is meant"),
        ("SLACK_BOT_TOKENS", Level.BAD, "If SLACK_BOT_TOKEN is meant"),
        ("CASELOAD_TEA", Level.ADVICE, "Remove it, or look for its name in the README"),
    ],
)
def test_a_name_nobody_knows_is_told_with_the_one_that_was_meant(
    name: str, level: Level, mend: str
) -> None:
    (found,) = examined(name)
    assert (found.level, found.what) == (
        level,
        f"{name} is set, and Caseload knows no such setting.",
    )
    assert found.mend.startswith(mend)


@pytest.mark.parametrize(
    ("given", "what", "level"),
    [
        ({"CASELOAD_LOG_LEVEL": "DEBUG"}, "CASELOAD_LOG_LEVEL is DEBUG", Level.ADVICE),
        ({"CASELOAD_AUTHORITY": "the authority"}, "CASELOAD_AUTHORITY is not set", Level.ADVICE),
        (
            {"CASELOAD_SLACK_API_URL": "http://127.0.0.1:1/api/"},
            "leads to another address than Slack's",
            Level.ADVICE,
        ),
        (
            {"SLACK_SIGNING_SECRET": "0" * 32, "CASELOAD_HTTP_HOST": "0.0.0.0"},
            "HTTP mode listens on 0.0.0.0 without encryption",
            Level.ADVICE,
        ),
        (
            {"CASELOAD_DATABASE_URL": "postgresql://caseload:changeme@db/caseload"},
            "The password in CASELOAD_DATABASE_URL looks like one from an example",
            Level.BAD,
        ),
        (
            {"CASELOAD_CASE_KEY": "your-key-here-please"},
            "CASELOAD_CASE_KEY looks like one from an example",
            Level.BAD,
        ),
    ],
)
def test_what_was_left_from_an_example_or_a_trial_is_told(
    given: dict[str, str], what: str, level: Level
) -> None:
    settings = read_settings(_env_file=None, **{**SET_UP, **given})
    (found,) = examine_settings(settings, (), NOWHERE)
    assert what in found.what
    assert found.level is level
    assert found.mend


def test_a_setting_and_a_file_for_it_are_told() -> None:
    (found,) = examined("SLACK_BOT_TOKEN", "SLACK_BOT_TOKEN_FILE")
    assert found.what == (
        "SLACK_BOT_TOKEN and SLACK_BOT_TOKEN_FILE are both set; what the file says holds."
    )


@pytest.mark.parametrize(
    ("mode", "level"), [(0o600, Level.GOOD), (0o640, Level.GOOD), (0o644, Level.BAD)]
)
def test_settings_that_everybody_may_read_are_told(tmp_path: Path, mode: int, level: Level) -> None:
    file = tmp_path / ".env"
    file.touch()
    file.chmod(mode)
    (found,) = examined(env_file=file)
    assert found.level is level
    assert (found.mend == f"chmod o-rwx {file}") is (level is Level.BAD)


def test_a_file_of_settings_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.symlink_to(file)
    (found,) = examined(env_file=file)
    assert (found.level, found.mend.split(",")[0]) == (
        Level.ADVICE,
        "Give whoever runs this the right to read it",
    )
    assert found.what.startswith(f"{file} cannot be read here (")


def test_names_are_looked_for_where_settings_are_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CASELOAD_INBX=/srv/inbox\nCASELOAD_INBOX=\n", encoding="utf-8")
    with contextlib.chdir(tmp_path):
        names = names_given()
    assert "CASELOAD_INBX" in names
    assert "PATH" in names
    assert "CASELOAD_INBOX" not in names  # an empty line is a setting not made

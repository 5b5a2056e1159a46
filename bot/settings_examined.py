"""Examines the settings: names nobody knows, secrets in the open, and what is left as it was."""

from collections.abc import Collection, Iterator
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.findings import Finding, Level
from bot.setting_files import ENV_FILE, why_unread
from bot.setting_kinds import PLACEHOLDERS
from bot.settings import Settings
from models.database import Database

SUBJECT = "settings"

_OURS = "CASELOAD_"
_SLACKS = "SLACK_"
_SWITCHES_OF_TESTS = frozenset({"CASELOAD_BROWSER_TESTS", "CASELOAD_TOOLS"})
_ALIKE = 80
"""Of 100: "CASELOAD_INBX" is meant to be CASELOAD_INBOX, "CASELOAD_COLOUR" is nothing we know."""

_HERE = frozenset({"127.0.0.1", "localhost", "::1"})

_SLACK_API = "https://slack.com/api/"


def examine_settings(
    settings: Settings, given: Collection[str], env_file: Path = ENV_FILE
) -> Iterator[Finding]:
    """What can be wrong with settings that can be read; `given` are the names that are set."""
    wrong = [
        *_unknown(given),
        *_twice(given),
        *_of_env_file(env_file),
        *_placeholders(settings),
        *_unusual(settings),
    ]
    yield from wrong
    if not wrong:
        yield Finding(SUBJECT, Level.GOOD, "Every setting is one that Caseload knows.")


def _unknown(given: Collection[str]) -> Iterator[Finding]:
    """Names in capitals that are no setting's, nor a file's that holds one."""
    known = [str(field.alias) for field in Settings.model_fields.values()]
    accepted = {*known, *(f"{name}_FILE" for name in known), *_SWITCHES_OF_TESTS}
    for name in sorted(set(given) - accepted):
        prefix = next((each for each in (_OURS, _SLACKS) if name.startswith(each)), None)
        if prefix is None:
            continue
        meant = _alike(name, prefix, accepted)
        if meant is not None:
            yield Finding(
                SUBJECT,
                Level.BAD,
                f"{name} is set, and Caseload knows no such setting.",
                f"If {meant} is meant, correct the name. Until then that setting is not made.",
            )
        elif prefix == _OURS:
            yield Finding(
                SUBJECT,
                Level.ADVICE,
                f"{name} is set, and Caseload knows no such setting.",
                "Remove it, or look for its name in the README's table of settings.",
            )


def _alike(name: str, prefix: str, accepted: Collection[str]) -> str | None:
    """The name that was meant, perhaps; what they all begin with makes none of them alike."""
    rests = [each.removeprefix(prefix) for each in accepted if each.startswith(prefix)]
    rest = name.removeprefix(prefix)
    found = process.extractOne(rest, rests, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return None if found is None else prefix + found[0]


def _twice(given: Collection[str]) -> Iterator[Finding]:
    for field in Settings.model_fields.values():
        name = str(field.alias)
        if {name, f"{name}_FILE"} <= set(given):
            yield Finding(
                SUBJECT,
                Level.ADVICE,
                f"{name} and {name}_FILE are both set; what the file says holds.",
                "Remove one of them, so that nobody changes the wrong one.",
            )


def _of_env_file(env_file: Path) -> Iterator[Finding]:
    why = why_unread(env_file)
    if why is not None:
        yield Finding(
            SUBJECT,
            Level.ADVICE,
            f"{env_file} cannot be read here ({why}), so what it sets is not set.",
            "Give whoever runs this the right to read it, or run the command in another folder.",
        )
        return
    try:
        mode = env_file.stat().st_mode
    except OSError:
        return
    if mode & 0o007:
        yield Finding(
            SUBJECT,
            Level.BAD,
            f"Everybody on this machine may read {env_file}, which holds secrets.",
            f"chmod o-rwx {env_file}",
        )


def _placeholders(settings: Settings) -> Iterator[Finding]:
    password = Database(settings.database_url.get_secret_value()).url.password or ""
    key = settings.case_key.get_secret_value() if settings.case_key else ""
    for name, value, mend in (
        ("The password in CASELOAD_DATABASE_URL", password, "Give the account one of its own."),
        ("CASELOAD_CASE_KEY", key, "Make one with: openssl rand -hex 32"),
    ):
        if value and any(word in value.lower() for word in (*PLACEHOLDERS, "password")):
            what = f"{name} looks like one from an example, which others know."
            yield Finding(SUBJECT, Level.BAD, what, mend)


def _unusual(settings: Settings) -> Iterator[Finding]:
    if settings.slack_api_url != _SLACK_API:
        yield Finding(
            SUBJECT,
            Level.ADVICE,
            "CASELOAD_SLACK_API_URL leads to another address than Slack's.",
            "That is right for the practice workspace; otherwise remove the setting.",
        )
    if settings.log_level == "DEBUG":
        yield Finding(
            SUBJECT,
            Level.ADVICE,
            "CASELOAD_LOG_LEVEL is DEBUG, which is for looking for a fault: the log grows fast.",
            "Set it to INFO once the fault is found.",
        )
    if settings.authority == Settings.model_fields["authority"].default:
        yield Finding(
            SUBJECT,
            Level.ADVICE,
            "CASELOAD_AUTHORITY is not set, so answers speak of “the authority”.",
            "Set it to the authority's name.",
        )
    is_http = settings.slack_app_token is None and settings.slack_signing_secret is not None
    if is_http and settings.http_host not in _HERE:
        yield Finding(
            SUBJECT,
            Level.ADVICE,
            f"HTTP mode listens on {settings.http_host} without encryption of its own.",
            "Let nothing but a proxy with TLS reach that port: see deploy/http.md.",
        )

"""The systemd units: understood by systemd, and confined as far as the service allows."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.deploy.deployed import SYSTEMD, UNITS, directives
from tests.tools import tool

PROGRAM = "/opt/caseload/bin/caseload"
SERVICES = [path for path in UNITS if path.suffix == ".service"]
EXPOSURE = "15"
"""In tenths: systemd gives ten to a service that may do everything, and is content below two."""

PROGRAM_THAT_SHOWS = """#!/bin/sh
echo "$SLACK_BOT_TOKEN|$CASELOAD_AUTHORITY|$CASELOAD_DATABASE_URL|$(umask)|$(id -u)|$*"
"""


def test_systemd_understands_every_unit(tmp_path: Path) -> None:
    for unit in UNITS:
        # The program is not installed on the machine that runs the tests.
        text = unit.read_text(encoding="utf-8").replace(PROGRAM, "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    said = subprocess.run(
        [tool("systemd-analyze"), "verify", *(tmp_path / unit.name for unit in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.stderr, said.returncode) == ("", 0)


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_systemd_finds_every_service_well_confined(unit: Path) -> None:
    said = subprocess.run(
        [tool("systemd-analyze"), "security", "--offline=yes", f"--threshold={EXPOSURE}", unit],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout.splitlines()[-1]


def test_both_services_are_confined_alike() -> None:
    names = ("caseload", "caseload-backup")
    service, backup = (_confinement(SYSTEMD / f"{name}.service") for name in names)
    assert service == backup


def _confinement(path: Path) -> list[tuple[str, str]]:
    found = directives(path)
    begins = next(place for place, (name, _) in enumerate(found) if name == "ProtectSystem")
    return [each for each in found[begins:] if each[0] not in {"ReadWritePaths", "WantedBy"}]


@pytest.mark.parametrize("file", ["caseload.service", "postgresql.conf"])
def test_every_secret_is_handed_over_under_the_name_it_is_read_by(file: str) -> None:
    found = directives(SYSTEMD / file)
    handed = {value.split(":")[0] for name, value in found if name == "LoadCredential"}
    files = [value for name, value in found if name == "Environment" and "_FILE=" in value]
    assert {f"{each}_FILE=%d/{each}" for each in handed} == set(files)


def test_an_error_is_tried_again_for_as_long_as_it_takes() -> None:
    found = dict(directives(SYSTEMD / "caseload.service"))
    assert found["Restart"] == "on-failure"
    assert found["StartLimitIntervalSec"] == "0"
    assert "RestartPreventExitStatus" not in found


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that other accounts can look into, as pytest's own they cannot."""
    with TemporaryDirectory(prefix="caseload-etc-") as place:
        Path(place).chmod(0o755)
        yield Path(place)


needs_root = pytest.mark.skipif(
    os.geteuid() != 0, reason="Only root runs a command as another account."
)


def prepared(folder: Path, settings: str) -> Path:
    """A folder of settings and secrets, and a program that shows what it was given."""
    (folder / "secrets").mkdir()
    (folder / "secrets/SLACK_BOT_TOKEN").write_text("xoxb-1\n")
    (folder / "settings.env").write_text(settings, encoding="utf-8")
    program = folder / "shows"
    program.write_text(PROGRAM_THAT_SHOWS)
    program.chmod(0o755)
    return program


def run(folder: Path, program: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """`caseload-admin people "show me"`, with that in its environment."""
    own = {"ETC": str(folder), "ACCOUNT": "65534", "PROGRAM": str(program), "PATH": "/bin"}
    return subprocess.run(
        [SYSTEMD / "caseload-admin", "people", "show me"],
        env=own | given,
        capture_output=True,
        text=True,
        check=False,
    )


@needs_root
def test_a_command_runs_with_the_services_settings_secrets_and_account(folder: Path) -> None:
    settings = (SYSTEMD / "settings.env.example").read_text(encoding="utf-8")
    said = run(folder, prepared(folder, settings))
    database = "sqlite:////var/lib/caseload/caseload.db"
    shown = f"xoxb-1|Example Council|{database}|0077|65534|people show me\n"
    assert (said.stdout, said.stderr) == (shown, "")


@needs_root
def test_what_is_set_before_a_command_stays_and_quotes_are_no_part_of_a_value(folder: Path) -> None:
    program = prepared(folder, 'CASELOAD_AUTHORITY="Example Council"')
    said = run(folder, program, CASELOAD_DATABASE_URL="postgresql:///other")
    assert said.stdout == "xoxb-1|Example Council|postgresql:///other|0077|65534|people show me\n"

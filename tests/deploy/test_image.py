"""The container image: what it is made of, and what is left out of it."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.deployed import DEPLOY, ROOT, SCRIPTS, instructions, text_of
from tests.tools import tool

HADOLINT = Path(sys.executable).with_name("hadolint")


def test_hadolint_has_nothing_to_say_of_the_dockerfile() -> None:
    said = subprocess.run(
        [HADOLINT, DEPLOY / "container/Dockerfile"], capture_output=True, text=True, check=False
    )
    assert (said.stdout, said.returncode) == ("", 0)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_shellcheck_has_nothing_to_say_of_a_script(script: Path) -> None:
    said = subprocess.run([tool("shellcheck"), script], capture_output=True, text=True, check=False)
    assert (said.stdout, said.returncode) == ("", 0)
    assert script.stat().st_mode & 0o111


def test_the_image_runs_the_service_as_an_account_without_rights() -> None:
    assert instructions("ENTRYPOINT") == ['["caseload"]']
    assert instructions("CMD") == ['["serve"]']
    assert instructions("STOPSIGNAL") == ["SIGTERM"]
    assert not any(line.startswith("0") for line in instructions("USER"))


def test_its_health_is_asked_of_the_service_itself() -> None:
    (line,) = instructions("HEALTHCHECK")
    assert "'/healthz'" in line
    assert "CASELOAD_HEALTH_PORT" in line


def test_everything_that_is_copied_is_in_the_project_and_let_through() -> None:
    allowed = {
        line.removeprefix("!").rstrip("/")
        for line in text_of("container/Dockerfile.dockerignore").splitlines()
        if line.startswith("!")
    }
    copied = {
        word.rstrip("/")
        for line in text_of("container/Dockerfile").splitlines()
        if line.startswith("COPY ") and "--from" not in line
        for word in shlex.split(line)[1:-1]
    }
    assert copied == allowed
    assert all((ROOT / name).exists() for name in copied)


def test_secrets_and_databases_never_reach_the_builder() -> None:
    lines = text_of("container/Dockerfile.dockerignore").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {"**/.env", "**/*.db"} <= set(rules)

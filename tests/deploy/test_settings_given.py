"""What deploy/ gives the service: settings that exist, secrets only as files, one version."""

import re
from typing import Any, get_args

import pytest
from pydantic import SecretStr

from bot.operations.stopping import WITHIN
from bot.settings import Settings
from models.version import VERSION
from tests.deploy.deployed import (
    DEPLOY,
    KUBERNETES,
    SYSTEMD,
    compose,
    directives,
    documents,
    given,
    image_environment,
    instructions,
    pods,
    text_of,
)

GIVEN = sorted(set(given()))
SETTINGS = {field.alias: field for field in Settings.model_fields.values()}


def _is_secret(annotation: Any) -> bool:
    return annotation is SecretStr or any(_is_secret(part) for part in get_args(annotation))


SECRET = {name for name, field in SETTINGS.items() if _is_secret(field.annotation)}


def test_the_secret_settings_are_known() -> None:
    assert {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "CASELOAD_CASE_KEY"} <= SECRET
    assert "CASELOAD_AUTHORITY" not in SECRET


@pytest.mark.parametrize(("file", "name", "value"), GIVEN)
def test_every_setting_that_is_given_exists_and_no_secret_is_given_in_the_open(
    file: str, name: str, value: str
) -> None:
    assert name.removesuffix("_FILE") in SETTINGS, f"{file} gives {name}"
    if name in SECRET:
        assert value == "sqlite:////var/lib/caseload/caseload.db"
    if name.endswith("_FILE"):
        assert value.startswith(("/run/secrets/", "%d/"))


def test_the_settings_that_are_not_secret_are_right_as_they_stand() -> None:
    """A value that serve would refuse, or an authority nobody's, is no start to go from."""
    given: dict[str, Any] = {
        name: value for _, name, value in GIVEN if value and not name.endswith("_FILE")
    }
    made = Settings(_env_file=None, **given)
    assert made.authority == "Example Council"
    assert made.health_port == 8081


def test_each_way_to_run_it_gives_the_secrets_that_socket_mode_needs() -> None:
    needed = {"SLACK_BOT_TOKEN_FILE", "SLACK_APP_TOKEN_FILE", "CASELOAD_CASE_KEY_FILE"}
    for way in ("compose/compose.yaml", "systemd/caseload.service", "kubernetes"):
        assert needed <= {name for file, name, _ in GIVEN if file == way}, way


def test_images_are_of_this_version() -> None:
    kustomization = documents(KUBERNETES / "kustomization.yaml")[0]
    assert [each["newTag"] for each in kustomization["images"]] == [VERSION]
    assert f"VERSION={VERSION}" in instructions("ARG")
    own = [each["image"] for each in compose()["services"].values() if "caseload" in each["image"]]
    assert set(own) == {f"${{IMAGE:-caseload:{VERSION}}}"}


def test_the_account_in_the_container_is_one_and_the_same_everywhere() -> None:
    assert instructions("USER") == ["10001:10001"]
    assert "group=10001 " in text_of("compose/prepare")
    services = compose()["services"]
    assert {services[name]["user"] for name in ("upgrade", "serve", "backup")} == {"10001:10001"}
    for pod in pods().values():
        account = pod["securityContext"]
        assert {account[f"runAs{whose}"] for whose in ("User", "Group")} == {10001}
        assert account["fsGroup"] == 10001


def test_nothing_is_killed_while_it_finishes_what_it_has_begun() -> None:
    stops = dict(directives(SYSTEMD / "caseload.service"))["TimeoutStopSec"]
    for seconds in (
        int(compose()["services"]["serve"]["stop_grace_period"].removesuffix("s")),
        int(stops),
        pods()["serve"]["terminationGracePeriodSeconds"],
    ):
        assert seconds >= WITHIN + 10


def test_every_port_is_the_images_health_port() -> None:
    port = image_environment()["CASELOAD_HEALTH_PORT"]
    assert port in instructions("EXPOSE")[0].split()
    assert {value for _, name, value in GIVEN if name == "CASELOAD_HEALTH_PORT"} == {port}


def test_no_file_holds_a_secret() -> None:
    looks_real = re.compile(r"xox[bp]-\w{8}|xapp-\w{8}|://\w+:(?!PASSWORD)\w{8,}@|[0-9a-f]{64}")
    files = [path for path in DEPLOY.rglob("*") if path.is_file() and path.suffix != ".json"]
    found = [path for path in files if looks_real.search(path.read_text(encoding="utf-8"))]
    assert found == []

"""The compose file: confined, and whole."""

import pytest

from tests.deploy.deployed import DEPLOY, Json, compose

SERVICES = compose()["services"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_confined(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not service["user"].startswith("0")
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}
    assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}
    assert "privileged" not in service
    assert "ports" not in service


def test_only_the_service_itself_reaches_the_outside() -> None:
    outside = [name for name, each in SERVICES.items() if "outside" in each["networks"]]
    assert outside == ["serve"]
    assert compose()["networks"]["inside"] == {"internal": True}


def test_every_secret_that_is_asked_for_is_a_file_that_is_given() -> None:
    asked = {name for each in SERVICES.values() for name in each["secrets"]}
    assert asked == set(compose()["secrets"])
    assert all(each["file"].startswith("secrets/") for each in compose()["secrets"].values())
    for service in SERVICES.values():
        assert _read_from_files(service) <= {f"/run/secrets/{each}" for each in service["secrets"]}


def _read_from_files(service: Json) -> set[str]:
    environment = service.get("environment", {})
    return {value for name, value in environment.items() if name.endswith("_FILE")}


def test_the_service_waits_for_the_tables_and_the_tables_for_the_database() -> None:
    assert SERVICES["serve"]["depends_on"]["upgrade"] == {
        "condition": "service_completed_successfully"
    }
    assert SERVICES["upgrade"]["depends_on"]["database"] == {"condition": "service_healthy"}
    assert SERVICES["upgrade"]["restart"] == "no"
    assert "healthcheck" in SERVICES["database"]


def test_every_volume_is_declared_and_every_folder_is_made_or_there() -> None:
    mounted = {each.split(":")[0] for service in SERVICES.values() for each in _volumes(service)}
    folders = {each for each in mounted if each.startswith("./")}
    assert mounted - folders == set(compose()["volumes"])
    assert folders == {"./first-start", "./inbox"}
    assert (DEPLOY / "compose/first-start").is_dir()


def _volumes(service: Json) -> list[str]:
    return list(service.get("volumes", []))

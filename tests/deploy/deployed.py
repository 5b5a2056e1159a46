"""What is in deploy/, read: documents, units, and which settings each of them gives."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import yaml

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
HERE = ROOT / "tests/deploy"
KUBERNETES = DEPLOY / "kubernetes"
SYSTEMD = DEPLOY / "systemd"

UNITS = tuple(sorted(path for path in SYSTEMD.iterdir() if path.suffix in {".service", ".timer"}))
PATCH = KUBERNETES / "inbox/serve.patch.yaml"
MANIFESTS = tuple(
    path
    for path in sorted(KUBERNETES.rglob("*.yaml"))
    if path != PATCH and path.name != "kustomization.yaml"
)
SCRIPTS = tuple(
    path
    for path in sorted([*DEPLOY.rglob("*"), *(ROOT / ".ci").iterdir(), *HERE.iterdir()])
    if path.is_file() and path.read_bytes().startswith(b"#!")
)

Json = dict[str, Any]


def text_of(path: str) -> str:
    """The text of a file below deploy/."""
    return (DEPLOY / path).read_text(encoding="utf-8")


def documents(path: Path) -> list[Json]:
    """The documents of a YAML file."""
    return [each for each in yaml.safe_load_all(path.read_text(encoding="utf-8")) if each]


def compose() -> Json:
    """The compose file."""
    return cast("Json", yaml.safe_load(text_of("compose/compose.yaml")))


def manifest(file: str, kind: str) -> Json:
    """The one document of a kind in a file of the Kubernetes manifests."""
    (found,) = [each for each in documents(KUBERNETES / file) if each["kind"] == kind]
    return found


def pods() -> dict[str, Json]:
    """The pods' specifications: of the service, and of the backup."""
    serve = manifest("serve.yaml", "Deployment")["spec"]
    backup = manifest("backup.yaml", "CronJob")["spec"]["jobTemplate"]["spec"]
    return {"serve": serve["template"]["spec"], "backup": backup["template"]["spec"]}


def containers(pod: Json) -> list[Json]:
    """All containers of a pod, those that go first included."""
    return [*pod.get("initContainers", []), *pod["containers"]]


def instructions(name: str) -> list[str]:
    """What the Dockerfile gives an instruction in its last stage, which is the image."""
    stage = text_of("container/Dockerfile").rpartition("\nFROM ")[2].replace("\\\n", " ")
    return re.findall(rf"^{name} +(.+)$", stage, re.MULTILINE)


def image_environment() -> dict[str, str]:
    """The image's own environment."""
    return dict(pair.split("=", 1) for line in instructions("ENV") for pair in line.split())


def directives(path: Path) -> list[tuple[str, str]]:
    """The lines of a systemd unit, in their order."""
    found = re.findall(r"^([A-Z]\w*)=(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return [(name, value) for name, value in found]


def given() -> Iterator[tuple[str, str, str]]:
    """Every setting that is given anywhere: by which file, its name, its value."""
    for file, pairs in _environments():
        for name, value in pairs.items():
            if name.startswith(("CASELOAD_", "SLACK_")):
                yield file, name, value


def _environments() -> Iterator[tuple[str, dict[str, str]]]:
    yield "container/Dockerfile", image_environment()
    for path in sorted(DEPLOY.rglob("settings.env*")):
        lines = re.findall(r"^(\w+)=(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        yield path.relative_to(DEPLOY).as_posix(), dict(lines)
    for service in compose()["services"].values():
        yield "compose/compose.yaml", service.get("environment", {})
    for path in sorted([*SYSTEMD.glob("*.service"), *SYSTEMD.glob("*.conf")]):
        texts = [text for name, text in directives(path) if name == "Environment"]
        yield f"systemd/{path.name}", dict(text.split("=", 1) for text in texts)
    patch = documents(PATCH)[0]["spec"]["template"]["spec"]
    for pod in (*pods().values(), patch):
        for container in containers(pod):
            yield "kubernetes", {each["name"]: each["value"] for each in container["env"]}

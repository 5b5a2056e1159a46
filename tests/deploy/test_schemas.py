"""What is deployed is right by the schemas that those have published who run it."""

import json
import os
import shutil
import subprocess
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import yaml

from tests.deploy.deployed import KUBERNETES, MANIFESTS, compose, documents

CUSTOM = KUBERNETES / "monitoring/servicemonitor.yaml"
"""Of the Prometheus operator; Kubernetes itself has no schema of it."""


def test_the_compose_file_and_the_manifests_are_right_by_the_published_schemas(
    tmp_path: Path,
) -> None:
    """One test for both, because what judges them takes a second to be loaded."""
    # Loaded by their names, because they do not say what types they have.
    schema = files("check_jsonschema") / "builtin_schemas/vendor/compose-spec.json"
    import_module("jsonschema").validate(compose(), json.loads(schema.read_text()))
    kubernetes = import_module("kubernetes_validate")
    for path in _manifests(tmp_path):
        for document in documents(path):
            kubernetes.validate(document, kubernetes.latest_version(), strict=True)


def _manifests(folder: Path) -> list[Path]:
    """What would be applied, with the inbox as well; as they stand where kubectl is not there."""
    if not shutil.which("kubectl"):
        return [path for path in MANIFESTS if path != CUSTOM]
    top = os.path.relpath(KUBERNETES, folder)
    overlay = {"resources": [top], "components": [f"{top}/inbox"]}
    (folder / "kustomization.yaml").write_text(yaml.safe_dump(overlay))
    made = subprocess.run(["kubectl", "kustomize", folder], capture_output=True, check=True)
    assert b"claimName: caseload-inbox" in made.stdout
    rendered = folder / "rendered.yaml"
    rendered.write_bytes(made.stdout)
    return [rendered, KUBERNETES / "secret.example.yaml"]

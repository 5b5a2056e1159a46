"""The Kubernetes manifests: confined, whole, and true of the code."""

from pathlib import Path

import pytest
import yaml
from prometheus_client import CollectorRegistry
from starlette.routing import Route

from bot.operations.web import operations_app
from tests.deploy.deployed import (
    KUBERNETES,
    MANIFESTS,
    Json,
    containers,
    documents,
    manifest,
    pods,
)


def test_what_is_applied_is_every_manifest_but_the_example_of_the_secret() -> None:
    applied = {KUBERNETES / name for name in _kustomization()["resources"]}
    at_top = {path for path in MANIFESTS if path.parent == KUBERNETES}
    assert at_top - applied == {KUBERNETES / "secret.example.yaml"}
    assert applied <= at_top


@pytest.mark.parametrize("name", pods())
def test_every_pod_keeps_the_strictest_standard(name: str) -> None:
    pod = pods()[name]
    account = pod["securityContext"]
    assert account["runAsNonRoot"] is True
    assert account["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    assert {"hostNetwork", "hostPID", "hostIPC"}.isdisjoint(pod)
    for container in containers(pod):
        confined = container["securityContext"]
        assert confined["allowPrivilegeEscalation"] is False
        assert confined["readOnlyRootFilesystem"] is True
        assert confined["capabilities"] == {"drop": ["ALL"]}
        assert container["resources"]["limits"]["memory"]
        assert container["resources"]["requests"]["cpu"]


def test_the_namespace_insists_on_that_standard() -> None:
    labels = manifest("namespace.yaml", "Namespace")["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"


@pytest.mark.parametrize("name", pods())
def test_every_secret_a_pod_reads_is_a_key_of_the_example(name: str) -> None:
    keys = manifest("secret.example.yaml", "Secret")["stringData"]
    for container in containers(pods()[name]):
        read = [each["value"] for each in container["env"] if each["name"].endswith("_FILE")]
        assert {Path(each).name for each in read} <= set(keys)
    assert all(value.startswith("<") and value.endswith(">") for value in keys.values())


def test_the_probes_ask_pages_that_exist_on_the_health_port() -> None:
    app = operations_app(CollectorRegistry(), lambda: [])
    pages = {route.path for route in app.routes if isinstance(route, Route)}
    (serve,) = pods()["serve"]["containers"]
    probes = {
        kind: serve[f"{kind}Probe"]["httpGet"] for kind in ("startup", "liveness", "readiness")
    }
    assert {each["path"] for each in probes.values()} <= pages
    # A database that is down is no reason to kill the process.
    assert probes["liveness"]["path"] == "/healthz"
    assert probes["readiness"]["path"] == "/readyz"
    assert {each["port"] for each in probes.values()} == {"health"}
    assert [each["name"] for each in serve["ports"]] == ["health"]
    monitor = documents(KUBERNETES / "monitoring/servicemonitor.yaml")[0]["spec"]["endpoints"][0]
    assert monitor["path"] in pages


def test_one_replica_after_another_is_replaced_or_moved() -> None:
    deployment = manifest("serve.yaml", "Deployment")["spec"]
    assert deployment["replicas"] >= 2
    assert deployment["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert manifest("disruption.yaml", "PodDisruptionBudget")["spec"]["maxUnavailable"] == 1


@pytest.mark.parametrize(
    ("kind", "file"),
    [("Service", "metrics.yaml"), ("PodDisruptionBudget", "disruption.yaml")],
)
def test_what_speaks_of_the_service_finds_its_pods(kind: str, file: str) -> None:
    labels = manifest("serve.yaml", "Deployment")["spec"]["template"]["metadata"]["labels"]
    selector = manifest(file, kind)["spec"]["selector"]
    assert selector.get("matchLabels", selector) == labels


def test_nothing_passes_but_names_the_database_slack_and_monitoring() -> None:
    policies = {
        each["metadata"]["name"]: each["spec"] for each in documents(KUBERNETES / "network.yaml")
    }
    everything = policies.pop("nothing-else")
    assert everything == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    ports = {
        name: {
            port["port"]
            for way in (*spec.get("ingress", []), *spec.get("egress", []))
            for port in way["ports"]
        }
        for name, spec in policies.items()
    }
    assert ports == {
        "caseload-to-database": {53, 5432},
        "caseload-to-slack": {443},
        "monitoring-to-caseload": {"health"},
    }


def _kustomization() -> Json:
    text = (KUBERNETES / "kustomization.yaml").read_text(encoding="utf-8")
    found: Json = yaml.safe_load(text)
    return found

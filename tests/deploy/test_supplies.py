"""The packages that come along are all pinned, listed without addresses, and audited plainly."""

import re
from typing import Any

import pytest

from tests.deploy.deployed import DEPLOY
from tests.deploy.supplies import product_pins, project, trimmed, verdict

PINS = product_pins(project()["dependencies"])


def test_every_package_that_comes_along_is_pinned() -> None:
    text = (DEPLOY / "constraints.txt").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^(\S+==\S+)", text, re.MULTILINE))
    assert {f"{name}=={version}" for name, version in PINS.items()} <= pinned


def test_what_comes_along_is_what_the_product_uses_and_none_of_its_test_tools() -> None:
    assert {"slack-bolt", "sqlalchemy", "psycopg-binary", "h11"} <= set(PINS)
    assert {"pytest", "mypy", "hypothesis", "playwright"}.isdisjoint(PINS)


def _part(name: str, version: str) -> dict[str, Any]:
    return {
        "bom-ref": f"{name}=={version}",
        "name": name,
        "version": version,
        "externalReferences": [{"type": "distribution", "url": "file:///somewhere"}],
    }


WHOLE: dict[str, Any] = {
    "bomFormat": "CycloneDX",
    "metadata": {
        "component": {"bom-ref": "root", "name": "caseload", "properties": []},
        "tools": {"components": [_part("tool", "1")]},
    },
    "components": [_part("H11", "0.16.0"), _part("pytest", "9"), _part("uvicorn", "0.54.0")],
    "dependencies": [
        {"ref": "root", "dependsOn": ["pytest==9", "uvicorn==0.54.0"]},
        {"ref": "uvicorn==0.54.0", "dependsOn": ["H11==0.16.0"]},
        {"ref": "H11==0.16.0"},
        {"ref": "pytest==9"},
    ],
}


def test_a_bill_of_materials_is_cut_down_to_the_product_and_names_no_address() -> None:
    made = trimmed(WHOLE, {"h11": "0.16.0", "uvicorn": "0.54.0"})
    assert [each["name"] for each in made["components"]] == ["H11", "uvicorn"]
    assert made["dependencies"] == [
        {"ref": "root", "dependsOn": ["uvicorn==0.54.0"]},
        {"ref": "uvicorn==0.54.0", "dependsOn": ["H11==0.16.0"]},
        {"ref": "H11==0.16.0", "dependsOn": []},
    ]
    assert "://" not in str(made)


@pytest.mark.parametrize("pins", [{"h11": "0.17.0"}, {"h11": "0.16.0", "six": "1"}])
def test_a_bill_of_materials_of_something_else_is_refused(pins: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="The bill has"):
        trimmed(WHOLE, pins)


SOUND = {"name": "a", "version": "1", "vulns": []}
SKIPPED = {"name": "b", "skip_reason": "Dependency not found"}
WRONG = {"name": "c", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1"]}]}
HOPELESS = {"name": "d", "version": "3", "vulns": [{"id": "PYSEC-2", "fix_versions": []}]}
NOT_ASKED = ["Nothing was audited: the vulnerability service could not be asked."]


@pytest.mark.parametrize(
    ("report", "sentences", "well"),
    [
        (None, NOT_ASKED, True),
        ({"dependencies": [SKIPPED]}, NOT_ASKED, True),
        (
            {"dependencies": [SOUND, SKIPPED]},
            [
                "1 package audited, no vulnerabilities known.",
                "1 package could not be asked about.",
            ],
            True,
        ),
        (
            {"dependencies": [SOUND, WRONG, HOPELESS]},
            [
                "c 2: PYSEC-1, mended in 2.1.",
                "d 3: PYSEC-2, not mended in any version yet.",
                "3 packages audited, 2 vulnerabilities known.",
            ],
            False,
        ),
    ],
    ids=["no answer", "none known there", "some known", "something found"],
)
def test_an_audit_says_what_it_found_and_what_it_could_not_ask(
    report: dict[str, Any] | None, sentences: list[str], well: bool
) -> None:
    assert verdict(report) == (sentences, well)

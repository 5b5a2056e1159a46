"""What the product brings along: its packages with their versions, listed, described and audited.

`make sbom` and `make audit` call it; the tools they use have an environment of their own.
"""

import json
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from alerts.wording import count
from models.version import VERSION

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
ADDRESSES = ("externalReferences", "properties")
"""What a description of a package says of places: among them where it was installed from."""

Json = dict[str, Any]
Pins = Mapping[str, str]


def project() -> Json:
    """The project's own table of pyproject.toml."""
    found: Json = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    return found


def product_pins(direct: Sequence[str]) -> Pins:
    """Each package that these requirements bring along here, with its installed version."""
    found: dict[str, str] = {}
    waiting = [Requirement(each) for each in direct]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        key = canonicalize_name(wanted.name), frozenset(wanted.extras)
        if key not in seen:
            seen.add(key)
            installed = distribution(wanted.name)
            found[key[0]] = installed.version
            waiting += _brought(installed.requires or [], wanted.extras)
    return dict(sorted(found.items()))


def _brought(requires: Sequence[str], extras: set[str]) -> Iterator[Requirement]:
    for text in requires:
        each = Requirement(text)
        if each.marker is None or any(
            each.marker.evaluate({"extra": extra}) for extra in ("", *extras)
        ):
            yield each


def trimmed(bill: Json, pins: Pins) -> Json:
    """A bill of materials of a whole environment, cut down to these packages, without addresses.

    Raises ValueError when a package is missing in it, or there in another version.
    """
    named: dict[str, Json] = {canonicalize_name(each["name"]): each for each in bill["components"]}
    kept = [_without_addresses(named[name]) for name in pins if name in named]
    versions = {canonicalize_name(each["name"]): each["version"] for each in kept}
    if versions != pins:
        raise ValueError(f"The bill has {versions}, the product {pins}.")
    root = bill["metadata"]["component"]
    refs = {each["bom-ref"] for each in kept}
    return {
        **{key: value for key, value in bill.items() if key not in ("components", "metadata")},
        "metadata": {"component": {**_without_addresses(root), "version": VERSION}},
        "components": kept,
        "dependencies": [
            {**each, "dependsOn": [ref for ref in each.get("dependsOn", ()) if ref in refs]}
            for each in bill["dependencies"]
            if each["ref"] in {*refs, root["bom-ref"]}
        ],
    }


def _without_addresses(component: Json) -> Json:
    return {key: value for key, value in component.items() if key not in ADDRESSES}


def verdict(report: Json | None) -> tuple[list[str], bool]:
    """What an audit found, in sentences, and whether nothing is known against the product.

    `report` is pip-audit's JSON; None when it could not ask at all.
    """
    packages = report["dependencies"] if report else []
    told = [
        f"{each['name']} {each['version']}: {found['id']}, {_mended(found)}."
        for each in packages
        for found in each.get("vulns", ())
    ]
    asked = [each for each in packages if "skip_reason" not in each]
    if not asked:
        return ["Nothing was audited: the vulnerability service could not be asked."], True
    left = len(packages) - len(asked)
    known = count(len(told), "vulnerability", "vulnerabilities")
    said = [f"{count(len(asked), 'package')} audited, {known} known."]
    if left:
        said.append(f"{count(left, 'package')} could not be asked about.")
    return [*told, *said], not told


def _mended(found: Json) -> str:
    versions = found.get("fix_versions") or ()
    return f"mended in {', '.join(versions)}" if versions else "not mended in any version yet"


def main(words: Sequence[str]) -> int:
    """pins | tools | sbom WHOLE TRIMMED | verdict REPORT"""
    match words:
        case ["pins"]:
            pins = product_pins(project()["dependencies"])
            print(*sorted(f"{name}=={pins[name]}" for name in pins), sep="\n")  # noqa: T201
        case ["tools"]:
            print(*project()["optional-dependencies"]["audit"], sep="\n")  # noqa: T201
        case ["sbom", whole, target]:
            bill = json.loads(Path(whole).read_text(encoding="utf-8"))
            made = trimmed(bill, product_pins(project()["dependencies"]))
            Path(target).write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
            print(f"{target} lists {len(made['components'])} packages.")  # noqa: T201
        case ["verdict", report]:
            path = Path(report)
            sentences, well = verdict(json.loads(path.read_text()) if path.exists() else None)
            print(*sentences, sep="\n")  # noqa: T201
            return 0 if well else 1
        case _:
            print(main.__doc__, file=sys.stderr)  # noqa: T201
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

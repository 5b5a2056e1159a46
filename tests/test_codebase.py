"""The habits of the codebase: docstrings, sizes, what may stand in a file, pinned versions."""

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from models.version import VERSION

ROOT = Path(__file__).parent.parent
ROOMS = ("models", "alerts", "bot")
FOLDERS = (*ROOMS, "tests", "deploy", "docs", ".ci")
TEXT = {
    ".py",
    ".md",
    ".json",
    ".toml",
    ".txt",
    ".js",
    ".css",
    ".html",
    ".svg",
    ".mako",
    ".yaml",
    "",
}
LEFT_OUT = {"__pycache__", "node_modules"}

MOST_LINES = {"product": 300, "tests": 400}
MOST_FUNCTION_LINES = 50
LONG_WITHOUT_DOCSTRING = 15

MIGRATIONS = "models/migrations/versions/"
"""Each is a list of what was done to the tables, long and never changed again."""

KNOWN_HOSTS = re.compile(
    r"(?:[a-z0-9-]+\.)*(?:slack\.com|slack\.dev|w3\.org|example(?:\.[a-z.]+)?|gov\.uk"
    r"|keepachangelog\.com|semver\.org|owasp\.org|localhost)|127\.0\.0\.1|::1"
)
"""Slack, standards, this machine, and names reserved for examples; no index and no mirror."""

# Put together here so that this file does not hold what it looks for.
FORBIDDEN = re.compile(
    "|".join(
        ("\\bTO" + "DO\\b", "\\bFIX" + "ME\\b", "/wo" + "rk/", "(?<!\\w)/ho" + "me/", "/ro" + "ot/")
    )
)


def _files() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in TEXT and not LEFT_OUT & set(path.parts):
                yield path
    top = ("README.md", "CHANGELOG.md", "LICENSE", "Makefile", "pyproject.toml")
    yield from (ROOT / name for name in (*top, ".gitignore", ".editorconfig"))
    yield ROOT / ".pre-commit-config.yaml"


@dataclass(frozen=True)
class Function:
    name: str
    lines: int
    is_public: bool
    """At the top of its module, without an underscore."""
    has_docstring: bool
    has_imports: bool


@dataclass(frozen=True)
class Module:
    name: str
    lines: int
    docstring: str
    functions: tuple[Function, ...]


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, tree: ast.Module) -> Function:
    return Function(
        node.name,
        (node.end_lineno or node.lineno) - node.lineno + 1,
        node in tree.body and not node.name.startswith("_"),
        ast.get_docstring(node) is not None,
        any(isinstance(inner, ast.Import | ast.ImportFrom) for inner in ast.walk(node)),
    )


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    """What is asked of each; the trees would be a million objects for the rest of the suite."""
    return [
        Module(
            path.relative_to(ROOT).as_posix(),
            text.count("\n"),
            ast.get_docstring(tree) or "",
            tuple(_function(node, tree) for node in _functions(tree)),
        )
        for folder in (*ROOMS, "tests")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if (text := path.read_text(encoding="utf-8")).strip()
        for tree in [ast.parse(text)]
    ]


def _written_today(modules: list[Module]) -> list[Module]:
    """All but the migrations."""
    return [module for module in modules if not module.name.startswith(MIGRATIONS)]


def _of_the_product(modules: list[Module]) -> list[Module]:
    return [module for module in modules if not module.name.startswith("tests/")]


def test_every_module_opens_with_one_sentence_on_what_it_is_for(modules: list[Module]) -> None:
    wrong = [
        module.name
        for module in modules
        if not re.fullmatch(r"[^\n].*[.:]", module.docstring.split("\n\n")[0], re.DOTALL)
    ]
    assert wrong == []


def test_no_file_is_longer_than_one_can_keep_in_mind(modules: list[Module]) -> None:
    long = {
        module.name: module.lines
        for module in _written_today(modules)
        if module.lines > MOST_LINES["tests" if module.name.startswith("tests/") else "product"]
    }
    assert long == {}


def test_no_function_is_longer_than_a_screen(modules: list[Module]) -> None:
    long = {
        f"{module.name}:{function.name}": function.lines
        for module in _written_today(modules)
        for function in module.functions
        if function.lines > MOST_FUNCTION_LINES
    }
    assert long == {}


def test_long_public_functions_say_what_they_do(modules: list[Module]) -> None:
    silent = [
        f"{module.name}:{function.name}"
        for module in _of_the_product(_written_today(modules))
        for function in module.functions
        if function.is_public
        and function.lines > LONG_WITHOUT_DOCSTRING
        and not function.has_docstring
    ]
    assert silent == []


def test_imports_are_at_the_top_of_their_module(modules: list[Module]) -> None:
    inside = [
        f"{module.name}:{function.name}"
        for module in _of_the_product(modules)
        for function in module.functions
        if function.has_imports
    ]
    assert inside == []


def test_no_file_holds_a_path_of_somebodys_machine_or_an_unfinished_thought() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in _files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if FORBIDDEN.search(line)
    ]
    assert found == []


def test_every_address_in_the_project_is_slacks_a_standards_or_an_example() -> None:
    unknown = []
    for path in _files():
        for address in re.findall(r"https?://[\w.\[\]:-]+", path.read_text(encoding="utf-8")):
            host = urlsplit(address.rstrip(".:")).hostname or ""
            if "." in host and not KNOWN_HOSTS.fullmatch(host):
                unknown.append(f"{path.relative_to(ROOT)}: {address}")
    assert unknown == []


@pytest.fixture(scope="module")
def constraints() -> dict[str, Version]:
    """The pinned version of each package, on this Python: some have another for older ones."""
    lines = (ROOT / "deploy/constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = (Requirement(line) for line in lines if line and not line.startswith("#"))
    return {
        canonicalize_name(each.name): Version(str(each.specifier).removeprefix("=="))
        for each in pinned
        if each.marker is None or each.marker.evaluate()
    }


def test_the_constraints_name_no_index() -> None:
    text = (ROOT / "deploy/constraints.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-", text, re.MULTILINE)


def test_the_constraints_pin_every_dependency_within_its_bound(
    constraints: dict[str, Version],
) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = [Requirement(each) for each in project["dependencies"]]
    direct += [Requirement(each) for each in project["optional-dependencies"]["dev"]]
    for each in direct:
        assert each.specifier, f"{each.name} has no lower bound"
        pinned = constraints.get(canonicalize_name(each.name))
        assert pinned is not None, f"{each.name} is not in deploy/constraints.txt"
        assert each.specifier.contains(pinned), f"{each.name} is pinned to {pinned}"


def test_the_changelog_begins_with_the_version_of_the_product() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## \[([^\]]+)\]", text, re.MULTILINE)
    assert versions[0] == VERSION


def test_what_is_installed_is_what_is_pinned(constraints: dict[str, Version]) -> None:
    """Otherwise the tests would speak of other versions than an authority installs."""
    installed = {
        name: Version(each.version)
        for each in distributions()
        if (name := canonicalize_name(each.name)) in constraints
    }
    assert {"apscheduler", "tzlocal", "slack-bolt"} <= set(installed)
    assert {name: constraints[name] for name in installed} == installed

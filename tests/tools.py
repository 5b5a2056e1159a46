"""Programs that are not Python packages: where they are, or that a test goes without them."""

import os  # the tests' own switch, not one of the product's settings
import shutil

import pytest

INSIST = "CASELOAD_TOOLS"


def tool(name: str) -> str:
    """The path of a program; without it the test is skipped, or fails where CI insists."""
    found = shutil.which(name)
    if found is not None:
        return found
    if os.environ.get(INSIST) == "insist":  # noqa: TID251
        pytest.fail(f"{name} is not installed, and {INSIST} insists on it.")
    pytest.skip(f"{name} is not installed.")

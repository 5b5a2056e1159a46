"""What the tests of loading may ask for beside the databases."""

from pathlib import Path

import pytest

from models.database import Database
from tests.models.extracts.authority import Authority


@pytest.fixture
def authority(database: Database, tmp_path: Path) -> Authority:
    """An empty authority, on each database."""
    return Authority(database, tmp_path)


@pytest.fixture
def staffed(authority: Authority) -> Authority:
    """An authority with two teams and four workers, W1 to W4, all in Court North."""
    authority.workforce()
    return authority

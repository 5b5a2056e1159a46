"""Marks tests of a rule for one kind of database; others run the same queries on both."""

import pytest

ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

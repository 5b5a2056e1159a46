"""The floor of a load has the rows that the product has, and every kind of load is measured."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from models.cases import Case
from models.database import Database
from models.workforce import Post, PostHolder, Worker
from tests.bench.bare_load import load_bare
from tests.bench.extracts import write_extracts, write_workbooks
from tests.bench.loading import empty, load
from tests.bench.setting import AS_AT
from tests.bench.sizes import TINY


def _counts(database: Database) -> list[int]:
    with database.look() as session:
        return [
            session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (Worker, Post, PostHolder, Case)
        ]


@pytest.mark.parametrize("write", [write_extracts, write_workbooks])
def test_the_floor_inserts_as_many_rows_as_the_product(
    database: Database, tmp_path: Path, write: Callable[..., list[Path]]
) -> None:
    paths = write(TINY, tmp_path, as_at=AS_AT)
    load_bare(database, paths)
    bare = _counts(database)
    empty(database)
    assert not any(_counts(database))
    load(database, paths)
    assert _counts(database) == bare


def test_a_week_later_is_a_load_too(database: Database, tmp_path: Path) -> None:
    load(database, write_extracts(TINY, tmp_path, as_at=AS_AT))
    before = _counts(database)
    later = write_extracts(TINY, tmp_path, as_at=AS_AT + timedelta(weeks=1), later=1)
    load(database, later, weeks=1)
    assert _counts(database)[:3] == before[:3]
    assert _counts(database)[3] > before[3]

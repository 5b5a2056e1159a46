"""What is described as stored is what is stored: every table and column, and nothing else."""

import re
from pathlib import Path

import pytest

from bot.documents import MADE
from bot.settings import Settings
from models.base import metadata
from models.stored.register import EVERY_TABLE


def test_every_column_of_every_table_is_described_once_and_nothing_else_is() -> None:
    described = {
        stored.name: sorted(stored.columns)
        for stored in sorted(EVERY_TABLE, key=lambda each: each.name)
    }
    there = {
        table.name: sorted(table.columns.keys())
        for table in sorted(metadata.tables.values(), key=lambda each: each.name)
    }
    assert described == there
    assert len(EVERY_TABLE) == len(described)


@pytest.mark.parametrize("document", MADE)
def test_what_the_page_says_is_what_is_described(document: str) -> None:
    root = Path(__file__).parents[2]
    assert (root / document).read_text(encoding="utf-8") == MADE[document](), (
        "The descriptions changed: run `python -m bot.documents`."
    )


def test_every_setting_that_says_how_long_something_is_kept_is_one_there_is() -> None:
    named = {
        name for stored in EVERY_TABLE for name in re.findall(r"CASELOAD_[A-Z_]+", stored.kept)
    }
    settings = {str(field.alias) for field in Settings.model_fields.values()}
    assert named <= settings
    kept = {name for name in settings if name.endswith(("_KEPT_DAYS", "HISTORY_DAYS"))}
    assert named == kept

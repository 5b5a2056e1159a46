"""A little of `make fuzz`, the same each time: nothing that is nonsense surprises the product."""

from pathlib import Path
from random import Random

import pytest

from models.database import Database
from tests.fuzz.questions import fuzz_grammar
from tests.fuzz.readers import fuzz_imports, fuzz_readers
from tests.fuzz.tally import Surprise, Tally, no_surprise, so_many


@pytest.fixture
def dice() -> Random:
    return Random(20261123)


def test_any_text_is_a_question_or_gets_a_sentence(dice: Random) -> None:
    no_surprise(fuzz_grammar(dice, so_many(300)), 300)


def test_any_file_is_records_or_problems(dice: Random, tmp_path: Path) -> None:
    no_surprise(fuzz_readers(dice, so_many(200), tmp_path), 200)


def test_a_file_that_is_refused_changes_nothing(
    dice: Random, tmp_path: Path, sqlite_database: Database
) -> None:
    no_surprise(fuzz_imports(dice, so_many(20), tmp_path, sqlite_database), 20)


def test_a_surprise_is_counted_with_its_input() -> None:
    tally = Tally("anything")

    def fails() -> bool:
        raise Surprise("it was acted upon")

    tally.try_out("some input", fails)
    tally.try_out("a slow one", lambda: True, most=-1.0)
    assert tally.surprises == 2
    assert tally.kept[0] == "Surprise: it was acted upon ← 'some input'"

"""A little of `make fuzz` with the demo's data: answers, and whatever comes over the socket."""

import shutil
from pathlib import Path
from random import Random

import pytest

from tests.bot.slack.persona import MONDAY
from tests.fuzz.questions import fuzz_answers
from tests.fuzz.requests import fuzz_http, opened
from tests.fuzz.tally import no_surprise, so_many


@pytest.fixture
def dice() -> Random:
    return Random(20261123)


def test_any_question_is_answered_without_markup_of_its_own(
    dice: Random, demo_template: Path, tmp_path: Path
) -> None:
    database = tmp_path / "caseload.db"
    shutil.copyfile(demo_template, database)
    no_surprise(fuzz_answers(dice, so_many(60), database, MONDAY), 60)


def test_nothing_that_comes_over_the_socket_stops_the_service_or_acts_unsigned(
    dice: Random, demo_template: Path, tmp_path: Path
) -> None:
    database = tmp_path / "caseload.db"
    shutil.copyfile(demo_template, database)
    with opened(database, MONDAY) as door:
        no_surprise(fuzz_http(dice, so_many(40), door), 40)

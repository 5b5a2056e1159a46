"""A picture is drawn in a process of its own, and a failure there is a sentence here."""

import re
import sys
from pathlib import Path

import pytest

from bot.pictures.apart import NotDrawn, draw_apart
from tests.bot.pictures.shapes import AGENCY

PACKAGES = Path(__file__).parents[3]


def test_a_picture_is_drawn_in_a_process_of_its_own() -> None:
    png = draw_apart(AGENCY, timeout=60)
    assert png.startswith(b"\x89PNG")
    assert png.endswith(b"IEND\xaeB`\x82")


SHOWS_ENVIRONMENT = "import os, sys; sys.exit(' '.join(sorted(os.environ)))"


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("raise ModuleNotFoundError(\"No module named 'matplotlib'\")", "named 'matplotlib'. Its"),
        ("import sys; sys.exit('It broke.')", "The picture could not be drawn: It broke. Its fig"),
        ("import sys; sys.exit(3)", "drawn: nothing was said why."),
        ("print('not a picture')", "drawn: nothing was said why."),
        ("import time; time.sleep(60)", "not drawn within 0.3 seconds"),
        (SHOWS_ENVIRONMENT, "drawn: HOME LC_ALL MPLCONFIGDIR. Its"),
    ],
    ids=[
        "no library",
        "a failure",
        "a silent failure",
        "no picture",
        "too slow",
        "its surroundings",
    ],
)
def test_what_goes_wrong_there_is_a_sentence_here(program: str, sentence: str) -> None:
    # Of a process with nothing to import there is no telling how long it takes to start.
    patience = 0.3 if "sleep" in program else 60
    with pytest.raises(NotDrawn) as caught:
        draw_apart(AGENCY, patience, (sys.executable, "-S", "-c", program))
    assert sentence in str(caught.value)
    assert "Its figures are in the text" in str(caught.value)


def test_a_program_that_is_not_there_is_a_sentence_too() -> None:
    with pytest.raises(NotDrawn, match="No such file or directory"):
        draw_apart(AGENCY, program=("/nowhere/python",))


def test_the_service_itself_never_loads_the_drawing_library() -> None:
    apart = (PACKAGES / "bot" / "pictures" / "apart.py").read_text(encoding="utf-8")
    assert "bot.pictures" not in re.sub(r"_PROGRAM = .*", "", apart)
    for package in ("bot", "alerts", "models"):
        for module in (PACKAGES / package).rglob("*.py"):
            if module.parent.name != "pictures":
                text = module.read_text(encoding="utf-8")
                assert not re.search(r"^\s*(import|from) matplotlib", text, re.MULTILINE), module
                assert set(re.findall(r"bot\.pictures\.(\w+)", text)) <= {"apart"}, module

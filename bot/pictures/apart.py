"""Draws a picture in a short-lived process, so that the service stays small and its threads safe.

The drawing library is imported there and nowhere else. The process gets nothing of the service's
environment: it has no need of its tokens.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from alerts.digest.pictures import Picture, picture_as_json
from models.errors import CaseloadError

_PNG_START = b"\x89PNG\r\n\x1a\n"
_PROGRAM = (sys.executable, "-m", "bot.pictures")
_ROOT = Path(__file__).parents[2]


class NotDrawn(CaseloadError):
    """A picture could not be drawn; what it shows can still be told in words."""


def draw_apart(picture: Picture, timeout: float = 20, program: Sequence[str] = _PROGRAM) -> bytes:
    """The picture as a PNG; NotDrawn when it takes longer than `timeout` seconds or fails.

    `program` reads the values as JSON and writes the PNG.
    """
    values = json.dumps(picture_as_json(picture)).encode()
    try:
        # What the drawing library keeps beside its settings needs a folder that can be written to.
        with TemporaryDirectory(prefix="caseload-picture-") as folder:
            done = subprocess.run(
                program,
                input=values,
                capture_output=True,
                timeout=timeout,
                cwd=_ROOT,
                env={"MPLCONFIGDIR": folder, "HOME": folder, "LC_ALL": "C.UTF-8"},
                check=False,
            )
    except subprocess.TimeoutExpired:
        raise NotDrawn(
            f"The picture was not drawn within {timeout:g} seconds. "
            "Its figures are in the text; look at how busy the server is."
        ) from None
    except OSError as problem:
        raise NotDrawn(
            f"The picture could not be drawn: {problem.strerror}. Its figures are in the text."
        ) from problem
    if done.returncode != 0 or not done.stdout.startswith(_PNG_START):
        raise NotDrawn(
            f"The picture could not be drawn: {_last_line(done.stderr)}. "
            "Its figures are in the text; check that Caseload is installed whole."
        )
    return done.stdout


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1].rstrip(".")[:200] if lines else "nothing was said why"

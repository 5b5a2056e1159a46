"""An error as the log tells it: where it happened, and no text that could name anybody."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from traceback import walk_tb
from types import FrameType
from urllib.error import URLError

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import OperationalError

from models.away import said_by

_ROOT = Path(__file__).parents[2]
_ROOMS = ("bot", "alerts", "models")

MOST_CAUSES = 5
MOST_FRAMES = 30


def told(error: BaseException) -> list[str]:
    """Lines: each error of the chain, the first cause last, with the places it passed through."""
    lines: list[str] = []
    for number, each in enumerate(_chain(error)):
        if number == MOST_CAUSES:
            break
        said = safe_text(each)
        kind = type(each).__name__
        lines.append(f"{'because of ' if number else ''}{kind}{': ' if said else ''}{said}")
        lines += [f"  at {place}" for place in places(each)]
    return lines


def places(error: BaseException) -> list[str]:
    """ "bot/questions/asking.py:88 ask", the outermost first; lines of code are left out.

    Of the ways through a library where it was entered and where they ended.
    """
    found: list[str] = []
    for is_ours, run in groupby(walk_tb(error.__traceback__), lambda each: _is_ours(each[0])):
        told = [f"{_short(frame)}:{line} {frame.f_code.co_name}" for frame, line in run]
        found += told if is_ours else _ends(told, 1)
    return _ends(found, MOST_FRAMES // 2)


def _ends(found: list[str], of_each: int) -> list[str]:
    left_out = len(found) - 2 * of_each
    if left_out <= 0:
        return found
    return [*found[:of_each], f"… {left_out} more", *found[-of_each:]]


def safe_text(error: BaseException) -> str:
    """What it says of itself where that can hold no data; empty for all others."""
    if isinstance(error, OperationalError):
        return said_by(error)
    if isinstance(error, SlackApiError):
        return _word(error.response.get("error", "")) if error.response is not None else ""
    if isinstance(error, URLError) and isinstance(error.reason, OSError):
        return safe_text(error.reason)
    if isinstance(error, OSError):  # without the file's name
        return error.strerror or ""
    return ""


def _word(code: object) -> str:
    """Slack's code, unless something else came in its place."""
    text = str(code)
    return text if text.replace("_", "").isalnum() and len(text) < 80 else ""


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _is_ours(frame: FrameType) -> bool:
    """Also where the product is installed among other packages."""
    path = Path(frame.f_code.co_filename)
    return path.is_relative_to(_ROOT) and path.relative_to(_ROOT).parts[0] in _ROOMS


def _short(frame: FrameType) -> str:
    """The file from the top of the product, or of the package it belongs to."""
    path = Path(frame.f_code.co_filename)
    if _is_ours(frame):
        return path.relative_to(_ROOT).as_posix()
    parts = path.parts
    if "site-packages" in parts:
        return "/".join(parts[parts.index("site-packages") + 1 :])
    return path.name

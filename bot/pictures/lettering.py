"""How wide words are, and how they are broken into lines that fit."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.font_manager import FontProperties, get_font

from bot.pictures.style import LEADING

DPI = 100
_FOLDER = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
_FACES = {False: _FOLDER / "DejaVuSans.ttf", True: _FOLDER / "DejaVuSans-Bold.ttf"}

_BETWEEN = " · "


def points(size: float) -> float:
    """Pixels as the points that the drawing library counts in."""
    return size * 72 / DPI


@cache
def face(size: float, bold: bool) -> FontProperties:
    """The face that comes with the drawing library, whatever is installed on the machine."""
    return FontProperties(fname=str(_FACES[bold]), size=points(size))


@cache
def width_of(words: str, size: float, bold: bool = False) -> float:
    """The width of a line in pixels."""
    font = get_font(str(_FACES[bold]))
    font.set_size(points(size), DPI)
    font.set_text(words, 0.0)
    return float(font.get_width_height()[0]) / 64


def height_of(lines: Sequence[str], size: float) -> float:
    """The height in pixels of lines under each other."""
    return len(lines) * size * LEADING


def wrapped(
    words: str, width: float, size: float, *, most: int = 9, bold: bool = False
) -> list[str]:
    """The words in at most `most` lines within `width` pixels; what does not fit ends in "…"."""
    lines: list[str] = []
    rest = words.split()
    while rest and len(lines) < most:
        line = _line(rest, width, size, bold)
        rest = rest[len(line) :]
        lines.append(" ".join(line))
    if not lines:
        return []
    if rest:
        lines[-1] += " " + " ".join(rest)
    return [_cut(line, width, size, bold) for line in lines]


def balanced(
    words: str, width: float, size: float, *, most: int = 9, bold: bool = False
) -> list[str]:
    """The words in as few lines as `wrapped` needs, as even in length as they can be."""
    lines = wrapped(words, width, size, most=most, bold=bold)
    while lines:
        narrower = max(width_of(line, size, bold) for line in lines) - 1
        found = wrapped(words, narrower, size, most=most, bold=bold)
        if len(found) > len(lines) or " ".join(found) != " ".join(words.split()):
            break
        lines = found
    return lines


def by_parts(words: str, width: float, size: float) -> list[str]:
    """Words with " · " between their parts in lines, broken there where a whole part fits."""
    lines: list[str] = []
    for part in words.split(_BETWEEN):
        if lines and width_of(lines[-1] + _BETWEEN + part, size) <= width:
            lines[-1] += _BETWEEN + part
        else:
            lines += wrapped(part, width, size)
    return lines


def _line(words: list[str], width: float, size: float, bold: bool) -> list[str]:
    taken = words[:1]
    for word in words[1:]:
        if width_of(" ".join([*taken, word]), size, bold) > width:
            break
        taken.append(word)
    return taken


def _cut(line: str, width: float, size: float, bold: bool) -> str:
    if width_of(line, size, bold) <= width:
        return line
    while line and width_of(line.rstrip() + "…", size, bold) > width:
        line = line[:-1]
    return line.rstrip() + "…"

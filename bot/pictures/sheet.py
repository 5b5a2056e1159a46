"""A sheet of white paper to draw on, in pixels from the upper left corner."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from bot.pictures.lettering import DPI, balanced, by_parts, face, height_of, points, width_of
from bot.pictures.placing import Box
from bot.pictures.style import INK, LEADING, MARGIN, PAPER, QUIET, SMALL, TITLE, WIDTH

Point = tuple[float, float]
Side = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """How a line is drawn: `width` in pixels; dashes when `dashed`."""

    colour: str = INK
    width: float = 3
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """How words are written: `size` in pixels, `side` which end of them is at the place named.

    With a `halo` the paper shows around the letters, where they cross a line.
    """

    size: float = SMALL
    colour: str = INK
    bold: bool = False
    side: Side = "left"
    halo: bool = False


class Sheet:
    """Draws in the order it is told, later over earlier; its height is said at the end.

    `written` are the lines of words with the rectangles they fill.
    """

    def __init__(self) -> None:
        self._figure = Figure(dpi=DPI, facecolor=PAPER)
        FigureCanvasAgg(self._figure)
        self._down = Affine2D()
        self._order = 0
        self.height = 0.0
        self.written: list[tuple[str, Box]] = []

    def _add(self, artist: Line2D | Polygon | Circle | Text) -> None:
        self._order += 1
        artist.set_zorder(self._order)
        artist.set_transform(self._down)
        self._figure.add_artist(artist)

    def line(self, through: Sequence[Point], pen: Pen) -> None:
        """A line through points."""
        line = Line2D(
            [x for x, _ in through],
            [y for _, y in through],
            color=pen.colour,
            linewidth=points(pen.width),
            solid_capstyle="butt",
            solid_joinstyle="miter",
        )
        if pen.dashed:
            line.set_linestyle((0, (3, 2)))
        self._add(line)

    def shape(self, corners: Sequence[Point], fill: str, *, hatched: bool = False) -> None:
        """A filled shape; `hatched` lays quiet stripes over it."""
        shape = Polygon(list(corners), facecolor=fill, edgecolor="none")
        if hatched:
            shape.set(edgecolor=QUIET, linewidth=1.0, hatch="//")
        self._add(shape)

    def box(self, upper_left: Point, size: Point, fill: str, *, hatched: bool = False) -> None:
        """A filled rectangle."""
        (x, y), (width, height) = upper_left, size
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
        self.shape(corners, fill, hatched=hatched)

    def dot(self, at: Point, radius: float, fill: str) -> None:
        """A round mark."""
        self._add(Circle(at, radius, facecolor=fill, edgecolor="none"))

    def diamond(self, at: Point, radius: float, fill: str) -> None:
        """A square mark that stands on a corner."""
        x, y = at
        corners = [(x - radius, y), (x, y - radius), (x + radius, y), (x, y + radius)]
        self.shape(corners, fill)

    def write(self, words: str, at: Point, how: Type) -> None:
        """One line of words, `at` its end named by `how` and the middle of its height."""
        x, y = at
        # Letters stand on a line below the middle: capitals are 0.73 of the size high.
        text = Text(
            x,
            y + how.size * 0.36,
            words,
            color=how.colour,
            fontproperties=face(how.size, how.bold),
            horizontalalignment=how.side,
            verticalalignment="baseline",
            parse_math=False,
        )
        width = narrow(words, how)
        left = x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[how.side]
        top, bottom = y - how.size / 2, y + how.size / 2
        self.written.append((words, Box(left=left, top=top, right=left + width, bottom=bottom)))
        if how.halo:
            text.set_path_effects([withStroke(linewidth=points(8), foreground=PAPER)])
        self._add(text)

    def write_lines(self, lines: Sequence[str], at: Point, how: Type) -> float:
        """Lines under each other, `at` their upper end; gives the y below the last."""
        x, y = at
        for number, line in enumerate(lines):
            self.write(line, (x, y + (number + 0.5) * how.size * LEADING), how)
        return y + height_of(lines, how.size)

    def write_title(self, words: str) -> float:
        """The finding on top, in two lines or, at worst, three; gives the y below it."""
        lines = balanced(words, WIDTH - 2 * MARGIN, TITLE, most=3, bold=True)
        return self.write_lines(lines, (MARGIN, MARGIN - 6), Type(size=TITLE, bold=True))

    def finish(self, foot: str, top: float) -> None:
        """Writes what the figures rest on, and ends the picture below it."""
        lines = by_parts(foot, WIDTH - 2 * MARGIN, SMALL)
        how = Type(colour=QUIET)
        self.height = self.write_lines(lines, (MARGIN, top), how) + MARGIN - 8

    def png(self) -> bytes:
        """The picture: the same drawing gives the same bytes."""
        whole = round(self.height)
        self._figure.set_size_inches(WIDTH / DPI, whole / DPI)
        self._down.clear().scale(1, -1).translate(0, whole)
        drawn = io.BytesIO()
        self._figure.savefig(drawn, format="png", metadata={"Software": None})
        return drawn.getvalue()


def narrow(words: str, how: Type) -> float:
    """The width of a line as it will be written."""
    return width_of(words, how.size, how.bold)

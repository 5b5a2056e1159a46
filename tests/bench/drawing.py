"""Draws how much of its bound each measure takes, for whoever would rather look than read."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from tests.bench.table import MISSED, Row, against_bound, bound_share

WIDTH, LEFT, RIGHT = 860, 330, 170
BAR, GAP, TOP = 11, 9, 46
"""Pixels; a bar for each database under its measure, and between measures a gap."""

DATABASES: Mapping[str, str] = {"sqlite": "SQLite", "postgres": "PostgreSQL"}

_LEAST_WIDE = 1.25
"""How many bounds the picture is wide at least, so that the line of the bound stands in it."""

_STYLE = """
  text { font: 12px system-ui, sans-serif; fill: #1f2328; }
  .small { font-size: 11px; fill: #59636e; }
  .missed { fill: #a13d00; font-weight: 600; }
  .bar { fill: #2f6f9f; } .bar.postgres { fill: #8fb4d0; }
  .bar.over { fill: #c4500b; } .bar.postgres.over { fill: #e7a06f; }
  .bound { stroke: #1f2328; stroke-width: 1.5; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .small { fill: #9198a1; } .missed { fill: #ffa657; }
    .bar { fill: #4f9bd1; } .bar.postgres { fill: #2d5f85; }
    .bar.over { fill: #f0883e; } .bar.postgres.over { fill: #9a5420; }
    .bound { stroke: #f0f6fc; }
  }
"""


def drawn(rows: Iterable[Row], title: str) -> str:
    """An SVG with a bar for each row that has a bound; the line stands where the bound is."""
    bounded = [row for row in rows if row.bound is not None]
    bounded.sort(key=lambda row: list(DATABASES).index(row.database))
    measures = list(dict.fromkeys(row.measure for row in bounded))
    widest = max([_LEAST_WIDE, *map(bound_share, bounded)])
    scale = (WIDTH - LEFT - RIGHT) / widest
    parts, y = [], TOP
    for measure in measures:
        of_it = [row for row in bounded if row.measure == measure]
        parts += _measure(of_it, y, scale)
        y += len(of_it) * (BAR + 4) + GAP
    line = LEFT + scale
    head = (
        f'<text x="0" y="16" style="font-weight:600;font-size:14px">{escape(title)}</text>',
        f'<text class="small" x="{line:.1f}" y="32" text-anchor="middle">its bound</text>',
        f'<line class="bound" x1="{line:.1f}" x2="{line:.1f}" y1="36" y2="{y}"/>',
        *_legend(bounded),
    )
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 4}" role="img">',
            f"<title>{escape(title)}: {_counted(bounded)}</title>",
            f"<style>{_STYLE}</style>",
            *(*parts, *head, "</svg>\n"),
        )
    )


def _counted(bounded: Sequence[Row]) -> str:
    met = sum(row.verdict != MISSED for row in bounded)
    return f"{met} of {len(bounded)} bounds are met"


def _legend(bounded: Sequence[Row]) -> list[str]:
    there = [kind for kind in DATABASES if any(row.database == kind for row in bounded)]
    parts = []
    for number, kind in enumerate(there):
        x = number * 80
        parts += [
            f'<rect class="bar {kind}" x="{x}" y="24" width="10" height="10" rx="2"/>',
            f'<text class="small" x="{x + 15}" y="33">{DATABASES[kind]}</text>',
        ]
    return parts


def _measure(rows: Sequence[Row], y: int, scale: float) -> list[str]:
    middle = y + (len(rows) * (BAR + 4) - 4) / 2 + 4
    name = f'<text x="{LEFT - 10}" y="{middle:.1f}" text-anchor="end">'
    parts = [f"{name}{escape(rows[0].measure)}</text>"]
    for number, row in enumerate(rows):
        top, width = y + number * (BAR + 4), max(1.0, bound_share(row) * scale)
        missed = row.verdict == MISSED
        over, told = (" over", "small missed") if missed else ("", "small")
        parts += [
            f'<rect class="bar {row.database}{over}" x="{LEFT}" y="{top}" '
            f'width="{width:.1f}" height="{BAR}" rx="2"/>',
            f'<text class="{told}" x="{WIDTH - RIGHT + 12}" y="{top + 9}">'
            f"{escape(against_bound(row, briefly=True))}</text>",
        ]
    return parts

"""Draws each worker as a dot in their team's row, with the promise and the limit."""

from dataclasses import dataclass, replace

from alerts.digest.pictures import CaseloadsPicture, Dot, TeamRow
from bot.pictures.lettering import height_of, wrapped
from bot.pictures.scale import Scale, number_words, ticks_between
from bot.pictures.sheet import Pen, Sheet, Type, narrow
from bot.pictures.style import (
    AXIS,
    FAINT,
    INK,
    MARGIN,
    OVER,
    PROMISE,
    PROMISE_INK,
    QUIET,
    SMALL,
    WIDTH,
    WITHIN,
    WORDS,
)
from bot.pictures.swarm import swarm

_WIDEST_NAME = 300
_GAP = 22
_LABELS = 38  # above the first row with a promise or a limit
_RADII = (10.0, 8.0, 6.5, 5.0)
_LARGER = 1.4  # a diamond as against a dot, to look as large
_TALL = 150  # a row that needs more than this for its dots gets smaller ones
_MANY = 14  # teams from which on the axis stands above the rows too
_FURTHEST = 1.6  # times the highest limit or promise: the axis goes no further for a few
_AXIS_HEIGHT = 48  # of its words above the rows
_BEYOND = Type(size=SMALL, bold=True)
_NAME = Type(size=WORDS, side="right")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    team: TeamRow
    name: list[str]
    across: list[float]
    labels: tuple[bool, bool]  # whether its promise and its limit are named above it
    top: float
    height: float

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    @property
    def below(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    names: float  # the right edge of the names
    scale: Scale
    ticks: list[float]
    beyond: float  # the left edge of what is written of those beyond the scale
    average: float | None  # the right edge of the averages; None where none is told
    over: float  # the right edge of the counts


def draw_caseloads(picture: CaseloadsPicture) -> Sheet:
    """The picture of caseloads, laid out as high as its teams need."""
    sheet = Sheet()
    top = _key(sheet, sheet.write_title(picture.title) + 16)
    columns = _columns(picture)
    many = len(picture.teams) > _MANY
    top = _heads(sheet, columns, top + 20)
    rows_top = top + (_AXIS_HEIGHT if many else 6)
    radius, rows = _rows(picture, columns, rows_top)
    bottom = rows[-1].below + 8 if rows else rows_top + 80
    _grid(sheet, columns, (rows_top, bottom))
    if many:
        _tick_words(sheet, columns, rows_top - 22)
    for row in rows:
        _draw_row(sheet, columns, row, radius)
    _tick_words(sheet, columns, bottom + 26)
    middle = (columns.scale.start + columns.scale.end) / 2
    how = Type(colour=QUIET, side="center")
    sheet.write("cases per full-time worker", (middle, bottom + 64), how)
    if not rows:
        sheet.write("There are no figures yet.", (middle, bottom - 40), how)
    note = (
        " · → beyond the axis, with the figure" if any(_edge_words(picture, columns.scale)) else ""
    )
    sheet.finish(picture.foot + note, bottom + 100)
    return sheet


def _key(sheet: Sheet, top: float) -> float:
    how = Type(colour=QUIET)
    middle, x = top + SMALL / 2, float(MARGIN)
    marks = ((sheet.dot, WITHIN, "one worker"), (sheet.diamond, OVER, "over their own limit"))
    for mark, colour, words in marks:
        mark((x + 11, middle), 10 if colour == WITHIN else 13, colour)
        sheet.write(words, (x + 32, middle), how)
        x += 32 + narrow(words, how) + 44
    return top + SMALL


def _columns(picture: CaseloadsPicture) -> _Columns:
    widths = [narrow(line, _NAME) for team in picture.teams for line in _name(team)]
    names = MARGIN + max(widths, default=0)
    over = WIDTH - MARGIN
    left_of_over = over - narrow("over", Type()) - _GAP
    told = any(team.average for team in picture.teams)
    plot_end = left_of_over
    if told:
        figures = [narrow(team.average, Type(size=WORDS, bold=True)) for team in picture.teams]
        plot_end -= max(narrow("average", Type()), *figures) + _GAP
    ticks = _ticks(picture)
    scale = Scale(low=0, high=ticks[-1], start=names + _GAP + 12, end=plot_end - 14)
    written = [narrow(words, _BEYOND) for words in _edge_words(picture, scale) if words]
    if written:
        scale = replace(scale, end=scale.end - max(written) - _GAP)
    average = left_of_over if told else None
    return _Columns(
        names=names,
        scale=scale,
        ticks=ticks,
        beyond=scale.end + _GAP,
        average=average,
        over=over,
    )


def _ticks(picture: CaseloadsPicture) -> list[float]:
    """To the highest caseload but those of a few that stand far out: they are at the edge."""
    loads = sorted(dot.per_fte for team in picture.teams for dot in team.dots)
    marks = [team.limit for team in picture.teams if team.limit is not None]
    marks += [team.promise[1] for team in picture.teams if team.promise is not None]
    usual = loads[max(len(loads) * 9 // 10 - 1, 0)] if loads else 0
    furthest = max(usual, _FURTHEST * max(marks or [usual]))
    within = [load for load in loads if load <= furthest]
    return ticks_between(0, max([*marks, *within, 10]) * 1.02, 6)


def _edge_words(picture: CaseloadsPicture, scale: Scale) -> list[str]:
    return [_beyond(team, scale) for team in picture.teams]


def _beyond(team: TeamRow, scale: Scale) -> str:
    """ "90 →", "62, 90 →" or "62–90 →": the caseloads beyond the scale; "" where there are none."""
    found = sorted(dot.per_fte for dot in team.dots if dot.per_fte > scale.high)
    if not found:
        return ""
    between = ", " if len(found) == 2 else "–"
    return f"{between.join(dict.fromkeys(map(number_words, (found[0], found[-1]))))} →"


def _at(dot: Dot, scale: Scale) -> float:
    """The pixel of a dot; of one beyond the scale its edge."""
    return scale.at(min(dot.per_fte, scale.high))


def _name(team: TeamRow) -> list[str]:
    return wrapped(team.name, _WIDEST_NAME, WORDS, most=2)


def _rows(picture: CaseloadsPicture, columns: _Columns, top: float) -> tuple[float, list[_Row]]:
    """The radius of the dots, the largest that keeps rows low, and the rows."""
    for radius in _RADII:
        swarms = [_swarm(team, columns.scale, radius) for team in picture.teams]
        tallest = max((_spread(across, radius) for across in swarms), default=0)
        if tallest <= _TALL:
            break
    least = 60 if len(picture.teams) <= _MANY else 50
    promised = next((n for n, t in enumerate(picture.teams) if t.promise is not None), None)
    limited = next((n for n, t in enumerate(picture.teams) if t.limit is not None), None)
    rows: list[_Row] = []
    for number, (team, across) in enumerate(zip(picture.teams, swarms, strict=True)):
        name = _name(team)
        labels = (number == promised, number == limited)
        height = max(least, height_of(name, WORDS) + 10, _spread(across, radius) + 14)
        start = top + _LABELS * any(labels)
        rows.append(
            _Row(team=team, name=name, across=across, labels=labels, top=start, height=height)
        )
        top = start + height
    return radius, rows


def _swarm(team: TeamRow, scale: Scale, radius: float) -> list[float]:
    return swarm([(_at(dot, scale), _radius(dot.over, radius)) for dot in team.dots])


def _radius(over: bool, radius: float) -> float:
    return radius * _LARGER if over else radius


def _spread(across: list[float], radius: float) -> float:
    return 2 * (max(map(abs, across), default=0) + _LARGER * radius)


def _heads(sheet: Sheet, columns: _Columns, top: float) -> float:
    how = Type(colour=QUIET, side="right")
    if columns.average is not None:
        sheet.write("average", (columns.average, top + SMALL / 2), how)
    sheet.write("over", (columns.over, top + SMALL / 2), how)
    return top + SMALL


def _grid(sheet: Sheet, columns: _Columns, span: tuple[float, float]) -> None:
    for tick in columns.ticks:
        x = columns.scale.at(tick)
        pen = Pen(colour=AXIS if tick == 0 else FAINT, width=2)
        sheet.line([(x, span[0]), (x, span[1])], pen)
    ends = (columns.scale.start, columns.scale.end)
    sheet.line([(x, span[1]) for x in ends], Pen(colour=AXIS, width=2))


def _tick_words(sheet: Sheet, columns: _Columns, middle: float) -> None:
    for tick in columns.ticks:
        how = Type(colour=QUIET, side="center")
        sheet.write(number_words(tick), (columns.scale.at(tick), middle), how)


def _draw_row(sheet: Sheet, columns: _Columns, row: _Row, radius: float) -> None:
    scale, team = columns.scale, row.team
    _draw_yardsticks(sheet, columns, row)
    for dot, across in zip(team.dots, row.across, strict=True):
        mark, colour = (sheet.diamond, OVER) if dot.over else (sheet.dot, WITHIN)
        mark((_at(dot, scale), row.middle + across), _radius(dot.over, radius), colour)
    if words := _beyond(team, scale):
        sheet.write(words, (columns.beyond, row.middle), _BEYOND)
    sheet.write_lines(row.name, (columns.names, row.middle - height_of(row.name, WORDS) / 2), _NAME)
    if columns.average is not None:
        how = Type(size=WORDS, bold=True, side="right")
        sheet.write(team.average, (columns.average, row.middle), how)
    how = Type(size=WORDS, bold=team.over > 0, colour=OVER if team.over else QUIET, side="right")
    sheet.write(str(team.over) if team.over else "–", (columns.over, row.middle), how)


def _draw_yardsticks(sheet: Sheet, columns: _Columns, row: _Row) -> None:
    scale, team = columns.scale, row.team
    top, height = row.top + 5, row.height - 10
    over_line = row.top - _LABELS / 2 + 6
    taken = 0.0
    if team.promise is not None:
        left, right = scale.at(team.promise[0]), scale.at(team.promise[1])
        sheet.box((left, top), (max(right - left, 4), height), PROMISE)
        if row.labels[0]:
            how = Type(colour=PROMISE_INK, side="right", halo=True)
            taken = max(right, narrow("promise", how) + MARGIN)
            sheet.write("promise", (taken, over_line), how)
    if team.limit is not None:
        x = scale.at(team.limit)
        sheet.line([(x, top), (x, top + height)], Pen(colour=INK, width=4))
        if row.labels[1]:
            sheet.write("limit", (max(x - 2, taken + 14), over_line), Type(halo=True))

"""How a scope stands to its targets, today and on the present course."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from alerts.wording import sentence
from bot.questions.answer import Chart, Series
from bot.questions.staffing.setting import StaffingSetting
from bot.questions.staffing.words import label_of
from models.figures.figure import Figure
from models.staffing.book import StaffingBook, years_before
from models.staffing.course import present_course, said_day
from models.staffing.paths import paths_for
from models.staffing.projection import MOVED_BY, Projection, project_all
from models.staffing.targets import Path
from models.vocabulary import Measure

YEARS_AHEAD = 1
MOST_YEARS_AHEAD = 2
"""Known leavers and contract ends thin out; beyond this a course would only stand still."""


@dataclass(frozen=True, slots=True)
class Stand:
    """A measure with its target's path, and where it is going."""

    path: Path
    value: float | None
    day: date
    projection: Projection | None  # None where known dates do not move it

    @property
    def target(self) -> float | None:
        return self.path.value_on(self.day)

    @property
    def off(self) -> bool:
        return self.value is not None and self.path.off_target(self.value, self.day)

    @property
    def far(self) -> float:
        """How far off, as a share of the target, so that measures can be compared."""
        if self.value is None or not self.off:
            return 0.0
        return (self.path.gap(self.value, self.day) or 0.0) / max(abs(self.target or 0.0), 1.0)

    @property
    def going_off(self) -> bool:
        """Whether it is off its target, or will be on the present course."""
        coming = self.projection is not None and self.projection.first_miss(self.path) is not None
        return self.off or coming

    @property
    def course(self) -> str | None:
        """A sentence on the present course; None where nobody can say."""
        if self.projection is None:
            return None
        going = present_course(self.projection, self.path)
        if going is not None:
            return going
        until = said_day(self.projection.until, self.day)
        return f"On the present course it stays on target until {until}."

    def course_of(self, what: str) -> list[str]:
        """The same about a measure by name: "Vacancy rate (DfE): on the present course …"."""
        course = self.course
        return [f"{sentence(what)}: {course[0].lower()}{course[1:]}"] if course else []


def own_paths(setting: StaffingSetting) -> dict[Measure, Path]:
    """The scope's own targets by measure."""
    return {path.measure: path for path in paths_for(setting.session, setting.scope)}


def stands(
    setting: StaffingSetting,
    book: StaffingBook,
    paths: Collection[Path],
    values: dict[Measure, Figure],
) -> list[Stand]:
    """How the figures of a scope stand to its paths; a measure without a figure is left out.

    A channel reads no course: it is made of single people who leave and start.
    """
    known = [path for path in paths if path.measure in values]
    moved = [] if setting.for_a_channel else [p.measure for p in known if p.measure in MOVED_BY]
    today = setting.parts if book is setting.book else None
    projected = project_all(book, moved, horizon(book.day, known), today) if moved else ()
    by_measure = {projection.measure: projection for projection in projected}
    return [
        Stand(path, values[path.measure].value, book.day, by_measure.get(path.measure))
        for path in known
    ]


def horizon(day: date, paths: Collection[Path]) -> date:
    """How far ahead is looked: a year, or to the last step of a path, and two years at most."""
    last = max((step.from_on for path in paths for step in path.steps), default=day)
    return min(max(years_before(day, -YEARS_AHEAD), last), years_before(day, -MOST_YEARS_AHEAD))


def worst(found: Sequence[Stand]) -> Stand | None:
    """The one furthest off its target, if any is off."""
    return max((stand for stand in found if stand.off), key=lambda stand: stand.far, default=None)


def course_note(*found: Stand | None) -> list[str]:
    """That a course was reckoned by known dates alone; what else it takes for granted is behind
    "How is this counted?"."""
    reckoned = any(stand is not None and stand.projection is not None for stand in found)
    return ["the course counts only dates that are in the workforce list"] if reckoned else []


def with_assumptions(figures: Iterable[Figure], *found: Stand | None) -> list[Figure]:
    """The figures, those whose course is told with what it takes for granted."""
    assumed = {
        stand.path.measure: (f"for the present course: {'; '.join(projected.assumptions)}",)
        for stand in found
        if stand is not None and (projected := stand.projection) is not None
    }
    return [
        replace(figure, warnings=(*figure.warnings, *assumed.get(figure.measure, ())))
        for figure in figures
    ]


def course_chart(stand: Stand, title: str) -> Chart | None:
    """The path and the projection from today on, month by month; None without a projection."""
    projection = stand.projection
    if projection is None:
        return None
    days = [stand.day, *_months_after(stand.day, projection.until)]
    return Chart(
        kind="line",
        title=title,
        labels=["today", *(f"{day.day} {day:%b %Y}" for day in days[1:])],
        series=[
            Series("Present course", [projection.value_on(day) for day in days]),
            Series("Target", [stand.path.value_on(day) for day in days]),
        ],
        x_label="month",
        y_label=unit_of(projection.measure),
    )


def unit_of(measure: Measure) -> str:
    """What an axis counts: "FTE", "%"."""
    if measure.value.endswith("_fte"):
        return "FTE"
    return "%" if measure.value.endswith(("_rate", "_share")) else label_of(measure)


def _months_after(day: date, until: date) -> list[date]:
    found: list[date] = []
    year, month = day.year, day.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        first = date(year, month, 1)
        if first > until:
            return found
        found.append(first)

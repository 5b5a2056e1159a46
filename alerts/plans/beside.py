"""Lays a saved plan beside what then happened: what was expected for a day, and what was so."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session

from alerts.plans.plan import PlanInputs
from alerts.plans.projecting import fte_during, project, today
from models.figures.figure import shown, tidy
from models.figures.limits import PLACES
from models.figures.trends import history
from models.vocabulary import Measure

AVERAGE = Measure.AVERAGE_CASELOAD


@dataclass(frozen=True, slots=True)
class Actual:
    """What was so on one day: cases in the DfE average and the FTE that held them."""

    day: date
    cases: float
    fte: float

    @property
    def average(self) -> float | None:
        return self.cases / self.fte if self.fte > 0 else None


@dataclass(frozen=True, slots=True)
class Beside:
    """One day of a plan and of what happened; averages are cases per FTE."""

    day: date
    expected_cases: float
    cases: float
    expected_fte: float
    fte: float
    expected_average: float
    average: float | None


@dataclass(frozen=True, slots=True)
class Expected:
    """What a plan expects for a day.

    Cases move evenly through a year. The extra posts are empty until the time to recruit is over,
    and what else changes FTE does so evenly.
    """

    cases: float
    fte: float

    @property
    def average(self) -> float:
        return self.cases / self.fte


def expected_on(inputs: PlanInputs, starts_on: date, day: date) -> Expected | None:
    """What the plan expects on a day; None before it starts and after its last year."""
    if day < starts_on or day > _anniversary(starts_on, inputs.whole_years):
        return None
    start = today(inputs)
    if day == starts_on:
        return Expected(start.cases, start.fte)
    rows = (start, *project(inputs, inputs.whole_years))
    year = next(row.year for row in rows if day <= _anniversary(starts_on, row.year))
    begun = day >= starts_on + timedelta(weeks=inputs.recruit_weeks.value)
    begins, ends = _anniversary(starts_on, year - 1), _anniversary(starts_on, year)
    part = (day - begins).days / (ends - begins).days
    before, row = rows[year - 1], rows[year]
    cases = round(before.cases + (row.cases - before.cases) * part, PLACES)
    return Expected(cases, fte_during(inputs, year, part, begun=begun))


def beside(inputs: PlanInputs, starts_on: date, actual: Iterable[Actual]) -> tuple[Beside, ...]:
    """The days that the plan says something of, each with what was expected and what was so."""
    found = []
    for each in actual:
        expected = expected_on(inputs, starts_on, each.day)
        if expected is not None:
            found.append(
                Beside(
                    day=each.day,
                    expected_cases=expected.cases,
                    cases=each.cases,
                    expected_fte=expected.fte,
                    fte=each.fte,
                    expected_average=expected.average,
                    average=each.average,
                )
            )
    return tuple(found)


def beside_headline(name: str, rows: Sequence[Beside]) -> str:
    """How the newest day stands to what the plan expected for it."""
    if len(rows) < 2:
        return f"{name}: there is no later day to lay beside the plan yet"
    newest = rows[-1]
    if newest.average is None:
        return f"{name}: nobody holds cases there now"
    was, expected = tidy(newest.average), tidy(newest.expected_average)
    now = f"{name}: {shown(was)} cases per full-time worker"
    if was == expected:
        return f"{now}, as the plan expected"
    way = "above" if was > expected else "below"
    return f"{now}, {shown(abs(was - expected))} {way} the plan's {shown(expected)}"


def difference(rows: Sequence[Beside]) -> str | None:
    """What made it so on the newest day: how many more or fewer cases and FTE than planned."""
    if len(rows) < 2:
        return None
    newest = rows[-1]
    cases = _more(round(newest.cases), round(newest.expected_cases), "cases")
    return f"{cases}; {_more(tidy(newest.fte), tidy(newest.expected_fte), 'FTE')}."


def _more(was: float, expected: float, noun: str) -> str:
    """ "1,900 cases, 20 more than planned"."""
    if was == expected:
        return f"{shown(was)} {noun}, as planned"
    way = "more" if was > expected else "fewer"
    return f"{shown(was)} {noun}, {shown(abs(was - expected))} {way} than planned"


def monthly(actual: Sequence[Actual]) -> tuple[Actual, ...]:
    """The first and the last day, and between them the last day of each month."""
    last_of_month = {(each.day.year, each.day.month): each for each in actual}
    return tuple(sorted({*actual[:1], *last_of_month.values()}, key=lambda each: each.day))


def actual_days(
    session: Session, team_ids: Iterable[int] | None, since: date
) -> tuple[Actual, ...]:
    """What the snapshots say of these teams from a day on, oldest first; None is all teams."""
    teams = None if team_ids is None else set(team_ids)
    averages = history(session, teams, [AVERAGE], since, date.max)[AVERAGE]
    return tuple(
        Actual(point.day, point.numerator or 0.0, point.denominator)
        for point in averages
        if point.denominator
    )


def _anniversary(day: date, years: int) -> date:
    year = day.year + years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))

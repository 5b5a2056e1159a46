"""The digest's table of figures: now, last week, target or promise, a year ago."""

from collections.abc import Callable

from alerts.digest.digest import FigureRow, Turn
from alerts.digest.facts import DigestFacts, Measured
from alerts.digest.sentences.changes import turn_of
from alerts.staffing_words import target_words
from alerts.wording import promise
from models.figures.figure import fixed, shown
from models.staffing.course import value_words
from models.staffing.few import FEWEST
from models.vocabulary import Measure

TOO_FEW = "under 3"
"""In place of a number of one or two people."""


def figure_rows(facts: DigestFacts) -> tuple[FigureRow, ...]:
    """The figures that are known, in the order of the product's own words."""
    made = (
        _average(facts),
        _working_average(facts),
        _plain(facts, Measure.OVER_LIMIT, "workers over their limit", "0"),
        _plain(facts, Measure.AT_20_OR_MORE, "workers with 20 or more"),
        _plain(facts, Measure.UNALLOCATED, "cases without a worker"),
        _plain(facts, Measure.NOBODY_AT_WORK, "cases held by nobody at work"),
        _plain(facts, Measure.NOT_SEEN, f"not seen within {facts.not_seen_days} days"),
        _agency(facts),
        _rate(facts, Measure.VACANCY_RATE, "vacancy rate (DfE)"),
        _rate(facts, Measure.PERMANENT_SHARE, "permanent share"),
        _rate(facts, Measure.TURNOVER_RATE, "turnover (DfE)"),
        _plain(facts, Measure.OPEN_CASES, "open cases"),
    )
    return tuple(row for row in made if row is not None)


def fte_cell(amount: float) -> str:
    """FTE as it may be printed: of less than three nobody can say that it is not one person."""
    return TOO_FEW if 0 < amount < FEWEST else shown(amount)


def one_decimal(value: float | None) -> str:
    """ "16.0": averages in one column are compared digit by digit."""
    return "" if value is None else fixed(value)


def percent(value: float | None) -> str:
    """ "15 %", as in the sentences and in the thread."""
    return "" if value is None else value_words(Measure.VACANCY_RATE)(value)


def _row(
    facts: DigestFacts,
    measured: Measured,
    name: str,
    say: Callable[[float | None], str],
    yardstick: str = "",
) -> FigureRow:
    is_compared = measured.is_comparable and not facts.is_stale
    return FigureRow(
        measure=name,
        now=say(measured.now),
        last_week=say(measured.week_ago) if is_compared else "",
        yardstick=_yardstick(yardstick, _target(facts, measured)),
        year_ago=say(measured.year_ago),
        turn=Turn.UNKNOWN if facts.is_stale else turn_of(measured),
    )


def _yardstick(promised: str, target: str) -> str:
    """ "12–15; target 18": a promise to workers is one thing, a target on the way to it another."""
    return f"{promised}; target {target}" if promised and target else promised or target


def _target(facts: DigestFacts, measured: Measured) -> str:
    path, value = facts.paths.get(measured.measure), facts.target(measured.measure)
    return "" if path is None or value is None else target_words(path, value)


def _average(facts: DigestFacts) -> FigureRow | None:
    found = facts.measures.get(Measure.AVERAGE_CASELOAD)
    if found is None or found.now is None:
        return None
    band = promise(facts.promise) or ""
    return _row(facts, found, "average caseload (DfE)", one_decimal, band)


def _working_average(facts: DigestFacts) -> FigureRow | None:
    found = facts.measures.get(Measure.WORKING_AVERAGE_CASELOAD)
    dfe = facts.value(Measure.AVERAGE_CASELOAD)
    if found is None or found.now is None:
        return None
    if one_decimal(dfe) == one_decimal(found.now):
        return None
    return _row(facts, found, "working average", one_decimal, promise(facts.promise) or "")


def _plain(facts: DigestFacts, measure: Measure, name: str, promised: str = "") -> FigureRow | None:
    found = facts.measures.get(measure)
    return None if found is None else _row(facts, found, name, _count, promised)


def _count(value: float | None) -> str:
    return "" if value is None else shown(value)


def _rate(facts: DigestFacts, measure: Measure, name: str) -> FigureRow | None:
    found = facts.measures.get(measure)
    return None if found is None or found.now is None else _row(facts, found, name, percent)


def _agency(facts: DigestFacts) -> FigureRow | None:
    """ "14 (5)": and how many of them are extra."""
    found = facts.measures.get(Measure.AGENCY_FTE)
    if found is None or found.now is None:
        return None
    extra = facts.measures.get(Measure.SUPERNUMERARY_FTE)
    if extra is None:
        return _row(facts, found, "agency FTE", _count)
    target = _target(facts, found)
    extra_target = _target(facts, extra)
    return FigureRow(
        measure="agency FTE (extra)",
        now=_with_extra(found.now, extra.now),
        last_week="" if facts.is_stale else _with_extra(found.week_ago, extra.week_ago),
        yardstick=f"{target} ({extra_target})" if target and extra_target else target,
        year_ago=_with_extra(found.year_ago, extra.year_ago),
        turn=Turn.UNKNOWN if facts.is_stale else turn_of(found),
    )


def _with_extra(all_of_it: float | None, extra: float | None) -> str:
    if all_of_it is None:
        return ""
    return shown(all_of_it) if extra is None else f"{shown(all_of_it)} ({fte_cell(extra)})"

"""What a book comes to: each measure by its definition, with parts and warnings."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from math import fsum
from operator import itemgetter
from statistics import median

from models.figures import formulas
from models.figures.book import Book
from models.figures.figure import Figure, tidy
from models.figures.holders import Holder, Standing
from models.figures.limits import PLACES
from models.vocabulary import CaseKind, Measure

SMALL_TEAM = 3
"""An average of fewer workers than this says more about one person than about the team."""


def scope_figures(
    book: Book, warnings: Sequence[str] = (), measures: Collection[Measure] | None = None
) -> list[Figure]:
    """Every figure of a team, service or authority, in the order an analyst reads them.

    With `measures` these alone: of thousands of teams few are wanted of each.
    """
    shared = (*warnings, *gap_warnings(book))
    wanted = [make for of, make in _MADE.items() if measures is None or of in measures]
    return [make(book, shared) for make in wanted]


def worker_figures(holder: Holder, book: Book, warnings: Sequence[str] = ()) -> list[Figure]:
    """The figures of one worker."""
    no_fte = () if holder.fte > 0 else ("the worker's FTE is 0, so there is nothing to divide by",)
    return [
        Figure(
            Measure.CASELOAD, holder.caseload, holder.caseload, None, book.as_at, tuple(warnings)
        ),
        Figure(
            Measure.CASELOAD_PER_FTE,
            None if holder.per_fte is None else tidy(holder.per_fte),
            holder.caseload,
            holder.fte,
            book.as_at,
            (*warnings, *no_fte),
        ),
        Figure(
            Measure.ALLOWANCE,
            None if holder.allowance is None else tidy(holder.allowance, 2),
            None if holder.limit is None else holder.limit.cases,
            holder.fte,
            book.as_at,
            tuple(warnings) if holder.limit else (*warnings, "no limit is set for this worker"),
        ),
    ]


def average_caseload(book: Book, warnings: Sequence[str] = ()) -> Figure:
    """The DfE average: social workers in post who hold a case, agency included."""
    counted = [holder for holder in book.holders if holder.in_dfe_average]
    eligible = [h for h in book.holders if h.social_worker and h.in_post]
    return _average(
        Measure.AVERAGE_CASELOAD, counted, book, (*warnings, *_left_out_warnings(eligible))
    )


def working_average_caseload(book: Book, warnings: Sequence[str] = ()) -> Figure:
    """The authority's own average: whoever is at work and holds a case."""
    counted = [holder for holder in book.holders if holder.in_working_average]
    eligible = [holder for holder in book.holders if holder.at_work]
    return _average(
        Measure.WORKING_AVERAGE_CASELOAD, counted, book, (*warnings, *_left_out_warnings(eligible))
    )


def exact_average(book: Book) -> float | None:
    """Cases per FTE before rounding, by the DfE's method, and the working average where no social
    worker holds a case; None where nobody does.
    """
    counted = [holder for holder in book.holders if holder.in_dfe_average]
    counted = counted or [holder for holder in book.holders if holder.in_working_average]
    exactly = formulas.average_caseload(*_cases_and_fte(counted))
    return None if exactly is None else round(exactly, PLACES)


def not_seen(book: Book, warnings: Sequence[str] = ()) -> Figure:
    """Open cases whose child was last seen too long ago, with the undated ones named."""
    undated = sum(held.never_dated for held in book.held)
    extra = [f"{_count(undated, 'open case')} with no date last seen"] if undated else []
    mix = _mix((held.kind, held.not_seen) for held in book.held)
    return _counted(Measure.NOT_SEEN, mix, book, (*warnings, *extra), of=book.open_cases)


def has_few_holders(book: Book) -> bool:
    """Whether fewer than three workers in post hold cases: any figure is of one of them."""
    return sum(holder.in_post and holder.caseload > 0 for holder in book.holders) < SMALL_TEAM


def tells_on_somebody(book: Book) -> bool:
    """Whether an average of these workers would tell one of them what another one holds.

    That is so where fewer than three hold cases, and where either average is made of one or two:
    of many holders a single one may be a social worker, or be at work.
    """
    made_of = (
        sum(holder.in_dfe_average for holder in book.holders),
        sum(holder.in_working_average for holder in book.holders),
    )
    return has_few_holders(book) or any(0 < workers < SMALL_TEAM for workers in made_of)


def over(book: Book) -> list[Holder]:
    """Workers in post over their allowance, furthest over first."""
    found = [h for h in book.holders if h.in_post and h.standing is Standing.OVER]
    return sorted(found, key=lambda h: (-(h.caseload - (h.allowance or 0)), h.name, h.staff_id))


def with_room(book: Book) -> list[Holder]:
    """Workers at work with room for at least one case, most room first."""
    found = [(-room, h.name, h.staff_id, h) for h in book.holders if (room := h.room) > 0]
    return [holder for *_, holder in sorted(found, key=itemgetter(0, 1, 2))]


def held_by_nobody_at_work(book: Book) -> int:
    """Open cases whose worker has left or is absent on the day."""
    return sum(holder.caseload for holder in book.holders if not holder.at_work)


def gap_warnings(book: Book) -> list[str]:
    """What is known to be missing from every figure of this book."""
    cases = book.unmatched_cases
    if not cases:
        return []
    are = "is" if cases == 1 else "are"
    who = {unmatched.worker_ref for unmatched in book.unmatched}
    somebody = "somebody" if len(who) == 1 else f"{len(who)} people"
    return [f"{_count(cases, 'case')} {are} held by {somebody} not in the workforce list"]


def total_fte(holders: Iterable[Holder]) -> float:
    """FTE added without the drift of binary fractions."""
    return round(fsum(holder.fte for holder in holders), PLACES)


def _cases_and_fte(counted: Sequence[Holder]) -> tuple[int, float]:
    return sum(holder.caseload for holder in counted), total_fte(counted)


def _average(
    measure: Measure, counted: Sequence[Holder], book: Book, warnings: Sequence[str]
) -> Figure:
    cases, fte = _cases_and_fte(counted)
    exactly = formulas.average_caseload(cases, fte)
    value = None if exactly is None else tidy(exactly)
    if not counted:
        warnings = (*warnings, "nobody to divide by")
    elif len(counted) < SMALL_TEAM:
        warnings = (
            *warnings,
            "fewer than three workers: the average says more about one than about all",
        )
    return Figure(measure, value, cases, fte, book.as_at, tuple(warnings))


def _left_out_warnings(eligible: Iterable[Holder]) -> list[str]:
    """The cases an average leaves out because their workers have no FTE to divide by."""
    cases = sum(holder.caseload for holder in eligible if holder.fte == 0)
    if not cases:
        return []
    are = "is" if cases == 1 else "are"
    return [f"{_count(cases, 'case')} held by workers without an FTE {are} not in the average"]


def _mix(parts: Iterable[tuple[CaseKind, int]]) -> Counter[CaseKind]:
    mix: Counter[CaseKind] = Counter()
    for kind, cases in parts:
        mix[kind] += cases
    return mix


def _counted(
    measure: Measure,
    mix: Counter[CaseKind],
    book: Book,
    warnings: Sequence[str],
    of: int | None = None,
) -> Figure:
    """A count of cases, with what it is of each kind."""
    total = mix.total()
    return Figure(measure, total, total, of, book.as_at, tuple(warnings), dict(mix))


def _opened(book: Book, warnings: Sequence[str]) -> Figure:
    return _counted(Measure.OPENED, _mix((f.kind, f.opened) for f in book.flows), book, warnings)


def _closed(book: Book, warnings: Sequence[str]) -> Figure:
    return _counted(Measure.CLOSED, _mix((f.kind, f.closed) for f in book.flows), book, warnings)


def _open_cases(book: Book, warnings: Sequence[str]) -> Figure:
    return _counted(Measure.OPEN_CASES, _mix((p.kind, p.cases) for p in book.held), book, warnings)


def _unallocated(book: Book, warnings: Sequence[str]) -> Figure:
    mix = _mix((waiting.kind, waiting.cases) for waiting in book.waiting)
    return _counted(Measure.UNALLOCATED, mix, book, warnings, of=book.open_cases)


def _caseloads(book: Book) -> list[int]:
    """Of everybody in post who holds cases."""
    return [holder.caseload for holder in book.holders if holder.in_post and holder.caseload > 0]


def _median(book: Book, warnings: Sequence[str]) -> Figure:
    held = _caseloads(book)
    middle = median(held) if held else None
    return Figure(Measure.MEDIAN_CASELOAD, middle, None, len(held), book.as_at, tuple(warnings))


def _highest(book: Book, warnings: Sequence[str]) -> Figure:
    held = _caseloads(book)
    most = max(held, default=None)
    return Figure(Measure.HIGHEST_CASELOAD, most, None, len(held), book.as_at, tuple(warnings))


def _at_20_or_more(book: Book, warnings: Sequence[str]) -> Figure:
    held = _caseloads(book)
    many = sum(cases >= 20 for cases in held)
    return Figure(Measure.AT_20_OR_MORE, many, many, len(held), book.as_at, tuple(warnings))


def _over_limit(book: Book, warnings: Sequence[str]) -> Figure:
    in_post, many = sum(holder.in_post for holder in book.holders), len(over(book))
    return Figure(Measure.OVER_LIMIT, many, many, in_post, book.as_at, tuple(warnings))


def _nobody_at_work(book: Book, warnings: Sequence[str]) -> Figure:
    many = held_by_nobody_at_work(book)
    return Figure(Measure.NOBODY_AT_WORK, many, many, book.open_cases, book.as_at, tuple(warnings))


_MADE: Mapping[Measure, Callable[[Book, Sequence[str]], Figure]] = {
    Measure.OPEN_CASES: _open_cases,
    Measure.OPENED: _opened,
    Measure.CLOSED: _closed,
    Measure.AVERAGE_CASELOAD: average_caseload,
    Measure.WORKING_AVERAGE_CASELOAD: working_average_caseload,
    Measure.MEDIAN_CASELOAD: _median,
    Measure.HIGHEST_CASELOAD: _highest,
    Measure.AT_20_OR_MORE: _at_20_or_more,
    Measure.OVER_LIMIT: _over_limit,
    Measure.NOBODY_AT_WORK: _nobody_at_work,
    Measure.UNALLOCATED: _unallocated,
    Measure.NOT_SEEN: not_seen,
}


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

"""What a book comes to: each measure by its definition, with parts and warnings."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import fsum
from statistics import median

from models.figures import formulas
from models.figures.book import Book
from models.figures.figure import Figure, tidy
from models.figures.holders import Holder, Standing
from models.figures.limits import PLACES
from models.vocabulary import CaseKind, Measure

SMALL_TEAM = 3
"""An average of fewer workers than this says more about one person than about the team."""


def scope_figures(book: Book, warnings: Sequence[str] = ()) -> list[Figure]:
    """Every figure of a team, service or authority, in the order an analyst reads them."""
    shared = (*warnings, *gap_warnings(book))
    make = _maker(book, shared)
    in_post = [holder for holder in book.holders if holder.in_post]
    holding = [holder for holder in in_post if holder.caseload > 0]
    caseloads = [holder.caseload for holder in holding]

    def among(measure: Measure, value: int, denominator: int) -> Figure:
        return make(measure, value, value, denominator)

    return [
        _counted(Measure.OPEN_CASES, _mix((p.kind, p.cases) for p in book.held), book, shared),
        _counted(Measure.OPENED, _mix((f.kind, f.opened) for f in book.flows), book, shared),
        _counted(Measure.CLOSED, _mix((f.kind, f.closed) for f in book.flows), book, shared),
        average_caseload(book, shared),
        working_average_caseload(book, shared),
        make(Measure.MEDIAN_CASELOAD, median(caseloads) if caseloads else None, None, len(holding)),
        make(Measure.HIGHEST_CASELOAD, max(caseloads, default=None), None, len(holding)),
        among(Measure.AT_20_OR_MORE, sum(c >= 20 for c in caseloads), len(holding)),
        among(Measure.OVER_LIMIT, len(over(book)), len(in_post)),
        among(Measure.NOBODY_AT_WORK, held_by_nobody_at_work(book), book.open_cases),
        _counted(
            Measure.UNALLOCATED,
            _mix((w.kind, w.cases) for w in book.waiting),
            book,
            shared,
            of=book.open_cases,
        ),
        not_seen(book, shared),
    ]


def worker_figures(holder: Holder, book: Book, warnings: Sequence[str] = ()) -> list[Figure]:
    """The figures of one worker."""
    make = _maker(book, tuple(warnings))
    no_fte = () if holder.fte > 0 else ("the worker's FTE is 0, so there is nothing to divide by",)
    return [
        make(Measure.CASELOAD, holder.caseload, holder.caseload),
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
    return sorted(
        (h for h in book.holders if h.room > 0), key=lambda h: (-h.room, h.name, h.staff_id)
    )


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


def _average(
    measure: Measure, counted: Sequence[Holder], book: Book, warnings: Sequence[str]
) -> Figure:
    cases, fte = sum(holder.caseload for holder in counted), total_fte(counted)
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


def _maker(book: Book, warnings: tuple[str, ...]) -> Callable[..., Figure]:
    def make(
        measure: Measure,
        value: float | None,
        numerator: float | None = None,
        denominator: float | None = None,
    ) -> Figure:
        return Figure(measure, value, numerator, denominator, book.as_at, warnings)

    return make


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

"""Figures that would tell of one or two people, and so are not said where others read them."""

from models.staffing.agency import agency_workers
from models.staffing.book import StaffingBook
from models.staffing.costs import agency_cost
from models.staffing.parts import Parts, parts_on
from models.vocabulary import Measure

FEWEST = 3
"""People: a figure of fewer is as good as their names."""

_AGENCY = {
    Measure.AGENCY_FTE,
    Measure.AGENCY_HEADCOUNT,
    Measure.AGENCY_RATE,
    Measure.AGENCY_WEEKLY_COST,
    Measure.AGENCY_WEEKLY_PREMIUM,
    Measure.PERMANENT_SHARE,
}
_BY_BASIS = {
    Measure.AGENCY_VACANCY_FTE,
    Measure.AGENCY_ABSENCE_FTE,
    Measure.SUPERNUMERARY_FTE,
    Measure.AGENCY_UNKNOWN_FTE,
}


COUNTS_PEOPLE = frozenset(
    {Measure.AGENCY_FTE, Measure.AGENCY_HEADCOUNT, Measure.LEAVERS_FTE, *_BY_BASIS}
)
"""Measures of which a value below three is itself of one or two people."""


def few_in(parts: Parts) -> frozenset[Measure]:
    """The measures that are made of one or two people; of nobody may be said.

    Where only FTE is known, less than 3 FTE counts as few: it may be more people, never fewer.
    Where one reason for agency is of few, all are: the rest would give it away.
    """
    by_basis = (
        parts.agency_vacancy_fte,
        parts.agency_absence_fte,
        parts.supernumerary_fte,
        parts.agency_unknown_fte,
    )
    managers = parts.managers_in_post_fte + parts.managers_agency_fte
    checks: list[tuple[set[Measure], bool]] = [
        (_AGENCY, parts.agency_fte > 0 and parts.agency_headcount < FEWEST),
        (_BY_BASIS, any(map(_is_few, by_basis))),
        (
            {Measure.IN_POST_FTE, Measure.IN_POST_HEADCOUNT, Measure.VACANCY_RATE},
            _is_few(parts.in_post_headcount),
        ),
        (
            {Measure.MANAGERS_PERMANENT_SHARE},
            _is_few(managers) or _is_few(parts.managers_agency_fte),
        ),
        ({Measure.TURNOVER_RATE, Measure.LEAVERS_FTE}, _is_few(parts.leavers_fte)),
        ({Measure.STARTERS_FTE}, _is_few(parts.starters_fte)),
        ({Measure.UNDER_TWO_YEARS_SHARE}, _is_few(parts.under_two_years)),
        ({Measure.NEWLY_QUALIFIED}, _is_few(parts.newly_qualified)),
        (
            {Measure.OTHER_IN_POST_FTE, Measure.OTHER_IN_POST_HEADCOUNT},
            _is_few(parts.other_in_post_headcount),
        ),
        ({Measure.OTHER_AGENCY_FTE}, _is_few(parts.other_agency_fte)),
    ]
    return frozenset(measure for measures, few in checks if few for measure in measures)


def few_of(book: StaffingBook, parts: Parts | None = None) -> frozenset[Measure]:
    """The same of a book, which also knows of how many agency workers the costs are known.

    `parts` are what it comes to on its day, where they were added up already.
    """
    workers = agency_workers(book)
    cost = agency_cost(workers, book.employed_costs)
    known = len(workers) - cost.without_cost
    checks = (
        (Measure.AGENCY_WEEKLY_COST, known),
        (Measure.AGENCY_WEEKLY_PREMIUM, known - cost.without_comparison),
    )
    few = few_in(parts_on(book) if parts is None else parts)
    return few | {measure for measure, number in checks if _is_few(number)}


def _is_few(amount: float) -> bool:
    return 0 < amount < FEWEST

"""What a staffing book comes to: each measure by its definition, with parts and warnings."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.figures.figure import Figure, tidy
from models.figures.formulas import agency_rate, permanent_share, turnover_rate, vacancy_rate
from models.staffing.book import StaffingBook
from models.staffing.gaps import warnings_of
from models.staffing.parts import Parts, parts_on
from models.vocabulary import Measure

FTE_PLACES = 2


@dataclass(frozen=True, slots=True)
class Formed:
    """A measure's value as it is printed, with what it was divided from and by."""

    value: float | None
    numerator: float | None = None
    denominator: float | None = None


Former = Callable[[Parts], Formed]


def formed_of(measure: Measure, parts: Parts) -> Formed:
    """One measure of these parts; KeyError for a measure that is not one of staffing."""
    return _FORMED[measure](parts)


def value_of(measure: Measure, parts: Parts) -> float | None:
    """One measure's value as it is printed; KeyError for one that is not of staffing."""
    return formed_of(measure, parts).value


def _fte(name: str, of: str | None = None) -> Former:
    def form(parts: Parts) -> Formed:
        amount = tidy(getattr(parts, name), FTE_PLACES)
        return Formed(amount, amount, None if of is None else tidy(getattr(parts, of), FTE_PLACES))

    return form


def _people(name: str, of: str | None = None) -> Former:
    def form(parts: Parts) -> Formed:
        amount = getattr(parts, name)
        return Formed(amount, amount, None if of is None else getattr(parts, of))

    return form


def _rate(
    formula: Callable[[float, float], float | None], part: str, beside: str, together: bool = True
) -> Former:
    """A percentage with one decimal; the denominator is both, or with together=False the second."""

    def form(parts: Parts) -> Formed:
        one, other = getattr(parts, part), getattr(parts, beside)
        value = formula(one, other)
        return Formed(
            None if value is None else tidy(value),
            tidy(one, FTE_PLACES),
            tidy(one + other if together else other, FTE_PLACES),
        )

    return form


def _permanent(agency: str, in_post: str) -> Former:
    def form(parts: Parts) -> Formed:
        share = permanent_share(getattr(parts, agency), getattr(parts, in_post))
        here = getattr(parts, in_post)
        return Formed(
            None if share is None else tidy(share),
            tidy(here, FTE_PLACES),
            tidy(here + getattr(parts, agency), FTE_PLACES),
        )

    return form


def _under_two_years(parts: Parts) -> Formed:
    known = parts.experience_known
    share = tidy(100 * parts.under_two_years / known) if known else None
    return Formed(share, parts.under_two_years, known)


def _pounds(name: str) -> Former:
    def form(parts: Parts) -> Formed:
        pounds = tidy(getattr(parts, name), 0)
        return Formed(pounds, pounds, tidy(parts.agency_fte, FTE_PLACES))

    return form


_FORMED: dict[Measure, Former] = {
    Measure.POSTS_FTE: _fte("posts_fte"),
    Measure.BASE_POSTS_FTE: _fte("base_fte", "posts_fte"),
    Measure.TIME_LIMITED_POSTS_FTE: _fte("time_limited_fte", "posts_fte"),
    Measure.UNFUNDED_POSTS_FTE: _fte("unfunded_fte", "posts_fte"),
    Measure.VACANT_FTE: _fte("vacant_fte", "posts_fte"),
    Measure.VACANCY_RATE: _rate(vacancy_rate, "vacant_fte", "in_post_fte"),
    Measure.IN_POST_FTE: _fte("in_post_fte"),
    Measure.IN_POST_HEADCOUNT: _people("in_post_headcount"),
    Measure.AGENCY_FTE: _fte("agency_fte"),
    Measure.AGENCY_HEADCOUNT: _people("agency_headcount"),
    Measure.AGENCY_RATE: _rate(agency_rate, "agency_fte", "in_post_fte"),
    Measure.AGENCY_VACANCY_FTE: _fte("agency_vacancy_fte", "agency_fte"),
    Measure.AGENCY_ABSENCE_FTE: _fte("agency_absence_fte", "agency_fte"),
    Measure.SUPERNUMERARY_FTE: _fte("supernumerary_fte", "agency_fte"),
    Measure.AGENCY_UNKNOWN_FTE: _fte("agency_unknown_fte", "agency_fte"),
    Measure.AGENCY_WEEKLY_COST: _pounds("agency_weekly_cost"),
    Measure.AGENCY_WEEKLY_PREMIUM: _pounds("agency_weekly_premium"),
    Measure.PERMANENT_SHARE: _permanent("agency_fte", "in_post_fte"),
    Measure.MANAGERS_PERMANENT_SHARE: _permanent("managers_agency_fte", "managers_in_post_fte"),
    Measure.TURNOVER_RATE: _rate(turnover_rate, "leavers_fte", "in_post_fte", together=False),
    Measure.LEAVERS_FTE: _fte("leavers_fte"),
    Measure.STARTERS_FTE: _fte("starters_fte"),
    Measure.UNDER_TWO_YEARS_SHARE: _under_two_years,
    Measure.NEWLY_QUALIFIED: _people("newly_qualified", "social_workers"),
    Measure.ALL_POSTS_FTE: _fte("all_posts_fte"),
    Measure.OTHER_POSTS_FTE: _fte("other_posts_fte"),
    Measure.OTHER_VACANT_FTE: _fte("other_vacant_fte", "other_posts_fte"),
    Measure.OTHER_IN_POST_FTE: _fte("other_in_post_fte"),
    Measure.OTHER_IN_POST_HEADCOUNT: _people("other_in_post_headcount"),
    Measure.OTHER_AGENCY_FTE: _fte("other_agency_fte"),
}

MEASURES = tuple(_FORMED)
"""The measures of staffing, in the order an analyst reads them."""


def staffing_figures(
    book: StaffingBook,
    day: date | None = None,
    warnings: Sequence[str] = (),
    parts: Parts | None = None,
    measures: Collection[Measure] = MEASURES,
) -> list[Figure]:
    """These staffing figures of a scope, in the order an analyst reads them.

    The day is the book's own unless one is given; the as-at printed is the workforce load's.
    `parts` are what the book comes to on that day, where they were added up already.
    """
    on = book.day if day is None else day
    parts = parts_on(book, on) if parts is None else parts
    named = warnings_of(book, on, parts, measures)
    return figures_of(parts, book.as_at, warnings, named, measures)


def figures_of(
    parts: Parts,
    as_at: datetime,
    warnings: Sequence[str] = (),
    named: Mapping[Measure, Sequence[str]] | None = None,
    measures: Collection[Measure] = MEASURES,
) -> list[Figure]:
    """The figures that parts come to, a snapshot's as well as a book's."""
    of_measure = named or {}
    return [
        Figure(
            measure,
            formed.value,
            formed.numerator,
            formed.denominator,
            as_at,
            (*warnings, *of_measure.get(measure, ())),
        )
        for measure in MEASURES
        if measure in measures
        for formed in (formed_of(measure, parts),)
    ]

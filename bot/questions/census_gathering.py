"""Gathers what lies beside the census return: live figures and published ones, or none."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, col

from bot.settings import Settings
from models.census.beside import AS_THE_RETURN_COUNTS, LIVE, LIVE_PARTS, Line, Other, beside
from models.census.definitions import CENSUS, CensusMeasure
from models.census.figures import census_figures
from models.census.parts import CensusParts, parts_from_json
from models.census.wording import of_another
from models.errors import NoData, NotFound
from models.figures.figure import Figure
from models.figures.measures import average_caseload, gap_warnings
from models.figures.queries import gather_book
from models.published import CensusReturn
from models.reference.finding import find_area
from models.reference.measures import MEANINGS, NOT_PUBLISHED, PublishedMeasure, Symbol
from models.reference.storing import published
from models.staffing.measures import staffing_figures
from models.staffing.queries import gather_staffing
from models.vocabulary import Measure


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A return with all it can be held against."""

    row: CensusReturn
    parts: CensusParts
    lines: tuple[Line, ...]
    live_day: date | None  # None: nothing has been loaded
    published_year: int | None  # None: the authority is not among the published figures
    published_name: str | None
    notes: tuple[str, ...]


def gather_return(session: Session, settings: Settings, year: int | None) -> Rehearsal:
    """The return of a year, or the newest; NotFound says which there are."""
    row = _row(session, year)
    parts = parts_from_json(row.parts)
    live = _live(session, settings, row.reference_on)
    others, name, published_year = _published(session, row)
    lines = beside(census_figures(parts, row.reference_on), parts, live, others)
    session.expunge(row)
    another = of_another(row.authority_code, settings.authority_code)
    return Rehearsal(
        row=row,
        parts=parts,
        lines=lines,
        live_day=max((other.day for other in live.values()), default=None),
        published_year=published_year,
        published_name=name,
        notes=(another,) if another else (),
    )


def _row(session: Session, year: int | None) -> CensusReturn:
    order = col(CensusReturn.year).desc()
    rows = list(session.scalars(select(CensusReturn).order_by(order)))
    if not rows:
        raise NotFound(
            "No census return has been imported yet. Import one: caseload import return.xml"
        )
    found = [row for row in rows if year in (None, row.year)]
    if not found:
        years = ", ".join(str(row.year) for row in rows)
        raise NotFound(f"There is no return of {year}. Imported are those of {years}.")
    return found[0]


def _live(session: Session, settings: Settings, on: date) -> dict[CensusMeasure, Other]:
    """Today's figures, of whichever feeds have been loaded."""
    return {**_live_staffing(session, settings, on), **_live_caseload(session, settings)}


def _live_staffing(session: Session, settings: Settings, on: date) -> dict[CensusMeasure, Other]:
    try:
        book = gather_staffing(session)
    except NoData:
        return {}
    now = {figure.measure: figure for figure in staffing_figures(book)}
    then: Mapping[Measure, Figure] = {}
    if book.first_listed_on <= on < book.day:  # before the first list nobody knows who left
        then = {figure.measure: figure for figure in staffing_figures(book, on)}
    day = book.as_at.astimezone(settings.zone).date()
    found = {
        measure: replace(_other(now[live], day), on_the_day=_value(then, live))
        for measure, live in LIVE.items()
        if live in now
    }
    for measure, form in AS_THE_RETURN_COUNTS.items():
        parts = tuple(_value(now, each) for each in LIVE_PARTS)
        before = tuple(_value(then, each) for each in LIVE_PARTS)
        found[measure] = Other(
            form(*parts), day, warnings=now[Measure.AGENCY_FTE].warnings, on_the_day=form(*before)
        )
    return found


def _value(figures: Mapping[Measure, Figure], measure: Measure) -> float | None:
    return figures[measure].value if measure in figures else None


def _live_caseload(session: Session, settings: Settings) -> dict[CensusMeasure, Other]:
    try:
        book = gather_book(session, team_ids=None, not_seen_days=settings.not_seen_days)
    except NoData:
        return {}
    figure = average_caseload(book, gap_warnings(book))
    other = _other(figure, book.day)
    return {
        PublishedMeasure.AVERAGE_CASELOAD: other,
        PublishedMeasure.CASES: replace(other, value=figure.numerator),
        PublishedMeasure.CASE_HOLDERS_FTE: replace(other, value=figure.denominator),
    }


def _other(figure: Figure, day: date) -> Other:
    return Other(figure.value, day, warnings=figure.warnings)


def _published(
    session: Session, row: CensusReturn
) -> tuple[dict[CensusMeasure, Other], str | None, int | None]:
    """What was published of the return's year, or else of the newest; whose; and which year."""
    known = published(session)
    area = find_area(known, row.authority_code)
    years = known.indicators.years_of(area.code) if area else []
    if area is None or not years:
        return {}, None, None
    year = row.year if row.year in years else years[-1]
    values = known.indicators.rows[area.code, year]
    together = (f"{area.name} are published together",) if len(area.codes) > 1 else ()
    found: dict[CensusMeasure, Other] = {}
    for measure in CENSUS:
        if isinstance(measure, PublishedMeasure):
            value = values.get(measure)
            number = value if isinstance(value, float) else None
            why = MEANINGS[value] if isinstance(value, Symbol) else NOT_PUBLISHED
            missing = why if number is None else None
            found[measure] = Other(number, date(year, 9, 30), missing, together)
    return found, area.name, year

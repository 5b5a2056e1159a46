"""The authority's own figures of today that can be laid beside published ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from models.errors import NoData
from models.figures.figure import Figure
from models.figures.measures import average_caseload, working_average_caseload
from models.figures.queries import gather_book
from models.reference.measures import PublishedMeasure
from models.staffing.measures import staffing_figures
from models.staffing.queries import gather_staffing
from models.vocabulary import Measure

LIVE: Mapping[PublishedMeasure, Measure] = {
    PublishedMeasure.AVERAGE_CASELOAD: Measure.AVERAGE_CASELOAD,
    PublishedMeasure.AGENCY_RATE: Measure.AGENCY_RATE,
    PublishedMeasure.VACANCY_RATE: Measure.VACANCY_RATE,
    PublishedMeasure.TURNOVER_RATE: Measure.TURNOVER_RATE,
}
"""What is published and also known of today; absence is not: its days are not loaded."""


@dataclass(frozen=True, slots=True)
class Own:
    """Today's figures by measure; empty where nothing has been loaded."""

    figures: Mapping[Measure, Figure] = field(default_factory=dict)

    def of(self, measure: PublishedMeasure) -> Figure | None:
        live = LIVE.get(measure)
        return None if live is None else self.figures.get(live)

    @property
    def working_average(self) -> Figure | None:
        return self.figures.get(Measure.WORKING_AVERAGE_CASELOAD)


def gather_own(session: Session, not_seen_days: int) -> Own:
    """The whole authority's figures of today, of whichever feeds have been loaded."""
    return Own({**_caseload(session, not_seen_days), **_staffing(session)})


def _caseload(session: Session, not_seen_days: int) -> dict[Measure, Figure]:
    try:
        book = gather_book(session, team_ids=None, not_seen_days=not_seen_days)
    except NoData:
        return {}
    return {f.measure: f for f in (average_caseload(book), working_average_caseload(book))}


def _staffing(session: Session) -> dict[Measure, Figure]:
    try:
        figures = staffing_figures(gather_staffing(session))
    except NoData:
        return {}
    return {figure.measure: figure for figure in figures if figure.measure in LIVE.values()}

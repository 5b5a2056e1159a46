"""Which staffing figures a digest leaves out: those that would tell of one or two people."""

from collections.abc import Collection

from models.staffing.few import FEWEST
from models.staffing.parts import Parts
from models.vocabulary import Measure

REASONS = frozenset(
    {
        Measure.AGENCY_VACANCY_FTE,
        Measure.AGENCY_ABSENCE_FTE,
        Measure.SUPERNUMERARY_FTE,
        Measure.AGENCY_UNKNOWN_FTE,
    }
)


def covering(parts: Parts) -> float:
    """Agency FTE that covers a vacancy or an absence."""
    return round(parts.agency_vacancy_fte + parts.agency_absence_fte, 2)


def left_out(parts: Parts, few: Collection[Measure]) -> frozenset[Measure]:
    """The measures not to be said, of those that are of few people.

    A digest says why agency workers are here in larger groups than the answers do: covering,
    extra, unknown. Only where one of these is of few is none of them said.
    """
    groups = (covering(parts), parts.supernumerary_fte, parts.agency_unknown_fte)
    hidden = REASONS if any(0 < group < FEWEST for group in groups) else frozenset[Measure]()
    return (frozenset(few) - REASONS) | hidden

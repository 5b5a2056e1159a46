"""Which staffing figures a digest leaves out: those that would tell of one or two people."""

from collections.abc import Collection, Mapping, Sequence

from models.figures.measures import SMALL_TEAM
from models.figures.trends import Point
from models.staffing.few import FEWEST, few_in
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


def left_out_then(parts: Parts) -> frozenset[Measure]:
    """The same of a day that is past: it is judged by who was there then."""
    return left_out(parts, few_in(parts))


HOW_MANY = frozenset({Measure.MEDIAN_CASELOAD, Measure.AVERAGE_CASELOAD})
"""The kept measures of cases that say of how many people a day's figures are."""

_AVERAGES = frozenset({Measure.AVERAGE_CASELOAD, Measure.WORKING_AVERAGE_CASELOAD})


def told_of(found: Mapping[Measure, Sequence[Point]], measure: Measure) -> list[Point]:
    """A measure's points, without values on days on which they were of one or two people.

    `found` also has those of HOW_MANY.
    """
    holders = {p.day: p.denominator for p in found[Measure.MEDIAN_CASELOAD]}
    # So many FTE take three people at least: all that is known of days of an earlier version.
    fte = {p.day: (p.denominator or 0) > SMALL_TEAM - 1 for p in found[Measure.AVERAGE_CASELOAD]}

    def enough(day_of: Point) -> bool:
        known = holders.get(day_of.day)
        if measure in _AVERAGES and (day_of.denominator or 0) <= SMALL_TEAM - 1:
            return False  # of many holders one or two may be those that are averaged
        return fte.get(day_of.day, False) if known is None else known >= SMALL_TEAM

    return [p if enough(p) else Point(p.day, None, None, None) for p in found[measure]]

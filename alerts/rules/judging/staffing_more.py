"""What is said of a target that is missed, under its first line: of what it is made, its course."""

from math import fsum

from alerts.rules.judging.staffing_day import Standing
from alerts.staffing_words import amount
from models.figures.figure import fixed
from models.staffing.agency import agency_workers
from models.staffing.costs import agency_cost
from models.staffing.course import present_course, value_words
from models.staffing.few import FEWEST
from models.staffing.measures import formed_of, value_of
from models.vocabulary import AgencyBasis, Measure

_AGENCY = frozenset({Measure.AGENCY_FTE, Measure.AGENCY_HEADCOUNT, Measure.AGENCY_RATE})

_PARTS = {
    Measure.VACANCY_RATE: "{part} FTE vacant beside {whole} FTE in post and vacant",
    Measure.PERMANENT_SHARE: "{part} FTE in post, of {whole} FTE with agency",
    Measure.MANAGERS_PERMANENT_SHARE: "{part} FTE of managers in post, of {whole} FTE with agency",
    Measure.TURNOVER_RATE: "{part} FTE left in twelve months, and {whole} FTE are in post",
}


def more_of(standing: Standing) -> tuple[str, ...]:
    """The lines under a missed target; nobody is named, and nobody's pay is to be reckoned."""
    made_of = _agency(standing) if standing.path.measure in _AGENCY else _parts(standing)
    course = standing.projection and present_course(standing.projection, standing.path)
    return tuple(line for line in (made_of, course) if line)


def _agency(standing: Standing) -> str:
    """ "9.0 cover a vacancy or an absence, 5.0 are extra (supernumerary) · rate 9.1 % (DfE) …"."""
    parts = standing.parts
    reasons = (
        (
            fsum((parts.agency_vacancy_fte, parts.agency_absence_fte)),
            "cover a vacancy or an absence",
        ),
        (parts.supernumerary_fte, "are extra (supernumerary)"),
        (parts.agency_unknown_fte, "are here for a reason that is not known"),
    )
    why = ", ".join(f"{fixed(fte)} {what}" for fte, what in reasons if fte)
    return " · ".join(part for part in (why, _beside(standing), _premium(standing)) if part)


def _beside(standing: Standing) -> str:
    """The rate beside a number, and the number beside the rate."""
    if standing.path.measure is Measure.AGENCY_RATE:
        return amount(Measure.AGENCY_FTE, standing.parts.agency_fte)
    rate = value_of(Measure.AGENCY_RATE, standing.parts)
    return "" if rate is None else f"rate {amount(Measure.AGENCY_RATE, rate)} (DfE)"


def _premium(standing: Standing) -> str:
    """ "about £2,600 a week above employed cost for the 5 extra"."""
    workers = agency_workers(standing.book)
    extra = [w for w in workers if w.agency_basis is AgencyBasis.SUPERNUMERARY]
    counted = extra or workers
    cost = agency_cost(counted, standing.book.employed_costs)
    unknown = cost.without_cost + cost.without_comparison
    if len(counted) - unknown < FEWEST or cost.weekly_premium <= 0:
        return ""
    pounds = value_words(Measure.AGENCY_WEEKLY_PREMIUM)(cost.weekly_premium)
    whose = f"the {len(extra) - unknown} extra" if extra else f"{len(workers) - unknown} of them"
    return f"about {pounds} a week above employed cost for {whose}"


def _parts(standing: Standing) -> str:
    text = _PARTS.get(standing.path.measure)
    formed = formed_of(standing.path.measure, standing.parts)
    if text is None or formed.numerator is None or formed.denominator is None:
        return ""
    return text.format(part=fixed(formed.numerator), whole=fixed(formed.denominator))

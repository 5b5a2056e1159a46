"""The thread's table on staffing: now against target and a year ago, nothing of one or two."""

from alerts.digest.digest import Sheet
from alerts.digest.facts import DigestFacts
from alerts.digest.few import covering, left_out_then
from alerts.digest.sentences.phrasing import listed
from alerts.staffing_words import target_words
from alerts.wording import sentence
from models.figures.figure import DEFINITIONS
from models.staffing.course import value_words
from models.staffing.measures import MEASURES, value_of
from models.staffing.parts import Parts
from models.vocabulary import Measure

FEW = "under 3"
NONE = "–"

_AS_FAR_AS_TOLD = "Every target that can be told here is met"

_MEASURES = (
    Measure.POSTS_FTE,
    Measure.TIME_LIMITED_POSTS_FTE,
    Measure.UNFUNDED_POSTS_FTE,
    Measure.IN_POST_FTE,
    Measure.VACANT_FTE,
    Measure.VACANCY_RATE,
    Measure.AGENCY_FTE,
    Measure.AGENCY_VACANCY_FTE,  # said with those who cover an absence
    Measure.SUPERNUMERARY_FTE,
    Measure.AGENCY_RATE,
    Measure.PERMANENT_SHARE,
    Measure.TURNOVER_RATE,
    Measure.UNDER_TWO_YEARS_SHARE,
    Measure.NEWLY_QUALIFIED,
)


def staffing_sheet(facts: DigestFacts) -> Sheet | None:
    """Social workers: posts, vacancies, agency by reason, stability; each with its yardstick."""
    now = facts.staffing.now
    if not now.posts_fte and not now.social_workers:
        return None
    rows = tuple(_row(facts, measure) for measure in _MEASURES)
    return Sheet(
        title=_title(facts),
        headings=("Social workers", "Now", "Target", "A year ago"),
        rows=tuple(row for row in rows if row is not None),
        footer=_footer(facts),
    )


def _title(facts: DigestFacts) -> str:
    """Also a target that is missed by few people is said to be; their number is not."""
    asked = [measure for measure in _in_order(facts) if facts.target(measure) is not None]
    off = [DEFINITIONS[measure].label for measure in asked if _off(facts, measure)]
    if off:
        return f"Off target: {listed(off)}"
    told = [measure for measure in asked if _is_told(facts, measure)]
    if not told:
        return "Staffing"
    return "Every staffing target is met" if told == asked else _AS_FAR_AS_TOLD


def _in_order(facts: DigestFacts) -> list[Measure]:
    """The targets on staffing: as in the table, then those that have no row."""
    measures = dict.fromkeys((*_MEASURES, *MEASURES))
    return [measure for measure in measures if measure in facts.staffing.paths]


def _is_told(facts: DigestFacts, measure: Measure) -> bool:
    is_known = value_of(measure, facts.staffing.now) is not None
    return is_known and measure not in facts.staffing.few


def _footer(facts: DigestFacts) -> str:
    said = "Social workers only, in FTE where it does not say otherwise."
    if facts.staffing.few:
        said += ' Figures of one or two people are left out, or say "under 3".'
    return said


def _row(facts: DigestFacts, measure: Measure) -> tuple[str, ...] | None:
    path = facts.staffing.paths.get(measure)
    target = facts.target(measure)
    then = facts.staffing.year_ago
    few_then = frozenset() if then is None else left_out_then(then)
    return (
        sentence(_label(measure)),
        _cell(measure, facts.staffing.now, measure in facts.staffing.few),
        NONE if path is None or target is None else target_words(path, target),
        NONE if then is None else _cell(measure, then, measure in few_then),
    )


def _cell(measure: Measure, parts: Parts, is_few: bool) -> str:
    """A rate of few people would give their number away; of a count "under 3" says enough."""
    value = _value(measure, parts)
    if value is None:
        return NONE
    if not is_few:
        return value_words(measure)(value)
    return FEW if 0 < value < 3 and not measure.value.endswith(("_rate", "_share")) else NONE


def _value(measure: Measure, parts: Parts) -> float | None:
    return covering(parts) if measure is Measure.AGENCY_VACANCY_FTE else value_of(measure, parts)


def _off(facts: DigestFacts, measure: Measure) -> bool:
    value = value_of(measure, facts.staffing.now)
    return value is not None and facts.staffing.paths[measure].off_target(value, facts.today)


def _label(measure: Measure) -> str:
    if measure is Measure.AGENCY_VACANCY_FTE:
        return "agency covering a vacancy or an absence"
    return DEFINITIONS[measure].label

"""What each measure means, in words an analyst would accept and a manager understands."""

from dataclasses import dataclass

from models.vocabulary import Measure


@dataclass(frozen=True, slots=True)
class Definition:
    """A measure's name in a sentence, what is counted in it, and who says that it is so."""

    label: str
    sentence: str
    source: str


DFE = "Department for Education, children's social work workforce census"
OWN = "Caseload's own definition"

CASELOAD: dict[Measure, Definition] = {
    Measure.OPEN_CASES: Definition(
        "open cases",
        "Every open case: held by a worker, unallocated, or held by somebody who is not in the "
        "workforce list. Each child counts, siblings separately. A case counts where its worker "
        "works; without a worker, in the team it is allocated to.",
        OWN,
    ),
    Measure.OPENED: Definition(
        "opened in the week", "Cases opened in the seven days up to the as-at day.", OWN
    ),
    Measure.CLOSED: Definition(
        "closed in the week",
        "Cases closed in the seven days up to the as-at day, or gone from the extract in them.",
        OWN,
    ),
    Measure.AVERAGE_CASELOAD: Definition(
        "average caseload (DfE)",
        "Open allocated cases held by social workers in post, agency included, divided by the FTE "
        "of those holding at least one case.",
        DFE,
    ),
    Measure.WORKING_AVERAGE_CASELOAD: Definition(
        "working average",
        "The same without workers who are absent on the day, and with every kind of case holder "
        "(personal advisers and family support too).",
        OWN,
    ),
    Measure.MEDIAN_CASELOAD: Definition(
        "median caseload",
        "The middle caseload of everybody in post who holds at least one case; cases, not cases "
        "per FTE.",
        OWN,
    ),
    Measure.HIGHEST_CASELOAD: Definition(
        "highest caseload", "The most cases one worker in post holds; not per FTE.", OWN
    ),
    Measure.AT_20_OR_MORE: Definition(
        "holding 20 or more", "Workers in post who hold 20 cases or more; not per FTE.", OWN
    ),
    Measure.OVER_LIMIT: Definition(
        "over their limit",
        "Workers in post whose caseload is more than their limit times their FTE. The limit is the "
        "most specific in force on the day: the worker's own, the team's, the kind of team's, the "
        "authority's; the newly qualified limit where it is lower.",
        OWN,
    ),
    Measure.NOBODY_AT_WORK: Definition(
        "held by nobody at work",
        "Open cases whose worker has left, has not started yet or is absent on the day.",
        OWN,
    ),
    Measure.UNALLOCATED: Definition(
        "unallocated",
        "Open cases with no worker: allocated to a team only, or to nobody. Time without a worker "
        "is counted in working days of the authority.",
        OWN,
    ),
    Measure.NOT_SEEN: Definition(
        "not seen",
        "Open cases whose child was last seen longer ago than the authority allows. Cases with no "
        "date are named beside it, not counted in it.",
        OWN,
    ),
    Measure.CASELOAD: Definition(
        "caseload",
        "Open cases with this worker as the allocated (primary) worker; each child counts, "
        "siblings separately.",
        DFE,
    ),
    Measure.CASELOAD_PER_FTE: Definition(
        "cases per FTE", "Caseload divided by the worker's FTE.", DFE
    ),
    Measure.ALLOWANCE: Definition("allowance", "The worker's limit times the worker's FTE.", OWN),
}

"""The three worked plans of `docs/plans.md`: what the authorities said, and what is assumed."""

from dataclasses import dataclass, field

from alerts.plans.plan import Input, PlanInputs
from alerts.plans.projecting import Plan, make_plan
from alerts.plans.reading import read_plan
from alerts.plans.starting import Baseline, make_inputs


def assumed(value: float, source: str) -> Input:
    return Input(value, given=False, source=source)


def published(cases: float, fte: float, turnover: float, day: str) -> Baseline:
    """An authority's row in the Department's workforce figures."""
    source = f"published for {day}"
    return Baseline(
        cases=assumed(cases, source), fte=assumed(fte, source), turnover=assumed(turnover, source)
    )


@dataclass(frozen=True)
class Worked:
    """One plan: the words are the authority's numbers, everything else is assumed."""

    about: str
    words: str
    baseline: Baseline
    also: dict[str, Input] = field(default_factory=dict)

    @property
    def inputs(self) -> PlanInputs:
        return make_inputs({**self.also, **read_plan(self.words).given}, self.baseline)

    @property
    def plan(self) -> Plan:
        return make_plan(self.about, self.inputs)


_BROMLEY = (
    "average 21, promise 12-15, 20 posts, five fewer each year over four years, "
    "cases fall by 65-70 a year, £2.4M"
)
_BROMLEY_2022 = published(1346, 96, 18.6, "30 September 2022")

BROMLEY = Worked("Bromley", _BROMLEY, _BROMLEY_2022)

BROMLEY_OF_ITS_CASES = Worked(
    "Bromley", _BROMLEY, _BROMLEY_2022, {"cases": assumed(1346, "published for 30 September 2022")}
)

_HAMPSHIRE_2017 = published(6309, 276.3, 17.5, "30 September 2017")

HAMPSHIRE = Worked(
    "Hampshire",
    "70 posts in five teams for £2.5M a year",
    _HAMPSHIRE_2017,
    {"years": assumed(2, "the first year, and a year with every post begun")},
)

HAMPSHIRE_WITH_SUPPORT = Worked(
    "Hampshire",
    "in five teams for £2.5M a year",
    _HAMPSHIRE_2017,
    {
        "posts": assumed(50, "ten social workers in each team"),
        "support": assumed(20, "four support staff in each team"),
        "years": assumed(2, "the first year, and a year with every post begun"),
    },
)

SOUTHAMPTON = Worked(
    "Southampton",
    "agency 95 to 12",
    published(2222, 123.8, 20.4, "30 September 2022"),
    {
        "end": assumed(50, "95 less the 44.9 FTE published as covering vacancies"),
        "agency_holding": assumed(0, "the published 123.8 FTE did not count the extra ones"),
        "years": assumed(1, "not said: taken to be one year"),
    },
)

SOUTHAMPTON_IF_ALL_HELD = Worked(
    SOUTHAMPTON.about,
    SOUTHAMPTON.words,
    SOUTHAMPTON.baseline,
    {**SOUTHAMPTON.also, "agency_holding": assumed(100, "if all of them held cases")},
)

ALL = {
    "Bromley": BROMLEY,
    "Bromley, the other reading": BROMLEY_OF_ITS_CASES,
    "Hampshire": HAMPSHIRE,
    "Hampshire with support staff": HAMPSHIRE_WITH_SUPPORT,
    "Southampton": SOUTHAMPTON,
    "Southampton if all held cases": SOUTHAMPTON_IF_ALL_HELD,
}

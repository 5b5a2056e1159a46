"""What a plan starts from: each input a number that says whether it was given or assumed."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields

from models.errors import CaseloadError
from models.figures.figure import shown
from models.figures.limits import Promise

MOST_YEARS = 10
WEEKS = 52
"""Weeks in a year, for money by the week and for posts that are empty for some weeks."""

EXAMPLE = "`plan 20 posts taper 5 a year cases -65 a year`"


class PlanRefused(CaseloadError):
    """A plan that cannot be understood, or whose numbers cannot be."""


@dataclass(frozen=True, slots=True)
class Input:
    """One number of a plan.

    `given` is whether whoever asked said it; `source` is their words, or where an assumed number
    comes from: a figure with its as-at (`live`), or a stated default.
    """

    value: float
    given: bool
    source: str
    live: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """What an input is called, its unit, and between which numbers it makes sense."""

    label: str
    unit: str
    least: float
    most: float
    example: str


KINDS: dict[str, Kind] = {
    "cases": Kind("cases held now", "cases", 0, 1_000_000, "1,346 cases"),
    "cases_change": Kind("change in cases", "cases a year", -500_000, 500_000, "cases -65 a year"),
    "fte": Kind("case-holding FTE now", "FTE", 0, 50_000, "96 FTE"),
    "posts": Kind("extra posts that hold cases", "FTE", 0, 5_000, "20 posts"),
    "support": Kind("extra posts that hold no cases", "FTE", 0, 5_000, "20 support staff"),
    "teams": Kind("new teams", "teams", 1, 500, "in 5 teams"),
    "taper": Kind("posts fewer each year", "FTE", 0, 5_000, "taper 5 a year"),
    "absorbed": Kind(
        "posts kept on in vacancies when their money ends", "FTE", 0, 5_000, "absorb 5"
    ),
    "agency_fte": Kind("agency now", "FTE", 0, 50_000, "agency 95"),
    "agency_holding": Kind(
        "of the agency that ends, holding cases", "%", 0, 100, "agency holding 50 %"
    ),
    "convert": Kind(
        "agency replaced by permanent", "FTE a year", 0, 5_000, "convert 10 agency a year"
    ),
    "end": Kind("agency ended without replacement", "FTE a year", 0, 5_000, "end 5 agency a year"),
    "turnover_now": Kind("turnover now", "% a year", 0, 100, "turnover now 18 %"),
    "turnover": Kind("turnover in the plan", "% a year", 0, 100, "turnover 12 %"),
    "recruit_weeks": Kind("time to recruit", "weeks", 0, WEEKS, "recruit in 12 weeks"),
    "cost_per_post": Kind("cost of a post", "£ a year", 0, 500_000, "at £48,000 a post"),
    "agency_weekly_cost": Kind(
        "cost of agency", "£ a week for one FTE", 0, 20_000, "agency at £1,800 a week"
    ),
    "agency_premium": Kind(
        "agency premium over employed", "£ a week for one FTE", 0, 20_000, "premium £520 a week"
    ),
    "promise_low": Kind("promise, from", "cases per FTE", 0, 200, "promise 12-15"),
    "promise_high": Kind("promise, up to", "cases per FTE", 0.1, 200, "promise 12-15"),
    "target": Kind("average to hold", "cases per FTE", 0.1, 200, "to 15"),
    "years": Kind("length of the plan", "years", 1, MOST_YEARS, "over 4 years"),
}
"""Every input in the order in which a plan lists them."""

_WHOLE = frozenset({"teams", "years"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInputs:
    """Everything a projection is made of; the units are in `KINDS`.

    Raises PlanRefused, with a sentence and an example, when a number is negative, absurd, or
    contradicts another.
    """

    cases: Input
    cases_change: Input
    fte: Input
    posts: Input
    support: Input
    taper: Input
    absorbed: Input
    agency_fte: Input
    agency_holding: Input
    convert: Input
    end: Input
    turnover_now: Input
    turnover: Input
    recruit_weeks: Input
    cost_per_post: Input
    agency_weekly_cost: Input
    agency_premium: Input
    years: Input
    teams: Input | None = None
    promise_low: Input | None = None
    promise_high: Input | None = None
    target: Input | None = None

    def __post_init__(self) -> None:
        for name, each in self.listed():
            require_sensible(name, each.value)
        _require_agreement(self)

    def listed(self) -> Iterator[tuple[str, Input]]:
        """The inputs that there are, by name, in the order of `KINDS`."""
        for name in KINDS:
            each = getattr(self, name)
            if each is not None:
                yield name, each

    @property
    def promise(self) -> Promise | None:
        if self.promise_low is None and self.promise_high is None:
            return None
        low, high = self.promise_low, self.promise_high
        return Promise(low.value if low else None, high.value if high else None)

    @property
    def to_hold(self) -> float | None:
        """The average that posts are counted for: the one asked for, or the promise's upper end."""
        found = self.target or self.promise_high
        return found.value if found else None

    @property
    def whole_years(self) -> int:
        return int(self.years.value)


NAMES = tuple(each.name for each in fields(PlanInputs))
"""The names of all inputs, as they are kept with a saved plan."""


def require_sensible(name: str, value: float) -> None:
    """PlanRefused unless the number lies where its kind allows."""
    kind = KINDS[name]
    whole = name not in _WHOLE or float(value).is_integer()
    if math.isfinite(value) and kind.least <= value <= kind.most and whole:
        return
    number = "a whole number" if name in _WHOLE else "a number"
    said = shown(value, 2) if math.isfinite(value) else "without end"
    raise PlanRefused(
        f"{kind.label[:1].upper()}{kind.label[1:]} cannot be {said}. Say {number} from "
        f"{shown(kind.least)} to {shown(kind.most)} ({kind.unit}), for example `{kind.example}`."
    )


def _require_agreement(inputs: PlanInputs) -> None:
    """PlanRefused when two numbers cannot both be so."""
    for wrong in _contradictions(inputs):
        raise PlanRefused(wrong)


def _contradictions(inputs: PlanInputs) -> Iterator[str]:
    if inputs.fte.value == 0:
        yield (
            "Nobody holds cases there now, so there is no average to plan from. Say how many do, "
            "for example `96 FTE`, or choose another team."
        )
    if inputs.taper.value > inputs.posts.value:
        yield (
            f"{shown(inputs.posts.value)} posts cannot become {shown(inputs.taper.value)} fewer "
            f"each year. Say a taper up to the number of posts, for example {EXAMPLE}."
        )
    low, high = inputs.promise_low, inputs.promise_high
    if low and high and low.value > high.value:
        yield (
            f"A promise cannot run from {shown(low.value)} to {shown(high.value)}. Say the lower "
            "end first, for example `promise 12-15`."
        )
    if inputs.cases.value + inputs.cases_change.value * inputs.whole_years < 0:
        yield (
            f"{shown(-inputs.cases_change.value)} cases fewer each year would leave less than none "
            f"of {shown(inputs.cases.value)} after {inputs.whole_years} years. Say a smaller "
            "change, or fewer years, for example `over 2 years`."
        )
    if inputs.turnover.value * inputs.recruit_weeks.value >= 100 * WEEKS:
        yield (
            "With that turnover and time to recruit every new post would stay empty. Say less of "
            "one, for example `turnover 12 %` or `recruit in 12 weeks`."
        )
    yield from _agency_contradictions(inputs)


def _agency_contradictions(inputs: PlanInputs) -> Iterator[str]:
    now, holding = inputs.agency_fte.value, inputs.agency_holding.value / 100
    if inputs.convert.value + inputs.end.value > 0 and now == 0:
        yield (
            "There is no agency worker to replace or end there. Say how many there are, for "
            "example `agency 12`, or leave agency out."
        )
    ended = min(now, inputs.end.value * inputs.whole_years)
    if ended and ended * holding >= inputs.fte.value:
        yield (
            f"Ending {shown(ended)} FTE of agency would leave nobody to hold the cases of "
            f"{shown(inputs.fte.value)} FTE. End fewer, or say how many of them hold cases, for "
            "example `agency holding 50 %`."
        )

"""Makes a plan's inputs of what was said, what the figures are now, and stated defaults."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from alerts.plans.plan import (
    EXAMPLE,
    MOST_YEARS,
    NAMES,
    Input,
    PlanInputs,
    PlanRefused,
    require_sensible,
)
from alerts.plans.projecting import post_years, posts_needed
from alerts.wording import count
from models.figures.figure import shown

AVERAGE = "average"
BUDGET = "budget"
BUDGET_YEAR = "budget_year"
AGENCY_TARGET = "agency_target"
"""What may be said besides the inputs themselves; each becomes an input by arithmetic."""

Given = Mapping[str, Input]
"""What whoever asked said, by the name of the input or one of the four above."""

USUAL_YEARS = 4


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where a plan starts: the figures of a scope now, each with its source; None if unknown."""

    cases: Input
    fte: Input
    promise_low: Input | None = None
    promise_high: Input | None = None
    agency_fte: Input | None = None
    agency_holding: Input | None = None
    turnover: Input | None = None
    cost_per_post: Input | None = None
    agency_weekly_cost: Input | None = None
    agency_premium: Input | None = None


def _default(value: float, source: str) -> Input:
    return Input(value, given=False, source=source)


_ENGLAND = "stated default: England at 30 September 2025, published by the Department for Education"
_ONE_COUNCIL = (
    "stated default: one council's paper of October 2025, agency £1,800 and employed £1,280 a week"
)

DEFAULTS: dict[str, Input] = {
    "turnover_now": _default(11.8, _ENGLAND),
    "recruit_weeks": _default(12, "stated default: no published figure; say your own"),
    "cost_per_post": _default(66_560, f"{_ONE_COUNCIL}; 52 weeks of £1,280"),
    "agency_weekly_cost": _default(1_800, _ONE_COUNCIL),
    "agency_premium": _default(520, _ONE_COUNCIL),
    "agency_holding": _default(100, "stated default: every agency worker holds cases"),
    "agency_fte": _default(0, "stated default: none"),
}
_NOTHING = _default(0, "not said: none")
_AMOUNTS = ("cases_change", "posts", "support", "taper", "absorbed", "convert", "end")


def make_inputs(given: Given, baseline: Baseline) -> PlanInputs:
    """The inputs of a plan; what was not said is the figure now, or else a stated default.

    Raises PlanRefused when the numbers are absurd or contradict each other, or when nothing is
    planned.
    """
    for name in (AVERAGE, BUDGET, BUDGET_YEAR, AGENCY_TARGET):
        if name in given and not 0 <= given[name].value < math.inf:
            raise PlanRefused(f"`{given[name].source}` cannot be less than nothing.")
    for name, said in given.items():
        if name in NAMES:
            require_sensible(name, said.value)
    found = _known(given, baseline)
    if not any(name in given for name in (*_CHANGES, "target")):
        raise PlanRefused(f"A plan needs something that changes. Say for example {EXAMPLE}.")
    if AVERAGE in given:
        found |= _by_average(given, found)
    if AGENCY_TARGET in given:
        found["convert"] = _conversion(given, found)
    inputs = PlanInputs(**found)
    if inputs.target is not None and "posts" not in given:
        inputs = _with_posts_it_takes(inputs, inputs.target.value)
    return _with_cost(given, inputs)


_CHANGES = frozenset({*_AMOUNTS, "turnover", "recruit_weeks", AGENCY_TARGET}) - {"taper"}


def _known(given: Given, baseline: Baseline) -> dict[str, Input]:
    """What was said before what the figures are, and those before defaults."""
    live = {
        "cases": baseline.cases,
        "fte": baseline.fte,
        "promise_low": baseline.promise_low,
        "promise_high": baseline.promise_high,
        "agency_fte": baseline.agency_fte,
        "agency_holding": baseline.agency_holding,
        "turnover_now": baseline.turnover,
        "cost_per_post": baseline.cost_per_post,
        "agency_weekly_cost": baseline.agency_weekly_cost,
        "agency_premium": baseline.agency_premium,
    }
    found = {**DEFAULTS, **dict.fromkeys(_AMOUNTS, _NOTHING)}
    found |= {name: figure for name, figure in live.items() if figure is not None}
    if {"promise_low", "promise_high"} & set(given):
        found = {name: value for name, value in found.items() if not name.startswith("promise")}
    found |= {name: said for name, said in given.items() if name in NAMES}
    if "turnover" in given and "turnover_now" not in given and baseline.turnover is None:
        found["turnover_now"] = _default(
            given["turnover"].value, "today's is not known: taken to be the plan's"
        )
    now = found["turnover_now"]
    found.setdefault("turnover", replace(now, given=False, source=f"as now ({now.source})"))
    found.setdefault("years", _usual_years(found))
    return found


def _usual_years(found: Mapping[str, Input]) -> Input:
    posts, taper = found["posts"].value, found["taper"].value
    if 0 < taper <= posts:
        years = math.ceil(min(MOST_YEARS, posts / taper))
        return _default(years, "until the taper has taken every post")
    return _default(USUAL_YEARS, "stated default: four years")


def _by_average(given: Given, found: Mapping[str, Input]) -> dict[str, Input]:
    """Cases that make the average which was said, with the FTE there is; or FTE, of said cases."""
    average = given[AVERAGE]
    if "cases" in given and "fte" in given:
        raise PlanRefused(
            f"`{average.source}`, `{given['cases'].source}` and `{given['fte'].source}` say the "
            "same in two ways. Leave one of them out, for example `average 21 96 FTE`."
        )
    if not average.value:
        raise PlanRefused("An average of 0 leaves nothing to plan. Say for example `average 21`.")
    if "cases" in given:
        cases = found["cases"]
        source = f"{shown(cases.value)} cases ({_how(cases)}) ÷ {average.source} ({_how(average)})"
        both = average.given and cases.given
        return {"fte": Input(cases.value / average.value, both, source)}
    fte = found["fte"]
    source = f"{average.source} ({_how(average)}) × {shown(fte.value, 2)} FTE ({_how(fte)})"
    return {"cases": Input(average.value * fte.value, average.given and fte.given, source)}


def _how(each: Input) -> str:
    return "given" if each.given else "assumed"


def _conversion(given: Given, found: Mapping[str, Input]) -> Input:
    """How many agency workers are replaced each year so that the target is reached in time."""
    target, now = given[AGENCY_TARGET], found["agency_fte"].value
    if "convert" in given:
        raise PlanRefused(
            f"`{target.source}` and `{given['convert'].source}` say the same in two ways. Say one."
        )
    years, ended = found["years"].value, found["end"].value
    if target.value > now:
        raise PlanRefused(
            f"Agency is {shown(now)} FTE now, so that {shown(target.value)} is more. Say a lower "
            "number, for example `agency to 12`."
        )
    yearly = max(0.0, (now - target.value) / years - ended)
    source = f"{target.source}: from {shown(now)} in {count(int(years), 'year')}"
    if ended:
        source += f", of which {shown(ended)} a year end"
    known = target.given and found["years"].given and (found["end"].given or not ended)
    return Input(yearly, given=known, source=source)


def _with_posts_it_takes(inputs: PlanInputs, target: float) -> PlanInputs:
    """Whole posts, enough for the year of the plan that needs the most."""
    years = range(1, inputs.whole_years + 1)
    most = max(posts_needed(inputs, target, year) for year in years)
    source = f"what it takes to hold {shown(target)} once they are filled"
    return replace(inputs, posts=Input(math.ceil(most), given=False, source=source))


def _with_cost(given: Given, inputs: PlanInputs) -> PlanInputs:
    """The cost of a post from a sum of money, where that was said instead."""
    said = [given[name] for name in ("cost_per_post", BUDGET, BUDGET_YEAR) if name in given]
    if len(said) > 1:
        raise PlanRefused(
            f"`{said[0].source}` and `{said[1].source}` are two costs. Say the cost of a post, the "
            "money in all or the money a year, for example `at £48,000 a post`."
        )
    if BUDGET not in given and BUDGET_YEAR not in given:
        return inputs
    money = said[0]
    years = inputs.whole_years if BUDGET in given else 1
    posts = post_years(inputs, years)
    if not posts:
        raise PlanRefused(
            f"`{money.source}` needs to say for how many posts. Say for example `20 posts £2.4m`."
        )
    unit = "posts" if years == 1 else "post-years"
    cost = Input(money.value / posts, True, f"{money.source} ÷ {shown(posts)} {unit}")
    require_sensible("cost_per_post", cost.value)
    return replace(inputs, cost_per_post=cost)

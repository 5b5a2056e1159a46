"""A plan's averages as the lines of a chart, with the yardstick drawn beside them."""

from dataclasses import dataclass

from alerts.plans.plan import PlanInputs
from alerts.plans.projecting import Plan
from models.figures.figure import tidy


@dataclass(frozen=True, slots=True)
class PlanChart:
    """One line for each series, a value for each category; cases per full-time worker."""

    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]


def plan_chart(plan: Plan) -> PlanChart:
    """ "Now", "Year 1" … and the average beside the promise, or beside the average to hold."""
    rows = plan.rows
    names = [("Now" if row.year == 0 else f"Year {row.year}") for row in rows]
    if plan.after is not None:
        names[-1] = "After"
    series = [("Average", tuple(tidy(row.average) for row in rows))]
    inputs = plan.inputs
    level = {
        "Promise, lower end": inputs.promise_low,
        "Promise, upper end": inputs.promise_high,
        "To hold": inputs.target if inputs.to_hold != _upper(inputs) else None,
    }
    for name, line in level.items():
        if line is not None:
            series.append((name, (line.value,) * len(rows)))
    return PlanChart(tuple(names), tuple(series))


def _upper(inputs: PlanInputs) -> float | None:
    return inputs.promise_high.value if inputs.promise_high else None

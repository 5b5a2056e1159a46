"""Proposes a name for a plan that is to be saved: of what, which change, and when."""

from collections.abc import Collection
from datetime import date

from alerts.plans.phrases import said
from alerts.plans.plan import PlanInputs
from alerts.plans.projecting import Plan
from alerts.plans.saving import LONGEST_NAME
from models.figures.figure import shown
from models.folding import folded


def proposed_name(plan: Plan, day: date, taken: Collection[str]) -> str:
    """ "Northmere, 20 posts, Nov 2026", with a number when there is one of that name already."""
    change = f", {_change(plan.inputs)}, {day:%b %Y}"
    number, known = 1, {folded(name) for name in taken}
    while True:
        end = change if number == 1 else f"{change} ({number})"
        name = plan.about[: LONGEST_NAME - len(end)].rstrip() + end
        if folded(name) not in known:
            return name
        number += 1


def _change(inputs: PlanInputs) -> str:
    """The change in a few words: the posts, the average to hold, or what else was said first."""
    if inputs.posts.given and inputs.posts.value:
        posts = shown(inputs.posts.value)
        return "1 post" if posts == "1" else f"{posts} posts"
    if inputs.target is not None:
        return f"to {shown(inputs.target.value)}"
    return next(iter(said(inputs)), "agency replaced")

"""A plan in words: what it comes to in a line, and in a few more what it leaves out."""

from collections.abc import Iterator, Sequence

from alerts.plans.phrases import assumed, posts_words
from alerts.plans.plan import PlanInputs
from alerts.plans.projecting import Plan, YearRow, post_years
from alerts.plans.tables import input_rows, pounds, standing_word
from alerts.wording import count, promise, sentence
from models.figures.figure import fixed, shown
from models.figures.limits import Promise


def headline(plan: Plan, then: str = "now") -> str:
    """What the plan comes to: where the average goes, and how that stands to its yardstick.

    `then` is what its first day is called: "then" in a plan that was saved some time ago.
    """
    name, inputs, now = sentence(plan.about), plan.inputs, shown(plan.now.average)
    if inputs.target is not None and not inputs.posts.given:
        held = shown(inputs.target.value)
        if not inputs.posts.value:
            return f"{name}: no extra post is needed to hold {held}; the average is {now} {then}"
        filled = "it is" if inputs.posts.value == 1 else "they are"
        return (
            f"{name}: {posts_words(inputs.posts.value)} to hold {held} cases per full-time worker "
            f"once {filled} filled; the average is {now} {then}"
        )
    return f"{name}: {'; '.join([_way(plan, then), *_standing(plan)])}"


def _way(plan: Plan, then: str) -> str:
    """From which average to which, and when."""
    now, years = shown(plan.now.average), plan.years
    last, best = years[-1], min(years, key=lambda row: row.average)
    first, at_end = f"{now} cases per full-time worker {then}", f"in year {last.year}"
    if len(years) == 1:
        at_end = "after a year"
    lowest = shown(best.average)
    if lowest == now or best.average > plan.now.average:
        end = shown(last.average)
        return f"{first} and {at_end}" if end == now else f"{first}, {end} {at_end}"
    if best is last:
        return f"{first}, {lowest} {at_end}"
    if all(shown(row.average) == lowest for row in years[best.year - 1 :]):
        return f"{first}, {lowest} from year {best.year}"
    return f"{first}, {lowest} at its lowest in year {best.year}"


def _standing(plan: Plan) -> Iterator[str]:
    band = promise(plan.inputs.promise)
    if band is None:
        return
    within = [row.year for row in plan.years if row.in_promise]
    below = [row.year for row in plan.years if standing_word(plan, row) == "below"]
    if within:
        yield f"within the promise of {band} {_in_years(within, plan)}"
    if below:
        yield f"below {'it' if within else f'the promise of {band}'} {_in_years(below, plan)}"
    if not within and not below:
        yield f"in no year within the promise of {band}"
    elif within and plan.after is not None and standing_word(plan, plan.after) == "above":
        yield "above it again the year after"


def _in_years(found: Sequence[int], plan: Plan) -> str:
    """ "in every year", "in year 2 of 4", "from year 2", "in years 2 and 4 of 4"."""
    first, last, years = found[0], found[-1], len(plan.years)
    if len(found) == years:
        return "in every year"
    if len(found) == 1:
        return f"in year {first} of {years}"
    if last - first + 1 > len(found):
        *others, _ = (str(year) for year in found)
        return f"in years {', '.join(others)} and {last} of {years}"
    return f"from year {first}" if last == years else f"in years {first} to {last} of {years}"


def lines(plan: Plan) -> list[str]:
    """What the headline leaves out: the end, what would be needed, the money, the assumptions."""
    found = [*_ending(plan), *_needed(plan), *_money(plan), *_agency(plan)]
    return [*found, _assumed(plan.inputs)]


def no_one_promise(plan: Plan, promises: Sequence[Promise | None]) -> str | None:
    """Why a plan for teams with different promises is held against none; else None."""
    if plan.inputs.promise is not None or len(promises) < 2:
        return None
    *others, last = sorted(promise(each) or "none" for each in promises)
    return (
        f"Its teams have different promises ({', '.join(others)} and {last}), so the plan is held "
        "against none. Say one, for example `promise 12-15`."
    )


def _ending(plan: Plan) -> Iterator[str]:
    last = plan.years[-1]
    yield f"In year {last.year}: {_state(last)}."
    if plan.after is not None:
        posts = f"with {posts_words(plan.after.posts)}" if plan.after.posts else "without the posts"
        standing = standing_word(plan, plan.after)
        stands = f", {standing} the promise" if standing else ""
        yield f"The year after, {posts} and with cases as they were: {_state(plan.after)}{stands}."


def _state(row: YearRow) -> str:
    return (
        f"{shown(row.cases, 0)} cases held by {fixed(row.fte)} FTE, {fixed(row.average)} on average"
    )


def _needed(plan: Plan) -> Iterator[str]:
    """How many posts it takes, unless the headline has said it."""
    to_hold, first, last = plan.inputs.to_hold, plan.years[0], plan.years[-1]
    if to_hold is None or first.needed is None or last.needed is None:
        return
    if plan.inputs.target is not None and not plan.inputs.posts.given:
        return
    if not first.needed and not last.needed:
        yield f"No extra post is needed to hold {shown(to_hold)}."
        return
    text = f"To hold {shown(to_hold)} takes {posts_words(first.needed)}"
    if shown(first.needed) != shown(last.needed):
        text += f" in year 1, {shown(last.needed)} in year {last.year}"
    yield f"{text}, once they are filled."


def _money(plan: Plan) -> Iterator[str]:
    inputs, years = plan.inputs, len(plan.years)
    paid, each = post_years(inputs, years), pounds(inputs.cost_per_post.value)
    if not paid:
        return
    total = pounds(sum(row.cost for row in plan.years))
    over = "" if years == 1 else f" over {years} years"
    yearly = {row.cost for row in plan.years}
    posts = inputs.posts.value + inputs.support.value
    if years > 1 and len(yearly) == 1:
        by = f" ({shown(posts)} at {each})" if posts > 1 else ""
        yield f"The posts cost {pounds(yearly.pop())} a year{by}, {total}{over}."
    else:
        yield f"The posts cost {total}{over}: {shown(paid)} post-years at {each}."
    if inputs.teams is not None:
        of_a_team = posts / inputs.teams.value
        yield f"In {count(int(inputs.teams.value), 'team')}, each of {shown(of_a_team)} posts."


def _agency(plan: Plan) -> Iterator[str]:
    last = plan.years[-1]
    if last.agency_fte == plan.now.agency_fte:
        return
    saved = sum(row.premium_saved for row in plan.years)
    spared = sum(row.agency_saved for row in plan.years)
    parts = [
        *([f"{pounds(saved)} of premium saved"] if saved else []),
        *([f"{pounds(spared)} of agency no longer paid"] if spared else []),
    ]
    fall = f"Agency goes from {shown(plan.now.agency_fte)} to {shown(last.agency_fte)} FTE"
    yield f"{fall}: {' and '.join(parts)}." if parts else f"{fall}."


def _assumed(inputs: PlanInputs) -> str:
    found = assumed(inputs)
    if found:
        return f"Assumed: {'; '.join(found)}."
    besides = " besides today's figures" if any(row.live for row in input_rows(inputs)) else ""
    return f"Nothing is assumed{besides}."

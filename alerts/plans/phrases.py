"""A plan's inputs as people say them, a few words each: what was said, known and assumed."""

from collections.abc import Callable, Iterator

from alerts.plans.plan import PlanInputs
from alerts.plans.tables import InputRow, input_rows, pounds
from alerts.wording import promise
from models.figures.figure import shown


def said(inputs: PlanInputs) -> list[str]:
    """ "20 extra posts", "5 fewer each year": what whoever asked said."""
    return list(_phrases(inputs, lambda row: row.given))


def from_today(inputs: PlanInputs) -> list[str]:
    """ "1,877 cases", "103.3 FTE": what the figures of today say."""
    return list(_phrases(inputs, lambda row: row.live and not row.given))


def assumed(inputs: PlanInputs) -> list[str]:
    """ "12 weeks to recruit": what nobody said and no figure says.

    How many posts it takes is what a plan comes to, not what it assumes.
    """
    sought = {"posts"} if inputs.target is not None else set()
    return list(
        _phrases(inputs, lambda row: not row.given and not row.live and row.name not in sought)
    )


def posts_words(posts: float) -> str:
    """ "34.2 extra posts", "1 extra post", "no extra posts"."""
    return _many(posts, "extra post") if posts else "no extra posts"


_Words = Callable[[float], str]


def _many(number: float, noun: str) -> str:
    return f"{shown(number)} {noun}" + ("" if shown(number) == "1" else "s")


def _signed(number: float) -> str:
    if not number:
        return "cases as they are"
    return f"cases {'−' if number < 0 else '+'}{shown(abs(number))} a year"


_WORDS: dict[str, _Words] = {
    "cases": lambda number: _many(number, "case"),
    "cases_change": _signed,
    "fte": lambda number: f"{shown(number)} FTE",
    "posts": posts_words,
    "support": lambda number: f"{shown(number)} support staff",
    "teams": lambda number: _many(number, "new team"),
    "taper": lambda number: f"{shown(number)} fewer each year",
    "absorbed": lambda number: f"{shown(number)} kept on in vacancies",
    "agency_fte": lambda number: f"agency {shown(number)} FTE",
    "agency_holding": lambda number: f"{shown(number)} % of the agency that ends holds cases",
    "convert": lambda number: f"{shown(number)} FTE of agency replaced each year",
    "end": lambda number: f"{shown(number)} FTE of agency ended each year",
    "turnover_now": lambda number: f"turnover now {shown(number)} % a year",
    "turnover": lambda number: f"turnover {shown(number)} % a year",
    "recruit_weeks": lambda number: f"{_many(number, 'week')} to recruit",
    "cost_per_post": lambda number: f"{pounds(number)} a post a year",
    "agency_weekly_cost": lambda number: f"{pounds(number)} a week for one FTE of agency",
    "agency_premium": lambda number: f"premium of {pounds(number)} a week for one FTE of agency",
    "target": lambda number: f"{shown(number)} to hold",
    "years": lambda number: f"over {_many(number, 'year')}",
}
"""Every input but the two ends of the promise, which are said together."""

_RECKONED = frozenset({"convert", "cases", "fte"})
"""What may come of arithmetic on what was said; the source says how."""


def _phrases(inputs: PlanInputs, wanted: Callable[[InputRow], bool]) -> Iterator[str]:
    band = promise(inputs.promise)
    for row in input_rows(inputs):
        if not wanted(row):
            continue
        if row.name in _WORDS:
            words = _WORDS[row.name](getattr(inputs, row.name).value)
            reckoned = row.name in _RECKONED and not row.given and not row.live
            yield f"{words} ({row.source})" if reckoned else words
        elif band is not None:
            yield f"promise {band}"
            band = None

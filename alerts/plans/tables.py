"""A plan as tables: its years without columns that say nothing, and its inputs one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from alerts.plans.plan import KINDS, Input, PlanInputs
from alerts.plans.projecting import Plan, YearRow
from alerts.wording import against_promise, count
from models.figures.figure import fixed, shown


@dataclass(frozen=True, slots=True)
class InputRow:
    """One input as a person reads it."""

    name: str
    label: str
    value: str
    given: bool
    source: str
    live: bool

    @property
    def how(self) -> str:
        return "given" if self.given else "assumed"


def input_rows(inputs: PlanInputs) -> list[InputRow]:
    """The inputs that this plan is made of, those that play no part in it left out."""
    idle = _idle(inputs)
    return [
        InputRow(
            name=name,
            label=KINDS[name].label,
            value=value_words(name, each),
            given=each.given,
            source=each.source,
            live=each.live,
        )
        for name, each in inputs.listed()
        if each.given or name not in idle
    ]


_AMOUNTS = ("cases_change", "posts", "support", "taper", "absorbed", "convert", "end")


def _idle(inputs: PlanInputs) -> set[str]:
    idle = {name for name in _AMOUNTS if not getattr(inputs, name).value}
    added = inputs.posts.value + inputs.support.value
    if not added:
        idle.add("cost_per_post")
    if not inputs.convert.value:
        idle.add("agency_premium")
    if not inputs.end.value:
        idle.add("agency_weekly_cost")
    new_turnover = inputs.turnover.value != inputs.turnover_now.value
    if not inputs.end.value and not new_turnover:
        idle |= {"agency_holding"} if inputs.convert.value else {"agency_fte", "agency_holding"}
    if not inputs.turnover.given:
        idle.add("turnover_now")
    return idle


def value_words(name: str, value: Input) -> str:
    """ "96 FTE", "£48,000 a year", "18.6 % a year": an input with its unit."""
    unit = KINDS[name].unit
    if unit.startswith("£"):
        return f"{pounds(value.value)}{unit[1:]}"
    if unit in {"years", "teams"}:
        return count(int(value.value), unit[:-1])
    return f"{shown(value.value).replace('-', '−')} {unit}"


def pounds(value: float) -> str:
    """ "£960,000"; whole pounds."""
    return f"£{value:,.0f}"


Cells = tuple[tuple[str, ...], list[tuple[str, ...]]]


def year_table(plan: Plan) -> Cells:
    """The headings and the rows of the table of years, without columns that say nothing."""
    columns = _columns(plan)
    headings = tuple(heading for heading, _ in columns)
    return headings, [tuple(cell(row) for _, cell in columns) for row in plan.rows]


Column = tuple[str, Callable[[YearRow], str]]


def _columns(plan: Plan) -> list[Column]:
    """What the plan is asked for comes first: a phone shows three columns."""
    rows: Sequence[YearRow] = plan.rows
    columns: list[Column] = [
        ("Year", lambda row: _year_words(plan, row)),
        ("Average", lambda row: fixed(row.average)),
    ]
    if plan.inputs.promise is not None:
        columns.append(("In promise", lambda row: _promise_words(plan, row)))
    if any(row.posts or row.support for row in rows):
        columns += [
            ("Extra posts", lambda row: shown(row.posts + row.support)),
            ("Filled", lambda row: shown(row.filled)),
        ]
    columns += [
        ("FTE", lambda row: fixed(row.fte)),
        ("Cases", lambda row: shown(row.cases)),
    ]
    if plan.inputs.to_hold is not None:
        to_hold = shown(plan.inputs.to_hold)
        columns.append((f"Posts to hold {to_hold}", lambda row: shown(row.needed)))
    if any(row.agency_fte != plan.now.agency_fte for row in rows):
        columns.append(("Agency FTE", lambda row: shown(row.agency_fte)))
    money: list[Column] = [
        ("Cost", lambda row: pounds(row.cost)),
        ("Premium saved", lambda row: pounds(row.premium_saved)),
        ("Agency saved", lambda row: pounds(row.agency_saved)),
    ]
    spent = (
        any(row.cost for row in rows),
        any(row.premium_saved for row in rows),
        any(row.agency_saved for row in rows),
    )
    return columns + [column for column, shows in zip(money, spent, strict=True) if shows]


def _year_words(plan: Plan, row: YearRow) -> str:
    if row.year == 0:
        return "now"
    return "after" if row is plan.after else str(row.year)


def _promise_words(plan: Plan, row: YearRow) -> str:
    return "yes" if row.in_promise else f"no, {standing_word(plan, row)}"


def standing_word(plan: Plan, row: YearRow) -> str:
    """ "above", "within" or "below": how a year stands to the promise; "" without one."""
    return (against_promise(row.average, plan.inputs.promise) or "").partition(" ")[0]

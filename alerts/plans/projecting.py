"""Where a plan leads: FTE, cases, the average and the money, year by year; pure arithmetic.

How a year is counted, the same for every plan:

- cases are those at the end of the year, money and posts are those of the year;
- a post is empty for the time to recruit before its first worker comes, and again whenever that
  worker leaves, so of the posts of a year `1 - turnover x weeks / 52` are filled on average, and in
  the first year `1 - weeks / 52` of these;
- today's FTE is what is filled today: its leavers are replaced as fast as until now, so that only a
  turnover other than today's changes it;
- agency workers who are replaced stay until somebody permanent has come; those who end take their
  FTE with them, counted in full from their year on, while what they cost counts for half of it.
"""

from dataclasses import dataclass, replace

from alerts.plans.plan import WEEKS, PlanInputs
from models.figures.limits import PLACES, Promise

_HALF_THE_YEAR = 0.5


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year of a plan; year 0 is today.

    `posts`, `support`, `filled`, `fte`, `agency_fte`, `leavers` and `needed` are FTE, the money is
    pounds of that year. `filled` is what the extra posts come to while some are empty, those kept
    in vacancies included; `fte` is everybody who holds cases. `needed` is how many extra posts it
    takes to hold the average asked for, or the promise's upper end; None without either.
    """

    year: int
    posts: float
    support: float
    filled: float
    fte: float
    agency_fte: float
    leavers: float
    cases: float
    average: float
    in_promise: bool | None
    needed: float | None
    cost: float
    premium_saved: float
    agency_saved: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A scope's plan with where it starts, its years, and the year after posts have ended."""

    about: str
    inputs: PlanInputs
    now: YearRow
    years: tuple[YearRow, ...]
    after: YearRow | None

    @property
    def rows(self) -> tuple[YearRow, ...]:
        """Today, the years, and the year after them where posts end."""
        return (self.now, *self.years, *((self.after,) if self.after else ()))


@dataclass(frozen=True, slots=True)
class _Agency:
    """FTE by the end of a year, and over the year on average where money is meant."""

    left: float
    ended: float
    converted_paid: float
    ended_paid: float


def make_plan(about: str, inputs: PlanInputs) -> Plan:
    """Project a plan over its own years; `about` is the name of its scope."""
    years = project(inputs, inputs.whole_years)
    return Plan(about, inputs, today(inputs), years, afterwards(inputs))


def today(inputs: PlanInputs) -> YearRow:
    """Where the plan starts, as its year 0: nothing added, nothing paid."""
    return _row(inputs, 0)


def project(inputs: PlanInputs, years: int) -> tuple[YearRow, ...]:
    """The plan's years from the first to the given number of them.

    Raises PlanRefused for more years than a plan may have, or than its numbers allow.
    """
    if years > inputs.whole_years:
        inputs = replace(inputs, years=replace(inputs.years, value=years))
    return tuple(_row(inputs, year) for year in range(1, years + 1))


def afterwards(inputs: PlanInputs) -> YearRow | None:
    """The year after the plan's last, when a taper takes the posts that were left, or some of them.

    Cases are those at the end of the last year: that they fall on is not part of the plan. None
    for posts that do not end.
    """
    years = inputs.whole_years
    if not inputs.taper.value or not _posts(inputs, years):
        return None
    still = replace(
        inputs,
        cases=replace(inputs.cases, value=_cases(inputs, years)),
        cases_change=replace(inputs.cases_change, value=0),
    )
    return _row(still, years + 1)


def posts_needed(inputs: PlanInputs, target: float, year: int = 1) -> float:
    """How many extra posts in all, in FTE, hold the average at the target in a year of the plan.

    Some of them are empty while their next worker is recruited; that they are all empty before
    their first worker comes is not counted. 0 when none is needed.
    """
    short = _cases(inputs, year) / target - _existing(inputs, year)
    return max(0.0, round(short / _kept_filled(inputs), PLACES))


def fte_during(inputs: PlanInputs, year: int, part: float, *, begun: bool) -> float:
    """Case-holding FTE when a part (0 to 1) of a year of the plan has gone by.

    Nobody is in the extra posts until they have `begun`: a year's row has the mean of the time
    before and after. Agency and turnover change evenly through the year.
    """
    before, after = _existing(inputs, year - 1), _existing(inputs, year)
    filled = _begun(inputs, year) if begun else 0.0
    return round(before + (after - before) * part + filled, PLACES)


def post_years(inputs: PlanInputs, years: int) -> float:
    """Posts times the years for which they are paid, support staff included."""
    return sum(_posts(inputs, year) + inputs.support.value for year in range(1, years + 1))


def _row(inputs: PlanInputs, year: int) -> YearRow:
    posts, filled = _posts(inputs, year), _filled(inputs, year)
    support = inputs.support.value if year else 0.0
    existing, agency = _existing(inputs, year), _agency(inputs, year)
    fte, cases = round(existing + filled, PLACES), round(_cases(inputs, year), PLACES)
    average = round(cases / fte, PLACES)
    employed = fte - agency.left * inputs.agency_holding.value / 100
    to_hold, weekly = inputs.to_hold, WEEKS * agency.converted_paid
    return YearRow(
        year=year,
        posts=posts,
        support=support,
        filled=round(filled, PLACES),
        fte=fte,
        agency_fte=round(agency.left, PLACES),
        leavers=round(max(0.0, employed) * inputs.turnover.value / 100, PLACES),
        cases=cases,
        average=average,
        in_promise=_within(average, inputs.promise),
        needed=None if to_hold is None else posts_needed(inputs, to_hold, year),
        cost=round((posts + support) * inputs.cost_per_post.value, 2),
        premium_saved=round(weekly * inputs.agency_premium.value, 2),
        agency_saved=round(WEEKS * agency.ended_paid * inputs.agency_weekly_cost.value, 2),
    )


def _cases(inputs: PlanInputs, year: int) -> float:
    return max(0.0, inputs.cases.value + inputs.cases_change.value * year)


def _posts(inputs: PlanInputs, year: int) -> float:
    """The extra posts that are paid in a year: the taper takes its share from the second on."""
    if year == 0:
        return 0.0
    return max(0.0, inputs.posts.value - inputs.taper.value * (year - 1))


def _filled(inputs: PlanInputs, year: int) -> float:
    if year == 0:
        return 0.0
    share = 1 - inputs.recruit_weeks.value / WEEKS if year == 1 else 1.0
    return share * _begun(inputs, year)


def _begun(inputs: PlanInputs, year: int) -> float:
    """What the extra posts of a year come to once each has had its first worker."""
    posts = _posts(inputs, year)
    kept = min(inputs.absorbed.value, inputs.posts.value - posts)
    return (posts + kept) * _kept_filled(inputs)


def _kept_filled(inputs: PlanInputs) -> float:
    """The share of posts that is filled on average once they were filled."""
    return 1 - inputs.turnover.value / 100 * inputs.recruit_weeks.value / WEEKS


def _existing(inputs: PlanInputs, year: int) -> float:
    """Case-holding FTE of a year without the extra posts."""
    if year == 0:
        return inputs.fte.value
    holding = inputs.agency_holding.value / 100
    employed = max(0.0, inputs.fte.value - inputs.agency_fte.value * holding)
    fewer_leave = (inputs.turnover_now.value - inputs.turnover.value) / 100
    gained = employed * fewer_leave * inputs.recruit_weeks.value / WEEKS
    return inputs.fte.value - _agency(inputs, year).ended * holding + gained


def _agency(inputs: PlanInputs, year: int) -> _Agency:
    left = inputs.agency_fte.value
    converted = ended = converted_paid = ended_paid = 0.0
    for _ in range(year):
        replaced = min(inputs.convert.value, left)
        stopped = min(inputs.end.value, left - replaced)
        converted_paid = converted + replaced * _HALF_THE_YEAR
        ended_paid = ended + stopped * _HALF_THE_YEAR
        converted, ended, left = converted + replaced, ended + stopped, left - replaced - stopped
    return _Agency(left, ended, converted_paid, ended_paid)


def _within(average: float, promise: Promise | None) -> bool | None:
    if promise is None:
        return None
    low, high = promise.low, promise.high
    return (low is None or average >= low) and (high is None or average <= high)

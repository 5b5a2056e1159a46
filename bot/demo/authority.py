"""The demo authority, Northmere Council: its extracts week by week, made from a seed."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.demo.case import Case
from bot.demo.cases import CaseSystem
from bot.demo.changes import make_workforce
from bot.demo.dice import Dice
from bot.demo.organisation import AUTHORITY
from bot.demo.people import Workforce
from bot.demo.workforce import Sheet, workforce_sheets
from bot.demo.workload import Workload

_RUN_UP = 26  # weeks before the first, so that closed cases and waiting times have a past
TAKEN_AT = time(18, tzinfo=ZoneInfo("Europe/London"))
_FRIDAY = 4
_MOST_WEEKS = 104


@dataclass(frozen=True, slots=True)
class Evening:
    """What the authority's systems give on one evening; evenings share rows, so read only."""

    day: date
    as_at: datetime
    cases: list[dict[str, str]]
    workforce: dict[str, Sheet] | None  # None when there is no new workforce extract


@dataclass(frozen=True, slots=True)
class DemoHistory:
    """The two years, Friday by Friday, and what the days after them go on from."""

    authority: str
    weeks: list[Evening]  # oldest first
    workforce: Workforce = field(repr=False)
    cases: list[Case] = field(repr=False)  # as they stand on the last day


def make_history(seed: int, last_day: date, weeks: int = _MOST_WEEKS) -> DemoHistory:
    """The same bytes for the same seed everywhere; `last_day` is a Friday.

    Raises ValueError when it is not, or when `weeks` is outside 1 to 104.
    """
    if last_day.weekday() != _FRIDAY:
        raise ValueError(f"{last_day} is not a Friday; the demo's weeks end on Fridays.")
    if not 1 <= weeks <= _MOST_WEEKS:
        raise ValueError(f"The demo has 1 to {_MOST_WEEKS} weeks of history, not {weeks}.")
    workforce = make_workforce(seed, last_day)
    workload = Workload(workforce, seed, last_day, _MOST_WEEKS + _RUN_UP)
    case_system = CaseSystem(workforce, seed)
    first = weeks + _RUN_UP - 1
    case_system.begin(workload.targets(first), last_day - timedelta(weeks=first))
    sheets = _sheets_by_week(workforce, seed, last_day, weeks)
    made = []
    for weeks_ago in range(first - 1, -1, -1):
        day = last_day - timedelta(weeks=weeks_ago)
        case_system.move_on(workload.targets(weeks_ago), day)
        if weeks_ago < weeks:
            as_at = datetime.combine(day, TAKEN_AT)
            made.append(Evening(day, as_at, case_system.rows(), sheets.get(weeks_ago)))
    return DemoHistory(AUTHORITY, made, workforce, case_system.everything())


def _sheets_by_week(
    workforce: Workforce, seed: int, last_day: date, weeks: int
) -> dict[int, dict[str, Sheet]]:
    """Workforce extracts by weeks ago: the first and last week, between them about one in three."""
    dice = Dice(seed, "extracts")
    drawn = {0, weeks - 1}
    weeks_ago = 0
    while weeks_ago < weeks - 1:
        drawn.add(weeks_ago)
        weeks_ago += dice.whole(2, 4)
    return {
        ago: workforce_sheets(workforce, last_day - timedelta(weeks=ago), last_day)
        for ago in sorted(drawn)
    }

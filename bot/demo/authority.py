"""The demo authority, Northmere Council: its extracts week by week, made from a seed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.demo.cases import CaseSystem
from bot.demo.changes import make_workforce
from bot.demo.dice import Dice
from bot.demo.organisation import AUTHORITY
from bot.demo.people import Workforce
from bot.demo.workforce import Sheet, workforce_sheets
from bot.demo.workload import Workload

_RUN_UP = 26  # weeks before the first, so that closed cases and waiting times have a past
_TAKEN_AT = time(18, tzinfo=ZoneInfo("Europe/London"))
_FRIDAY = 4
_MOST_WEEKS = 104


@dataclass(frozen=True, slots=True)
class DemoWeek:
    """What the authority's systems give on one Friday; rows are shared by weeks, so read only."""

    day: date
    as_at: datetime
    cases: list[dict[str, str]]
    workforce: dict[str, Sheet] | None  # None when there is no new workforce extract


@dataclass(frozen=True, slots=True)
class DemoHistory:
    authority: str
    weeks: list[DemoWeek]  # oldest first


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
            as_at = datetime.combine(day, _TAKEN_AT)
            made.append(DemoWeek(day, as_at, case_system.rows(), sheets.get(weeks_ago)))
    return DemoHistory(AUTHORITY, made)


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

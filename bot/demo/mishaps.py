"""What can go wrong with an evening's allocations: a date that cannot be, teams left out."""

from dataclasses import replace

from bot.demo.authority import Evening

_BROKEN_ROW = 212  # as a spreadsheet counts, the header included
_NO_SUCH_DAY = "31/02/2026"
_LEFT_OUT_FIRST = ("Care Leavers", "Court South")
_SHARE_LEFT_OUT = 1 / 3

Row = dict[str, str]


def broken(evening: Evening) -> Evening:
    """The allocations alone, with two rows that are refused."""
    cases = list(evening.cases)
    cases[_BROKEN_ROW - 2] = {**cases[_BROKEN_ROW - 2], "opened_on": _NO_SUCH_DAY}
    cases[_BROKEN_ROW - 1] = {**cases[_BROKEN_ROW - 1], "kind": "child protekshun"}
    return replace(evening, cases=cases, workforce=None)


def short(evening: Evening) -> Evening:
    """The allocations alone, without whole teams: about a third of the open cases is missing."""
    missing = teams_left_out(evening)
    cases = [row for row in evening.cases if row["team"] not in missing]
    return replace(evening, cases=cases, workforce=None)


def teams_left_out(evening: Evening) -> tuple[str, ...]:
    """Teams that together have at least a third of the open cases."""
    open_cases: dict[str, int] = {}
    for row in evening.cases:
        if not row["closed_on"]:
            open_cases[row["team"]] = open_cases.get(row["team"], 0) + 1
    rest = sorted(team for team in open_cases if team not in _LEFT_OUT_FIRST)
    wanted = sum(open_cases.values()) * _SHARE_LEFT_OUT
    left_out: list[str] = []
    for team in (*_LEFT_OUT_FIRST, *rest):
        if sum(open_cases.get(each, 0) for each in left_out) < wanted:
            left_out.append(team)
    return tuple(left_out)

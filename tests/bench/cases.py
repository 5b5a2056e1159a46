"""The cases of the bench's authority, team by team: who holds them, since when, last seen when."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice

from models.vocabulary import CaseKind
from tests.bench.people import (
    OVER_AT,
    BenchTeam,
    BenchWorker,
    Trouble,
    holders_of,
    staff_id,
)

WEEK = timedelta(days=7)
CHANGING = 50  # one case of so many changes in a week
CLOSED = 50  # beside so many open cases the extract lists one that was closed lately

_KINDS = (
    *(CaseKind.CHILD_IN_NEED, CaseKind.CHILD_PROTECTION, CaseKind.CHILD_IN_NEED),
    *(CaseKind.LOOKED_AFTER, CaseKind.ASSESSMENT, CaseKind.CHILD_IN_NEED, CaseKind.LOOKED_AFTER),
    *(CaseKind.CHILD_IN_NEED, CaseKind.CHILD_PROTECTION, CaseKind.CARE_LEAVER),
)
_OVER_BY = 4
_HELD_BY_LEAVER = 3
_WAITING = {Trouble.WAITING: 3, Trouble.URGENT: 2}
_UNSEEN = 4
_UNLISTED = 200  # one team of so many has a case whose worker is not in the workforce

CaseRow = tuple[str, CaseKind, str, str, str, str, str, str]
"""Reference, kind, team, worker, opened, allocated, closed and last seen; days as in ISO."""


def cases_of(team: BenchTeam, first_day: date, later: int = 0) -> Iterator[CaseRow]:
    """A team's rows of the extract so many weeks after the first day; about 2 % change in each."""
    held = _holders_by_case(team)
    for place, holder in enumerate(held):
        yield from _case(team, place, holder, first_day, later)
    for place in range(team.cases // CLOSED):
        closed = first_day - timedelta(days=1 + place % 12)
        ref = _reference(team.first_case + place, "X")
        opened = _said(closed - timedelta(days=90 + place))
        holder = holders_of(team)[0].staff_id
        seen = _said(closed - timedelta(days=3))
        kind = _KINDS[place % len(_KINDS)]
        yield ref, kind, team.name, holder, opened, opened, _said(closed), seen


def _case(
    team: BenchTeam, place: int, holder: str, first_day: date, later: int
) -> Iterator[CaseRow]:
    number = team.first_case + place
    kind, ref = _kind(team, place), _reference(number)
    opened = _opened(team, place, number)
    allocated = min(opened, 3 + number % 40) if holder else 0
    seen = _said(first_day - timedelta(days=min(opened, _unseen_days(team, place, number))))
    began, given = (
        _said(first_day - timedelta(days=opened)),
        _said(first_day - timedelta(days=allocated)) if holder else "",
    )
    for week in range(1, later + 1):
        if (number + week) % CHANGING:
            continue
        day = _said(first_day + week * WEEK)
        match number // CHANGING % 4:
            case 0 if holder:
                holder, given = holders_of(team)[place % len(holders_of(team))].staff_id, day
            case 1:
                yield ref, kind, team.name, holder, began, given, day, seen
                ref, began, given = _reference(number, f"R{week}"), day, day if holder else ""
                seen = day
            case _:
                seen = day
    yield ref, kind, team.name, holder, began, given, "", seen


def _reference(number: int, mark: str = "") -> str:
    return f"CS{number:07}{mark}"


@lru_cache(maxsize=4096)
def _said(day: date) -> str:
    return day.isoformat()


def _kind(team: BenchTeam, place: int) -> CaseKind:
    if place < _WAITING.get(team.trouble, 1):
        urgent = team.trouble is Trouble.URGENT and place == 0
        return CaseKind.CHILD_PROTECTION if urgent else CaseKind.CHILD_IN_NEED
    return _KINDS[(team.number + place) % len(_KINDS)]


def _opened(team: BenchTeam, place: int, number: int) -> int:
    """How many days before the first day; nobody waits for long where that is not the trouble."""
    if place < _waiting(team):
        return 35 + place if team.trouble is Trouble.WAITING else 2
    return 2 + number * 37 % 900


def _unseen_days(team: BenchTeam, place: int, number: int) -> int:
    late = team.trouble is Trouble.UNSEEN and place >= team.cases - _UNSEEN
    return 70 + place if late else number * 7 % 20


def _waiting(team: BenchTeam) -> int:
    """How many of the team's first cases have no worker."""
    return min(team.cases, _WAITING.get(team.trouble, 1))


def _holders_by_case(team: BenchTeam) -> Sequence[str]:
    """The staff id of each open case's holder, or "" for none."""
    held = [""] * _waiting(team)
    if team.number % _UNLISTED == 1 and team.cases > len(held):
        held.append(staff_id(90_000 + team.number))
    holders, left = holders_of(team), team.cases - len(held)
    fixed = {worker: cases for worker in holders if (cases := _fixed(team, worker)) is not None}
    others = [worker for worker in holders if worker not in fixed]
    rest = max(0, left - sum(fixed.values()))
    shared = fixed | dict(zip(others, _shared(rest, others), strict=True))
    by_worker = [worker.staff_id for worker in holders for _ in range(shared[worker])]
    return held + list(islice(by_worker, left))


def _fixed(team: BenchTeam, worker: BenchWorker) -> int | None:
    """How many cases a worker holds by whom the team is in trouble; None for all others."""
    if worker.left:
        return _HELD_BY_LEAVER
    over = team.trouble in (Trouble.OVER, Trouble.NEWLY_QUALIFIED)
    if over and worker is team.workers[OVER_AT]:
        return int(worker.allowance) + _OVER_BY
    return None


def _shared(total: int, workers: Sequence[BenchWorker]) -> list[int]:
    """A total shared out by what each may hold, so that nobody is over while there is room."""
    allowed = sum(worker.allowance for worker in workers)
    found, given, so_far = [], 0, 0.0
    for worker in workers:
        so_far += worker.allowance
        upto = round(total * so_far / allowed)
        found.append(upto - given)
        given = upto
    return found

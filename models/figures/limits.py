"""Which limit and which promise hold for a worker or a team on a day, and why.

The rule is product design section 4: the most specific row in force wins (staff, team, kind of
team, authority); a scope with a promise but no limit has the promise's upper end as its limit;
the newly qualified limit applies where it is the lower.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models.limits import Limit
from models.vocabulary import LimitScope, TeamKind, words

PLACES = 6
"""Limits and FTE are decimal fractions: 0.57 of 100 is 57, which binary floats say is less."""


@dataclass(frozen=True, slots=True)
class AppliedLimit:
    """The most one full-time worker like this should hold, and whose rule says so."""

    cases: float
    scope: LimitScope
    why: str  # "the authority's limit", "newly qualified: 90 % of 18"
    reason: str | None = None  # the authority's own words, where it gave any

    def allowance(self, fte: float) -> float:
        """The most a worker of this FTE should hold, in cases."""
        return round(self.cases * fte, PLACES)


@dataclass(frozen=True, slots=True)
class Promise:
    """The band of average caseload that was promised; either end may be open."""

    low: float | None
    high: float | None


class LimitsInForce:
    """The limits and promises in force on one day."""

    def __init__(self, rows: Iterable[Limit], day: date) -> None:
        in_force = [row for row in rows if _in_force(row, day)]
        self._rows = {_key(row): row for row in in_force}
        self._like: dict[tuple[int | None, TeamKind, bool], AppliedLimit | None] = {}
        # ^ what applies to whoever has no limit of their own, by the team if that has one

    def for_worker(
        self, *, worker_id: int, team_id: int, kind: TeamKind, newly_qualified: bool
    ) -> AppliedLimit | None:
        """The limit that applies to one worker; None where the authority has set none."""
        if (LimitScope.STAFF, worker_id) in self._rows:
            return self._applied(worker_id, team_id, kind, newly_qualified)
        own = team_id if (LimitScope.TEAM, team_id) in self._rows else None
        like = (own, kind, newly_qualified)
        if like not in self._like:
            self._like[like] = self._applied(worker_id, team_id, kind, newly_qualified)
        return self._like[like]

    def promise(
        self, *, team_id: int | None = None, kind: TeamKind | None = None
    ) -> Promise | None:
        """The promise for a team, or with neither argument the authority's."""
        for where in ((LimitScope.TEAM, team_id), (LimitScope.KIND, kind), _AUTHORITY):
            row = self._rows.get(where)
            if row and (row.promise_low is not None or row.promise_high is not None):
                return Promise(row.promise_low, row.promise_high)
        return None

    def _applied(
        self, worker_id: int, team_id: int, kind: TeamKind, newly_qualified: bool
    ) -> AppliedLimit | None:
        usual = self._usual(worker_id, team_id, kind)
        return self._protected(usual) or usual if newly_qualified else usual

    def _usual(self, worker_id: int, team_id: int, kind: TeamKind) -> AppliedLimit | None:
        for where in (
            (LimitScope.STAFF, worker_id),
            (LimitScope.TEAM, team_id),
            (LimitScope.KIND, kind),
            _AUTHORITY,
        ):
            row = self._rows.get(where)
            cases = None if row is None else _limit_of(row)
            if row is not None and cases is not None:
                return AppliedLimit(cases, row.scope, _why(row), row.reason)
        return None

    def _protected(self, usual: AppliedLimit | None) -> AppliedLimit | None:
        """The newly qualified limit, where it is lower than the usual one."""
        row = self._rows.get((LimitScope.NEWLY_QUALIFIED, None))
        if row is None:
            return None
        cases, why = _limit_of(row), "newly qualified"
        if row.percent is not None and usual is not None:
            cases = round(usual.cases * row.percent / 100, PLACES)
            why = f"newly qualified: {row.percent:g} % of {usual.cases:g}"
        if cases is None or (usual is not None and usual.cases <= cases):
            return None
        return AppliedLimit(cases, LimitScope.NEWLY_QUALIFIED, why, row.reason)


_AUTHORITY = (LimitScope.AUTHORITY, None)


def _in_force(row: Limit, day: date) -> bool:
    return (row.from_on is None or row.from_on <= day) and (
        row.until_on is None or day <= row.until_on
    )


def _key(row: Limit) -> tuple[LimitScope, int | TeamKind | None]:
    match row.scope:
        case LimitScope.STAFF:
            return row.scope, row.worker_id
        case LimitScope.TEAM:
            return row.scope, row.team_id
        case LimitScope.KIND:
            return row.scope, row.kind
        case _:
            return row.scope, None


def _limit_of(row: Limit) -> float | None:
    return row.cases if row.cases is not None else row.promise_high


def _why(row: Limit) -> str:
    what = "promise" if row.cases is None else "limit"
    match row.scope:
        case LimitScope.STAFF:
            whose = f"this worker's own {what}"
        case LimitScope.TEAM:
            whose = f"the team's {what}"
        case LimitScope.KIND:
            whose = f"the {what} for {words(row.kind or '')} teams"
        case _:
            whose = f"the authority's {what}"
    return whose if row.cases is not None else f"the upper end of {whose}"

"""Names the team that makes up most of a change, where one does."""

from collections.abc import Callable, Mapping

from alerts.digest.facts import DigestFacts, Measured, TeamFacts
from models.vocabulary import Measure

MOSTLY = 0.5
"""Of all that moved the same way, the share by which one team is named for it."""

_TELLS = frozenset({Measure.OVER_LIMIT, Measure.NOBODY_AT_WORK})
"""Of a team of one or two workers these say how one of them stands."""


def mostly(facts: DigestFacts, measured: Measured) -> str:
    """ ", mostly Assessment East": the team that alone makes up more than half of a change.

    Of what moved the same way in all teams: rises that falls elsewhere hide are counted too.
    """
    parts = _BY_TEAM.get(measured.measure)
    if parts is None or len(facts.teams) < 2:
        return ""
    change = (measured.now or 0) - (measured.week_ago or 0)
    way = 1 if change > 0 else -1
    moves = [
        ((now - then) * way, team.name)
        for team in facts.teams
        for now, then in (parts(team),)
        if then is not None and not (team.is_small and measured.measure in _TELLS)
    ]
    most, name = max(moves, key=lambda move: move[0], default=(0, ""))
    moved = max(sum(move for move, _ in moves if move > 0), abs(change))
    return f", mostly {name}" if most > MOSTLY * moved else ""


_BY_TEAM: Mapping[Measure, Callable[[TeamFacts], tuple[int, int | None]]] = {
    Measure.OVER_LIMIT: lambda team: (team.over_limit, team.over_limit_week_ago),
    Measure.NOBODY_AT_WORK: lambda team: (team.nobody_at_work, team.nobody_at_work_week_ago),
    Measure.UNALLOCATED: lambda team: (team.unallocated, team.unallocated_week_ago),
    Measure.NOT_SEEN: lambda team: (team.not_seen, team.not_seen_week_ago),
}

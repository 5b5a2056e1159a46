"""Days as they are kept, written as a small table: who held how many cases where on which day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from alerts.places import place_of
from alerts.rules.in_force import TeamPlace
from alerts.rules.previewing.kept import KeptDay, TeamPart
from alerts.rules.previewing.preview import Episode
from alerts.rules.previewing.running import Run
from alerts.rules.rule import Rule
from models.vocabulary import RuleKind, TeamKind
from tests.alerts.story import NORTHMERE
from tests.build import a_holder, a_team_day

PLACES = {
    place_of(1): TeamPlace("Court North", TeamKind.COURT, "Court"),
    place_of(2): TeamPlace("Court South", TeamKind.COURT, "Court"),
}
KINDS = frozenset({RuleKind.WORKER_OVER, RuleKind.NEWLY_QUALIFIED_OVER})

Held = Mapping[tuple[int, int], int]
"""Cases by worker and team; the limit of everybody is 18."""


def november(day: int) -> date:
    return date(2026, 11, day)


def a_day(day: date, held: Held, emptied: Sequence[int] = ()) -> KeptDay:
    holders = defaultdict(list)
    for (worker, team), cases in held.items():
        holders[team].append(a_holder(worker_id=worker, team_id=team, caseload=cases))
    parts = {
        place_of(team): TeamPart(
            a_team_day(
                team_id=team,
                place=PLACES[place_of(team)],
                book={"day": day, "holders": tuple(there)},
            )
        )
        for team, there in holders.items()
    }
    return KeptDay(
        day=day,
        listed=frozenset(PLACES),
        parts=parts,
        emptied=[place_of(team) for team in emptied],
        homes={worker: place_of(team) for worker, team in held},
    )


def lived(rule: Rule, *days: KeptDay) -> list[Episode]:
    """What a rule would have told over these days."""
    run = Run({rule.name: rule}, KINDS, PLACES, NORTHMERE)
    for day in days:
        run.judge(day)
    return run.episodes()

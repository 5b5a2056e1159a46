"""How large the bench's authorities are, from one borough to all of England."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """So many of each thing on the newest day, and weekly figures of so many weeks before it."""

    name: str
    services: int
    teams: int
    workers: int
    cases: int  # open
    weeks: int = 104


TINY = Size("tiny", services=2, teams=8, workers=60, cases=640, weeks=4)
BOROUGH = Size("borough", services=3, teams=12, workers=150, cases=2_000)
COUNTY = Size("county", services=12, teams=120, workers=1_200, cases=14_000)
ENGLAND = Size("england", services=460, teams=5_000, workers=36_000, cases=400_000)

SIZES = {size.name: size for size in (TINY, BOROUGH, COUNTY, ENGLAND)}
"""By name; `tiny` is for the suite, which only proves that every measure runs."""


def times(size: Size, factor: float) -> Size:
    """So many times as much of everything but weeks; how an answer and a check grow is seen by it.

    Never less than one service and one team of a manager and a worker.
    """
    teams = max(1, round(size.teams * factor))
    return Size(
        name=f"{size.name} × {factor:g}",
        services=min(teams, max(1, round(size.services * factor))),
        teams=teams,
        workers=max(2 * teams, round(size.workers * factor)),
        cases=max(1, round(size.cases * factor)),
        weeks=size.weeks,
    )

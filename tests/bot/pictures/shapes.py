"""Pictures as awkward as an authority's figures can make them."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta

from alerts.digest.pictures import (
    AgencyPicture,
    CaseloadsPicture,
    DemandPicture,
    Dot,
    Picture,
    Spot,
    TeamRow,
)

FOOT = "Data as at Fri 20 Nov 2026, 18:00 · caseload per FTE, agency included · 2 cases unmatched"
LONG_NAME = "The Northern and Western Multi-Agency Safeguarding and Court Work Partnership Team"
LONG_TITLE = (
    "Eighty-one workers in thirty-eight of the authority's forty teams are over their own limit"
)
BEGAN = date(2025, 11, 21)


def dots(count: int, limit: float | None = 18.0) -> tuple[Dot, ...]:
    """Workers spread between 8 and 24, many of them close together."""
    loads = [round(8 + (n * 7 % 11) + (n % 5) * 1.3, 1) for n in range(count)]
    return tuple(Dot(per_fte=load, over=limit is not None and load > limit) for load in loads)


def row(name: str, marks: tuple[Dot, ...]) -> TeamRow:
    over = sum(mark.over for mark in marks)
    return TeamRow(
        name=name, dots=marks, promise=(12.0, 15.0), limit=18.0, average="14.2", over=over
    )


def caseloads(teams: Iterable[TeamRow], title: str = "4 workers are over") -> CaseloadsPicture:
    return CaseloadsPicture(title=title, teams=tuple(teams), foot=FOOT, alt="Figures")


def weeks(value: Callable[[int], float], among: Iterable[int] = range(53)) -> tuple[Spot, ...]:
    """A value for each week since a year ago."""
    return tuple(
        Spot(day=(BEGAN + timedelta(weeks=n)).isoformat(), value=float(value(n))) for n in among
    )


USUAL_TARGET = (
    Spot(day="2025-10-01", value=30.0),
    Spot(day="2026-04-01", value=20.0),
    Spot(day="2026-10-01", value=12.0),
)
AGENCY = AgencyPicture(
    title="Agency staff 14, target 12 since October",
    unit="agency social workers, FTE",
    covering=weeks(lambda n: 20 - n * 0.2),
    supernumerary=weeks(lambda n: 14 - n * 0.2),
    unknown=(),
    target=USUAL_TARGET,
    course=(Spot(day="2026-11-20", value=14.0), Spot(day="2027-03-01", value=12.0)),
    course_words="on the present course 12 on 1 March",
    foot=FOOT,
    alt="Figures",
)
ALONE = replace(AGENCY, target=(), course=(), course_words="")
DEMAND = DemandPicture(
    title="Open cases up 6 % in a year, the average caseload from 14.1 to 15.6",
    open_cases=weeks(lambda n: 1100 + n * 1.5),
    average=weeks(lambda n: round(14.1 + n * 0.03, 1)),
    promise=(12.0, 15.0),
    foot=FOOT,
    alt="Figures",
)
GAPS = [n for n in range(53) if n not in range(10, 16)]
OUTLIER = row("Court $1 and $2", (*dots(9), Dot(per_fte=95.0, over=True)))
BARE = replace(row("No yardstick", dots(8, None)), promise=None, limit=None, average="")

PICTURES: dict[str, Picture] = {
    "twelve teams": caseloads(row(f"Safeguarding {n}", dots(5 + n)) for n in range(12)),
    "one team with one worker": caseloads([row("Court North", dots(1))]),
    "forty teams with long names": caseloads(
        (row(LONG_NAME if n % 3 else f"Team {n}", dots(n * 13 % 61)) for n in range(40)),
        LONG_TITLE,
    ),
    "an outlier, and a team without a yardstick": caseloads([BARE, OUTLIER]),
    "a team without workers": caseloads([row("Empty", ())]),
    "no teams": caseloads([]),
    "an average that is not told": caseloads([BARE]),
    "sixty workers alike": caseloads([row("Alike", (Dot(per_fte=15.0, over=False),) * 60)]),
    "the usual year of agency": AGENCY,
    "unknown reasons, no course": replace(
        AGENCY, unknown=weeks(lambda n: 2 if n < 20 else 0.4), course=(), course_words=""
    ),
    "a gap in the agency figures": replace(
        AGENCY, covering=weeks(lambda _: 20, GAPS), supernumerary=weeks(lambda _: 3, GAPS)
    ),
    "agency on one day": replace(
        ALONE, covering=weeks(lambda _: 9, [0]), supernumerary=weeks(lambda _: 2, [0])
    ),
    "agency on one day with a target": replace(
        ALONE, covering=weeks(lambda _: 9, [0]), supernumerary=(), target=USUAL_TARGET
    ),
    "no agency at all": replace(ALONE, covering=(), supernumerary=()),
    "agency is zero all year": replace(
        AGENCY, covering=weeks(lambda _: 0), supernumerary=weeks(lambda _: 0)
    ),
    "huge agency": replace(AGENCY, covering=weeks(lambda n: 12_000 + n), course=()),
    "a target of many steps": replace(
        AGENCY, target=tuple(Spot(day=each.day, value=30 - n) for n, each in enumerate(
            weeks(lambda _: 0, range(0, 52, 3)))
        )
    ),
    "a year that ends in January": replace(
        ALONE, covering=weeks(lambda _: 9, range(8, 60)), supernumerary=()
    ),
    "a target far above": replace(
        AGENCY, title=LONG_TITLE, target=(Spot(day="2026-04-01", value=60.0),)
    ),
    "the usual year of demand": DEMAND,
    "gaps in demand": replace(
        DEMAND, open_cases=weeks(lambda n: 1100 + n * 20, GAPS), promise=None
    ),
    "demand on one day": replace(
        DEMAND, open_cases=weeks(lambda _: 1100, [0]), average=weeks(lambda _: 14, [0])
    ),
    "no demand": replace(DEMAND, open_cases=(), average=(), promise=None),
    "a promise and no demand": replace(DEMAND, open_cases=(), average=()),
    "demand of zero": replace(
        DEMAND, open_cases=weeks(lambda _: 0), average=weeks(lambda _: 0)
    ),
    "huge demand": replace(
        DEMAND, open_cases=weeks(lambda n: 123_456 + n), average=weeks(lambda n: 95 - n)
    ),
    "five weeks of demand": replace(
        DEMAND,
        open_cases=weeks(lambda n: 1100 + n, range(5)),
        average=weeks(lambda n: 14 + n * 0.2, range(5)),
    ),
}  # fmt: skip

"""Who sits where on the last day: the seats from which everybody's past is worked out."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeVar

from bot.demo.dice import Dice
from bot.demo.organisation import REVIEWING_TEAM, TEAMS, TEMPORARY_TEAM
from models.vocabulary import Role

Key = TypeVar("Key")


class Story(Enum):
    """How a seat came to be as it is."""

    STEADY = auto()  # here for years
    RECENT = auto()  # joined, and qualified less than two years ago
    NEW = auto()  # newly qualified, in the protected first year
    VACANCY_COVER = auto()  # agency, while the post is vacant
    ABSENCE_COVER = auto()  # agency, while somebody is away
    EXTRA = auto()  # agency, supernumerary
    TEMPORARY = auto()  # came with the temporary team
    AWAY_WITH_CASES = auto()
    AWAY = auto()  # absent and holding nothing
    LEFT_WITH_CASES = auto()  # has left, cases not yet passed on; the post is vacant
    VACANT = auto()


@dataclass(frozen=True, slots=True)
class Seat:
    team: str
    story: Story
    role: Role
    fte: float
    cases: int = 0  # held on the last day
    cast: str | None = None  # key in the cast


S, R, N, V, C = Story.STEADY, Story.RECENT, Story.NEW, Story.VACANCY_COVER, Story.ABSENCE_COVER
E, T, A = Story.EXTRA, Story.TEMPORARY, Story.AWAY_WITH_CASES


@dataclass(frozen=True, slots=True)
class _Shape:
    """A team's case-holding social workers: cases altogether, full-time seats, part-time seats."""

    cases: int
    full_time: tuple[tuple[Story, int], ...]
    part_time: tuple[tuple[Story, float], ...] = ()


_THREE_PART_TIME = ((S, 0.8), (S, 0.6), (S, 0.6))

_CASE_HOLDERS = {
    "Assessment East": _Shape(204, ((N, 2), (R, 3), (V, 1), (C, 1), (S, 3)), _THREE_PART_TIME),
    "Assessment West": _Shape(184, ((N, 1), (R, 3), (V, 1), (A, 1), (S, 4)), ((S, 0.8), (S, 0.7))),
    TEMPORARY_TEAM: _Shape(56, ((E, 3), (T, 1))),
    "Safeguarding East": _Shape(
        292, ((N, 2), (R, 4), (V, 2), (E, 1), (S, 2)), ((S, 0.8), (S, 0.8), (A, 0.8))
    ),
    "Safeguarding West": _Shape(
        208, ((N, 2), (R, 4), (V, 1), (C, 1), (A, 1), (S, 2)), _THREE_PART_TIME
    ),
    "Court South": _Shape(137, ((R, 3), (S, 5)), ((S, 0.9), (S, 0.6))),
    "Looked After East": _Shape(201, ((N, 1), (R, 4), (V, 1), (S, 5)), _THREE_PART_TIME),
    "Looked After West": _Shape(
        266,
        ((N, 1), (R, 4), (E, 1), (A, 1), (S, 3)),
        ((S, 0.8), (S, 0.8), (S, 0.5), (S, 0.4)),
    ),
    "Care Leavers": _Shape(48, ((R, 1), (S, 2))),
}

_COURT_NORTH = (
    Seat("Court North", S, Role.CASE_HOLDER, 1.0, 26, "worker"),
    Seat("Court North", N, Role.CASE_HOLDER, 1.0, 17, "newly_qualified"),
    Seat("Court North", S, Role.CASE_HOLDER, 0.5, 11, "half_time"),
    Seat("Court North", S, Role.CASE_HOLDER, 1.0, 15, "with_room"),
    Seat("Court North", S, Role.SENIOR_PRACTITIONER, 1.0, 22, "exception"),
    Seat("Court North", V, Role.CASE_HOLDER, 1.0, 18, "court_agency"),
    Seat("Court North", S, Role.CASE_HOLDER, 1.0, 18, "court_steady"),
    Seat("Court North", S, Role.CASE_HOLDER, 0.5, 9, "court_small"),
    Seat("Court North", S, Role.CASE_HOLDER, 0.4, 7, "court_smallest"),
)

_REVIEWERS = tuple(
    Seat("Disabled Children Review", S, Role.CASE_HOLDER, 1.0, cases) for cases in (33, 35, 36, 34)
)

_ADVISERS = tuple(
    Seat("Care Leavers", S, Role.PERSONAL_ADVISER, fte, cases, cast)
    for fte, cases, cast in (
        (1.0, 21, "adviser"),
        (1.0, 19, None),
        (1.0, 20, None),
        (1.0, 25, None),
        (1.0, 18, None),
        (1.0, 17, None),
        (0.6, 11, None),
        (0.4, 7, None),
    )
)

_LEADERS = (
    ("director", Role.SENIOR_MANAGER),
    ("deputy", Role.SENIOR_MANAGER),
    ("head_of_help", Role.MIDDLE_MANAGER),
    ("head", Role.MIDDLE_MANAGER),
    ("head_of_specialist", Role.MIDDLE_MANAGER),
)

_WITHOUT_CASES: tuple[tuple[str, Story, Role, int], ...] = (
    ("Assessment East", S, Role.QUALIFIED_WITHOUT_CASES, 5),
    ("Assessment West", S, Role.QUALIFIED_WITHOUT_CASES, 5),
    (REVIEWING_TEAM, S, Role.QUALIFIED_WITHOUT_CASES, 18),
    ("Assessment East", S, Role.FAMILY_SUPPORT, 2),
    ("Assessment West", S, Role.FAMILY_SUPPORT, 2),
    ("Safeguarding East", S, Role.FAMILY_SUPPORT, 2),
    ("Safeguarding West", S, Role.FAMILY_SUPPORT, 2),
    ("Court South", S, Role.COURT_OFFICER, 1),
    *(
        (team.name, S, Role.BUSINESS_SUPPORT, 1)
        for team in TEAMS
        if team.name not in (TEMPORARY_TEAM, "Court North")
    ),
    *(
        (team, Story.AWAY, Role.CASE_HOLDER, 1)
        for team in (
            "Assessment East",
            "Assessment West",
            "Safeguarding East",
            "Court South",
            "Looked After East",
            "Looked After West",
        )
    ),
    ("Safeguarding West", Story.LEFT_WITH_CASES, Role.CASE_HOLDER, 1),
    ("Court South", Story.VACANT, Role.CASE_HOLDER, 1),
    ("Looked After East", Story.VACANT, Role.CASE_HOLDER, 1),
    (REVIEWING_TEAM, Story.VACANT, Role.QUALIFIED_WITHOUT_CASES, 1),
    ("Assessment East", Story.VACANT, Role.CASE_HOLDER, 1),
    ("Care Leavers", Story.VACANT, Role.PERSONAL_ADVISER, 1),
)

_CASES_LEFT_BEHIND = 3
_SHARE = {N: 0.86, A: 0.4, E: 0.92}  # of what others in the team hold


def shared_out(total: int, weights: Sequence[tuple[Key, float]]) -> dict[Key, int]:
    """Whole numbers that add up to `total`, as near to the weights as whole numbers come."""
    if not weights:
        return {}
    whole = sum(weight for _, weight in weights)
    exact = [(key, total * weight / whole) for key, weight in weights]
    shares = {key: int(value) for key, value in exact}
    left = total - sum(shares.values())
    by_remainder = sorted(range(len(exact)), key=lambda at: (int(exact[at][1]) - exact[at][1], at))
    for at in by_remainder[:left]:
        shares[exact[at][0]] += 1
    return shares


def _case_holders(team: str, dice: Dice) -> list[Seat]:
    shape = _CASE_HOLDERS[team]
    places = [(story, 1.0) for story, count in shape.full_time for _ in range(count)]
    places.extend(shape.part_time)
    weights = [
        (at, fte * _SHARE.get(story, 1.0) * dice.number(0.82, 1.18))
        for at, (story, fte) in enumerate(places)
    ]
    cases = shared_out(shape.cases, weights)
    return [
        Seat(team, story, _case_holder_role(story, at), fte, cases[at])
        for at, (story, fte) in enumerate(places)
    ]


def _case_holder_role(story: Story, at: int) -> Role:
    if story is S and at % 4 == 0:
        return Role.SENIOR_PRACTITIONER
    return Role.CASE_HOLDER


def _managers() -> list[Seat]:
    return [
        Seat(
            team.name,
            T if team.name == TEMPORARY_TEAM else S,
            Role.FIRST_LINE_MANAGER,
            1.0,
            cast=team.manager,
        )
        for team in TEAMS
    ]


def _without_cases() -> list[Seat]:
    return [
        Seat(team, story, role, 1.0, _CASES_LEFT_BEHIND if story is Story.LEFT_WITH_CASES else 0)
        for team, story, role, count in _WITHOUT_CASES
        for _ in range(count)
    ]


def seats(seed: int) -> list[Seat]:
    """Every seat of the authority on the last day, vacant ones too."""
    dice = Dice(seed, "seats")
    leaders = [Seat(REVIEWING_TEAM, S, role, 1.0, cast=key) for key, role in _LEADERS]
    holders = [seat for team in _CASE_HOLDERS for seat in _case_holders(team, dice)]
    fixed = [*_COURT_NORTH, *_REVIEWERS, *_ADVISERS]
    return [*leaders, *_managers(), *holders, *fixed, *_without_cases()]

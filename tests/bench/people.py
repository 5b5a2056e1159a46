"""Who works for the bench's authority: teams, workers and posts, the same in every run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.vocabulary import AgencyBasis, Employment, Role, TeamKind
from tests.bench.sizes import Size

LIMIT = 18  # cases for one full-time worker; of the newly qualified 90 %
PROMISE = (12, 17)  # of the authority
BROKEN_PROMISE = (7, 9)  # of the teams that are above theirs
DIRECTOR = "director@example.org"
ANALYST = "analyst@example.org"

_KINDS = tuple(TeamKind)
_BASES = tuple(AgencyBasis)
_FIRST = (
    *("Ada", "Ben", "Cleo", "Dina", "Eli", "Fern", "Gus", "Hana", "Ivo", "Jude", "Kit", "Lena"),
    *("Milo", "Nia", "Otis", "Pia", "Quin", "Rosa", "Seth", "Thea", "Uma", "Vera", "Wren", "Xan"),
    *("Yara", "Zeb", "Arlo", "Bea", "Cato", "Dora", "Enid", "Faye", "Gale"),
)
_BEGINNINGS = (
    *("Ash", "Barn", "Cold", "Dun", "Elder", "Fair", "Green", "Hart", "Isle", "Kings", "Lang"),
    *("Mill", "North", "Oak", "Pen", "Quarry", "Red", "Stan", "Thorn", "Under", "Vale", "Wood"),
)
_ENDINGS = (
    *(
        "acre",
        "bank",
        "beck",
        "bourne",
        "bridge",
        "bury",
        "cliff",
        "combe",
        "cote",
        "croft",
        "dale",
    ),
    *("den", "field", "ford", "gate", "grove", "ham", "hill", "holt", "hurst", "land", "leigh"),
    *("ley", "low", "mead", "mere", "moor", "more", "ridge", "rick", "shaw", "side", "stead"),
    *("stone", "stow", "thorpe", "ton", "tree", "vale", "wall", "water", "way", "well", "wick"),
    *("wold", "wood", "worth", "yard", "by", "don", "ey", "garth"),
)


class Trouble(StrEnum):
    """What a rule as shipped finds in a team; three teams of four have one of these."""

    NONE = "none"
    OVER = "a worker over the limit"
    NEWLY_QUALIFIED = "a newly qualified worker over the limit"
    PROMISE = "an average above the team's promise"
    WAITING = "cases unallocated for too long"
    URGENT = "a child-protection case unallocated"
    UNSEEN = "children not seen"
    ABSENT = "an absent worker with cases"
    LEAVER = "a leaver with cases"


_TROUBLES = tuple(trouble for trouble in Trouble if trouble is not Trouble.NONE)


@dataclass(frozen=True, slots=True)
class BenchTeam:
    """One team: its number counts from 1."""

    number: int
    service: int
    trouble: Trouble
    workers: tuple["BenchWorker", ...]  # the manager first, who holds no cases
    first_case: int  # the number of its first case
    cases: int  # open

    @property
    def name(self) -> str:
        return f"Team {self.number:04}"

    @property
    def kind(self) -> TeamKind:
        return _KINDS[self.number % len(_KINDS)]

    @property
    def channel(self) -> str:
        return channel_of(self.number)

    @property
    def manager(self) -> "BenchWorker":
        return self.workers[0]


@dataclass(frozen=True, slots=True)
class BenchWorker:
    """One worker: the number counts from 1 through the whole authority."""

    number: int
    role: Role
    fte: float
    basis: AgencyBasis | None  # of an agency worker
    newly_qualified: bool
    absent: bool
    left: bool

    @property
    def staff_id(self) -> str:
        return staff_id(self.number)

    @property
    def name(self) -> str:
        rest, first = divmod(self.number, len(_FIRST))
        rest, ending = divmod(rest, len(_ENDINGS))
        return f"{_FIRST[first]} {_BEGINNINGS[rest % len(_BEGINNINGS)]}{_ENDINGS[ending]}"

    @property
    def email(self) -> str:
        return email_of(self.staff_id)

    @property
    def employment(self) -> Employment:
        if self.basis is not None:
            return Employment.AGENCY
        return Employment.FIXED_TERM if self.number % 25 == 0 else Employment.PERMANENT

    @property
    def allowance(self) -> float:
        """The most cases this worker should hold."""
        return round(LIMIT * (0.9 if self.newly_qualified else 1) * self.fte, 6)


def staff_id(number: int) -> str:
    return f"W{number:05}"


def email_of(staff_id: str) -> str:
    return f"{staff_id.lower()}@example.org"


def account_of(staff_id: str) -> str:
    """The Slack account of whoever has this staff id; "DIRECTOR" and "ANALYST" have one too."""
    return f"U0{staff_id.upper()}"


def channel_of(team: int) -> str:
    """The id of a team's channel in Slack."""
    return f"C0T{team:05}"


def service_name(number: int) -> str:
    return f"Service {number:03}"


def teams_of(size: Size, *, changed: int = 0) -> Iterator[BenchTeam]:
    """Every team in the order of its number; so many without trouble have a worker over instead."""
    worker, case = 1, 1
    for number in range(1, size.teams + 1):
        trouble = _trouble(number)
        if trouble is Trouble.NONE and changed:
            trouble, changed = Trouble.OVER, changed - 1
        workers = _share(size.workers, size.teams, number)
        cases = _share(size.cases, size.teams, number)
        yield BenchTeam(
            number=number,
            service=1 + (number - 1) * size.services // size.teams,
            trouble=trouble,
            workers=tuple(_workers(worker, workers, trouble)),
            first_case=case,
            cases=cases,
        )
        worker, case = worker + workers, case + cases


def _trouble(team: int) -> Trouble:
    if team % 4 == 3:
        return Trouble.NONE
    return _TROUBLES[(team - team // 4) % len(_TROUBLES)]


def _share(total: int, parts: int, number: int) -> int:
    """The part with this number, counted from 1, of a total that is shared out evenly."""
    return total * number // parts - total * (number - 1) // parts


def _workers(first: int, many: int, trouble: Trouble) -> Iterator[BenchWorker]:
    for place in range(many):
        number = first + place
        held = place > 0
        agency = held and number % 20 in (3, 9, 16)
        newly = held and not agency and (number % 12 == 5 or _is(place, trouble, _NEW))
        away = place == many - 1 and many > 2
        yield BenchWorker(
            number=number,
            role=_role(place, number),
            fte=0.6 if held and number % 9 == 4 else 0.8 if held and number % 9 == 7 else 1.0,
            basis=_BASES[number // 20 % len(_BASES)] if agency else None,
            newly_qualified=newly,
            absent=away and trouble is Trouble.ABSENT,
            left=away and trouble is Trouble.LEAVER,
        )


_NEW = Trouble.NEWLY_QUALIFIED
OVER_AT = 1
"""The place in the team of whoever is over the limit."""


def _is(place: int, trouble: Trouble, wanted: Trouble) -> bool:
    return trouble is wanted and place == OVER_AT


def _role(place: int, number: int) -> Role:
    if place == 0:
        return Role.FIRST_LINE_MANAGER
    if place == 2:
        return Role.SENIOR_PRACTITIONER
    return Role.FAMILY_SUPPORT if place == 5 and number % 4 == 0 else Role.CASE_HOLDER


def holders_of(team: BenchTeam) -> Sequence[BenchWorker]:
    """Everybody of a team but the manager."""
    return team.workers[1:]

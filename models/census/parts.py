"""What a census return comes to as sums, and how many records had to be left out of each.

The sums are all that is kept of a return: no worker, registration number, birth date or ethnicity.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from enum import StrEnum
from math import fsum
from typing import Any

from models.census.records import CensusWorker, ReturnRecords
from models.figures.limits import PLACES
from models.vocabulary import Role

NO_ROLE = "unknown"
MANY_CASES = 50
"""Above this the Department has left workers out of a published average, as not to be believed."""


class FteOf(StrEnum):
    """The element that an FTE is taken from."""

    FTE = "fte"  # on the day of the census
    FTE30 = "fte30"  # on 30 September of the year before


@dataclass(frozen=True, slots=True)
class Counting:
    """How the return's two FTEs are used, where its own guidance leaves it open.

    A leaver's FTE on the day of the census is 0, so that turnover can only be taken from FTE30. A
    caseload is of the day of the census, and so is the FTE it is divided by.
    """

    leavers: FteOf = FteOf.FTE30
    holders: FteOf = FteOf.FTE


@dataclass(frozen=True, slots=True)
class RoleParts:
    """One of the census's six roles, or the records that name none."""

    in_post_fte: float = 0.0
    in_post_headcount: int = 0
    agency_fte: float = 0.0
    agency_headcount: int = 0
    holders_fte: float = 0.0
    cases: int = 0


@dataclass(frozen=True, slots=True)
class CensusParts:
    """Sums of FTE, people, cases and days; in post is without agency.

    None is what the return does not say. The last group counts what was left out or is in doubt.
    """

    workers: int = 0  # records
    in_post_fte: float = 0.0
    in_post_headcount: int = 0
    agency_fte: float = 0.0
    agency_headcount: int = 0
    vacant_fte: float | None = None
    covering_fte: float | None = None
    covering_headcount: int | None = None
    starters_fte: float = 0.0
    starters_headcount: int = 0
    leavers_fte: float = 0.0
    leavers_headcount: int = 0
    holders_fte: float = 0.0
    cases: int = 0
    agency_holders_fte: float = 0.0
    agency_cases: int = 0
    days_lost: float = 0.0
    leavers_days_lost: float = 0.0
    newly_qualified: int = 0
    by_role: Mapping[str, RoleParts] = field(default_factory=dict)

    without_fte: int = 0  # neither left nor with an FTE
    without_employment: int = 0  # whether agency or not is not said
    ended_with_fte: int = 0  # counted in post
    ended_outside_the_year: int = 0  # counted nowhere
    leavers_without_fte: int = 0
    starters_in_post_before: int = 0  # who had an FTE a year before
    cases_left_out: int = 0  # of somebody who left, or without an FTE
    holders_of_many: int = 0
    without_days_lost: int = 0  # in post


def count_return(said: ReturnRecords, counting: Counting | None = None) -> CensusParts:
    """What a return comes to, in post being who has an FTE or no end date (AgencyWorker 0).

    The census's year is 1 October to 30 September of the return's year, whatever day it names.
    """
    how = counting or Counting()
    workers = said.workers
    here = [worker for worker in workers if is_here(worker)]
    employed = [worker for worker in workers if worker.agency is False]
    in_post = [worker for worker in employed if is_here(worker)]
    agency = [worker for worker in here if worker.agency]
    return CensusParts(
        workers=len(workers),
        in_post_fte=_fte(in_post),
        in_post_headcount=_people(in_post),
        agency_fte=_fte(agency),
        agency_headcount=len(agency),
        vacant_fte=said.vacancies,
        covering_fte=said.covering_fte,
        covering_headcount=said.covering_headcount,
        newly_qualified=_people([worker for worker in here if worker.newly_qualified]),
        by_role=_by_role(here, how),
        without_fte=sum(worker.fte is None for worker in here),
        without_employment=sum(worker.agency is None for worker in here),
        **_flows(employed, said.year, how),
        **_caseload(workers, how),
        **_absence(employed),
    )


def is_here(worker: CensusWorker) -> bool:
    """On the day of the census: an FTE, or no end of the role."""
    return (worker.fte or 0) > 0 or worker.ended_on is None


def parts_as_json(parts: CensusParts) -> dict[str, Any]:
    """The parts as they are kept."""
    return asdict(parts)


def parts_from_json(kept: Mapping[str, Any]) -> CensusParts:
    """The parts as they were kept, by this version or another: what is unknown is passed over."""
    known = {each.name for each in fields(CensusParts)}
    given = {name: value for name, value in kept.items() if name in known}
    roles = {role: RoleParts(**each) for role, each in given.pop("by_role", {}).items()}
    return CensusParts(**given, by_role=roles)


def _flows(employed: Sequence[CensusWorker], year: int, how: Counting) -> dict[str, Any]:
    """Starters and leavers of the census's year; agency workers are neither."""
    gone = [worker for worker in employed if not is_here(worker)]
    leavers = [worker for worker in gone if in_census_year(worker.ended_on, year)]
    starters = [worker for worker in employed if in_census_year(worker.started_on, year)]
    fte_of = _fte_by(how.leavers)
    return {
        "starters_fte": _fte(starters),
        "starters_headcount": _people(starters),
        "starters_in_post_before": sum((worker.fte_before or 0) > 0 for worker in starters),
        "leavers_fte": _sum(fte_of(worker) for worker in leavers),
        "leavers_headcount": _people(leavers),
        "leavers_without_fte": sum(not fte_of(worker) for worker in leavers),
        "leavers_days_lost": _sum(worker.days_lost for worker in gone),
        "ended_outside_the_year": len(gone) - len(leavers),
        "ended_with_fte": sum(w.ended_on is not None and is_here(w) for w in employed),
    }


def in_census_year(day: date | None, year: int) -> bool:
    """From 1 October of the year before to 30 September."""
    return day is not None and date(year - 1, 10, 1) <= day <= date(year, 9, 30)


def _caseload(workers: Sequence[CensusWorker], how: Counting) -> dict[str, Any]:
    holders = _holders(workers, how)
    fte_of = _fte_by(how.holders)
    agency = [worker for worker in holders if worker.agency]
    cases = _cases(holders)
    return {
        "holders_fte": _sum(map(fte_of, holders)),
        "cases": cases,
        "agency_holders_fte": _sum(map(fte_of, agency)),
        "agency_cases": _cases(agency),
        "cases_left_out": _cases(workers) - cases,
        "holders_of_many": sum((worker.cases or 0) > MANY_CASES for worker in holders),
    }


def _absence(employed: Sequence[CensusWorker]) -> dict[str, Any]:
    return {
        "days_lost": _sum(worker.days_lost for worker in employed),
        "without_days_lost": sum(w.days_lost is None and is_here(w) for w in employed),
    }


def _holders(workers: Iterable[CensusWorker], how: Counting) -> list[CensusWorker]:
    """Who is here with an FTE to divide by and at least one case, agency included."""
    fte_of = _fte_by(how.holders)
    return [w for w in workers if is_here(w) and (fte_of(w) or 0) > 0 and (w.cases or 0) > 0]


def _by_role(here: Sequence[CensusWorker], how: Counting) -> dict[str, RoleParts]:
    """The six roles in the census's order, then the records that name none."""
    found = {}
    for role in (*Role, None):
        of_role = [worker for worker in here if worker.role is role]
        if of_role:
            found[role.value if role else NO_ROLE] = _role_parts(of_role, how)
    return found


def _role_parts(workers: Sequence[CensusWorker], how: Counting) -> RoleParts:
    in_post = [worker for worker in workers if worker.agency is False]
    agency = [worker for worker in workers if worker.agency]
    holders = _holders(workers, how)
    return RoleParts(
        in_post_fte=_fte(in_post),
        in_post_headcount=_people(in_post),
        agency_fte=_fte(agency),
        agency_headcount=len(agency),
        holders_fte=_sum(map(_fte_by(how.holders), holders)),
        cases=_cases(holders),
    )


def _fte_by(element: FteOf) -> Callable[[CensusWorker], float | None]:
    if element is FteOf.FTE30:
        return lambda worker: worker.fte_before
    return lambda worker: worker.fte


def _fte(workers: Iterable[CensusWorker]) -> float:
    return _sum(worker.fte for worker in workers)


def _sum(values: Iterable[float | None]) -> float:
    return round(fsum(value or 0.0 for value in values), PLACES)


def _people(workers: Iterable[CensusWorker]) -> int:
    """Somebody with two roles has two records and is one person; agency workers are not joined."""
    return len({worker.person for worker in workers})


def _cases(workers: Iterable[CensusWorker]) -> int:
    return sum(worker.cases or 0 for worker in workers)

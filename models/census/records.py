"""What a census return says once it is read, without anything that tells who a worker is."""

from dataclasses import dataclass
from datetime import date

from models.vocabulary import Role


@dataclass(frozen=True, slots=True)
class CensusWorker:
    """One record of a return; what is blank or cannot be read is None.

    The names of the census's elements stand beside each value.
    """

    number: int  # of the record in the file, from 1
    person: int  # the first record with the same registration number: two roles are one person
    agency: bool | None = None  # AgencyWorker
    fte: float | None = None  # FTE: on the day of the census, 0 of somebody who left
    fte_before: float | None = None  # FTE30: on 30 September of the year before
    role: Role | None = None  # OrgRole
    started_on: date | None = None  # RoleStartDate
    ended_on: date | None = None  # RoleEndDate
    cases: int | None = None  # Cases30: on the day of the census
    days_lost: float | None = None  # WorkingDaysLost
    newly_qualified: bool = False  # CFKSSstatus 1


@dataclass(frozen=True, slots=True)
class ReturnRecords:
    """Everything of one return that figures are made of."""

    year: int
    authority_code: str  # three digits
    reference_on: date
    vacancies: float | None  # NumberOfVacancies, in FTE
    covering_fte: float | None  # NoAgencyFTE: agency workers who cover a vacancy
    covering_headcount: int | None  # NoAgencyHeadcount
    workers: tuple[CensusWorker, ...]
    notes: tuple[str, ...] = ()  # what could not be read, by record and element

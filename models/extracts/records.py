"""What an extract says once it is read: plain records, or problems that say where and what.

Records carry no name, date of birth or address of a child: those cells are dropped at the door.
`case_ref` is the authority's own reference in clear and lives only in memory; the importer
stores its keyed hash. Every record remembers the sheet and row it came from, so that a problem
found later (an unknown team, say) can still be reported where a person will look for it.
"""

from dataclasses import dataclass, field
from datetime import date

from models.census.records import ReturnRecords
from models.reference.records import PublishedRecords
from models.vocabulary import (
    AgencyBasis,
    CaseKind,
    Employment,
    ExtractKind,
    Funding,
    LimitScope,
    Role,
    TeamKind,
)


# Of these two an extract may have 400,000 each, and a frozen one takes several times as long to
# make; nobody changes them.
@dataclass(slots=True, unsafe_hash=True)
class Place:
    """Where something stands in an extract, as a person would look for it."""

    file: str
    sheet: str | None = None
    row: int | None = None  # counted from 1, as a spreadsheet shows it
    column: str | None = None  # the header's words


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an extract: where, what, and what is accepted instead."""

    place: Place
    message: str  # a sentence with the next step; never a child's name or reference


@dataclass(slots=True, unsafe_hash=True)
class CaseRecord:
    case_ref: str
    kind: CaseKind
    team: str | None  # as written, spaces tidied; None when the case has no team
    worker: str | None  # staff id, email or name as written; None when unallocated
    opened_on: date | None
    allocated_on: date | None
    closed_on: date | None
    last_seen_on: date | None
    weight: float
    place: Place


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    name: str
    head: str | None  # staff id, email or name
    slack_channel: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class TeamRecord:
    name: str
    service: str
    kind: TeamKind
    manager: str | None  # staff id, email or name
    slack_channel: str | None
    ends_on: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class WorkerRecord:
    staff_id: str
    name: str
    email: str | None  # lower case
    team: str
    role: Role
    fte: float  # 0 to 1
    employment: Employment
    agency_basis: AgencyBasis | None
    started_on: date | None
    left_on: date | None
    qualified_on: date | None
    newly_qualified_until: date | None
    absent_from: date | None
    absent_until: date | None
    weekly_cost: float | None  # pounds
    place: Place


@dataclass(frozen=True, slots=True)
class PostRecord:
    post_id: str
    team: str
    role: Role
    fte: float  # 0 to 1
    funding: Funding
    funded_until: date | None
    held_by: tuple[str, ...]  # staff ids, emails or names; empty is vacant, two are a job share
    annual_cost: float | None  # pounds
    created_on: date | None
    deleted_on: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class LimitRecord:
    """One row of Limits: a promise, a limit, or both, for one scope and time."""

    scope: LimitScope
    name: str | None  # the team's name, the kind or the staff id; None for the other scopes
    promise_low: float | None
    promise_high: float | None
    limit: float | None  # cases for one full-time worker
    limit_percent: float | None  # newly qualified only: 90.0 is 90 % of what would otherwise apply
    from_on: date | None
    until_on: date | None  # the last day it is in force
    reason: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class TargetRecord:
    """One step of a target's path: from this day the measure should be at this value."""

    measure: str
    scope: str  # "authority", "service:NAME" or "team:NAME"
    value: float
    from_on: date
    until_on: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class AllocationsRecords:
    """Everything an allocations extract says."""

    cases: tuple[CaseRecord, ...]
    notes: tuple[str, ...] = ()  # what the reader decided that a person may want to know


@dataclass(frozen=True, slots=True)
class WorkforceRecords:
    """Everything a workforce extract says."""

    services: tuple[ServiceRecord, ...]
    teams: tuple[TeamRecord, ...]
    workers: tuple[WorkerRecord, ...]
    posts: tuple[PostRecord, ...]
    limits: tuple[LimitRecord, ...]
    targets: tuple[TargetRecord, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadExtract:
    """One extract after reading: the records, or the problems that refuse it (never both)."""

    file: str  # what the report calls it: the workbook's or the folder's name
    kind: ExtractKind | None  # None when the file was not recognised at all
    records: AllocationsRecords | WorkforceRecords | PublishedRecords | ReturnRecords | None
    problems: tuple[Problem, ...] = field(default=())
    digest: str | None = None  # of the records of a feed (`records_digest`)

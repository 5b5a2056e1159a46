"""One worker with what they hold on a day, and what follows from it: over, at, or with room."""

import math
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from models.figures.limits import PLACES, AppliedLimit
from models.vocabulary import CASE_HOLDING_ROLES, SOCIAL_WORKER_ROLES, Employment, Role


class Standing(StrEnum):
    """How a worker's caseload stands to their allowance."""

    OVER = "over"
    AT_LIMIT = "at the limit"
    WITHIN = "within the limit"
    NO_LIMIT = "no limit set"


@dataclass(frozen=True, slots=True)
class Holder:
    """A worker in the workforce on the day, with or without cases."""

    worker_id: int
    staff_id: str
    name: str
    team_id: int
    team: str
    role: Role
    fte: float
    employment: Employment
    caseload: int
    in_post: bool  # started, and not left
    absent: bool
    newly_qualified: bool
    limit: AppliedLimit | None

    @property
    def social_worker(self) -> bool:
        return self.role in SOCIAL_WORKER_ROLES

    @property
    def at_work(self) -> bool:
        return self.in_post and not self.absent

    @property
    def in_dfe_average(self) -> bool:
        """A social worker in post with an FTE who holds a case (DfE: no FTE, not counted)."""
        return self.social_worker and self.in_post and self.fte > 0 and self.caseload > 0

    @property
    def in_working_average(self) -> bool:
        return self.at_work and self.fte > 0 and self.caseload > 0

    @property
    def per_fte(self) -> float | None:
        return self.caseload / self.fte if self.fte > 0 else None

    @property
    def allowance(self) -> float | None:
        return None if self.limit is None else self.limit.allowance(self.fte)

    @property
    def standing(self) -> Standing:
        allowance = self.allowance
        if allowance is None:
            return Standing.NO_LIMIT
        if self.caseload > allowance:
            return Standing.OVER
        return Standing.AT_LIMIT if allowance - self.caseload < 1 else Standing.WITHIN

    @property
    def over_by(self) -> int:
        """How many cases must move before the worker is within the allowance; 0 when within."""
        allowance = self.allowance
        if allowance is None or self.caseload <= allowance:
            return 0
        return math.ceil(round(self.caseload - allowance, PLACES))

    @property
    def room(self) -> int:
        """How many whole cases still fit the allowance of a worker who may be given one today."""
        allowance = self.allowance
        if allowance is None or not self.at_work or self.role not in CASE_HOLDING_ROLES:
            return 0
        return max(0, math.floor(round(allowance - self.caseload, PLACES)))


def in_post(*, started_on: date | None, left_on: date | None, day: date) -> bool:
    """Started by the day and not left before it; the day of leaving is still worked."""
    return (started_on is None or started_on <= day) and (left_on is None or day <= left_on)


def absent(*, absent_from: date | None, absent_until: date | None, day: date) -> bool:
    """Within an absence, both its ends included; one without an end goes on."""
    return (
        absent_from is not None
        and absent_from <= day
        and (absent_until is None or day <= absent_until)
    )

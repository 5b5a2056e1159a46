"""What a staffing alert's members are called: a target's measure and scope, a day money ends."""

from dataclasses import dataclass
from datetime import date

from models.staffing.targets import Path
from models.vocabulary import Measure

PAST_END = "past_end:supernumerary"

_MEASURE, _SERVICE, _FUNDING = "measure", "service", "funding"


@dataclass(frozen=True, slots=True)
class TargetSubject:
    """A target: of the authority or the alert's team, or where it is given of a service."""

    measure: Measure
    service_id: int | None = None


def subject_of_path(path: Path) -> str:
    """ "measure:agency_fte", "measure:agency_fte:service:3"; a team's is in the team's alert."""
    subject = f"{_MEASURE}:{path.measure.value}"
    return subject if path.service_id is None else f"{subject}:{_SERVICE}:{path.service_id}"


def target_of(subject: str) -> TargetSubject | None:
    """The target that a member stands for; None for everything else."""
    noun, _, rest = subject.partition(":")
    measure, _, scope = rest.partition(":")
    if noun != _MEASURE or measure not in set(Measure):
        return None
    service_id = scope.removeprefix(f"{_SERVICE}:")
    return TargetSubject(Measure(measure), int(service_id) if service_id.isdigit() else None)


def is_of_another_place(subject: str, service_id: int | None) -> bool:
    """Whether a member's target is a service's and its alert is not that service's.

    Such alerts were raised while services had none of their own.
    """
    target = target_of(subject)
    return target is not None and target.service_id is not None and target.service_id != service_id


def subject_of_funding(last_day: date) -> str:
    """ "funding:2027-03-31"."""
    return f"{_FUNDING}:{last_day.isoformat()}"


def funding_day_of(subject: str) -> date | None:
    """The last day of the money that a member stands for; None for everything else."""
    noun, _, last_day = subject.partition(":")
    return date.fromisoformat(last_day) if noun == _FUNDING else None

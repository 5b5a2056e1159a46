"""A service that an extract lists by another name keeps its row, and all that was decided of it."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import Session, col

from models.extracts.records import WorkforceRecords
from models.folding import folded
from models.organisation import Service, Team
from models.rows import rows

_TEAMS = (
    select(col(Service.name), col(Team.name))
    .join(Team, col(Team.service_id) == col(Service.id))
    .where(col(Team.dropped_on).is_(None))
)


def rename_services(session: Session, records: WorkforceRecords) -> int:
    """Give services the names they have now, before the extract is written; how many there were.

    A service that is no longer listed is one that was never known, where the two have the very
    same teams.
    """
    services = session.scalars(select(Service)).all()
    known = {folded(service.name) for service in services}
    listed = {folded(record.name) for record in records.services}
    new = {
        teams: name
        for name, teams in _by_service((team.service, team.name) for team in records.teams).items()
        if folded(name) not in known
    }
    before = _by_service(rows(session, _TEAMS))
    renamed = 0
    for service in services:
        name = new.get(before.get(service.name, frozenset()))
        if name is not None and service.dropped_on is None and folded(service.name) not in listed:
            service.name = name
            renamed += 1
    session.flush()
    return renamed


def _by_service(named: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """The teams of each service, compared as names are."""
    found: dict[str, set[str]] = defaultdict(set)
    for service, team in named:
        found[service].add(folded(team))
    return {service: frozenset(teams) for service, teams in found.items()}

"""Examines what was loaded: how old it is, who is missing from it, and who leads."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlmodel import Session, col

from alerts.freshness import staleness
from alerts.wording import count, moment
from bot.findings import Finding, Level
from bot.services import Services
from models.errors import NoData
from models.figures.queries import newest_loads, unmatched_workers
from models.loads import Load
from models.people import Grant, GrantRole
from models.vocabulary import LoadStatus


def examine_newest(services: Services, session: Session) -> Iterator[Finding]:
    """The newest extracts: as at when, how old, and what they lack."""
    settings, now = services.settings, services.clock()
    today = now.astimezone(settings.zone).date()
    try:
        loaded = newest_loads(session)
    except NoData as error:
        yield Finding("data", Level.BAD, str(error), "caseload import FOLDER")
        return
    for load in (loaded.allocations, loaded.workforce):
        as_at = moment(load.as_at, settings.zone, today)
        kind = load.kind.value if load.kind else ""
        yield Finding("data", Level.GOOD, f"The newest {kind} extract is as at {as_at}.")
    stale = staleness(
        allocations=loaded.allocations.as_at_day,
        workforce=loaded.workforce.as_at_day,
        today=today,
        calendar=services.calendar,
    )
    for warning in stale:
        what = warning[0].upper() + warning[1:] + "."
        yield Finding("data", Level.ADVICE, what, "Load a newer extract: caseload import FOLDER")
    yield from _gaps(session)


def _gaps(session: Session) -> Iterator[Finding]:
    unmatched = unmatched_workers(session, None)
    if unmatched:
        cases = sum(gap.cases for gap in unmatched)
        are = "is" if cases == 1 else "are"
        yield Finding(
            "data",
            Level.ADVICE,
            f"{count(cases, 'open case')} {are} held by people not in the workforce list.",
            "Add them to Staff, or correct the worker in the case system; "
            "`caseload import` lists them.",
        )
    last = session.scalars(select(Load).order_by(col(Load.id).desc()).limit(1)).first()
    if last is not None and last.status in {LoadStatus.HELD, LoadStatus.REFUSED}:
        yield Finding(
            "data",
            Level.ADVICE,
            f"The last import, {last.file}, was {last.status.value}.",
            "Mend the extract and import it again; load a held one in the app's Home, or with "
            "--accept.",
        )


def examine_roles(session: Session) -> Iterator[Finding]:
    """Whether there are administrators and leadership."""
    query = select(func.count()).select_from(Grant)
    for role in (GrantRole.ADMINISTRATOR, GrantRole.LEADERSHIP):
        given = session.execute(query.where(col(Grant.role) == role)).scalar_one()
        if given:
            have = "person has" if given == 1 else "people have"
            what = f"{given} {have} the role {role.value}."
            yield Finding("people", Level.GOOD, what)
        else:
            yield Finding(
                "people",
                Level.ADVICE,
                f"Nobody has the role {role.value}.",
                f"caseload people grant EMAIL {role.value}",
            )

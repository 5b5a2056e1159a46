"""Examines what was loaded: how old it is, who is missing from it, and who leads."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlmodel import Session, col

from alerts.freshness import staleness
from alerts.wording import count, moment
from bot.findings import Finding, Level
from bot.services import Services
from models.errors import NoData
from models.figures.queries import newest_loads, unmatched_workers
from models.loads import HeldRecords, Load, LoadProblem
from models.people import Grant, GrantRole
from models.vocabulary import ExtractKind, LoadStatus


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
    yield from _held(session, settings.zone, today)
    yield from _refused(session, settings.zone, today)


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


def _held(session: Session, zone: ZoneInfo, today: date) -> Iterator[Finding]:
    """What waits for a decision; what a newer extract overtook does not."""
    query = select(Load).join(HeldRecords, col(HeldRecords.load_id) == col(Load.id))
    for load in session.scalars(query.order_by(col(Load.id))):
        at = moment(load.loaded_at, zone, today)
        yield Finding(
            "data",
            Level.ADVICE,
            f"{load.file} was held {at}, and nobody has decided about it.",
            "Load or refuse it in the app's Home, or import it again with --accept.",
        )


def _refused(session: Session, zone: ZoneInfo, today: date) -> Iterator[Finding]:
    """Of each kind the newest refused extract that had problems, where none was loaded since.

    A mended extract that says nothing new leaves no load, so nothing tells that it came.
    """
    loaded = _loaded_at(session)
    query = (
        select(Load)
        .where(
            col(Load.status) == LoadStatus.REFUSED,
            col(Load.decided_by).is_(None),
            col(Load.id).in_(select(col(LoadProblem.load_id))),
        )
        .order_by(col(Load.id))
    )
    newest = {load.kind: load for load in session.scalars(query)}
    for kind, load in newest.items():
        times = loaded.values() if kind is None else [loaded.get(kind, load.loaded_at)]
        if any(time > load.loaded_at for time in times):
            continue
        at = moment(load.loaded_at, zone, today)
        of_kind = f" {kind.value}" if kind else ""
        yield Finding(
            "data",
            Level.ADVICE,
            f"{load.file} was refused {at}, and no{of_kind} extract was loaded since.",
            "Mend it and import it again. If it then says nothing new, this advice ends with the "
            "next one that does.",
        )


def _loaded_at(session: Session) -> dict[ExtractKind, datetime]:
    """When each kind was loaded last; a held one that somebody loaded, when they did."""
    at = func.max(func.coalesce(col(Load.decided_at), col(Load.loaded_at)))
    query = select(col(Load.kind), at).where(col(Load.status) == LoadStatus.LOADED)
    return {row[0]: row[1] for row in session.execute(query.group_by(col(Load.kind)))}


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

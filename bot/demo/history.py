"""The demo authority's two years, loaded through the importers as the files an authority has."""

import shutil
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from alerts.authority import Authority
from alerts.calendar import WorkingCalendar
from alerts.checking.check import check
from bot.demo.authority import DemoHistory, Evening, make_history
from bot.demo.cast import cast_member
from bot.demo.census import write_return
from bot.demo.files import write_evening
from bot.demo.plan import WEEKS_AGO, save_directors_plan
from bot.demo.settings import SETTINGS
from bot.services import authority_of
from bot.settings import read_settings
from models.database import Database
from models.extracts.importing import ImportOptions, import_extracts
from models.extracts.report import ImportReport
from models.people import Grant, GrantRole
from models.schema import upgrade
from models.schema_standing import newest_revision
from models.version import VERSION
from models.vocabulary import LoadStatus

SEED = 7
WEEKS = 104

CHECKED = 2
"""The last weeks after whose loads a check is made, so that a visitor finds alerts that live."""

GRANTS = {
    "director": GrantRole.LEADERSHIP,
    "deputy": GrantRole.LEADERSHIP,
    "analyst": GrantRole.ADMINISTRATOR,
}

Progress = Callable[[int, int], None]


def last_friday(today: date) -> date:
    """The Friday before this week: extracts are drawn on Friday evenings, and read on Monday."""
    return today - timedelta(days=today.weekday() + 3)


def prepare(folder: Path, last_day: date, progress: Progress, weeks: int = WEEKS) -> Path:
    """A database with the whole history; kept, because the same day gives the same again."""
    kept = folder / f"northmere-{VERSION}-{newest_revision()}-{SEED}-{last_day}-{weeks}.db"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("northmere-*"):
            old.unlink()
        unfinished = kept.with_suffix(".unfinished")
        database = Database(f"sqlite:///{unfinished}")
        upgrade(database)
        history = make_history(SEED, last_day, WEEKS)
        load_history(database, history.weeks[-weeks:], progress)
        load_return(database, history)
        _shrink(database)
        unfinished.rename(kept)
        Path(f"{unfinished}.import-lock").unlink(missing_ok=True)
    database_file = folder / "caseload.db"
    for stale in folder.glob("caseload.db*"):
        stale.unlink()
    shutil.copyfile(kept, database_file)
    return database_file


def load_history(database: Database, weeks: Sequence[Evening], progress: Progress) -> None:
    """Give the cast its roles, then write each week's files and import them, oldest first."""
    _grant(database, weeks[0].as_at)
    authority = _authority()
    with TemporaryDirectory() as place:
        for done, week in enumerate(weeks):
            progress(done, len(weeks))
            loaded_at = _an_hour_later(week)
            report = load(database, _with_workforce(week, weeks), Path(place), loaded_at)
            if report.status is not LoadStatus.LOADED:
                raise AssertionError(f"the demo's week to {week.day} was {report.status}: {report}")
            if done == len(weeks) - 1 - WEEKS_AGO:
                with database.transaction() as session:
                    save_directors_plan(session, loaded_at.date(), loaded_at)
            if done >= len(weeks) - CHECKED:
                check(database, authority, loaded_at)
    progress(len(weeks), len(weeks))


def load_return(database: Database, history: DemoHistory) -> None:
    """Write the newest census return and import it, as the authority does once it is sent."""
    newest = history.weeks[-1]
    options = ImportOptions(
        as_at=newest.as_at,
        as_at_day=newest.day,
        as_at_given=True,
        now=_an_hour_later(newest),
        by="demo",
    )
    with TemporaryDirectory() as place:
        path = write_return(history, SETTINGS["CASELOAD_AUTHORITY_CODE"], Path(place))
        report = import_extracts(database, [path], options)
    if report.status is not LoadStatus.LOADED:
        raise AssertionError(f"the demo's census return was {report.status}: {report}")


def _authority() -> Authority:
    settings = read_settings(_env_file=None, **SETTINGS)
    return authority_of(settings, WorkingCalendar(settings.closed_on))


def _with_workforce(week: Evening, weeks: Sequence[Evening]) -> Evening:
    """A history cut short still begins with a workforce: the first there is."""
    if week is not weeks[0] or week.workforce is not None:
        return week
    first = next(later.workforce for later in weeks if later.workforce is not None)
    return Evening(week.day, week.as_at, week.cases, first)


def load(database: Database, evening: Evening, place: Path, now: datetime) -> ImportReport:
    """Write an evening's files into `place`, import them as an authority does, and drop them."""
    folder = write_evening(evening, place)
    options = ImportOptions(
        as_at=evening.as_at,
        as_at_day=evening.day,
        as_at_given=True,
        now=now,
        by="demo",
    )
    try:
        return import_extracts(database, [folder], options)
    finally:
        shutil.rmtree(folder)


def _an_hour_later(evening: Evening) -> datetime:
    return evening.as_at + timedelta(hours=1)


def _grant(database: Database, at: datetime) -> None:
    with database.transaction() as session:
        for key, role in GRANTS.items():
            session.add(
                Grant(email=cast_member(key).email, role=role, granted_by="demo", granted_at=at)
            )


def _shrink(database: Database) -> None:
    """One plain file without a write-ahead log beside it, so that it can be copied."""
    with database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()

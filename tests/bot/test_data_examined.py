"""The doctor looks at what was loaded, what it lacks, and who leads."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from bot.data_examined import examine_newest, examine_roles
from bot.findings import Level
from bot.services import Services, make_services
from bot.settings import read_settings
from models.database import Database
from models.loads import HeldRecords, LoadProblem
from models.people import GrantRole
from models.vocabulary import ExtractKind, LoadStatus
from tests.build import (
    FRIDAY,
    a_load,
    a_team,
    an_unmatched_worker,
    at_six,
    granted,
    loaded,
)
from tests.conftest import NOW
from tests.databases import ON_SQLITE

pytestmark = ON_SQLITE

DAY = timedelta(days=1)

Arrange = Callable[[Session], object]


@pytest.fixture
def services(database: Database) -> Services:
    return replace(make_services(read_settings(_env_file=None), lambda: NOW), database=database)


def found_after(services: Services, arrange: Arrange) -> list[tuple[Level, str, str]]:
    """What the doctor finds, the good things last."""
    with services.database.transaction() as session:
        arrange(session)
    with services.database.look() as session:
        found = [*examine_newest(services, session), *examine_roles(session)]
    return sorted((each.level, each.what, each.mend) for each in found)


def well(session: Session) -> None:
    loaded(session)
    for role in (GrantRole.ADMINISTRATOR, GrantRole.LEADERSHIP):
        granted(session, "ruth@example.org", role)


def old(session: Session) -> None:
    loaded(session, date(2026, 9, 1))


def held(session: Session) -> None:
    well(session)
    load = a_load(session, ExtractKind.ALLOCATIONS, FRIDAY, status=LoadStatus.HELD)
    session.add(HeldRecords(load_id=load.id, records=b""))


def refused(session: Session, **given: Any) -> None:
    """A day after what was loaded; of the workforce that came with it nothing was wrong."""
    for kind in (ExtractKind.ALLOCATIONS, ExtractKind.WORKFORCE):
        values = {"status": LoadStatus.REFUSED, "loaded_at": at_six(FRIDAY) + DAY, **given}
        load = a_load(session, kind, FRIDAY, **values)
        if kind is ExtractKind.ALLOCATIONS:
            session.add(LoadProblem(load_id=load.id, file="allocations.xlsx", message="No."))


def refused_and_old(session: Session) -> None:
    well(session)
    refused(session)


def unmatched(session: Session) -> None:
    well(session)
    an_unmatched_worker(session, "Sam", a_team(session))


def test_what_is_well_is_said_without_a_mend(services: Services) -> None:
    found = found_after(services, well)
    assert {(level, mend) for level, _, mend in found} == {(Level.GOOD, "")}
    assert len(found) == 4


def held_and_overtaken(session: Session) -> None:
    well(session)
    a_load(session, ExtractKind.ALLOCATIONS, FRIDAY, status=LoadStatus.HELD)


def refused_and_mended(session: Session) -> None:
    """The workforce that was refused beside it had no fault, and says nothing new."""
    refused_and_old(session)
    a_load(session, ExtractKind.ALLOCATIONS, FRIDAY, loaded_at=at_six(FRIDAY) + 2 * DAY)


def refused_by_somebody(session: Session) -> None:
    well(session)
    refused(session, decided_by="ruth@example.org")


@pytest.mark.parametrize("arrange", [held_and_overtaken, refused_and_mended, refused_by_somebody])
def test_what_was_not_loaded_is_no_news_once_it_is_settled(
    services: Services, arrange: Arrange
) -> None:
    assert {level for level, _, _ in found_after(services, arrange)} == {Level.GOOD}


@pytest.mark.parametrize(
    ("arrange", "level", "what", "mend"),
    [
        (lambda _: None, Level.BAD, "There are no figures yet", "caseload import FOLDER"),
        (old, Level.ADVICE, "The data is 59 working days old.", "Load a newer extract"),
        (old, Level.ADVICE, "The workforce list is 59 working days old.", "Load a newer extract"),
        (unmatched, Level.ADVICE, "1 open case is held by people not in", "Add them to Staff"),
        (
            held,
            Level.ADVICE,
            "allocations.xlsx was held Fri 20 Nov 18:00, and nobody has decided about it.",
            "Load or refuse it in the app's Home",
        ),
        (
            refused_and_old,
            Level.ADVICE,
            "allocations.xlsx was refused Sat 21 Nov 18:00, and no allocations extract was loaded",
            "Mend it and import it again. If it then says nothing new",
        ),
        (loaded, Level.ADVICE, "Nobody has the role administrator.", "caseload people grant"),
        (loaded, Level.ADVICE, "Nobody has the role leadership.", "caseload people grant"),
    ],
)
def test_what_is_missing_or_old_is_told_with_its_mend(
    services: Services, arrange: Arrange, level: Level, what: str, mend: str
) -> None:
    told = [each for each in found_after(services, arrange) if each[1].startswith(what)]
    assert [(each[0], each[2].startswith(mend)) for each in told] == [(level, True)], told

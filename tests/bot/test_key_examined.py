"""The doctor knows which key the cases are hashed with, and what to do when another is set."""

import pytest

from alerts.calendar import WorkingCalendar
from bot.findings import Finding, Level
from bot.key_examined import examine_key
from bot.services import Services
from bot.settings import read_settings
from models.cases import Case
from models.database import Database
from models.loads import StoredSecret
from models.secrets import CASE_KEY, CaseKey, use_key
from models.vocabulary import CaseKind
from tests.conftest import NOW

OWN, FORMER, STORED = "o" * 32, "f" * 32, "s" * 32


def examined(
    database: Database, in_use: str | None, *, stored: bool, **given: str
) -> list[Finding]:
    with database.transaction() as session:
        if in_use is not None:
            use_key(session, CaseKey.of(in_use.encode()).fingerprint)
        if stored:
            session.add(StoredSecret(name=CASE_KEY, value=STORED.encode()))
    settings = read_settings(_env_file=None, **given)
    services = Services(database, settings, lambda: NOW, WorkingCalendar())
    with database.look() as session:
        return list(examine_key(services, session))


SET = {"CASELOAD_CASE_KEY": OWN}
BOTH = {**SET, "CASELOAD_CASE_KEY_BEFORE": FORMER}


@pytest.mark.parametrize(
    ("in_use", "stored", "given", "level", "said"),
    [
        (None, False, SET, Level.GOOD, "hashed with your own key"),
        (OWN, False, SET, Level.GOOD, "hashed with your own key"),
        (OWN, False, BOTH, Level.ADVICE, "Remove CASELOAD_CASE_KEY_BEFORE"),
        (FORMER, False, BOTH, Level.ADVICE, "A new key for case references is set"),
        (STORED, True, SET, Level.ADVICE, "A new key for case references is set"),
        (FORMER, False, SET, Level.BAD, "is not the key that the cases are hashed with"),
        (STORED, False, BOTH, Level.BAD, "is not the key that the cases are hashed with"),
        (STORED, True, {}, Level.ADVICE, "in the database beside the hashes"),
        (None, True, {}, Level.ADVICE, "in the database beside the hashes"),
        (FORMER, False, {"CASELOAD_CASE_KEY_BEFORE": FORMER}, Level.BAD, "set without"),
        (STORED, True, {"CASELOAD_CASE_KEY_BEFORE": FORMER}, Level.BAD, "set without"),
        (OWN, True, {}, Level.BAD, "CASELOAD_CASE_KEY is not set, and the cases are hashed"),
        (OWN, False, {}, Level.BAD, "CASELOAD_CASE_KEY is not set, and the cases are hashed"),
    ],
)
def test_the_key_is_examined(
    sqlite_database: Database,
    in_use: str | None,
    stored: bool,
    given: dict[str, str],
    level: Level,
    said: str,
) -> None:
    finding = examined(sqlite_database, in_use, stored=stored, **given)[-1]
    assert finding.level is level
    assert said in f"{finding.what} {finding.mend}"
    assert not any(key in f"{finding.what} {finding.mend}" for key in (OWN, FORMER, STORED))
    assert bool(finding.mend) is (level is not Level.GOOD)


@pytest.mark.parametrize(
    ("given", "level", "said"),
    [
        (SET, Level.ADVICE, "shows at the next load"),
        (BOTH, Level.ADVICE, "shows at the next load"),
        ({}, Level.BAD, "CASELOAD_CASE_KEY is not set, and the cases are hashed"),
    ],
)
def test_cases_whose_key_was_not_written_down_are_not_called_good(
    sqlite_database: Database, given: dict[str, str], level: Level, said: str
) -> None:
    with sqlite_database.transaction() as session:
        session.add(Case(case_hash="c" * 32, kind=CaseKind.CHILD_IN_NEED))
    (finding,) = examined(sqlite_database, None, stored=False, **given)
    assert finding.level is level
    assert said in finding.what
    assert finding.mend


def test_before_anything_is_loaded_there_is_nothing_to_say(sqlite_database: Database) -> None:
    assert examined(sqlite_database, None, stored=False) == []

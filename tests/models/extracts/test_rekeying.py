"""A new key for case references takes the place of the old one without any case looking new."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from models.cases import Case
from models.database import Database
from models.errors import RecordsUnreadable
from models.extracts.held import Decider, accept_held, open_held
from models.extracts.report import ImportReport
from models.loads import HeldRecords, StoredSecret
from models.moves import CaseMove
from models.people import AuditEntry
from models.secrets import CASE_KEY, KEY_IN_USE, CaseKey, key_in_use
from models.vocabulary import LoadStatus
from tests.conftest import NOW
from tests.models.extracts.authority import (
    FRIDAY,
    KEY,
    THURSDAY,
    WEDNESDAY,
    Authority,
    Row,
    case,
    cases_of,
    dump,
    refusal,
    worker,
)

NEW = "the key that takes its place"
OTHER = "a key that nobody has used yet"
UNCHANGED = {"opened": 0, "closed": 0, "moved": 0, "gone": 0, "changed": 0}
CASES = (case("C1"), case("C2", "W2"), case("C3", None))
ANALYST = Decider("ada@example.org", NOW + timedelta(hours=1))


def ids(authority: Authority, key: str, *refs: str) -> dict[str, int]:
    return {ref: authority.case(ref, key).id for ref in refs}


def fingerprint(key: str) -> str:
    return CaseKey.of(key.encode()).fingerprint


def in_use(database: Database) -> str | None:
    with database.look() as session:
        return key_in_use(session)


def forget_which_key(database: Database) -> None:
    """As a database of an earlier version is."""
    with database.transaction() as session:
        session.delete(session.get_one(StoredSecret, KEY_IN_USE))


def refused(authority: Authority, *cases: Row, **given: Any) -> ImportReport:
    return authority.load(authority.cases_file(*cases), **given)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Database:
    """SQLite, unless a test asks for both."""
    found: Database = request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_database")
    return found


on_both = pytest.mark.parametrize("database", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def loaded(staffed: Authority) -> Authority:
    """Three cases under the key, and one that was closed before."""
    staffed.cases(*CASES, case("C0"), day=WEDNESDAY)
    staffed.cases(*CASES, day=THURSDAY)
    return staffed


@on_both
def test_with_the_former_key_every_case_is_known_again(loaded: Authority) -> None:
    before, moves = ids(loaded, KEY, "C1", "C2", "C3"), loaded.rows(CaseMove)
    load = loaded.cases(*CASES, case_key=NEW, case_key_before=KEY)
    assert load.changes == UNCHANGED
    assert "new key" in " ".join(load.notes)
    assert ids(loaded, NEW, "C1", "C2", "C3") == before
    assert loaded.rows(CaseMove) == moves
    assert in_use(loaded.database) == fingerprint(NEW)


def test_what_changed_with_the_key_is_still_told(loaded: Authority) -> None:
    load = loaded.cases(case("C1", "W3"), case("C9"), case_key=NEW, case_key_before=KEY)
    assert load.changes == {"opened": 1, "closed": 0, "moved": 1, "gone": 2, "changed": 0}


def test_the_second_load_needs_no_former_key(loaded: Authority) -> None:
    loaded.cases(*CASES, case_key=NEW, case_key_before=KEY)
    again = loaded.cases(*CASES, case("C4"), day=FRIDAY, case_key=NEW)
    assert again.changes == {**UNCHANGED, "opened": 1}
    assert again.notes == ()


def test_a_case_closed_long_ago_is_known_again_while_the_former_key_is_set(
    loaded: Authority,
) -> None:
    loaded.cases(*CASES, case_key=NEW, case_key_before=KEY)
    loaded.cases(*CASES, case("C0"), case_key=NEW, case_key_before=KEY)
    assert len(loaded.rows(Case)) == 4


def test_the_same_file_again_is_enough_to_change_the_key(loaded: Authority) -> None:
    load = loaded.cases(*CASES, day=THURSDAY, case_key=NEW, case_key_before=KEY)
    assert (load.status, load.changes) == (LoadStatus.UNCHANGED, {})
    assert "new key" in " ".join(load.notes)
    assert loaded.cases(*CASES, case("C4"), case_key=NEW).changes["opened"] == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"case_key": NEW}, "set CASELOAD_CASE_KEY_BEFORE to the former one"),
        ({"case_key": NEW, "case_key_before": OTHER}, "Correct them, and import the file again."),
        ({"case_key": NEW, "accept": True}, "import the file with --lost-key"),
        ({"case_key": None, "accept": True}, "CASELOAD_CASE_KEY is not set here, but the cases"),
        ({"case_key": None, "lost_key": True}, "set a new one and import the file with --lost-key"),
        ({"case_key": None, "case_key_before": OTHER}, "but CASELOAD_CASE_KEY_BEFORE is"),
        ({"case_key": None, "case_key_before": KEY}, "but CASELOAD_CASE_KEY_BEFORE is"),
    ],
    ids=[
        "no former key",
        "a wrong former key",
        "accepted",
        "no key",
        "no key, as if it was lost",
        "no key and a wrong former one",
        "the key in the place of the former one",
    ],
)
def test_an_extract_under_another_key_is_refused_and_changes_nothing(
    loaded: Authority, given: dict[str, Any], said: str
) -> None:
    before = dump(loaded.database, but=("loads", "load_problems", "audit"))
    report = refused(loaded, *CASES, **given)
    assert report.status is LoadStatus.REFUSED
    (problem,) = report.problems
    assert said in problem.message
    assert not any(secret in problem.message for secret in (KEY, NEW, OTHER))
    assert dump(loaded.database, but=("loads", "load_problems", "audit")) == before


@pytest.mark.parametrize("accept", [False, True])
def test_the_same_file_under_another_key_is_refused_too(loaded: Authority, accept: bool) -> None:
    report = refused(loaded, *CASES, day=THURSDAY, case_key=NEW, accept=accept)
    assert report.status is LoadStatus.REFUSED
    assert in_use(loaded.database) == fingerprint(KEY)


def test_an_old_file_that_is_read_again_changes_no_key(loaded: Authority) -> None:
    """The inbox reads one again that a process died over; newer ones may be loaded since."""
    given: dict[str, Any] = {"case_key": NEW, "case_key_before": KEY}
    loaded.cases(*CASES, case("C9"), accept=True)
    before = dump(loaded.database)
    old = loaded.cases(*CASES, day=THURSDAY, again=True, **given)
    assert (old.status, old.notes) == (LoadStatus.UNCHANGED, ())
    assert dump(loaded.database) == before
    newest = loaded.cases(*CASES, case("C9"), again=True, **given)
    assert (newest.status, len(newest.notes)) == (LoadStatus.UNCHANGED, 1)
    assert loaded.cases(*CASES, case("C9"), case("C4"), case_key=NEW).changes["opened"] == 1


@on_both
def test_with_a_lost_key_every_case_is_taken_as_new_once_by_hand(loaded: Authority) -> None:
    load = loaded.cases(*CASES, case_key=NEW, lost_key=True)
    assert (load.changes["opened"], load.changes["gone"]) == (3, 3)
    assert "is lost" in " ".join(load.notes)
    assert [entry.detail.get("lost_key") for entry in loaded.rows(AuditEntry)][-1] is True
    assert loaded.cases(*CASES, case("C4"), case_key=NEW).changes == {**UNCHANGED, "opened": 1}


def test_with_a_lost_key_the_file_that_was_loaded_last_is_loaded_again(loaded: Authority) -> None:
    load = loaded.cases(*CASES, day=THURSDAY, case_key=NEW, lost_key=True)
    assert (load.status, load.changes["opened"]) == (LoadStatus.LOADED, 3)
    assert loaded.case("C1", KEY).closed_on == THURSDAY


@pytest.mark.parametrize(
    "given", [{}, {"case_key": NEW, "case_key_before": KEY}], ids=["the key", "the former key"]
)
def test_a_key_that_is_not_lost_is_not_given_up(loaded: Authority, given: dict[str, Any]) -> None:
    load = loaded.cases(*CASES, lost_key=True, **given)
    assert load.changes == UNCHANGED
    assert "is lost" not in " ".join(load.notes)
    assert not any("lost_key" in entry.detail for entry in loaded.rows(AuditEntry))


def test_what_takes_every_case_as_new_is_never_held(staffed: Authority) -> None:
    """Its records could not be loaded afterwards: they are under a key that is not in use."""
    staffed.cases(*cases_of("W1", 8), day=WEDNESDAY)
    given: dict[str, Any] = {"day": THURSDAY, "case_key": NEW, "lost_key": True}
    assert "import it with --lost-key --accept" in refusal(
        refused(staffed, *cases_of("W1", 2), **given)
    )
    assert staffed.rows(HeldRecords) == []
    assert staffed.cases(*cases_of("W1", 2), accept=True, **given).changes["gone"] == 8


def test_what_takes_every_case_as_new_does_not_wait_for_a_held_workforce(
    loaded: Authority,
) -> None:
    files = loaded.staff_files(worker("W1")), loaded.cases_file(*CASES)
    report = loaded.load(*files, case_key=NEW, lost_key=True)
    assert "would be held" in refusal(report)
    assert loaded.load(*files, case_key=NEW, lost_key=True, accept=True).problems == ()


@on_both
def test_the_key_in_the_database_moves_out_with_one_load(staffed: Authority) -> None:
    staffed.cases(*CASES, day=THURSDAY, case_key=None)
    load = staffed.cases(*CASES, case_key=NEW)
    assert load.changes == UNCHANGED
    assert [secret.name for secret in staffed.rows(StoredSecret)] == [KEY_IN_USE]


@pytest.mark.parametrize("key", [None, KEY])
def test_a_database_that_remembers_no_key_is_told_by_its_cases(
    staffed: Authority, key: str | None
) -> None:
    """As one of an earlier version is, whose key may change with the upgrade."""
    staffed.cases(*CASES, day=WEDNESDAY, case_key=key)
    forget_which_key(staffed.database)
    load = staffed.cases(*CASES, day=THURSDAY, case_key=NEW, case_key_before=key)
    assert load.changes == UNCHANGED
    assert in_use(staffed.database) == fingerprint(NEW)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"case_key": NEW}, "Not one case in this file is known under CASELOAD_CASE_KEY"),
        ({"case_key": NEW, "accept": True}, "import it with --lost-key"),
        ({"case_key": NEW, "case_key_before": OTHER}, "Not one case in this file is known"),
        ({"case_key": None}, "CASELOAD_CASE_KEY is not set here, but the cases"),
    ],
)
def test_the_first_load_after_an_upgrade_is_refused_under_another_key(
    loaded: Authority, given: dict[str, Any], said: str
) -> None:
    forget_which_key(loaded.database)
    assert said in refusal(refused(loaded, *CASES, case("C4"), **given))
    assert {secret.name for secret in loaded.rows(StoredSecret)} == set()
    assert loaded.cases(*CASES, case("C4")).changes == {**UNCHANGED, "opened": 1}


def test_closed_cases_under_a_key_from_before_do_not_make_it_the_key(loaded: Authority) -> None:
    loaded.cases(*CASES, case_key=NEW, case_key_before=KEY)  # C0 is closed and keeps its hash
    forget_which_key(loaded.database)
    assert refused(loaded, *CASES, case("C0")).status is LoadStatus.REFUSED


def test_the_first_load_after_an_upgrade_may_find_every_case_gone(loaded: Authority) -> None:
    forget_which_key(loaded.database)
    load = loaded.cases(case("D1"), case("D2"), case("D3"), lost_key=True)
    assert (load.changes["opened"], load.changes["gone"]) == (3, 3)


def test_a_key_that_stayed_in_the_database_by_accident_changes_nothing(staffed: Authority) -> None:
    staffed.cases(*CASES, day=WEDNESDAY)
    with staffed.database.transaction() as session:
        session.delete(session.get_one(StoredSecret, KEY_IN_USE))
        session.add(StoredSecret(name=CASE_KEY, value=b"made once, and of no use since"))
    assert staffed.cases(*CASES, day=THURSDAY).changes == UNCHANGED
    assert [secret.name for secret in staffed.rows(StoredSecret)] == [KEY_IN_USE]


def test_a_rehearsal_changes_no_key(loaded: Authority) -> None:
    before = dump(loaded.database)
    load = loaded.cases(*CASES, case_key=NEW, case_key_before=KEY, dry_run=True)
    assert load.changes == UNCHANGED
    assert dump(loaded.database) == before


# Held loads.


@pytest.fixture
def held(staffed: Authority) -> Authority:
    """Eight cases under the key; with a new one, an extract of two is held."""
    staffed.cases(*cases_of("W1", 8), day=WEDNESDAY)
    load = staffed.cases(*cases_of("W1", 2), day=THURSDAY, case_key=NEW, case_key_before=KEY)
    assert load.status is LoadStatus.HELD
    return staffed


def accept(authority: Authority) -> LoadStatus:
    with authority.database.look() as session:
        (load,) = open_held(session)
    return accept_held(authority.database, load.id, ANALYST).status


@on_both
def test_what_is_held_changes_no_key_and_is_kept_under_the_one_in_use(held: Authority) -> None:
    (kept,) = held.rows(HeldRecords)
    assert kept.case_key == in_use(held.database) == fingerprint(KEY)
    assert accept(held) is LoadStatus.LOADED
    assert sum(row.closed_on is None for row in held.rows(Case)) == 2
    whole = held.cases(*cases_of("W1", 2), day=FRIDAY, case_key=NEW, case_key_before=KEY)
    assert whole.changes == UNCHANGED


def test_what_was_held_before_the_key_changed_has_to_be_imported_again(held: Authority) -> None:
    held.cases(*cases_of("W1", 8), day=WEDNESDAY, case_key=NEW, case_key_before=KEY)
    before = dump(held.database)
    with pytest.raises(RecordsUnreadable, match="Import the file again with --accept"):
        accept(held)
    assert dump(held.database) == before


def test_what_waited_for_its_workforce_under_a_former_key_is_refused_with_it(
    staffed: Authority,
) -> None:
    staffed.cases(case("C1"), day=WEDNESDAY)
    files = staffed.staff_files(worker("W1")), staffed.cases_file(case("C1"))
    assert staffed.load(*files, day=FRIDAY).status is LoadStatus.HELD
    staffed.cases(case("C1"), day=THURSDAY, case_key=NEW, case_key_before=KEY)
    with staffed.database.look() as session:
        workforce = next(load.id for load in open_held(session) if not load.waits)
    decided = accept_held(staffed.database, workforce, ANALYST)
    assert decided.status is LoadStatus.LOADED
    (waited,) = decided.waited
    assert waited.status is LoadStatus.REFUSED
    assert "Import the file again." in waited.problems[0].message
    assert staffed.case("C1", NEW).closed_on is None


def test_what_is_held_before_anything_was_loaded_says_its_key(staffed: Authority) -> None:
    load = staffed.cases(case("C1"), children_in_need=1_000)
    assert load.status is LoadStatus.HELD
    assert accept(staffed) is LoadStatus.LOADED
    assert in_use(staffed.database) == fingerprint(KEY)


def test_the_fingerprint_of_a_key_is_no_hash_of_a_reference() -> None:
    key = CaseKey.of(KEY.encode())
    assert key.fingerprint not in {key(""), key("a fingerprint")}
    assert KEY not in key.fingerprint
    assert "short" not in repr(replace(key))


# What was deleted is not brought back.


@pytest.mark.parametrize(
    ("closed_on", "there"),
    [(FRIDAY - timedelta(days=400), True), (FRIDAY - timedelta(days=401), False)],
)
def test_a_case_closed_longer_ago_than_it_is_kept_is_not_loaded(
    staffed: Authority, closed_on: date, there: bool
) -> None:
    for _ in range(2):
        load = staffed.cases(case("C1"), case("C2", closed_on=closed_on), day=FRIDAY)
    assert [row.closed_on for row in staffed.rows(Case)] == [None, *([closed_on] * there)]
    assert load.counts["open_cases"] == 1

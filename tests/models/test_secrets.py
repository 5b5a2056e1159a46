"""A child's reference becomes a keyed hash: the same again tomorrow, and never turned back."""

from hypothesis import given
from hypothesis import strategies as st

from models.database import Database
from models.loads import StoredSecret
from models.secrets import CASE_KEY, HASH_BYTES, KEY_BYTES, CaseHasher, case_hasher

KEY = "a key that an operator keeps elsewhere"


def hasher(database: Database, key: str | None) -> CaseHasher:
    with database.transaction() as session:
        return case_hasher(session, key)


def test_the_same_reference_under_the_same_key_is_the_same_case(database: Database) -> None:
    assert hasher(database, KEY)("C1024") == hasher(database, KEY)("C1024")


def test_another_reference_or_another_key_is_another_hash(sqlite_database: Database) -> None:
    one, other = hasher(sqlite_database, KEY), hasher(sqlite_database, KEY + "2")
    assert len({one("C1024"), one("C1025"), other("C1024")}) == 3


def test_a_hash_is_short_hexadecimal_text_without_the_reference(
    sqlite_database: Database,
) -> None:
    found = hasher(sqlite_database, KEY)("C1024")
    assert len(bytes.fromhex(found)) == HASH_BYTES
    assert "1024" not in found or found.count("1024") < len(found) // 4


def test_a_configured_key_is_not_written_to_the_database(database: Database) -> None:
    hasher(database, KEY)
    with database.look() as session:
        assert session.get(StoredSecret, CASE_KEY) is None


def test_without_a_configured_key_one_is_made_once_and_kept(database: Database) -> None:
    first = hasher(database, None)("C1024")
    with database.look() as session:
        stored = session.get(StoredSecret, CASE_KEY)
    assert stored is not None
    assert len(stored.value) == KEY_BYTES
    assert hasher(database, None)("C1024") == first


def test_two_databases_make_two_keys(
    sqlite_database: Database, postgres_database: Database
) -> None:
    assert hasher(sqlite_database, None)("C1024") != hasher(postgres_database, None)("C1024")


def test_a_made_key_that_moves_into_the_settings_no_longer_matters(
    sqlite_database: Database,
) -> None:
    made = hasher(sqlite_database, None)("C1024")
    assert hasher(sqlite_database, KEY)("C1024") != made


def test_a_long_key_is_used_to_its_end(sqlite_database: Database) -> None:
    long = "k" * 200
    assert hasher(sqlite_database, long)("C1") != hasher(sqlite_database, long + "x")("C1")


references = st.text(max_size=40)


@given(references, references)
def test_two_references_never_share_a_hash(one: str, other: str) -> None:
    hashed = _hashed_without_a_database
    assert (hashed(one) == hashed(other)) is (one == other)


def _hashed_without_a_database(reference: str) -> str:
    """A configured key needs nothing of the session."""
    return case_hasher(None, KEY)(reference)  # type: ignore[arg-type]

"""The key that turns a child's reference into a hash nobody can turn back.

The key comes from the settings. Where none is set the program makes one and keeps it in the
database, so that a first load works; `caseload doctor` then says how to move it out, because a
key beside the hashes protects only against somebody who sees the hashes alone. Which key the cases
are hashed with is remembered by its fingerprint, so that another key is noticed.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b

from sqlalchemy import bindparam, delete, select
from sqlmodel import Session, col

from models.inserting import insert_rows
from models.loads import StoredSecret
from models.rows import change, rows

CASE_KEY = "case_key"
KEY_IN_USE = "case_key_in_use"
KEY_BYTES = 32
HASH_BYTES = 16  # 32 hexadecimal digits: 400,000 cases collide once in 10^27

_FINGERPRINTS = b"a fingerprint"  # apart from references, whatever somebody calls a case

_NAME = col(StoredSecret.name) == bindparam("name")
_VALUE = select(col(StoredSecret.value)).where(_NAME)
_DROP = delete(StoredSecret).where(_NAME)

CaseHasher = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class CaseKey:
    """Called with the authority's case reference, it gives the keyed hash."""

    _short: bytes = field(repr=False)  # BLAKE2 takes keys of at most 64 bytes

    @classmethod
    def of(cls, key: bytes) -> "CaseKey":
        return cls(blake2b(key, digest_size=32).digest())

    def __call__(self, case_ref: str) -> str:
        return blake2b(case_ref.encode(), key=self._short, digest_size=HASH_BYTES).hexdigest()

    @property
    def fingerprint(self) -> str:
        """By this a key is known again; it says nothing of the key, and hashes nothing."""
        return blake2b(key=self._short, digest_size=HASH_BYTES, person=_FINGERPRINTS).hexdigest()


def case_hasher(session: Session, configured: str | None) -> CaseKey:
    """The key to hash by now: the configured one, else the database's, made if it has none."""
    if configured:
        return CaseKey.of(configured.encode())
    stored = stored_key(session)
    if stored is None:
        made = StoredSecret(name=CASE_KEY, value=secrets.token_bytes(KEY_BYTES))
        session.add(made)
        session.flush()
        stored = CaseKey.of(made.value)
    return stored


def stored_key(session: Session) -> CaseKey | None:
    """The key that the program made for itself, where the database has one."""
    stored = _value_of(session, CASE_KEY)
    return None if stored is None else CaseKey.of(stored)


def drop_stored_key(session: Session) -> None:
    """No case that is open is hashed with it any more."""
    change(session, _DROP, name=CASE_KEY)


def key_in_use(session: Session) -> str | None:
    """The fingerprint of the key that open cases are hashed with; None: never written down."""
    value = _value_of(session, KEY_IN_USE)
    return None if value is None else value.decode()


def use_key(session: Session, fingerprint: str) -> None:
    """From now on open cases are hashed with this key."""
    change(session, _DROP, name=KEY_IN_USE)
    insert_rows(session, StoredSecret, ("name", "value"), [(KEY_IN_USE, fingerprint.encode())])


def _value_of(session: Session, name: str) -> bytes | None:
    found = rows(session, _VALUE, name=name)
    return found[0].value if found else None

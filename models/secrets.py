"""The key that turns a child's reference into a hash nobody can turn back.

The key comes from the settings. Where none is set the program makes one and keeps it in the
database, so that a first load works; `caseload doctor` then says how to move it out, because a
key beside the hashes protects only against somebody who sees the hashes alone.
"""

import secrets
from collections.abc import Callable
from hashlib import blake2b

from sqlmodel import Session

from models.loads import StoredSecret

CASE_KEY = "case_key"
KEY_BYTES = 32
HASH_BYTES = 16  # 32 hexadecimal digits: 400,000 cases collide once in 10^27

CaseHasher = Callable[[str], str]


def case_hasher(session: Session, configured: str | None) -> CaseHasher:
    """A function from the authority's case reference to its keyed hash."""
    key = configured.encode() if configured else _stored_key(session)
    short = blake2b(key, digest_size=32).digest()  # BLAKE2 takes keys of at most 64 bytes

    def hashed(case_ref: str) -> str:
        return blake2b(case_ref.encode(), key=short, digest_size=HASH_BYTES).hexdigest()

    return hashed


def _stored_key(session: Session) -> bytes:
    stored = session.get(StoredSecret, CASE_KEY)
    if stored is None:
        stored = StoredSecret(name=CASE_KEY, value=secrets.token_bytes(KEY_BYTES))
        session.add(stored)
        session.flush()
    return stored.value

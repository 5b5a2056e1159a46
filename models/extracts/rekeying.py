"""Puts cases under another key while an extract that names them in clear is loaded.

References are stored nowhere, so that a new key can take the place of the old one only then: a
case is found by its new hash, else by its old one, which is replaced.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Executable, select, update
from sqlmodel import Session, col

from models.cases import Case
from models.extracts.keeping import Records
from models.extracts.records import AllocationsRecords, CaseRecord, Place, Problem
from models.rows import rows
from models.secrets import (
    CaseKey,
    case_hasher,
    drop_stored_key,
    key_in_use,
    stored_key,
    use_key,
)
from models.vocabulary import ExtractKind

REKEYED = (
    "Case references are hashed with the new key now. Remove CASELOAD_CASE_KEY_BEFORE if it is set."
)

TAKEN_AS_NEW = (
    "The key that the cases were hashed with is lost, so every case in this file was taken as new, "
    "and every one that was open before counts as gone. Case references are hashed with "
    "CASELOAD_CASE_KEY now; import without --lost-key from now on."
)

HASHED_ANEW = (
    "The case references in this load are hashed with a key that is no longer in use, so every "
    "case would look new. Import the file again"
)

_LOST = (
    "If the former key is lost, import the file with --lost-key: then every case is taken as new "
    "once."
)
_NO_KEY_BEFORE = (
    "CASELOAD_CASE_KEY is not the key that the cases in the database are hashed with, so every "
    "case would look new. Set CASELOAD_CASE_KEY to that key again; or, to change the key, set "
    f"CASELOAD_CASE_KEY_BEFORE to the former one and import the file again. {_LOST}"
)
_WRONG_KEY_BEFORE = (
    "Neither CASELOAD_CASE_KEY nor CASELOAD_CASE_KEY_BEFORE is the key that the cases in the "
    "database are hashed with, so every case would look new. Correct them, and import the file "
    f"again. {_LOST}"
)
_KEY_MISSING = (
    "CASELOAD_CASE_KEY is not set here, but the cases in the database are hashed with such a key, "
    "so every case would look new. Set it as it is set for the service, and import the file "
    "again. If the key is lost, set a new one and import the file with --lost-key: then every "
    "case is taken as new once."
)
_ONLY_KEY_BEFORE = (
    "CASELOAD_CASE_KEY is not set here, but CASELOAD_CASE_KEY_BEFORE is, which is for the key "
    "before it. Set CASELOAD_CASE_KEY as it is set for the service, or remove "
    "CASELOAD_CASE_KEY_BEFORE if you never set a key of your own; then import the file again."
)
_NO_CASE_KNOWN = (
    "Not one case in this file is known under CASELOAD_CASE_KEY, so every case would look new. It "
    "is probably another key than the one that the cases in the database are hashed with. Set it "
    "to that key again, or CASELOAD_CASE_KEY_BEFORE to that key, and import the file again. If "
    "that key is lost, or the file really has none of those cases, import it with --lost-key: then "
    "every case is taken as new once."
)

_ALL = select(col(Case.case_hash))
_OPEN_ONES = _ALL.where(col(Case.closed_on).is_(None))
_ANY = select(col(Case.id)).limit(1)


class KeysGiven(Protocol):
    """The part of an import's options that tells the keys."""

    @property
    def case_key(self) -> str | None: ...
    @property
    def case_key_before(self) -> str | None: ...
    @property
    def lost_key(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class CaseKeys:
    """The keys of one load of allocations."""

    now: CaseKey
    under: CaseKey  # the one that open cases are hashed with before the load
    former: CaseKey | None  # one by which cases may be found as well
    lost: bool = False  # whether the one that they are hashed with is given up

    @property
    def rotates(self) -> bool:
        return self.under != self.now


def case_keys(session: Session, cases: Sequence[CaseRecord], given: KeysGiven) -> CaseKeys | None:
    """None where the cases in the database are hashed with a key that is not given.

    Which is so too where only the key before it is given: it is not to be replaced by a made one.
    """
    if given.case_key is None and given.case_key_before is not None:
        return None
    now = case_hasher(session, given.case_key)
    before = CaseKey.of(given.case_key_before.encode()) if given.case_key_before else None
    known = [key for key in (before, stored_key(session)) if key is not None and key != now]
    in_use = key_in_use(session)
    under: CaseKey | None
    if in_use is None:
        under = _by_what_is_found(session, cases, [now, *known])
    elif in_use == now.fingerprint or not has_cases(session):
        under = now
    else:
        under = next((key for key in known if key.fingerprint == in_use), None)
    if under is None:
        lost = given.lost_key and given.case_key is not None  # no command that lacks its settings
        return CaseKeys(now, now, None, lost=True) if lost else None
    return CaseKeys(now, under, under if under != now else next(iter(known), None))


def key_problems(
    session: Session, records: Records, given: KeysGiven, file: str
) -> tuple[Problem, ...]:
    """Why an extract is refused whose cases nobody would know again."""
    if not isinstance(records, AllocationsRecords):
        return ()
    if case_keys(session, records.cases, given) is not None:
        return ()
    if given.case_key is None:
        message = _KEY_MISSING if given.case_key_before is None else _ONLY_KEY_BEFORE
    elif key_in_use(session) is None:
        message = _NO_CASE_KNOWN
    else:
        message = _NO_KEY_BEFORE if given.case_key_before is None else _WRONG_KEY_BEFORE
    return (Problem(Place(file), message),)


def gives_key_up(session: Session, records: Records, given: KeysGiven) -> bool:
    """Whether loading these records takes every case as new, its key being lost."""
    if not isinstance(records, AllocationsRecords) or not given.lost_key:
        return False
    keys = case_keys(session, records.cases, given)
    return keys is not None and keys.lost


def not_held(file: str, reasons: Sequence[str]) -> Problem:
    """Why what would be held is refused: kept records cannot be loaded under a key not in use."""
    message = (
        f"This load would be held ({'; '.join(reasons)}), and one that takes every case as new is "
        "not kept for a decision. If the figures are right, import it with --lost-key --accept."
    )
    return Problem(Place(file), message)


def rekey(
    session: Session, cases: Sequence[CaseRecord], given: KeysGiven
) -> tuple[CaseKey, tuple[str, ...]]:
    """Hash the extract's cases by the key of now, wherever they are still under a former one.

    Gives that key, and a note for whoever imports where it was not in use before.

    Part of the load's transaction: afterwards every open case is under the one key, because those
    that the extract does not name are closed by it. Closed ones that it does not name keep their
    hash until they are deleted.
    """
    keys = case_keys(session, cases, given)
    assert keys is not None  # else the extract was refused
    if keys.former is not None:
        _replace(session, cases, keys.now, keys.former)
    if key_in_use(session) != keys.now.fingerprint:
        use_key(session, keys.now.fingerprint)
    if given.case_key is not None:
        drop_stored_key(session)
    if keys.lost:
        return keys.now, (TAKEN_AS_NEW,)
    return keys.now, (REKEYED,) if keys.rotates else ()


def take_key(session: Session, fingerprint: str | None, kind: ExtractKind) -> bool:
    """Whether held records that are hashed by this key can be loaded; it is in use from then on."""
    if kind is not ExtractKind.ALLOCATIONS:
        return True
    in_use = key_in_use(session)
    if in_use is None and fingerprint is not None:
        use_key(session, fingerprint)
        return True
    return in_use == fingerprint


def _replace(session: Session, cases: Sequence[CaseRecord], now: CaseKey, former: CaseKey) -> None:
    columns = select(col(Case.case_hash), col(Case.id))
    known = {row.case_hash: row.id for row in session.execute(columns)}
    changed = []
    for record in cases:
        case_hash, old = now(record.case_ref), former(record.case_ref)
        if old in known and case_hash not in known:
            known[case_hash] = known.pop(old)
            changed.append({"id": known[case_hash], "case_hash": case_hash})
    if changed:
        session.execute(update(Case), changed)


def _by_what_is_found(
    session: Session, cases: Sequence[CaseRecord], keys: Sequence[CaseKey]
) -> CaseKey | None:
    """By a database of an earlier version: the key under which most cases are known again.

    None where not one is known under any. Closed ones count only where none is open: they may
    still be under a key that was in use before.
    """
    stored = _hashes(session, _OPEN_ONES) or _hashes(session, _ALL)
    if not stored or not cases:
        return keys[0]
    found = {key: sum(key(case.case_ref) in stored for case in cases) for key in keys}
    best = max(keys, key=found.__getitem__)
    return best if found[best] else None


def _hashes(session: Session, statement: Executable) -> set[str]:
    return {case_hash for (case_hash,) in rows(session, statement)}


def has_cases(session: Session) -> bool:
    """Whether any case is in the database, open or closed."""
    return bool(rows(session, _ANY))

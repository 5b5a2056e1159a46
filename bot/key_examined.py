"""What can be wrong with the key of case references: not set, half changed, or another."""

from collections.abc import Iterator

from pydantic import SecretStr
from sqlmodel import Session

from bot.findings import Finding, Level
from bot.services import Services
from models.extracts.rekeying import has_cases
from models.secrets import CaseKey, key_in_use, stored_key

SUBJECT = "privacy"

_LOADED_NEXT = "Load allocations: caseload import FOLDER. The next load does it, and says so."


def examine_key(services: Services, session: Session) -> Iterator[Finding]:
    """Whether the key is set, and is the one that the cases are hashed with."""
    settings = services.settings
    configured, before = _key(settings.case_key), _key(settings.case_key_before)
    stored = stored_key(session)
    in_use = key_in_use(session)
    not_known = in_use is None and has_cases(session)
    if configured is None:
        yield from _only_former(before) or _none_set(stored, in_use, not_known=not_known)
    elif not_known:
        yield Finding(
            SUBJECT,
            Level.ADVICE,
            "Whether CASELOAD_CASE_KEY is the key that the cases are hashed with shows at the next "
            "load of allocations: an earlier version of Caseload did not write it down.",
            "Load allocations: caseload import FOLDER. With another key it is refused, and nothing "
            "is changed.",
        )
    elif in_use is None or in_use == configured.fingerprint:
        yield Finding(SUBJECT, Level.GOOD, "Case references are hashed with your own key.")
        if in_use is not None and before is not None:
            yield Finding(
                SUBJECT,
                Level.ADVICE,
                "CASELOAD_CASE_KEY_BEFORE is set, and no open case is hashed with it any more.",
                "Remove CASELOAD_CASE_KEY_BEFORE wherever it is set.",
            )
    elif in_use in [key.fingerprint for key in (before, stored) if key is not None]:
        yield Finding(
            SUBJECT,
            Level.ADVICE,
            "A new key for case references is set, and the cases are still hashed with the former.",
            _LOADED_NEXT,
        )
    else:
        yield Finding(
            SUBJECT,
            Level.BAD,
            "CASELOAD_CASE_KEY is not the key that the cases are hashed with, so allocations are "
            "refused.",
            "Set it to that key again; or set CASELOAD_CASE_KEY_BEFORE to the former key, and "
            "import allocations: see deploy/keys.md.",
        )


def _key(secret: SecretStr | None) -> CaseKey | None:
    return None if secret is None else CaseKey.of(secret.get_secret_value().encode())


def _only_former(before: CaseKey | None) -> list[Finding]:
    if before is None:
        return []
    what = "CASELOAD_CASE_KEY_BEFORE is set without CASELOAD_CASE_KEY, so allocations are refused."
    mend = (
        "Set CASELOAD_CASE_KEY as well; or remove CASELOAD_CASE_KEY_BEFORE, if you never set a key "
        "of your own: see deploy/keys.md."
    )
    return [Finding(SUBJECT, Level.BAD, what, mend)]


def _none_set(stored: CaseKey | None, in_use: str | None, *, not_known: bool) -> list[Finding]:
    stored_in_use = stored is not None and in_use in {None, stored.fingerprint}
    if (in_use is not None or not_known) and not stored_in_use:
        what = (
            "CASELOAD_CASE_KEY is not set, and the cases are hashed with such a key, so "
            "allocations are refused."
        )
        mend = "Set CASELOAD_CASE_KEY to the key that was set before: see deploy/keys.md."
        return [Finding(SUBJECT, Level.BAD, what, mend)]
    if stored is None:
        return []
    return [
        Finding(
            SUBJECT,
            Level.ADVICE,
            "The key that hashes case references is in the database beside the hashes.",
            "Set CASELOAD_CASE_KEY (openssl rand -hex 32), wherever Caseload runs, before going "
            "live. The next load of allocations puts the cases under it.",
        )
    ]

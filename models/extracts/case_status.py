"""Makes a kind of case of Annex A's Case Status, in any of the ways authorities write it."""

import re
from functools import lru_cache

from models.extracts.cells import Refused
from models.extracts.problems import quoted
from models.vocabulary import CaseKind

ACCEPTED = (
    "a) Looked after child, b) Child Protection plan, c) Child in need plan, d) Open assessment, "
    "e) Closed episode, or Care leaver"
)

_CODES = {
    "a": CaseKind.LOOKED_AFTER,
    "b": CaseKind.CHILD_PROTECTION,
    "c": CaseKind.CHILD_IN_NEED,
    "d": CaseKind.ASSESSMENT,
    "e": None,
}
_CLOSED = re.compile(r"closed|closure|ended")
# As in Annex A, the first that applies decides: a looked-after child with a plan is looked after.
_WORDS = (
    (CaseKind.CARE_LEAVER, r"care leavers?|leaving care|former relevant|formerly looked after"),
    (CaseKind.LOOKED_AFTER, r"(?:children |child )?looked after|cla|lac|cic|child(?:ren)? in care"),
    (CaseKind.CHILD_PROTECTION, r"child protection|cpp?"),
    (CaseKind.CHILD_IN_NEED, r"child(?:ren)? in need|cinp?|chin|section 17|s17"),
    (CaseKind.ASSESSMENT, r"assessments?|assess|asmt|section 47|s47"),
)
_KINDS = tuple((kind, re.compile(rf"\b(?:{words})\b")) for kind, words in _WORDS)
_DENIED = re.compile(r"\b(?:not|no|never|non)\b")


@lru_cache(maxsize=1024)
def kind_of_status(status: str) -> CaseKind | None:
    """The kind of an open case, or None for a closed one; raises Refused for other words."""
    words = re.sub(r"[\W_]+", " ", status.casefold()).strip()
    if words in _CODES:
        return _CODES[words]
    if _CLOSED.search(words):
        return None
    if not _DENIED.search(words):
        for kind, pattern in _KINDS:
            if pattern.search(words):
                return kind
    raise Refused(f'"{quoted(status)}" is not a known case status; use {ACCEPTED}.')

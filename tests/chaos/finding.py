"""Something that a campaign found to be wrong, in one of four ways."""

from dataclasses import dataclass
from enum import StrEnum


class Wrong(StrEnum):
    LOST = "lost"
    DOUBLED = "doubled"
    STATE = "wrong state"
    SEEN = "names seen"


@dataclass(frozen=True, slots=True)
class Finding:
    wrong: Wrong
    about: str
